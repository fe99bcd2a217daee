//! The one helper of the stories; it alone knows how the engine is asked.
//!
//! A lab is a broker with a publisher and two clients, `ann` and `bob`, all
//! driven by hand, beside what the story adds. Messages go by their bodies; a
//! star marks a delivery or a waiting message flagged as redelivered. After
//! every verb the lab comes to rest for a millisecond, and all laws hold.

use std::collections::BTreeMap;

use queuescope::engine::{
    Command, DeathHistory, Delivery, Effects, Engine, Fact, Frame, MessageId, NodeId, Outgoing,
    Producer, Queue, Refusal, Settle, laws,
    profile::ProfileId,
    topology::{
        BindingSpec, Confirms, ConsumerSpec, CrashPoint, ExchangeKind, ExchangeSpec, Headers,
        ProducerSpec, QueueSpec, Service, Topology,
    },
};

/// The producer of every lab.
pub const PUBLISHER: &str = "publisher";

/// A lab being furnished.
pub struct World(Topology);

impl World {
    /// A publisher with confirms that never tries twice, `ann` and `bob`.
    pub fn new() -> Self {
        let by_hand = |name: &str| ConsumerSpec {
            queue: None,
            by_hand: true,
            ..ConsumerSpec::named(name, "")
        };
        let publisher =
            ProducerSpec { confirms: Some(patient(0)), ..ProducerSpec::named(PUBLISHER, "") };
        World(Topology {
            producers: vec![publisher],
            consumers: vec![by_hand("ann"), by_hand("bob")],
            ..Topology::default()
        })
    }

    /// Has all queues be of this kind, unless they say otherwise.
    pub fn of(mut self, profile: ProfileId) -> Self {
        self.0.profile = profile;
        self
    }

    /// Adds a queue, with `change` on top of the defaults.
    pub fn queue(mut self, name: &str, change: impl FnOnce(&mut QueueSpec)) -> Self {
        let mut spec = QueueSpec::named(name);
        change(&mut spec);
        self.0.queues.push(spec);
        self
    }

    /// Adds an exchange.
    pub fn exchange(
        mut self,
        name: &str,
        kind: ExchangeKind,
        change: impl FnOnce(&mut ExchangeSpec),
    ) -> Self {
        let mut spec = ExchangeSpec { name: name.to_owned(), kind, durable: true, alternate: None };
        change(&mut spec);
        self.0.exchanges.push(spec);
        self
    }

    /// Binds a queue to an exchange.
    pub fn bind(self, exchange: &str, queue: &str, key: &str) -> Self {
        self.bind_with(exchange, queue, key, Headers::new())
    }

    /// Binds a queue to an exchange, with headers to match.
    pub fn bind_with(mut self, exchange: &str, queue: &str, key: &str, arguments: Headers) -> Self {
        self.0.bindings.push(BindingSpec {
            exchange: exchange.to_owned(),
            queue: Some(queue.to_owned()),
            to_exchange: None,
            key: key.to_owned(),
            arguments,
        });
        self
    }

    /// Binds an exchange to another one.
    pub fn bind_exchange(mut self, from: &str, to: &str, key: &str) -> Self {
        self.0.bindings.push(BindingSpec {
            exchange: from.to_owned(),
            to_exchange: Some(to.to_owned()),
            key: key.to_owned(),
            ..BindingSpec::default()
        });
        self
    }

    /// Changes the publisher.
    pub fn publisher(mut self, change: impl FnOnce(&mut ProducerSpec)) -> Self {
        change(&mut self.0.producers[0]);
        self
    }

    /// Adds a consumer that works by itself: 10 ms a message, 1 ms to the ack.
    pub fn worker(
        mut self,
        name: &str,
        queue: &str,
        change: impl FnOnce(&mut ConsumerSpec),
    ) -> Self {
        let mut spec = ConsumerSpec {
            prefetch: 1,
            service: Service::Constant { ms: 10.0 },
            gap_ms: 1.0,
            ..ConsumerSpec::named(name, queue)
        };
        change(&mut spec);
        self.0.consumers.push(spec);
        self
    }

