//! Leading through a lesson: its steps begin, wait for guesses, and are met by
//! facts alone.

use std::rc::Rc;

use super::{
    super::{
        bench::At,
        side::Side,
        state::{Effect, Route, Selection, State, Tab, World},
        update::set_playing,
        watch::Watch,
    },
    Doing, NEWS, News, Open, Part, keep,
};
use crate::{
    lesson::{Lesson, Start, text::plain},
    words::lessons as words,
};

/// The lesson that was read is given, if it is the one that is wanted.
pub fn read(state: &mut State) -> Vec<Effect> {
    let Part::There(lesson) = &state.lessons.lesson else {
        return vec![];
    };
    let lesson = lesson.clone();
    let wanted = matches!(&state.route, Route::Lesson(id) if *id == lesson.id);
    let open = state.lessons.open.as_mut().filter(|open| open.lesson.id == lesson.id);
    let given = open.is_some();
    // The same steps, perhaps in another language.
    if let Some(open) = open.filter(|open| open.lesson.steps.len() == lesson.steps.len()) {
        open.lesson = lesson.clone();
    }
    if !wanted || given && state.world == World::Lesson(lesson.id.clone()) {
        // The window is called what the lesson is, which only now is known.
        let about =
            matches!(&state.route, Route::Lesson(id) | Route::Teacher(id) if *id == lesson.id);
        return about.then(|| state.show_route()).into_iter().collect();
    }
    let reached = state.lessons.kept.of(&lesson.id).filter(|done| !done.passed);
    let reached = reached.map_or(0, |done| done.step.min(lesson.steps.len() - 1));
    // Only a step with worlds of its own can be the first of a visit.
    let own = (0..=reached).rev().find(|at| !lesson.steps[*at].worlds.is_empty());
    state.world = World::Lesson(lesson.id.clone());
    state.lessons.open = None;
    begin(state, lesson, own.unwrap_or(0))
}

/// Begins a step: with worlds of its own, or with those on the bench.
fn begin(state: &mut State, lesson: Rc<Lesson>, at: usize) -> Vec<Effect> {
    let before: Vec<_> = state.bench.sides().map(Side::timeline).collect();
    match Start::of(&lesson.steps[at], &before) {
        Ok(starts) => {
            let right = state.lessons.open.take().map_or(Vec::new(), |open| open.right);
            state.lessons.kept.reach(&lesson.id, at);
            state.lessons.open = Some(Open {
                guesses: vec![None; lesson.steps[at].predictions.len()],
                lesson,
                at,
                starts,
                locked: false,
                hints: 0,
                controls: false,
                unfolded: true,
                told: String::new(),
                seen: Vec::new(),
                right,
            });
            state.tab = Tab::Controls;
            let mut effects = again(state, None);
            effects.push(state.show_route());
            effects.extend(keep(state));
            effects
        }
        Err(refusal) => state.cannot_start(&refusal),
    }
}

/// The step once more from its beginning, with this seed if one is given. What
/// followed is dropped; guesses that were locked in stay.
pub fn again(state: &mut State, seed: Option<u64>) -> Vec<Effect> {
    let number = state.next_run();
    let Some(open) = &mut state.lessons.open else {
        return vec![];
    };
    open.seen.clear();
    open.told.clear();
    let side = |start: &mut Start| {
        start.scenario.seed = seed.unwrap_or(start.scenario.seed);
        let timeline = start.open(Watch::default(), |watch, progress| {
            watch.progress = progress.clone();
        })?;
        Ok(Side::of(timeline, start.scenario.clone(), number))
    };
    let sides: Result<Vec<Side>, _> = open.starts.iter_mut().map(side).collect();
    match sides {
        Ok(sides) => {
            state.bench.take(sides);
            state.playing = false;
            state.until = None;
            state.started()
        }
        Err(refusal) => state.cannot_start(&refusal),
    }
}

/// What is done in a step.
pub fn update(state: &mut State, doing: Doing) -> Vec<Effect> {
    if let Doing::Story(message) = doing {
        state.bench.active_mut().selection = Some(Selection::Message(message));
        state.tab = Tab::Inspector;
        return state.repaint();
    }
    let Some(open) = &mut state.lessons.open else {
        return vec![];
    };
    match doing {
        Doing::Guess { nth, value } => {
            if let Some(guess) = open.guesses.get_mut(nth).filter(|_| !open.locked) {
                *guess = value;
            }
            vec![]
        }
        Doing::LockIn if !open.has_guesses() => vec![],
        Doing::LockIn => play(state),
        Doing::Pass => {
            open.guesses.fill(None);
            play(state)
        }
        Doing::Hint => {
            open.hints = (open.hints + 1).min(open.step().hints.len());
            vec![]
        }
        Doing::Again => again(state, None),
        Doing::Turn(at) if at < open.lesson.steps.len() => turn(state, at),
        Doing::ShowControls(shown) => {
            open.controls = shown;
            vec![]
        }
        Doing::Unfold(unfolded) => {
            open.unfolded = unfolded;
            state.tab = if unfolded { Tab::Controls } else { Tab::Stage };
            state.room += 1;
            let mut effects = state.repaint();
            effects.push(Effect::Focus(if unfolded { ".side-tab" } else { ".strip .btn" }));
            effects
        }
        _ => vec![],
    }
}

