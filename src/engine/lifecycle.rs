//! A consumer's life: connected, dead, alive again, cut off.

use std::rc::Rc;

use super::{
    Engine,
    consumer::Delivery,
    delivery::{ChannelKey, Wish},
    event::Event,
    fact::{Cause, Fact},
    ids::{ConsumerId, MessageId, QueueId},
    link::{Cargo, Way, micros},
    topology::{AckMode, CrashPoint},
};

impl Engine {
    /// The message a consumer is at work on.
    pub(super) fn message_at_work(&self, id: ConsumerId) -> Option<MessageId> {
        let job = self.consumers[id.index()].job.as_ref()?;
        Some(self.store.messages[job.delivery.message].id)
    }

    /// The consumer's process dies, over `message` if it was at one. What it
    /// sent still arrives; what it held is gone from its memory.
    pub(super) fn crash(
        &mut self,
        id: ConsumerId,
        at: Option<CrashPoint>,
        message: Option<MessageId>,
    ) {
        let now = self.now;
        let consumer = &mut self.consumers[id.index()];
        consumer.up = false;
        consumer.armed = None;
        consumer.hangs = None;
        consumer.crashes += 1;
        consumer.fell = Some((now, at));
        consumer.epoch += 1;
        consumer.asking = false;
        consumer.returns = consumer.spec.restart_ms.map(|ms| now.after(micros(ms)));
        let (returns, epoch, channel) = (consumer.returns, consumer.epoch, consumer.channel.take());
        let job = consumer.job.take();
        consumer.busy_us += job.as_ref().map_or(0, |job| now.since(job.since));
        let held: Vec<Rc<Delivery>> =
            job.map(|job| job.delivery).into_iter().chain(consumer.buffer.drain(..)).collect();
        self.record(Fact::Crashed { consumer: id, message, at });
        for delivery in &held {
            self.delivery_dropped(delivery, Cause::ConsumerCrashed);
        }
        self.drop_deliveries(id);
        self.share_member_died(id);
        self.member_died(id);
        self.output_died(id);
        if let Some(channel) = channel {
            let queue = self.queue_of_channel(channel);
            self.send_consumer(id, Way::ToBroker, queue, Cargo::Close { channel });
        }
        if let Some(due) = returns {
            self.agenda.book(now, due, Event::Return { consumer: id, epoch });
        }
    }

    /// The consumer's process ends in good order: what it holds it forgets.
    pub(super) fn stop(&mut self, id: ConsumerId) {
        let consumer = &mut self.consumers[id.index()];
        consumer.up = false;
        consumer.hangs = None;
        consumer.fell = Some((self.now, None));
        consumer.epoch += 1;
        let job = consumer.job.take();
        consumer.busy_us += job.as_ref().map_or(0, |job| self.now.since(job.since));
        let held = job.map(|job| job.delivery).into_iter().chain(consumer.buffer.drain(..));
        let held: Vec<Rc<Delivery>> = held.collect();
        self.record(Fact::Cancelled { consumer: id });
        held.iter().for_each(|delivery| self.delivery_dropped(delivery, Cause::NotProcessed));
        self.drop_deliveries(id);
        self.output_died(id);
    }

    /// The queue a channel is drawn to: the one it is subscribed to.
    pub(super) fn queue_of_channel(&self, channel: ChannelKey) -> QueueId {
        let subscriptions = self.channels.open.get(channel).map(|open| &open.subscriptions);
        let first = subscriptions.and_then(|list| list.first());
        first.map_or(QueueId(0), |key| self.channels.subscriptions[*key].queue)
    }

    /// A crashed or disconnected consumer comes back.
    pub(super) fn come_back(&mut self, id: ConsumerId, epoch: u32) {
        let consumer = &self.consumers[id.index()];
        if consumer.epoch != epoch || consumer.returns != Some(self.now) {
            return;
        }
        match consumer.up && self.cannot_connect(id) {
            true => self.consumers[id.index()].returns = None,
            false => self.revive(id),
        }
    }

    /// Starts a consumer: connected, and subscribed unless driven by hand.
    pub(super) fn revive(&mut self, id: ConsumerId) {
        let consumer = &mut self.consumers[id.index()];
        consumer.up = true;
        consumer.returns = None;
        self.record(Fact::Revived { consumer: id });
        self.output_starts(id);
        self.subscribe_as_specified(id);
    }

    /// Subscribes a consumer as its settings say.
    pub(super) fn subscribe_as_specified(&mut self, id: ConsumerId) {
        if let Some(group) = self.share_group_of(id) {
            return self.join_share(id, group);
        }
        if self.start_member(id) {
            return;
        }
        if self.cannot_connect(id) {
            return;
        }
        let spec = &self.consumers[id.index()].spec;
        let queues: Vec<QueueId> = spec.queues().filter_map(|name| self.find_queue(name)).collect();
        for queue in queues {
            let wish = self.wish(id, queue, self.consumers[id.index()].spec.priority);
            let channel = self.connect(id);
            if self.queues[queue.index()].mechanics.polled {
                self.consumers[id.index()].polls = Some(queue);
                return self.begin_next(id);
            }
            if self.queues[queue.index()].exists && !self.is_subscribed(channel, queue) {
                self.subscribe(channel, wish);
            }
        }
    }

    /// Ends each subscription and begins it anew with the present settings;
    /// what is outstanding stays with the channel (R12).
    pub(super) fn resubscribe(&mut self, id: ConsumerId) {
        let Some(channel) = self.consumers[id.index()].channel else {
            return;
        };
        for (queue, priority) in self.unsubscribe(channel) {
            self.subscribe(channel, self.wish(id, queue, priority));
        }
    }

    /// To consume from `queue` as the consumer's settings say.
    fn wish(&self, id: ConsumerId, queue: QueueId, priority: i32) -> Wish {
        let spec = &self.consumers[id.index()].spec;
        let auto_ack = spec.ack == AckMode::Automatic;
        Wish { queue, prefetch: spec.prefetch, auto_ack, priority }
    }

    /// The consumer's channel, opened if there is none.
    pub(super) fn connect(&mut self, id: ConsumerId) -> ChannelKey {
        if let Some(channel) = self.consumers[id.index()].channel {
            return channel;
        }
        let channel = self.open_channel(id);
        self.consumers[id.index()].channel = Some(channel);
        channel
    }

    /// The connection ended but the process lives: what it had not begun is
    /// gone, the job goes on without a way to answer, and it connects again.
    pub(super) fn consumer_disconnected(&mut self, id: ConsumerId) {
        if let Some(group) = self.consumers[id.index()].shares {
            return self.share_disconnected(id, group);
        }
        if self.member_disconnected(id) {
            return;
        }
        let consumer = &mut self.consumers[id.index()];
        let Some(channel) = consumer.channel.take() else {
            return;
        };
        consumer.asking = false;
        let held: Vec<Rc<Delivery>> = consumer.buffer.drain(..).collect();
        let back = self.now.after(consumer.link.handshake_us().max(1));
        let epoch = consumer.epoch;
        if consumer.spec.queue.is_some() {
            consumer.returns = Some(back);
            self.agenda.book(self.now, back, Event::Return { consumer: id, epoch });
        }
        for delivery in &held {
            self.delivery_dropped(delivery, Cause::LinkLost);
        }
        self.close_channel(channel);
    }

    /// Asks for a crash at an instant of the cycle, or for none.
    pub(super) fn arm_crash(&mut self, id: ConsumerId, at: Option<CrashPoint>) {
        self.consumers[id.index()].armed = at;
    }
}
