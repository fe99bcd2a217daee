//! The consume cycle: received, effect and ack, and dying in it.
//!
//! A cycle has two acts, effect and ack, in the order of the acknowledgement
//! mode. The work takes place before the effect; a short gap lies before the
//! ack. A crash comes before both acts, between them, or after both.

use std::rc::Rc;

use super::{
    Engine,
    agenda::Tick,
    command::Settle,
    consumer::{Delivery, Source},
    event::Event,
    fact::{Cause, Fact, Work},
    ids::ConsumerId,
    link::{Cargo, Way},
    topology::{AckMode, CrashPoint, Marker, OnPoison},
};

/// The two acts of a consume cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Effect,
    Ack,
}

/// Which of its two acts a job comes to next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Neither act is done.
    First,
    /// One act is done.
    Second,
}

/// The message a consumer is at work on.
#[derive(Clone, Debug)]
pub struct Job {
    /// Which one.
    pub delivery: Rc<Delivery>,
    /// How far it is.
    pub phase: Phase,
    /// The order of the acts.
    pub mode: AckMode,
    /// When this phase began.
    pub since: Tick,
    /// When this phase ends.
    pub due: Tick,
    /// The answer it will get.
    pub(super) answer: Settle,
    /// Whether its key was known when it began, if it was looked up then.
    pub(super) known: Option<bool>,
    /// The crash that the plan holds for it.
    pub(super) doom: Option<CrashPoint>,
}

impl Job {
    /// Whether the work is going on now (and not the gap around the ack).
    pub fn is_working(&self) -> bool {
        self.act() == Act::Effect
    }

    /// The act that ends the current phase.
    pub(super) fn act(&self) -> Act {
        match (self.mode, self.phase) {
            (AckMode::Last, Phase::First) => Act::Effect,
            (AckMode::Last, Phase::Second) => Act::Ack,
            (_, Phase::First) => Act::Ack,
            (_, Phase::Second) => Act::Effect,
        }
    }
}

impl Engine {
    /// Turns to the next delivery, if it works by itself and is free.
    pub(super) fn begin_next(&mut self, id: ConsumerId) {
        let consumer = &mut self.consumers[id.index()];
        if !consumer.up
            || consumer.hangs.is_some()
            || consumer.spec.by_hand
            || consumer.job.is_some()
        {
            return;
        }
        let Some(delivery) = consumer.buffer.pop_front() else {
            return self.ask_if_idle(id);
        };
        let fact = Fact::Started {
            message: self.store.messages[delivery.message].id,
            consumer: id,
            tag: delivery.tag,
        };
        let mut job = Job {
            mode: consumer.mode_of(&delivery),
            delivery,
            phase: Phase::First,
            since: self.now,
            due: self.now,
            answer: Settle::Ack,
            known: None,
            doom: consumer.doom(),
        };
        self.habits.settled_early |= job.mode == AckMode::First;
        if consumer.spec.idempotent && consumer.spec.marker == Marker::Before {
            let effect = &mut self.store.ledger.effects[job.delivery.effect];
            job.known = Some(std::mem::replace(&mut effect.marked, true));
            self.habits.settled_early = true;
        }
        consumer.job = Some(job);
        self.record(fact);
        self.begin_phase(id);
    }

    fn begin_phase(&mut self, id: ConsumerId) {
        let due = self.consumers[id.index()].begin_phase(self.now);
        self.book_work(id, due);
    }

    /// Books the end of a phase.
    pub(super) fn book_work(&mut self, id: ConsumerId, due: Tick) {
        let consumer = &self.consumers[id.index()];
        let event = Event::Work { consumer: id, epoch: consumer.epoch };
        self.agenda.book(self.now, due, event);
    }

    /// A phase of the cycle ends: crash, or act and go on.
    pub(super) fn work(&mut self, id: ConsumerId, epoch: u32) {
        let consumer = &self.consumers[id.index()];
        if consumer.epoch != epoch || consumer.is_put_off(self.now) {
            return;
        }
        let job = consumer.job.as_ref().expect("work is booked for a job");
        let (before, act) = match job.phase {
            Phase::First => (CrashPoint::BeforeBoth, job.act()),
            Phase::Second => (CrashPoint::Between, job.act()),
        };
        if consumer.is_to_crash(before) {
            let message = self.message_at_work(id);
            return self.crash(id, Some(before), message);
        }
        match act {
            Act::Effect => self.act_effect(id),
            Act::Ack if self.is_cut_off(id) => return self.abandon(id),
            Act::Ack => self.act_ack(id),
        }
        if self.consumers[id.index()].up {
            self.next_phase(id);
        }
    }

