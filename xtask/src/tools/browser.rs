//! Chromium and Firefox, each with the driver that understands it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use super::{Tool, apt, crates, ensure};
use crate::process;

/// The browsers that the page is tested in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Chromium or Chrome; screenshots and figures are taken in it.
    Chromium,
    /// Firefox, for what differs between browsers: frames, files, policies.
    Firefox,
}

/// A browser and the program that drives it.
#[derive(Clone, Debug)]
pub struct BrowserTools {
    pub browser: PathBuf,
    pub driver: PathBuf,
}

impl BrowserTools {
    /// Finds both, installing them if they are missing.
    pub fn ensure(kind: Kind) -> Result<BrowserTools> {
        match kind {
            Kind::Chromium => ensure(&Chromium),
            Kind::Firefox => {
                let browser = ensure(&Firefox)?;
                let driver = crates::geckodriver();
                let found = ensure(&driver)?;
                crates::forget_builds()?;
                Ok(BrowserTools { browser, driver: driver.program(found) })
            }
        }
    }

    /// Finds both without installing anything.
    pub fn find(kind: Kind) -> Option<BrowserTools> {
        match kind {
            Kind::Chromium => Chromium.find(),
            Kind::Firefox => {
                let driver = crates::geckodriver();
                let found = driver.find()?;
                Some(BrowserTools { browser: Firefox.find()?, driver: driver.program(found) })
            }
        }
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
        let elsewhere = [
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        ];
        let browser = named("CHROME", &names).or_else(|| installed(&elsewhere))?;
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

struct Firefox;

impl Tool for Firefox {
    type Found = PathBuf;

    fn name(&self) -> String {
        "Firefox".to_owned()
    }

    fn why(&self) -> &'static str {
        "test the page in a second browser"
    }

    fn takes(&self) -> &'static str {
        "about half a minute"
    }

    /// `$FIREFOX` goes before the names usual on PATH.
    fn find(&self) -> Option<PathBuf> {
        let elsewhere = [
            "/Applications/Firefox.app/Contents/MacOS/firefox",
            r"C:\Program Files\Mozilla Firefox\firefox.exe",
        ];
        named("FIREFOX", &["firefox-esr", "firefox"]).or_else(|| installed(&elsewhere))
    }

    fn install(&self) -> Result<()> {
        if !apt::is_here() {
            bail!("Firefox is needed. Install it, or name it in FIREFOX, then run this again");
        }
        apt::install(&["firefox-esr", "fonts-dejavu-core"].map(str::to_owned))
    }
}

fn named(variable: &str, names: &[&str]) -> Option<PathBuf> {
    match env::var_os(variable) {
        Some(path) => Some(PathBuf::from(path)),
        None => names.iter().find_map(|name| which::which(name).ok()),
    }
}

/// The first of `paths`, where browsers' own installers put them off PATH.
fn installed(paths: &[&str]) -> Option<PathBuf> {
    paths.iter().map(PathBuf::from).find(|path| path.is_file())
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
