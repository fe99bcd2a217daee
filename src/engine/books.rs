//! Two sets of books that always balance.
//!
//! *Copies*: created = on a link + ready + outstanding + settled + removed.
//! *Effects*: expected = done once + pending + lost + duplicated.

use super::{fact::Cause, store::Stage};

/// Counts by cause, in the order of [`Cause::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByCause([u64; Cause::ALL.len()]);

impl ByCause {
    /// How many for this cause.
    pub fn of(&self, cause: Cause) -> u64 {
        self.0[cause as usize]
    }

    /// How many in all.
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    /// The causes there were, with their counts.
    pub fn nonzero(&self) -> impl Iterator<Item = (Cause, u64)> + '_ {
        Cause::ALL.into_iter().map(|cause| (cause, self.of(cause))).filter(|(_, count)| *count > 0)
    }

    fn count(&mut self, cause: Cause) {
        self.0[cause as usize] += 1;
    }
}

/// The books of copies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Books {
    /// All copies there ever were.
    pub created: u64,
    /// Between two nodes.
    pub on_link: u64,
    /// Waiting in a queue, whether it may be delivered yet or not.
    pub ready: u64,
    /// Sent to a consumer, not settled.
    pub outstanding: u64,
    /// Acknowledged, or settled on sending.
    pub settled: u64,
    /// Gone otherwise, by reason.
    pub removed: ByCause,
}

impl Books {
    /// Whether every copy is accounted for.
    pub fn balance(&self) -> bool {
        let known = self.on_link + self.ready + self.outstanding + self.settled;
        self.created == known + self.removed.total()
    }

    pub(super) fn created(&mut self) {
        self.created += 1;
        self.on_link += 1;
    }

    pub(super) fn moved(&mut self, from: Stage, to: Stage) {
        *self.at(from) -= 1;
        *self.at(to) += 1;
    }

    pub(super) fn settled(&mut self, from: Stage) {
        *self.at(from) -= 1;
        self.settled += 1;
    }

    pub(super) fn removed(&mut self, from: Stage, cause: Cause) {
        *self.at(from) -= 1;
        self.removed.count(cause);
    }

    fn at(&mut self, stage: Stage) -> &mut u64 {
        match stage {
            Stage::OnLink => &mut self.on_link,
            Stage::Ready => &mut self.ready,
            Stage::Outstanding => &mut self.outstanding,
        }
    }
}

/// The books of effects, per message and queue it was routed to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effects {
    /// One for each message and queue; one also for a message without route.
    pub expected: u64,
    /// Happened exactly once so far.
    pub once: u64,
    /// Not yet happened, and still can.
    pub pending: u64,
    /// Will never happen, by cause.
    pub lost: ByCause,
    /// Happened more than once.
    pub duplicated: u64,
    /// Happened, for the first time, after that of a younger message of the
    /// same key (R44, K2). It is counted beside the others, not among them.
    pub out_of_order: u64,
}

impl Effects {
    /// Whether every expected effect is accounted for.
    pub fn balance(&self) -> bool {
        self.expected == self.once + self.pending + self.lost.total() + self.duplicated
    }

    pub(super) fn expected(&mut self) {
        self.expected += 1;
        self.pending += 1;
    }

    pub(super) fn lost(&mut self, cause: Cause) {
        self.pending -= 1;
        self.lost.count(cause);
    }

    pub(super) fn regained(&mut self, cause: Cause) {
        self.lost.0[cause as usize] -= 1;
        self.pending += 1;
    }

    pub(super) fn applied(&mut self, times: u32) {
        match times {
            1 => {
                self.pending -= 1;
                self.once += 1;
            }
            2 => {
                self.once -= 1;
                self.duplicated += 1;
            }
            _ => {}
        }
    }
}
