//! Does the table of what is modelled name every rule, and only tests that
//! are there?

use std::{collections::BTreeMap, fs, path::Path};

use queuescope::{
    app::pages::fidelity::{Row, rows},
    engine::MessageId,
    scenario::{Run, catalog::CATALOG},
    view::{rules::WHY, story::story},
    words::TONGUES,
};

/// The table, as the page fetches it.
const SOURCE: &str = include_str!("../docs/fidelity.md");

/// The rules by their letter, and how many there are.
const RULES: [(char, u32); 8] =
    [('R', 44), ('S', 9), ('P', 7), ('K', 26), ('M', 7), ('N', 8), ('X', 7), ('Q', 10)];

const HERE: [&str; 4] = ["modelled", "simplified", "not modelled", "not in this version"];

/// Names of all functions in the Rust files of a folder.
fn functions(folder: &Path, names: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the tests are there") {
        let path = entry.expect("it can be listed").path();
        if path.is_dir() {
            functions(&path, names);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("a test file is text");
            let lines: Vec<&str> = text.lines().map(str::trim).collect();
            let tests = lines.windows(2).filter(|pair| pair[0] == "#[test]");
            names.extend(tests.filter_map(|pair| {
                let name = pair[1].strip_prefix("fn ")?.split('(').next()?;
                Some(name.to_owned())
            }));
        }
    }
}

#[test]
fn every_rule_stands_there_exactly_once() {
    let mut count: BTreeMap<String, u32> = BTreeMap::new();
    for row in rows(SOURCE) {
        *count.entry(row.rule.to_owned()).or_default() += 1;
    }
    for (letter, most) in RULES {
        for number in 1..=most {
            let rule = format!("{letter}{number}");
            assert_eq!(count.remove(&rule), Some(1), "{rule}");
        }
    }
    assert!(count.is_empty(), "unknown rules: {count:?}");
}

#[test]
fn every_test_named_there_exists() {
    let mut names = Vec::new();
    functions(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests"), &mut names);
    let missing: Vec<String> = rows(SOURCE)
        .filter(|row| row.tests != "–")
        .filter(|row| !names.iter().any(|name| name.starts_with(row.tests)))
        .map(|row| format!("{}: no test begins with {}", row.rule, row.tests))
        .collect();
    assert!(missing.is_empty(), "\n  {}\n", missing.join("\n  "));
}

#[test]
fn what_is_modelled_is_tested_and_what_is_not_has_a_reason() {
    for Row { rule, short, here, how, tests } in rows(SOURCE) {
        assert!(HERE.contains(&here), "{rule}: {here}");
        assert!(short.ends_with('.'), "{rule}: {short}");
        assert_eq!(tests == "–", here.starts_with("not"), "{rule} is {here} and tested by {tests}");
        assert!(here == "modelled" || how.ends_with('.'), "{rule} is {here}: why?");
    }
}

#[test]
fn every_rule_that_explains_a_step_stands_in_the_table_once() {
    for (n, why) in WHY.iter().enumerate() {
        assert!(rows(SOURCE).any(|row| row.rule == why.rule), "{} is no rule", why.rule);
        assert!(WHY[n + 1..].iter().all(|other| other.rule != why.rule), "{} twice", why.rule);
        assert!(
            why.text.text().ends_with('.') && why.text.text().len() < 100,
            "{}: {}",
            why.rule,
            why.text
        );
    }
}

#[test]
fn in_every_world_most_steps_of_a_life_have_a_rule() {
    for exhibit in CATALOG.iter() {
        let mut run = Run::new((exhibit.scenario)()).expect("starts");
        run.advance(20_000_000, 100_000);
        let (mut steps, mut explained) = (0, 0);
        for message in 0..20 {
            let story = story(run.engine(), MessageId(message));
            steps += story.steps.len();
            explained += story.steps.iter().filter(|step| step.why.is_some()).count();
        }
        assert!(steps <= 2 * explained, "{}: {explained} of {steps}", exhibit.id);
    }
}

/// What the third column says, in English and in every other language.
const MEANINGS: [(&str, [&str; 4]); 1] =
    [("de", ["modelliert", "vereinfacht", "nicht modelliert", "nicht in dieser Version"])];

fn translated(language: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(language);
    fs::read_to_string(path.join("fidelity.md")).expect("there is a translation")
}

#[test]
fn every_language_has_a_table_that_says_the_same() {
    let others = TONGUES.iter().filter(|tongue| tongue.code != "en").map(|tongue| tongue.code);
    assert_eq!(others.collect::<Vec<_>>(), MEANINGS.map(|(language, _)| language));
    for (language, meanings) in MEANINGS {
        let text = translated(language);
        assert_eq!(rows(&text).count(), rows(SOURCE).count(), "{language}");
        for (row, english) in rows(&text).zip(rows(SOURCE)) {
            let rule = row.rule;
            assert_eq!((rule, row.tests), (english.rule, english.tests), "{language}");
            let here = HERE.iter().position(|here| *here == english.here).expect("is one");
            assert_eq!(row.here, meanings[here], "{rule} in {language}");
            assert_eq!(row.how.is_empty(), english.how.is_empty(), "{rule} in {language}");
            assert!(row.short.ends_with('.'), "{rule} in {language}: {}", row.short);
        }
    }
}

#[test]
fn every_language_has_the_same_parts_as_english() {
    let parts = |text: &str| {
        text.lines()
            .filter(|line| !line.is_empty() && !line.starts_with('|'))
            .map(|line| line.starts_with('#'))
            .collect::<Vec<_>>()
    };
    for (language, _) in MEANINGS {
        assert_eq!(parts(&translated(language)), parts(SOURCE), "{language}");
    }
}
