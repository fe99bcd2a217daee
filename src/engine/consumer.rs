//! Consumers: what each holds, and what it is told about a message.

use std::{collections::VecDeque, rc::Rc};

use super::{
    Engine,
    agenda::Tick,
    chance::{Chance, Purpose},
    cycle::{Act, Job},
    dead_letter::DeathHistory,
    delivery::ChannelKey,
    fact::{Cause, Fact},
    ids::{ConsumerId, CopyId, ExchangeId, GroupId, PartitionId, ProducerId, QueueId, Subscriber},
    ledger::EffectKey,
    link::{Link, micros},
    log::{Member, ShareAnswer},
    store::{Copy, KeyId, MessageKey},
    topology::{AckMode, ConsumerSpec, CrashPlan, CrashPoint, Service},
};

/// A message in a consumer's hands, with everything it is told about it.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The message.
    pub message: MessageKey,
    /// The copy it came from.
    pub copy: CopyId,
    /// Where it came from.
    pub source: Source,
    /// Its number on its channel, from 1; its offset, from a log.
    pub tag: u64,
    /// It may have been seen before (R18).
    pub redelivered: bool,
    /// Which delivery of its copy this is, from 1.
    pub nth: u32,
    /// How often it has come back, if its queue tells that (`x-delivery-count`).
    pub attempts: Option<u32>,
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
    pub(super) effect: EffectKey,
}

/// Where a delivery came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A queue, through a channel.
    Queue {
        /// The queue.
        queue: QueueId,
        /// The channel.
        channel: ChannelKey,
    },
    /// A log, where it still is.
    Log {
        /// The partition.
        partition: PartitionId,
        /// Its offset there.
        offset: u64,
        /// The group whose member reads it.
        group: GroupId,
    },
}

impl Delivery {
    /// The channel it came through, from a queue.
    pub fn channel(&self) -> Option<ChannelKey> {
        match self.source {
            Source::Queue { channel, .. } => Some(channel),
            Source::Log { .. } => None,
        }
    }

    /// The queue it came from, if it came from one.
    pub fn queue(&self) -> Option<QueueId> {
        match self.source {
            Source::Queue { queue, .. } => Some(queue),
            Source::Log { .. } => None,
        }
    }

    /// Whose effect it serves.
    pub fn whose(&self) -> Subscriber {
        match self.source {
            Source::Queue { queue, .. } => Subscriber::Queue(queue),
            Source::Log { group, .. } => Subscriber::Group(group),
        }
    }

    pub(super) fn of(
        copy: &Copy,
        expiration_ms: Option<u64>,
        queue: QueueId,
        channel: ChannelKey,
        tag: u64,
        auto_ack: bool,
    ) -> Self {
        Delivery {
            message: copy.message,
            copy: copy.id,
            source: Source::Queue { queue, channel },
            tag,
            redelivered: copy.redelivered,
            nth: copy.deliveries,
            attempts: None,
            auto_ack,
            exchange: copy.exchange,
            key: copy.key,
            expiration_ms,
            deaths: copy.deaths.clone(),
            processed: false,
            effect: copy.effect,
        }
    }
}

/// A consumer as it stands.
#[derive(Clone)]
pub struct Consumer {
    pub(super) spec: ConsumerSpec,
    pub(super) link: Link,
    pub(super) channel: Option<ChannelKey>,
    pub(super) up: bool,
    pub(super) armed: Option<CrashPoint>,
    pub(super) buffer: VecDeque<Rc<Delivery>>,
    pub(super) job: Option<Job>,
    service: Chance,
    crash: Chance,
    /// Since when its work stands still.
    pub(super) hangs: Option<Tick>,
    pub(super) epoch: u32,
    /// The producer it publishes on with, if it does.
    pub(super) output: Option<ProducerId>,
    /// The queue it asks for messages, if that sends none unasked.
    pub(super) polls: Option<QueueId>,
    /// Its membership of a group of the log.
    pub(super) member: Option<Box<Member>>,
    /// The share group it is a member of, and what it is to say with its
    /// next poll.
    pub(super) shares: Option<GroupId>,
    pub(super) answers: Vec<ShareAnswer>,
    /// A request for messages is out.
    pub(super) asking: bool,
    pub(super) asked: u64,
    pub(super) asked_in_vain: u64,
    pub(super) received: u64,
    pub(super) processed: u64,
    pub(super) busy_us: u64,
    pub(super) crashes: u64,
    pub(super) fell: Option<(Tick, Option<CrashPoint>)>,
    pub(super) returns: Option<Tick>,
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
            up: !spec.late,
            spec,
            channel: None,
            armed: None,
            buffer: VecDeque::new(),
            job: None,
            hangs: None,
            epoch: 0,
            output: None,
            polls: None,
            member: None,
            shares: None,
            answers: Vec::new(),
            asking: false,
            asked: 0,
            asked_in_vain: 0,
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

