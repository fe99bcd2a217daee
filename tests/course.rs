//! What the page does with lessons: parts arrive, guesses are waited for,
//! goals tick by facts, and whatever is done can be taken back.

use std::{fs, path::Path};

use queuescope::{
    app::{
        lessons::{Doing, News, Part},
        report,
        state::{Action, Effect, Route, Setting, State, Tab, World},
        travel::Travel,
        update::update,
    },
    engine::{Command, topology::CrashPoint},
    scenario::{
        Guarantee,
        timeline::{MarkKind, Until},
    },
};

#[path = "common/german.rs"]
mod german;

use german::german;

fn file(name: &str) -> Result<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/lessons").join(name);
    fs::read_to_string(path).map_err(|error| error.to_string())
}

/// Carries an action out, and brings what is fetched on the way.
fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let mut effects = update(state, action);
    let mut all = Vec::new();
    while let Some(effect) = effects.pop() {
        if let Effect::Fetch(name) = &effect {
            let doing = Doing::Arrived { name: name.clone(), text: file(name) };
            effects.extend(update(state, Action::Lesson(doing)));
        }
        all.push(effect);
    }
    all
}

fn given(id: &str) -> State {
    let mut state = State::new(Setting::default());
    act(&mut state, Action::Go(Route::Lesson(id.to_owned())));
    state
}

fn doing(state: &mut State, doing: Doing) -> Vec<Effect> {
    act(state, Action::Lesson(doing))
}

fn says(state: &State) -> String {
    state.notice.as_ref().map_or(String::new(), |notice| notice.lines.join(" "))
}

fn met(state: &State) -> Vec<bool> {
    report::state(state).goals.iter().map(|goal| goal.met).collect()
}

#[test]
fn a_lesson_is_fetched_and_waits_for_its_prediction() {
    let mut state = given("guarantees");
    assert_eq!(state.world, World::Lesson("guarantees".to_owned()));
    assert!(state.shows_lab() && !state.playing);
    assert_eq!(met(&state), [false, false]);
    act(&mut state, Action::TogglePlay);
    assert!(!state.playing && says(&state).contains("prediction"), "{}", says(&state));
    act(&mut state, Action::Step(1));
    assert_eq!(state.now().0, 0);
    doing(&mut state, Doing::LockIn);
    assert!(!state.playing, "there is no guess to lock in");
    doing(&mut state, Doing::Guess { nth: 0, value: Some(2.0) });
    doing(&mut state, Doing::LockIn);
    assert!(state.playing);
    doing(&mut state, Doing::Guess { nth: 0, value: Some(1.0) });
    assert_eq!(state.given().expect("it is given").guesses, [Some(2.0)], "it is locked in");
}

#[test]
fn facts_meet_goals_and_winding_back_unmeets_them() {
    let mut state = given("guarantees");
    doing(&mut state, Doing::Pass);
    act(&mut state, Action::Travel(Travel::Until(Some(Until::Goal))));
    while state.playing {
        act(&mut state, Action::Frame { real_ms: 100.0 });
    }
    assert_eq!(met(&state), [true, false], "it stopped at the first goal");
    let at = state.now();
    let marks = state.side().timeline().marks();
    assert!(marks.iter().any(|mark| mark.kind == MarkKind::Goal && mark.at == at));
    act(&mut state, Action::RunFor(20_000.0));
    assert_eq!(met(&state), [true, true]);
    let open = state.given().expect("it is given");
    assert_eq!(open.answered(&state.bench, 0).map(|answered| answered.value), Some(1.0));
    assert!(state.lessons.kept.of("guarantees").is_some_and(|kept| kept.steps == 1));

    act(&mut state, Action::Travel(Travel::To(1_000.0)));
    assert_eq!(met(&state), [false, false]);
    act(&mut state, Action::Travel(Travel::To(20_000.0)));
    assert_eq!(met(&state), [true, true]);
    let goals = state.lessons.news.iter().filter(|news| news.kind() == "goal").count();
    assert!(2 <= goals);
}

#[test]
fn a_step_that_went_astray_is_reset() {
    let mut state = given("guarantees");
    doing(&mut state, Doing::Turn(1));
    doing(&mut state, Doing::Pass);
    let crash = |at| Action::Ask(Command::Crash { consumer: "billing".to_owned(), at: Some(at) });
    act(&mut state, Action::Choose(Guarantee::AtMostOnce));
    act(&mut state, crash(CrashPoint::BeforeBoth));
    act(&mut state, Action::RunFor(25_000.0));
    assert!(!met(&state)[2]);
    assert!(state.given().is_some_and(|open| open.is_spoiled(&state.bench, 2)));

    doing(&mut state, Doing::Again);
    assert_eq!((state.now().0, state.side().timeline().asked().len()), (0, 0));
    assert!(state.given().is_some_and(|open| !open.is_spoiled(&state.bench, 2)));
    act(&mut state, crash(CrashPoint::Between));
    act(&mut state, Action::RunFor(25_000.0));
    assert_eq!(met(&state), [true; 3]);
}

