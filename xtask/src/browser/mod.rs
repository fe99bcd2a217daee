//! A headless browser on the built page, for tests, screenshots and figures.
//!
//! Every call blocks, so that a test reads from top to bottom. Server, driver,
//! browser and profile belong to one [`Browser`] and end with it.
//!
//! ```no_run
//! use xtask::browser::{Browser, Look};
//!
//! # fn main() -> anyhow::Result<()> {
//! let browser = Browser::start()?;
//! browser.look(Look { width: 390, height: 844, dark: true, ..Look::default() })?;
//! browser.open("#/lab/work-queue")?;
//! browser.script("await queuescope.ready; await queuescope.runFor(5000)")?;
//! let state = browser.script("return await queuescope.state()")?;
//! assert!(state["now_ms"].as_f64() >= Some(5000.0));
//! assert!(browser.problems()?.is_empty());
//! # Ok(())
//! # }
//! ```

mod axe;
mod chromium;
mod driver;
mod engine;
mod firefox;
mod look;
mod wire;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::{Client, Locator};
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::project;
use crate::server::Server;
use crate::tools::BrowserTools;
use driver::Driver;
use engine::{Engine, engine};

pub use crate::tools::Kind;
pub use axe::AXE_VARIABLE;
pub use fantoccini::key::Key;
pub use look::Look;

/// How long a script in the page may take. Playing and running for seconds of
/// virtual time is normal; a promise that never settles should still end.
const SCRIPT_LIMIT: Duration = Duration::from_secs(120);

/// A browser window on the built page.
///
/// Fields are dropped in this order: browser, driver, then what they use.
pub struct Browser {
    engine: &'static dyn Engine,
    client: Option<Client>,
    runtime: Runtime,
    _driver: Driver,
    _profile: TempDir,
    server: Server,
}

impl Kind {
    /// Opens a window of this kind on the project's dist/.
    pub fn start(self) -> Result<Browser> {
        self.serving(&project::dist())
    }

    /// Opens a window of this kind on the page in `site`.
    pub fn serving(self, site: &Path) -> Result<Browser> {
        let server = Server::start(site, 0)?;
        let tools = BrowserTools::find(self).with_context(|| {
            format!("{self:?} and its driver are not here; `cargo xtask test` installs them")
        })?;
        let engine = engine(self);
        let profile = TempDir::with_prefix("queuescope-browser-")?;
        let driver = Driver::start(&tools.driver, engine.driver_arguments())?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let session = wire::session(engine, driver.url(), &tools.browser, profile.path());
        let client = Some(runtime.block_on(session)?);
        let browser =
            Browser { engine, client, runtime, _driver: driver, _profile: profile, server };
        engine.begin(&browser)?;
        Ok(browser)
    }
}

impl Browser {
    /// Opens a window of Chromium on the project's dist/, which has to be built.
    pub fn start() -> Result<Browser> {
        Browser::serving(&project::dist())
    }

    /// Opens a window of Chromium on the page in `site`, any folder with an
    /// index.html.
    pub fn serving(site: &Path) -> Result<Browser> {
        Kind::Chromium.serving(site)
    }

    /// The address of `path` on the server, such as `#/lab/fan-out`.
    pub fn url(&self, path: &str) -> String {
        format!("{}{}", self.server.url(), path.trim_start_matches('/'))
    }

    /// Loads `path` afresh, also when only its hash differs from the page shown.
    pub fn open(&self, path: &str) -> Result<()> {
        self.goto("about:blank")?;
        self.goto(&self.url(path))
    }

    /// Loads any address, such as a `file://` one.
    pub fn goto(&self, url: &str) -> Result<()> {
        self.wait(self.client().goto(url)).with_context(|| format!("{url} could not be opened"))
    }

    /// Sets the size of the page and what its reader prefers.
    pub fn look(&self, look: Look) -> Result<()> {
        self.engine.look(self, look)
    }

    /// Runs `body` as an asynchronous function and gives what it returns.
    ///
    /// `await` works, a returned promise is awaited, a rejection is an error
    /// with its sentence.
    pub fn script(&self, body: &str) -> Result<Value> {
        self.script_with(body, vec![])
    }

