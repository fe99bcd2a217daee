//! The task runner: `cargo xtask help` lists what it does.

fn main() {}
