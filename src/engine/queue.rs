//! A queue: what it stores, its limits, and when messages leave it without
//! being delivered.

use std::collections::VecDeque;

use super::{
    Engine,
    agenda::Tick,
    chance::Chance,
    choosing::GroupsOut,
    dedup::Seen,
    dying::Dying,
    event::Event,
    fact::{Cause, DeathReason, Fact},
    growing_map::GrowingSet,
    ids::{NodeId, ProducerId, QueueId},
    lease::Handle,
    mechanics::{Counts, Mechanics},
    members::Stalled,
    ordered_map::OrderedMap,
    polling::Ask,
    profile::ProfileId,
    ready::{Place, Ready},
    redrive::Redrive,
    store::{CopyKey, NEVER, Stage},
    timer::Timer,
    topology::{DeadLetterStrategy, Overflow, QueueSpec},
    turns::Turns,
};

/// A queue as it stands.
#[derive(Clone)]
pub struct Queue {
    pub(super) spec: QueueSpec,
    pub(super) profile: ProfileId,
    pub(super) mechanics: &'static Mechanics,
    pub(super) exists: bool,
    pub(super) ready: Ready,
    /// Something in it has a time to live; without, nobody needs to look.
    mortal: bool,
    /// Not ready before a moment to come, by that moment.
    pub(super) held: GrowingSet<(Tick, u32, CopyKey)>,
    /// Deliveries that are somebody's own, by the end of that.
    pub(super) leases: GrowingSet<(Tick, Handle)>,
    /// Asks that wait for a message.
    pub(super) asks: VecDeque<Ask>,
    /// Groups of which something is out.
    pub(super) groups_out: GroupsOut,
    /// What it has taken a short while ago.
    pub(super) seen: Seen,
    pub(super) sampling: Chance,
    pub(super) redrive: Option<Redrive>,
    /// Came back and is about to join the end.
    pub(super) rejoining: VecDeque<CopyKey>,
    /// Given up, and kept until its dead-letter targets have confirmed.
    pub(super) dying: Dying,
    /// Members of its group that are up.
    pub(super) up: u8,
    /// What waits for a majority of them.
    pub(super) stalled: VecDeque<Stalled>,
    /// Who has published to it, on which connection, and whether they have
    /// been told to stop until it has drained.
    pub(super) publishers: OrderedMap<ProducerId, (u32, bool)>,
    pub(super) unacked: u64,
    pub(super) turns: Turns,
    pub(super) expiry: Timer,
    pub(super) unused: Timer,
    pub(super) release: Timer,
    pub(super) overdue: Timer,
    pub(super) lease_timer: Timer,
    pub(super) ask_timer: Timer,
    entered: u32,
    sequence: u32,
}

impl Queue {
    pub(super) fn new(spec: QueueSpec, profile: ProfileId, sampling: Chance) -> Self {
        let mechanics = profile.mechanics();
        Queue {
            ready: Ready::new(mechanics.priorities, spec.max_priority),
            turns: Turns::new(spec.single_active.then_some(mechanics.succession)),
            mortal: false,
            held: GrowingSet::default(),
            leases: GrowingSet::default(),
            asks: VecDeque::new(),
            groups_out: GroupsOut::default(),
            seen: Seen::default(),
            sampling,
            redrive: None,
            rejoining: VecDeque::new(),
            dying: Dying::default(),
            up: mechanics.members,
            stalled: VecDeque::new(),
            publishers: OrderedMap::default(),
            profile,
            mechanics,
            spec,
            exists: true,
            unacked: 0,
            expiry: Timer::idle(),
            unused: Timer::idle(),
            release: Timer::idle(),
            overdue: Timer::idle(),
            lease_timer: Timer::idle(),
            ask_timer: Timer::idle(),
            entered: 0,
            sequence: 0,
        }
    }

    /// Its settings.
    pub fn spec(&self) -> &QueueSpec {
        &self.spec
    }

    /// False once it was deleted.
    pub fn exists(&self) -> bool {
        self.exists
    }

    /// How many messages wait.
    pub fn ready_len(&self) -> usize {
        self.ready.len()
    }

    /// How many are not ready before a moment to come.
    pub fn held_len(&self) -> usize {
        self.held.len()
    }

    /// How many are given up and kept until they have arrived as dead letters.
    pub fn dying_len(&self) -> usize {
        self.dying.len()
    }