    /// Sets the broker's memory limit.
    pub fn memory(mut self, messages: u64) -> Self {
        self.0.memory_limit = Some(messages);
        self
    }

    /// Opens the lab.
    pub fn open(self) -> Lab {
        Lab {
            engine: Engine::new(&self.0, 1).expect("every name is there"),
            names: BTreeMap::new(),
            heard: 0,
        }
    }
}

/// Confirms with no hurry: a time-out after an hour, a pause of 10 ms.
pub fn patient(retries: u32) -> Confirms {
    Confirms { timeout_ms: 3_600_000.0, retries, pause_ms: 10.0 }
}

/// One queue `q`, and the publisher, `ann` and `bob`.
pub fn one_queue() -> World {
    World::new().queue("q", |_| {})
}

/// A message to the queue of that name, to be changed further.
pub fn to(queue: &str, body: &str) -> Outgoing {
    Outgoing { key: queue.to_owned(), body: body.to_owned(), ..Outgoing::default() }
}

/// A message to an exchange, to be changed further.
pub fn through(exchange: &str, key: &str, body: &str) -> Outgoing {
    Outgoing { exchange: exchange.to_owned(), ..to(key, body) }
}

/// A broker and its clients in the middle of a story.
pub struct Lab {
    engine: Engine,
    names: BTreeMap<MessageId, String>,
    heard: u64,
}

impl Lab {
    /// Asks anything, and comes to rest.
    pub fn ask(&mut self, command: Command) {
        if let Err(refusal) = self.try_ask(command) {
            panic!("{refusal}");
        }
    }

    /// Asks what may be refused.
    pub fn try_ask(&mut self, command: Command) -> Result<(), Refusal> {
        self.engine.apply(&command)?;
        self.wait(1);
        Ok(())
    }

    /// Lets virtual time pass.
    pub fn wait(&mut self, ms: u64) {
        self.engine.run_for(ms * 1_000, u64::MAX);
        let broken = laws::broken(&self.engine);
        assert!(broken.is_empty(), "{broken:?} at {:?}", self.engine.now());
    }

    /// Publishes to a queue, one message per word.
    pub fn publish(&mut self, queue: &str, bodies: &str) {
        for body in bodies.split_whitespace() {
            self.send(to(queue, body));
        }
    }

    /// Publishes a message; what the publisher hears of it at once.
    pub fn send(&mut self, message: Outgoing) -> String {
        self.outcomes();
        let body = message.body.clone();
        let publish = Command::Publish { producer: PUBLISHER.to_owned(), message };
        self.engine.apply(&publish).expect("the exchange is there");
        let latest = self.engine.producers()[0].newest().expect("just made");
        self.names.insert(latest, body);
        self.wait(1);
        self.outcomes()
    }

    /// What the publisher has heard since it was last asked.
    pub fn outcomes(&mut self) -> String {
        let facts = self.engine.facts().since(self.heard);
        let heard = facts.filter_map(|(_, _, fact)| match fact {
            Fact::Confirmed { .. } => Some("confirmed"),
            Fact::Nacked { .. } => Some("nacked"),
            Fact::Returned { .. } => Some("returned"),
            Fact::GaveUp { .. } => Some("gave up"),
            _ => None,
        });
        let heard = heard.collect::<Vec<_>>().join(", ");
        self.heard = self.engine.facts().next();
        heard
    }

    /// A client starts to consume, with manual acks.
    pub fn consume(&mut self, consumer: &str, queue: &str, prefetch: u32) {
        self.subscribe(consumer, queue, prefetch, false, 0);
    }

    /// A client starts to consume.
    pub fn subscribe(
        &mut self,
        consumer: &str,
        queue: &str,
        prefetch: u32,
        auto_ack: bool,
        priority: i32,
    ) {
        self.ask(Command::Subscribe {
            consumer: consumer.to_owned(),
            queue: queue.to_owned(),
            prefetch,
            auto_ack,
            priority,
        });
    }

    /// A client ends its subscriptions.
    pub fn cancel(&mut self, consumer: &str) {
        self.ask(Command::Cancel { consumer: consumer.to_owned() });
    }

