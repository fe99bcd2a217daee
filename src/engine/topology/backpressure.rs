//! What closes a producer's gate, and what it does at a closed one.

use queuescope_derive::Read;
use serde::{Deserialize, Serialize};

/// Backpressure as a producer takes it. A broker in memory alarm closes the
/// gate as well (R42), whatever is set here.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Read)]
#[serde(default, deny_unknown_fields)]
pub struct Backpressure {
    /// The gate is closed while this many publishes wait for their confirm.
    /// Without confirms there is nothing to count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window: Option<u32>,
    /// The gate is closed while a queue is known to be too long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub watch: Option<Watch>,
    /// What the producer does while the gate is closed.
    pub response: Response,
}

impl Backpressure {
    /// Whether nothing is set.
    pub fn is_none(&self) -> bool {
        *self == Backpressure::default()
    }
}

/// A queue whose depth a producer asks for now and then, as a passive
/// declare does. What it knows is as old as the answer's way back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct Watch {
    /// The queue.
    pub queue: String,
    /// The gate closes at this many ready messages.
    pub high: u64,
    /// It opens again at this many; less than `high`.
    pub low: u64,
    /// From one question to the next, in milliseconds.
    pub every_ms: f64,
}

/// What a producer does while its gate is closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, Read)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Response {
    /// Sends all the same.
    #[default]
    Ignore,
    /// The call that sends does not return: the caller stands still.
    Block,
    /// Keeps messages to itself and sends them in order later.
    #[serde(rename_all = "snake_case")]
    Buffer {
        /// Most messages kept; one more is dropped.
        limit: u32,
    },
    /// Sends, but less often.
    #[serde(rename_all = "snake_case")]
    SlowDown {
        /// Messages a second.
        per_s: f64,
    },
}

impl Response {
    /// Whether messages wait at the producer while the gate is closed.
    pub fn holds(self) -> bool {
        matches!(self, Response::Block | Response::Buffer { .. })
    }
}
