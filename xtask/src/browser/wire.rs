//! What goes over the wire to the driver beyond the standard commands.

use std::path::Path;

use anyhow::{Context, Result};
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use url::{ParseError, Url};

use super::SCRIPT_LIMIT;

/// Opens a window of `browser` through the driver at `url`.
pub async fn session(url: &str, browser: &Path, profile: &Path) -> Result<Client> {
    let capabilities = capabilities(browser, profile);
    ClientBuilder::new(HttpConnector::new())
        .capabilities(capabilities)
        .connect(url)
        .await
        .with_context(|| format!("{} did not start", browser.display()))
}

/// A quiet browser without a profile of its own, which logs what goes wrong.
///
/// `--no-sandbox` because a build machine often runs as root; only the
/// project's own pages are opened.
fn capabilities(browser: &Path, profile: &Path) -> Capabilities {
    let profile = format!("--user-data-dir={}", profile.display());
    let wanted = json!({
        "goog:chromeOptions": {
            "binary": browser,
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
        },
        "goog:loggingPrefs": { "browser": "ALL" },
        "timeouts": { "script": SCRIPT_LIMIT.as_millis() as u64 },
    });
    let Value::Object(wanted) = wanted else { unreachable!("written as an object above") };
    wanted
}

/// A command of the Chrome DevTools Protocol.
#[derive(Debug)]
pub struct Tell {
    pub method: &'static str,
    pub parameters: Value,
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
pub struct ReadLog;

impl WebDriverCompatibleCommand for ReadLog {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        in_session(base, session, "se/log")
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "type": "browser" }).to_string()))
    }
}

fn in_session(base: &Url, session: Option<&str>, command: &str) -> Result<Url, ParseError> {
    base.join(&format!("session/{}/{command}", session.unwrap_or_default()))
}
