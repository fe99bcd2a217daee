//! What the project needs from outside, and how it gets here.
//!
//! Each tool is looked for on PATH first, then in the project's own cache, in
//! the version it must have. Only what is missing is installed, and said first.
//!
//! **Invariant:** nothing is written outside the cache except by the system's
//! own installers (`rustup`, `apt-get`), which are named before they run.

mod apt;
mod browser;
mod cache;
mod crates;
mod npm;
mod page;
mod wasm;

use std::time::Instant;

use anyhow::{Context, Result};

use crate::say;

pub use browser::{BrowserTools, Kind};
pub use npm::axe;
pub use page::PageTools;
pub use wasm::Route;

/// One thing that has to be on the machine.
trait Tool {
    /// What `find` gives: where the tool is, or how to use it.
    type Found;

    /// Name and version, as a person would say it.
    fn name(&self) -> String;

    /// What the project uses it for; follows "needed to".
    fn why(&self) -> &'static str;

    /// How long installing takes on two cores, roughly.
    fn takes(&self) -> &'static str;

    /// The tool, if it is here in the right version.
    fn find(&self) -> Option<Self::Found>;

    /// Installs it, or says which command the user has to run.
    fn install(&self) -> Result<()>;
}

/// Finds `tool`, installing it first if it is missing.
fn ensure<T: Tool>(tool: &T) -> Result<T::Found> {
    if let Some(found) = tool.find() {
        return Ok(found);
    }
    let name = tool.name();
    say::step(&format!("installing {name}, needed to {} (takes {})", tool.why(), tool.takes()));
    let started = Instant::now();
    tool.install()?;
    say::note(&format!("installed {name} in {}", say::duration(started.elapsed())));
    tool.find()
        .with_context(|| format!("{name} was installed, but does not answer in the right version"))
}
