//! The corpus of the fuzz targets as a plain test, and a fuzzer for any
//! compiler: `FUZZ_SECONDS=600 cargo test --release --test readers -- --ignored`.

#[path = "common/readers.rs"]
mod readers;

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// The texts of a corpus; those that are not UTF-8 as well as they can be read.
fn corpus(target: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let files = fs::read_dir(folder).expect("the corpus is there");
    let mut paths: Vec<PathBuf> = files.map(|file| file.expect("it is listed").path()).collect();
    paths.sort();
    let text = |path| String::from_utf8_lossy(&fs::read(path).expect("a file")).into_owned();
    paths.into_iter().map(text).collect()
}

#[test]
fn every_link_of_the_corpus_is_read() {
    let corpus = corpus("link");
    assert!(10 <= corpus.len());
    corpus.iter().for_each(|text| readers::try_link(text));
}

#[test]
fn every_scenario_of_the_corpus_is_read() {
    let corpus = corpus("scenario");
    assert!(10 <= corpus.len());
    corpus.iter().for_each(|text| readers::try_scenario(text));
}

#[test]
fn every_word_of_a_host_of_the_corpus_is_read() {
    let corpus = corpus("host");
    assert!(10 <= corpus.len());
    corpus.iter().for_each(|text| readers::try_host(text));
}

/// Texts that mean something to the readers.
const TOKENS: [&str; 24] = [
    "#/run/1/",
    "packed/",
    "guarantees",
    "?at=",
    "&do=",
    "kill:",
    ";",
    "@",
    "8.5s",
    "&with=",
    "%7B",
    "\"log\":[",
    "{",
    "}",
    "[",
    "]",
    ",",
    "-1",
    "1e308",
    "18446744073709551615",
    "null",
    "\"\"",
    "\u{1f980}",
    "\\u0000",
];

/// A text made from others: cut, joined, repeated, or with something put in.
fn mutated(corpus: &[String], chance: &mut Pcg64Mcg) -> String {
    let mut below = |most: usize| (chance.next_u64() % most.max(1) as u64) as usize;
    let mut text: Vec<char> = corpus[below(corpus.len())].chars().collect();
    for _ in 0..=below(6) {
        let (one, other) = (below(text.len() + 1), below(text.len() + 1));
        let (from, to) = (one.min(other), one.max(other));
        match below(7) {
            0 => text.truncate(to),
            1 => drop(text.drain(from..to.min(from + 8))),
            2 if text.len() < 20_000 => {
                let again = text[from..to].to_vec();
                text.splice(to..to, again);
            }
            3 => {
                let with: Vec<char> = corpus[below(corpus.len())].chars().collect();
                let at = below(with.len() + 1);
                text.splice(from.., with[at..].iter().copied());
            }
            4 if from < text.len() => {
                text[from] = char::from_u32(below(0x250) as u32).unwrap_or('x');
            }
            _ => {
                let with = TOKENS[below(TOKENS.len())];
                text.splice(from..from, with.chars());
            }
        }
    }
    text.into_iter().collect()
}

#[test]
#[ignore = "runs for as long as FUZZ_SECONDS says"]
fn any_damage_is_read() {
    let seconds = std::env::var("FUZZ_SECONDS").ok().and_then(|text| text.parse().ok());
    let end = Instant::now() + Duration::from_secs(seconds.unwrap_or(60));
    let [links, scenarios, hosts] = ["link", "scenario", "host"].map(corpus);
    let mut tried = 0_u64;
    while Instant::now() < end {
        let mut chance = Pcg64Mcg::seed_from_u64(tried);
        readers::try_link(&mutated(&links, &mut chance));
        readers::try_scenario(&mutated(&scenarios, &mut chance));
        readers::try_host(&mutated(&hosts, &mut chance));
        tried += 1;
    }
    println!("{tried} links were read, and as many scenarios and words of hosts");
}
