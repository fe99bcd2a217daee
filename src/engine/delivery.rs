//! From the head of a queue to a consumer: channels, subscriptions, credit.

use std::rc::Rc;

use slotmap::{SlotMap, new_key_type};

use super::{
    Engine,
    agenda::Tick,
    consumer::Delivery,
    fact::{ChannelError, Fact},
    growing_map::GrowingMap,
    ids::{ConsumerId, QueueId},
    link::{Cargo, Way},
    mechanics::Blocked,
    members::Stalled,
    ordered_map::OrderedSet,
    queue::Queue,
    store::{Copy, CopyKey, NEVER, Stage},
};

new_key_type! {
    /// Names a channel of a consumer, as the broker sees it.
    pub struct ChannelKey;
    /// Names a subscription to one queue.
    pub struct SubscriptionKey;
}

/// A consumer's channel, at the broker's end.
#[derive(Clone, Debug)]
pub(super) struct Channel {
    pub consumer: ConsumerId,
    /// Its client is gone; it is kept for the leases it holds.
    pub closed: bool,
    /// It has had deliveries with a lease, so that a tag may be out of date
    /// without being wrong.
    pub leases: bool,
    next_tag: u64,
    subscribed: u32,
    pub unacked: GrowingMap<u64, Unacked>,
    pub subscriptions: Vec<SubscriptionKey>,
}

/// A delivery that is not settled.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unacked {
    pub copy: CopyKey,
    pub queue: QueueId,
    /// None for `basic.get`, which takes no credit (R13).
    pub subscription: Option<SubscriptionKey>,
    /// Which of the channel's subscriptions, from 1; 0 for a fetch.
    pub nth_subscription: u32,
    /// When it was sent.
    pub since: Tick,
    /// From when to when it is its consumer's own; without end where that
    /// lasts as long as the channel.
    pub leased: Tick,
    pub until: Tick,
    /// It takes no credit: acked, and kept until what comes before it in its
    /// group is (P3); or still held by its client after its lease (P6).
    pub acked: bool,
}

/// A consumer's place at one queue.
#[derive(Clone, Debug)]
pub(super) struct Subscription {
    pub queue: QueueId,
    pub channel: ChannelKey,
    /// Which one of its channel, from 1.
    nth: u32,
    prefetch: u32,
    auto_ack: bool,
    pub priority: i32,
    /// Deliveries that take credit.
    pub held: u32,
    /// Deliveries it may hold beside its prefetch.
    pub extra: u32,
    /// Without credit; waits outside the line.
    pub blocked: bool,
}

impl Subscription {
    fn has_credit(&self) -> bool {
        self.prefetch == 0 || self.auto_ack || self.held < self.prefetch + self.extra
    }
}

/// Channels and subscriptions.
#[derive(Clone, Default)]
pub(super) struct Channels {
    pub open: SlotMap<ChannelKey, Channel>,
    pub subscriptions: SlotMap<SubscriptionKey, Subscription>,
}

/// How a client asks to consume.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish {
    pub queue: QueueId,
    pub prefetch: u32,
    pub auto_ack: bool,
    pub priority: i32,
}

impl Engine {
    /// What a queue has sent out and keeps until it is settled, by channel
    /// and tag, each with the consumer that has it.
    pub fn outstanding(&self, queue: QueueId) -> impl Iterator<Item = (ConsumerId, &Copy)> {
        let channels = self.channels.open.values();
        channels.flat_map(move |channel| {
            let unacked = channel.unacked.values();
            let here = unacked.filter(move |unacked| unacked.queue == queue);
            here.map(|unacked| (channel.consumer, &self.store.copies[unacked.copy]))
        })
    }

    /// Opens a channel for a consumer.
    pub(super) fn open_channel(&mut self, consumer: ConsumerId) -> ChannelKey {
        self.channels.open.insert(Channel {
            consumer,
            closed: false,
            leases: false,
            next_tag: 1,
            subscribed: 0,
            unacked: GrowingMap::default(),
            subscriptions: Vec::new(),
        })
    }

    /// Starts consuming on an open channel.
    pub(super) fn subscribe(&mut self, channel: ChannelKey, wish: Wish) {
        let Wish { queue, mut prefetch, auto_ack, priority } = wish;
        let consumer = self.channels.open[channel].consumer;
        if self.is_locked_to(queue, consumer) {
            return self.consumer_channel_closed(channel, ChannelError::ResourceLocked);
        }
        if prefetch == 0 {
            prefetch = self.queues[queue.index()].mechanics.prefetch_cap;
        }
        let open = &mut self.channels.open[channel];
        open.subscribed += 1;
        let key = self.channels.subscriptions.insert(Subscription {
            queue,
            channel,
            nth: open.subscribed,
            prefetch,
            auto_ack,
            priority,
            held: 0,
            extra: 0,
            blocked: false,
        });
        open.subscriptions.push(key);
        self.queues[queue.index()].turns.join(priority, key);
        self.queue_used(queue);
        self.record(Fact::Subscribed { consumer, queue });
        self.dispatch(queue);
        self.arm_expiry(queue);
    }

