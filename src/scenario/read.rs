//! Reading scenarios from text that may be anything.
//!
//! What cannot be read is cut out, with a problem that names its place, and
//! reading goes on with the rest: a value *and* problems, not either.

use std::fmt;

use serde_json::Value;

use super::{Scenario, VERSION, limits};
use crate::{engine::Command, tree::Read, words::reading as words};

/// Longest text that is looked at, in bytes.
pub const TEXT_LIMIT: usize = 1 << 20;

/// Most problems listed; reading stops there.
pub const PROBLEM_LIMIT: usize = 50;

/// Something that could not be read, or is out of its range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where, as a JSON pointer: `/topology/consumers/1/prefetch`; empty for
    /// the whole text.
    pub place: String,
    /// What is wrong there, and what is allowed.
    pub says: String,
}

impl fmt::Display for Problem {
    /// Writes the place as people do: `topology.consumers[1].prefetch`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, part) in self.place.split('/').skip(1).enumerate() {
            match part.parse::<usize>() {
                Ok(index) => write!(f, "[{index}]")?,
                Err(_) if n == 0 => write!(f, "{part}")?,
                Err(_) => write!(f, ".{part}")?,
            }
        }
        match self.place.as_str() {
            "" => write!(f, "{}", self.says),
            _ => write!(f, ": {}", self.says),
        }
    }
}

/// Reads a scenario; never panics.
///
/// Returns what could be read, if it amounts to a scenario, and every
/// problem met on the way, at most [`PROBLEM_LIMIT`].
pub fn scenario(text: &str) -> (Option<Scenario>, Vec<Problem>) {
    if TEXT_LIMIT < text.len() {
        let says = words::text_too_long(&text.len(), &TEXT_LIMIT);
        return (None, vec![whole(says)]);
    }
    match serde_json::from_str(text) {
        Ok(value) => from_value(value),
        Err(error) => (None, vec![whole(syntax(&error))]),
    }
}

/// Reads one command, by the same rules.
///
/// # Errors
/// What is wrong with it, and where.
pub fn command(text: &str) -> Result<Command, Problem> {
    let value: Value = serde_json::from_str(text).map_err(|error| whole(syntax(&error)))?;
    typed(&value)
}

/// A decimal number as JSON has it. Read like all other JSON: another reader of
/// decimals would bring tables of its own.
pub(crate) fn decimal(text: &str) -> Option<f64> {
    serde_json::from_str::<Value>(text).ok()?.as_f64()
}

/// What a JSON value stands for, or the first problem with it.
pub(crate) fn typed<T: Read>(value: &Value) -> Result<T, Problem> {
    T::read(value).map_err(|misfit| {
        let (place, says) = misfit.into_place_and_words();
        Problem { place, says: says.chars().take(600).collect() }
    })
}

/// Reads a scenario from a JSON value, by the same rules.
pub(crate) fn from_value(mut value: Value) -> (Option<Scenario>, Vec<Problem>) {
    let mut problems: Vec<Problem> = Vec::new();
    while problems.len() < PROBLEM_LIMIT {
        let (scenario, found) = match typed(&value) {
            Ok(scenario) => {
                let found = problems_of(&scenario);
                (Some(scenario), found)
            }
            Err(problem) => (None, vec![problem]),
        };
        if found.is_empty() {
            return (scenario, problems);
        }
        // Last first, so that cutting out one element of a list leaves the
        // places of the others as they are.
        let could_cut = found.iter().rev().all(|problem| cut(&mut value, &problem.place));
        problems.extend(
            found
                .into_iter()
                .filter(|problem| !is_consequence(problem, &problems))
                .collect::<Vec<_>>(),
        );
        if !could_cut {
            break;
        }
    }
    problems.truncate(PROBLEM_LIMIT);
    (None, problems)
}

fn problems_of(scenario: &Scenario) -> Vec<Problem> {
    match scenario.version {
        VERSION => limits::problems(scenario),
        other => vec![whole(words::format_version(&other, &VERSION))],
    }
}

/// Whether a problem only follows from something cut out further in.
fn is_consequence(problem: &Problem, known: &[Problem]) -> bool {
    known.iter().any(|earlier| earlier.place.starts_with(&format!("{}/", problem.place)))
}

/// Removes what stands at a place; false if nothing can be removed there.
fn cut(value: &mut Value, place: &str) -> bool {
    let Some((parent, last)) = place.rsplit_once('/') else {
        return false;
    };
    match value.pointer_mut(parent) {
        Some(Value::Object(fields)) => fields.remove(&unescape(last)).is_some(),
        Some(Value::Array(items)) => match last.parse::<usize>() {
            Ok(index) if index < items.len() => {
                items.remove(index);
                true
            }
            _ => false,
        },
        _ => false,
    }
}

fn unescape(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

fn whole(says: String) -> Problem {
    Problem { place: String::new(), says }
}

/// Where the text stops being JSON, in words.
pub(crate) fn syntax(error: &serde_json::Error) -> String {
    let says = match error.is_eof() {
        true => words::json_ends,
        false => words::no_json,
    };
    says(&error.line(), &error.column())
}
