//! A static file server on this machine's own address, for the built page.
//!
//! It does what any static host does, and no more: no compression, no
//! rewriting, so that what works here works everywhere. A browser opens
//! connections ahead of their use and reads from some of them slowly, so each
//! connection has a thread of its own, and one request.

use std::fs;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::{Result, anyhow, bail};
use percent_encoding::percent_decode_str;

/// Longest head of a request that is read.
const HEAD_BYTES: u64 = 64 * 1024;

/// How long an open connection may wait for its request.
const PATIENCE: Duration = Duration::from_secs(300);

/// A running server; it ends when dropped.
pub struct Server {
    port: u16,
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves the files of `site` at `port`, or at any free one if it is 0.
    pub fn start(site: &Path, port: u16) -> Result<Server> {
        if !site.join("index.html").is_file() {
            bail!("{} has no index.html; run `cargo xtask build` first", site.display());
        }
        let listener =
            TcpListener::bind(("127.0.0.1", port)).map_err(|error| refusal(port, error))?;
        let port = listener.local_addr()?.port();
        let ended = Arc::new(AtomicBool::new(false));
        let thread = thread::spawn({
            let (ended, site) = (Arc::clone(&ended), site.to_path_buf());
            move || serve(&listener, &site, &ended)
        });
        Ok(Server { port, ended, thread: Some(thread) })
    }

    /// Where it serves, such as `http://127.0.0.1:8080/`.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Serves until the program is ended.
    pub fn forever(mut self) {
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the server's loop does not panic");
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            self.ended.store(true, Ordering::Relaxed);
            // It looks whether to end when somebody comes.
            drop(TcpStream::connect(("127.0.0.1", self.port)));
            // Nothing to report to: the loop has ended either way.
            let _ = thread.join();
        }
    }
}

/// Fails with a sentence if nobody could serve at `port` now.
pub fn check_free(port: u16) -> Result<()> {
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => Ok(()),
        Err(error) => Err(refusal(port, error)),
    }
}

fn refusal(port: u16, error: io::Error) -> anyhow::Error {
    if error.kind() == ErrorKind::AddrInUse {
        anyhow!(
            "port {port} is taken by another program. End that one, or choose another port: \
             cargo xtask serve --port {}",
            port.checked_add(1).unwrap_or(8080)
        )
    } else {
        anyhow!("cannot serve at port {port}: {error}")
    }
}

fn serve(listener: &TcpListener, site: &Path, ended: &AtomicBool) {
    for connection in listener.incoming() {
        if ended.load(Ordering::Relaxed) {
            return;
        }
        let site = site.to_path_buf();
        if let Ok(connection) = connection {
            // A browser that went away needs no answer.
            thread::spawn(move || answer(&site, connection).ok());
        }
    }
}

/// Reads one request and answers it.
fn answer(site: &Path, mut connection: TcpStream) -> io::Result<()> {
    connection.set_read_timeout(Some(PATIENCE))?;
    let mut lines = BufReader::new(connection.try_clone()?.take(HEAD_BYTES)).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let mut words = request.split(' ');
    let (method, url) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let found = if ["GET", "HEAD"].contains(&method) { find(site, url) } else { None };
    let (status, body, kind) = match found.and_then(|path| Some((fs::read(&path).ok()?, path))) {
        Some((body, path)) => ("200 OK", body, media_type(&path)),
        None => {
            let says = b"There is no such file here.\n".to_vec();
            ("404 Not Found", says, media_type(Path::new(".txt")))
        }
    };
    // A rebuilt page shows at the next reload; and a frame without an origin
    // of its own may load the page's modules.
    write!(
        connection,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
         Cache-Control: no-cache\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    if method != "HEAD" {
        connection.write_all(&body)?;
    }
    connection.flush()
}

/// The file that `url` names; nothing outside `site` has a name.
fn find(site: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.trim_start_matches('/');
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let inside = Path::new(path.as_ref());
    if !inside.components().all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    let file = site.join(inside);
    if file.is_dir() { Some(file.join("index.html")) } else { Some(file) }
}

/// What a browser is told a file is, by its ending.
pub fn media_type(path: &Path) -> &'static str {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "zip" => "application/zip",
        "woff2" => "font/woff2",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_the_site_has_a_name() {
        let site = Path::new("/site");
        for url in ["/../secret", "/%2e%2e/secret", "/a/../../secret", "//etc/../passwd"] {
            assert_eq!(find(site, url), None, "{url}");
        }
        assert_eq!(find(site, "/a%20b.js?v=1"), Some(PathBuf::from("/site/a b.js")));
    }

    #[test]
    fn wasm_compiles_while_it_streams_only_with_its_own_type() {
        assert_eq!(media_type(Path::new("x/queuescope_bg.wasm")), "application/wasm");
        assert_eq!(media_type(Path::new("LICENSE")), "application/octet-stream");
    }
}
