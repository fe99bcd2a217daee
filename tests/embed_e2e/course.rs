//! Host pages for the tests, and the lab in a frame of theirs.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;
use serde_json::Value;
use tempfile::TempDir;
use xtask::browser::{Browser, Kind, Look};
use xtask::server::Server;

/// Makes of each function a test in each browser: `name::in_chromium` and
/// `name::in_firefox`.
macro_rules! in_both_browsers {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            use xtask::browser::Kind;

            #[test]
            #[ignore = "needs the built page; cargo xtask test runs it"]
            fn in_chromium() -> anyhow::Result<()> {
                super::$name(Kind::Chromium)
            }

            #[test]
            #[ignore = "needs the built page; cargo xtask test runs it"]
            fn in_firefox() -> anyhow::Result<()> {
                super::$name(Kind::Firefox)
            }
        }
    )+};
}
pub(crate) use in_both_browsers;

/// How long anything on a page may take to come about.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A host page's half of the protocol, for the frame `#lab`.
pub const HOST: &str = "
    window.said = [];
    window.asked = new Map();
    let last = 0;
    window.frame = () => document.getElementById('lab');
    const heard = ({ data }) => {
        window.said.push(data);
        if (data.type === 'answer') asked.get(data.id)?.resolve(data.payload);
        if (data.type === 'error') asked.get(data.id)?.reject(new Error(data.payload.says));
    };
    addEventListener('message', (event) => {
        if (event.source !== frame()?.contentWindow) return;
        heard(event);
        if (event.data.type === 'ready' && !window.silent) shake(event.source);
    });
    window.shake = (target) => {
        const channel = new MessageChannel();
        window.port = channel.port1;
        port.onmessage = heard;
        target.postMessage({ ns: 'queuescope', v: 1, id: 0, type: 'init' }, '*', [channel.port2]);
    };
    window.ask = (type, payload) => new Promise((resolve, reject) => {
        last += 1;
        asked.set(last, { resolve, reject });
        port.postMessage({ ns: 'queuescope', v: 1, id: last, type, payload });
    });
    window.told = (type) => said.filter((one) => one.type === type || one.subject === type);";

pub fn dist() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("dist")
}

/// A folder with a host page around `body`.
pub fn site(body: &str) -> Result<TempDir> {
    let site = tempfile::tempdir()?;
    let page = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Host</title>
         <link rel=icon href=data:,><script>{HOST}</script><main><h1>Host</h1>{body}</main>"
    );
    fs::write(site.path().join("index.html"), page)?;
    Ok(site)
}

/// A browser on a host page with one frame, whose lab another server has.
pub struct Course {
    pub browser: Browser,
    _site: TempDir,
    _lab: Server,
}

impl Course {
    /// `frame` are the attributes of the frame but its address.
    pub fn open(kind: Kind, query: &str, frame: &str) -> Result<Course> {
        let lab = Server::start(&dist(), 0)?;
        let address = format!("{}?{query}", lab.url());
        let body = format!(
            "<button id=before>before</button>
             <iframe id=lab title=Lab width=720 height=480 {frame} src=\"{address}\"></iframe>
             <button id=after>after</button>"
        );
        let site = site(&body)?;
        let browser = kind.serving(site.path())?;
        browser.look(Look::default())?;
        browser.open("")?;
        Ok(Course { browser, _site: site, _lab: lab })
    }

    /// The same, with hands shaken.
    pub fn ready(kind: Kind, query: &str, frame: &str) -> Result<Course> {
        let course = Course::open(kind, query, frame)?;
        course.until("told('answer').length > 0")?;
        Ok(course)
    }

    pub fn until(&self, condition: &str) -> Result<()> {
        self.browser.wait_until(condition, PATIENCE)
    }

    pub fn ask(&self, call: &str) -> Result<Value> {
        self.browser.script(&format!("return await ask({call})"))
    }

    /// What a request that is refused is told.
    pub fn refusal(&self, call: &str) -> String {
        self.ask(call).expect_err(call).to_string()
    }

    pub fn no_problems(&self) -> Result<()> {
        assert_eq!(self.browser.problems()?, Vec::<String>::new());
        Ok(())
    }
}

pub fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        match entry.file_type()?.is_dir() {
            true => copy(&entry.path(), &to.join(entry.file_name()))?,
            false => fs::copy(entry.path(), to.join(entry.file_name())).map(drop)?,
        }
    }
    Ok(())
}
