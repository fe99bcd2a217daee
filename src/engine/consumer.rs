//! Consumers: the cycle of received, effect and ack, and dying in it.
//!
//! A cycle has two acts, effect and ack, in the order of the acknowledgement
//! mode. The work takes place before the effect; a short gap lies before the
//! ack. A crash comes before both acts, between them, or after both.

use std::{collections::VecDeque, rc::Rc};

use super::{
    Engine,
    agenda::Tick,
    chance::{Chance, Purpose},
    command::Settle,
    dead_letter::DeathHistory,
    delivery::{ChannelKey, Wish},
    event::Event,
    fact::{Cause, Fact, Work},
    ids::{ConsumerId, CopyId, ExchangeId, MessageId, QueueId},
    ledger::EffectKey,
    link::{Cargo, Link, Way, micros},
    store::{Copy, KeyId, MessageKey},
    topology::{AckMode, ConsumerSpec, CrashPlan, CrashPoint, OnPoison, Service},
};

/// A message in a consumer's hands, with everything it is told about it.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The message.
    pub message: MessageKey,
    /// The copy it came from.
    pub copy: CopyId,
    /// The queue it came from.
    pub queue: QueueId,
    /// The channel it came through.
    pub channel: ChannelKey,
    /// Its number on that channel, from 1.
    pub tag: u64,
    /// It may have been seen before (R18).
    pub redelivered: bool,
    /// Which delivery of its copy this is, from 1.
    pub nth: u32,
    /// The broker settled it on sending (R13).
    pub auto_ack: bool,
    /// The exchange it was last published to.
    pub exchange: ExchangeId,
    /// The routing key it was last published with.
    pub key: KeyId,
    /// Message property `expiration`.
    pub expiration_ms: Option<u64>,
    /// Its death history.
    pub deaths: Option<Rc<DeathHistory>>,
    /// Its work is done (or was tried).
    pub processed: bool,
    effect: EffectKey,
}

impl Delivery {
    pub(super) fn of(
        copy: &Copy,
        queue: QueueId,
        channel: ChannelKey,
        tag: u64,
        auto_ack: bool,
    ) -> Self {
        Delivery {
            message: copy.message,
            copy: copy.id,
            queue,
            channel,
            tag,
            redelivered: copy.redelivered,
            nth: copy.deliveries,
            auto_ack,
            exchange: copy.exchange,
            key: copy.key,
            expiration_ms: copy.expiration_ms,
            deaths: copy.deaths.clone(),
            processed: false,
            effect: copy.effect,
        }
    }
}

/// The two acts of a consume cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
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
    pub delivery: Delivery,
    /// How far it is.
    pub phase: Phase,
    /// The order of the acts.
    pub mode: AckMode,
    /// When this phase began.
    pub since: Tick,
    /// When this phase ends.
    pub due: Tick,
    /// The answer it will get.
    answer: Settle,
    /// The crash that the plan holds for it.
    doom: Option<CrashPoint>,
}

impl Job {
    /// Whether the work is going on now (and not the gap around the ack).
    pub fn is_working(&self) -> bool {
        self.act() == Act::Effect
    }

    /// The act that ends the current phase.
    fn act(&self) -> Act {
        match (self.mode, self.phase) {
            (AckMode::Last, Phase::First) => Act::Effect,
            (AckMode::Last, Phase::Second) => Act::Ack,
            (_, Phase::First) => Act::Ack,
            (_, Phase::Second) => Act::Effect,
        }
    }
}

/// A consumer as it stands.
#[derive(Clone)]
pub struct Consumer {
    pub(super) spec: ConsumerSpec,
    pub(super) link: Link,
    pub(super) channel: Option<ChannelKey>,
    up: bool,
    armed: Option<CrashPoint>,
    buffer: VecDeque<Delivery>,
    job: Option<Job>,
    service: Chance,
    crash: Chance,
    epoch: u32,
    received: u64,
    processed: u64,
    busy_us: u64,
    crashes: u64,
    fell: Option<(Tick, Option<CrashPoint>)>,
    returns: Option<Tick>,
}

impl Consumer {
    pub(super) fn new(spec: ConsumerSpec, id: ConsumerId, seed: u64) -> Self {
        // Producers and consumers are numbered from 0 each.
        let node = 0x1_0000 + u32::from(id.0);
        let chance = |purpose| Chance::new(seed, purpose, node);
        Consumer {
            link: Link::new(spec.latency_ms, spec.jitter_ms, chance(Purpose::Jitter)),
            service: chance(Purpose::Service),
            crash: chance(Purpose::Crash),
            spec,
            channel: None,
            up: true,
            armed: None,
            buffer: VecDeque::new(),
            job: None,
            epoch: 0,
            received: 0,
            processed: 0,
            busy_us: 0,
            crashes: 0,
            fell: None,
            returns: None,
        }
    }

