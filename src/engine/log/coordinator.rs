//! The coordinator of a group: who belongs to it, and sharing out its
//! partitions, step by step (K10, K15, K16).
//!
//! Gathering begins with whoever joins or leaves, and ends when all members
//! have joined again, or when those that have not had their time. Then
//! everybody is told what to read.

use crate::engine::{
    ConsumerId, Engine, GroupId, PartitionId,
    event::Event,
    fact::{Fact, Leaving},
    link::{Cargo, Way, micros},
    ordered_map::OrderedMap,
    topology::Assignor,
};

use super::{
    assign::{Assignment, assign},
    member::Seat,
};

/// What a group is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GroupPhase {
    /// It has no members.
    #[default]
    Empty,
    /// It waits until all its members have joined, or joined again.
    Gathering,
    /// Everybody has been told what to read.
    Stable,
}

impl GroupPhase {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            GroupPhase::Empty => "empty",
            GroupPhase::Gathering => "gathering",
            GroupPhase::Stable => "stable",
        }
    }
}

/// A member, as the coordinator knows it.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    /// It has joined since gathering began.
    pub joined: bool,
    /// What it said it had when it joined.
    owned: Vec<PartitionId>,
    pub assigned: Vec<PartitionId>,
    /// Counts its sessions: a crash noticed in an older one means nothing.
    session: u32,
}

/// The coordinator's side of a group.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct Coordinator {
    pub(super) phase: GroupPhase,
    pub(super) generation: u32,
    pub(super) places: OrderedMap<Seat, Place>,
    /// Counts gatherings; what was booked for another no longer counts.
    epoch: u32,
    /// The first members are being waited for.
    first: bool,
}

impl Engine {
    fn coordinator(&mut self, group: GroupId) -> &mut Coordinator {
        &mut self.log.groups[group.index()].coordinator
    }

    /// A consumer asks to belong to a group, or to share out again.
    pub(in crate::engine) fn join_arrived(
        &mut self,
        group: GroupId,
        seat: Seat,
        owned: Vec<PartitionId>,
        again: bool,
    ) {
        self.begin_group(group);
        let coordinator = self.coordinator(group);
        let known = coordinator.places.contains_key(&seat);
        let settled = coordinator.phase == GroupPhase::Stable;
        let place = coordinator.places.or_default(seat);
        place.session += 1;
        if known && settled && !again {
            // A static member is back in time, or an answer was lost.
            return self.tell_assignment(group, seat);
        }
        (place.joined, place.owned) = (true, owned);
        match coordinator.phase {
            GroupPhase::Gathering => self.complete_if_all_are_here(group),
            GroupPhase::Empty => self.gather(group, true, Some(seat)),
            GroupPhase::Stable => self.gather(group, false, Some(seat)),
        }
    }

    /// Begins to share out again: everybody is called, and hears of it with
    /// its next heartbeat.
    fn gather(&mut self, group: GroupId, first: bool, joined: Option<Seat>) {
        let spec = &self.log.groups[group.index()].spec;
        let (heartbeat, patience) = (micros(spec.heartbeat_ms), micros(spec.max_poll_interval_ms));
        let patience = if first { micros(spec.initial_delay_ms) } else { patience };
        let coordinator = self.coordinator(group);
        coordinator.phase = GroupPhase::Gathering;
        coordinator.epoch += 1;
        coordinator.first = first;
        let epoch = coordinator.epoch;
        let mut called = Vec::new();
        for (seat, place) in coordinator.places.iter_mut() {
            place.joined = Some(*seat) == joined;
            if !place.joined {
                called.push(*seat);
            }
        }
        let generation = coordinator.generation + 1;
        self.record(Fact::Rebalancing { group, generation });
        let over = Event::GatherOver { group, epoch };
        self.agenda.book(self.now, self.now.after(patience), over);
        for seat in called {
            let event = Event::Heartbeat { group, consumer: seat.consumer, epoch };
            self.agenda.book(self.now, self.now.after(heartbeat), event);
        }
        self.complete_if_all_are_here(group);
    }

    /// A member hears with its heartbeat that the group shares out again.
    pub(in crate::engine) fn heartbeat(&mut self, group: GroupId, id: ConsumerId, epoch: u32) {
        let coordinator = self.coordinator(group);
        if coordinator.epoch != epoch || coordinator.phase != GroupPhase::Gathering {
            return;
        }
        let up = self.consumers[id.index()].up;
        let Some(member) = self.member_mut(id).filter(|_| up) else {
            return;
        };
        member.called = true;
        if member.in_poll {
            self.poll(id);
        }
    }

    fn complete_if_all_are_here(&mut self, group: GroupId) {
        let coordinator = self.coordinator(group);
        let all = coordinator.places.values().all(|place| place.joined);
        if all && !coordinator.first && coordinator.phase == GroupPhase::Gathering {
            self.complete(group);
        }
    }

