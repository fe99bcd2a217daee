//! The ready list of a queue: what waits, in the order it will be delivered.
//!
//! One line per priority level, each sorted by the copies' places in the
//! queue. A classic queue takes a requeued copy back to its original place
//! (R19); arrivals and departures are at the ends, so both are cheap.

use std::collections::VecDeque;

use super::store::CopyKey;

/// A copy's place: the order in which copies entered the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub sequence: u32,
    pub copy: CopyKey,
}

/// What waits in a queue.
#[derive(Clone)]
pub(super) struct Ready {
    /// By priority, lowest first.
    levels: Vec<VecDeque<Place>>,
    len: usize,
    bytes: u64,
}

impl Ready {
    /// An empty list with priorities 0 to `max_priority`.
    pub fn new(max_priority: u8) -> Self {
        Ready { levels: vec![VecDeque::new(); usize::from(max_priority) + 1], len: 0, bytes: 0 }
    }

    pub fn len(&self) -> usize {
        self.len
    }

    /// The bytes of the bodies that wait.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Puts a copy at its place in its level: a new one at the end, a
    /// requeued one between its old neighbours.
    pub fn insert(&mut self, priority: u8, place: Place, bytes: u64) {
        let highest = self.levels.len() - 1;
        let level = &mut self.levels[usize::from(priority).min(highest)];
        match level.back() {
            Some(last) if place < *last => {
                let at = level.partition_point(|other| *other < place);
                level.insert(at, place);
            }
            _ => level.push_back(place),
        }
        self.len += 1;
        self.bytes += bytes;
    }

    /// The next copy to deliver: the oldest of the highest level (R34).
    pub fn head(&self) -> Option<CopyKey> {
        self.heads().next()
    }

    /// The first copy of every level, highest level first.
    pub fn heads(&self) -> impl Iterator<Item = CopyKey> + '_ {
        self.levels.iter().rev().filter_map(|level| level.front()).map(|place| place.copy)
    }

    /// Takes a copy that is at the head of its level.
    pub fn take_head(&mut self, head: CopyKey, bytes: u64) {
        let mut levels = self.levels.iter_mut().rev();
        let at_front =
            |level: &&mut VecDeque<Place>| level.front().is_some_and(|first| first.copy == head);
        let level = levels.find(at_front).expect("the copy is at the head of its level");
        level.pop_front();
        self.len -= 1;
        self.bytes -= bytes;
    }

    /// Takes everything, in order.
    pub fn drain(&mut self) -> Vec<CopyKey> {
        self.len = 0;
        self.bytes = 0;
        let levels = self.levels.iter_mut().rev();
        levels.flat_map(|level| level.drain(..)).map(|place| place.copy).collect()
    }

    /// Everything, in the order it will be delivered.
    pub fn iter(&self) -> impl Iterator<Item = CopyKey> + '_ {
        self.levels.iter().rev().flatten().map(|place| place.copy)
    }

    /// Whether every level is in order; part of the laws.
    pub fn is_sorted(&self) -> bool {
        self.levels.iter().all(|level| level.iter().is_sorted())
    }
}