    fn next_phase(&mut self, id: ConsumerId) {
        let now = self.now;
        let consumer = &mut self.consumers[id.index()];
        let job = consumer.job.as_mut().expect("just acted");
        consumer.busy_us += now.since(job.since);
        if job.phase == Phase::First {
            job.phase = Phase::Second;
            return self.begin_phase(id);
        }
        let job = consumer.job.take().expect("just acted");
        consumer.processed += 1;
        if consumer.spec.idempotent && consumer.spec.marker == Marker::After {
            let effect = &mut self.store.ledger.effects[job.delivery.effect];
            effect.marked |= effect.times > 0;
        }
        let message = self.store.messages[job.delivery.message].id;
        let dies = consumer.armed == Some(CrashPoint::AfterBoth)
            || job.doom == Some(CrashPoint::AfterBoth);
        self.let_go(job.delivery.message, job.delivery.effect, Some(Cause::NotProcessed));
        if dies {
            return self.crash(id, Some(CrashPoint::AfterBoth), Some(message));
        }
        self.begin_next(id);
    }

    fn act_effect(&mut self, id: ConsumerId) {
        let consumer = &self.consumers[id.index()];
        let job = consumer.job.as_ref().expect("acts on a job");
        let delivery = job.delivery.clone();
        let (last, known) = (job.mode == AckMode::Last, job.known);
        let work = self.do_work(id, &delivery, known);
        if matches!(work, Work::Done { .. }) {
            self.publish_on(id, &delivery);
        }
        if work != Work::Failed {
            return;
        }
        let consumer = &mut self.consumers[id.index()];
        let job = consumer.job.as_mut().expect("acts on a job");
        match consumer.spec.on_poison {
            OnPoison::Reject => job.answer = Settle::Reject,
            OnPoison::Requeue => job.answer = Settle::Fail,
            OnPoison::Nack => job.answer = Settle::Requeue,
            OnPoison::Crash => {
                let at = if last { CrashPoint::BeforeBoth } else { CrashPoint::Between };
                let message = self.message_at_work(id);
                self.crash(id, Some(at), message);
            }
        }
    }

    /// Tries to do the work of a delivery, and books what came of it.
    /// Whether its key is `known` may have been looked up before.
    pub(super) fn do_work(
        &mut self,
        id: ConsumerId,
        delivery: &Delivery,
        known: Option<bool>,
    ) -> Work {
        let owner = &self.store.messages[delivery.message];
        let poison = owner.poison && !self.is_corrected(delivery.effect);
        let message = owner.id;
        let spec = &self.consumers[id.index()].spec;
        let (idempotent, marker) = (spec.idempotent, spec.marker);
        let marked = || self.store.ledger.effects[delivery.effect].marked;
        let known = idempotent && known.unwrap_or_else(marked);
        let work = if poison {
            Work::Failed
        } else if known {
            Work::Skipped
        } else {
            let times = self.apply_effect(delivery.effect);
            if idempotent && marker != Marker::After {
                self.store.ledger.effects[delivery.effect].marked = true;
            }
            Work::Done { times }
        };
        self.record(Fact::Worked { message, whose: delivery.whose(), consumer: id, work });
        work
    }

    /// Whether a consumer that acks first has lost the connection to do so.
    fn is_cut_off(&self, id: ConsumerId) -> bool {
        let consumer = &self.consumers[id.index()];
        let job = consumer.job.as_ref().expect("at work");
        job.mode == AckMode::First && consumer.channel != job.delivery.channel()
    }

    /// Gives up a delivery that cannot be acked first: it will come again.
    fn abandon(&mut self, id: ConsumerId) {
        let now = self.now;
        let consumer = &mut self.consumers[id.index()];
        let job = consumer.job.take().expect("at work");
        consumer.busy_us += now.since(job.since);
        self.delivery_dropped(&job.delivery, Cause::LinkLost);
        self.begin_next(id);
    }

    fn act_ack(&mut self, id: ConsumerId) {
        let consumer = &self.consumers[id.index()];
        let job = consumer.job.as_ref().expect("acts on a job");
        let (delivery, how, mode) = (job.delivery.clone(), job.answer, job.mode);
        if consumer.member.is_some() {
            return self.commit_act(id, &delivery, mode, how);
        }
        if mode != AckMode::Automatic {
            self.send_settlement(id, &delivery, how, false);
        }
    }

    /// Sends an answer, if the channel it belongs to is still open here.
    fn send_settlement(
        &mut self,
        id: ConsumerId,
        delivery: &Delivery,
        how: Settle,
        multiple: bool,
    ) {
        let Delivery { source: Source::Queue { queue, channel }, tag, message, .. } = *delivery
        else {
            return self.answer_share(id, delivery, how);
        };
        if self.consumers[id.index()].channel != Some(channel) {
            return;
        }
        let cargo = Cargo::Settlement { channel, tag, how, multiple };
        let due = self.send_consumer(id, Way::ToBroker, queue, cargo);
        let message = self.store.messages[message].id;
        self.record(Fact::Settling { message, consumer: id, tag, how, due });
    }
}