    /// Its settings.
    pub fn spec(&self) -> &ConsumerSpec {
        &self.spec
    }

    /// Whether its process runs.
    pub fn is_up(&self) -> bool {
        self.up
    }

    /// Whether it has a channel to the broker.
    pub fn is_connected(&self) -> bool {
        self.channel.is_some()
    }

    /// What it is at work on.
    pub fn job(&self) -> Option<&Job> {
        self.job.as_ref()
    }

    /// Deliveries it holds and has not begun, oldest first. A consumer
    /// driven by hand keeps here what a person has not settled.
    pub fn buffer(&self) -> impl ExactSizeIterator<Item = &Delivery> {
        self.buffer.iter()
    }

    /// The crash it has been asked for and that has not come yet.
    pub fn armed(&self) -> Option<CrashPoint> {
        self.armed
    }

    /// When and at which instant it last died, if it is down.
    pub fn fell(&self) -> Option<(Tick, Option<CrashPoint>)> {
        self.fell.filter(|_| !self.up)
    }

    /// When it will be back by itself.
    pub fn returns(&self) -> Option<Tick> {
        self.returns
    }

    /// Deliveries received.
    pub fn received(&self) -> u64 {
        self.received
    }

    /// Cycles finished.
    pub fn processed(&self) -> u64 {
        self.processed
    }

    /// Microseconds spent at work, up to `now`.
    pub fn busy_us(&self, now: Tick) -> u64 {
        self.busy_us + self.job.as_ref().map_or(0, |job| now.since(job.since))
    }

    /// Times it died.
    pub fn crashes(&self) -> u64 {
        self.crashes
    }

    fn service_us(&mut self) -> u64 {
        match self.spec.service {
            Service::Constant { ms } => micros(ms),
            Service::Exponential { ms } => self.service.exponential(ms * 1_000.0),
        }
    }

    /// How long the phase before `act` takes. With automatic ack there is
    /// nothing to wait for: the broker has settled on sending.
    fn phase_us(&mut self, act: Act, mode: AckMode) -> u64 {
        match (act, mode) {
            (Act::Effect, _) => self.service_us(),
            (Act::Ack, AckMode::Automatic) => 1,
            (Act::Ack, _) => micros(self.spec.gap_ms),
        }
    }

    /// Whether the crash plan picks the message just begun.
    fn doom(&mut self) -> Option<CrashPoint> {
        let CrashPlan { at, probability, nth } = self.spec.crash?;
        let begun = self.received - self.buffer.len() as u64;
        (nth == Some(begun) || self.crash.happens(probability)).then_some(at)
    }

    fn mode_of(&self, delivery: &Delivery) -> AckMode {
        match (delivery.auto_ack, self.spec.ack) {
            (true, _) => AckMode::Automatic,
            (false, AckMode::Automatic) => AckMode::Last,
            (false, mode) => mode,
        }
    }

    fn is_to_crash(&self, at: CrashPoint) -> bool {
        self.armed == Some(at) || self.job.as_ref().is_some_and(|job| job.doom == Some(at))
    }
}

impl Engine {
    /// A delivery exists from now on beside the copy it came from.
    pub(super) fn hold_delivery(&mut self, delivery: &Delivery) {
        self.store.messages[delivery.message].refs += 1;
        self.hold_effect(delivery.effect);
    }

    /// A delivery is gone without its work done.
    pub(super) fn delivery_dropped(&mut self, delivery: &Delivery, cause: Cause) {
        self.let_go(delivery.message, delivery.effect, Some(cause));
    }

    /// A delivery reaches its consumer.
    pub(super) fn delivery_arrived(&mut self, id: ConsumerId, delivery: Delivery) {
        let message = self.store.messages[delivery.message].id;
        let consumer = &mut self.consumers[id.index()];
        if consumer.channel != Some(delivery.channel) {
            // Sent before the broker noticed that this connection was over.
            return self.delivery_dropped(&delivery, Cause::ConsumerCrashed);
        }
        consumer.received += 1;
        let tag = delivery.tag;
        consumer.buffer.push_back(delivery);
        self.record(Fact::Received { message, consumer: id, tag });
        self.begin_next(id);
    }

