//! `cargo xtask build`: dist/ for any static host, and the one-file page.

use std::fs;
use std::time::Instant;

use anyhow::{Context, Result};

use super::one_file;
use crate::tools::PageTools;
use crate::{process, project, say};

/// Installs what is missing and builds everything that is published.
pub fn run() -> Result<()> {
    build(&PageTools::ensure()?)
}

/// Builds dist/ with Trunk, and from it dist/queuescope.html.
pub fn build(tools: &PageTools) -> Result<()> {
    let started = Instant::now();
    say::step("building the page (1 to 3 minutes the first time, seconds after that)");
    process::run(tools.trunk().args(["build", "--release"]))?;
    let page = one_file::pack(&project::dist())?;
    let path = project::dist().join(one_file::NAME);
    fs::write(&path, page).with_context(|| format!("cannot write {}", path.display()))?;
    say::note(&format!(
        "dist/ is ready, with all of it again in dist/{}, in {}",
        one_file::NAME,
        say::duration(started.elapsed())
    ));
    Ok(())
}
