//! From the head of a queue to a consumer and back: turns, credit, delivery,
//! and what an ack, a nack or a closed channel does.

use std::collections::{BTreeMap, VecDeque};

use slotmap::{SlotMap, new_key_type};

use super::{
    Engine,
    command::Settle,
    consumer::Delivery,
    fact::{Cause, ChannelError, DeathReason, Fact},
    ids::{ConsumerId, NodeId, QueueId},
    link::{Cargo, Way},
    routing::add_in_order,
    store::{Copy, CopyKey, Stage},
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
    next_tag: u64,
    unacked: BTreeMap<u64, Unacked>,
    pub subscriptions: Vec<SubscriptionKey>,
}

/// A delivery that is not settled.
#[derive(Clone, Copy, Debug)]
struct Unacked {
    copy: CopyKey,
    queue: QueueId,
    /// None for `basic.get`, which takes no credit (R13).
    subscription: Option<SubscriptionKey>,
}

/// A consumer's place at one queue.
#[derive(Clone, Debug)]
pub(super) struct Subscription {
    pub queue: QueueId,
    pub channel: ChannelKey,
    prefetch: u32,
    auto_ack: bool,
    priority: i32,
    /// Deliveries that take credit.
    held: u32,
    /// Found without credit at its turn; waits outside the line.
    blocked: bool,
}

impl Subscription {
    fn has_credit(&self) -> bool {
        self.prefetch == 0 || self.auto_ack || self.held < self.prefetch
    }
}

/// Channels and subscriptions.
#[derive(Clone, Default)]
pub(super) struct Channels {
    pub open: SlotMap<ChannelKey, Channel>,
    pub subscriptions: SlotMap<SubscriptionKey, Subscription>,
}

/// Whose turn it is at a queue: highest priority first, then round-robin
/// (R14). A subscription that is found without credit leaves the line, and
/// comes back at its end once it has some.
#[derive(Clone, Default)]
pub(super) struct Turns {
    line: VecDeque<(i32, SubscriptionKey)>,
    consumers: u32,
}

impl Turns {
    pub fn has_consumers(&self) -> bool {
        self.consumers > 0
    }

    /// Queues up behind everyone of the same or higher priority.
    fn queue_up(&mut self, priority: i32, subscription: SubscriptionKey) {
        match self.line.back() {
            Some((last, _)) if *last < priority => {
                let at = self.line.partition_point(|(other, _)| priority <= *other);
                self.line.insert(at, (priority, subscription));
            }
            _ => self.line.push_back((priority, subscription)),
        }
    }

    fn next(&mut self) -> Option<SubscriptionKey> {
        self.line.pop_front().map(|(_, subscription)| subscription)
    }

