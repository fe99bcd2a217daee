//! The session with the driver, which all commands belong to.

use std::path::Path;

use anyhow::{Context, Result};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use url::{ParseError, Url};

use super::SCRIPT_LIMIT;
use super::engine::Engine;

/// Opens a window of `program` through the driver at `url`.
pub async fn session(
    engine: &dyn Engine,
    url: &str,
    program: &Path,
    profile: &Path,
) -> Result<Client> {
    let Value::Object(mut capabilities) = engine.capabilities(program, profile) else {
        unreachable!("capabilities are an object");
    };
    let timeouts = json!({ "script": SCRIPT_LIMIT.as_millis() as u64 });
    capabilities.insert("timeouts".to_owned(), timeouts);
    ClientBuilder::new(HttpConnector::new())
        .capabilities(capabilities)
        .connect(url)
        .await
        .with_context(|| format!("{} did not start", program.display()))
}

/// Where the driver takes `command` of the session.
pub fn in_session(base: &Url, session: Option<&str>, command: &str) -> Result<Url, ParseError> {
    base.join(&format!("session/{}/{command}", session.unwrap_or_default()))
}
