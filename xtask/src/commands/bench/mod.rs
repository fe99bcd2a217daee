//! `cargo xtask bench`: what the budgets of the project promise, measured.

mod figure;
mod machine;
mod native;
mod page;

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};
use serde_json::json;

use super::build;
use crate::browser::Browser;
use crate::tools::{BrowserTools, Kind, PageTools};
use crate::{project, say};
use figure::Figure;

/// Measures, prints a table and writes target/bench.json.
///
/// Fails if something could not be measured. A figure over its budget is shown
/// as such and is no failure: a busy machine must not break a build.
pub fn run() -> Result<ExitCode> {
    let tools = PageTools::ensure()?;
    BrowserTools::ensure(Kind::Chromium)?;
    build::build(&tools)?;
    let mut measured = Measured::default();
    measured.take("the engine, native", native::measure);
    measured.take("memory", native::memory);
    measured.take("seeking, native", native::seeking);
    let browser = Browser::start()?;
    measured.take("start-up", || page::start_up(&browser));
    measured.take("the engine, in the browser", || page::engine(&browser));
    measured
        .take("frames with 1,000 in flight", || page::frames(&browser, "bench-1k", 1_000.0, 1.5));
    measured.take("frames with 10,000 in flight", || {
        page::frames(&browser, "bench-10k", 10_000.0, 5.0)
    });
    measured.take("seeking, in the browser", || page::seeking(&browser));
    measured.compare_engines();
    measured.report(&browser.version())
}

/// Figures, and sentences about what could not be measured.
#[derive(Default)]
struct Measured {
    figures: Vec<Figure>,
    failures: Vec<String>,
}

impl Measured {
    fn take(&mut self, what: &str, measure: impl FnOnce() -> Result<Vec<Figure>>) {
        say::step(&format!("measuring {what}"));
        match measure() {
            Ok(figures) => self.figures.extend(figures),
            Err(error) => self.failures.push(format!("{what}: {error:#}")),
        }
    }

    /// The engine in the browser as a share of its native speed.
    fn compare_engines(&mut self) {
        let value = |name: &str| {
            let figure = self.figures.iter().find(|figure| figure.name == name)?;
            Some(figure.measured)
        };
        if let (Some(native), Some(wasm)) = (value(native::SPEED), value(page::SPEED)) {
            let share = 100.0 * wasm / native;
            let figure = Figure::at_least("engine in wasm, of its native speed", share, "%", 60.0);
            self.figures.push(figure);
        }
    }

    fn report(&self, browser: &str) -> Result<ExitCode> {
        let machine = machine::describe(browser);
        println!("\n{}", Figure::HEADING);
        for figure in &self.figures {
            println!("{}", figure.row());
        }
        for failure in &self.failures {
            println!("not measured: {failure}");
        }
        println!("on {machine}");
        let path = project::target().join("bench.json");
        let figures: Vec<_> = self.figures.iter().map(Figure::json).collect();
        let all = json!({ "machine": machine, "figures": figures, "not_measured": self.failures });
        fs::write(&path, format!("{all:#}\n"))
            .with_context(|| format!("cannot write {}", path.display()))?;
        println!("{}", path.display());
        Ok(if self.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
