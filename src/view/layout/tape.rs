//! A topic on the stage: a tape for each partition, offsets growing to the
//! right, and below each the marks of the groups that read it.
//!
//! Records come in over the top and down at the right end, where the next
//! offset is: so their wire passes no older record.

use crate::{
    engine::{ConsumerId, Engine, GroupId, TopicId},
    view::geometry::{Path, Point, Rect, at},
};

use super::node::{Node, PITCH, Shape};

/// How high a tape is.
const TAPE_H: f64 = 34.0;
/// Above a tape stand its offsets.
const AXIS: f64 = 14.0;
/// From the marks of one group to those of the next.
const FLAG_PITCH: f64 = 20.0;
/// Between the marks below one tape and the offsets above the next.
const GAP: f64 = 10.0;
/// Over the tapes runs the wire of what is appended.
const RAIL: f64 = 12.0;
/// At the right end it runs down to each tape.
const INTAKE: f64 = 24.0;
/// From there to the end of a tape.
pub const TAIL: f64 = 13.0;
/// Left of a tape stand the number of the partition, and its leader.
const LABEL: (f64, f64) = (30.0, 66.0);
/// A line that counts the partitions that are not drawn.
const MORE: f64 = 18.0;
/// Most partitions of a topic that are drawn.
const LANES: usize = 6;
/// Most groups whose marks are drawn on a partition.
const READERS: usize = 4;

/// The groups that read a topic.
pub fn readers(engine: &Engine, id: TopicId) -> impl Iterator<Item = GroupId> + '_ {
    let groups = (0..engine.groups().len() as u16).map(GroupId);
    groups.filter(move |group| engine.groups()[group.index()].reads(id))
}

/// The group that a consumer belongs to, or wants to.
pub(super) fn group_of(engine: &Engine, id: ConsumerId) -> Option<GroupId> {
    engine.find_group(engine.consumers()[id.index()].spec().group.as_deref()?)
}

/// What a topic looks like, and how high that is.
pub(super) fn tape(engine: &Engine, id: TopicId) -> (Shape, f64) {
    let topic = &engine.topics()[id.index()];
    let partitions = topic.partitions().len();
    let lanes = partitions.min(LANES);
    let readers = readers(engine, id).take(READERS).count();
    let label = if topic.spec().replicas > 1 { LABEL.1 } else { LABEL.0 };
    let more = partitions - lanes;
    let below = if more > 0 { MORE } else { 0.0 };
    let h = RAIL + lanes as f64 * pitch(readers) - GAP + below;
    (Shape::Tape { lanes, more, readers, label }, h)
}

fn pitch(readers: usize) -> f64 {
    AXIS + TAPE_H + 8.0 + FLAG_PITCH * readers as f64 + GAP
}

impl Node {
    /// How many partitions are drawn, and how many are not.
    pub fn lanes(&self) -> (usize, usize) {
        match self.shape {
            Shape::Tape { lanes, more, .. } => (lanes, more),
            _ => (0, 0),
        }
    }

    /// The tape of the n-th partition.
    pub fn lane(&self, n: usize) -> Rect {
        let (readers, label) = match self.shape {
            Shape::Tape { readers, label, .. } => (readers, label),
            _ => (0, 0.0),
        };
        let y = self.body.y + RAIL + AXIS + pitch(readers) * n as f64;
        Rect { x: self.body.x + label, y, w: self.body.w - label - INTAKE, h: TAPE_H }
    }

    /// How many records a tape shows at full size, with the place for the
    /// next one.
    pub fn lane_room(&self) -> u64 {
        ((self.lane(0).w - 8.0) / PITCH).max(1.0) as u64
    }

    /// The middle of the room left of a tape.
    pub fn lane_label(&self, n: usize) -> Point {
        let lane = self.lane(n);
        at(self.body.x.midpoint(lane.x) - 2.0, lane.center().y)
    }

    /// The height at which the marks of the n-th group stand below a tape.
    pub fn flag_row(&self, lane: usize, n: usize) -> f64 {
        self.lane(lane).bottom() + 8.0 + FLAG_PITCH * (n as f64 + 0.5)
    }

    /// Where the wire over the tapes turns down to them.
    pub fn entrance(&self) -> Point {
        at(self.body.right() - 8.0, self.rail())
    }

    /// The height of the wire over the tapes.
    pub(super) fn rail(&self) -> f64 {
        self.body.y + 4.0
    }

    /// Between which heights what is read leaves at the right edge.
    pub(super) fn outlet(&self) -> (f64, f64) {
        (self.lane(0).y, self.lane(self.lanes().0.saturating_sub(1)).bottom())
    }

    /// The ways of what is appended: along the corners, over the top and
    /// down to each tape; the last one to all that are not drawn.
    pub(super) fn inlets(&self, corners: &[Point]) -> Vec<Path> {
        let corner = self.entrance();
        let (lanes, more) = self.lanes();
        let ends = (0..lanes).map(|n| self.lane(n).center().y);
        let rest = (more > 0).then(|| self.body.bottom() - MORE / 2.0);
        let way = |end: f64| {
            let last = [corner, at(corner.x, end), at(corner.x - TAIL, end)];
            Path::rounded(&[corners, &last].concat(), 8.0)
        };
        ends.chain(rest).map(way).collect()
    }
}