    /// The kind of queue it is.
    pub fn profile(&self) -> ProfileId {
        self.profile
    }

    /// Its members that are up, and all its members.
    pub fn members(&self) -> (u8, u8) {
        (self.up, self.mechanics.members)
    }

    /// Whether more than half of its members are up (R39).
    pub fn is_available(&self) -> bool {
        self.mechanics.members < 2 * self.up
    }

    /// Most counted returns of one message, or most deliveries, if there is a
    /// limit (R22). Where deliveries count, it takes a dead-letter target to
    /// have one (S4, P4).
    pub fn attempt_limit(&self) -> Option<u32> {
        let of_deliveries = matches!(self.mechanics.counts, Counts::Deliveries | Counts::Attempts);
        if of_deliveries && self.spec.dead_letter.is_none() {
            return None;
        }
        match self.spec.delivery_limit {
            Some(limit) => u32::try_from(limit).ok(),
            None => self.mechanics.default_limit,
        }
    }

    /// Whether it keeps what it gives up until the targets have it; a queue
    /// that drops its head cannot (R31).
    pub(super) fn confirms_dead_letters(&self) -> bool {
        let asked = self.spec.dead_letter.as_ref().map(|target| target.strategy);
        self.mechanics.confirms_dead_letters
            && asked == Some(DeadLetterStrategy::AtLeastOnce)
            && self.spec.overflow != Overflow::DropHead
    }

    /// A place behind everything that waits or is out.
    pub(super) fn next_sequence(&mut self) -> u32 {
        self.sequence += 1;
        self.sequence
    }

    /// How many are with consumers, not settled.
    pub fn unacked_len(&self) -> u64 {
        self.unacked
    }

    /// Whether anybody is subscribed to it.
    pub fn is_consumed(&self) -> bool {
        self.turns.has_consumers()
    }

    /// How many messages ever took a place in it.
    pub fn entered(&self) -> u64 {
        u64::from(self.entered)
    }

    /// When a message that arrives now expires: the lower TTL wins (R32).
    /// Where there is a retention, that alone counts.
    fn expires(&self, now: Tick, expiration_ms: Option<u64>) -> Tick {
        if let Some(kept) = self.mechanics.retention_ms {
            let kept = self.spec.message_ttl_ms.unwrap_or(kept);
            return now.after(kept.saturating_mul(1_000));
        }
        let ttl = [self.spec.message_ttl_ms, expiration_ms].into_iter().flatten().min();
        ttl.map_or(NEVER, |ms| now.after(ms.saturating_mul(1_000)))
    }
}

impl Engine {
    /// A copy reaches a queue: refused, delivered, stored, or expired.
    pub(super) fn enqueue(&mut self, key: CopyKey, id: QueueId) {
        let queue = &self.queues[id.index()];
        if !queue.exists {
            return self.remove_copy(key, NodeId::Queue(id), Cause::QueueDeleted);
        }
        if !queue.is_available() {
            return self.stall(id, Stalled::Publish(key));
        }
        if queue.spec.overflow != Overflow::DropHead && self.is_refused(key, id) {
            return self.refuse(key, id);
        }
        if self.is_duplicate(key, id) {
            return self.remove_copy(key, NodeId::Queue(id), Cause::Deduplicated);
        }
        self.queues[id.index()].turns.wake();
        self.drop_expired(id);
        self.store_copy(key, id);
        self.dispatch(id);
        self.drop_over_length(id);
        self.drop_expired_by(id, self.now);
        self.arm_expiry(id);
    }

    fn store_copy(&mut self, key: CopyKey, id: QueueId) {
        let copy = &self.store.copies[key];
        let owner = &self.store.messages[copy.message];
        let (message, expiration_ms) = (owner.id, self.expiration_ms(copy, owner));
        let queue = &mut self.queues[id.index()];
        let copy = &mut self.store.copies[key];
        if copy.deaths.is_none() || !queue.mechanics.letters_keep_age {
            copy.enqueued = self.now;
        }
        copy.expires = queue.expires(copy.enqueued, expiration_ms);
        queue.mortal |= copy.expires != NEVER;
        copy.redelivered = false;
        copy.attempts = 0;
        copy.deliveries = 0;
        copy.sequence = queue.next_sequence();
        queue.entered += 1;
        let copy_id = copy.id;
        let delay_ms = queue.spec.delay_ms.filter(|_| copy.deaths.is_none()).unwrap_or(0);
        self.record(Fact::Enqueued { message, copy: copy_id, queue: id });
        match delay_ms {
            0 => self.insert_ready(key, id),
            ms => self.hold_back(id, key, self.now.after(ms.saturating_mul(1_000))),
        }
        self.answered(key, false);
    }

