//! The lessons on the page: what is known of them, and the one being given.
//!
//! Lessons are fetched when they are wanted. Here is only what the page knows;
//! `fetching` asks for parts, `giving` leads through steps.

mod fetching;
mod giving;

use std::rc::Rc;

use serde::Serialize;

use crate::{
    engine::{MessageId, Tick},
    lesson::{
        Lesson, Start, Step,
        index::{Entry, Term},
        kept::Kept,
        progress::Answered,
    },
    words::course as words,
};

use super::{
    bench::{At, Bench},
    state::{Effect, Route, State},
};

pub(super) use fetching::{anew, show};
pub(super) use giving::{again, look, refuses_to_play};

/// Most notices to a host page in one visit.
const NEWS: usize = 1_000;

/// What is done on the page with lessons.
#[derive(Clone, Debug, PartialEq)]
pub enum Doing {
    /// What was kept from the last visit.
    Recall(String),
    /// A part that was asked for has come, or has not.
    Arrived {
        /// Its name.
        name: String,
        /// Its text, or why there is none.
        text: Result<String, String>,
    },
    /// A guess at an answer, not locked in yet.
    Guess {
        /// At which prediction.
        nth: usize,
        /// What.
        value: Option<f64>,
    },
    /// The guesses hold, and time goes on.
    LockIn,
    /// Time goes on without a guess.
    Pass,
    /// What a term means, below the text that names it; or no more.
    Explain(Option<(String, String)>),
    /// One more hint.
    Hint,
    /// The step from its beginning; what followed is dropped.
    Again,
    /// Another step.
    Turn(usize),
    /// The controls in the place of the lesson, or the lesson again.
    ShowControls(bool),
    /// The lesson over a stage that fills the page, or away from it.
    Unfold(bool),
    /// What a message went through, beside the stage.
    Story(MessageId),
    /// Lessons with these words only.
    Search(String),
    /// Progress from a file.
    Import(String),
    /// No progress any more.
    Forget,
}

/// Something that is fetched.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Part<T> {
    /// Nobody has asked for it.
    #[default]
    Unasked,
    /// It is on its way.
    Asked,
    /// It is there.
    There(T),
    /// It could not be had, and why.
    Missing(String),
}

impl<T> Part<T> {
    /// It, if it is there.
    pub fn there(&self) -> Option<&T> {
        match self {
            Part::There(it) => Some(it),
            _ => None,
        }
    }

    /// Why it could not be had, if it could not.
    pub fn missing(&self) -> Option<&str> {
        match self {
            Part::Missing(why) => Some(why),
            _ => None,
        }
    }

    /// Takes in what has come, or why nothing has.
    ///
    /// # Errors
    /// Why nothing has, if what was there before stays: in another language.
    pub fn receive(&mut self, come: Result<T, String>) -> Result<(), String> {
        match (come, &self) {
            (Err(why), Part::There(_)) => return Err(why),
            (Err(why), _) => *self = Part::Missing(why),
            (Ok(it), _) => *self = Part::There(it),
        }
        Ok(())
    }

    /// Whether it has to be asked for; from now on it is.
    pub fn ask(&mut self) -> bool {
        let wanted = matches!(self, Part::Unasked | Part::Missing(_));
        if wanted {
            *self = Part::Asked;
        }
        wanted
    }
}

/// Everything the page knows of lessons.
#[derive(Debug, Default)]
pub struct Lessons {
    /// The list of all.
    pub list: Part<Vec<Entry>>,
    /// The glossary.
    pub terms: Part<Vec<Term>>,
    /// The lesson read last.
    pub lesson: Part<Rc<Lesson>>,
    /// What is being read: its id, and the parts that are there.
    reading: Option<Reading>,
    /// The lesson that is given on the stage.
    pub open: Option<Open>,
    /// What the learner has done.
    pub kept: Kept,
    /// The term that is explained, and the text that names it.
    pub explained: Option<(String, String)>,
    /// What is looked for in the list.
    pub search: String,
    /// What a host page is told, in order.
    pub news: Vec<News>,
}

/// A lesson on its way.
#[derive(Debug, Default)]
struct Reading {
    id: String,
    file: String,
    structure: Option<String>,
    words: Option<String>,
}

/// A lesson that is given.
#[derive(Debug)]
pub struct Open {
    /// Which.
    pub lesson: Rc<Lesson>,
    /// The step, from 0.
    pub at: usize,
    /// Where the step began, on each side.
    pub starts: Vec<Start>,
    /// What the learner has guessed, and may still change.
    pub guesses: Vec<Option<f64>>,
    /// Whether the guesses hold, or there are to be none.
    pub locked: bool,
    /// Hints given.
    pub hints: usize,
    /// The controls are shown in the place of the lesson.
    pub controls: bool,
    /// The lesson is shown over a stage that fills the page.
    pub unfolded: bool,
    /// What was said last of the goals.
    pub told: String,
    /// When each goal was met, at the last look.
    seen: Vec<Option<Tick>>,
    /// Steps and predictions that were guessed right.
    right: Vec<(usize, usize)>,
}

