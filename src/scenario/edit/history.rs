//! Undo and redo: the runs before each edit, and those that were taken back.

use std::collections::VecDeque;

use crate::{
    engine::Tick,
    scenario::{Entry, Scenario},
};

/// Most edits that can be taken back.
pub const DEPTH: usize = 100;

/// A run as it was left: enough to bring it back to the very moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Left {
    /// Its world.
    pub scenario: Scenario,
    /// What was asked by hand.
    pub asked: Vec<Entry>,
    /// The moment it stood at.
    pub at: Tick,
}

/// An edit by its name, and the run on its other side.
#[derive(Clone, Debug)]
struct Step {
    name: String,
    left: Left,
}

/// The runs on both sides of the present one.
#[derive(Clone, Debug, Default)]
pub struct History {
    past: VecDeque<Step>,
    future: Vec<Step>,
}

impl History {
    /// An edit of this name has made another run of the one that was left.
    /// What had been taken back cannot come again.
    pub fn edited(&mut self, name: String, left: Left) {
        self.past.push_back(Step { name, left });
        if DEPTH < self.past.len() {
            self.past.pop_front();
        }
        self.future.clear();
    }

    /// The run before the last edit, in exchange for the present one.
    pub fn undo(&mut self, present: Left) -> Option<Left> {
        let Step { name, left } = self.past.pop_back()?;
        self.future.push(Step { name, left: present });
        Some(left)
    }

    /// The run that was taken back last, in exchange for the present one.
    pub fn redo(&mut self, present: Left) -> Option<Left> {
        let Step { name, left } = self.future.pop()?;
        self.past.push_back(Step { name, left: present });
        Some(left)
    }

    /// The name of the edit that would be taken back.
    pub fn last(&self) -> Option<&str> {
        self.past.back().map(|step| step.name.as_str())
    }

    /// The name of the edit that would come again.
    pub fn next(&self) -> Option<&str> {
        self.future.last().map(|step| step.name.as_str())
    }
}
