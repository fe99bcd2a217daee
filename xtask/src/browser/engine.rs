//! What each kind of browser is told in a way of its own.

use std::path::Path;

use anyhow::Result;
use serde_json::Value;

use super::chromium::Chromium;
use super::firefox::Firefox;
use super::{Browser, Look};
use crate::tools::Kind;

/// All that the standard commands of WebDriver leave out.
pub(super) trait Engine {
    /// What its driver is started with.
    fn driver_arguments(&self) -> &'static [&'static str];

    /// Asks for a window without a screen, in a profile of its own.
    fn capabilities(&self, program: &Path, profile: &Path) -> Value;

    /// Prepares a window that has just opened.
    fn begin(&self, browser: &Browser) -> Result<()>;

    /// Sets the size of the page and what its reader prefers.
    fn look(&self, browser: &Browser, look: Look) -> Result<()>;

    /// Errors since the last call.
    fn problems(&self, browser: &Browser) -> Result<Vec<String>>;

    /// Runs `script` in every page loaded from now on, before its own scripts.
    fn before_load(&self, browser: &Browser, script: &str) -> Result<()>;
}

/// The engine of a kind.
pub(super) fn engine(kind: Kind) -> &'static dyn Engine {
    match kind {
        Kind::Chromium => &Chromium,
        Kind::Firefox => &Firefox,
    }
}
