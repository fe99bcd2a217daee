//! What goes over a client's link, as far as anybody asks for it by name.

use queuescope_derive::Read;
use serde::{Deserialize, Serialize};

/// How a delivery is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Read)]
#[serde(rename_all = "kebab-case")]
pub enum Settle {
    /// `basic.ack`: done, forget it.
    Ack,
    /// `basic.nack` with requeue: given back (R19, R20).
    Requeue,
    /// `basic.nack` or `basic.reject` without requeue: dead-letter it or
    /// drop it (R26).
    Reject,
    /// `basic.reject` with requeue: back as well, and an attempt that failed,
    /// where only failures count (R23).
    Fail,
}

/// A frame that can be lost on a client's link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Read)]
#[serde(rename_all = "kebab-case")]
pub enum Frame {
    /// From a producer to the broker.
    Publish,
    /// The broker's answer to a publish.
    Confirm,
    /// From a queue to a consumer.
    Delivery,
    /// A consumer's ack, nack or reject.
    Ack,
}

/// What happened to a publish, as its producer hears it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The broker has taken charge of it.
    Confirmed,
    /// At least one queue refused it (R9).
    Nacked,
    /// It reached no queue and came back; the confirm follows (R5).
    Returned,
}
