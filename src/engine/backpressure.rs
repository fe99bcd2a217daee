//! Backpressure at a producer: a gate, and what it does at a closed one.
//!
//! The gate says whether to send now; it knows nothing of the response. The
//! response says what happens to a message that finds the gate closed; it
//! does not ask why.

use std::collections::VecDeque;

use super::{
    Engine,
    agenda::Tick,
    fact::{Cause, Fact},
    ids::{ExchangeId, NodeId, ProducerId, QueueId},
    producer::Producer,
    range,
    refusal::Refusal,
    store::MessageKey,
    topology::{Arrivals, Backpressure, Response},
    watching::Watching,
};

/// Why a producer's gate is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlockReason {
    /// As many publishes wait for their confirm as may.
    Window,
    /// The queue it watches was too long when it last heard of it.
    Depth,
    /// The broker has blocked its connection (R42).
    Alarm,
    /// Its `buffer.memory` is full (K8).
    Memory,
}

/// A message that waits at its producer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiting {
    message: MessageKey,
    exchange: ExchangeId,
}

/// A producer's side of backpressure, as it stands.
#[derive(Clone, Default)]
pub(super) struct Pressure {
    /// The caller stands still since then, and why it began to.
    pub blocked: Option<(Tick, BlockReason)>,
    /// The connection is blocked, as far as the producer has heard.
    pub connection_blocked: bool,
    pub watching: Watching,
    /// Messages of a burst that are still to come.
    pub left: u32,
    blocked_us: u64,
    waiting: VecDeque<Waiting>,
    slowed: bool,
    /// Retries that came due while the connection was blocked.
    deferred: Vec<(u32, u32)>,
    /// Unconfirmed and waiting when settings last changed.
    inherited: (usize, usize),
}

impl Producer {
    /// Why it should not send now, if it should not.
    pub fn gate(&self) -> Option<BlockReason> {
        let window = self.spec.backpressure.window;
        if self.pressure.connection_blocked {
            return Some(BlockReason::Alarm);
        }
        if self.pressure.watching.too_long {
            return Some(BlockReason::Depth);
        }
        if self.sender.as_ref().is_some_and(|sender| sender.is_full()) {
            return Some(BlockReason::Memory);
        }
        let is_used_up = window.is_some_and(|most| most as usize <= self.pending.len());
        is_used_up.then_some(BlockReason::Window)
    }

    /// Since when its caller stands still, and why it began to.
    pub fn blocked(&self) -> Option<(Tick, BlockReason)> {
        self.pressure.blocked
    }

    /// How long its caller has stood still in all, in microseconds.
    pub fn blocked_us(&self, now: Tick) -> u64 {
        let present = self.pressure.blocked.map_or(0, |(since, _)| now.since(since));
        self.pressure.blocked_us + present
    }

    /// How many messages wait at the producer itself.
    pub fn buffered(&self) -> usize {
        self.pressure.waiting.len()
    }

    /// Whether it sends at its lower rate.
    pub fn is_slowed(&self) -> bool {
        self.pressure.slowed
    }

    /// When messages come at present.
    pub fn arrivals_now(&self) -> Arrivals {
        match self.spec.backpressure.response {
            Response::SlowDown { per_s } if self.pressure.slowed => {
                at_most(self.spec.arrivals, per_s)
            }
            _ => self.spec.arrivals,
        }
    }

    /// Whether there is a next message in the burst, and a caller to send it.
    pub(super) fn takes_next(&mut self) -> bool {
        let pressure = &self.pressure;
        let goes_on = pressure.left > 0 && pressure.blocked.is_none() && !self.is_done();
        self.pressure.left -= u32::from(goes_on);
        goes_on
    }
}

/// The same kind of arrivals, at this mean rate if theirs is higher.
fn at_most(arrivals: Arrivals, rate: f64) -> Arrivals {
    match arrivals {
        Arrivals::ByHand => Arrivals::ByHand,
        Arrivals::Constant { per_s } => Arrivals::Constant { per_s: per_s.min(rate) },
        Arrivals::Poisson { per_s } => Arrivals::Poisson { per_s: per_s.min(rate) },
        Arrivals::Burst { .. } if rate <= 0.0 => Arrivals::Constant { per_s: 0.0 },
        Arrivals::Burst { size, every_ms } => {
            let every_ms = every_ms.max(f64::from(size) * 1_000.0 / rate);
            Arrivals::Burst { size, every_ms }
        }
    }
}

