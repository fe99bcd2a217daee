//! Chromium: the DevTools protocol, through its driver.

use std::path::Path;

use anyhow::{Context, Result};
use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

use super::engine::Engine;
use super::wire::in_session;
use super::{Browser, Look};

pub(super) struct Chromium;

impl Engine for Chromium {
    fn driver_arguments(&self) -> &'static [&'static str] {
        &["--port=0"]
    }

    /// `--no-sandbox` because a build machine often runs as root; only the
    /// project's own pages are opened.
    fn capabilities(&self, program: &Path, profile: &Path) -> Value {
        let profile = format!("--user-data-dir={}", profile.display());
        json!({
            "goog:chromeOptions": {
                "binary": program,
                "args": [
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--no-first-run",
                    profile,
                ],
                // The page speaks the language of its reader: always the same one here.
                "prefs": { "intl.accept_languages": "en-US" },
            },
            "goog:loggingPrefs": { "browser": "ALL" },
        })
    }

    fn begin(&self, _: &Browser) -> Result<()> {
        Ok(())
    }

    /// Emulated, since a window cannot be made as narrow as a phone.
    fn look(&self, browser: &Browser, look: Look) -> Result<()> {
        let size = json!({
            "width": look.width,
            "height": look.height,
            "deviceScaleFactor": 1,
            "mobile": false,
        });
        tell(browser, "Emulation.setDeviceMetricsOverride", size)?;
        let scheme = if look.dark { "dark" } else { "light" };
        let motion = if look.reduced_motion { "reduce" } else { "no-preference" };
        let preferences = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": motion },
        ] });
        tell(browser, "Emulation.setEmulatedMedia", preferences)
    }

    fn problems(&self, browser: &Browser) -> Result<Vec<String>> {
        let log = browser.wait(browser.client().issue_cmd(ReadLog))?;
        let entries = log.as_array().map(Vec::as_slice).unwrap_or_default();
        Ok(entries
            .iter()
            .filter(|entry| entry["level"] == "SEVERE")
            .map(|entry| entry["message"].as_str().unwrap_or_default().to_owned())
            .collect())
    }

    fn before_load(&self, browser: &Browser, script: &str) -> Result<()> {
        tell(browser, "Page.addScriptToEvaluateOnNewDocument", json!({ "source": script }))
    }
}

fn tell(browser: &Browser, method: &'static str, parameters: Value) -> Result<()> {
    browser
        .wait(browser.client().issue_cmd(Tell { method, parameters }))
        .with_context(|| format!("the browser refused {method}"))
        .map(drop)
}

/// A command of the Chrome DevTools Protocol.
#[derive(Debug)]
struct Tell {
    method: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for Tell {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        in_session(base, session, "goog/cdp/execute")
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = json!({ "cmd": self.method, "params": self.parameters });
        (Method::POST, Some(body.to_string()))
    }
}

/// Takes what the console has logged since it was last read.
#[derive(Debug)]
struct ReadLog;

impl WebDriverCompatibleCommand for ReadLog {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        in_session(base, session, "se/log")
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "type": "browser" }).to_string()))
    }
}
