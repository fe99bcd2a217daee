//! The part of a log that a tape shows, and at which scale.
//!
//! The young end at full size, as long as every group reads there. When one
//! falls behind, the scale shrinks so far that its flags stay on the tape.

use super::super::{
    geometry::{Point, Rect, at},
    layout::PITCH,
};

/// Records closer than this are drawn without their numbers.
const LEGIBLE: f64 = 29.0;
/// Left and right of the first and the last record.
const MARGIN: f64 = 4.0;

/// A window on a log.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Window {
    lane: Rect,
    /// The offset at the left edge; between two while records move up.
    first: f64,
    /// From one offset to the next.
    pub pitch: f64,
}

impl Window {
    /// The window of a log that ends at `end`, on which everything from
    /// `lowest` on is to be seen; `slide` records have not moved up yet.
    pub fn over(lane: Rect, end: u64, lowest: u64, slide: f64) -> Window {
        let wide = lane.w - 2.0 * MARGIN;
        let room = (wide / PITCH).max(1.0) as u64;
        let wanted = end + 1 - lowest.min(end);
        if wanted > room {
            return Window { lane, first: lowest as f64, pitch: wide / wanted as f64 };
        }
        let first = (end + 1).saturating_sub(room) as f64;
        Window { lane, first: (first - slide).max(0.0), pitch: PITCH }
    }

    /// The tape.
    pub fn lane(&self) -> Rect {
        self.lane
    }

    /// Whether records are drawn with their numbers.
    pub fn is_large(&self) -> bool {
        LEGIBLE <= self.pitch
    }

    /// The first offset that lies on the tape as a whole.
    pub fn first(&self) -> u64 {
        (self.first - 0.3).ceil().max(0.0) as u64
    }

    /// How far right an offset begins; older ones stand at the left edge.
    pub fn edge(&self, offset: u64) -> f64 {
        let x = self.lane.x + MARGIN + (offset as f64 - self.first) * self.pitch;
        x.clamp(self.lane.x, self.lane.right())
    }

    /// The middle of a record.
    pub fn slot(&self, offset: u64) -> Point {
        at(self.edge(offset) + self.pitch / 2.0, self.lane.center().y)
    }

    /// Where a record enters: at the right end.
    pub fn mouth(&self) -> Point {
        at(self.lane.right() - 12.0, self.lane.center().y)
    }

    /// The offset at a place.
    pub fn offset_at(&self, x: f64) -> u64 {
        (self.first + (x - self.lane.x - MARGIN) / self.pitch).max(0.0) as u64
    }

    /// From one offset that is written down to the next.
    pub fn step(&self) -> u64 {
        let steps = (0..18).flat_map(|power| [1, 2, 5].map(|n| n * 10_u64.pow(power)));
        let mut wide = steps.filter(|step| 40.0 <= *step as f64 * self.pitch);
        if self.is_large() { 1 } else { wide.next().unwrap_or(u64::MAX) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Room for ten records.
    const LANE: Rect = Rect { x: 100.0, y: 0.0, w: 328.0, h: 34.0 };

    #[test]
    fn a_short_log_grows_from_the_left() {
        let window = Window::over(LANE, 3, 3, 0.0);
        assert_eq!((window.first(), window.slot(0).x), (0, 120.0));
        assert!(window.is_large());
    }

    #[test]
    fn a_long_log_shows_its_end_with_room_for_the_next_record() {
        let window = Window::over(LANE, 100, 98, 0.0);
        assert_eq!(window.first(), 91);
        assert_eq!(window.edge(100), 100.0 + 4.0 + 9.0 * PITCH);
        assert_eq!(window.edge(5), 100.0, "what is older stands at the edge");
    }

    #[test]
    fn a_group_that_falls_behind_stays_on_the_tape() {
        let window = Window::over(LANE, 1_000, 200, 0.0);
        assert!(!window.is_large());
        assert_eq!(window.edge(200), 104.0);
        assert!(window.edge(1_000) < 424.0 && window.edge(1_000) > 423.0);
        assert_eq!(window.offset_at(window.edge(600) + 0.1), 600);
        assert_eq!(window.step(), 200);
    }

    #[test]
    fn records_move_up_one_by_one() {
        let before = Window::over(LANE, 100, 98, 0.0);
        let moving = Window::over(LANE, 101, 98, 1.0);
        assert_eq!(moving.edge(97), before.edge(97), "as long as the new one has only come");
        assert_eq!(Window::over(LANE, 101, 98, 0.0).edge(97), before.edge(96));
    }
}