    /// A client fetches one message.
    pub fn get(&mut self, consumer: &str, queue: &str) {
        self.ask(Command::Get {
            consumer: consumer.to_owned(),
            queue: queue.to_owned(),
            auto_ack: false,
        });
    }

    /// A client acks these messages, in this order.
    pub fn ack(&mut self, consumer: &str, bodies: &str) {
        self.settle(consumer, bodies, Settle::Ack);
    }

    /// A client gives these messages back.
    pub fn requeue(&mut self, consumer: &str, bodies: &str) {
        self.settle(consumer, bodies, Settle::Requeue);
    }

    /// A client refuses these messages for good.
    pub fn reject(&mut self, consumer: &str, bodies: &str) {
        self.settle(consumer, bodies, Settle::Reject);
    }

    fn settle(&mut self, consumer: &str, bodies: &str, how: Settle) {
        for body in bodies.split_whitespace() {
            let tag = self.tag(consumer, body);
            self.settle_tag(consumer, tag, how, false);
        }
    }

    /// A client gives these messages back as failed.
    pub fn fail(&mut self, consumer: &str, bodies: &str) {
        self.settle(consumer, bodies, Settle::Fail);
    }

    /// A client settles by delivery tag, right or wrong.
    pub fn settle_tag(&mut self, consumer: &str, tag: u64, how: Settle, multiple: bool) {
        self.ask(Command::Settle { consumer: consumer.to_owned(), tag, how, multiple });
    }

    /// A client does the work of a message it holds.
    pub fn process(&mut self, consumer: &str, body: &str) {
        let tag = self.tag(consumer, body);
        self.ask(Command::Process { consumer: consumer.to_owned(), tag });
    }

    /// The tag under which a client holds a message.
    pub fn tag(&self, consumer: &str, body: &str) -> u64 {
        let held = self.buffer(consumer);
        let found = held.iter().find(|delivery| self.body_of(delivery) == body);
        found.unwrap_or_else(|| panic!("{consumer} does not hold {body}")).tag
    }

    /// Kills a consumer: now, or at an instant of its cycle.
    pub fn crash(&mut self, consumer: &str, at: Option<CrashPoint>) {
        self.ask(Command::Crash { consumer: consumer.to_owned(), at });
    }

    /// Starts a consumer again.
    pub fn revive(&mut self, consumer: &str) {
        self.ask(Command::Revive { consumer: consumer.to_owned() });
    }

    /// The next such frame of a client is lost.
    pub fn lose_next(&mut self, client: &str, frame: Frame) {
        self.ask(Command::LoseNext { client: client.to_owned(), frame });
    }

    /// What waits in a queue, next to be delivered first.
    pub fn ready(&self, queue: &str) -> String {
        let id = self.engine.find_queue(queue).expect("a queue of the story");
        let ready = self.engine.ready(id);
        let words = ready.map(|copy| starred(self.body(copy.message), copy.redelivered));
        words.collect::<Vec<_>>().join(" ")
    }

    /// How many of a queue's messages are with consumers.
    pub fn unacked(&self, queue: &str) -> u64 {
        let id = self.engine.find_queue(queue).expect("a queue of the story");
        self.engine.queues()[id.index()].unacked_len()
    }

    /// A queue of the story as it stands.
    pub fn queue(&self, queue: &str) -> &Queue {
        let id = self.engine.find_queue(queue).expect("a queue of the story");
        &self.engine.queues()[id.index()]
    }

    /// Whether a queue has not been deleted.
    pub fn exists(&self, queue: &str) -> bool {
        let id = self.engine.find_queue(queue).expect("a queue of the story");
        self.engine.queues()[id.index()].exists()
    }

    /// What a client holds, oldest first.
    pub fn held(&self, consumer: &str) -> String {
        let words = self.buffer(consumer);
        let words =
            words.iter().map(|delivery| starred(self.body_of(delivery), delivery.redelivered));
        words.collect::<Vec<_>>().join(" ")
    }