    /// Whether a channel consumes from this queue.
    pub(super) fn is_subscribed(&self, channel: ChannelKey, queue: QueueId) -> bool {
        let Some(open) = self.channels.open.get(channel) else {
            return false;
        };
        let mut subscriptions = open.subscriptions.iter();
        subscriptions.any(|key| self.channels.subscriptions[*key].queue == queue)
    }

    /// Ends a channel's subscriptions; its deliveries stay with it (R16).
    /// Returns the queue and priority of each.
    pub(super) fn unsubscribe(&mut self, channel: ChannelKey) -> Vec<(QueueId, i32)> {
        let Some(open) = self.channels.open.get_mut(channel) else {
            return Vec::new();
        };
        let mut ended = Vec::new();
        for key in std::mem::take(&mut open.subscriptions) {
            let gone = self.channels.subscriptions.remove(key).expect("listed by its channel");
            self.queues[gone.queue.index()].turns.leave(key);
            self.queue_used(gone.queue);
            ended.push((gone.queue, gone.priority));
        }
        ended
    }

    /// Ends one of a channel's subscriptions, and what it holds of that queue
    /// no longer takes credit.
    pub(super) fn unsubscribe_from(&mut self, channel: ChannelKey, queue: QueueId) {
        let subscriptions = &self.channels.subscriptions;
        let here = |key: &SubscriptionKey| subscriptions[*key].queue == queue;
        let open = &self.channels.open[channel];
        let (gone, kept) = open.subscriptions.iter().copied().partition(here);
        self.channels.open[channel].subscriptions = kept;
        let gone: Vec<SubscriptionKey> = gone;
        for key in gone {
            self.channels.subscriptions.remove(key);
            self.queues[queue.index()].turns.leave(key);
        }
        self.queue_used(queue);
    }

    /// A client cancels its subscriptions; who follows it as the active
    /// consumer may have to wait for the next event to be served.
    pub(super) fn cancel(&mut self, channel: ChannelKey) {
        let active = |queue: &Queue| queue.turns.active();
        let before: Vec<_> = self.queues.iter().map(active).collect();
        for (id, _) in self.unsubscribe(channel) {
            let queue = &mut self.queues[id.index()];
            if !queue.mechanics.hands_over && queue.turns.active() != before[id.index()] {
                queue.turns.sleep();
            }
            self.dispatch(id);
        }
    }

    /// Sends what can be sent: the head to whose turn it is, again and again.
    pub(super) fn dispatch(&mut self, id: QueueId) {
        let queue = &self.queues[id.index()];
        if !queue.is_available() || queue.turns.is_asleep() || self.is_still_handing_over(id) {
            return;
        }
        while let Some((head, key)) = self.next_delivery(id) {
            let Subscription { channel, priority, auto_ack, .. } = self.channels.subscriptions[key];
            self.deliver(head, id, channel, Some(key), auto_ack);
            let subscription = &mut self.channels.subscriptions[key];
            let queue = &mut self.queues[id.index()];
            subscription.blocked =
                queue.mechanics.blocked == Blocked::AtOnce && !subscription.has_credit();
            if !subscription.blocked {
                queue.turns.queue_up(priority, key);
            }
        }
        self.answer_asks(id);
    }

    /// Takes what is delivered next, and the turn of whom it is delivered to.
    fn next_delivery(&mut self, id: QueueId) -> Option<(CopyKey, SubscriptionKey)> {
        self.drop_expired(id);
        let queue = &self.queues[id.index()];
        if queue.keeps_groups() {
            let next = self.next_in_order(id)?;
            self.take_ready(next.0, id);
            return Some(next);
        }
        if queue.ready.len() == 0 {
            return None;
        }
        let subscription = self.take_turn(id)?;
        let head = self.queues[id.index()].ready.take_head()?;
        Some((head, subscription))
    }

    /// A channel's subscription to a queue, if it can take a message.
    pub(super) fn subscription_with_credit(
        &self,
        channel: ChannelKey,
        queue: QueueId,
    ) -> Option<SubscriptionKey> {
        let open = self.channels.open.get(channel)?;
        open.subscriptions.iter().copied().find(|key| {
            let subscription = &self.channels.subscriptions[*key];
            subscription.queue == queue && subscription.has_credit() && !subscription.blocked
        })
    }

