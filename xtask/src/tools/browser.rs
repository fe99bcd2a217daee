//! Chromium and its driver, in versions that understand each other.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use super::{Tool, apt, ensure};
use crate::process;

/// A browser and the program that drives it.
#[derive(Clone, Debug)]
pub struct BrowserTools {
    pub browser: PathBuf,
    pub driver: PathBuf,
}

impl BrowserTools {
    /// Finds both, installing them if they are missing.
    pub fn ensure() -> Result<BrowserTools> {
        ensure(&Chromium)
    }

    /// Finds both without installing anything.
    pub fn find() -> Option<BrowserTools> {
        Chromium.find()
    }
}

struct Chromium;

impl Tool for Chromium {
    type Found = BrowserTools;

    fn name(&self) -> String {
        "Chromium and its driver".to_owned()
    }

    fn why(&self) -> &'static str {
        "test and measure the page in a real browser"
    }

    fn takes(&self) -> &'static str {
        "about half a minute"
    }

    /// `$CHROME` and `$CHROMEDRIVER` go before the names usual on PATH.
    fn find(&self) -> Option<BrowserTools> {
        let names = ["chromium", "chromium-browser", "google-chrome", "chrome"];
        let browser = named("CHROME", &names).or_else(installed_elsewhere)?;
        let driver = named("CHROMEDRIVER", &["chromedriver"])?;
        let version = major(&driver)?;
        // On Windows a browser opens a window instead of telling its version.
        let agree = cfg!(windows) || major(&browser) == Some(version);
        agree.then_some(BrowserTools { browser, driver })
    }

    fn install(&self) -> Result<()> {
        if !apt::is_here() {
            bail!(
                "Chromium (or Chrome) and chromedriver of the same version are needed. Install \
                 both, put them on PATH or name them in CHROME and CHROMEDRIVER, then run this again"
            );
        }
        let packages = ["chromium", "chromium-driver", "fonts-dejavu-core"];
        apt::install(&packages.map(str::to_owned))
    }
}

fn named(variable: &str, names: &[&str]) -> Option<PathBuf> {
    match env::var_os(variable) {
        Some(path) => Some(PathBuf::from(path)),
        None => names.iter().find_map(|name| which::which(name).ok()),
    }
}

/// Where Chrome's own installers put it, off PATH.
fn installed_elsewhere() -> Option<PathBuf> {
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ]
    .into_iter()
    .map(PathBuf::from)
    .find(|path| path.is_file())
}

/// The number before the first dot of what `program --version` says.
fn major(program: &Path) -> Option<u32> {
    let answer = process::answer(Command::new(program).arg("--version"))?;
    major_in(&answer)
}

fn major_in(answer: &str) -> Option<u32> {
    answer.split_whitespace().find_map(|word| word.split_once('.')?.0.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_the_first_number_with_a_dot() {
        assert_eq!(major_in("Chromium 156.0.8078.79 built on Debian"), Some(156));
        assert_eq!(major_in("ChromeDriver 156.0.8078.79 (abc-refs/1)"), Some(156));
        assert_eq!(major_in("not a browser"), None);
    }
}