    fn leave(&mut self, subscription: SubscriptionKey) {
        self.line.retain(|(_, other)| *other != subscription);
        self.consumers -= 1;
    }
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
            next_tag: 1,
            unacked: BTreeMap::new(),
            subscriptions: Vec::new(),
        })
    }

    /// Starts consuming on an open channel.
    pub(super) fn subscribe(&mut self, channel: ChannelKey, wish: Wish) {
        let Wish { queue, prefetch, auto_ack, priority } = wish;
        let consumer = self.channels.open[channel].consumer;
        let subscription =
            Subscription { queue, channel, prefetch, auto_ack, priority, held: 0, blocked: false };
        let key = self.channels.subscriptions.insert(subscription);
        self.channels.open[channel].subscriptions.push(key);
        let turns = &mut self.queues[queue.index()].turns;
        turns.consumers += 1;
        turns.queue_up(priority, key);
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

    /// Sends what can be sent: the head to whose turn it is, again and again.
    pub(super) fn dispatch(&mut self, id: QueueId) {
        while let Some(subscription) = self.next_with_credit(id) {
            let Subscription { channel, priority, auto_ack, .. } =
                self.channels.subscriptions[subscription];
            let head = self.queues[id.index()].ready.head().expect("seen with the credit");
            self.take_head(head, id);
            self.queues[id.index()].turns.queue_up(priority, subscription);
            self.deliver(head, id, channel, Some(subscription), auto_ack);
        }
    }

    /// Whose turn it is, if anything waits and anyone has credit.
    fn next_with_credit(&mut self, id: QueueId) -> Option<SubscriptionKey> {
        self.drop_expired(id);
        let queue = &mut self.queues[id.index()];
        queue.ready.head()?;
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
    fn deliver(
        &mut self,
        key: CopyKey,
        queue: QueueId,
        channel: ChannelKey,
        subscription: Option<SubscriptionKey>,
        auto_ack: bool,
    ) {
        let open = &mut self.channels.open[channel];
        let (tag, consumer) = (open.next_tag, open.consumer);
        open.next_tag += 1;
        self.store.copies[key].deliveries += 1;
        let copy = &self.store.copies[key];
        let expiration_ms = self.expiration_ms(copy);
        let delivery = Delivery::of(copy, expiration_ms, queue, channel, tag, auto_ack);
        let (copy, redelivered) = (delivery.copy, delivery.redelivered);
        let message = self.message_of(key);
        self.hold_delivery(&delivery);
        let due = self.send_consumer(consumer, Way::ToClient, queue, Cargo::Delivery(delivery));
        self.record(Fact::Delivered { message, copy, queue, consumer, tag, redelivered, due });
        if auto_ack {
            self.habits.settled_early = true;
            self.settle_copy(key);
            self.record(Fact::SettledOnSending { message, copy, queue });
            return;
        }
        self.habits.awaited_ack = true;
        let unacked = Unacked { copy: key, queue, subscription };
        self.channels.open[channel].unacked.insert(tag, unacked);
        if let Some(subscription) = subscription {
            self.channels.subscriptions[subscription].held += 1;
        }
        self.queues[queue.index()].unacked += 1;
        self.store.move_to(key, Stage::Outstanding);
    }

    /// A fetch reaches a queue.
    pub(super) fn get_arrived(&mut self, channel: ChannelKey, id: QueueId, auto_ack: bool) {
        let Some(consumer) = self.channels.open.get(channel).map(|open| open.consumer) else {
            return;
        };
        if !self.queues[id.index()].exists {
            return self.consumer_channel_closed(channel, ChannelError::NotFound);
        }
        self.drop_expired(id);
        self.queue_used(id);
        match self.queues[id.index()].ready.head() {
            Some(head) => {
                self.take_head(head, id);
                self.deliver(head, id, channel, None, auto_ack);
                self.arm_expiry(id);
            }
            None => {
                self.send_consumer(consumer, Way::ToClient, id, Cargo::GetEmpty);
            }
        }
    }

    /// A consumer's answer reaches the broker. A tag it does not know closes
    /// the channel (R17).
    pub(super) fn settlement_arrived(
        &mut self,
        key: ChannelKey,
        tag: u64,
        how: Settle,
        multiple: bool,
    ) {
        let Some(channel) = self.channels.open.get_mut(key) else {
            return;
        };
        // No delivery has tag 0: with `multiple` it stands for all of them.
        let all = multiple && tag == 0;
        if !all && !channel.unacked.contains_key(&tag) {
            return self.consumer_channel_closed(key, ChannelError::PreconditionFailed);
        }
        let (first, last) = (if multiple { 0 } else { tag }, if all { u64::MAX } else { tag });
        let tags: Vec<u64> = channel.unacked.range(first..=last).map(|(tag, _)| *tag).collect();
        let consumer = channel.consumer;
        let settled: Vec<Unacked> =
            tags.iter().filter_map(|tag| channel.unacked.remove(tag)).collect();
        settled.iter().for_each(|unacked| self.return_credit(unacked));
        for unacked in &settled {
            self.settle(unacked, how, consumer);
        }
        self.after_settling(&settled);
    }

    /// One delivery fewer is outstanding on a subscription; if that is what
    /// it lacked, it queues up again.
    fn return_credit(&mut self, unacked: &Unacked) {
        self.queues[unacked.queue.index()].unacked -= 1;
        let subscription = unacked.subscription.and_then(|key| {
            let subscription = self.channels.subscriptions.get_mut(key)?;
            Some((key, subscription))
        });
        if let Some((key, subscription)) = subscription {
            subscription.held -= 1;
            if std::mem::take(&mut subscription.blocked) {
                let turns = &mut self.queues[subscription.queue.index()].turns;
                turns.queue_up(subscription.priority, key);
            }
        }
    }

    fn settle(&mut self, unacked: &Unacked, how: Settle, consumer: ConsumerId) {
        let Unacked { copy: key, queue, .. } = *unacked;
        match how {
            Settle::Requeue | Settle::Reject if !self.queues[queue.index()].exists => {
                self.remove_copy(key, NodeId::Queue(queue), Cause::QueueDeleted);
            }
            Settle::Ack => {
                let (message, copy) = (self.message_of(key), self.store.copies[key].id);
                self.settle_copy(key);
                self.record(Fact::Acked { message, copy, queue });
            }
            Settle::Requeue => self.requeue(key, queue, consumer),
            Settle::Reject => self.discard(key, queue, DeathReason::Rejected),
        }
    }

    /// Back to its original place, marked redelivered (R18, R19).
    fn requeue(&mut self, key: CopyKey, queue: QueueId, consumer: ConsumerId) {
        let message = self.message_of(key);
        let copy = &mut self.store.copies[key];
        copy.redelivered = true;
        let copy = copy.id;
        self.insert_ready(key, queue);
        self.record(Fact::Requeued { message, copy, queue, consumer });
    }

    /// Limits are applied to what came back, and freed credit is used.
    fn after_settling(&mut self, settled: &[Unacked]) {
        let mut queues = Vec::new();
        settled.iter().for_each(|unacked| add_in_order(&mut queues, unacked.queue));
        for queue in queues {
            self.drop_over_length(queue);
            self.drop_expired_by(queue, self.now);
            self.dispatch(queue);
            self.arm_expiry(queue);
        }
    }

    /// A channel ends: its subscriptions go, its deliveries return (R16).
    pub(super) fn close_channel(&mut self, key: ChannelKey) {
        self.unsubscribe(key);
        let returned = self.requeue_channel(key);
        self.after_settling(&returned);
    }

    fn requeue_channel(&mut self, key: ChannelKey) -> Vec<Unacked> {
        let Some(channel) = self.channels.open.remove(key) else {
            return Vec::new();
        };
        let returned: Vec<Unacked> = channel.unacked.into_values().collect();
        for unacked in &returned {
            self.return_credit(unacked);
            self.settle(unacked, Settle::Requeue, channel.consumer);
        }
        returned
    }

    /// Every channel ends at once: nothing that returns is delivered to
    /// another one on its way out.
    pub(super) fn close_all_channels(&mut self) {
        let keys: Vec<ChannelKey> = self.channels.open.keys().collect();
        for key in &keys {
            self.unsubscribe(*key);
        }
        for key in keys {
            self.requeue_channel(key);
        }
    }

    fn consumer_channel_closed(&mut self, key: ChannelKey, error: ChannelError) {
        let client = NodeId::Consumer(self.channels.open[key].consumer);
        self.record(Fact::ChannelClosed { client, error });
        match self.is_open(client, key) {
            true => self.disconnect(client),
            // The client has died since, and lives on another connection.
            false => self.close_channel(key),
        }
    }
}
