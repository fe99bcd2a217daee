//! Producers to start.

use queuescope_derive::Read;
use serde::{Deserialize, Serialize};

use super::{Backpressure, Headers, LogProducerSpec, is_yes, yes};

/// When a producer sends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, Read)]
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
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, Read)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Read)]
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
    /// `MessageGroupId`, ordering keys: groups of messages, used in turn
    /// (S7, P3); none means that messages are independent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// Message headers.
    #[serde(default, skip_serializing_if = "Headers::is_empty")]
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
    /// It sends to a topic of the log; then exchange, keys and confirms say
    /// nothing, and `groups` are the keys of its records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log: Option<LogProducerSpec>,
    /// What it does when it should not send.
    #[serde(default, skip_serializing_if = "Backpressure::is_none")]
    pub backpressure: Backpressure,
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
            groups: Vec::new(),
            headers: Headers::new(),
            body: String::new(),
            latency_ms: 0.0,
            jitter_ms: 0.0,
            log: None,
            backpressure: Backpressure::default(),
        }
    }
}
