//! `cargo xtask build`: dist/ for any static host, and the one-file page.

use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use super::dist::Files;
use super::policy::{self, Parts};
use super::{loader::Loader, offline, one_file, slim, zip};
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
    for language in languages {
        write(&one_file::name(&language), one_file::pack(dist, &language)?.as_bytes())?;
    }
    let index = pack_program(dist)?;
    write("index.html", policy::guard(&index, Parts::Beside)?.as_bytes())?;
    let files = Files::read(dist)?;
    write(offline::NAME, offline::fill(files.text(offline::NAME)?, &files)?.as_bytes())?;
    write(COURSE, &course(&files)?)
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

/// The package for learning platforms, in dist/.
const COURSE: &str = "scorm.zip";

/// The page around a lab that reports to a platform, and the lab in one file:
/// some platforms serve no WebAssembly.
fn course(files: &Files) -> Result<Vec<u8>> {
    let as_they_are = ["course/course.css", "course/index.html", "course/report.js", "embed.js"];
    let mut packed = vec![
        ("imsmanifest.xml", files.bytes("course/imsmanifest.xml")?),
        ("index.html", files.bytes(one_file::NAME)?),
    ];
    for name in as_they_are {
        packed.push((name, files.bytes(name)?));
    }
    Ok(zip::archive(&packed))
}
