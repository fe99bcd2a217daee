//! Asking for the parts of lessons, and taking them in as they come.
//!
//! A part that does not come is told on the page that wanted it, and asked for
//! again when somebody comes there again.

use std::rc::Rc;

use super::{
    super::{
        state::{Effect, HOME_WORLD, Notice, Route, State, World},
        update::{go, turn_to},
    },
    Part, Reading, giving,
};
use crate::{
    lesson::{index, read},
    scenario::read::Problem,
    words::{going, lessons as says, tongue},
};

/// Most problems told of one lesson.
const PROBLEMS: usize = 5;

fn list_name() -> String {
    format!("{}/index.json", tongue().code)
}

fn terms_name() -> String {
    format!("{}/glossary.json", tongue().code)
}

/// Turns to a page that is about lessons, and asks for what it needs.
pub fn show(state: &mut State, route: Route) -> Vec<Effect> {
    let wanted = match &route {
        Route::Lesson(id) | Route::Teacher(id) => Some(id.clone()),
        _ => None,
    };
    state.route = route;
    let mut effects = turn_to(state, false);
    let lessons = &mut state.lessons;
    effects.extend(lessons.list.ask().then(|| Effect::Fetch(list_name())));
    effects.extend(lessons.terms.ask().then(|| Effect::Fetch(terms_name())));
    if let Some(id) = wanted {
        let read = lessons.lesson.there().filter(|lesson| lesson.id == id);
        match read.cloned() {
            Some(_) => effects.extend(giving::read(state)),
            None => {
                lessons.lesson = Part::Asked;
                lessons.reading = Some(Reading { id, ..Reading::default() });
                effects.extend(go_on(state));
                effects.extend(fall_back(state));
            }
        }
    }
    effects
}

/// A frame has no page that leads to other lessons. Without the one it was to
/// give it shows its lab, and says why.
fn fall_back(state: &mut State) -> Vec<Effect> {
    let missing = state.lessons.lesson.missing().filter(|_| state.setting.embed);
    let (Route::Lesson(_), Some(why)) = (&state.route, missing.map(str::to_owned)) else {
        return vec![];
    };
    let lab = match &state.world {
        World::Exhibit(lab) => lab,
        _ => HOME_WORLD,
    };
    let effects = go(state, Route::Lab(lab.to_owned()));
    state.tell_too(Notice { title: going::ADDRESS_PROBLEMS.into(), lines: vec![why] });
    effects
}

/// Asks for everything again that was asked for, in the language spoken now.
/// What is there stays until that has come.
pub fn anew(state: &mut State) -> Vec<Effect> {
    let lessons = &mut state.lessons;
    if let Some(open) = &mut lessons.open {
        open.told.clear();
    }
    if lessons.list == Part::Unasked {
        return vec![];
    }
    let on_its_way = lessons.reading.take().map(|reading| reading.id);
    let read = lessons.lesson.there().map(|lesson| lesson.id.clone());
    lessons.reading = on_its_way.or(read).map(|id| Reading { id, ..Reading::default() });
    vec![Effect::Fetch(list_name()), Effect::Fetch(terms_name())]
}

/// Asks for the files of the lesson that is wanted, once the list is there.
fn go_on(state: &mut State) -> Vec<Effect> {
    let lessons = &mut state.lessons;
    let (Some(reading), Some(list)) = (&mut lessons.reading, lessons.list.there()) else {
        return vec![];
    };
    let Some(entry) = list.iter().find(|entry| entry.id == reading.id) else {
        let line = says::no_lesson(&reading.id);
        lessons.reading = None;
        lessons.lesson = Part::Missing(line);
        return vec![];
    };
    reading.file = entry.file.clone();
    let file = &entry.file;
    let words = format!("{}/{file}.json", tongue().code);
    vec![Effect::Fetch(format!("{file}.json")), Effect::Fetch(words)]
}

/// A part has come, or has not.
pub fn arrived(state: &mut State, name: &str, text: Result<String, String>) -> Vec<Effect> {
    let mut effects = take_in(state, name, text);
    effects.extend(fall_back(state));
    effects
}

fn take_in(state: &mut State, name: &str, text: Result<String, String>) -> Vec<Effect> {
    if name == list_name() {
        let received = state.lessons.list.receive(part(text, index::index));
        state.stays(received);
        if let Part::Missing(why) = &state.lessons.list {
            state.lessons.lesson = Part::Missing(why.clone());
        }
        return go_on(state);
    }
    if name == terms_name() {
        let received = state.lessons.terms.receive(part(text, index::glossary));
        state.stays(received);
        return vec![];
    }
    let Some(reading) = &mut state.lessons.reading else {
        return vec![];
    };
    let place = match name.strip_suffix(".json") {
        Some(file) if file == reading.file => &mut reading.structure,
        Some(file) if file.split_once('/') == Some((tongue().code, &reading.file)) => {
            &mut reading.words
        }
        // What was wanted before something else was.
        _ => return vec![],
    };
    match text {
        Ok(text) => *place = Some(text),
        Err(why) => {
            state.lessons.reading = None;
            let received = state.lessons.lesson.receive(Err(why));
            state.stays(received);
            return vec![];
        }
    }
    match reading {
        Reading { structure: Some(structure), words: Some(words), .. } => {
            let (lesson, problems) = read::lesson(structure, words);
            state.lessons.reading = None;
            tell(state, &problems);
            let lesson = lesson.map(Rc::new).ok_or_else(|| says::NOT_READ.into());
            let received = state.lessons.lesson.receive(lesson);
            state.stays(received);
            giving::read(state)
        }
        _ => vec![],
    }
}

fn tell(state: &mut State, problems: &[Problem]) {
    if !problems.is_empty() {
        let lines = problems.iter().take(PROBLEMS).map(ToString::to_string).collect();
        state.tell(says::PART_NOT_READ, lines);
    }
}

fn part<T>(
    text: Result<String, String>,
    read: impl Fn(&str) -> (Vec<T>, Vec<Problem>),
) -> Result<Vec<T>, String> {
    let (list, problems) = read(&text?);
    match problems.first() {
        Some(problem) if list.is_empty() => Err(problem.to_string()),
        _ => Ok(list),
    }
}