    /// Turns to the next delivery, if it works by itself and is free.
    fn begin_next(&mut self, id: ConsumerId) {
        let consumer = &mut self.consumers[id.index()];
        if !consumer.up || consumer.spec.by_hand || consumer.job.is_some() {
            return;
        }
        let Some(delivery) = consumer.buffer.pop_front() else {
            return;
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
            doom: consumer.doom(),
        };
        job.due = self.now.after(consumer.phase_us(job.act(), job.mode));
        consumer.job = Some(job);
        self.record(fact);
        self.book_work(id);
    }

    fn book_work(&mut self, id: ConsumerId) {
        let consumer = &mut self.consumers[id.index()];
        let due = consumer.job.as_ref().expect("at work").due;
        let event = Event::Work { consumer: id, epoch: consumer.epoch };
        self.agenda.book(self.now, due, event);
    }

    /// A phase of the cycle ends: crash, or act and go on.
    pub(super) fn work(&mut self, id: ConsumerId, epoch: u32) {
        let consumer = &self.consumers[id.index()];
        if consumer.epoch != epoch {
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
            Act::Ack => self.act_ack(id),
        }
        if self.consumers[id.index()].up {
            self.next_phase(id);
        }
    }

    fn next_phase(&mut self, id: ConsumerId) {
        let now = self.now;
        let consumer = &mut self.consumers[id.index()];
        let mut job = consumer.job.take().expect("just acted");
        consumer.busy_us += now.since(job.since);
        if job.phase == Phase::First {
            job.phase = Phase::Second;
            job.since = now;
            job.due = now.after(consumer.phase_us(job.act(), job.mode));
            consumer.job = Some(job);
            return self.book_work(id);
        }
        consumer.processed += 1;
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
        let last = job.mode == AckMode::Last;
        let work = self.do_work(id, &delivery);
        if work != Work::Failed {
            return;
        }
        let consumer = &mut self.consumers[id.index()];
        let job = consumer.job.as_mut().expect("acts on a job");
        match consumer.spec.on_poison {
            OnPoison::Reject => job.answer = Settle::Reject,
            OnPoison::Requeue => job.answer = Settle::Requeue,
            OnPoison::Crash => {
                let at = if last { CrashPoint::BeforeBoth } else { CrashPoint::Between };
                let message = self.message_at_work(id);
                self.crash(id, Some(at), message);
            }
        }
    }

    /// Tries to do the work of a delivery, and books what came of it.
    fn do_work(&mut self, id: ConsumerId, delivery: &Delivery) -> Work {
        let owner = &self.store.messages[delivery.message];
        let (message, poison) = (owner.id, owner.poison);
        let idempotent = self.consumers[id.index()].spec.idempotent;
        let known = self.store.ledger.effects[delivery.effect].marked;
        let work = if poison {
            Work::Failed
        } else if idempotent && known {
            Work::Skipped
        } else {
            let times = self.apply_effect(delivery.effect);
            self.store.ledger.effects[delivery.effect].marked |= idempotent;
            Work::Done { times }
        };
        self.record(Fact::Worked { message, queue: delivery.queue, consumer: id, work });
        work
    }

    fn act_ack(&mut self, id: ConsumerId) {
        let job = self.consumers[id.index()].job.as_ref().expect("acts on a job");
        if job.mode != AckMode::Automatic {
            let (delivery, how) = (job.delivery.clone(), job.answer);
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
        let Delivery { channel, tag, queue, message, .. } = *delivery;
        if self.consumers[id.index()].channel != Some(channel) {
            return;
        }
        let cargo = Cargo::Settlement { channel, tag, how, multiple };
        let due = self.send_consumer(id, Way::ToBroker, queue, cargo);
        let message = self.store.messages[message].id;
        self.record(Fact::Settling { message, consumer: id, tag, how, due });
    }

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
        consumer.crashes += 1;
        consumer.fell = Some((now, at));
        consumer.epoch += 1;
        consumer.returns = consumer.spec.restart_ms.map(|ms| now.after(micros(ms)));
        let (returns, epoch, channel) = (consumer.returns, consumer.epoch, consumer.channel.take());
        let job = consumer.job.take();
        consumer.busy_us += job.as_ref().map_or(0, |job| now.since(job.since));
        let held: Vec<Delivery> =
            job.map(|job| job.delivery).into_iter().chain(consumer.buffer.drain(..)).collect();
        self.record(Fact::Crashed { consumer: id, message, at });
        for delivery in &held {
            self.delivery_dropped(delivery, Cause::ConsumerCrashed);
        }
        self.drop_deliveries(id);
        if let Some(channel) = channel {
            let queue = self.queue_of_channel(channel);
            self.send_consumer(id, Way::ToBroker, queue, Cargo::Close { channel });
        }
        if let Some(due) = returns {
            self.agenda.book(now, due, Event::Return { consumer: id, epoch });
        }
    }

