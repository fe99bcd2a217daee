//! The task runner of Queuescope, in reading order.
//!
//! Absent on purpose: nothing here knows the engine or the page from within.
//! The page is built by Trunk and driven through a browser, like anybody's.

/// One file per command.
pub mod commands;
/// Child processes whose failures read as sentences.
pub mod process;
/// Where the project lies, and what its lock file pins.
pub mod project;
/// Progress and durations, in words.
pub mod say;
/// A static file server for the built page.
pub mod server;
/// What the project needs from outside, and how it gets here.
pub mod tools;
