//! `cargo xtask size`: the bytes of dist/ against the budgets.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;

use super::dist::{Files, brotli, gzip};
use super::{offline, one_file};
use crate::project;

/// Bytes of a first visit on the wire. Gzip counts, since common static hosts
/// serve that and not brotli.
const FIRST_VISIT_GZIP: usize = 290_000;

/// Bytes of the one-file build as it lies on disk.
const ONE_FILE_RAW: usize = 450_000;

/// Prints the table; fails if a budget is exceeded.
pub fn run() -> Result<ExitCode> {
    let within = report(&Files::read(&project::dist())?)?;
    Ok(if within { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Prints every file and both budgets; true if both hold.
pub fn report(files: &Files) -> Result<bool> {
    let now = first_visit(files)?;
    let mut first = Sizes::default();
    println!("{:<44} {:>9} {:>9} {:>9}  loaded", "file in dist/", "raw", "gzip -9", "brotli -11");
    for (name, bytes) in files.iter() {
        let sizes = Sizes::of(bytes);
        let when = if now.contains(&name) { "first visit" } else { "later" };
        println!("{}  {when}", sizes.row(name));
        if now.contains(&name) {
            first.add(&sizes);
        }
    }
    println!("{}", first.row("first visit, in all"));
    let one_file = files.bytes(one_file::NAME)?.len();
    let held = [
        verdict("first visit, gzip", first.gzip, FIRST_VISIT_GZIP),
        verdict("one-file build", one_file, ONE_FILE_RAW),
    ];
    Ok(held.iter().all(|held| *held))
}

/// Bytes in three forms.
#[derive(Default)]
struct Sizes {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl Sizes {
    fn of(bytes: &[u8]) -> Sizes {
        Sizes { raw: bytes.len(), gzip: gzip(bytes).len(), brotli: brotli(bytes).len() }
    }

    fn add(&mut self, other: &Sizes) {
        self.raw += other.raw;
        self.gzip += other.gzip;
        self.brotli += other.brotli;
    }

    fn row(&self, name: &str) -> String {
        let Sizes { raw, gzip, brotli } = self;
        format!("{name:<44} {raw:>9} {gzip:>9} {brotli:>10}")
    }
}

fn verdict(what: &str, measured: usize, budget: usize) -> bool {
    let held = measured <= budget;
    let (word, by) = if held { ("under", budget - measured) } else { ("OVER", measured - budget) };
    let kilo = |bytes: usize| format!("{:.1} kB", bytes as f64 / 1000.0);
    println!("{what}: {} of {}, {word} by {}", kilo(measured), kilo(budget), kilo(by));
    held
}

/// What a browser fetches to show the page: index.html, and whatever a file
/// that is fetched names. The rest is loaded later, or by somebody else; the
/// service worker comes last, and stores again what is there.
fn first_visit(files: &Files) -> Result<Vec<&str>> {
    let mut fetched = vec!["index.html"];
    let mut next = 0;
    while let Some(name) = fetched.get(next).copied() {
        next += 1;
        let names_others = [".html", ".css", ".js"].iter().any(|ending| name.ends_with(ending));
        if !names_others {
            continue;
        }
        let text = files.text(name)?;
        for (other, _) in files.iter() {
            let later = other == offline::NAME || fetched.contains(&other);
            if !later && names(text, other) {
                fetched.push(other);
            }
        }
    }
    Ok(fetched)
}

/// Whether `text` quotes the file at `path`, with or without its folder.
fn names(text: &str, path: &str) -> bool {
    let name = Path::new(path).file_name().unwrap_or_default().to_string_lossy();
    text.match_indices(name.as_ref()).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        before.is_some_and(|before| "\"'`/(=".contains(before))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_by_its_whole_name() {
        assert!(names("import init from './app-1.js'", "app-1.js"));
        assert!(names("url(fonts/a.woff2)", "fonts/a.woff2"));
        assert!(!names("'./my-app-1.js'", "app-1.js"));
    }
}
