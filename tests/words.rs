//! Every language says everything, with the same values in its texts.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::Value;

/// The texts of a language, by section, key and form.
fn texts(language: &str) -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/words").join(language);
    let file = fs::read_to_string(path).expect("the words are there");
    let mut texts = BTreeMap::new();
    collect("", &serde_json::from_str(&file).expect("they are JSON"), &mut texts);
    texts
}

fn collect(place: &str, value: &Value, texts: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(parts) => {
            for (name, part) in parts {
                let place = if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
                collect(&place, part, texts);
            }
        }
        Value::String(text) => {
            texts.insert(place.to_owned(), text.clone());
        }
        _ => panic!("{place} is no text"),
    }
}

/// The files of all languages but English.
fn others() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/words");
    let names = fs::read_dir(folder).expect("the words are there");
    let names = names.map(|entry| entry.expect("it can be listed").file_name());
    let mut names: Vec<String> = names.filter_map(|name| name.into_string().ok()).collect();
    names.retain(|name| name != "en.json");
    names.sort();
    names
}

/// What stands in braces; a count may be left out of the form for one.
fn values(key: &str, text: &str) -> Vec<String> {
    let names = text.split('{').skip(1).filter_map(|part| part.split_once('}'));
    let mut names: Vec<String> = names.map(|(name, _)| name.to_owned()).collect();
    if key.ends_with(".one") {
        names.retain(|name| name != "n");
    }
    names.sort();
    names.dedup();
    names
}

#[test]
fn every_language_says_everything() {
    let english = texts("en.json");
    assert!(!others().is_empty(), "a second language proves the way");
    for language in others() {
        let spoken = texts(&language);
        let missing: Vec<_> = english.keys().filter(|key| !spoken.contains_key(*key)).collect();
        let unknown: Vec<_> = spoken.keys().filter(|key| !english.contains_key(*key)).collect();
        assert!(missing.is_empty(), "{language} does not say {missing:?}");
        assert!(unknown.is_empty(), "{language} says what nobody asks for: {unknown:?}");
    }
}

#[test]
fn every_language_has_places_for_the_same_values() {
    let english = texts("en.json");
    for language in others() {
        for (key, text) in texts(&language) {
            assert!(!text.trim().is_empty(), "{language} has nothing to say for {key}");
            let here = values(&key, &text);
            assert_eq!(here, values(&key, &english[&key]), "{key} in {language}");
        }
    }
}
