//! What a share group knows of a partition: the state of each record that it
//! has handed out and is not done with (K23).
//!
//! Records between `start` and `next` have been handed out at least once;
//! whether they are available again, somebody's own or done with is kept
//! until all before them are done with too. Everything from `next` on has
//! never been handed out.

use crate::engine::{
    ConsumerId, Tick,
    growing_map::{GrowingMap, GrowingSet},
    timer::Timer,
};

/// Where a share group stands with a record (K23).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// Anybody may have it.
    Available,
    /// A member's own for a while.
    Acquired {
        /// Whose.
        consumer: ConsumerId,
        /// For how long.
        until: Tick,
    },
    /// A member was done with it.
    Acknowledged,
    /// Nobody gets it again (K24).
    Archived,
}

/// A record that a share group has handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shared {
    /// Where the group stands with it.
    pub state: Sharing,
    /// How many deliveries count.
    pub deliveries: u32,
}

impl Shared {
    fn is_open(&self) -> bool {
        matches!(self.state, Sharing::Available | Sharing::Acquired { .. })
    }
}

/// How a record comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Return {
    /// A member gave it back: the delivery counts.
    GivenBack,
    /// Its lock is over: the delivery counts as well.
    LockOver,
    /// Its member is gone, or the leader that had lent it: nothing counts.
    Forgotten,
}

/// A share group's side of a partition.
#[derive(Clone, Debug)]
pub struct SharePartition {
    next: u64,
    records: GrowingMap<u64, Shared>,
    available: GrowingSet<u64>,
    /// When each acquired record is its member's own no longer.
    locks: GrowingSet<(Tick, u64)>,
    pub(super) timer: Timer,
}

impl SharePartition {
    pub(super) fn from(offset: u64) -> Self {
        SharePartition {
            next: offset,
            records: GrowingMap::default(),
            available: GrowingSet::default(),
            locks: GrowingSet::default(),
            timer: Timer::idle(),
        }
    }

    /// The share-partition start offset: the group is done with all before.
    pub fn start(&self) -> u64 {
        self.records.first().map_or(self.next, |offset| *offset)
    }

    /// What has never been handed out begins here.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// What has been handed out from the start on, by offset.
    pub fn records(&self) -> impl ExactSizeIterator<Item = (u64, Shared)> {
        self.records.iter().map(|(offset, shared)| (*offset, *shared))
    }

    /// How the group stands with a record; none before the start.
    pub fn sharing(&self, offset: u64) -> Option<Shared> {
        match self.next <= offset {
            true => Some(Shared { state: Sharing::Available, deliveries: 0 }),
            false => self.records.get(&offset).copied(),
        }
    }

    /// Whether the group may still bring about the effect of a record.
    pub(super) fn holds(&self, offset: u64) -> bool {
        self.sharing(offset).is_some_and(|shared| shared.is_open())
    }

    /// Whether a record is this member's own.
    pub(super) fn is_held_by(&self, offset: u64, member: ConsumerId) -> bool {
        let state = self.records.get(&offset).map(|shared| shared.state);
        matches!(state, Some(Sharing::Acquired { consumer, .. }) if consumer == member)
    }

    /// The first record that is available again.
    pub(super) fn returned(&self) -> Option<u64> {
        self.available.first().copied()
    }

    /// Whether so many may be between the first and the last handed out that
    /// one more fits (K26).
    pub(super) fn has_room(&self, most: u32) -> bool {
        self.next - self.start() < u64::from(most)
    }

    /// A member acquires a record; returns how many deliveries count now.
    pub(super) fn acquire(&mut self, offset: u64, consumer: ConsumerId, until: Tick) -> u32 {
        let new = Shared { state: Sharing::Available, deliveries: 0 };
        let shared = self.records.or_insert(offset, new);
        shared.deliveries += 1;
        shared.state = Sharing::Acquired { consumer, until };
        let deliveries = shared.deliveries;
        self.available.remove(&offset);
        self.locks.add((until, offset));
        self.next = self.next.max(offset + 1);
        deliveries
    }

    /// A lock begins anew.
    pub(super) fn renew(&mut self, offset: u64, later: Tick) {
        let Some(shared) = self.records.get_mut(&offset) else {
            return;
        };
        if let Sharing::Acquired { until, .. } = &mut shared.state {
            self.locks.remove(&(*until, offset));
            *until = later;
            self.locks.add((later, offset));
        }
    }

    /// A record comes back; returns where the group stands with it now (K24).
    pub(super) fn give_back(&mut self, offset: u64, back: Return, limit: u32) -> Sharing {
        let shared = self.records.get_mut(&offset).expect("acquired");
        if back == Return::Forgotten {
            shared.deliveries -= 1;
        } else if limit <= shared.deliveries {
            return self.done(offset, Sharing::Archived);
        }
        self.unlock(offset);
        self.records.get_mut(&offset).expect("just seen").state = Sharing::Available;
        self.available.add(offset);
        Sharing::Available
    }

    /// The group is done with a record.
    pub(super) fn done(&mut self, offset: u64, state: Sharing) -> Sharing {
        self.unlock(offset);
        self.records.get_mut(&offset).expect("acquired").state = state;
        self.tidy();
        state
    }

    fn unlock(&mut self, offset: u64) {
        if let Some(Sharing::Acquired { until, .. }) =
            self.records.get(&offset).map(|shared| shared.state)
        {
            self.locks.remove(&(until, offset));
        }
    }

    /// The start moves up to the first record that is not done with.
    fn tidy(&mut self) {
        while self.records.values().next().is_some_and(|first| !first.is_open()) {
            self.records.pop_first();
        }
    }

    /// A record is not in the log any more.
    pub(super) fn forget(&mut self, offset: u64) {
        self.unlock(offset);
        self.available.remove(&offset);
        self.records.remove(&offset);
        self.tidy();
    }

    /// The log ends earlier now: what comes there is something else.
    pub(super) fn cut(&mut self, end: u64) {
        self.next = self.next.min(end);
        let gone = self.records.from(&end).map(|(offset, _)| *offset);
        gone.collect::<Vec<_>>().into_iter().for_each(|offset| self.forget(offset));
    }

    /// What this member holds, or everything that anybody holds.
    pub(super) fn acquired(&self, member: Option<ConsumerId>) -> Vec<u64> {
        let held = self.records.iter().filter(|(_, shared)| match shared.state {
            Sharing::Acquired { consumer, .. } => member.is_none_or(|member| member == consumer),
            _ => false,
        });
        held.map(|(offset, _)| *offset).collect()
    }

    /// What has been somebody's own for long enough.
    pub(super) fn overdue(&self, now: Tick) -> Vec<u64> {
        let over = self.locks.keys().take_while(|(until, _)| *until <= now);
        over.map(|(_, offset)| *offset).collect()
    }

    /// When the next lock is over.
    pub(super) fn next_lock(&self) -> Option<Tick> {
        self.locks.first().map(|(until, _)| *until)
    }

    /// Whether what is available and what is locked is what the states say.
    pub(super) fn is_consistent(&self) -> bool {
        let (mut available, mut locks) = (GrowingSet::default(), GrowingSet::default());
        for (offset, shared) in self.records.iter() {
            match shared.state {
                Sharing::Available => available.add(*offset),
                Sharing::Acquired { until, .. } => locks.add((until, *offset)),
                Sharing::Acknowledged | Sharing::Archived => {}
            }
        }
        let is_tidy = self.records.values().next().is_none_or(Shared::is_open);
        let is_behind = self.records.last().is_none_or(|last| *last < self.next);
        is_tidy && is_behind && available == self.available && locks == self.locks
    }
}