    /// The producer it publishes on with, if it does.
    pub fn output(&self) -> Option<ProducerId> {
        self.output
    }

    /// Whether its process runs.
    pub fn is_up(&self) -> bool {
        self.up
    }

    /// Whether it has a channel to the broker.
    pub fn is_connected(&self) -> bool {
        self.channel.is_some()
    }

    /// Since when it hangs, if it does.
    pub fn hangs(&self) -> Option<Tick> {
        self.hangs
    }

    /// What it is at work on.
    pub fn job(&self) -> Option<&Job> {
        self.job.as_ref()
    }

    /// Deliveries it holds and has not begun, oldest first. A consumer
    /// driven by hand keeps here what a person has not settled.
    pub fn buffer(&self) -> impl ExactSizeIterator<Item = &Delivery> {
        self.buffer.iter().map(|delivery| &**delivery)
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

    /// Whether it has asked for messages and waits for the answer (S9).
    pub fn is_asking(&self) -> bool {
        self.asking
    }

    /// Requests for messages, and how many of them were answered with nothing.
    pub fn asked(&self) -> (u64, u64) {
        (self.asked, self.asked_in_vain)
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

    /// What it holds of that channel under that tag. Its buffer is in the
    /// order of the tags.
    pub(super) fn holding(&self, (channel, tag): (ChannelKey, u64)) -> Option<&Delivery> {
        let waiting = self.buffer.binary_search_by_key(&tag, |delivery| delivery.tag);
        let waiting = waiting.ok().map(|at| &*self.buffer[at]);
        let at_work = self.job.as_ref().map(|job| &*job.delivery);
        let held = [at_work, waiting].into_iter().flatten();
        held.into_iter().find(|delivery| (delivery.channel(), delivery.tag) == (Some(channel), tag))
    }

    /// The phase before the next act of its job begins; returns when it ends.
    /// With automatic ack there is nothing to wait for: the broker has settled
    /// on sending.
    pub(super) fn begin_phase(&mut self, now: Tick) -> Tick {
        let job = self.job.as_mut().expect("at work");
        let span_us = match (job.act(), job.mode, self.spec.service) {
            (Act::Effect, _, Service::Constant { ms }) => micros(ms),
            (Act::Effect, _, Service::Exponential { ms }) => self.service.exponential(ms * 1_000.0),
            (Act::Ack, AckMode::Automatic, _) => 1,
            (Act::Ack, _, _) => micros(self.spec.gap_ms),
        };
        (job.since, job.due) = (now, now.after(span_us));
        job.due
    }

    /// Whether the crash plan picks the message just begun.
    pub(super) fn doom(&mut self) -> Option<CrashPoint> {
        let CrashPlan { at, probability, nth } = self.spec.crash?;
        let begun = self.received - self.buffer.len() as u64;
        (nth == Some(begun) || self.crash.happens(probability)).then_some(at)
    }

    pub(super) fn mode_of(&self, delivery: &Delivery) -> AckMode {
        match (delivery.auto_ack, self.spec.ack) {
            (true, _) => AckMode::Automatic,
            (false, AckMode::Automatic) => AckMode::Last,
            (false, mode) => mode,
        }
    }

    pub(super) fn is_to_crash(&self, at: CrashPoint) -> bool {
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
    pub(super) fn delivery_arrived(&mut self, id: ConsumerId, delivery: Rc<Delivery>) {
        let message = self.store.messages[delivery.message].id;
        let consumer = &mut self.consumers[id.index()];
        if consumer.channel != delivery.channel() {
            // Sent before the broker noticed that this connection was over.
            return self.delivery_dropped(&delivery, Cause::ConsumerCrashed);
        }
        consumer.received += 1;
        consumer.asking = false;
        let tag = delivery.tag;
        self.book_extension(id, &delivery, self.now);
        let consumer = &mut self.consumers[id.index()];
        consumer.buffer.push_back(delivery);
        self.record(Fact::Received { message, consumer: id, tag });
        self.begin_next(id);
    }
}
