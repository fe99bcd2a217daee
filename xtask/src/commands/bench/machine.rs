//! What the figures were measured on; without it they mean nothing.

use std::fs;
use std::thread;

/// Cores, processor and browser in one line.
pub fn describe(browser: &str) -> String {
    let cores = thread::available_parallelism().map_or(0, usize::from);
    format!("{cores} cores of {}, {browser}", processor())
}

/// The processor's own name where the system tells it, else its kind.
fn processor() -> String {
    let told = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    told.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.trim() == "model name")
        .map_or_else(|| std::env::consts::ARCH.to_owned(), |(_, name)| name.trim().to_owned())
}
