//! What an ack, a nack, a rejection or a closed channel does to deliveries.

use crate::order::sort_by_number;

use super::{
    Engine,
    command::Settle,
    delivery::{ChannelKey, Unacked},
    fact::{Cause, ChannelError, DeathReason, Fact},
    ids::{ConsumerId, NodeId, QueueId},
    lease::Handle,
    mechanics::{Counts, Refusals, Returns},
    members::Stalled,
    routing::add_in_order,
    store::{CopyKey, NEVER, Stage},
};

/// How a delivery comes back to its queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Back {
    /// `basic.nack` with requeue: given back.
    Given,
    /// `basic.reject` with requeue: an attempt that failed.
    Failed,
    /// Its channel is gone.
    Gone,
    /// Its consumer took too long and was cancelled (R41).
    Overdue,
    /// It was its consumer's own for long enough (S1).
    LeaseOver,
}

/// What is to become of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// It is done with.
    Ack,
    /// It returns.
    Back(Back),
    /// It is given up.
    Reject,
}

/// What an answer means to a queue; none where it cannot be told so.
fn answer_to(how: Settle, refusals: Refusals) -> Option<Answer> {
    match (how, refusals) {
        (Settle::Ack, _) => Some(Answer::Ack),
        (Settle::Requeue, _) | (Settle::Reject, Refusals::ComeBack) => {
            Some(Answer::Back(Back::Given))
        }
        (Settle::Fail, _) => Some(Answer::Back(Back::Failed)),
        (Settle::Reject, Refusals::GiveUp) => Some(Answer::Reject),
        (Settle::Reject, Refusals::AreSilent) => None,
    }
}

