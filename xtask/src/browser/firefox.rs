//! Firefox: scripts with the browser's own rights, through its driver.
//!
//! WebDriver tells neither errors nor violations of a policy, and runs nothing
//! before a page's own scripts. The browser's console and observers do.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

use super::engine::Engine;
use super::wire::in_session;
use super::{Browser, Look};

pub(super) struct Firefox;

/// What pages log as an error becomes an error of the browser's console, which
/// has uncaught ones and violations anyway. Runs in each process of pages.
const KEEP_LOGGED_ERRORS: &str = r#"
const system = Cc["@mozilla.org/systemprincipal;1"].createInstance(Ci.nsIPrincipal);
Cc["@mozilla.org/consoleAPI-storage;1"].getService(Ci.nsIConsoleAPIStorage)
  .addLogEventListener(({ wrappedJSObject: said }) => {
    if (said.level !== "error") return;
    const error = Cc["@mozilla.org/scripterror;1"].createInstance(Ci.nsIScriptError);
    error.init(said.arguments.map(String).join(" "), said.filename, said.lineNumber,
      said.columnNumber, Ci.nsIScriptError.errorFlag, "content javascript", false, false);
    Services.console.logMessage(error);
  }, system);
"#;

/// Runs the text `source` in each window of pages before the page's scripts.
const BEFORE_LOAD: &str = r#"
Services.obs.addObserver((page) => {
  const within = { sandboxPrototype: page, sameZoneAs: page, wantXrays: false };
  Cu.evalInSandbox(source, new Cu.Sandbox(page, within));
}, "content-document-global-created");
"#;

/// Runs the script `arguments[0]` in each process of pages, now and later.
const IN_EVERY_PROCESS: &str = "
Services.ppmm.loadProcessScript(`data:,${encodeURIComponent(arguments[0])}`, true);
";

/// Takes the errors of pages; what the browser says of itself is left out.
const TAKE_ERRORS: &str = "
const all = Services.console.getMessageArray();
Services.console.reset();
const { warningFlag, infoFlag } = Ci.nsIScriptError;
return all
  .filter((one) => one instanceof Ci.nsIScriptError && !(one.flags & (warningFlag | infoFlag)))
  .filter((one) => !one.isFromChromeContext && !/^(chrome|resource):/.test(one.sourceName))
  .map((one) => `${one.sourceName}:${one.lineNumber} ${one.errorMessage}`);
";

/// Takes dark and reduced motion, each as 0 or 1.
const PREFER: &str = "
Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', 1 - arguments[0]);
Services.prefs.setIntPref('ui.prefersReducedMotion', arguments[1]);
";

impl Engine for Firefox {
    fn driver_arguments(&self) -> &'static [&'static str] {
        &["--port=0", "--websocket-port=0", "--allow-system-access"]
    }

    fn capabilities(&self, program: &Path, profile: &Path) -> Value {
        json!({
            "moz:firefoxOptions": {
                "binary": program,
                "args": ["-headless", "-profile", profile],
                // The page speaks the language of its reader: always the same one here.
                "prefs": { "intl.accept_languages": "en-US" },
            },
        })
    }

    fn begin(&self, browser: &Browser) -> Result<()> {
        privileged(browser, IN_EVERY_PROCESS, vec![isolated(KEEP_LOGGED_ERRORS)]).map(drop)
    }

    /// The window itself is resized: it cannot be narrower than 500 pixels.
    fn look(&self, browser: &Browser, look: Look) -> Result<()> {
        let preferred = [look.dark, look.reduced_motion].map(|yes| json!(u8::from(yes)));
        privileged(browser, PREFER, preferred.to_vec())?;
        let around =
            browser.script("return [outerWidth - innerWidth, outerHeight - innerHeight]")?;
        let with = |inner: u32, around: &Value| inner + around.as_u64().unwrap_or_default() as u32;
        let (width, height) = (with(look.width, &around[0]), with(look.height, &around[1]));
        browser.wait(browser.client().set_window_size(width, height))?;
        let size = browser.script("return [innerWidth, innerHeight]")?;
        ensure!(size == json!([look.width, look.height]), "Firefox made its page {size}");
        Ok(())
    }

    /// Files not found are among them only when a script asked for them.
    fn problems(&self, browser: &Browser) -> Result<Vec<String>> {
        let taken = privileged(browser, TAKE_ERRORS, vec![])?;
        serde_json::from_value(taken).context("Firefox's console has another form")
    }

    fn before_load(&self, browser: &Browser, script: &str) -> Result<()> {
        let observer = isolated(&format!("const source = {};{BEFORE_LOAD}", json!(script)));
        privileged(browser, IN_EVERY_PROCESS, vec![observer]).map(drop)
    }
}

/// A function of its own, since all scripts of a process share their names.
fn isolated(script: &str) -> Value {
    json!(format!("(() => {{{script}}})()"))
}

/// Runs `script` with the browser's own rights, outside any page.
fn privileged(browser: &Browser, script: &str, arguments: Vec<Value>) -> Result<Value> {
    let client = browser.client();
    browser.wait(client.issue_cmd(Enter("chrome")))?;
    let answer = browser.wait(client.execute(script, arguments));
    browser.wait(client.issue_cmd(Enter("content")))?;
    answer.context("Firefox refused a script of the tests")
}

/// Says where the next scripts run: in the page, or in the browser around it.
#[derive(Debug)]
struct Enter(&'static str);

impl WebDriverCompatibleCommand for Enter {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        in_session(base, session, "moz/context")
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "context": self.0 }).to_string()))
    }
}
