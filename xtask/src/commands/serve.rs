//! `cargo xtask serve`: from nothing to a page in the browser.

use std::time::Instant;

use anyhow::Result;

use super::build;
use crate::server::{Server, check_free};
use crate::{project, say};

/// Builds the page and serves it at `port` until ended.
pub fn run(port: u16) -> Result<()> {
    // Said before minutes of building, not after.
    check_free(port)?;
    let started = Instant::now();
    build::run()?;
    let server = Server::start(&project::dist(), port)?;
    say::step(&format!("ready after {}", say::duration(started.elapsed())));
    println!("Queuescope is at {} (Ctrl+C ends it)", server.url());
    server.forever();
    Ok(())
}
