//! Every statement of the course is shown by a goal or a prediction:
//! `docs/course.md` says by which, and each of them is there.

use std::{collections::BTreeSet, fs, path::Path};

use queuescope::lesson::{Kind, Lesson, index::index, read};

/// How many statements the course consists of.
const STATEMENTS: usize = 105;

/// A statement, and what shows it.
struct Row {
    number: usize,
    lesson: String,
    step: String,
    shown_by: String,
}

fn text(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The rows of every table: those that begin with a number.
fn rows() -> Vec<Row> {
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let number = cells.get(1)?.parse().ok()?;
        let code = |at: usize| cells.get(at).map(|cell| cell.trim_matches('`'));
        let place = code(3).and_then(|place| place.split_once('/'));
        let (lesson, step) = place.unwrap_or_else(|| panic!("row {number}: no lesson/step"));
        let shown_by = code(4).unwrap_or_else(|| panic!("row {number}: nothing shows it"));
        assert!(!cells[2].is_empty(), "row {number} says nothing");
        let [lesson, step, shown_by] = [lesson, step, shown_by].map(str::to_owned);
        Some(Row { number, lesson, step, shown_by })
    };
    text("docs/course.md").lines().filter_map(row).collect()
}

/// The lessons of the course, without myths and challenges.
fn lessons() -> Vec<Lesson> {
    let (entries, problems) = index(&text("static/lessons/en/index.json"));
    assert_eq!(problems, []);
    let lessons = entries.into_iter().filter(|entry| entry.kind == Kind::Lesson);
    let lesson = |file: &str| {
        let structure = text(&format!("static/lessons/{file}.json"));
        let words = text(&format!("static/lessons/en/{file}.json"));
        read::lesson(&structure, &words).0.unwrap_or_else(|| panic!("{file} cannot be read"))
    };
    lessons.map(|entry| lesson(&entry.file)).collect()
}

#[test]
fn every_statement_is_there_once_and_in_its_order() {
    let numbers: Vec<usize> = rows().iter().map(|row| row.number).collect();
    assert_eq!(numbers, (1..=STATEMENTS).collect::<Vec<_>>());
}

#[test]
fn every_statement_is_shown_by_a_goal_or_a_prediction_that_exists() {
    let lessons = lessons();
    for Row { number, lesson, step, shown_by } in rows() {
        let place = format!("row {number}: {lesson}/{step}");
        let found = lessons.iter().find(|one| one.id == lesson);
        let found = found.unwrap_or_else(|| panic!("{place}: there is no such lesson"));
        let found = found.steps.iter().find(|one| one.id == step);
        let found = found.unwrap_or_else(|| panic!("{place}: there is no such step"));
        let goals = found.goals.iter().map(|goal| &goal.id);
        let mut ids = goals.chain(found.predictions.iter().map(|one| &one.id));
        assert!(ids.any(|id| *id == shown_by), "{place}: nothing is called “{shown_by}”");
    }
}

#[test]
fn every_step_of_the_course_shows_a_statement() {
    let shown: BTreeSet<String> =
        rows().iter().map(|row| format!("{}/{}", row.lesson, row.step)).collect();
    let lessons = lessons();
    let steps = lessons
        .iter()
        .flat_map(|lesson| lesson.steps.iter().map(|step| format!("{}/{}", lesson.id, step.id)));
    let idle: Vec<String> = steps.filter(|step| !shown.contains(step)).collect();
    assert_eq!(idle, [""; 0], "docs/course.md does not name them");
}
