//! The built page in other people's pages: any path, any host, any sandbox.
//!
//! `cargo xtask test` builds the page and runs these; alone, they need
//! `dist/` and a browser.

#![cfg(not(target_arch = "wasm32"))]

mod course;
mod element;
mod examples;
mod hosting;
mod messages;
mod neighbours;
mod platforms;