    /// The queue a channel is drawn to: the one it is subscribed to.
    fn queue_of_channel(&self, channel: ChannelKey) -> QueueId {
        let subscriptions = self.channels.open.get(channel).map(|open| &open.subscriptions);
        let first = subscriptions.and_then(|list| list.first());
        first.map_or(QueueId(0), |key| self.channels.subscriptions[*key].queue)
    }

    /// A crashed or disconnected consumer comes back.
    pub(super) fn come_back(&mut self, id: ConsumerId, epoch: u32) {
        let consumer = &self.consumers[id.index()];
        if consumer.epoch == epoch && consumer.returns == Some(self.now) {
            self.revive(id);
        }
    }

    /// Starts a consumer: connected, and subscribed unless driven by hand.
    pub(super) fn revive(&mut self, id: ConsumerId) {
        let consumer = &mut self.consumers[id.index()];
        consumer.up = true;
        consumer.returns = None;
        self.record(Fact::Revived { consumer: id });
        self.subscribe_as_specified(id);
    }

    /// Subscribes a consumer as its settings say.
    pub(super) fn subscribe_as_specified(&mut self, id: ConsumerId) {
        let spec = &self.consumers[id.index()].spec;
        let Some(queue) = spec.queue.as_deref().and_then(|name| self.find_queue(name)) else {
            return;
        };
        if !self.queues[queue.index()].exists {
            return;
        }
        let wish = Wish {
            queue,
            prefetch: spec.prefetch,
            auto_ack: spec.ack == AckMode::Automatic,
            priority: spec.priority,
        };
        let channel = self.connect(id);
        self.subscribe(channel, wish);
    }

    /// Ends the subscription and begins one with the present settings; what
    /// is outstanding stays with the channel (R12).
    pub(super) fn resubscribe(&mut self, id: ConsumerId) {
        if let Some(channel) = self.consumers[id.index()].channel {
            self.unsubscribe(channel);
            self.subscribe_as_specified(id);
        }
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
        let consumer = &mut self.consumers[id.index()];
        let Some(channel) = consumer.channel.take() else {
            return;
        };
        let held: Vec<Delivery> = consumer.buffer.drain(..).collect();
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

    /// A person has a delivery processed; false if there is none to process.
    pub(super) fn process_by_hand(&mut self, id: ConsumerId, tag: u64) -> bool {
        let buffer = &self.consumers[id.index()].buffer;
        let open = |delivery: &Delivery| delivery.tag == tag && !delivery.processed;
        let Some(at) = buffer.iter().position(open) else {
            return false;
        };
        let delivery = buffer[at].clone();
        self.do_work(id, &delivery);
        let consumer = &mut self.consumers[id.index()];
        consumer.processed += 1;
        consumer.buffer[at].processed = true;
        if delivery.auto_ack {
            consumer.buffer.remove(at);
            self.let_go(delivery.message, delivery.effect, Some(Cause::NotProcessed));
        }
        true
    }

    /// A person settles a delivery, or several; the broker will judge the tag.
    pub(super) fn settle_by_hand(&mut self, id: ConsumerId, tag: u64, how: Settle, multiple: bool) {
        let consumer = &mut self.consumers[id.index()];
        let Some(channel) = consumer.channel else {
            return;
        };
        let settled = |delivery: &Delivery| {
            !delivery.auto_ack && (delivery.tag == tag || multiple && delivery.tag < tag)
        };
        let (gone, kept) = consumer.buffer.drain(..).partition(settled);
        let gone: VecDeque<Delivery> = gone;
        consumer.buffer = kept;
        let queue =
            gone.back().map_or_else(|| self.queue_of_channel(channel), |delivery| delivery.queue);
        let cargo = Cargo::Settlement { channel, tag, how, multiple };
        let due = self.send_consumer(id, Way::ToBroker, queue, cargo);
        for delivery in &gone {
            let message = self.store.messages[delivery.message].id;
            self.record(Fact::Settling { message, consumer: id, tag: delivery.tag, how, due });
            self.let_go(delivery.message, delivery.effect, Some(Cause::NotProcessed));
        }
    }
}
