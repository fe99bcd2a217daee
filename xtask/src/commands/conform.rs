//! `cargo xtask conform DIR`: recorded cases of real brokers, played in the engine.

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};

use crate::{process, project};

/// Runs every case under `dir`; the exit code is that of the run.
///
/// The runner is a test target without a harness, so the cases that anybody
/// records are compared by the very code that the project's own tests use.
pub fn run(dir: &Path) -> Result<ExitCode> {
    ensure!(dir.is_dir(), "{} is not a directory", dir.display());
    let dir = dir
        .canonicalize()
        .with_context(|| format!("cannot read {}", dir.display()))?;
    let mut cases = Command::new("cargo");
    cases
        .args([
            "test",
            "--quiet",
            "--package",
            "queuescope",
            "--test",
            "conformance",
            "--",
        ])
        .arg(dir)
        .current_dir(project::root());
    let ended = process::status(&mut cases)?;
    Ok(if ended.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
