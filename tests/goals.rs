//! What each predicate says of a run, by small steps of built-in worlds.

#[path = "common/watch.rs"]
mod watch;

use queuescope::{
    engine::{Command, SeekTo, topology::CrashPoint},
    lesson::{Start, read},
    scenario::Timeline,
};
use watch::Watch;

/// A step in a world with one goal.
fn begin(world: &str, goal: &str) -> Timeline<Watch> {
    let structure = format!(
        r#"{{"version":1,"id":"x","kind":"lesson","minutes":1,"world":"{world}",
            "par":{{"figure":{{"elapsed_ms":{{}}}},"is":1}},
            "steps":[{{"id":"s","goals":[{{"id":"g","when":{goal}}}]}}]}}"#
    );
    let words = r#"{"title":"t","aim":"a","teacher":{"aim":"a"},"par":"ms",
        "steps":{"s":{"title":"t","goals":{"g":"goal"}}}}"#;
    let (lesson, problems) = read::lesson(&structure, words);
    assert_eq!(problems, [], "{goal}");
    let step = &lesson.expect("there are no problems").steps[0];
    let before: [&Timeline<Watch>; 0] = [];
    let starts = Start::of(step, &before).expect("every name is there");
    let open = starts[0].open(Watch::default(), |watch, progress| watch.0 = progress.clone());
    open.expect("it starts")
}

fn met_s(timeline: &Timeline<Watch>) -> Option<f64> {
    timeline.observer().0.met()[0].map(|at| at.as_ms() / 1_000.0)
}

fn run(timeline: &mut Timeline<Watch>, seconds: f64) {
    timeline.advance((seconds * 1e6) as u64, u64::MAX);
}

/// Runs a world for so many seconds, in which something is asked at two, and
/// returns when a goal was met.
#[track_caller]
fn when(world: &str, asked: Option<Command>, seconds: f64, goal: &str) -> Option<f64> {
    let mut timeline = begin(world, goal);
    run(&mut timeline, 2.0);
    if let Some(command) = asked {
        timeline.ask(command).expect("it can be asked");
    }
    run(&mut timeline, seconds - 2.0);
    met_s(&timeline)
}

fn crash(at: Option<CrashPoint>) -> Option<Command> {
    Some(Command::Crash { consumer: "billing".to_owned(), at })
}

