//! A topic on the stage: a tape for each partition, offsets growing to the
//! right, and below each the marks of the groups that read it.

use crate::{
    engine::{Engine, TopicId},
    view::geometry::{Point, Rect, at},
};

use super::node::{Node, PITCH, Shape};

/// How high a tape is.
pub const TAPE_H: f64 = 36.0;
/// From the marks of one group to those of the next.
pub const FLAG_PITCH: f64 = 20.0;
/// Between the marks below one tape and the next tape.
const GAP: f64 = 14.0;
/// Left of the first slot stands the name of the partition.
const LABEL: f64 = 34.0;

/// What a topic looks like, and how high that is.
pub(super) fn tape(engine: &Engine, id: TopicId) -> (Shape, f64) {
    let topic = &engine.topics()[id.index()];
    let lanes = topic.partitions().len();
    let readers = engine.groups().iter().filter(|group| group.reads(id)).count();
    (Shape::Tape { lanes, readers }, lanes as f64 * pitch(readers) - GAP)
}

fn pitch(readers: usize) -> f64 {
    TAPE_H + 6.0 + FLAG_PITCH * readers as f64 + GAP
}

impl Node {
    /// The tape of the n-th partition.
    pub fn lane(&self, n: usize) -> Rect {
        let readers = match self.shape {
            Shape::Tape { readers, .. } => readers,
            _ => 0,
        };
        let y = self.body.y + pitch(readers) * n as f64;
        Rect { x: self.body.x + LABEL, y, w: self.body.w - LABEL, h: TAPE_H }
    }

    /// How many records a tape shows, with the place for the next one.
    pub fn lane_room(&self) -> u64 {
        ((self.body.w - LABEL - 8.0) / PITCH).max(1.0) as u64
    }

    /// The left edge of the n-th place on a tape.
    pub fn lane_edge(&self, lane: usize, n: u64) -> f64 {
        self.lane(lane).x + 4.0 + PITCH * n as f64
    }

    /// The middle of the n-th place on a tape.
    pub fn lane_slot(&self, lane: usize, n: u64) -> Point {
        at(self.lane_edge(lane, n) + PITCH / 2.0, self.lane(lane).center().y)
    }

    /// The height at which the marks of the n-th group stand below a tape.
    pub fn flag_row(&self, lane: usize, n: usize) -> f64 {
        self.lane(lane).bottom() + 6.0 + FLAG_PITCH * (n as f64 + 0.5)
    }
}
