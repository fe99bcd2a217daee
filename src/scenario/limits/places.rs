//! Where nodes may be put by hand.

use crate::{
    engine::range::Range,
    scenario::{Scenario, edit::Position},
};

use super::{Check, NODES};

/// A place, from the middle of the stage.
const PLACE: Range = Range {
    what: "distance from the middle of the stage",
    from: -10_000.0,
    to: 10_000.0,
    allowed: "from -10,000 to 10,000",
};
/// How wide a queue is drawn, and how wide and high a stage.
const WIDTH: Range =
    Range { what: "size", from: 100.0, to: 10_000.0, allowed: "from 100 to 10,000" };

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
        self.at_most("/positions", "positions", positions.len(), 7 * NODES);
        for (n, position) in positions.iter().enumerate() {
            self.number(&format!("/positions/{n}/x"), PLACE, position.x);
            self.number(&format!("/positions/{n}/y"), PLACE, position.y);
            if let Some(width) = position.w {
                self.number(&format!("/positions/{n}/w"), WIDTH, width);
            }
        }
    }
}
