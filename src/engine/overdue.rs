//! Consumers that do not settle in time (R41).

use super::{
    Engine,
    delivery::{ChannelKey, Unacked},
    event::Event,
    fact::{ChannelError, Fact},
    ids::QueueId,
    mechanics::Overdue,
    settling::{Answer, Back},
};

/// How long a delivery may stay unsettled where a queue does not say.
const DEFAULT_TIMEOUT_MS: u64 = 30 * 60 * 1_000;

/// How often the broker looks; a shorter time-out is looked for as often as
/// it is long.
const LOOK_EVERY_MS: u64 = 60 * 1_000;

impl Engine {
    fn consumer_timeout_us(&self, id: QueueId) -> u64 {
        let ms = self.queues[id.index()].spec.consumer_timeout_ms.unwrap_or(DEFAULT_TIMEOUT_MS);
        ms.max(1).saturating_mul(1_000)
    }

    /// Something is outstanding: look at it in a while, if this kind of
    /// queue minds.
    pub(super) fn watch_overdue(&mut self, id: QueueId) {
        let queue = &self.queues[id.index()];
        if queue.mechanics.overdue == Overdue::Nothing || queue.overdue.is_set() {
            return;
        }
        let due = self.now.after(self.consumer_timeout_us(id).min(LOOK_EVERY_MS * 1_000));
        let epoch = self.queues[id.index()].overdue.set(due);
        self.agenda.book(self.now, due, Event::LookForOverdue { queue: id, epoch });
    }

    /// Time to look for deliveries that have been out for too long.
    pub(super) fn look_for_overdue(&mut self, id: QueueId, epoch: u32) {
        if !self.queues[id.index()].overdue.fires(epoch) {
            return;
        }
        let timeout = self.consumer_timeout_us(id);
        let late =
            |unacked: &&Unacked| unacked.queue == id && timeout <= self.now.since(unacked.since);
        let channels = self.channels.open.iter();
        let overdue: Vec<ChannelKey> = channels
            .filter(|(_, channel)| channel.unacked.values().any(|unacked| late(&unacked)))
            .map(|(key, _)| key)
            .collect();
        for channel in overdue {
            self.consumer_overdue(channel, id);
        }
        if self.queues[id.index()].unacked > 0 {
            self.watch_overdue(id);
        }
    }

    fn consumer_overdue(&mut self, channel: ChannelKey, id: QueueId) {
        if self.queues[id.index()].mechanics.overdue == Overdue::CloseChannel {
            return self.consumer_channel_closed(channel, ChannelError::PreconditionFailed);
        }
        let open = &mut self.channels.open[channel];
        let consumer = open.consumer;
        let returned = open.unacked.take_those(|unacked| unacked.queue == id);
        let returned: Vec<Unacked> = returned.into_iter().map(|(_, unacked)| unacked).collect();
        self.unsubscribe_from(channel, id);
        self.record(Fact::ConsumerTimedOut { consumer, queue: id });
        for unacked in &returned {
            self.settle(unacked, Answer::Back(Back::Overdue), consumer);
        }
        self.after_settling(&returned);
    }
}
