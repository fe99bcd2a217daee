//! Typed values out of trees: what is said about what does not fit, and where.

use queuescope::{
    scenario::{Entry, Scenario, catalog::CATALOG, text},
    tree::Read,
};
use serde_json::{Value, json};

/// Reads an entry of a log, and expects this place and these words.
#[track_caller]
fn check(command: Value, place: &str, words: &str) {
    let entry = json!({ "at_us": 1, "command": command });
    let misfit = Entry::read(&entry).expect_err("does not fit");
    let (found, says) = misfit.into_place_and_words();
    assert_eq!(found, place);
    assert!(says.starts_with(words), "{says}");
}

#[test]
fn the_place_is_what_does_not_fit() {
    check(json!(null), "/command", "invalid type: null, expected a name");
    check(json!("explode"), "/command", "unknown variant `explode`");
    check(json!({ "a/b": {} }), "/command/a~1b", "unknown variant `a/b`");
    check(json!({ "purge": {} }), "/command/purge", "missing field `queue`");
    check(
        json!({ "purge": { "queue": -1 } }),
        "/command/purge/queue",
        "invalid type: integer `-1`",
    );
    check(json!("purge"), "/command", "invalid type: unit variant");
}

/// Whatever is missing anywhere, serde says the same about it.
#[test]
fn what_is_missing_is_told_as_serde_tells_it() {
    for exhibit in CATALOG {
        let world = text::tree(&(exhibit.scenario)());
        for nth in 0.. {
            let mut lacking = world.clone();
            if !lose(&mut lacking, &mut { nth }) {
                break;
            }
            let ours = Scenario::read(&lacking).map_err(|misfit| misfit.to_string());
            let serde = serde_json::from_value(lacking).map_err(|error| error.to_string());
            match &serde {
                Err(says) if !says.starts_with("missing field") => assert!(ours.is_err()),
                _ => assert_eq!(ours, serde),
            }
        }
    }
}

/// Takes away the nth field of all; false if there are no more.
fn lose(value: &mut Value, nth: &mut usize) -> bool {
    match value {
        Value::Object(fields) => {
            if let Some(name) = fields.keys().nth(*nth).cloned() {
                return fields.remove(&name).is_some();
            }
            *nth -= fields.len();
            fields.values_mut().any(|value| lose(value, nth))
        }
        Value::Array(items) => items.iter_mut().any(|item| lose(item, nth)),
        _ => false,
    }
}
