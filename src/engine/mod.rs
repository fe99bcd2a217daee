//! The broker engine: deterministic, complete, and without a browser.
//!
//! **Commands ask, events are due, facts happened.** Topology, seed and the
//! ticks of the commands are the whole run: the same three give the same
//! facts, natively and in wasm.
//!
//! Deliberately absent: wall time, ambient randomness, unordered maps, and
//! any number computed by a platform's own mathematics.

mod agenda;
mod alarm;
mod apply;
mod apply_queue;
mod apply_calls;
mod arrivals;
mod books;
mod build;
mod call;
mod caller;
mod backpressure;
mod cause;
mod chance;
mod choosing;
mod command;
mod by_hand;
mod configure;
mod consumer;
mod cycle;
mod dead_letter;
mod dedup;
mod delivery;
mod digest;
mod disuse;
mod dying;
mod event;
mod fact;
mod fact_kind;
mod facts;
mod hang;
mod growing_map;
mod holding;
mod ids;
mod keys;
pub mod laws;
mod lease;
mod ledger;
mod length;
mod lifecycle;
mod link;
mod log;
mod loss;
pub mod mechanics;
mod members;
mod names;
mod outgoing;
mod outputs;
mod overdue;
mod polling;
mod producer;
pub mod profile;
mod publishing;
mod queue;
pub mod range;
mod redrive;
mod refusal;
mod retries;
mod ready;
mod reasons;
mod routing;
mod settling;
mod service;
mod sending;
mod store;
mod timer;
pub mod topology;
mod turns;
mod watching;
mod weight;
mod wire;

pub use agenda::{LAST_TICK, Tick};
pub use backpressure::BlockReason;
pub use books::{Books, ByCause, Effects};
pub use call::{CALLS_LIMIT, Call, CallKey, Failure, Progress};
pub use caller::{Caller, Ending, Errand, Requests};
pub use command::{Command, Frame, Outcome, Settle};
pub use configure::{ConsumerChange, QueueChange};
pub use consumer::{Consumer, Delivery, Source};
pub use cycle::{Job, Phase};
pub use dead_letter::{Death, DeathHistory};
pub use fact::{Cause, ChannelError, DeathReason, Fact, Leaving, Work};
pub use fact_kind::KINDS;
pub use facts::{FACT_WINDOW, Facts};
pub use ids::*;
pub use ledger::{LEDGER_LINES, Line};
pub use link::{Cargo, Fetched, Flight};
pub use log::{
    AckType, Broker, EndRequest, Group, GroupChange, GroupPhase, Member, Partition, ProduceError,
    ProduceRequest, Record, RecordKind, Replica, Seat, SeekTo, Segment, SendChange, Sender,
    SentOffsets, ShareAnswer, SharePartition, Shared, Sharing, Standing, Topic, TopicChange,
    Transaction, murmur2, partition_of,
};
pub use outgoing::Outgoing;
pub use producer::{Heard, Producer};
pub use queue::Queue;
pub use refusal::Refusal;
pub use routing::{Binding, Exchange, Target, headers_match, topic_matches};
pub use sending::COPIES_LIMIT;
pub use service::{Callee, Served};
pub use store::{Copy, CopyKey, Envelope, KeyId, Message, MessageKey, NEVER, Stage};

use crate::ordered_map;
use agenda::Agenda;
use alarm::Memory;
use call::Calling;
use delivery::Channels;
use event::Event;
use keys::Keys;
use laws::Habits;
use lease::{Extensions, LateHandles};
use link::Links;
use log::Log;
use outputs::Outputs;
use profile::ProfileId;
use publishing::Publications;
use routing::Router;
use store::Store;

/// A broker and its clients at one moment of a run.
#[derive(Clone)]
pub struct Engine {
    now: Tick,
    handled: u64,
    hop_us: u64,
    agenda: Agenda,
    facts: Facts,
    keys: Keys,
    router: Router,
    store: Store,
    habits: Habits,
    links: Links,
    channels: Channels,
    publications: Publications,
    late: LateHandles,
    extensions: Extensions,
    profile: ProfileId,
    memory: Memory,
    queues: Vec<Queue>,
    producers: Vec<Producer>,
    consumers: Vec<Consumer>,
    calling: Calling,
    log: Log,
    outputs: Outputs,
}

impl Engine {
    fn empty() -> Self {
        Engine {
            now: Tick(0),
            handled: 0,
            hop_us: 1,
            agenda: Agenda::default(),
            facts: Facts::default(),
            keys: Keys::default(),
            router: Router::default(),
            store: Store::default(),
            habits: Habits::default(),
            links: Links::default(),
            channels: Channels::default(),
            publications: Publications::default(),
            late: LateHandles::default(),
            extensions: Extensions::default(),
            profile: ProfileId::default(),
            memory: Memory::default(),
            queues: Vec::new(),
            producers: Vec::new(),
            consumers: Vec::new(),
            calling: Calling::default(),
            log: Log::default(),
            outputs: Outputs::default(),
        }
    }

