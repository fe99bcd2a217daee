//! Callers that wait for their answers, and the services they call.

use queuescope_derive::Read;
use serde::{Deserialize, Serialize};

use super::{Arrivals, Service, is_yes, yes};

/// A client that calls a chain of services and waits for the answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct CallerSpec {
    /// Its name.
    pub name: String,
    /// How many requests it handles at once: a worker is blocked from the
    /// call to its answer.
    #[serde(default = "one")]
    pub workers: u32,
    /// The services: it calls the first, which calls the second, and so on.
    pub chain: Vec<String>,
    /// When somebody asks it for something.
    #[serde(default)]
    pub arrivals: Arrivals,
    /// Stop after this many requests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// Longest wait for an answer, in milliseconds. Services in its chain
    /// wait as long for the next one.
    #[serde(default = "five_seconds")]
    pub timeout_ms: f64,
    /// How often it calls again after a failure or a time-out.
    #[serde(default)]
    pub retries: u32,
    /// Pause before it calls again, in milliseconds.
    #[serde(default)]
    pub pause_ms: f64,
    /// Most requests that wait for a free worker; with more it refuses.
    #[serde(default = "hundred")]
    pub backlog: u32,
    /// One way between this client and the first service, in milliseconds.
    #[serde(default)]
    pub latency_ms: f64,
}

impl CallerSpec {
    /// A caller with one worker, asked by hand, that never tries twice.
    pub fn named(name: impl Into<String>, chain: &[&str]) -> Self {
        CallerSpec {
            name: name.into(),
            workers: 1,
            chain: chain.iter().map(|name| (*name).to_owned()).collect(),
            arrivals: Arrivals::ByHand,
            limit: None,
            timeout_ms: five_seconds(),
            retries: 0,
            pause_ms: 0.0,
            backlog: hundred(),
            latency_ms: 0.0,
        }
    }
}

/// A service that does its work when it is called.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct ServiceSpec {
    /// Its name.
    pub name: String,
    /// How many calls it handles at once. A worker that calls the next
    /// service of a chain is held until that one answers.
    #[serde(default = "one")]
    pub workers: u32,
    /// How long its own work takes.
    #[serde(default = "tenth")]
    pub time: Service,
    /// Share of calls on which it fails, 0 to 1.
    #[serde(default)]
    pub failure_share: f64,
    /// Whether it runs; calls to one that does not are refused at once.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub up: bool,
    /// Most calls that wait for a free worker; with more it refuses.
    #[serde(default = "hundred")]
    pub backlog: u32,
    /// One way between this service and the next of a chain, in milliseconds.
    #[serde(default)]
    pub latency_ms: f64,
}

impl ServiceSpec {
    /// A service with one worker that takes a tenth of a second and never
    /// fails.
    pub fn named(name: impl Into<String>) -> Self {
        ServiceSpec {
            name: name.into(),
            workers: 1,
            time: tenth(),
            failure_share: 0.0,
            up: true,
            backlog: hundred(),
            latency_ms: 0.0,
        }
    }
}

fn one() -> u32 {
    1
}

fn hundred() -> u32 {
    100
}

fn five_seconds() -> f64 {
    5_000.0
}

fn tenth() -> Service {
    Service::Constant { ms: 100.0 }
}
