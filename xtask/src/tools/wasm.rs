//! The standard library for WebAssembly, by one of two routes.
//!
//! rustup's ready-made target is tried first. Where it cannot be had, Debian's
//! compiler and the library source that matches it build one, as part of each
//! build. The settings for that are given to those builds alone: in
//! `.cargo/config.toml` they would break everybody who has the target.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use super::{Tool, apt};
use crate::{process, say};

const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's compiler, whatever else is on PATH.
const DEBIAN_BIN: &str = "/usr/bin";

/// How WebAssembly is compiled on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The compiler on PATH has the target.
    Installed,
    /// Debian's compiler builds the standard library from source.
    Debian { linker: String },
}

impl Route {
    /// Folders that must stand early on PATH.
    pub fn path(&self) -> Option<PathBuf> {
        match self {
            Route::Installed => None,
            Route::Debian { .. } => Some(PathBuf::from(DEBIAN_BIN)),
        }
    }

    /// Sets what compiling for the browser takes; `crates` of the standard
    /// library are rebuilt where they have to be.
    pub fn set(&self, command: &mut Command, crates: &str) {
        let Route::Debian { linker } = self else {
            return;
        };
        command
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_UNSTABLE_BUILD_STD", crates)
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        // Left by the cargo that runs this program; they point to its own compiler.
        for other in ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH"] {
            command.env_remove(other);
        }
    }
}

/// The standard library for WebAssembly, as a tool.
pub struct WasmStd;

impl Tool for WasmStd {
    type Found = Route;

    fn name(&self) -> String {
        format!("Rust's standard library for {TARGET}")
    }

    fn why(&self) -> &'static str {
        "compile the page for the browser"
    }

    fn takes(&self) -> &'static str {
        "under a minute"
    }

    fn find(&self) -> Option<Route> {
        if has_target() { Some(Route::Installed) } else { debian() }
    }

    fn install(&self) -> Result<()> {
        if which::which("rustup").is_ok() {
            say::note(&format!("rustup target add {TARGET}"));
            let mut add = Command::new("rustup");
            add.args(["target", "add", TARGET]).env("RUST_BACKTRACE", "0");
            if process::run(&mut add).is_ok() {
                return Ok(());
            }
        }
        if !apt::is_here() {
            bail!(
                "{TARGET} could not be installed. Run `rustup target add {TARGET}`, then this again"
            );
        }
        say::note("rustup cannot provide it here; Debian's compiler and library source can");
        let mut packages = ["rustc-web", "cargo-web", "rust-web-src"].map(str::to_owned).to_vec();
        packages.push(format!("lld-{}", apt::newest_lld()?));
        apt::install(&packages)
    }
}

fn has_target() -> bool {
    let mut ask = Command::new("rustc");
    ask.args(["--print", "target-libdir", "--target", TARGET]);
    let Some(dir) = process::answer(&mut ask) else {
        return false;
    };
    let Ok(files) = fs::read_dir(dir) else {
        return false;
    };
    files.flatten().any(|file| file.file_name().to_string_lossy().starts_with("libstd-"))
}

/// Debian's route, if its compiler is new enough and everything is there.
fn debian() -> Option<Route> {
    let bin = Path::new(DEBIAN_BIN);
    let rustc = bin.join("rustc");
    let version = process::answer(Command::new(&rustc).arg("--version"))?;
    if release(version.split(' ').nth(1)?) < release(env!("CARGO_PKG_RUST_VERSION")) {
        return None;
    }
    let sysroot = process::answer(Command::new(&rustc).args(["--print", "sysroot"]))?;
    let source = Path::new(&sysroot).join("lib/rustlib/src/rust/library/std/Cargo.toml");
    if !source.is_file() || !bin.join("cargo").is_file() {
        return None;
    }
    Some(Route::Debian { linker: newest_linker(bin)? })
}

/// `1.96.0` gives (1, 96): patch releases do not matter here.
fn release(version: &str) -> (u32, u32) {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
}

fn newest_linker(bin: &Path) -> Option<String> {
    let number = fs::read_dir(bin)
        .ok()?
        .flatten()
        .filter_map(|file| file.file_name().to_str()?.strip_prefix("wasm-ld-")?.parse::<u32>().ok())
        .max()?;
    Some(format!("wasm-ld-{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_compare_as_numbers() {
        assert!(release("1.96.0") > release("1.95"));
        assert!(release("1.100.1") > release("1.96.0"));
        assert_eq!(release("1.95.0-nightly"), release("1.95"));
    }
}
