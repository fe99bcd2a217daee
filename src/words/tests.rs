//! Texts are filled, counted, and said in the language of the page.

use super::*;

/// Languages of these tests alone: what has been read stays.
const FRENCH: Tongue = Tongue { code: "fr", name: "Français" };
const LATIN: Tongue = Tongue { code: "la", name: "Latina" };
const BASQUE: Tongue = Tongue { code: "eu", name: "Euskara" };
const BRETON: Tongue = Tongue { code: "br", name: "Brezhoneg" };

/// German, to be spoken.
pub(crate) fn german() -> Language {
    let tongue = Tongue::of("de").expect("there is German");
    let file = include_str!("../../static/words/de.json");
    Language::read(tongue, file).expect("is written as English is")
}

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
    let file = r#"{"number": {"decimal": ","}}"#;
    Language::read(FRENCH, file).expect("has a text").speak();
    assert_eq!(tongue(), FRENCH);
    assert_eq!(decimal(1.25, 1), "1,2");
    Language::english().speak();
    assert_eq!(decimal(1.25, 1), "1.2");
}

#[test]
fn what_has_no_text_at_all_is_no_language() {
    for file in ["[", "7", "[]", "{}", r#"{"number": 7}"#, r#"{"number": {"decimal": ["."]}}"#] {
        assert_eq!(Language::read(LATIN, file), None, "{file}");
    }
    assert_eq!(Language::known(LATIN), None);
}

#[test]
fn a_text_with_places_for_other_values_is_said_in_english() {
    let file = r#"{
        "facts": {"waits_in": "{message} attend dans {queu}."},
        "count": {"messages": {"one": "un message", "other": "des messages"}}
    }"#;
    Language::read(BASQUE, file).expect("has a text").speak();
    let said = (facts::waits_in(&"m1", &"orders"), count::messages(1), count::messages(2));
    Language::english().speak();
    let said = (said.0.as_str(), said.1.as_str(), said.2.as_str());
    assert_eq!(said, ("m1 waits in orders.", "un message", "2 messages"));
}

#[test]
fn a_language_is_read_once() {
    let first = Language::read(BRETON, r#"{"number": {"decimal": ","}}"#).expect("has a text");
    let again = Language::read(BRETON, r#"{"number": {"decimal": ";"}}"#).expect("is known");
    assert!(std::ptr::eq(first.texts, again.texts));
}

#[test]
fn every_language_is_asked_once() {
    Language::read(BRETON, r#"{"number": {"decimal": ","}}"#).expect("has a text");
    let asked = RefCell::new(Vec::new());
    let none: Option<()> = in_any_language(|| {
        asked.borrow_mut().push(tongue().code);
        None
    });
    let mut asked = asked.into_inner();
    assert_eq!((none, asked[0], tongue()), (None, "en", ENGLISH));
    let all = asked.len();
    asked.sort_unstable();
    asked.dedup();
    assert_eq!(asked.len(), all);
    assert!(asked.contains(&"br"));
}

#[test]
fn the_address_comes_before_the_choice_and_the_choice_before_the_browser() {
    let german = Tongue::of("de");
    assert_eq!(Tongue::choose(&TONGUES, [german, Some(ENGLISH), None]).code, "de");
    assert_eq!(Tongue::choose(&TONGUES, [None, Some(ENGLISH), german]), ENGLISH);
    assert_eq!(Tongue::choose(&TONGUES, [None, None, Tongue::of_browser("de-AT")]).code, "de");
    assert_eq!(Tongue::choose(&TONGUES, [None, None, Tongue::of_browser("tlh")]), ENGLISH);
}

#[test]
fn a_page_with_one_language_speaks_no_other() {
    let german = german().tongue();
    assert_eq!(Tongue::choose(&[german], [Some(ENGLISH), None, Some(ENGLISH)]), german);
    assert_eq!(Tongue::choose(&[ENGLISH], [Some(german), Some(german), None]), ENGLISH);
}
