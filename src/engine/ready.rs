//! The ready list of a queue: what waits, in the order it will be delivered.
//!
//! One line per priority level, each sorted by the copies' places in the
//! queue, and before them a line of what came back, where the kind of queue
//! has one (R20). Arrivals and departures are at the ends, so both are cheap;
//! a requeued copy may go between its old neighbours (R19).

use std::collections::VecDeque;

use super::{mechanics::Priorities, store::CopyKey};

/// A copy's place: the order in which copies entered the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub sequence: u32,
    pub copy: CopyKey,
    /// Of its body.
    pub bytes: u32,
}

/// How many of the high class go before one of the low (R35).
const HIGH_FOR_ONE_LOW: u8 = 2;

/// What waits in a queue.
#[derive(Clone)]
pub(super) struct Ready {
    /// What came back, in the order of returning.
    returned: VecDeque<Place>,
    /// By priority, lowest first.
    levels: Vec<VecDeque<Place>>,
    priorities: Priorities,
    /// Of the high class, taken since the last of the low.
    high_taken: u8,
    len: usize,
    bytes: u64,
}

impl Ready {
    /// An empty list, with as many levels as the queue declares if that is
    /// what priorities mean to it.
    pub fn new(priorities: Priorities, declared: Option<u8>) -> Self {
        Ready {
            returned: VecDeque::new(),
            levels: vec![VecDeque::new(); priorities.levels(declared)],
            priorities,
            high_taken: 0,
            len: 0,
            bytes: 0,
        }
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
    pub fn insert(&mut self, priority: Option<u8>, place: Place) {
        let level = self.priorities.level(priority, self.levels.len());
        let level = &mut self.levels[level];
        match level.back() {
            Some(last) if place < *last => {
                let at = level.partition_point(|other| *other < place);
                level.insert(at, place);
            }
            _ => level.push_back(place),
        }
        self.count_in(place);
    }

    /// Puts a copy behind all that came back before it, and before the rest.
    pub fn insert_returned(&mut self, place: Place) {
        self.returned.push_back(place);
        self.count_in(place);
    }

    fn count_in(&mut self, place: Place) {
        self.len += 1;
        self.bytes += u64::from(place.bytes);
    }

    fn count_out(&mut self, place: Place) {
        self.len -= 1;
        self.bytes -= u64::from(place.bytes);
    }

    /// The next copy to deliver: the first that came back, or else the oldest
    /// of the level whose turn it is (R34, R35).
    pub fn head(&self) -> Option<CopyKey> {
        let returned = self.returned.front();
        returned.or_else(|| self.levels[self.next_level()?].front()).map(|place| place.copy)
    }

    /// Takes the next copy to deliver.
    pub fn take_head(&mut self) -> Option<CopyKey> {
        let place = match self.returned.pop_front() {
            Some(returned) => returned,
            None => {
                let level = self.next_level()?;
                self.taken_from(level);
                self.levels[level].pop_front()?
            }
        };
        self.count_out(place);
        Some(place.copy)
    }

    fn next_level(&self) -> Option<usize> {
        match self.is_turn_of_low() {
            true => Some(0),
            false => self.levels.iter().rposition(|level| !level.is_empty()),
        }
    }

    fn is_turn_of_low(&self) -> bool {
        self.priorities == Priorities::TwoClasses
            && HIGH_FOR_ONE_LOW <= self.high_taken
            && !self.levels[0].is_empty()
    }

    /// The first copy that came back and the first of every level, the next
    /// one to deliver first: where a copy may be seen to have expired.
    pub fn heads(&self) -> impl Iterator<Item = CopyKey> + '_ {
        let levels = self.levels.iter().rev().filter_map(|level| level.front());
        self.returned.front().into_iter().chain(levels).map(|place| place.copy)
    }

    /// Takes a copy, mostly the head of its line; false if it is not here.
    pub fn take(&mut self, priority: Option<u8>, place: Place) -> bool {
        if self.returned.front() == Some(&place) {
            self.returned.pop_front();
        } else if !self.take_from_level(priority, place) {
            let Some(at) = self.returned.iter().position(|other| *other == place) else {
                return false;
            };
            self.returned.remove(at);
        }
        self.count_out(place);
        true
    }

    fn take_from_level(&mut self, priority: Option<u8>, place: Place) -> bool {
        let number = self.priorities.level(priority, self.levels.len());
        let level = &mut self.levels[number];
        if level.front() == Some(&place) {
            level.pop_front();
        } else {
            let Ok(at) = level.binary_search(&place) else {
                return false;
            };
            level.remove(at);
        }
        self.taken_from(number);
        true
    }

    fn taken_from(&mut self, level: usize) {
        self.high_taken = match level {
            0 => 0,
            _ => self.high_taken.saturating_add(1),
        };
    }

    /// Takes everything, in order of level.
    pub fn drain(&mut self) -> Vec<CopyKey> {
        let all = self.iter().collect();
        self.returned.clear();
        self.levels.iter_mut().for_each(VecDeque::clear);
        self.len = 0;
        self.bytes = 0;
        all
    }

    /// Everything: what came back, then level by level, highest first.
    pub fn iter(&self) -> impl Iterator<Item = CopyKey> + '_ {
        let levels = self.levels.iter().rev().flatten();
        self.returned.iter().chain(levels).map(|place| place.copy)
    }

    /// Whether every level is in order; part of the laws.
    pub fn is_sorted(&self) -> bool {
        self.levels.iter().all(|level| level.iter().is_sorted())
    }
}
