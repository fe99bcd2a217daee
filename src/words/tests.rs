//! Texts are filled, counted, and said in the language of the page.

use super::*;

#[test]
fn values_stand_where_the_text_has_places_for_them() {
    assert_eq!(facts::waits_in(&"m1", &"orders"), "m1 waits in orders.");
    assert_eq!(decimal(0.5, 2), "0.50");
}

#[test]
fn one_is_said_otherwise_than_many() {
    assert_eq!(count::messages(1), "1 message");
    assert_eq!(count::messages(20_000), "20\u{202f}000 messages");
}

#[test]
fn a_language_speaks_its_own_words_and_english_where_it_has_none() {
    let german = Language::read(r#"{"number": {"decimal": ","}}"#).expect("it is JSON");
    german.speak();
    assert_eq!(decimal(1.25, 1), "1,2");
    Language::ENGLISH.speak();
    assert_eq!(decimal(1.25, 1), "1.2");
    assert!(Language::read("[").is_err());
}
