//! Recorded answers of a real RabbitMQ against the engine.
//!
//! `cargo xtask conform DIR` runs every case below DIR and fails if any
//! differs. Without a DIR, as part of the tests, the cases beside this file
//! run, and exactly those named in `not-yet.txt` may differ: a case that
//! passes must be taken off that list.

mod case;
mod player;
mod seen;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use case::Case;

fn main() -> ExitCode {
    // Test runners pass flags of their own; a directory is what is not one.
    let asked = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance");
    let (directory, not_yet) = match &asked {
        Some(directory) => (PathBuf::from(directory), BTreeSet::new()),
        None => (own.join("rabbitmq"), not_yet(&own.join("not-yet.txt"))),
    };
    let results = match run_all(&directory) {
        Ok(results) => results,
        Err(error) => {
            println!("{}: {error}", directory.display());
            return ExitCode::FAILURE;
        }
    };
    report(&results, &not_yet)
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

fn not_yet(list: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(list).expect("not-yet.txt stands beside the cases");
    let lines =
        text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(str::to_owned).collect()
}

fn report(results: &BTreeMap<String, Result<(), String>>, not_yet: &BTreeSet<String>) -> ExitCode {
    let mut surprises = 0;
    for (name, result) in results {
        match (result, not_yet.contains(name)) {
            (Ok(()), false) => {}
            (Err(_), true) => println!("{name}: not yet"),
            (Ok(()), true) => {
                surprises += 1;
                println!("{name}: passes, and is still listed as not yet");
            }
            (Err(difference), false) => {
                surprises += 1;
                println!("{name}: {difference}");
            }
        }
    }
    let unknown: Vec<_> = not_yet.iter().filter(|name| !results.contains_key(*name)).collect();
    unknown
        .iter()
        .for_each(|name| println!("{name}: listed as not yet, and there is no such case"));
    let passed = results.values().filter(|result| result.is_ok()).count();
    let others = results.len() - passed;
    match not_yet.is_empty() {
        true => println!("{passed} passed, {others} failed"),
        false => println!("{passed} of {} cases as recorded; {others} differ", results.len()),
    }
    match surprises == 0 && unknown.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}
