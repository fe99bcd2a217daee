//! Recorded answers of a real RabbitMQ against the engine.
//!
//! `cargo xtask conform DIR` runs every case below DIR and fails if any
//! differs; without a DIR, as part of the tests, the cases beside this file.

mod case;
mod player;
mod seen;

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use case::Case;

fn main() -> ExitCode {
    // Test runners pass flags of their own; a directory is what is not one.
    let asked = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/rabbitmq");
    let directory = asked.map_or(own, PathBuf::from);
    match run_all(&directory) {
        Ok(results) => report(&results),
        Err(error) => {
            println!("{}: {error}", directory.display());
            ExitCode::FAILURE
        }
    }
}

/// Plays every case below a directory; the difference, if any, by name.
fn run_all(directory: &Path) -> io::Result<BTreeMap<String, Result<(), String>>> {
    let mut results = BTreeMap::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            results.extend(run_all(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            results.insert(name, Case::read(&path).and_then(|case| player::play(&case)));
        }
    }
    Ok(results)
}

fn report(results: &BTreeMap<String, Result<(), String>>) -> ExitCode {
    for (name, result) in results {
        if let Err(difference) = result {
            println!("{name}: {difference}");
        }
    }
    let passed = results.values().filter(|result| result.is_ok()).count();
    let failed = results.len() - passed;
    println!("{passed} passed, {failed} failed");
    match failed {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}
