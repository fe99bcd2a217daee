//! Lessons: worlds with words, predictions, and goals judged on facts.
//!
//! A lesson is two files: what is to be done, the same in every language, and
//! the words of one language. Neither is compiled in; `docs/lessons.md`
//! describes them. Nothing here knows a browser, and nothing is met by
//! clicking on.

pub mod goal;
pub mod index;
mod item;
pub mod kept;
pub mod progress;
pub mod read;
pub mod solution;
pub mod start;
pub mod text;
pub mod words;

use std::rc::Rc;

use crate::{
    engine::Command,
    scenario::{Guarantee, Scenario},
    words::number,
};

pub use progress::{Progress, Watchlist};
pub use start::Start;

/// What kind of lesson it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// It teaches something, step by step.
    #[default]
    Lesson,
    /// It shows that something widely believed is not so.
    Myth,
    /// A puzzle with a win that a machine can check.
    Challenge,
}

impl Kind {
    /// All kinds with their names in files.
    pub const ALL: [(&str, Kind); 3] =
        [("lesson", Kind::Lesson), ("myth", Kind::Myth), ("challenge", Kind::Challenge)];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        Kind::ALL[self as usize].0
    }
}

/// A lesson, ready to be given.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// Its id in links: `#/lesson/at-least-once`.
    pub id: String,
    /// What kind it is.
    pub kind: Kind,
    /// About how long it takes.
    pub minutes: u32,
    /// What it is called.
    pub title: String,
    /// What one can do or tell afterwards, in one line.
    pub aim: String,
    /// Its steps, never none.
    pub steps: Vec<Step>,
    /// What was to be seen, once all is done.
    pub summary: Vec<String>,
    /// For whoever teaches it.
    pub teacher: Teacher,
    /// How a solution of a challenge is scored.
    pub par: Option<Par>,
}

/// One step of a lesson.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name in the files.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What is to be read before anything is done.
    pub text: Vec<String>,
    /// The worlds it begins with, one or two; none goes on with those of the
    /// step before.
    pub worlds: Vec<Scenario>,
    /// What it does itself.
    pub setup: Vec<Deed>,
    /// What the learner is to say before time goes on.
    pub predictions: Vec<Prediction>,
    /// What is to be brought about.
    pub goals: Vec<Goal>,
    /// Help, given one by one.
    pub hints: Vec<String>,
    /// What is told once all goals are met.
    pub after: Vec<String>,
    /// What is judged on each side of the bench.
    pub watch: [Rc<Watchlist>; 2],
}

impl Step {
    /// The run's answer to a prediction, as a solution names it: the number, or
    /// the id of the choice.
    pub fn answer_id(&self, prediction: usize, value: f64) -> String {
        match &self.predictions[prediction].offers {
            Offers::Number(_) => format!("{value}"),
            Offers::Choices(choices) => {
                choices.get(value as usize).map_or(String::new(), |choice| choice.id.clone())
            }
        }
    }
}

/// A goal as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// Its name in the files.
    pub id: String,
    /// What is to be brought about, in words.
    pub says: String,
    /// On which side of the bench: 0 or 1.
    pub side: usize,
}

/// A question to be answered before time goes on, and by the run.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// Its name in the files.
    pub id: String,
    /// The question.
    pub asks: String,
    /// What may be answered.
    pub offers: Offers,
    /// On which side of the bench the answer is read off.
    pub side: usize,
    /// Why the answer is as it is. `{answer}`, `{guess}` and `{message}` stand
    /// for the run's answer, the learner's, and the message that decided.
    pub because: String,
}

/// What may be answered to a prediction.
#[derive(Clone, Debug, PartialEq)]
pub enum Offers {
    /// A whole number up to this.
    Number(u32),
    /// One of these.
    Choices(Vec<Choice>),
}

/// One thing to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its name in the files.
    pub id: String,
    /// In words.
    pub says: String,
}

impl Offers {
    /// An answer in words.
    pub fn words(&self, value: f64) -> String {
        match self {
            Offers::Number(_) => format!("{value}").replace('.', number::DECIMAL.text()),
            Offers::Choices(choices) => {
                choices.get(value as usize).map_or(String::new(), |choice| choice.says.clone())
            }
        }
    }
}

/// What a challenge is scored by: less is better.
#[derive(Clone, Debug, PartialEq)]
pub struct Par {
    /// What a good solution comes to.
    pub is: f64,
    /// What is counted, in words.
    pub says: String,
}

/// For whoever teaches a lesson.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Teacher {
    /// What the learners should take along.
    pub aim: String,
    /// Questions to ask.
    pub ask: Vec<String>,
    /// What to break before their eyes.
    pub breaks: Vec<String>,
}

/// Something done without the learner: by a step, or by a solution.
#[derive(Clone, Debug, PartialEq)]
pub struct Deed {
    /// Microseconds after the step began.
    pub after_us: u64,
    /// On which side of the bench.
    pub side: usize,
    /// What.
    pub what: What,
}

/// What a deed is.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// Something asked of the engine.
    Command(Command),
    /// The settings of a guarantee.
    Guarantee(Guarantee),
}
