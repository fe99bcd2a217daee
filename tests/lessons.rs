//! Every lesson is played: its solution meets each goal, and its wrong path
//! leaves each unmet. Its words are there, in every language.
//!
//! `QUEUESCOPE_WRITE=1 cargo test --test lessons` writes the lists of lessons
//! anew.

#[path = "lessons/languages.rs"]
mod languages;
#[path = "common/watch.rs"]
mod watch;

use std::{
    fs,
    path::{Path, PathBuf},
};

use queuescope::{
    engine::{FACT_WINDOW, Fact, Tick},
    lesson::{
        Deed, Lesson, Start, Step,
        goal::{Event, LEVELS, PERCENTILES, causes},
        read,
        solution::{Play, Solution, solutions},
        start::entries,
    },
    scenario::{Timeline, timeline::Going},
};
use serde_json::{Value, json};
use watch::Watch;

/// The language that lessons are written in first.
const ENGLISH: &str = "en";

/// The first message moves this soon.
const FIRST_MOVE: Tick = Tick(5_000_000);

/// A lesson's two files.
struct File {
    name: String,
    structure: String,
    words: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("static/lessons")
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every lesson there is, in the order of its files.
fn files() -> Vec<File> {
    files_in(ENGLISH)
}

/// Every lesson with its words in a language.
fn files_in(language: &str) -> Vec<File> {
    let names = fs::read_dir(folder()).expect("the lessons are there");
    let names = names.map(|entry| entry.expect("it can be listed").file_name());
    let names =
        names.filter_map(|name| name.to_string_lossy().strip_suffix(".json").map(str::to_owned));
    let mut names: Vec<String> = names.collect();
    names.sort();
    let file = |name: String| File {
        structure: text(&folder().join(format!("{name}.json"))),
        words: text(&folder().join(format!("{language}/{name}.json"))),
        name,
    };
    names.into_iter().map(file).collect()
}

fn lesson(file: &File) -> Lesson {
    let (lesson, problems) = read::lesson(&file.structure, &file.words);
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{}: {problems:#?}", file.name);
    lesson.expect("there are no problems")
}

fn solved(file: &File) -> Vec<Solution> {
    let (solutions, problems) = solutions(&file.structure);
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{}: {problems:#?}", file.name);
    solutions
}

fn begin(step: &Step, before: &[Timeline<Watch>]) -> Vec<Timeline<Watch>> {
    let before: Vec<&Timeline<Watch>> = before.iter().collect();
    let starts = Start::of(step, &before).expect("every name is there");
    let open = |start: &Start| {
        start
            .open(Watch::default(), |watch, progress| watch.0 = progress.clone())
            .expect("it starts")
    };
    starts.iter().map(open).collect()
}

/// Does what a play says, on every side.
fn play(sides: &mut [Timeline<Watch>], play: &Play, place: &str) {
    let from = sides[0].now();
    let mut deeds: Vec<&Deed> = play.deeds.iter().collect();
    deeds.sort_by_key(|deed| deed.after_us);
    for deed in deeds {
        let at = from.after(deed.after_us);
        for side in sides.iter_mut() {
            side.advance(at.since(side.now()), u64::MAX);
        }
        let side = &mut sides[deed.side];
        for entry in entries(deed, from, side.run().engine()) {
            let asked = side.ask(entry.command.clone());
            asked.unwrap_or_else(|refusal| panic!("{place}: {:?}: {refusal}", entry.command));
        }
    }
    for side in sides.iter_mut() {
        side.advance(from.after(play.run_us).since(side.now()), u64::MAX);
        let refused = side.run().refused();
        assert!(refused.is_empty(), "{place}: {refused:#?}");
    }
}

/// When each goal of a step was met.
fn met(step: &Step, sides: &[Timeline<Watch>]) -> Vec<Option<Tick>> {
    let goals = step.goals.iter().enumerate();
    goals.map(|(nth, goal)| sides[goal.side].observer().0.met()[nth]).collect()
}

#[test]
fn every_goal_is_met_by_the_solution_and_not_before() {
    for file in files() {
        let (lesson, solutions) = (lesson(&file), solved(&file));
        let mut sides = Vec::new();
        for (step, solution) in lesson.steps.iter().zip(&solutions) {
            let place = format!("{}, step {}", file.name, step.id);
            sides = begin(step, &sides);
            for (goal, met) in step.goals.iter().zip(met(step, &sides)) {
                assert_eq!(met, None, "{place}: {} is met before anything is done", goal.id);
            }
            let facts = sides[0].run().engine().facts().next();
            play(&mut sides, &solution.right, &place);
            for (goal, met) in step.goals.iter().zip(met(step, &sides)) {
                assert!(met.is_some(), "{place}: the solution does not meet {}", goal.id);
            }
            answers_are_as_said(step, &sides, &solution.right, &place);
            let happened = sides[0].run().engine().facts().next() - facts;
            assert!(happened < FACT_WINDOW as u64, "{place}: {happened} facts are too many");
        }
    }
}

/// A challenge's own solution is as good as its par says.
#[test]
fn par_is_what_the_solution_comes_to() {
    for file in files() {
        let (lesson, solutions) = (lesson(&file), solved(&file));
        let Some(par) = lesson.par else {
            continue;
        };
        let mut sides = Vec::new();
        for (step, solution) in lesson.steps.iter().zip(&solutions) {
            sides = begin(step, &sides);
            play(&mut sides, &solution.right, &file.name);
        }
        let comes_to = sides[0].observer().0.par(sides[0].run().engine());
        assert_eq!(comes_to.map(f64::round), Some(par.is), "{}", file.name);
    }
}

/// The run's answers to predictions are those that the solution names.
fn answers_are_as_said(step: &Step, sides: &[Timeline<Watch>], solution: &Play, place: &str) {
    for (nth, prediction) in step.predictions.iter().enumerate() {
        let answered = sides[prediction.side].observer().0.answered()[nth];
        let answered = answered.unwrap_or_else(|| panic!("{place}: {} stays open", prediction.id));
        let says = solution.answers.iter().find(|(id, _)| *id == prediction.id);
        let (_, says) = says.unwrap_or_else(|| panic!("{place}: no answer to {}", prediction.id));
        assert_eq!(&step.answer_id(nth, answered.value), says, "{place}: {}", prediction.id);
        assert!(
            answered.message.is_some() || !prediction.because.contains("{message}"),
            "{place}: no message decides {}, and its explanation names one",
            prediction.id
        );
    }
}

#[test]
fn no_goal_is_met_on_the_wrong_path() {
    for file in files() {
        let (lesson, solutions) = (lesson(&file), solved(&file));
        let mut before = Vec::new();
        for (step, solution) in lesson.steps.iter().zip(&solutions) {
            let place = format!("{}, step {}", file.name, step.id);
            let mut astray = begin(step, &before);
            play(&mut astray, &solution.wrong, &place);
            let met = met(step, &astray);
            for (goal, met) in step.goals.iter().zip(met) {
                assert_eq!(met, None, "{place}: the wrong path meets {}", goal.id);
            }
            before = begin(step, &before);
            play(&mut before, &solution.right, &place);
        }
    }
}

#[test]
fn a_replay_meets_every_goal_at_the_same_tick() {
    for file in files() {
        let (lesson, solutions) = (lesson(&file), solved(&file));
        let mut sides = Vec::new();
        for (step, solution) in lesson.steps.iter().zip(&solutions) {
            sides = begin(step, &sides);
            let start = sides[0].now();
            play(&mut sides, &solution.right, &file.name);
            let live = met(step, &sides);
            let (answered, end) = (sides[0].observer().0.answered().to_vec(), sides[0].now());
            for side in &mut sides {
                assert_eq!(side.go_to(start), Going::Arrived);
            }
            // What was asked at the very beginning has happened by then.
            let early = met(step, &sides).into_iter().flatten().all(|met| met == start);
            assert!(early, "{}: {}", file.name, step.id);
            for side in &mut sides {
                assert_eq!(side.go_to(end), Going::Arrived);
            }
            assert_eq!(met(step, &sides), live, "{}: {}", file.name, step.id);
            assert_eq!(sides[0].observer().0.answered(), answered);
        }
    }
}

#[test]
fn the_first_message_moves_soon() {
    for file in files() {
        let mut sides = begin(&lesson(&file).steps[0], &[]);
        sides[0].advance(FIRST_MOVE.0, u64::MAX);
        let moved = |fact: &Fact| {
            matches!(fact, Fact::Published { .. } | Fact::Produced { .. } | Fact::Called { .. })
        };
        let mut facts = sides[0].run().engine().facts().since(0);
        assert!(facts.any(|(_, _, fact)| moved(fact)), "{}: nothing moves", file.name);
    }
}

#[test]
fn nonsense_is_said_with_its_place() {
    let says = |structure: &str, words: &str| -> Vec<String> {
        read::lesson(structure, words).1.iter().map(ToString::to_string).collect()
    };
    assert_eq!(says("{", "{}"), ["the text ends in the middle of the JSON, at line 1, column 1"]);
    let step = |goal: &str| {
        format!(
            r#"{{"version":1,"id":"x","kind":"lesson","minutes":1,"world":"work-queue",
                "steps":[{{"id":"s","goals":[{{"id":"g","when":{goal}}}]}}]}}"#
        )
    };
    let words = r#"{"title":"t","aim":"a","teacher":{"aim":"a"},
        "steps":{"s":{"title":"t","goals":{"g":"goal"}}}}"#;
    assert_eq!(says(&step(r#"{"crashed":{}}"#), words), [""; 0]);
    let wrong = [
        (r#"{"explodes":{}}"#, "steps[0].goals[0].when.explodes: “explodes” is neither"),
        (r#"{"lost":{"at_leest":1}}"#, "steps[0].goals[0].when.lost.at_leest: this field is not"),
        (r#"{"all":[{"not":3}]}"#, "steps[0].goals[0].when.all[0].not: an object is expected"),
        (r#"{"lost":{"exactly":1,"at_most":2}}"#, "steps[0].goals[0].when.lost: exactly goes"),
        (r#"{"lost":{"cause":"bad luck"}}"#, "steps[0].goals[0].when.lost.cause: “bad luck” is"),
        (r#"{"guarantee":"never"}"#, "steps[0].goals[0].when.guarantee: “never” is not known"),
        (r#"{"setting":{"is":{}}}"#, "steps[0].goals[0].when.setting: a setting needs one of"),
    ];
    for (goal, expected) in wrong {
        let said = says(&step(goal), words);
        assert!(said.iter().any(|says| says.starts_with(expected)), "{goal}: {said:#?}");
    }
    let deep = format!("{}{}{}", "{\"not\":".repeat(20), "{\"lost\":{}}", "}".repeat(20));
    assert!(says(&step(&deep), words)[0].contains("at most 8 predicates"));
    assert!(says(&step(r#"{"lost":{}}"#), "{}").iter().any(|says| says.contains("`title`")));
}

/// Whatever stands in the place of any part of a lesson, reading says so or
/// gives a lesson that can be begun.
#[test]
fn a_broken_lesson_is_read_as_far_as_it_goes() {
    for file in files() {
        let whole: Value = serde_json::from_str(&file.structure).expect("it is JSON");
        let mut places = Vec::new();
        places_of(&whole, String::new(), &mut places);
        let wrong = [json!(null), json!(-1), json!("x"), json!([]), json!({}), json!([{}, 1])];
        // One of them in each place: the files have thousands of places.
        for (place, wrong) in places.iter().zip(wrong.iter().cycle()) {
            let mut broken = whole.clone();
            *broken.pointer_mut(place).expect("it is there") = wrong.clone();
            let (lesson, problems) = read::lesson(&broken.to_string(), &file.words);
            assert!(lesson.is_some() || !problems.is_empty(), "{place}: {wrong}");
            for step in lesson.iter().flat_map(|lesson| &lesson.steps) {
                let before: [&Timeline<Watch>; 0] = [];
                for start in Start::of(step, &before).unwrap_or_default() {
                    let opened = start.open(Watch::default(), |watch, progress| {
                        watch.0 = progress.clone();
                    });
                    assert!(opened.is_ok(), "{place}: {wrong}");
                }
            }
        }
    }
}

/// The JSON pointer of every value in a value.
fn places_of(value: &Value, place: String, places: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                places_of(value, format!("{place}/{name}"), places);
            }
        }
        Value::Array(items) => {
            for (at, value) in items.iter().enumerate() {
                places_of(value, format!("{place}/{at}"), places);
            }
        }
        _ => {}
    }
    places.push(place);
}

#[test]
fn the_guide_names_every_figure() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/lessons.md");
    let guide = text(&guide);
    let levels = LEVELS.iter().map(|(name, _)| *name);
    let percentiles = PERCENTILES.iter().map(|(name, _)| *name);
    let names = Event::names().into_iter().chain(levels).chain(percentiles).chain(causes());
    let missing: Vec<&str> = names.filter(|name| !guide.contains(&format!("`{name}`"))).collect();
    assert_eq!(missing, [""; 0], "docs/lessons.md does not name them");
}
