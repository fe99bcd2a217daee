//! The world as data: exchanges, queues, bindings, producers, consumers.
//!
//! Everything here is plain serde data under the names RabbitMQ uses where
//! it has one. Ranges are the scenario layer's concern (`scenario::limits`);
//! the engine itself only needs every name to resolve.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A whole broker with its clients, before anything has happened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Topology {
    /// Exchanges beside the default one, which always exists (R4).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exchanges: Vec<ExchangeSpec>,
    /// Queues.
    pub queues: Vec<QueueSpec>,
    /// Which exchange copies to which queue or exchange.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bindings: Vec<BindingSpec>,
    /// Clients that publish.
    pub producers: Vec<ProducerSpec>,
    /// Clients that consume.
    pub consumers: Vec<ConsumerSpec>,
    /// How long a copy takes from exchange to queue, and from a queue to its
    /// dead-letter exchange, in milliseconds. A real broker needs
    /// microseconds; a lesson slows it down so that a hop can be watched.
    pub hop_ms: f64,
}

/// How an exchange chooses queues.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExchangeKind {
    /// Routing key equals binding key (R1).
    #[default]
    Direct,
    /// Every binding; the key is ignored (R1).
    Fanout,
    /// Key words against a pattern with `*` and `#` (R2).
    Topic,
    /// Message headers against binding arguments (R3).
    Headers,
}

/// An exchange to declare.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExchangeSpec {
    /// Its name; not empty, which names the default exchange.
    pub name: String,
    /// How it chooses queues.
    #[serde(default)]
    pub kind: ExchangeKind,
    /// Whether it outlives a broker restart.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub durable: bool,
    /// Where messages go that match no binding. May name an exchange that
    /// does not exist; then they are unroutable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternate: Option<String>,
}

/// A value in a header table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum HeaderValue {
    /// AMQP void: in a binding it asks only that the header is present (R3).
    Void,
    /// true or false.
    Bool(bool),
    /// A signed whole number.
    Int(i64),
    /// Text.
    Text(String),
}

/// Message headers or binding arguments.
pub type Headers = BTreeMap<String, HeaderValue>;

/// A wire from an exchange to a queue or to another exchange.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BindingSpec {
    /// The exchange that copies.
    pub exchange: String,
    /// The queue that receives; give this or `to_exchange`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    /// The exchange that receives; give this or `queue`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_exchange: Option<String>,
    /// The binding key.
    pub key: String,
    /// Headers to match, with `x-match` (headers exchanges only).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub arguments: Headers,
}

/// What a full queue does with one more message (R9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Overflow {
    /// The oldest ready message goes; the new one is stored and confirmed.
    #[default]
    DropHead,
    /// The new message is refused and its publisher told so (nack).
    RejectPublish,
}

/// Where a queue sends what it gives up on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeadLetterSpec {
    /// `x-dead-letter-exchange`; empty means the default exchange.
    #[serde(default)]
    pub exchange: String,
    /// `x-dead-letter-routing-key`; without it the message keeps its own (R28).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub routing_key: Option<String>,
}

/// A classic queue to declare.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueueSpec {
    /// Its name.
    pub name: String,
    /// Whether the queue outlives a broker restart; its messages do only if
    /// they are persistent (R38).
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub durable: bool,
    /// `x-max-length`: most ready messages (R10).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
    /// `x-max-length-bytes`: most bytes of ready bodies (R10).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length_bytes: Option<u64>,
    /// `x-overflow`.
    #[serde(default)]
    pub overflow: Overflow,
    /// `x-message-ttl` in milliseconds (R32).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_ttl_ms: Option<u64>,
    /// `x-expires`: an unused queue is deleted after this many milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_ms: Option<u64>,
    /// `x-dead-letter-exchange` and its routing key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dead_letter: Option<DeadLetterSpec>,
    /// `x-max-priority`: levels above 0; without it priority is ignored (R34).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_priority: Option<u8>,
}