#[test]
fn counts_have_bounds_and_filters() {
    let world = "guarantees";
    let first = when(world, None, 10.0, r#"{"published":{}}"#);
    assert_eq!(first, Some(1.25));
    assert_eq!(when(world, None, 10.0, r#"{"published":{"at_least":3}}"#), Some(3.75));
    assert_eq!(
        when(world, None, 10.0, r#"{"published":{"exactly":2,"at":"checkout"}}"#),
        Some(2.5)
    );
    assert_eq!(when(world, None, 10.0, r#"{"published":{"at":"nobody"}}"#), None);
    assert_eq!(when(world, None, 10.0, r#"{"published":{"message":2}}"#), Some(2.5));
    let between = r#"{"crashed":{"at":"billing","cause":"between"}}"#;
    assert!(when(world, crash(Some(CrashPoint::Between)), 10.0, between).is_some());
    assert_eq!(when(world, crash(Some(CrashPoint::BeforeBoth)), 10.0, between), None);
    assert_eq!(when(world, crash(None), 10.0, r#"{"crashed":{}}"#), Some(2.0));
}

#[test]
fn a_pool_is_all_of_its_members() {
    let any = r#"{"done":{"at":"billing","at_least":2}}"#;
    let one = r#"{"done":{"at":"billing-1","at_least":2}}"#;
    let (any, one) = (when("work-queue", None, 30.0, any), when("work-queue", None, 30.0, one));
    assert!(any.is_some() && any < one, "{any:?} {one:?}");
    let up = r#"{"consumers-up":{"at":"billing","exactly":2}}"#;
    let kill = Command::Crash { consumer: "billing-2".to_owned(), at: None };
    assert_eq!(when("work-queue", Some(kill), 10.0, up), Some(2.0));
    assert_eq!(
        when("work-queue", None, 10.0, r#"{"consumers":{"at":"orders","exactly":3}}"#),
        Some(0.0)
    );
}

#[test]
fn what_was_once_and_what_has_held() {
    let world = "guarantees";
    let down = r#"{"consumers-up":{"exactly":0}}"#;
    let again = format!(r#"{{"all":[{{"once":{down}}},{{"not":{down}}}]}}"#);
    assert_eq!(when(world, crash(None), 10.0, &again), Some(4.5), "it starts again after 2.5 s");
    assert_eq!(when(world, None, 10.0, &again), None);
    let held = |ms| format!(r#"{{"held":{{"that":{down},"ms":{ms}}}}}"#);
    assert!(
        when(world, crash(None), 10.0, &held(1_000)).is_some_and(|at| (3.0..4.5).contains(&at))
    );
    assert_eq!(when(world, crash(None), 10.0, &held(3_000)), None, "it is up again by then");
    let elapsed = r#"{"elapsed_ms":{"at_least":5000}}"#;
    assert!(when(world, None, 10.0, elapsed).is_some_and(|at| 5.0 <= at));
}

#[test]
fn settings_are_named_as_in_scenarios() {
    let prefetch = r#"{"setting":{"consumer":"billing","is":{"prefetch":5,"ack":"last"}}}"#;
    let set = |prefetch| Some(Command::SetPrefetch { consumer: "billing".to_owned(), prefetch });
    assert_eq!(when("guarantees", set(5), 10.0, prefetch), Some(2.0));
    assert_eq!(when("guarantees", set(6), 10.0, prefetch), None);
    let nobody = r#"{"setting":{"consumer":"nobody","is":{}}}"#;
    assert_eq!(when("guarantees", set(5), 10.0, nobody), None);
    let limit = r#"{"setting":{"queue":"orders","is":{"max_length":null}}}"#;
    assert_eq!(when("guarantees", None, 10.0, limit), Some(0.0), "what is left out is null");
}

#[test]
fn order_laws_and_times_are_read_off_the_run() {
    let world = "guarantees";
    assert!(when(world, None, 20.0, r#"{"order":{"of":"done","is":[1,2,3]}}"#).is_some());
    assert_eq!(when(world, None, 20.0, r#"{"order":{"of":"done","is":[2,1]}}"#), None);
    let law = r#"{"all":[{"law":"at least once never loses"},{"done":{"at_least":3}}]}"#;
    assert!(when(world, None, 20.0, law).is_some());
    let soon = |most| {
        format!(r#"{{"all":[{{"done":{{"at_least":3}}}},{{"p95_ms":{{"at_most":{most}}}}}]}}"#)
    };
    assert!(when(world, None, 20.0, &soon(4_000)).is_some());
    assert_eq!(when(world, None, 20.0, &soon(100)), None);
}

#[test]
fn a_challenge_is_scored_when_its_last_goal_is_met() {
    let mut timeline = begin("guarantees", r#"{"done":{"at_least":3}}"#);
    let score = |timeline: &Timeline<Watch>| timeline.observer().0.par(timeline.run().engine());
    run(&mut timeline, 2.0);
    assert_eq!((met_s(&timeline), score(&timeline)), (None, Some(2_000.0)));
    run(&mut timeline, 18.0);
    let met = timeline.observer().0.met()[0].map(|at| at.as_ms());
    assert_eq!(score(&timeline), met);
}

#[test]
fn records_are_read_again_after_a_seek() {
    let mut timeline = begin("replay", r#"{"read-again":{"at_least":2}}"#);
    run(&mut timeline, 20.0);
    assert_eq!(met_s(&timeline), None);
    let group = timeline.run().engine().groups()[0].spec().name.clone();
    let back = Command::Seek { client: group, to: SeekTo::Beginning };
    timeline.ask(back).expect("it can be asked");
    run(&mut timeline, 20.0);
    assert!(met_s(&timeline).is_some_and(|at| 20.0 < at), "{:?}", met_s(&timeline));
    let lag = r#"{"lag":{"at_least":1}}"#;
    assert!(when("replay", None, 20.0, lag).is_some());
}