impl Engine {
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
        let named = channel.unacked.get(&tag).copied().filter(|unacked| !unacked.acked);
        let consumer = channel.consumer;
        match named {
            _ if all => self.settle_up_to(key, u64::MAX, how),
            Some(_) if multiple => self.settle_up_to(key, tag, how),
            Some(unacked) => self.settle_one(key, tag, &unacked, how),
            None if channel.leases => self.late_answer((key, tag), how, consumer),
            None => self.consumer_channel_closed(key, ChannelError::PreconditionFailed),
        }
    }

    fn settle_one(&mut self, key: ChannelKey, tag: u64, unacked: &Unacked, how: Settle) {
        let refusals = self.queues[unacked.queue.index()].mechanics.refusals;
        let channel = &mut self.channels.open[key];
        if let Some(answer) = answer_to(how, refusals) {
            channel.unacked.remove(&tag);
            let consumer = channel.consumer;
            self.settle_in_group(key, tag, unacked, answer, consumer);
            self.after_return(unacked.queue);
        }
    }

    /// Settles all that is open up to a tag.
    fn settle_up_to(&mut self, key: ChannelKey, last: u64, how: Settle) {
        let (channel, queues) = (&mut self.channels.open[key], &self.queues);
        let consumer = channel.consumer;
        let answer = |to: &Unacked| answer_to(how, queues[to.queue.index()].mechanics.refusals);
        let open = channel.unacked.iter().take_while(|(tag, _)| **tag <= last);
        let tags: Vec<u64> =
            open.filter(|(_, to)| !to.acked && answer(to).is_some()).map(|(tag, _)| *tag).collect();
        let settled =
            tags.into_iter().filter_map(|tag| Some((tag, channel.unacked.remove(&tag)?))).collect();
        let settled = self.in_order_of_return(settled);
        for (tag, unacked) in &settled {
            let refusals = self.queues[unacked.queue.index()].mechanics.refusals;
            if let Some(answer) = answer_to(how, refusals) {
                self.settle_in_group(key, *tag, unacked, answer, consumer);
            }
        }
        let settled: Vec<Unacked> = settled.into_iter().map(|(_, unacked)| unacked).collect();
        self.after_settling(&settled);
    }

    /// Settles a delivery, and with it those that follow in its group, where
    /// groups keep their order (P3).
    pub(super) fn settle_in_group(
        &mut self,
        channel: ChannelKey,
        tag: u64,
        unacked: &Unacked,
        answer: Answer,
        consumer: ConsumerId,
    ) {
        if !self.queues[unacked.queue.index()].keeps_groups() {
            self.end_of_lease(unacked, (channel, tag));
            return self.settle(unacked, answer, consumer);
        }
        if answer == Answer::Ack && self.follows_another(channel, tag, unacked) {
            self.free_credit(unacked);
            self.end_of_lease(unacked, (channel, tag));
            let kept = Unacked { acked: true, until: NEVER, ..*unacked };
            self.channels.open[channel].unacked.insert(tag, kept);
            return;
        }
        let group = self.group_of(unacked.copy);
        self.end_of_lease(unacked, (channel, tag));
        self.settle(unacked, answer, consumer);
        let returned = answer != Answer::Ack;
        self.settle_followers(channel, tag, unacked.queue, group, returned);
    }

    pub(super) fn end_of_lease(&mut self, unacked: &Unacked, handle: Handle) {
        if unacked.until != NEVER {
            self.queues[unacked.queue.index()].leases.remove(&(unacked.until, handle));
        }
    }

    /// One delivery fewer is outstanding on a subscription; if that is what
    /// it lacked, it queues up again.
    pub(super) fn free_credit(&mut self, unacked: &Unacked) {
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

    /// A delivery is out no more.
    fn return_credit(&mut self, unacked: &Unacked) {
        self.queues[unacked.queue.index()].unacked -= 1;
        self.group_comes_back(unacked.queue, unacked.copy);
        if !unacked.acked {
            self.free_credit(unacked);
        }
    }

    /// Carries an answer out, or keeps it until the queue can.
    pub(super) fn settle(&mut self, unacked: &Unacked, answer: Answer, consumer: ConsumerId) {
        let Unacked { copy: key, queue: id, .. } = *unacked;
        let queue = &self.queues[id.index()];
        if !queue.is_available() {
            return self.stall(id, Stalled::Answer { unacked: *unacked, answer, consumer });
        }
        let gone = !queue.exists;
        self.return_credit(unacked);
        match answer {
            Answer::Ack => {
                if let Some((message, copy)) = self.settle_copy(key) {
                    self.record(Fact::Acked { message, copy, queue: id });
                }
            }
            _ if gone => self.remove_copy(key, NodeId::Queue(id), Cause::QueueDeleted),
            Answer::Back(back) => self.come_back_to(id, unacked, back, consumer),
            Answer::Reject => self.discard(key, id, DeathReason::Rejected),
        }
    }

    /// Back into the queue, marked redelivered (R18), unless that was once
    /// too often (R22).
    fn come_back_to(&mut self, id: QueueId, unacked: &Unacked, back: Back, consumer: ConsumerId) {
        let key = unacked.copy;
        let queue = &mut self.queues[id.index()];
        queue.turns.wake();
        let counted = match queue.mechanics.counts {
            // Those are counted by their deliveries.
            Counts::Nothing | Counts::Deliveries => false,
            Counts::Attempts => true,
            Counts::EveryReturn => true,
            Counts::Failures => matches!(back, Back::Failed | Back::Gone),
        };
        let limit = queue.attempt_limit();
        let counts = queue.mechanics.counts;
        let message = self.message_of(key);
        let copy = &mut self.store.copies[key];
        copy.redelivered = true;
        copy.attempts += u32::from(counted);
        let too_often = match counts {
            Counts::Deliveries => false,
            Counts::Attempts => limit.is_some_and(|limit| limit <= copy.deliveries),
            _ => limit.is_some_and(|limit| limit < copy.attempts),
        };
        if too_often {
            self.widen_window(unacked);
            return self.discard(key, id, DeathReason::DeliveryLimit);
        }
        let copy = copy.id;
        self.record(Fact::Requeued { message, copy, queue: id, consumer });
        match self.retry_delay_us(id, key) {
            0 => self.place_returned(id, key, back),
            delay => self.hold_back(id, key, self.now.after(delay)),
        }
    }

    fn widen_window(&mut self, unacked: &Unacked) {
        let widens = self.queues[unacked.queue.index()].mechanics.limit_widens_window;
        let subscription = unacked.subscription.filter(|_| widens);
        if let Some(subscription) =
            subscription.and_then(|key| self.channels.subscriptions.get_mut(key))
        {
            subscription.extra += 1;
        }
    }

    /// Puts what came back where its kind of queue has it wait.
    pub(super) fn place_returned(&mut self, id: QueueId, key: CopyKey, back: Back) {
        let queue = &mut self.queues[id.index()];
        let to_the_end = queue.mechanics.returns == Returns::FirstIfLimited
            && queue.attempt_limit().is_none()
            && matches!(back, Back::Given | Back::Failed);
        if queue.mechanics.returns == Returns::OriginalPlace {
            return self.insert_ready(key, id);
        }
        if to_the_end {
            return queue.rejoining.push_back(key);
        }
        let (_, place) = self.place_of(key);
        self.queues[id.index()].ready.insert_returned(place);
        self.store.move_to(key, Stage::Ready);
    }

    /// Deliveries that are settled at once, by tag; those of queues that see
    /// to one consumer after the other, by consumer. To such a queue every
    /// fetch is a consumer of its own, whose name is its tag written out.
    fn in_order_of_return(&self, mut deliveries: Vec<(u64, Unacked)>) -> Vec<(u64, Unacked)> {
        let groups =
            |unacked: &Unacked| self.queues[unacked.queue.index()].mechanics.returns_by_consumer;
        if deliveries.iter().any(|(_, unacked)| groups(unacked)) {
            sort_by_number(&mut deliveries, |(tag, unacked)| {
                let is_fetch = groups(unacked) && unacked.nth_subscription == 0;
                if is_fetch { left_justified(*tag) } else { 0 }
            });
            sort_by_number(&mut deliveries, |(_, unacked)| {
                let nth = if groups(unacked) { unacked.nth_subscription } else { 0 };
                u64::from(unacked.queue.0) << 32 | u64::from(nth)
            });
        }
        deliveries
    }

    /// Limits are applied to what came back, and freed credit is used.
    pub(super) fn after_settling(&mut self, settled: &[Unacked]) {
        let mut queues = Vec::new();
        settled.iter().for_each(|unacked| add_in_order(&mut queues, unacked.queue));
        for queue in queues {
            self.after_return(queue);
        }
    }

    /// One after the other joins the end, what is to join it; limits are
    /// applied, and freed credit is used.
    pub(super) fn after_return(&mut self, queue: QueueId) {
        if self.queues[queue.index()].mechanics.serves_first {
            self.dispatch(queue);
        }
        self.drop_over_length(queue);
        while let Some(key) = self.queues[queue.index()].rejoining.pop_front() {
            self.store.copies[key].sequence = self.queues[queue.index()].next_sequence();
            self.insert_ready(key, queue);
            self.dispatch(queue);
            self.drop_over_length(queue);
        }
        self.drop_expired_by(queue, self.now);
        self.dispatch(queue);
        self.arm_expiry(queue);
    }

    /// A channel ends: its subscriptions go, its deliveries return (R16).
    pub(super) fn close_channel(&mut self, key: ChannelKey) {
        let ended = self.unsubscribe(key);
        let returned = self.requeue_channel(key);
        self.after_settling(&returned);
        for (queue, _) in ended {
            self.queues[queue.index()].turns.wake();
            self.dispatch(queue);
        }
    }

    fn requeue_channel(&mut self, key: ChannelKey) -> Vec<Unacked> {
        let Some(channel) = self.channels.open.get_mut(key) else {
            return Vec::new();
        };
        channel.closed = true;
        let consumer = channel.consumer;
        self.late.forget_channel(key);
        let channel = &mut self.channels.open[key];
        let returned =
            channel.unacked.take_those(|unacked| unacked.until == NEVER && !unacked.acked);
        if channel.unacked.is_empty() {
            self.channels.open.remove(key);
        }
        let returned = self.in_order_of_return(returned);
        let returned: Vec<Unacked> = returned.into_iter().map(|(_, unacked)| unacked).collect();
        for unacked in &returned {
            self.settle(unacked, Answer::Back(Back::Gone), consumer);
        }
        self.delete_owned_by(consumer);
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

    pub(super) fn consumer_channel_closed(&mut self, key: ChannelKey, error: ChannelError) {
        let client = NodeId::Consumer(self.channels.open[key].consumer);
        self.record(Fact::ChannelClosed { client, error });
        match self.is_open(client, key) {
            true => self.disconnect(client),
            // The client has died since, and lives on another connection.
            false => self.close_channel(key),
        }
    }
}

/// A number whose order is that of the texts: 1, 10, 100, 11, 2. Of equal ones
/// the shorter is the smaller.
fn left_justified(mut number: u64) -> u64 {
    while (1..1_000_000_000_000_000_000).contains(&number) {
        number *= 10;
    }
    number
}