impl QueueSpec {
    /// A durable queue without limits.
    pub fn named(name: impl Into<String>) -> Self {
        QueueSpec {
            name: name.into(),
            durable: true,
            max_length: None,
            max_length_bytes: None,
            overflow: Overflow::default(),
            message_ttl_ms: None,
            expires_ms: None,
            dead_letter: None,
            max_priority: None,
        }
    }
}

/// When a producer sends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Arrivals {
    /// Only when told to (by hand or by a script).
    #[default]
    ByHand,
    /// Evenly spaced.
    #[serde(rename_all = "snake_case")]
    Constant {
        /// Messages a second.
        per_s: f64,
    },
    /// Independent of each other: exponential gaps.
    #[serde(rename_all = "snake_case")]
    Poisson {
        /// Messages a second, on average.
        per_s: f64,
    },
    /// `size` at once, again and again.
    #[serde(rename_all = "snake_case")]
    Burst {
        /// Messages in a burst.
        size: u32,
        /// From one burst to the next, in milliseconds.
        every_ms: f64,
    },
}

/// How a producer uses publisher confirms.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Confirms {
    /// Publish again when no confirm came in this time, in milliseconds.
    pub timeout_ms: f64,
    /// How often to publish again after a nack, a time-out or a lost
    /// connection before giving up.
    pub retries: u32,
    /// Pause before publishing again after a nack, in milliseconds.
    pub pause_ms: f64,
}

impl Default for Confirms {
    fn default() -> Self {
        Confirms { timeout_ms: 5_000.0, retries: 5, pause_ms: 1_000.0 }
    }
}

/// A client that publishes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProducerSpec {
    /// Its name.
    pub name: String,
    /// The exchange it publishes to; empty means the default exchange.
    #[serde(default)]
    pub exchange: String,
    /// Routing keys, used in turn.
    #[serde(default)]
    pub keys: Vec<String>,
    /// When it sends.
    #[serde(default)]
    pub arrivals: Arrivals,
    /// Stop after this many messages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// Share of messages that no consumer can process, 0 to 1.
    #[serde(default)]
    pub poison_share: f64,
    /// Confirms and retries; without them the producer never learns (R8).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirms: Option<Confirms>,
    /// Ask for the message back when it reaches no queue (R5).
    #[serde(default)]
    pub mandatory: bool,
    /// Delivery mode 2: kept over a restart by durable queues (R38).
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub persistent: bool,
    /// Message property `expiration`, in milliseconds (R32).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiration_ms: Option<u64>,
    /// Message priorities, used in turn; none means priority 0 (R34).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub priorities: Vec<u8>,
    /// Message headers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: Headers,
    /// The payload of every message.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// One way between this client and the broker, in milliseconds.
    #[serde(default)]
    pub latency_ms: f64,
    /// Up to this much more, drawn evenly, without overtaking (TCP keeps
    /// order), in milliseconds.
    #[serde(default)]
    pub jitter_ms: f64,
}

impl ProducerSpec {
    /// A producer that publishes by hand to the queue `key`.
    pub fn named(name: impl Into<String>, key: impl Into<String>) -> Self {
        ProducerSpec {
            name: name.into(),
            exchange: String::new(),
            keys: vec![key.into()],
            arrivals: Arrivals::ByHand,
            limit: None,
            poison_share: 0.0,
            confirms: None,
            mandatory: false,
            persistent: true,
            expiration_ms: None,
            priorities: Vec::new(),
            headers: Headers::new(),
            body: String::new(),
            latency_ms: 0.0,
            jitter_ms: 0.0,
        }
    }
}

/// When a consumer settles a delivery, against when it does the work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AckMode {
    /// The broker settles on sending (R13): at most once.
    Automatic,
    /// The consumer acknowledges, then works: at most once.
    First,
    /// The consumer works, then acknowledges: at least once (R15).
    #[default]
    Last,
}

/// How long processing takes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Service {
    /// Always the same.
    #[serde(rename_all = "snake_case")]
    Constant {
        /// Milliseconds.
        ms: f64,
    },
    /// Exponential with this mean.
    #[serde(rename_all = "snake_case")]
    Exponential {
        /// Milliseconds on average.
        ms: f64,
    },
}

