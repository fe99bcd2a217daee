//! A consumer as a member of a group: what it reads, and how far it is.
//!
//! Everything here is what the client itself knows; the coordinator has its
//! own view of who belongs to the group.

use std::{collections::VecDeque, rc::Rc};

use crate::engine::{
    ConsumerId, Engine, GroupId, NodeId, PartitionId, Tick,
    consumer::{Consumer, Delivery, Source},
    fact::{Cause, Fact},
    ordered_map::OrderedMap,
};

/// How a consumer stands with its group, as far as it knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Not a member.
    #[default]
    Out,
    /// It has asked to be one, or to share out again, and waits.
    Joining,
    /// A member, with its partitions.
    Joined,
}

/// A member as the coordinator tells one from another: a consumer, and which
/// life of it, unless it is always the same (`group.instance.id`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seat {
    /// Whose.
    pub consumer: ConsumerId,
    /// Which of its lives.
    pub life: u32,
}

/// A consumer's side of its membership.
#[derive(Clone, Debug)]
pub struct Member {
    pub(super) group: GroupId,
    pub(super) seat: Seat,
    pub(super) standing: Standing,
    pub(super) generation: u32,
    pub(super) assigned: Vec<PartitionId>,
    /// The next offset that poll returns.
    pub(super) positions: OrderedMap<PartitionId, u64>,
    /// The next offset to fetch: poll returns what was fetched before.
    pub(super) ahead: OrderedMap<PartitionId, u64>,
    pub(super) fetched: VecDeque<Rc<Delivery>>,
    /// Counts fetches; only the latest one is waited for.
    pub(super) fetch: u32,
    pub(super) fetching: bool,
    /// It waits in `poll()`.
    pub(super) in_poll: bool,
    /// Since when it has not been in `poll()`, and whether somebody watches.
    pub(super) polled: Tick,
    pub(super) watched: bool,
    /// It has heard that the group is to share out again.
    pub(super) called: bool,
    /// The next offset to commit, of what it is done with.
    pub(super) done: OrderedMap<PartitionId, u64>,
    /// What it has sent to be committed.
    pub(super) sent: OrderedMap<PartitionId, u64>,
    pub(super) committed_at: Tick,
    pub(super) commit_booked: bool,
    /// What this poll returned has been committed before the work.
    pub(super) batch_committed: bool,
    /// It waits for a transaction to end.
    pub(super) ending: bool,
}

impl Member {
    pub(super) fn new(group: GroupId, consumer: ConsumerId, now: Tick) -> Self {
        Member {
            group,
            seat: Seat { consumer, life: 0 },
            standing: Standing::Out,
            generation: 0,
            assigned: Vec::new(),
            positions: OrderedMap::default(),
            ahead: OrderedMap::default(),
            fetched: VecDeque::new(),
            fetch: 0,
            fetching: false,
            in_poll: false,
            polled: now,
            watched: false,
            called: false,
            done: OrderedMap::default(),
            sent: OrderedMap::default(),
            committed_at: now,
            commit_booked: false,
            batch_committed: false,
            ending: false,
        }
    }

    /// The group it belongs to, or wants to.
    pub fn group(&self) -> GroupId {
        self.group
    }

    /// How it stands with its group.
    pub fn standing(&self) -> Standing {
        self.standing
    }

    /// What it reads.
    pub fn assigned(&self) -> &[PartitionId] {
        &self.assigned
    }

    /// The next offset that poll returns of a partition (K9).
    pub fn position(&self, partition: PartitionId) -> Option<u64> {
        self.positions.get(&partition).copied()
    }

    /// Records fetched that poll has not returned yet (K14).
    pub fn fetched(&self) -> impl ExactSizeIterator<Item = &Delivery> {
        self.fetched.iter().map(|delivery| &**delivery)
    }

    /// Whether it waits in `poll()`.
    pub fn is_polling(&self) -> bool {
        self.in_poll
    }

    /// Since when it has not been in `poll()`; none while it is (K14).
    pub fn away_since(&self) -> Option<Tick> {
        (!self.in_poll && self.standing == Standing::Joined).then_some(self.polled)
    }

    /// A partition ends earlier now; whether this member reads it, and so has
    /// lost the answer to its fetch.
    pub(super) fn cut(&mut self, partition: PartitionId, end: u64) -> bool {
        let marks = [&mut self.positions, &mut self.ahead, &mut self.done, &mut self.sent];
        for offset in marks.into_iter().filter_map(|marks| marks.get_mut(&partition)) {
            *offset = end.min(*offset);
        }
        let reads = self.assigned.contains(&partition);
        if reads {
            self.forget_fetch();
        }
        reads
    }

    /// The answer to the fetch that is out is waited for no longer.
    pub(super) fn forget_fetch(&mut self) {
        self.fetch += 1;
        self.fetching = false;
    }
}

/// The partition a delivery was read from.
pub(super) fn partition_of(delivery: &Delivery) -> Option<PartitionId> {
    match delivery.source {
        Source::Log { partition, .. } => Some(partition),
        Source::Queue { .. } => None,
    }
}

impl Consumer {
    /// Its membership of a group of the log, if it is to have one.
    pub fn member(&self) -> Option<&Member> {
        self.member.as_deref()
    }

    /// What is known to be there.
    pub(super) fn as_member(&mut self) -> &mut Member {
        self.member.as_mut().expect("a member")
    }
}

impl Engine {
    pub(super) fn member_mut(&mut self, id: ConsumerId) -> Option<&mut Member> {
        self.consumers[id.index()].member.as_deref_mut()
    }

    pub(super) fn member_of(&self, id: ConsumerId) -> Option<&Member> {
        self.consumers[id.index()].member()
    }

    /// Where a group's coordinator is drawn: at the first topic it reads.
    pub(super) fn coordinator_node(&self, group: GroupId) -> NodeId {
        let topic = self.log.groups[group.index()].topics.first().copied();
        NodeId::Topic(topic.expect("a group reads something"))
    }

    /// A member gives a partition up: what it has fetched of it is forgotten.
    pub(super) fn revoke(&mut self, id: ConsumerId, partition: PartitionId) {
        self.forget_fetched(id, partition);
        let member = self.consumers[id.index()].as_member();
        member.assigned.retain(|other| *other != partition);
        member.positions.remove(&partition);
        member.ahead.remove(&partition);
        member.done.remove(&partition);
        member.sent.remove(&partition);
        let generation = member.generation;
        self.record(Fact::Revoked { consumer: id, partition, generation });
    }

    /// What poll has not returned of a partition is thrown away; it is still
    /// in the log.
    pub(super) fn forget_fetched(&mut self, id: ConsumerId, partition: PartitionId) {
        let member = self.consumers[id.index()].as_member();
        member.forget_fetch();
        let fetched = std::mem::take(&mut member.fetched);
        let of_it = |delivery: &Rc<Delivery>| partition_of(delivery) == Some(partition);
        let (gone, kept): (VecDeque<_>, _) = fetched.into_iter().partition(of_it);
        member.fetched = kept;
        gone.iter().for_each(|delivery| self.delivery_dropped(delivery, Cause::NotProcessed));
    }
}
