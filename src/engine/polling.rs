//! Consumers that ask for messages, and queues that answer (S9).
//!
//! A short poll is answered at once, if need be with nothing, and may leave
//! out what is on a server that was not asked. A long poll waits.

use std::collections::VecDeque;

use super::{
    Engine,
    agenda::Tick,
    delivery::ChannelKey,
    event::Event,
    fact::Fact,
    ids::{ConsumerId, QueueId},
    link::{Cargo, Way, micros},
    ordered_map::OrderedSet,
    store::NEVER,
};

/// Servers that hold a queue's messages; a short poll leaves one of them out.
const SERVERS: u64 = 4;

/// Most messages in one answer, whatever was asked for.
const MOST_IN_ANSWER: u32 = 10;

/// Even a client in a hurry needs a moment before it asks again.
const LEAST_PAUSE_MS: f64 = 1.0;

/// An ask that waits for a message.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ask {
    channel: ChannelKey,
    batch: u32,
    until: Tick,
}

impl Engine {
    /// A consumer without anything to do asks its queue, unless it does.
    pub(super) fn ask_if_idle(&mut self, id: ConsumerId) {
        let consumer = &self.consumers[id.index()];
        if let Some(group) = consumer.shares {
            return self.poll_share(id, group);
        }
        if consumer.member.is_some() {
            return self.poll(id);
        }
        let (Some(queue), Some(channel)) = (consumer.polls, consumer.channel) else {
            return;
        };
        let spec = &consumer.spec;
        if spec.by_hand || !consumer.up || consumer.asking {
            return;
        }
        let wait_us = (spec.wait_ms * 1_000.0) as u64;
        let cargo = Cargo::Ask { channel, batch: spec.batch.clamp(1, MOST_IN_ANSWER), wait_us };
        let due = self.send_consumer(id, Way::ToBroker, queue, cargo);
        let consumer = &mut self.consumers[id.index()];
        consumer.asking = true;
        consumer.asked += 1;
        self.record(Fact::Asked { consumer: id, queue, due });
    }

    /// An ask reaches its queue.
    pub(super) fn ask_arrived(
        &mut self,
        channel: ChannelKey,
        id: QueueId,
        batch: u32,
        wait_us: u64,
    ) {
        if !self.channels.open.contains_key(channel) {
            return;
        }
        self.queue_used(id);
        let queue = &mut self.queues[id.index()];
        let left_out = match wait_us == 0 && queue.mechanics.samples {
            true => Some(queue.sampling.below(SERVERS)),
            false => None,
        };
        if self.answer_ask(id, channel, batch, left_out) {
            return self.arm_expiry(id);
        }
        if wait_us == 0 || !self.queues[id.index()].exists {
            return self.answer_nothing(id, channel);
        }
        let until = self.now.after(wait_us);
        self.queues[id.index()].asks.push_back(Ask { channel, batch, until });
        self.arm_asks(id);
    }

    /// Sends up to `batch` messages; false if there are none.
    fn answer_ask(
        &mut self,
        id: QueueId,
        channel: ChannelKey,
        batch: u32,
        left_out: Option<u64>,
    ) -> bool {
        self.drop_expired(id);
        let mut groups = OrderedSet::default();
        let mut sent = 0;
        while sent < batch
            && let Some(key) = self.choose(id, channel, &groups, left_out)
        {
            groups.add(self.group_of(key));
            self.take_ready(key, id);
            self.deliver(key, id, channel, None, false);
            sent += 1;
        }
        sent > 0
    }

    fn answer_nothing(&mut self, id: QueueId, channel: ChannelKey) {
        if let Some(consumer) = self.channels.open.get(channel).map(|open| open.consumer) {
            self.send_consumer(consumer, Way::ToClient, id, Cargo::Nothing { channel });
        }
    }

    /// Whether a message left out of a short poll's sample.
    pub(super) fn is_left_out(&self, number: u32, left_out: Option<u64>) -> bool {
        left_out == Some(u64::from(number) % SERVERS)
    }

    /// Answers those that wait, if there is something by now.
    pub(super) fn answer_asks(&mut self, id: QueueId) {
        while let Some(Ask { channel, batch, .. }) = self.queues[id.index()].asks.front().copied() {
            let open = self.channels.open.get(channel).is_some_and(|channel| !channel.closed);
            if open && !self.answer_ask(id, channel, batch, None) {
                return;
            }
            self.queues[id.index()].asks.pop_front();
        }
    }

    fn arm_asks(&mut self, id: QueueId) {
        let queue = &mut self.queues[id.index()];
        let earliest = queue.asks.iter().map(|ask| ask.until).min().unwrap_or(NEVER);
        if earliest < queue.ask_timer.due {
            let epoch = queue.ask_timer.set(earliest);
            self.agenda.book(self.now, earliest, Event::AskOver { queue: id, epoch });
        }
    }

    /// Some asks have waited for long enough.
    pub(super) fn asks_over(&mut self, id: QueueId, epoch: u32) {
        if !self.queues[id.index()].ask_timer.fires(epoch) {
            return;
        }
        let now = self.now;
        let asks = std::mem::take(&mut self.queues[id.index()].asks);
        let (over, waiting): (VecDeque<Ask>, _) =
            asks.into_iter().partition(|ask| ask.until <= now);
        self.queues[id.index()].asks = waiting;
        for ask in over {
            self.answer_nothing(id, ask.channel);
        }
        self.arm_asks(id);
    }

    /// The answer to an ask is that there is nothing. A consumer that has not
    /// waited for it pauses before it asks again.
    pub(super) fn nothing_arrived(&mut self, id: ConsumerId, channel: ChannelKey, queue: QueueId) {
        let consumer = &mut self.consumers[id.index()];
        if consumer.channel != Some(channel) {
            return;
        }
        consumer.asked_in_vain += 1;
        self.record(Fact::GotNothing { consumer: id, queue });
        self.ask_again_later(id);
    }

    /// Asks again after a pause.
    pub(super) fn ask_again_later(&mut self, id: ConsumerId) {
        let consumer = &self.consumers[id.index()];
        if consumer.spec.by_hand || !consumer.asking {
            return;
        }
        let pause = match consumer.spec.wait_ms > 0.0 {
            true => LEAST_PAUSE_MS,
            false => consumer.spec.poll_gap_ms.max(LEAST_PAUSE_MS),
        };
        let pause = micros(pause);
        let event = Event::AskAgain { consumer: id, epoch: consumer.epoch };
        self.agenda.book(self.now, self.now.after(pause), event);
    }

    /// The pause is over.
    pub(super) fn ask_again(&mut self, id: ConsumerId, epoch: u32) {
        let consumer = &mut self.consumers[id.index()];
        if consumer.epoch == epoch && consumer.asking {
            consumer.asking = false;
            self.begin_next(id);
        }
    }
}
