//! Undo and redo: the worlds before, and those that were taken back.

use std::collections::VecDeque;

use crate::scenario::Scenario;

/// Most edits that can be taken back.
pub const DEPTH: usize = 100;

/// The worlds on both sides of the present one.
#[derive(Clone, Debug, Default)]
pub struct History {
    past: VecDeque<Scenario>,
    future: Vec<Scenario>,
}

impl History {
    /// An edit has made another world of `before`. What had been taken back
    /// cannot come again.
    pub fn edited(&mut self, before: Scenario) {
        self.past.push_back(before);
        if DEPTH < self.past.len() {
            self.past.pop_front();
        }
        self.future.clear();
    }

    /// The world before the last edit, in exchange for the present one.
    pub fn undo(&mut self, present: Scenario) -> Option<Scenario> {
        let before = self.past.pop_back()?;
        self.future.push(present);
        Some(before)
    }

    /// The world that was taken back last, in exchange for the present one.
    pub fn redo(&mut self, present: Scenario) -> Option<Scenario> {
        let after = self.future.pop()?;
        self.past.push_back(present);
        Some(after)
    }

    /// How many edits can be taken back, and how many can come again.
    pub fn steps(&self) -> (usize, usize) {
        (self.past.len(), self.future.len())
    }
}