    /// Runs what falls due in the next `span` microseconds, about `budget`
    /// events. A crowded frame slows virtual time instead of freezing the
    /// page.
    ///
    /// It stops only between ticks, so a command never lands inside one.
    pub fn run_for(&mut self, span: u64, budget: u64) {
        let until = self.now.after(span).min(LAST_TICK);
        let enough = self.handled.saturating_add(budget);
        while let Some(due) = self.agenda.next_due().filter(|due| *due <= until) {
            if enough <= self.handled && self.now < due {
                return;
            }
            let event = self.agenda.take();
            self.now = due;
            self.handle(event);
        }
        self.now = until;
    }

    /// Runs the next occupied tick, if it comes before the end of time;
    /// false when nothing is booked any more.
    pub fn step(&mut self) -> bool {
        let Some(due) = self.agenda.next_due().filter(|due| *due <= LAST_TICK) else {
            return false;
        };
        self.run_for(due.since(self.now), u64::MAX);
        true
    }

    fn handle(&mut self, event: Event) {
        self.handled += 1;
        match event {
            Event::Produce { producer, epoch } => self.produce(producer, epoch),
            Event::Retry { producer, publish, attempt } => self.retry(producer, publish, attempt),
            Event::Arrive { flight } => self.arrive(flight),
            Event::Work { consumer, epoch } => self.work(consumer, epoch),
            Event::Return { consumer, epoch } => self.come_back(consumer, epoch),
            Event::Expire { queue, epoch } => self.expire(queue, epoch),
            Event::Unused { queue, epoch } => self.unused(queue, epoch),
            Event::Release { queue, epoch } => self.release(queue, epoch),
            Event::LookForOverdue { queue, epoch } => self.look_for_overdue(queue, epoch),
            Event::ResendDying { queue, epoch } => self.resend_dying(queue, epoch),
            Event::LeaseOver { queue, epoch } => self.lease_over(queue, epoch),
            Event::Extend { extension } => self.extend(extension),
            Event::AskOver { queue, epoch } => self.asks_over(queue, epoch),
            Event::AskAgain { consumer, epoch } => self.ask_again(consumer, epoch),
            Event::Redrive { queue, epoch } => self.redrive_next(queue, epoch),
            Event::Request { caller, epoch } => self.requests_come(caller, epoch),
            Event::CallAgain { caller, worker, request } => {
                self.call_again(caller, worker, request)
            }
            Event::Serve { call } => self.serve(call),
            Event::TimeOut { call } => self.time_out(call),
            Event::AskDepth { producer, epoch } => self.ask_depth(producer, epoch),
            Event::LinkDead { client, since } => self.link_dead(client, since),
            Event::LinkFree { client, since } => self.link_free(client, since),
            Event::Read { producer } => self.read_next(producer),
            to_log => self.handle_log(to_log),
        }
        self.look_at_memory();
    }

    fn record(&mut self, fact: Fact) {
        self.facts.record(self.now, fact);
    }

    /// The present moment.
    pub fn now(&self) -> Tick {
        self.now
    }

    /// Which broker this is, and of what kind its queues are unless they say
    /// otherwise.
    pub fn profile(&self) -> ProfileId {
        self.profile
    }

    /// Events handled so far: the engine's own measure of work.
    pub fn handled(&self) -> u64 {
        self.handled
    }

    /// When something happens next.
    pub fn next_due(&self) -> Option<Tick> {
        self.agenda.next_due()
    }

    /// The recent past.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The books of copies.
    pub fn books(&self) -> &Books {
        &self.store.books
    }

    /// The books of effects.
    pub fn effects(&self) -> &Effects {
        &self.store.ledger.totals
    }

    /// All exchanges; the first is the default one.
    pub fn exchanges(&self) -> &[Exchange] {
        &self.router.exchanges
    }

    /// All queues, deleted ones included.
    pub fn queues(&self) -> &[Queue] {
        &self.queues
    }

    /// All producers.
    pub fn producers(&self) -> &[Producer] {
        &self.producers
    }

    /// All consumers.
    pub fn consumers(&self) -> &[Consumer] {
        &self.consumers
    }

    /// What waits in a queue, in the order it will be delivered.
    pub fn ready(&self, queue: QueueId) -> impl Iterator<Item = &Copy> {
        let keys = self.queues[queue.index()].ready.iter();
        keys.map(|key| &self.store.copies[key])
    }

    /// A copy that is still somewhere.
    pub fn copy(&self, key: CopyKey) -> Option<&Copy> {
        self.store.copies.get(key)
    }

    /// The copies there are of a message, in no order that means anything.
    pub fn copies_of(&self, message: MessageId) -> impl Iterator<Item = &Copy> {
        let messages = &self.store.messages;
        let copies = self.store.copies.values();
        copies.filter(move |copy| messages[copy.message].id == message)
    }

    /// A message of which something is still somewhere.
    pub fn message(&self, key: MessageKey) -> Option<&Message> {
        self.store.messages.get(key)
    }

    /// What a message carries.
    pub fn envelope(&self, message: &Message) -> &Envelope {
        &self.store.envelopes[message.envelope.0 as usize]
    }

    /// The text of a routing key.
    pub fn key_text(&self, key: KeyId) -> &str {
        self.keys.text(key)
    }
}
