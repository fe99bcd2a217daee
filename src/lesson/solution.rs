//! How a step is solved, and how it is not: for tests, which play both.
//!
//! Solutions stand in a lesson's file beside what they solve. The page never
//! reads them.

use std::cell::RefCell;

use super::{
    Deed,
    item::Item,
    read::{GOALS, STEPS, deeds, json},
};
use crate::scenario::{read::Problem, text::text};

/// What is done in one step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Play {
    /// Deeds after the step's beginning.
    pub deeds: Vec<Deed>,
    /// When it is over, in microseconds after the step's beginning.
    pub run_us: u64,
    /// What the run answers to predictions, by their ids: the number, or the
    /// id of the choice.
    pub answers: Vec<(String, String)>,
}

/// How one step is solved, and how not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Solution {
    /// It meets every goal.
    pub right: Play,
    /// It meets none.
    pub wrong: Play,
}

/// The solutions of all steps of a lesson, and what is wrong with them.
pub fn solutions(structure: &str) -> (Vec<Solution>, Vec<Problem>) {
    let value = match json(structure) {
        Ok(value) => value,
        Err(problem) => return (Vec::new(), vec![problem]),
    };
    let problems = RefCell::default();
    let steps = Item::whole(&value, &problems).need("steps");
    let steps = steps.map_or(Vec::new(), |steps| steps.items(STEPS));
    let play = |step: &Item, name| step.need(name).map_or(Play::default(), |item| play(&item));
    let solution =
        |step: &Item| Solution { right: play(step, "solution"), wrong: play(step, "wrong") };
    let solutions = steps.iter().map(solution).collect();
    (solutions, problems.into_inner())
}

fn play(item: &Item) -> Play {
    item.only(&["do", "run_ms", "answers"]);
    let run_ms = item.need("run_ms").and_then(|run| run.number(3_600_000.0)).unwrap_or(0.0);
    let answers = item.field("answers").map_or(Vec::new(), |answers| answers.named(GOALS));
    let answer = |(id, answer): (&str, Item)| {
        let value = answer.value();
        (id.to_owned(), value.as_str().map_or_else(|| text(value), str::to_owned))
    };
    Play {
        deeds: item.field("do").map_or(Vec::new(), |deeds_of| deeds(&deeds_of)),
        run_us: (run_ms * 1_000.0) as u64,
        answers: answers.into_iter().map(answer).collect(),
    }
}
