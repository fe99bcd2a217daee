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
    let german = Tongue::of("de").expect("there is German");
    let file = r#"{"number": {"decimal": ","}}"#;
    Language::read(german, file).expect("it is JSON").speak();
    assert_eq!(tongue(), german);
    assert_eq!(decimal(1.25, 1), "1,2");
    Language::ENGLISH.speak();
    assert_eq!(decimal(1.25, 1), "1.2");
    assert!(Language::read(german, "[").is_err());
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
    let german = Tongue::of("de").expect("there is German");
    assert_eq!(Tongue::choose(&[german], [Some(ENGLISH), None, Some(ENGLISH)]), german);
    assert_eq!(Tongue::choose(&[ENGLISH], [Some(german), Some(german), None]), ENGLISH);
}
