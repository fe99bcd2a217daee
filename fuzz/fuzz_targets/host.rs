//! Any text from a host page: no panic, no hang, and never silence.

#![no_main]

#[allow(dead_code)]
#[path = "../../tests/common/readers.rs"]
mod readers;

libfuzzer_sys::fuzz_target!(|text: &str| readers::try_host(text));