#[test]
fn a_lesson_is_passed_once_all_steps_are() {
    let mut state = given("guarantees");
    let between = || {
        Action::Ask(Command::Crash {
            consumer: "billing".to_owned(),
            at: Some(CrashPoint::Between),
        })
    };
    let mut kept = Vec::new();
    for step in 0..3 {
        doing(&mut state, Doing::Turn(step));
        let right = if step == 0 { 1.0 } else { step as f64 };
        doing(&mut state, Doing::Guess { nth: 0, value: Some(right.min(1.0)) });
        if step == 2 {
            act(&mut state, Action::Choose(Guarantee::ExactlyOnce));
        }
        if 0 < step {
            act(&mut state, between());
        }
        doing(&mut state, Doing::LockIn);
        kept = act(&mut state, Action::RunFor(25_000.0));
        assert!(met(&state).into_iter().all(|met| met), "step {step}: {:?}", met(&state));
    }
    let passed = News::Passed { lesson: "guarantees".to_owned(), score: 1.0 };
    assert_eq!(state.lessons.news.last(), Some(&passed));
    assert!(kept.iter().any(|effect| match effect {
        Effect::StoreProgress(text) => text.ends_with("guarantees 3 7 passed"),
        _ => false,
    }));
}

#[test]
fn what_is_not_there_is_said() {
    let state = given("nothing");
    assert!(!state.shows_lab());
    assert!(matches!(&state.lessons.lesson, Part::Missing(why) if why.contains("“nothing”")));
    let mut state = State::new(Setting::default());
    update(&mut state, Action::Go(Route::Course));
    let away = Doing::Arrived { name: "en/index.json".to_owned(), text: Err("away".to_owned()) };
    update(&mut state, Action::Lesson(away));
    assert_eq!(state.lessons.list, Part::Missing("away".to_owned()));
    act(&mut state, Action::Go(Route::Glossary));
    assert!(state.lessons.list.there().is_some(), "it is asked for again");
}

#[test]
fn a_lesson_goes_on_in_another_language_where_it_is() {
    let mut state = given("guarantees");
    doing(&mut state, Doing::Pass);
    act(&mut state, Action::RunFor(2_000.0));
    let now = state.now();
    let english = state.given().expect("is given").step().title.clone();
    german().speak();
    act(&mut state, Action::Spoken);
    let open = state.given().expect("is still given");
    assert_ne!(open.step().title, english);
    assert!(open.locked, "what was decided stays decided");
    assert_eq!(state.now(), now);
    let list = state.lessons.list.there().expect("has come again");
    assert!(list.iter().any(|entry| entry.title == open.lesson.title), "{}", open.lesson.title);
}

#[test]
fn a_lesson_stays_where_another_language_has_not_come() {
    let mut state = given("guarantees");
    let english = state.title();
    german().speak();
    let mut asked = update(&mut state, Action::Spoken);
    while let Some(effect) = asked.pop() {
        if let Effect::Fetch(name) = effect {
            let text = Err("away".to_owned());
            asked.extend(update(&mut state, Action::Lesson(Doing::Arrived { name, text })));
        }
    }
    let lessons = &state.lessons;
    assert!(lessons.list.there().is_some() && lessons.terms.there().is_some());
    assert_eq!(state.title(), english);
    assert!(state.given().is_some());
    assert!(says(&state).contains("away"));
}

#[test]
fn a_window_is_called_what_its_lesson_is_once_that_has_come() {
    let shown = |effects: &[Effect], wanted: &str| {
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::ShowRoute { title, .. } if title == wanted))
    };
    let mut state = State::new(Setting::default());
    let effects = act(&mut state, Action::Go(Route::Teacher("guarantees".to_owned())));
    let english = state.title();
    assert!(english.starts_with(&state.lessons.lesson.there().expect("has come").title));
    assert!(shown(&effects, &english), "{effects:?}");
    let mut state = given("guarantees");
    german().speak();
    let effects = act(&mut state, Action::Spoken);
    assert_ne!(state.title(), english);
    assert!(shown(&effects, &state.title()), "{effects:?}");
}

#[test]
fn progress_can_be_taken_along_and_forgotten() {
    let mut state = given("guarantees");
    doing(&mut state, Doing::Turn(2));
    let saved = state.lessons.kept.write();
    doing(&mut state, Doing::Forget);
    assert_eq!(state.lessons.kept.of("guarantees"), None);
    doing(&mut state, Doing::Import("nonsense".to_owned()));
    assert!(says(&state).contains("not one that was saved"));
    doing(&mut state, Doing::Import(saved.clone()));
    assert_eq!(state.lessons.kept.write(), saved);
    let mut later = State::new(Setting::default());
    update(&mut later, Action::Lesson(Doing::Recall(saved)));
    act(&mut later, Action::Go(Route::Lesson("guarantees".to_owned())));
    assert_eq!(later.given().map(|open| open.at), Some(2), "it goes on where it was left");
}

#[test]
fn another_world_ends_a_lesson_and_its_page_begins_it_again() {
    let mut state = given("why-queues");
    act(&mut state, Action::Go(Route::Course));
    act(&mut state, Action::Go(Route::Lesson("why-queues".to_owned())));
    assert!(state.given().is_some());
    act(&mut state, Action::Go(Route::Lab("poison".to_owned())));
    assert!(state.given().is_none() && report::state(&state).goals.is_empty());
    act(&mut state, Action::Go(Route::Lesson("why-queues".to_owned())));
    assert!(state.given().is_some());
}

#[test]
fn on_a_phone_the_strip_leads_to_the_lesson_from_whatever_part_is_shown() {
    let mut state = given("guarantees");
    act(&mut state, Action::ShowTab(Tab::Stage));
    let unfolded = state.given().expect("a lesson is given").unfolded;
    doing(&mut state, Doing::Unfold(!unfolded));
    assert_eq!(state.tab, Tab::Controls, "where a phone has the lesson");
}
