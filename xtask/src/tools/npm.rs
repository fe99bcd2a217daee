//! Tools that come as npm packages: wasm-opt, and axe for accessibility.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::{Tool, cache, ensure};
use crate::process;

/// The release of binaryen; Trunk.toml names the same one.
const BINARYEN: &str = "132";

/// wasm-opt, which makes the WebAssembly smaller and faster.
pub struct WasmOpt;

impl Tool for WasmOpt {
    /// The folder to put on PATH, if the program is not there yet.
    type Found = Option<PathBuf>;

    fn name(&self) -> String {
        format!("wasm-opt {BINARYEN}")
    }

    fn why(&self) -> &'static str {
        "shrink the WebAssembly of the page"
    }

    fn takes(&self) -> &'static str {
        "a few seconds"
    }

    fn find(&self) -> Option<Option<PathBuf>> {
        if which::which("wasm-opt").is_ok_and(|program| is_binaryen(&program)) {
            return Some(None);
        }
        let cached = modules("binaryen", &Self::package_version()).join(".bin");
        let program = which::which_in("wasm-opt", Some(&cached), ".").ok()?;
        is_binaryen(&program).then_some(Some(cached))
    }

    fn install(&self) -> Result<()> {
        install("binaryen", &Self::package_version())
    }
}

impl WasmOpt {
    fn package_version() -> String {
        format!("{BINARYEN}.0.0")
    }
}

fn is_binaryen(program: &Path) -> bool {
    process::answer(Command::new(program).arg("--version"))
        .is_some_and(|answer| answer.split_whitespace().any(|word| word == BINARYEN))
}

/// The script of axe-core, installed if it is missing.
pub fn axe() -> Result<PathBuf> {
    ensure(&Axe)
}

/// axe-core, the rules that the accessibility tests check.
struct Axe;

const AXE: &str = "4.14.1";

impl Tool for Axe {
    /// The script to run in the page.
    type Found = PathBuf;

    fn name(&self) -> String {
        format!("axe-core {AXE}")
    }

    fn why(&self) -> &'static str {
        "check the page's accessibility"
    }

    fn takes(&self) -> &'static str {
        "a few seconds"
    }

    fn find(&self) -> Option<PathBuf> {
        let script = modules("axe-core", AXE).join("axe-core").join("axe.min.js");
        script.is_file().then_some(script)
    }

    fn install(&self) -> Result<()> {
        install("axe-core", AXE)
    }
}

/// Each package in a version of its own folder: npm removes from a folder
/// what the latest install did not ask for.
fn home(package: &str, version: &str) -> PathBuf {
    cache::dir().join("npm").join(format!("{package}-{version}"))
}

fn modules(package: &str, version: &str) -> PathBuf {
    home(package, version).join("node_modules")
}

fn install(package: &str, version: &str) -> Result<()> {
    let npm = which::which("npm").context(
        "npm is not on PATH. Install Node.js 20 or newer (https://nodejs.org), then run this again",
    )?;
    let home = home(package, version);
    fs::create_dir_all(&home)?;
    let what = format!("{package}@{version}");
    process::run(
        Command::new(npm)
            .args(["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"])
            .arg("--prefix")
            .arg(&home)
            .arg(&what),
    )
    .with_context(|| {
        format!("{what} could not be installed. It comes from npm: when that can be reached, run this again")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project;

    #[test]
    fn trunk_is_told_the_same_wasm_opt() {
        let trunk = fs::read_to_string(project::root().join("Trunk.toml")).unwrap();
        let line = format!("wasm_opt = \"version_{BINARYEN}\"");
        assert!(trunk.contains(&line), "Trunk.toml lacks `{line}`");
    }
}
