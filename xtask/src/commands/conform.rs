//! `cargo xtask conform DIR`: recorded cases of real brokers, played in the engine.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::{process, project};

/// Runs every case under `dir`; the exit code is that of the run.
///
/// The runner is a test target without a harness, so the cases that anybody
/// records are compared by the very code that the project's own tests use.
pub fn run(dir: &Path) -> Result<ExitCode> {
    ensure!(dir.is_dir(), "{} is not a directory", dir.display());
    let dir = dir.canonicalize().with_context(|| format!("cannot read {}", dir.display()))?;
    let mut cases = Command::new(runner()?);
    cases.arg(dir).current_dir(project::root());
    let ended = process::status(&mut cases)?;
    Ok(if ended.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The compiled runner. It is run by itself and not by cargo, which would add
/// its own words after the last line, the one that counts.
fn runner() -> Result<PathBuf> {
    let mut build = Command::new("cargo");
    build
        .args(["test", "--quiet", "--no-run", "--package", "queuescope"])
        .args(["--test", "conformance"])
        .arg("--message-format=json-render-diagnostics")
        .current_dir(project::root());
    let mut runner = None;
    process::run_reading(&mut build, |line| {
        let message: Value = serde_json::from_str(line).unwrap_or_default();
        if message["target"]["name"] == "conformance"
            && let Some(path) = message["executable"].as_str()
        {
            runner = Some(PathBuf::from(path));
        }
    })?;
    runner.context("cargo built no runner for the cases")
}
