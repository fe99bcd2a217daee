//! `cargo xtask test`: everything, in stages that do not hide one another.
//!
//! A stage that fails does not stop the next one, and none is left out in
//! silence: what could not run has failed, with its reason.

use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::dist::Files;
use super::{build, size};
use crate::browser::AXE_VARIABLE;
use crate::tools::{self, BrowserTools, Kind, PageTools, Route};
use crate::{process, project, say};

/// Runs every stage, then sums up; fails if any stage did.
pub fn run() -> Result<ExitCode> {
    let mut stages = Stages::default();
    let page = stages.run("tools to build the page", PageTools::ensure);
    let browser = stages.run("tools to test in a browser", || {
        Ok((BrowserTools::ensure(Kind::Chromium)?, tools::axe()?))
    });
    // Without it the tests in Firefox fail, and only those.
    stages.run("tools to test in Firefox", || BrowserTools::ensure(Kind::Firefox));
    let needs = "the tools it needs could not be installed, see above";
    let page = || page.as_ref().context(needs);
    let browser = || browser.as_ref().context(needs);

    stages.run("format", || cargo(&["fmt", "--all", "--check"]));
    stages.run("lints", lints);
    stages.run("lints of the browser's half", || browser_lints(page()?));
    stages.run("native tests", || cargo(&["test", "--workspace"]));
    stages.run("browser tests", || browser_tests(page()?, &browser()?.0));
    let built = stages.run("build", || build::build(page()?));
    // Thresholds live in `cargo xtask size`; here the table is only shown.
    stages.run("sizes", || {
        built.context("there is no new build to measure")?;
        size::report(&Files::read(&project::dist())?).map(drop)
    });
    stages.run("end-to-end and accessibility", || {
        built.context("there is no new build to test")?;
        let mut tests = Command::new("cargo");
        tests.args(["test", "--package", "queuescope", "--no-fail-fast"]);
        tests.args(["--test", "e2e", "--test", "embed_e2e", "--"]);
        // Each has a browser of its own, and browsers are large.
        tests.args(["--include-ignored", "--test-threads=2"]);
        tests.env(AXE_VARIABLE, &browser()?.1).current_dir(project::root());
        process::run(&mut tests)
    });
    Ok(stages.sum_up())
}

/// Cargo in the project's root, with its output on ours.
fn cargo(arguments: &[&str]) -> Result<()> {
    process::run(Command::new("cargo").args(arguments).current_dir(project::root()))
}

fn lints() -> Result<()> {
    cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])
}

/// What only exists for WebAssembly, the native lints do not see.
fn browser_lints(tools: &PageTools) -> Result<()> {
    if *tools.route() != Route::Installed {
        say::note("Debian's compiler comes without clippy: here only its own warnings count,");
        say::note("and the browser tests, which compile the same code, make them errors");
        return Ok(());
    }
    cargo(&[
        "clippy",
        "--package=queuescope",
        "--target=wasm32-unknown-unknown",
        "--lib",
        "--bins",
        "--test=web",
        "--",
        "-Dwarnings",
    ])
}

/// The suite that runs inside a page, in headless Chromium.
fn browser_tests(tools: &PageTools, browser: &BrowserTools) -> Result<()> {
    let mut tests = tools.cargo_for_browser_tests();
    tests.args(["test", "--package", "queuescope", "--target", "wasm32-unknown-unknown"]);
    tests.args(["--test", "web"]).env("CHROMEDRIVER", &browser.driver);
    process::run(&mut tests)
}

/// The stages so far and how they ended.
#[derive(Default)]
struct Stages {
    ended: Vec<Ended>,
}

struct Ended {
    name: &'static str,
    passed: bool,
    took: Duration,
}

impl Stages {
    /// Runs one stage; `None` if it failed, and why is said at once.
    fn run<T>(&mut self, name: &'static str, stage: impl FnOnce() -> Result<T>) -> Option<T> {
        say::step(name);
        let started = Instant::now();
        let result = stage();
        let took = started.elapsed();
        match &result {
            Ok(_) => say::note(&format!("{name}: passed in {}", say::duration(took))),
            Err(error) => {
                say::note(&format!("{name}: FAILED after {}: {error:#}", say::duration(took)))
            }
        }
        self.ended.push(Ended { name, passed: result.is_ok(), took });
        result.ok()
    }

    /// Prints all stages again, and last how many passed and failed.
    fn sum_up(&self) -> ExitCode {
        println!();
        for Ended { name, passed, took } in &self.ended {
            let word = if *passed { "passed" } else { "FAILED" };
            println!("{name:<32} {word}  {:>12}", say::duration(*took));
        }
        let passed = self.ended.iter().filter(|stage| stage.passed).count();
        let failed = self.ended.len() - passed;
        println!("{passed} passed, {failed} failed");
        if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}
