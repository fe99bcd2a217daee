//! Where nodes may be put by hand.

use crate::{
    engine::range::Range,
    scenario::{Scenario, edit::Position},
    words::{nodes, range_names, ranges},
};

use super::{Check, NODES};

/// A place, from the middle of the stage.
const PLACE: Range =
    Range { what: range_names::PLACE, from: -10_000.0, to: 10_000.0, allowed: ranges::PLACE };
/// How wide a queue is drawn, and how wide and high a stage.
const WIDTH: Range =
    Range { what: range_names::SIZE, from: 100.0, to: 10_000.0, allowed: ranges::SIZE };

impl Check {
    /// A place for a node that is not there does no harm.
    pub(super) fn places(&mut self, scenario: &Scenario) {
        if let Some(sheet) = scenario.sheet {
            self.number("/sheet/w", WIDTH, sheet.w);
            self.number("/sheet/h", WIDTH, sheet.h);
        }
        self.positions(&scenario.positions);
    }

    fn positions(&mut self, positions: &[Position]) {
        self.at_most("/positions", nodes::POSITIONS, positions.len(), 7 * NODES);
        for (n, position) in positions.iter().enumerate() {
            self.number(&format!("/positions/{n}/x"), PLACE, position.x);
            self.number(&format!("/positions/{n}/y"), PLACE, position.y);
            if let Some(width) = position.w {
                self.number(&format!("/positions/{n}/w"), WIDTH, width);
            }
        }
    }
}
