//! `cargo xtask <command>`: reads the command line and hands over.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use xtask::commands;

/// The tasks of Queuescope. What a task needs and does not find, it installs,
/// and says so first.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Builds the page and serves it on this machine.
    Serve {
        /// The port of http://127.0.0.1 to serve at.
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// Runs everything: format, lints, native, browser and end-to-end tests.
    Test,
    /// Builds dist/ for any static host, and the one-file dist/queuescope.html.
    Build,
    /// Runs every conformance case under a directory in the engine.
    Conform {
        /// Searched recursively for cases.
        dir: PathBuf,
    },
    /// Counts the bytes of dist/ against the budgets.
    Size,
    /// Takes screenshots of the main views into target/shots/.
    Shots,
    /// Measures engine and frames against the budgets, into target/bench.json.
    Bench,
}

fn main() -> ExitCode {
    match run(Arguments::parse().task) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<ExitCode> {
    match task {
        Task::Serve { port } => commands::serve::run(port)?,
        Task::Test => return commands::test::run(),
        Task::Build => commands::build::run()?,
        Task::Conform { dir } => return commands::conform::run(&dir),
        Task::Size => return commands::size::run(),
        Task::Shots => commands::shots::run()?,
        Task::Bench => return commands::bench::run(),
    }
    Ok(ExitCode::SUCCESS)
}
