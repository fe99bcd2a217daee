//! Every language tells the same lessons: in the same files, by the same ids,
//! in few words, with links that lead somewhere.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use queuescope::lesson::{
    Lesson,
    index::{Entry, Term, glossary, index},
    text::terms,
};
use serde_json::{Value, json};

use super::{ENGLISH, File, files_in, folder, lesson, text};

/// Most words before the first action.
const WORDS: usize = 250;

/// What is filled in where a prediction is explained.
const FILLED_IN: [&str; 3] = ["{answer}", "{guess}", "{message}"];

/// Every language there is a folder of.
fn languages() -> Vec<String> {
    let entries = fs::read_dir(folder()).expect("the lessons are there");
    let entries = entries.map(|entry| entry.expect("it can be listed"));
    let folders = entries.filter(|entry| entry.path().is_dir());
    let languages: Vec<String> =
        folders.map(|folder| folder.file_name().to_string_lossy().into_owned()).collect();
    assert!(languages.iter().any(|language| language == ENGLISH), "{languages:?}");
    languages
}

fn names(language: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(folder().join(language)).expect("it is there");
    let names = entries.map(|entry| entry.expect("it can be listed").file_name());
    names.map(|name| name.to_string_lossy().into_owned()).collect()
}

fn explained(language: &str) -> Vec<Term> {
    let (terms, problems) = glossary(&text(&folder().join(language).join("glossary.json")));
    assert_eq!(problems, [], "{language}");
    terms
}

fn ids(terms: &[Term]) -> BTreeSet<&str> {
    terms.iter().map(|term| term.id.as_str()).collect()
}

#[test]
fn every_language_has_the_same_files_and_no_others() {
    let lessons = files_in(ENGLISH).into_iter().map(|file| format!("{}.json", file.name));
    let others = ["glossary.json", "index.json"].map(str::to_owned);
    let expected: BTreeSet<String> = lessons.chain(others).collect();
    for language in languages() {
        let mut names = names(&language);
        // The list of lessons may be being written just now.
        names.insert("index.json".to_owned());
        assert_eq!(names, expected, "{language}");
    }
}

#[test]
fn every_language_is_about_the_same_ids() {
    for language in languages() {
        for (english, file) in files_in(ENGLISH).iter().zip(files_in(&language)) {
            lesson(&file);
            let read = |file: &File| -> Value {
                serde_json::from_str(&file.words).expect("it was read as a lesson")
            };
            let (english, words) = (shape(&read(english)), shape(&read(&file)));
            let place = format!("{language}/{}", file.name);
            let apart = |one: &BTreeMap<String, _>, other: &BTreeMap<String, _>| -> Vec<String> {
                one.keys().filter(|place| !other.contains_key(*place)).cloned().collect()
            };
            assert_eq!(apart(&english, &words), [""; 0], "{place} does not tell these");
            assert_eq!(apart(&words, &english), [""; 0], "{place}: English does not tell these");
            for (at, filled) in &words {
                assert!(filled.is_subset(&english[at]), "{place}, {at}: {filled:?} are too many");
            }
        }
    }
}

/// Where something is said, and what is filled in there. Of a list it counts
/// that something stands in it, not in how many paragraphs.
fn shape(words: &Value) -> BTreeMap<String, BTreeSet<&'static str>> {
    fn add(value: &Value, place: &str, shape: &mut BTreeMap<String, BTreeSet<&'static str>>) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    add(value, &format!("{place}/{name}"), shape);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| add(item, place, shape)),
            said => {
                let said = said.as_str().unwrap_or_default();
                let filled = FILLED_IN.into_iter().filter(|name| said.contains(name));
                shape.entry(place.to_owned()).or_default().extend(filled);
            }
        }
    }
    let mut shape = BTreeMap::new();
    add(words, "", &mut shape);
    shape
}