/// Something a host page is told of.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum News {
    /// A goal was met.
    Goal {
        /// The lesson's id.
        lesson: String,
        /// The step's.
        step: String,
        /// The goal's.
        goal: String,
        /// When, in virtual milliseconds.
        at_ms: f64,
    },
    /// All goals of all steps have been met.
    Passed {
        /// The lesson's id.
        lesson: String,
        /// Goals and right predictions, as a share of all.
        score: f64,
    },
}

impl News {
    /// The type of its notice.
    pub fn kind(&self) -> &'static str {
        match self {
            News::Goal { .. } => "goal",
            News::Passed { .. } => "lesson-passed",
        }
    }
}

impl Open {
    /// The step that is given.
    pub fn step(&self) -> &Step {
        &self.lesson.steps[self.at]
    }

    /// When each goal was met, by now.
    pub fn met(&self, bench: &Bench) -> Vec<Option<Tick>> {
        let goals = self.step().goals.iter().enumerate();
        goals.map(|(nth, goal)| *progress(bench, goal.side)?.met().get(nth)?).collect()
    }

    /// Whether a goal can be met no more.
    pub fn is_spoiled(&self, bench: &Bench, nth: usize) -> bool {
        let side = self.step().goals[nth].side;
        let spoiled = progress(bench, side).and_then(|progress| *progress.spoiled().get(nth)?);
        spoiled.is_some()
    }

    /// What the run has answered to a prediction, by now.
    pub fn answered(&self, bench: &Bench, nth: usize) -> Option<Answered> {
        let side = self.step().predictions[nth].side;
        *progress(bench, side)?.answered().get(nth)?
    }

    /// Whether time waits for a guess.
    pub fn waits(&self) -> bool {
        !self.locked && !self.step().predictions.is_empty()
    }

    /// Whether every prediction has a guess.
    pub fn has_guesses(&self) -> bool {
        self.guesses.iter().all(Option::is_some)
    }

    /// What a challenge comes to now.
    pub fn par(&self, bench: &Bench) -> Option<f64> {
        let side = bench.side(At::Main)?;
        side.timeline().observer().progress.par(side.engine())
    }
}

fn progress(bench: &Bench, side: usize) -> Option<&crate::lesson::Progress> {
    let side = bench.side(At::ALL[side.min(1)])?;
    Some(&side.timeline().observer().progress)
}

impl State {
    /// The lesson on the stage, if that is what the page is about.
    pub fn given(&self) -> Option<&Open> {
        let open = self.lessons.open.as_ref()?;
        matches!(&self.route, Route::Lesson(id) if *id == open.lesson.id).then_some(open)
    }

    /// Whether a lesson is on its way, which the page then will be about.
    pub fn awaits_lesson(&self) -> bool {
        let on_its_way = matches!(self.lessons.lesson, Part::Unasked | Part::Asked);
        matches!(self.route, Route::Lesson(_)) && on_its_way
    }

    /// Whether a lesson lies over the stage of a frame.
    pub fn covers_stage(&self) -> bool {
        self.setting.embed && self.given().is_some_and(|open| open.unfolded)
    }

    /// Whether a stage with everything around it is shown.
    pub fn shows_lab(&self) -> bool {
        match self.route {
            Route::Lesson(_) => self.given().is_some(),
            _ => self.route.is_lab(),
        }
    }
}

/// Carries out what is done with lessons.
pub(super) fn update(state: &mut State, doing: Doing) -> Vec<Effect> {
    match doing {
        Doing::Recall(text) => {
            state.lessons.kept = Kept::read(&text);
            vec![]
        }
        Doing::Import(text) if Kept::is_one(&text) => {
            state.lessons.kept = Kept::read(&text);
            keep(state).into_iter().collect()
        }
        Doing::Import(_) => {
            state.tell(words::NOT_TAKEN, vec![words::NOT_OURS.into()]);
            vec![]
        }
        Doing::Forget => {
            state.lessons.kept = Kept::default();
            keep(state).into_iter().collect()
        }
        Doing::Explain(term) => {
            state.lessons.explained = term;
            vec![]
        }
        Doing::Search(words) => {
            state.lessons.search = words;
            vec![]
        }
        Doing::Arrived { name, text } => fetching::arrived(state, &name, text),
        of_a_step => giving::update(state, of_a_step),
    }
}

/// What was done is kept for the next visit. A frame keeps nothing: whose visit
/// that will be, only its host page knows, and each hears of a lesson passed.
fn keep(state: &State) -> Option<Effect> {
    (!state.setting.embed).then(|| Effect::StoreProgress(state.lessons.kept.write()))
}
