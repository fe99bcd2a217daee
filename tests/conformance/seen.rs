//! A delivery as a client sees it, in the words of the case format.

use std::collections::BTreeMap;

use queuescope::engine::{
    DeathHistory, Delivery, Engine, ExchangeId, NodeId, QueueId, topology::Headers,
};
use serde::{Deserialize, Serialize};

/// What a client is told about a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    pub body: String,
    #[serde(default)]
    pub redelivered: bool,
    #[serde(default)]
    pub delivery_count: Option<u64>,
    #[serde(default)]
    pub exchange: String,
    /// Absent: the name of the queue.
    #[serde(default)]
    pub key: Option<String>,
    #[serde(default)]
    pub priority: Option<u8>,
    #[serde(default)]
    pub expiration_ms: Option<u64>,
    #[serde(default)]
    pub headers: Headers,
    #[serde(default)]
    pub first_death: Option<BTreeMap<String, String>>,
    #[serde(default)]
    pub x_death: Vec<SeenDeath>,
}

/// One entry of `x-death`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeenDeath {
    pub queue: String,
    pub reason: String,
    pub count: u32,
    pub exchange: String,
    pub routing_keys: Vec<String>,
    #[serde(default)]
    pub original_expiration_ms: Option<u64>,
}

impl Seen {
    /// A delivery a client has just received.
    pub fn of(engine: &Engine, delivery: &Delivery) -> Seen {
        let message = engine.message(delivery.message).expect("just received");
        let envelope = engine.envelope(message);
        let deaths = delivery.deaths.as_deref();
        Seen {
            body: envelope.body.to_string(),
            redelivered: delivery.redelivered,
            delivery_count: delivery.attempts.map(u64::from),
            exchange: exchange_name(engine, delivery.exchange),
            key: Some(engine.key_text(delivery.key).to_owned()),
            priority: message.priority,
            expiration_ms: delivery.expiration_ms,
            headers: (*envelope.headers).clone(),
            first_death: deaths.map(|history| first_death(engine, history)),
            x_death: deaths.map_or_else(Vec::new, |history| x_death(engine, history)),
        }
    }

    /// Puts in what an absent field of an expectation means.
    pub fn with_defaults(mut self, queue: &str) -> Seen {
        self.key.get_or_insert_with(|| queue.to_owned());
        self
    }
}

fn first_death(engine: &Engine, history: &DeathHistory) -> BTreeMap<String, String> {
    let (queue, reason, exchange) = history.first;
    BTreeMap::from([
        ("queue".to_owned(), queue_name(engine, queue)),
        ("reason".to_owned(), reason.name().to_owned()),
        ("exchange".to_owned(), exchange_name(engine, exchange)),
    ])
}

fn x_death(engine: &Engine, history: &DeathHistory) -> Vec<SeenDeath> {
    let entries = history.entries.iter();
    entries
        .map(|death| SeenDeath {
            queue: queue_name(engine, death.queue),
            reason: death.reason.name().to_owned(),
            count: death.count,
            exchange: exchange_name(engine, death.exchange),
            routing_keys: vec![engine.key_text(death.key).to_owned()],
            original_expiration_ms: death.original_expiration_ms,
        })
        .collect()
}

fn queue_name(engine: &Engine, queue: QueueId) -> String {
    engine.name_of(NodeId::Queue(queue)).to_owned()
}

fn exchange_name(engine: &Engine, exchange: ExchangeId) -> String {
    engine.exchanges()[exchange.index()].name.clone()
}