/// The guesses hold, and the stage is what there is to see.
fn play(state: &mut State) -> Vec<Effect> {
    if let Some(open) = &mut state.lessons.open {
        open.locked = true;
        open.unfolded = false;
        open.controls = false;
    }
    state.tab = Tab::Stage;
    state.room += 1;
    let mut effects = set_playing(state, true);
    effects.push(Effect::Focus(".play"));
    effects
}

/// Another step; one that goes on where the one before stopped needs that one.
fn turn(state: &mut State, at: usize) -> Vec<Effect> {
    let Some(open) = &state.lessons.open else {
        return vec![];
    };
    let lesson = open.lesson.clone();
    let own = (0..=at).rev().find(|at| !lesson.steps[*at].worlds.is_empty()).unwrap_or(0);
    let follows = at == open.at + 1;
    begin(state, lesson, if follows { at } else { own })
}

/// Whether time has to wait for a guess; then that is said.
pub fn refuses_to_play(state: &mut State) -> bool {
    let waits = state.given().is_some_and(Open::waits);
    if waits {
        state.tell(words::PREDICT, vec![words::PREDICT_WHY.into()]);
        if let Some(open) = &mut state.lessons.open {
            (open.unfolded, open.controls) = (true, false);
        }
        state.tab = Tab::Controls;
        state.room += 1;
    }
    waits
}

/// Looks at what has become of the goals: marks them on the bar of time, says
/// so, and keeps what is done.
pub fn look(state: &mut State) -> Vec<Effect> {
    note_right(state);
    let Some(open) = &mut state.lessons.open else {
        return vec![];
    };
    let met = open.met(&state.bench);
    if met == open.seen {
        return vec![];
    }
    let seen = std::mem::replace(&mut open.seen, met.clone());
    let (lesson, at) = (open.lesson.clone(), open.at);
    for (nth, goal) in lesson.steps[at].goals.iter().enumerate() {
        if let (Some(tick), None) = (met[nth], seen.get(nth).copied().flatten()) {
            state.bench.mark_goal(At::ALL[goal.side], tick);
            let news = News::Goal {
                lesson: lesson.id.clone(),
                step: lesson.steps[at].id.clone(),
                goal: goal.id.clone(),
                at_ms: tick.as_ms(),
            };
            tell(state, news);
            say(state, words::goal_met(&plain(&goal.says)));
        }
    }
    match met.iter().all(Option::is_some) {
        true => finish(state, &lesson, at),
        false => vec![],
    }
}

/// All goals of a step are met; perhaps they were the last of the lesson.
fn finish(state: &mut State, lesson: &Lesson, at: usize) -> Vec<Effect> {
    if state.lessons.kept.meet(&lesson.id, at, lesson.steps.len()) {
        let score = score(state);
        tell(state, News::Passed { lesson: lesson.id.clone(), score });
        say(state, words::ALL_MET.into());
    }
    keep(state).into_iter().collect()
}

fn say(state: &mut State, says: String) {
    if let Some(open) = &mut state.lessons.open {
        open.told = says;
    }
}

fn tell(state: &mut State, news: News) {
    if state.lessons.news.len() < NEWS {
        state.lessons.news.push(news);
    }
}

/// Remembers which guesses the run has borne out.
fn note_right(state: &mut State) {
    let Some(open) = &mut state.lessons.open else {
        return;
    };
    for nth in 0..open.guesses.len() {
        let answer = open.answered(&state.bench, nth).map(|answered| answered.value);
        let right = open.locked && answer.is_some() && open.guesses[nth] == answer;
        let place = (open.at, nth);
        if right && !open.right.contains(&place) {
            open.right.push(place);
        }
    }
}

/// Goals met and predictions borne out, as a share of all there are.
fn score(state: &State) -> f64 {
    let Some(open) = &state.lessons.open else {
        return 0.0;
    };
    let goals: usize = open.lesson.steps.iter().map(|step| step.goals.len()).sum();
    let predictions: usize = open.lesson.steps.iter().map(|step| step.predictions.len()).sum();
    (goals + open.right.len()) as f64 / (goals + predictions).max(1) as f64
}
