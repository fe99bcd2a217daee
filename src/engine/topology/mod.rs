//! The world as data: exchanges, queues, bindings, producers, consumers.
//!
//! Everything here is plain serde data under the names RabbitMQ uses where
//! it has one. Ranges are the scenario layer's concern (`scenario::limits`);
//! the engine itself only needs every name to resolve.

use queuescope_derive::Read;
use serde::{Deserialize, Serialize};

use super::profile::ProfileId;

mod backpressure;
mod broker;
mod caller;
mod consumer;
mod log;
mod producer;

pub use backpressure::*;
pub use broker::*;
pub use caller::*;
pub use consumer::*;
pub use log::*;
pub use producer::*;

/// A whole broker with its clients, before anything has happened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Read)]
#[serde(default, deny_unknown_fields)]
pub struct Topology {
    /// Which broker this is, and of what kind its queues are.
    #[serde(skip_serializing_if = "is_default")]
    pub profile: ProfileId,
    /// Exchanges beside the default one, which always exists (R4).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exchanges: Vec<ExchangeSpec>,
    /// Queues.
    pub queues: Vec<QueueSpec>,
    /// Which exchange copies to which queue or exchange.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bindings: Vec<BindingSpec>,
    /// Topics of the log, where the profile is one of a log.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<TopicSpec>,
    /// Groups that read topics.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupSpec>,
    /// Clients that publish.
    pub producers: Vec<ProducerSpec>,
    /// Clients that consume.
    pub consumers: Vec<ConsumerSpec>,
    /// How long a copy takes from exchange to queue, and from a queue to its
    /// dead-letter exchange, in milliseconds. A real broker needs
    /// microseconds; a lesson slows it down so that a hop can be watched.
    pub hop_ms: f64,
    /// Clients that call services and wait, beside the broker.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub callers: Vec<CallerSpec>,
    /// Services that are called.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<ServiceSpec>,
    /// The memory watermark (R42), in messages: more than this many copies in
    /// the broker raise its alarm. A real broker counts bytes of everything
    /// and looks every few seconds; this one counts copies, at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory_limit: Option<u64>,
}

// Serde takes defaults, and tests for them, only as functions.

fn yes() -> bool {
    true
}

fn is_yes(value: &bool) -> bool {
    *value
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
