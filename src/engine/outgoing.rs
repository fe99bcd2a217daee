//! Messages that somebody publishes by hand.

use queuescope_derive::Read;
use serde::{Deserialize, Serialize};

use super::topology::{Headers, ProducerSpec};

/// A message to publish by hand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Read)]
#[serde(default, deny_unknown_fields)]
pub struct Outgoing {
    /// The exchange; empty means the default exchange.
    pub exchange: String,
    /// The routing key.
    pub key: String,
    /// The payload.
    pub body: String,
    /// Message headers.
    pub headers: Headers,
    /// Delivery mode 2 (R38).
    pub persistent: bool,
    /// Return it when it reaches no queue (R5).
    pub mandatory: bool,
    /// Message property `expiration`, in milliseconds (R32).
    pub expiration_ms: Option<u64>,
    /// Message property `priority` (R34).
    pub priority: Option<u8>,
    /// `MessageGroupId`, ordering key; empty for none (S7, P3).
    pub group: String,
    /// `MessageDeduplicationId`; without one, every message is itself (S8).
    pub dedup: Option<String>,
    /// No consumer can process it.
    pub poison: bool,
}

impl Default for Outgoing {
    fn default() -> Self {
        Outgoing {
            exchange: String::new(),
            key: String::new(),
            body: String::new(),
            headers: Headers::new(),
            persistent: true,
            mandatory: false,
            expiration_ms: None,
            priority: None,
            group: String::new(),
            dedup: None,
            poison: false,
        }
    }
}

impl Outgoing {
    /// One more message like those a producer sends by itself.
    pub fn like(spec: &ProducerSpec) -> Self {
        Outgoing {
            exchange: spec.exchange.clone(),
            key: spec.keys.first().cloned().unwrap_or_default(),
            body: spec.body.clone(),
            headers: spec.headers.clone(),
            persistent: spec.persistent,
            mandatory: spec.mandatory,
            expiration_ms: spec.expiration_ms,
            priority: spec.priorities.first().copied(),
            group: spec.groups.first().cloned().unwrap_or_default(),
            dedup: None,
            poison: false,
        }
    }
}