    fn buffer(&self, consumer: &str) -> Vec<&Delivery> {
        let id = self.engine.find_consumer(consumer).expect("a consumer of the story");
        self.engine.consumers()[id.index()].buffer().collect()
    }

    /// All that was ever sent to a consumer, in order.
    pub fn sent_to(&self, consumer: &str) -> String {
        let id = self.engine.find_consumer(consumer);
        let words = self.facts().filter_map(|fact| match *fact {
            Fact::Delivered { message, consumer, redelivered, .. } if Some(consumer) == id => {
                Some(starred(self.name(message), redelivered))
            }
            _ => None,
        });
        words.collect::<Vec<_>>().join(" ")
    }

    /// The death history of everything that waits in a queue.
    pub fn deaths(&self, queue: &str) -> String {
        let id = self.engine.find_queue(queue).expect("a queue of the story");
        let histories = self.engine.ready(id).filter_map(|copy| copy.deaths.as_deref());
        let entries = histories.flat_map(|history| &history.entries);
        let words = entries.map(|death| {
            let queue = self.engine.name_of(NodeId::Queue(death.queue));
            format!("{queue} {} {}", death.reason.name(), death.count)
        });
        words.collect::<Vec<_>>().join(", ")
    }

    /// The death history of what waits at the head of a queue.
    pub fn history(&self, queue: &str) -> &DeathHistory {
        let id = self.engine.find_queue(queue).expect("a queue of the story");
        let head = self.engine.ready(id).next().expect("something waits");
        head.deaths.as_deref().expect("it died")
    }

    /// The routing keys of what waits in a queue.
    pub fn keys(&self, queue: &str) -> String {
        let id = self.engine.find_queue(queue).expect("a queue of the story");
        let ready = self.engine.ready(id);
        let keys = ready.map(|copy| self.engine.key_text(copy.key));
        keys.collect::<Vec<_>>().join(" ")
    }

    /// The books of effects in words: `1 once, 1 lost (expired)`.
    pub fn effects(&self) -> String {
        in_words(self.engine.effects())
    }

    /// Copies that left the books unsettled, by cause.
    pub fn removed(&self) -> String {
        let causes = self.engine.books().removed.nonzero();
        let words = causes.map(|(cause, count)| format!("{count} {}", cause.name()));
        words.collect::<Vec<_>>().join(", ")
    }

    /// The publisher as it stands.
    pub fn publisher(&self) -> &Producer {
        &self.engine.producers()[0]
    }

    /// For how many milliseconds the publisher has stood still in all.
    pub fn blocked_ms(&self) -> u64 {
        self.publisher().blocked_us(self.engine.now()) / 1_000
    }

    /// Whether the broker is in memory alarm.
    pub fn is_in_alarm(&self) -> bool {
        self.engine.is_in_alarm()
    }

    /// Facts of the whole story, oldest first.
    pub fn facts(&self) -> impl Iterator<Item = &Fact> {
        self.engine.facts().since(0).map(|(_, _, fact)| fact)
    }

    /// How many facts are like this.
    pub fn count(&self, like: impl Fn(&Fact) -> bool) -> usize {
        self.facts().filter(|fact| like(fact)).count()
    }

    fn body_of(&self, delivery: &Delivery) -> String {
        self.body(delivery.message)
    }

    fn body(&self, message: queuescope::engine::MessageKey) -> String {
        self.name(self.engine.message(message).expect("still there").id)
    }

    fn name(&self, message: MessageId) -> String {
        self.names[&message].clone()
    }
}

fn starred(body: String, redelivered: bool) -> String {
    match redelivered {
        true => format!("{body}*"),
        false => body,
    }
}

fn in_words(effects: &Effects) -> String {
    let counts =
        [(effects.once, "once"), (effects.duplicated, "duplicated"), (effects.pending, "pending")];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let counts = counts.map(|(count, word)| format!("{count} {word}"));
    let lost = effects.lost.nonzero();
    let lost = lost.map(|(cause, count)| format!("{count} lost ({})", cause.name()));
    counts.chain(lost).collect::<Vec<_>>().join(", ")
}
