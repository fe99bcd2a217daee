//! The driver's process: started on a port of its own choice, ended on drop.

use std::io::{self, BufRead, BufReader, PipeReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};

/// How often a driver is started that ends before it listens. With `--port=0`
/// chromedriver takes a port that is free for IPv4, and ends if another process
/// has the same one for IPv6: the next start takes another port.
const STARTS: usize = 5;

/// A running chromedriver or geckodriver.
pub struct Driver {
    process: Child,
    url: String,
}

impl Driver {
    /// Starts `program` with `arguments` and waits until it listens.
    ///
    /// # Errors
    /// It cannot be started, or ended each time before it listened; then with
    /// what it printed.
    pub fn start(program: &Path, arguments: &[&str]) -> Result<Driver> {
        let mut said = Vec::new();
        for _ in 0..STARTS {
            let (mut driver, printed) = Driver::spawn(program, arguments)?;
            said.clear();
            let mut printed = BufReader::new(printed);
            let mut lines = printed.by_ref().lines().map_while(Result::ok);
            let port =
                lines.by_ref().inspect(|line| said.push(line.clone())).find_map(|l| port(&l));
            if let Some(port) = port {
                driver.url = format!("http://127.0.0.1:{port}/");
                // Read on, be it text or not, or the driver would stop at a full pipe.
                thread::spawn(move || io::copy(&mut printed, &mut io::sink()));
                return Ok(driver);
            }
        }
        let said = if said.is_empty() { "nothing".to_owned() } else { said.join("\n") };
        bail!("{} ended before it listened, {STARTS} times; it said: {said}", program.display())
    }

    /// The process, which may not listen yet, and all that it prints.
    fn spawn(program: &Path, arguments: &[&str]) -> Result<(Driver, PipeReader)> {
        let (printed, out) = io::pipe()?;
        let process = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(out.try_clone()?)
            .stderr(out)
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        Ok((Driver { process, url: String::new() }, printed))
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
    fn a_program_that_ends_at_once_is_told_with_its_words() {
        let says = |script| {
            let started = Driver::start(Path::new("/bin/sh"), &["-c", script]);
            started.err().expect("no driver listens").to_string()
        };
        assert_eq!(says("exit 1"), "/bin/sh ended before it listened, 5 times; it said: nothing");
        let told = says("echo IPv4 port found; echo IPv6 port not available. Exiting... >&2");
        assert!(told.ends_with("IPv4 port found\nIPv6 port not available. Exiting..."), "{told}");
    }

    #[test]
    fn a_program_that_listens_at_a_later_start_is_a_driver() {
        let folder = tempfile::tempdir().unwrap();
        let mark = folder.path().join("started");
        let script = format!(
            "test -e {0} || {{ touch {0}; exit 1; }}; echo Listening on 127.0.0.1:4444; exec sleep 60",
            mark.display()
        );
        let driver = Driver::start(Path::new("/bin/sh"), &["-c", &script]).unwrap();
        assert_eq!(driver.url(), "http://127.0.0.1:4444/");
    }

    #[test]
    fn a_driver_may_print_more_than_a_pipe_holds_and_what_is_no_text() {
        let folder = tempfile::tempdir().unwrap();
        let mark = folder.path().join("printed");
        let script = format!(
            "echo Listening on 127.0.0.1:4444; printf '\\377\\n'; head -c 200000 /dev/zero && touch {}; exec sleep 60",
            mark.display()
        );
        let _driver = Driver::start(Path::new("/bin/sh"), &["-c", &script]).unwrap();
        let printed = (0..1_000).any(|_| {
            thread::sleep(std::time::Duration::from_millis(10));
            mark.exists()
        });
        assert!(printed, "the driver could not print on");
    }

    #[test]
    fn a_program_that_is_not_there_is_not_tried_again() {
        let started = Driver::start(Path::new("/nowhere/chromedriver"), &[]);
        let says = started.err().expect("there is none").to_string();
        assert_eq!(says, "cannot start /nowhere/chromedriver");
    }

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
