//! The task runner of Queuescope, in reading order.
//!
//! Absent on purpose: nothing here knows the engine or the page from within.
//! The page is built by Trunk and driven through a browser, like anybody's.

/// Where the project lies, and what its lock file pins.
pub mod project;
/// Progress and durations, in words.
pub mod say;
/// Child processes whose failures read as sentences.
pub mod process;
/// What the project needs from outside, and how it gets here.
pub mod tools;
/// A static file server for the built page.
pub mod server;
/// A headless Chromium or Firefox, for tests, screenshots and frame times.
pub mod browser;
/// One file per command.
pub mod commands;
