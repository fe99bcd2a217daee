//! The driver's process: started on a port of its own choice, ended on drop.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use anyhow::{Context, Result};

/// A running chromedriver or geckodriver.
pub struct Driver {
    process: Child,
    url: String,
}

impl Driver {
    /// Starts `program` with `arguments` and waits until it listens.
    pub fn start(program: &Path, arguments: &[&str]) -> Result<Driver> {
        let mut process = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let mut lines = BufReader::new(process.stdout.take().expect("piped above")).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| port(&line));
        // Read on, or the driver would stop at a full pipe.
        thread::spawn(move || lines.for_each(drop));
        let driver = Driver { process, url: format!("http://127.0.0.1:{}/", port.unwrap_or(0)) };
        port.with_context(|| format!("{} ended before it listened", program.display()))?;
        Ok(driver)
    }

    /// Where it takes commands.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // An error means that it has already ended, which is what is wanted.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The last words of each driver before its port.
const LISTENS: [&str; 2] = ["successfully on port ", "Listening on 127.0.0.1:"];

/// `ChromeDriver was started successfully on port 39563.` gives 39563.
fn port(line: &str) -> Option<u16> {
    let (_, port) = LISTENS.iter().find_map(|words| line.split_once(words))?;
    port.trim_end_matches('.').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_read_only_once_the_driver_listens() {
        assert_eq!(port("ChromeDriver was started successfully on port 39563."), Some(39563));
        assert_eq!(
            port("1795811499119\tgeckodriver\tINFO\tListening on 127.0.0.1:44883"),
            Some(44883)
        );
        assert_eq!(port("Starting ChromeDriver 156.0 on port 0"), None);
    }
}
