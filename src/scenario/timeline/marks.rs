//! Marks on the bar of time: where something happened that one may want to
//! go to.
//!
//! The list is bounded. When it is full, marks of one kind that stand close
//! together become one, and what counts as close doubles.

use crate::engine::{Cause, Engine, Fact, Tick, Work};

/// Most marks of a run.
pub const MARKS: usize = 500;

/// What counts as close once the list has been full, in microseconds.
const FIRST_GAP_US: u64 = 1_000;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkKind {
    /// A consumer, a service or a broker died.
    Crash,
    /// A message was dead-lettered, or a share group gave it up.
    DeadLetter,
    /// A copy was dropped: no room, too old, or not wanted twice.
    Drop,
    /// An expected effect will never happen.
    Loss,
    /// An effect happened again.
    Duplicate,
    /// A group shares its partitions out again.
    Rebalance,
    /// A goal was met.
    Goal,
}

impl MarkKind {
    const COUNT: usize = 7;

    /// How a fact is marked, if it is.
    pub fn of(fact: &Fact) -> Option<MarkKind> {
        match fact {
            Fact::Crashed { .. }
            | Fact::BrokerDown { .. }
            | Fact::BrokerRestarted
            | Fact::ServiceDown { .. } => Some(MarkKind::Crash),
            Fact::DeadLettered { .. } | Fact::Archived { .. } => Some(MarkKind::DeadLetter),
            Fact::EffectLost { .. } => Some(MarkKind::Loss),
            Fact::Worked { work: Work::Done { times: 2.. }, .. } => Some(MarkKind::Duplicate),
            Fact::Rebalancing { .. } => Some(MarkKind::Rebalance),
            Fact::Removed {
                cause:
                    Cause::OverLength
                    | Cause::Refused
                    | Cause::Expired
                    | Cause::BufferFull
                    | Cause::Retention
                    | Cause::Deduplicated,
                ..
            } => Some(MarkKind::Drop),
            _ => None,
        }
    }
}

/// A stretch of time in which things of one kind happened; mostly a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// When the first of them happened.
    pub at: Tick,
    /// When the last of them happened.
    pub until: Tick,
    /// What happened.
    pub kind: MarkKind,
}

/// The marks of a run.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    /// In the order of their beginnings.
    list: Vec<Mark>,
    gap_us: u64,
    /// The first moment not read yet.
    unread: Tick,
}

impl Marks {
    pub fn all(&self) -> &[Mark] {
        &self.list
    }

    /// Marks the facts from `index` on, those at moments not read before.
    pub fn read(&mut self, engine: &Engine, index: u64) {
        if engine.now() < self.unread {
            return;
        }
        for (_, at, fact) in engine.facts().since(index) {
            if let Some(kind) = MarkKind::of(fact).filter(|_| self.unread <= at) {
                self.add(at, kind);
            }
        }
        self.unread = engine.now().after(1);
    }

    /// More may have happened at the last moment read.
    pub fn read_again(&mut self, now: Tick) {
        self.unread = self.unread.min(now);
    }

    /// Adds a mark, or widens the one of its kind that is close.
    pub fn add(&mut self, at: Tick, kind: MarkKind) {
        let place = self.list.partition_point(|mark| mark.at <= at);
        let same = self.list[..place].iter_mut().rev().find(|mark| mark.kind == kind);
        match same.filter(|mark| at.since(mark.at) <= self.gap_us) {
            Some(mark) => mark.until = mark.until.max(at),
            None => self.list.insert(place, Mark { at, until: at, kind }),
        }
        while MARKS < self.list.len() {
            self.widen();
        }
    }

    fn widen(&mut self) {
        self.gap_us = FIRST_GAP_US.max(self.gap_us * 2);
        let mut kept: Vec<Mark> = Vec::with_capacity(self.list.len());
        let mut latest = [None; MarkKind::COUNT];
        for mark in &self.list {
            let latest: &mut Option<usize> = &mut latest[mark.kind as usize];
            match latest.map(|at| &mut kept[at]) {
                Some(same) if mark.at.since(same.at) <= self.gap_us => {
                    same.until = same.until.max(mark.until);
                }
                _ => {
                    *latest = Some(kept.len());
                    kept.push(*mark);
                }
            }
        }
        self.list = kept;
    }

    /// Forgets what happened from `unread` on.
    pub fn cut(&mut self, unread: Tick) {
        self.list.retain(|mark| mark.at < unread);
        let last = Tick(unread.0.saturating_sub(1));
        self.list.iter_mut().for_each(|mark| mark.until = mark.until.min(last));
        self.unread = self.unread.min(unread);
    }

    /// The first one that begins after `now`.
    pub fn after(&self, now: Tick) -> Option<Mark> {
        self.list.get(self.list.partition_point(|mark| mark.at <= now)).copied()
    }

    /// The last one that begins before `now`.
    pub fn before(&self, now: Tick) -> Option<Mark> {
        self.list[..self.list.partition_point(|mark| mark.at < now)].last().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stay_few_and_in_order_however_much_happens() {
        let mut marks = Marks::default();
        for n in 0..100_000_u64 {
            let kind = if n % 3 == 0 { MarkKind::Crash } else { MarkKind::Loss };
            marks.add(Tick(n * 7_001), kind);
        }
        assert!((MARKS / 8..=MARKS).contains(&marks.all().len()), "{}", marks.all().len());
        assert!(marks.all().is_sorted_by_key(|mark| mark.at));
        assert_eq!(marks.before(Tick(u64::MAX)), marks.all().last().copied());
        assert_eq!(marks.after(Tick(0)).map(|mark| mark.kind), Some(MarkKind::Loss));
    }
}
