//! Watching a queue: a producer asks how long it is, and hears it later.
//!
//! The question and the answer travel like everything else, so a producer
//! acts on what was true a moment ago.

use super::{
    Engine,
    event::Event,
    fact::{ChannelError, Fact},
    ids::{NodeId, ProducerId, QueueId},
    link::{Cargo, Way, micros},
};

/// What a producer knows of the queue it watches.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Watching {
    /// Which queue.
    pub queue: Option<QueueId>,
    /// At or above the upper threshold, and since then not at or below the
    /// lower one.
    pub too_long: bool,
    /// A question is on its way, or its answer.
    pub unanswered: bool,
    /// What it heard last.
    known: Option<u64>,
    epoch: u32,
}

impl super::Producer {
    /// The ready messages of the queue it watches, as it heard last.
    pub fn known_depth(&self) -> Option<u64> {
        self.pressure.watching.known
    }

    fn has_work(&self) -> bool {
        !self.is_done() || self.buffered() > 0
    }
}

impl Engine {
    /// Begins to watch as the settings say; what was known is forgotten.
    pub(super) fn start_watching(&mut self, id: ProducerId) {
        let watching = &mut self.producers[id.index()].pressure.watching;
        let epoch = watching.epoch + 1;
        *watching =
            super::watching::Watching { queue: watching.queue, epoch, ..Watching::default() };
        if watching.queue.is_some() {
            self.agenda.book(self.now, self.now.after(1), Event::AskDepth { producer: id, epoch });
        }
    }

    /// It is time to ask again, if there is anything left to send. One
    /// question at a time: a broker that reads nothing is not asked twice.
    pub(super) fn ask_depth(&mut self, id: ProducerId, epoch: u32) {
        let producer = &mut self.producers[id.index()];
        if producer.pressure.watching.epoch != epoch {
            return;
        }
        if !producer.has_work() {
            producer.pressure.watching.too_long = false;
            return self.relieve(id);
        }
        let Some(watch) = &producer.spec.backpressure.watch else {
            return;
        };
        let every_us = micros(watch.every_ms);
        let watching = &mut producer.pressure.watching;
        let Some(queue) = watching.queue else {
            return;
        };
        if !std::mem::replace(&mut watching.unanswered, true) {
            let cargo = Cargo::AskDepth { asked: epoch };
            self.send_producer(id, Way::ToBroker, NodeId::Queue(queue), cargo);
        }
        let due = self.now.after(every_us);
        self.agenda.book(self.now, due, Event::AskDepth { producer: id, epoch });
    }

    /// The question reaches the broker.
    pub(super) fn depth_asked(&mut self, id: ProducerId, queue: QueueId, asked: u32) {
        let asked_for = &self.queues[queue.index()];
        let ready = asked_for.exists.then(|| asked_for.ready_len() as u64);
        let cargo = Cargo::Depth { asked, ready };
        self.send_producer(id, Way::ToClient, NodeId::Queue(queue), cargo);
    }

    /// The answer reaches the producer. A queue that is not there costs it
    /// the channel it asks on, and there is nothing left to watch.
    pub(super) fn depth_heard(
        &mut self,
        id: ProducerId,
        queue: QueueId,
        asked: u32,
        ready: Option<u64>,
    ) {
        let producer = &mut self.producers[id.index()];
        let watching = &mut producer.pressure.watching;
        let Some(watch) =
            producer.spec.backpressure.watch.as_ref().filter(|_| watching.epoch == asked)
        else {
            return;
        };
        watching.unanswered = false;
        watching.known = ready;
        match ready {
            Some(ready) if watch.high <= ready => watching.too_long = true,
            Some(ready) if ready <= watch.low => watching.too_long = false,
            Some(_) => {}
            None => *watching = Watching { epoch: watching.epoch, ..Watching::default() },
        }
        self.record(match ready {
            Some(ready) => Fact::DepthHeard { producer: id, queue, ready },
            None => {
                Fact::ChannelClosed { client: NodeId::Producer(id), error: ChannelError::NotFound }
            }
        });
        self.relieve(id);
    }
}
