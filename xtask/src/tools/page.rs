//! All that compiles the page: Trunk and what Trunk calls.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::npm::WasmOpt;
use super::wasm::{Route, WasmStd};
use super::{cache, crates, ensure};
use crate::project;

/// The tools of a page build, found or installed.
pub struct PageTools {
    /// Folders that stand before everything else on PATH.
    path: Vec<PathBuf>,
    route: Route,
}

impl PageTools {
    /// Finds them all, installing what is missing.
    pub fn ensure() -> Result<PageTools> {
        let route = ensure(&WasmStd)?;
        let off_path =
            [ensure(&WasmOpt)?, ensure(&crates::wasm_bindgen()?)?, ensure(&crates::trunk())?];
        crates::forget_builds()?;
        let path = off_path.into_iter().flatten().chain(route.path()).collect();
        Ok(PageTools { path, route })
    }

    /// How WebAssembly is compiled here.
    pub fn route(&self) -> &Route {
        &self.route
    }

    /// Trunk in the project's root, ready to build.
    pub fn trunk(&self) -> Command {
        let mut trunk = self.command("trunk", "std,panic_abort");
        trunk.env("TRUNK_SKIP_VERSION_CHECK", "true");
        if env::var_os("NO_COLOR").is_some() {
            // The convention is any value; Trunk wants a boolean.
            trunk.env("NO_COLOR", "true");
        }
        trunk
    }

    /// Cargo in the project's root, ready to test WebAssembly in a browser.
    ///
    /// Debian's compiler comes without clippy, so there the compiler's own
    /// warnings are errors here, where it sees all that is only for browsers.
    pub fn cargo_for_browser_tests(&self) -> Command {
        let mut cargo = self.command("cargo", "std,panic_abort,test");
        if self.route != Route::Installed {
            cargo.env("CARGO_UNSTABLE_WARNINGS", "true").env("CARGO_BUILD_WARNINGS", "deny");
        }
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner");
        cargo
    }

    fn command(&self, program: &str, std_crates: &str) -> Command {
        let path = cache::path_with(&self.path);
        let found = which::which_in(program, Some(&path), ".");
        let mut command = Command::new(found.unwrap_or_else(|_| PathBuf::from(program)));
        command.env("PATH", path).current_dir(project::root());
        self.route.set(&mut command, std_crates);
        command
    }
}