    /// Whether the active consumer has to settle what it holds before the one
    /// that takes over from it is served (R36).
    fn is_still_handing_over(&mut self, id: QueueId) -> bool {
        let turns = &mut self.queues[id.index()].turns;
        if !turns.is_handing_over() {
            return false;
        }
        let active = turns.active().expect("somebody hands over");
        let holds = self.channels.subscriptions[active].held > 0;
        if !holds {
            turns.take_over();
        }
        holds
    }

    /// Whose turn it is, if anyone has credit.
    pub(super) fn take_turn(&mut self, id: QueueId) -> Option<SubscriptionKey> {
        let queue = &mut self.queues[id.index()];
        while let Some(key) = queue.turns.next() {
            let subscription = &mut self.channels.subscriptions[key];
            if subscription.has_credit() {
                return Some(key);
            }
            subscription.blocked = true;
        }
        None
    }

    /// Sends a copy, already out of the ready list, down a channel.
    pub(super) fn deliver(
        &mut self,
        key: CopyKey,
        queue: QueueId,
        channel: ChannelKey,
        subscription: Option<SubscriptionKey>,
        auto_ack: bool,
    ) {
        let until = self.lease_end(queue);
        let is_leased = until != NEVER;
        let auto_ack = auto_ack && !is_leased;
        self.late.forget(key);
        self.group_goes_out(queue, key, channel);
        let open = &mut self.channels.open[channel];
        open.leases |= is_leased;
        let (tag, consumer) = (open.next_tag, open.consumer);
        open.next_tag += 1;
        self.store.copies[key].deliveries += 1;
        let copy = &self.store.copies[key];
        let owner = &self.store.messages[copy.message];
        let message = owner.id;
        let expiration_ms = self.expiration_ms(copy, owner);
        let mut delivery = Delivery::of(copy, expiration_ms, queue, channel, tag, auto_ack);
        let told = self.queues[queue.index()].mechanics.tells_count;
        // A consumer is not told of a count of none; whoever fetches is.
        let told = told && (subscription.is_none() || copy.attempts > 0 || is_leased);
        let count = if is_leased { copy.deliveries } else { copy.attempts };
        delivery.attempts = told.then_some(count);
        let (copy, redelivered) = (delivery.copy, delivery.redelivered);
        self.hold_delivery(&delivery);
        let due =
            self.send_consumer(consumer, Way::ToClient, queue, Cargo::Delivery(Rc::new(delivery)));
        self.record(Fact::Delivered { message, copy, queue, consumer, tag, redelivered, due });
        if auto_ack {
            self.group_comes_back(queue, key);
            self.habits.settled_early = true;
            self.settle_copy(key);
            self.record(Fact::SettledOnSending { message, copy, queue });
            return;
        }
        let unacked = Unacked {
            copy: key,
            queue,
            subscription,
            nth_subscription: 0,
            since: self.now,
            leased: self.now,
            until,
            acked: false,
        };
        self.await_ack(channel, tag, unacked);
    }

    /// What was sent stays the queue's until its consumer settles it.
    fn await_ack(&mut self, channel: ChannelKey, tag: u64, mut unacked: Unacked) {
        let Unacked { copy, queue, subscription, until, .. } = unacked;
        self.habits.awaited_ack = true;
        if let Some(subscription) = subscription {
            let subscription = &mut self.channels.subscriptions[subscription];
            subscription.held += 1;
            unacked.nth_subscription = subscription.nth;
        }
        self.channels.open[channel].unacked.insert(tag, unacked);
        self.queues[queue.index()].unacked += 1;
        self.store.move_to(copy, Stage::Outstanding);
        self.watch_overdue(queue);
        if until != NEVER {
            self.lease_begins(queue, (channel, tag), until);
        }
    }

    /// A fetch reaches a queue.
    pub(super) fn get_arrived(&mut self, channel: ChannelKey, id: QueueId, auto_ack: bool) {
        let Some(consumer) = self.channels.open.get(channel).map(|open| open.consumer) else {
            return;
        };
        if !self.queues[id.index()].exists {
            return self.consumer_channel_closed(channel, ChannelError::NotFound);
        }
        let queue = &self.queues[id.index()];
        let beside = queue.turns.is_single() && !queue.mechanics.fetch_beside_active;
        if beside || self.is_locked_to(id, consumer) {
            return self.consumer_channel_closed(channel, ChannelError::ResourceLocked);
        }
        if !queue.is_available() {
            return self.stall(id, Stalled::Get { channel, auto_ack });
        }
        self.drop_expired(id);
        self.queue_used(id);
        match self.choose(id, channel, &OrderedSet::default(), None) {
            Some(head) => {
                self.take_ready(head, id);
                self.deliver(head, id, channel, None, auto_ack);
                self.arm_expiry(id);
            }
            None => {
                self.send_consumer(consumer, Way::ToClient, id, Cargo::GetEmpty);
            }
        }
    }
}