    /// The same with `arguments[0]`, `arguments[1]`, … given.
    pub fn script_with(&self, body: &str, arguments: Vec<Value>) -> Result<Value> {
        let call = format!(
            "const given = Array.from(arguments), settled = given.pop();
             (async function () {{\n{body}\n}})(...given).then(
               (value) => settled({{ value: value === undefined ? null : value }}),
               (error) => settled({{ error: error instanceof Error ? error.message : String(error) }}),
             );"
        );
        let mut answer = self.wait(self.client().execute_async(&call, arguments))?;
        if let Some(error) = answer["error"].as_str() {
            bail!("the page said: {error}");
        }
        Ok(answer["value"].take())
    }

    /// Waits until the expression `condition` is true in the page.
    pub fn wait_until(&self, condition: &str, limit: Duration) -> Result<()> {
        let started = Instant::now();
        while self.script(&format!("return Boolean({condition})"))? != true {
            ensure!(started.elapsed() < limit, "`{condition}` did not come true in {limit:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Opens an empty tab in front of the page, so that the page is hidden, and
    /// closes it after `while_hidden`. Scripts do not run in the page meanwhile.
    pub fn behind_a_tab(&self, while_hidden: impl FnOnce()) -> Result<()> {
        let page = self.wait(self.client().window())?;
        let tab = self.wait(self.client().new_window(true))?.handle;
        self.wait(self.client().switch_to_window(tab))?;
        while_hidden();
        self.wait(self.client().close_window())?;
        self.wait(self.client().switch_to_window(page))
    }

    /// Clicks the first element that `css` selects, as a pointer would.
    pub fn click(&self, css: &str) -> Result<()> {
        let element = self.find(css)?;
        self.wait(element.click()).with_context(|| format!("`{css}` could not be clicked"))
    }

    /// Replaces what is in the field that `css` selects by typing `text`.
    pub fn fill(&self, css: &str, text: &str) -> Result<()> {
        let field = self.find(css)?;
        self.wait(field.clear())?;
        self.wait(field.send_keys(text)).with_context(|| format!("`{css}` took no `{text}`"))
    }

    /// Presses `key` where the focus is.
    pub fn press(&self, key: Key) -> Result<()> {
        let value = char::from(key);
        let stroke = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value });
        self.wait(self.client().perform_actions(stroke))
    }

    /// Types `text` where the focus is.
    pub fn type_text(&self, text: &str) -> Result<()> {
        let focus = self.wait(self.client().active_element())?;
        self.wait(focus.send_keys(text))
    }

    /// The text of the first element that `css` selects, as it is shown.
    pub fn text(&self, css: &str) -> Result<String> {
        let element = self.find(css)?;
        self.wait(element.text())
    }

    /// Writes what the window shows into `path`, as PNG.
    pub fn screenshot(&self, path: &Path) -> Result<()> {
        let png = self.wait(self.client().screenshot())?;
        if let Some(dir) = path.parent() {
            fs::create_dir_all(dir)?;
        }
        fs::write(path, png).with_context(|| format!("cannot write {}", path.display()))
    }

    /// Errors since the last call: logged, uncaught, and of files not found.
    pub fn problems(&self) -> Result<Vec<String>> {
        self.engine.problems(self)
    }

    /// Runs `script` in every page loaded from now on, before its own scripts.
    pub fn before_load(&self, script: &str) -> Result<()> {
        self.engine.before_load(self, script)
    }

    /// The browser's name and version.
    pub fn version(&self) -> String {
        let told = |name| {
            let capabilities = self.client().capabilities();
            capabilities.and_then(|all| all.get(name)?.as_str().map(str::to_owned))
        };
        let parts = [told("browserName"), told("browserVersion")];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn find(&self, css: &str) -> Result<Element> {
        self.wait(self.client().find(Locator::Css(css)))
            .with_context(|| format!("the page has no `{css}`"))
    }

    fn client(&self) -> &Client {
        self.client.as_ref().expect("taken only when dropped")
    }

    /// Runs one exchange with the driver to its end.
    fn wait<T, E>(&self, exchange: impl Future<Output = Result<T, E>>) -> Result<T>
    where
        E: std::error::Error + Send + Sync + 'static,
    {
        Ok(self.runtime.block_on(exchange)?)
    }
}

impl Drop for Browser {
    /// Asks the browser to end; the driver, dropped next, ends what is left.
    fn drop(&mut self) {
        if let Some(client) = self.client.take() {
            let close =
                async { tokio::time::timeout(Duration::from_secs(5), client.close()).await };
            // Failing to say goodbye changes nothing: the driver is ended next.
            let _ = self.runtime.block_on(close);
        }
    }
}
