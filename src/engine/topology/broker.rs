//! Exchanges, queues and bindings to declare.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{is_yes, yes};

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