/// What a consumer does with a message it cannot process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnPoison {
    /// `basic.reject(requeue=false)`: to the dead-letter exchange, if any (R26).
    #[default]
    Reject,
    /// `basic.reject(requeue=true)`: back to its place, for ever (R24).
    Requeue,
    /// The process dies.
    Crash,
}

/// An instant of the consume cycle: between which of its two acts the
/// consumer dies. The acts are effect and ack, in the order of [`AckMode`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CrashPoint {
    /// Received, neither act done.
    BeforeBoth,
    /// The first act done, the second not.
    Between,
    /// Both done.
    AfterBoth,
}

/// Crashes that happen by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CrashPlan {
    /// At which instant of the cycle.
    pub at: CrashPoint,
    /// Chance of a crash with each message, 0 to 1.
    #[serde(default)]
    pub probability: f64,
    /// Crash with the n-th message received, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nth: Option<u64>,
}

/// A client that consumes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsumerSpec {
    /// Its name; with `count` above 1 the name of a pool: `name-1`, `name-2` …
    pub name: String,
    /// How many such consumers compete.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub count: u32,
    /// The queue it subscribes to at the start and after every revival;
    /// none for a client that is driven by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    /// `basic.qos`: most unacknowledged deliveries; 0 = unlimited (R12).
    #[serde(default)]
    pub prefetch: u32,
    /// Consumer priority, `x-priority`: higher is served first (R14).
    #[serde(default)]
    pub priority: i32,
    /// When it acknowledges.
    #[serde(default)]
    pub ack: AckMode,
    /// How long processing takes.
    #[serde(default = "half_second")]
    pub service: Service,
    /// Between the two acts of the cycle, in milliseconds. Real consumers
    /// take next to none; a lesson stretches it so that it can be seen.
    #[serde(default)]
    pub gap_ms: f64,
    /// A person settles its deliveries one by one; it does nothing itself.
    #[serde(default)]
    pub by_hand: bool,
    /// Keeps the ids of messages it has processed, the marker stored
    /// atomically with the effect, and skips those it knows.
    #[serde(default)]
    pub idempotent: bool,
    /// What it does with a message it cannot process.
    #[serde(default)]
    pub on_poison: OnPoison,
    /// Crashes that happen by themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crash: Option<CrashPlan>,
    /// Starts again this long after a crash, in milliseconds; never without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restart_ms: Option<f64>,
    /// One way between this client and the broker, in milliseconds.
    #[serde(default)]
    pub latency_ms: f64,
    /// Up to this much more, drawn evenly, without overtaking.
    #[serde(default)]
    pub jitter_ms: f64,
}

impl ConsumerSpec {
    /// A consumer of `queue` that acknowledges after half a second of work.
    pub fn named(name: impl Into<String>, queue: impl Into<String>) -> Self {
        ConsumerSpec {
            name: name.into(),
            count: 1,
            queue: Some(queue.into()),
            prefetch: 0,
            priority: 0,
            ack: AckMode::Last,
            service: half_second(),
            gap_ms: 0.0,
            by_hand: false,
            idempotent: false,
            on_poison: OnPoison::Reject,
            crash: None,
            restart_ms: None,
            latency_ms: 0.0,
            jitter_ms: 0.0,
        }
    }

    /// The names of the consumers this stands for: itself, or its pool.
    pub fn names(&self) -> impl Iterator<Item = String> + '_ {
        (1..=self.count).map(|n| match self.count {
            1 => self.name.clone(),
            _ => format!("{}-{n}", self.name),
        })
    }
}

fn yes() -> bool {
    true
}

fn is_yes(value: &bool) -> bool {
    *value
}

fn one() -> u32 {
    1
}

fn is_one(value: &u32) -> bool {
    *value == 1
}

fn half_second() -> Service {
    Service::Constant { ms: 500.0 }
}