impl Engine {
    /// A new message finds the gate open and is sent, or closed.
    pub(super) fn hand_over(&mut self, id: ProducerId, message: MessageKey, exchange: ExchangeId) {
        let producer = &self.producers[id.index()];
        let response = producer.spec.backpressure.response;
        let Some(reason) = producer.gate().filter(|_| response.holds()) else {
            return self.send_first(id, message, exchange);
        };
        self.store.messages[message].publishing += 1;
        let waiting = &mut self.producers[id.index()].pressure.waiting;
        match response {
            Response::Buffer { limit } if limit as usize <= waiting.len() => {
                self.drop_at_producer(id, message);
            }
            Response::Buffer { .. } => {
                waiting.push_back(Waiting { message, exchange });
                let message = self.store.messages[message].id;
                self.record(Fact::Buffered { message, producer: id });
            }
            _ => {
                waiting.push_back(Waiting { message, exchange });
                self.producers[id.index()].pressure.blocked = Some((self.now, reason));
                self.record(Fact::Blocked { producer: id, reason });
                self.book_block_over(id);
            }
        }
    }

    /// The call that stands still fails: its message, and the caller goes on.
    pub(super) fn unblock_with_error(&mut self, id: ProducerId) -> Option<MessageKey> {
        let waiting = self.producers[id.index()].pressure.waiting.pop_front()?;
        Some(waiting.message)
    }

    /// The buffer is full: the new message goes, before any copy of it exists.
    fn drop_at_producer(&mut self, id: ProducerId, message: MessageKey) {
        self.producers[id.index()].heard.dropped += 1;
        self.published_or_lost(message, Some(Cause::BufferFull));
        self.forget_if_gone(message);
    }

    /// The gate may have opened, or closed for one that only slows down:
    /// what waits goes first, then the caller goes on.
    pub(super) fn relieve(&mut self, id: ProducerId) {
        self.retry_deferred(id);
        while let Some(Waiting { message, exchange }) = self.next_to_go(id) {
            // The producer's own hold goes; the send takes others.
            self.store.messages[message].publishing -= 1;
            self.send_first(id, message, exchange);
        }
        let pressure = &self.producers[id.index()].pressure;
        let waits = !pressure.waiting.is_empty()
            && self.producers[id.index()].spec.backpressure.response == Response::Block;
        if pressure.blocked.is_some() && !waits {
            self.caller_returns(id);
        }
        if self.adapt_rate(id) {
            self.start_producing(id);
        }
    }

    fn next_to_go(&mut self, id: ProducerId) -> Option<Waiting> {
        let producer = &mut self.producers[id.index()];
        let holds = producer.gate().is_some() && producer.spec.backpressure.response.holds();
        if holds { None } else { producer.pressure.waiting.pop_front() }
    }

    fn caller_returns(&mut self, id: ProducerId) {
        let producer = &mut self.producers[id.index()];
        let pressure = &mut producer.pressure;
        let (since, reason) = pressure.blocked.take().expect("seen by the caller");
        pressure.blocked_us += self.now.since(since);
        // A message by hand may have blocked it with its next one booked.
        producer.epoch += 1;
        self.record(Fact::Unblocked { producer: id, reason });
        self.go_on_producing(id);
    }

    /// Goes over to the lower rate or back; true if that is a change.
    pub(super) fn adapt_rate(&mut self, id: ProducerId) -> bool {
        let producer = &mut self.producers[id.index()];
        let slows = matches!(producer.spec.backpressure.response, Response::SlowDown { .. });
        let reason = producer.gate().filter(|_| slows);
        let changes = producer.pressure.slowed != reason.is_some();
        if changes {
            producer.pressure.slowed = reason.is_some();
            self.record(match reason {
                Some(reason) => Fact::SlowedDown { producer: id, reason },
                None => Fact::SpedUp { producer: id },
            });
        }
        changes
    }

    /// Whether a retry has to wait: nobody would read it, and the confirm it
    /// misses cannot come either.
    pub(super) fn defers(&mut self, id: ProducerId, publish: u32, attempt: u32) -> bool {
        let producer = &mut self.producers[id.index()];
        let heeds = producer.spec.backpressure.response != Response::Ignore;
        let defers = heeds && producer.pressure.connection_blocked;
        if defers {
            producer.pressure.deferred.push((publish, attempt));
        }
        defers
    }