    /// Whoever has not joined by now belongs to the group no longer.
    pub(in crate::engine) fn gather_over(&mut self, group: GroupId, epoch: u32) {
        let coordinator = self.coordinator(group);
        if coordinator.epoch != epoch || coordinator.phase != GroupPhase::Gathering {
            return;
        }
        let late = coordinator.places.iter().filter(|(_, place)| !place.joined);
        let late: Vec<Seat> = late.map(|(seat, _)| *seat).collect();
        for seat in late {
            self.coordinator(group).places.remove(&seat);
            let why = Leaving::PollOver;
            self.record(Fact::LeftGroup { consumer: seat.consumer, group, why });
        }
        self.complete(group);
    }

    /// Shares the partitions out, and tells everybody.
    ///
    /// A cooperative group leaves what moves with its owner for now: the
    /// owner gives it up and joins again, and only then somebody else gets it
    /// (K16).
    fn complete(&mut self, group: GroupId) {
        let found = &self.log.groups[group.index()];
        let assignor = found.spec.assignor;
        let owned: Assignment =
            found.coordinator.places.iter().map(|(seat, it)| (*seat, it.owned.clone())).collect();
        let topics = found.topics.iter().map(|topic| &self.log.topics[topic.index()]);
        let topics: Vec<Vec<PartitionId>> = topics.map(|it| it.partitions().collect()).collect();
        let mut given = assign(assignor, &owned, &topics);
        if assignor == Assignor::CooperativeSticky {
            for (seat, given) in given.iter_mut() {
                let others = || owned.iter().filter(|(other, _)| *other != seat);
                given.retain(|it| !others().any(|(_, theirs)| theirs.contains(it)));
            }
        }
        let coordinator = self.coordinator(group);
        coordinator.generation += 1;
        coordinator.first = false;
        coordinator.phase =
            if coordinator.places.is_empty() { GroupPhase::Empty } else { GroupPhase::Stable };
        for (seat, given) in given {
            coordinator.places.get_mut(&seat).expect("a member").assigned = given;
        }
        let (generation, members) = (coordinator.generation, coordinator.places.len() as u16);
        let seats: Vec<Seat> = coordinator.places.keys().copied().collect();
        self.record(Fact::SharedOut { group, generation, members });
        seats.into_iter().for_each(|seat| self.tell_assignment(group, seat));
        self.expire_offsets_later(group);
    }

    /// Tells a member what to read, and from where.
    fn tell_assignment(&mut self, group: GroupId, seat: Seat) {
        let found = &self.log.groups[group.index()];
        let generation = found.coordinator.generation;
        let partitions = &found.coordinator.places.get(&seat).expect("a member").assigned;
        let from = |id: &PartitionId| (*id, found.committed(*id));
        let partitions = partitions.iter().map(from).collect();
        let cargo = Cargo::Assignment { seat, generation, partitions };
        self.send_member(seat.consumer, Way::ToClient, self.coordinator_node(group), cargo);
    }

    /// A member leaves, or is missed: what it had is for the others.
    pub(in crate::engine) fn leave_arrived(&mut self, group: GroupId, seat: Seat) {
        let coordinator = self.coordinator(group);
        if coordinator.places.remove(&seat).is_none() {
            return;
        }
        match (coordinator.phase, coordinator.places.is_empty()) {
            (_, true) => {
                coordinator.phase = GroupPhase::Empty;
                coordinator.epoch += 1;
                self.expire_offsets_later(group);
            }
            (GroupPhase::Gathering, false) => self.complete_if_all_are_here(group),
            (_, false) => self.gather(group, false, None),
        }
    }

    /// A member's heartbeats stay away from now on: it is missed when its
    /// session has run out (K15).
    pub(in crate::engine) fn miss_later(&mut self, group: GroupId, seat: Seat) {
        let session = micros(self.log.groups[group.index()].spec.session_timeout_ms);
        let Some(place) = self.coordinator(group).places.get(&seat) else {
            return;
        };
        let event = Event::SessionOver { group, seat, session: place.session };
        self.agenda.book(self.now, self.now.after(session), event);
    }

    /// A member is heard of in time; false if it has no place any more.
    pub(super) fn is_heard(&mut self, group: GroupId, seat: Seat) -> bool {
        let place = self.coordinator(group).places.get_mut(&seat);
        place.map(|place| place.session += 1).is_some()
    }

    /// A member's session has run out, unless it came back.
    pub(in crate::engine) fn session_over(&mut self, group: GroupId, seat: Seat, session: u32) {
        let place = self.coordinator(group).places.get(&seat);
        if place.is_some_and(|place| place.session == session) {
            let why = Leaving::SessionOver;
            self.record(Fact::LeftGroup { consumer: seat.consumer, group, why });
            self.leave_arrived(group, seat);
        }
    }

    /// Whether a member may commit: it belongs to the group now (K14).
    pub(super) fn is_generation(&self, group: GroupId, seat: Seat, generation: u32) -> bool {
        let coordinator = &self.log.groups[group.index()].coordinator;
        coordinator.places.contains_key(&seat) && coordinator.generation == generation
    }
}