    /// Puts a copy at its place among those that wait.
    pub(super) fn insert_ready(&mut self, key: CopyKey, id: QueueId) {
        let (priority, place) = self.place_of(key);
        self.queues[id.index()].ready.insert(priority, place);
        self.store.move_to(key, Stage::Ready);
    }

    /// Takes a copy that is ready, mostly the head; false if it is not ready.
    pub(super) fn take_ready(&mut self, key: CopyKey, id: QueueId) -> bool {
        let (priority, place) = self.place_of(key);
        self.queues[id.index()].ready.take(priority, place)
    }

    /// A copy's priority and its place in its queue.
    pub(super) fn place_of(&self, key: CopyKey) -> (Option<u8>, Place) {
        let copy = &self.store.copies[key];
        let message = &self.store.messages[copy.message];
        let bytes = self.envelope(message).body.len() as u32;
        (message.priority, Place { sequence: copy.sequence, copy: key, bytes })
    }

    /// Takes a copy that waits, ready or not yet.
    pub(super) fn take_waiting(&mut self, key: CopyKey, id: QueueId) {
        if !self.take_ready(key, id) {
            self.queues[id.index()].held.retain(|(_, _, held), ()| *held != key);
        }
    }

    /// Drops heads whose time ran out before now. A message that expires at
    /// this very tick may still be delivered (TTL 0, R32).
    pub(super) fn drop_expired(&mut self, id: QueueId) {
        if self.queues[id.index()].mortal
            && let Some(before) = self.now.0.checked_sub(1)
        {
            self.drop_expired_heads(id, Tick(before));
        }
    }

    /// Drops heads that expire by `limit`; whatever stands behind a longer
    /// TTL stays, though its own has run out (R33).
    pub(super) fn drop_expired_by(&mut self, id: QueueId, limit: Tick) {
        if self.queues[id.index()].mortal {
            self.drop_expired_heads(id, limit);
        }
    }

    fn drop_expired_heads(&mut self, id: QueueId, limit: Tick) {
        let expired = |engine: &Engine| {
            let queue = &engine.queues[id.index()];
            let mut heads = queue.ready.heads().take(queue.mechanics.heads_that_expire());
            heads.find(|head| engine.store.copies[*head].expires <= limit)
        };
        while self.queues[id.index()].is_available()
            && let Some(head) = expired(self)
        {
            self.take_ready(head, id);
            self.discard(head, id, DeathReason::Expired);
        }
    }

    /// Sets the timer for the earliest expiry among the heads; nothing
    /// expires while the queue cannot act.
    pub(super) fn arm_expiry(&mut self, id: QueueId) {
        let queue = &mut self.queues[id.index()];
        queue.tell_publishers();
        if !queue.mortal || !queue.is_available() {
            return;
        }
        let heads = queue.ready.heads().take(queue.mechanics.heads_that_expire());
        let expiries = heads.map(|head| self.store.copies[head].expires);
        let earliest = expiries.min().unwrap_or(NEVER);
        if earliest < queue.expiry.due {
            let due = earliest.max(self.now.after(1));
            let epoch = queue.expiry.set(due);
            self.agenda.book(self.now, due, Event::Expire { queue: id, epoch });
        }
    }

    /// The timer for the heads fell due.
    pub(super) fn expire(&mut self, id: QueueId, epoch: u32) {
        if self.queues[id.index()].expiry.fires(epoch) {
            self.drop_expired_by(id, self.now);
            self.arm_expiry(id);
        }
    }

    /// Deletes what waits; what is outstanding stays.
    pub(super) fn purge(&mut self, id: QueueId) {
        let queue = &mut self.queues[id.index()];
        let held = std::mem::take(&mut queue.held).into_keys().map(|(_, _, copy)| copy);
        let waiting: Vec<CopyKey> = queue.ready.drain().into_iter().chain(held).collect();
        let count = waiting.len() as u32;
        for copy in waiting {
            self.remove_copy(copy, NodeId::Queue(id), Cause::Purged);
        }
        self.arm_expiry(id);
        self.record(Fact::Purged { queue: id, count });
    }
}
