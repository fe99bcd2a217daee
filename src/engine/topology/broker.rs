//! Exchanges, queues and bindings to declare.

use queuescope_derive::Read;
use serde::{Deserialize, Serialize, de::Error};
use serde_json::Value;

use super::{is_default, is_yes, yes};
use crate::{
    engine::profile::ProfileId,
    ordered_map::OrderedMap,
    tree::{self, Misfit},
    words::misfits,
};

/// How an exchange chooses queues.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Read)]
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

impl tree::Read for HeaderValue {
    fn read(value: &Value) -> Result<Self, Misfit> {
        let misfit = || Misfit::custom(misfits::HEADER_VALUE);
        Ok(match value {
            Value::Null => HeaderValue::Void,
            Value::Bool(value) => HeaderValue::Bool(*value),
            Value::Number(number) => HeaderValue::Int(number.as_i64().ok_or_else(misfit)?),
            Value::String(text) => HeaderValue::Text(text.clone()),
            Value::Array(_) | Value::Object(_) => return Err(misfit()),
        })
    }
}

/// Message headers or binding arguments.
pub type Headers = OrderedMap<String, HeaderValue>;

/// A wire from an exchange to a queue or to another exchange.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Read)]
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
    #[serde(skip_serializing_if = "OrderedMap::is_empty")]
    pub arguments: Headers,
}

/// What a full queue does with one more message (R9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "kebab-case")]
pub enum Overflow {
    /// The oldest ready message goes; the new one is stored and confirmed.
    #[default]
    DropHead,
    /// The new message is refused and its publisher told so (nack).
    RejectPublish,
    /// As `RejectPublish`, and the refused message is dead-lettered as well
    /// (R9). A queue that cannot do that only refuses.
    RejectPublishDlx,
}

/// How sure a dead-letter transfer is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "kebab-case")]
pub enum DeadLetterStrategy {
    /// The queue lets go of the message on sending it (R30).
    #[default]
    AtMostOnce,
    /// The queue keeps it until every target has confirmed (R31). A queue
    /// that cannot, or that drops its head, falls back to at most once.
    AtLeastOnce,
}

/// Where a queue sends what it gives up on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct DeadLetterSpec {
    /// `x-dead-letter-exchange`; empty means the default exchange.
    #[serde(default)]
    pub exchange: String,
    /// `x-dead-letter-routing-key`; without it the message keeps its own (R28).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub routing_key: Option<String>,
    /// `x-dead-letter-strategy`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub strategy: DeadLetterStrategy,
}

/// A queue to declare.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct QueueSpec {
    /// Its name.
    pub name: String,
    /// Its kind, if it is another than the topology's (`x-queue-type`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<ProfileId>,
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
    /// `x-delivery-limit`: most counted returns; -1 for no limit, absent for
    /// what the kind has by default (R22).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_limit: Option<i32>,
    /// `x-single-active-consumer` (R36).
    #[serde(default, skip_serializing_if = "is_default")]
    pub single_active: bool,
    /// The consumer whose connection owns it: it ends with that (R37).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exclusive: Option<String>,
    /// `x-consumer-timeout`: how long a consumer may leave a delivery
    /// unsettled, in milliseconds; half an hour by default (R41).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consumer_timeout_ms: Option<u64>,
    /// `x-delayed-retry-min`: a returned message waits this long for each
    /// time it was delivered, in milliseconds; absent for no wait (R25).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_min_ms: Option<u64>,
    /// `x-delayed-retry-max`: and never longer than this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_max_ms: Option<u64>,
    /// `VisibilityTimeout`, `ackDeadlineSeconds`: how long a delivery is its
    /// consumer's own, in milliseconds (S1, P1); absent for what the kind has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease_ms: Option<u64>,
    /// `DelaySeconds`: how long a new message waits before it is ready, in
    /// milliseconds (S9).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delay_ms: Option<u64>,
    /// `ContentBasedDeduplication`: messages with the same body are the same (S8).
    #[serde(default, skip_serializing_if = "is_default")]
    pub content_dedup: bool,
    /// `enableMessageOrdering` (P3).
    #[serde(default, skip_serializing_if = "is_default")]
    pub ordered: bool,
    /// `enableExactlyOnceDelivery`: only the latest ack id counts, and only
    /// within its lease (P2).
    #[serde(default, skip_serializing_if = "is_default")]
    pub exactly_once: bool,
}

impl QueueSpec {
    /// A durable queue without limits.
    pub fn named(name: impl Into<String>) -> Self {
        QueueSpec {
            name: name.into(),
            profile: None,
            durable: true,
            max_length: None,
            max_length_bytes: None,
            overflow: Overflow::default(),
            message_ttl_ms: None,
            expires_ms: None,
            dead_letter: None,
            max_priority: None,
            delivery_limit: None,
            single_active: false,
            exclusive: None,
            consumer_timeout_ms: None,
            retry_min_ms: None,
            retry_max_ms: None,
            lease_ms: None,
            delay_ms: None,
            content_dedup: false,
            ordered: false,
            exactly_once: false,
        }
    }
}
