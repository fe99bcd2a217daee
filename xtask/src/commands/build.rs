//! `cargo xtask build`: dist/ for any static host, and the one-file page.

use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use super::dist::Files;
use super::policy::{self, Parts};
use super::{course, loader::Loader, offline, one_file, slim};
use crate::tools::PageTools;
use crate::{process, project, say};

/// Installs what is missing and builds everything that is published.
pub fn run() -> Result<()> {
    build(&PageTools::ensure()?)
}

/// Builds dist/ with Trunk, and from it dist/queuescope.html and its like in
/// other languages.
pub fn build(tools: &PageTools) -> Result<()> {
    let started = Instant::now();
    say::step("building the page (1 to 3 minutes the first time, seconds after that)");
    process::run(tools.trunk().args(["build", "--release"]))?;
    finish(&project::dist())?;
    say::note(&format!(
        "dist/ is ready, with all of it again in dist/{} and, in other languages, beside that; it took {}",
        one_file::NAME,
        say::duration(started.elapsed())
    ));
    Ok(())
}

/// Makes of Trunk's output everything that is published.
fn finish(dist: &Path) -> Result<()> {
    let write = |name: &str, bytes: &[u8]| {
        let path = dist.join(name);
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))
    };
    slim::dist(dist)?;
    let languages = one_file::languages(dist)?;
    ensure!(!languages.is_empty(), "dist/ has no words");
    for language in &languages {
        write(&one_file::name(language), one_file::pack(dist, language)?.as_bytes())?;
    }
    let index = pack_program(dist)?;
    write("index.html", policy::guard(&index, Parts::Beside)?.as_bytes())?;
    let files = Files::read(dist)?;
    write(offline::NAME, offline::fill(files.text(offline::NAME)?, &files)?.as_bytes())?;
    for language in &languages {
        write(&course::name(language), &course::package(&files, language)?)?;
    }
    Ok(())
}

/// Puts the packed program in the place of the one that Trunk left; the
/// document that fetches it.
fn pack_program(dist: &Path) -> Result<String> {
    let files = Files::read(dist)?;
    let index = files.text("index.html")?;
    let loader = Loader::find(index)?;
    let packed = loader.packed(&files)?;
    let path = dist.join(&packed.name);
    fs::write(&path, &packed.bytes).with_context(|| format!("cannot write {}", path.display()))?;
    fs::remove_file(dist.join(&packed.raw))?;
    Ok(index.replace(loader.tag(), &packed.tag))
}