    fn retry_deferred(&mut self, id: ProducerId) {
        let producer = &mut self.producers[id.index()];
        let heeds = producer.spec.backpressure.response != Response::Ignore;
        if heeds && producer.pressure.connection_blocked {
            return;
        }
        for (publish, attempt) in std::mem::take(&mut producer.pressure.deferred) {
            self.retry(id, publish, attempt);
        }
    }

    /// A new connection is not blocked, and its questions are not asked yet.
    pub(super) fn connection_forgotten(&mut self, id: ProducerId) {
        let producer = &mut self.producers[id.index()];
        producer.inlet.ended();
        producer.pressure.watching.unanswered = false;
        producer.pressure.connection_blocked = false;
        producer.pressure.deferred.clear();
        self.relieve(id);
    }

    /// The producer hears that its connection is blocked, or no longer.
    pub(super) fn connection_told(&mut self, id: ProducerId, blocked: bool) {
        self.producers[id.index()].pressure.connection_blocked = blocked;
        self.record(match blocked {
            true => Fact::ConnectionBlocked { producer: id },
            false => Fact::ConnectionUnblocked { producer: id },
        });
        self.relieve(id);
    }

    /// Refuses to send by hand what a caller that stands still cannot send.
    pub(super) fn check_caller(&self, id: ProducerId) -> Result<(), Refusal> {
        let producer = &self.producers[id.index()];
        match producer.pressure.blocked {
            Some(_) => Err(Refusal::StandsStill(producer.spec.name.clone())),
            None => Ok(()),
        }
    }

    /// The queue a producer is to watch.
    pub(super) fn watched_queue(&self, wish: &Backpressure) -> Result<Option<QueueId>, Refusal> {
        wish.watch.as_ref().map(|watch| self.queue_id(&watch.queue)).transpose()
    }

    /// Other backpressure from now on; what waits may go at once.
    pub(super) fn set_backpressure(
        &mut self,
        producer: &str,
        wish: &Backpressure,
    ) -> Result<(), Refusal> {
        let id = self.producer_id(producer)?;
        check(wish)?;
        let queue = self.watched_queue(wish)?;
        let producer = &mut self.producers[id.index()];
        let same_watch = producer.spec.backpressure.watch == wish.watch;
        let same_rate = producer.spec.backpressure.response == wish.response;
        producer.spec.backpressure = wish.clone();
        producer.pressure.inherited = (producer.pending.len(), producer.pressure.waiting.len());
        producer.pressure.watching.queue = queue;
        self.configured(NodeId::Producer(id));
        if !same_watch {
            self.start_watching(id);
        }
        self.relieve(id);
        if !same_rate && self.producers[id.index()].pressure.slowed {
            self.start_producing(id);
        }
        Ok(())
    }
}

fn check(wish: &Backpressure) -> Result<(), Refusal> {
    if let Some(window) = wish.window {
        range::WINDOW.check(f64::from(window))?;
    }
    if let Some(watch) = &wish.watch {
        range::HIGH.check(watch.high as f64)?;
        range::below(watch.high).check(watch.low as f64)?;
        range::WATCH.check(watch.every_ms)?;
    }
    match wish.response {
        Response::Ignore | Response::Block => Ok(()),
        Response::Buffer { limit } => range::BUFFER.check(f64::from(limit)),
        Response::SlowDown { per_s } => range::RATE.check(per_s),
    }
}

/// No producer that waits at its gate has more than its window unconfirmed,
/// or more than its limit in its buffer.
pub(super) fn windows_hold(engine: &Engine) -> bool {
    engine.producers.iter().all(|producer| {
        let Backpressure { window, response, .. } = producer.spec.backpressure;
        let (unconfirmed, waiting) = producer.pressure.inherited;
        let most = window.map_or(usize::MAX, |window| unconfirmed.max(window as usize));
        let room = match response {
            Response::Ignore | Response::SlowDown { .. } => return producer.buffered() == 0,
            Response::Block => waiting + 1,
            Response::Buffer { limit } => waiting.max(limit as usize),
        };
        producer.pending.len() <= most && producer.buffered() <= room
    })
}