#[test]
fn words_are_few_and_their_links_lead_into_the_glossary() {
    for language in languages() {
        let explained = explained(&language);
        for file in files_in(&language) {
            let (lesson, place) = (lesson(&file), format!("{language}/{}", file.name));
            for step in &lesson.steps {
                let words = step.text.iter().map(|text| text.split_whitespace().count());
                let words: usize = words.sum();
                assert!(words <= WORDS, "{place}, {}: {words} words", step.id);
                assert!(!step.goals.is_empty() && !step.hints.is_empty(), "{place}, {}", step.id);
            }
            for term in named(&lesson) {
                let known = ids(&explained).contains(term.as_str());
                assert!(known, "{place}: “{term}” is not in the glossary");
            }
            let teacher = &lesson.teacher;
            assert!(!teacher.ask.is_empty() && !teacher.breaks.is_empty(), "{place}");
        }
    }
}

/// The terms that a lesson names.
fn named(lesson: &Lesson) -> Vec<String> {
    let steps = lesson.steps.iter().flat_map(|step| {
        let because = step.predictions.iter().map(|one| &one.because);
        let asks = step.predictions.iter().map(|one| &one.asks);
        let goals = step.goals.iter().map(|goal| &goal.says);
        let told = step.text.iter().chain(&step.hints).chain(&step.after);
        told.chain(because).chain(asks).chain(goals)
    });
    steps.chain(&lesson.summary).flat_map(|text| terms(text)).collect()
}

#[test]
fn every_language_explains_the_same_words_in_its_own_order() {
    let english = explained(ENGLISH);
    for language in languages() {
        let explained = explained(&language);
        assert_eq!(ids(&explained), ids(&english), "{language}");
        assert_eq!(explained.len(), english.len(), "{language}: a word is explained once");
        let word = |term: &Term| term.word.to_lowercase();
        assert!(explained.is_sorted_by_key(word), "{language}: words stand in their order");
    }
}

#[test]
fn the_lists_of_lessons_are_as_the_lessons_are() {
    for language in languages() {
        let entries: Vec<Entry> = files_in(&language).iter().map(entry).collect();
        let lines: Vec<String> = entries.iter().map(line).collect();
        let list = format!("{{\"version\":1,\"lessons\":[\n{}\n]}}\n", lines.join(",\n"));
        let path = folder().join(&language).join("index.json");
        if std::env::var_os("QUEUESCOPE_WRITE").is_some() {
            fs::write(&path, &list).expect("it can be written");
        }
        let written = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(written, list, "run this test with QUEUESCOPE_WRITE=1 to write the list anew");
        let (read, problems) = index(&written);
        assert_eq!(problems, []);
        assert_eq!(read, entries);
        let ids: BTreeSet<&str> = read.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!(ids.len(), read.len(), "every lesson has an id of its own");
    }
}

fn entry(file: &File) -> Entry {
    let lesson = lesson(file);
    Entry {
        id: lesson.id,
        file: file.name.clone(),
        kind: lesson.kind,
        minutes: lesson.minutes,
        title: lesson.title,
        aim: lesson.aim,
    }
}

/// An entry as its list holds it.
fn line(entry: &Entry) -> String {
    let line = json!({
        "id": entry.id, "file": entry.file, "kind": entry.kind.name(),
        "minutes": entry.minutes, "title": entry.title, "aim": entry.aim,
    });
    line.to_string()
}

/// In German one thing is called by one word: what is not said, and what is.
const NOT_SAID: [(&str, &str); 8] = [
    ("Challenge", "Aufgabe"),
    ("Classic Queue", "Classic-Queue"),
    ("Gegendruck", "Rückstau"),
    ("Quorum Queue", "Quorum-Queue"),
    ("Retention", "Aufbewahrung"),
    ("Zeitlimit", "Timeout"),
    ("Zustelllimit", "Zustellgrenze"),
    ("einen Confirm", "ein Confirm"),
];

#[test]
fn german_calls_one_thing_by_one_word() {
    let lessons = names("de").into_iter().map(|name| folder().join("de").join(name));
    let others = ["static/words/de.json", "docs/de/fidelity.md"];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in lessons.chain(others.map(|place| root.join(place))) {
        let text = text(&file);
        for (not, but) in NOT_SAID {
            // Names of settings may begin so.
            let mut after = text.split(not).skip(1);
            let said = after.any(|rest| !rest.starts_with(char::is_alphanumeric));
            assert!(!said, "{} says “{not}” and not “{but}”", file.display());
        }
    }
}
