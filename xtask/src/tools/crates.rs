//! Tools that come as Rust crates: Trunk, wasm-bindgen's command line, and
//! Firefox's driver.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::{Tool, cache};
use crate::{process, project};

/// A crate whose programs the project runs.
pub struct CrateTool {
    package: &'static str,
    version: String,
    why: &'static str,
    takes: &'static str,
    /// All must answer `--version` with the version above.
    programs: &'static [&'static str],
    options: &'static [&'static str],
}

/// Trunk, without its self-update and TLS: it downloads nothing here.
pub fn trunk() -> CrateTool {
    CrateTool {
        package: "trunk",
        version: "0.21.14".to_owned(),
        why: "build the page and its WebAssembly",
        takes: "2 to 5 minutes on two cores, once; cargo shows how far it is",
        programs: &["trunk"],
        options: &["--locked", "--no-default-features"],
    }
}

/// wasm-bindgen's command line, in the version of the crate in Cargo.lock.
pub fn wasm_bindgen() -> Result<CrateTool> {
    Ok(CrateTool {
        package: "wasm-bindgen-cli",
        version: project::locked_version("wasm-bindgen")?,
        why: "join the WebAssembly and the browser, in the page and in browser tests",
        takes: "1 to 3 minutes on two cores, once; cargo shows how far it is",
        programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        options: &[],
    })
}

/// Firefox's driver; one release drives all versions of Firefox since 115.
pub fn geckodriver() -> CrateTool {
    CrateTool {
        package: "geckodriver",
        version: "0.37.1".to_owned(),
        why: "drive Firefox in end-to-end tests",
        takes: "1 to 3 minutes on two cores, once; cargo shows how far it is",
        programs: &["geckodriver"],
        options: &["--locked"],
    }
}

impl Tool for CrateTool {
    /// The folder to put on PATH, if the programs are not there yet.
    type Found = Option<PathBuf>;

    fn name(&self) -> String {
        format!("{} {}", self.package, self.version)
    }

    fn why(&self) -> &'static str {
        self.why
    }

    fn takes(&self) -> &'static str {
        self.takes
    }

    fn find(&self) -> Option<Option<PathBuf>> {
        if self.programs.iter().all(|program| self.answers(Path::new(program))) {
            return Some(None);
        }
        let cached = self.programs.iter().all(|program| self.answers(&bin().join(program)));
        cached.then(|| Some(bin()))
    }

    fn install(&self) -> Result<()> {
        fs::create_dir_all(cache::dir())?;
        let mut install = Command::new("cargo");
        install.args(["install", self.package, "--version", &self.version]);
        install.args(self.options);
        let by_hand = process::words(&install);
        install.arg("--root").arg(root()).current_dir(cache::dir());
        // On PATH, so that cargo does not ask the user to put it there.
        install.env("PATH", cache::path_with([bin()]));
        compile_for_soon(&mut install);
        process::run(&mut install).with_context(|| {
            format!(
                "{} could not be installed. It comes from crates.io: when that can be \
                 reached, run this again, or install it yourself with `{by_hand}`",
                self.name()
            )
        })
    }
}

impl CrateTool {
    /// Its first program, in the folder that `find` gave or on PATH.
    pub fn program(&self, found: Option<PathBuf>) -> PathBuf {
        found.unwrap_or_default().join(self.programs[0])
    }

    fn answers(&self, program: &Path) -> bool {
        process::answer(Command::new(program).arg("--version"))
            .is_some_and(|answer| answer.split_whitespace().any(|word| word == self.version))
    }
}

/// Removes what compiling the tools left behind, some hundred megabytes.
pub fn forget_builds() -> Result<()> {
    let dir = builds();
    if dir.exists() {
        fs::remove_dir_all(&dir).with_context(|| format!("cannot remove {}", dir.display()))?;
    }
    Ok(())
}

/// Trades the tool's speed for the time to compile it.
///
/// Its own release profile takes more than twice as long, and a build of the
/// page spends nearly all its time in the compiler anyway. One target folder
/// for all tools lets them share the crates they have in common.
fn compile_for_soon(install: &mut Command) {
    install
        .env("CARGO_TARGET_DIR", builds())
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "false")
        .env("CARGO_PROFILE_RELEASE_STRIP", "true");
}

fn root() -> PathBuf {
    cache::dir().join("cargo")
}

fn bin() -> PathBuf {
    root().join("bin")
}

fn builds() -> PathBuf {
    cache::dir().join("cargo-builds")
}
