//! A static file server on this machine's own address, for the built page.
//!
//! It does what any static host does, and no more: no compression, no
//! rewriting, so that what works here works everywhere.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use anyhow::{Result, anyhow, bail};
use percent_encoding::percent_decode_str;
use tiny_http::{Header, Method, Request, Response};

/// A running server; it ends when dropped.
pub struct Server {
    http: Arc<tiny_http::Server>,
    port: u16,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves the files of `site` at `port`, or at any free one if it is 0.
    pub fn start(site: &Path, port: u16) -> Result<Server> {
        if !site.join("index.html").is_file() {
            bail!("{} has no index.html; run `cargo xtask build` first", site.display());
        }
        let http =
            tiny_http::Server::http(("127.0.0.1", port)).map_err(|error| refusal(port, error))?;
        let port = http.server_addr().to_ip().map_or(port, |address| address.port());
        let http = Arc::new(http);
        let thread = thread::spawn({
            let (http, site) = (Arc::clone(&http), site.to_path_buf());
            move || {
                for request in http.incoming_requests() {
                    // A reader that pauses in the middle of a file holds up
                    // nobody else.
                    let site = site.clone();
                    thread::spawn(move || answer(&site, request));
                }
            }
        });
        Ok(Server { http, port, thread: Some(thread) })
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
            self.http.unblock();
            // Nothing to report to: the loop has ended either way.
            let _ = thread.join();
        }
    }
}

/// Fails with a sentence if nobody could serve at `port` now.
pub fn check_free(port: u16) -> Result<()> {
    match std::net::TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => Ok(()),
        Err(error) => Err(refusal(port, error.into())),
    }
}

fn refusal(port: u16, error: Box<dyn std::error::Error + Send + Sync>) -> anyhow::Error {
    let kind = error.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
    if kind == Some(ErrorKind::AddrInUse) {
        anyhow!(
            "port {port} is taken by another program. End that one, or choose another port: \
             cargo xtask serve --port {}",
            port.checked_add(1).unwrap_or(8080)
        )
    } else {
        anyhow!("cannot serve at port {port}: {error}")
    }
}

fn answer(site: &Path, request: Request) {
    let reading = matches!(request.method(), Method::Get | Method::Head);
    let found = if reading { find(site, request.url()) } else { None };
    let (status, body, kind) = match found.and_then(|path| Some((fs::read(&path).ok()?, path))) {
        Some((body, path)) => (200, body, media_type(&path)),
        None => (404, b"There is no such file here.\n".to_vec(), media_type(Path::new(".txt"))),
    };
    let response = Response::from_data(body)
        .with_status_code(status)
        .with_header(header("Content-Type", kind))
        // A frame without an origin of its own may load the page's modules.
        .with_header(header("Access-Control-Allow-Origin", "*"))
        // A rebuilt page shows at the next reload.
        .with_header(header("Cache-Control", "no-cache"));
    // A browser that went away needs no answer.
    let _ = request.respond(response);
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("fixed text without line breaks")
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
