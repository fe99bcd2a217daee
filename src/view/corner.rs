//! The setting of a node that matters most, for the corner of its name row.

use crate::{
    engine::{
        Engine, NodeId, QueueId,
        topology::{AckMode, ConsumerSpec},
    },
    scenario::switch::Kind,
    words::corners as words,
};

use super::{
    call_words, log_words, pressure,
    vocabulary::{kind, vocabulary},
};

/// In a word or two; empty where nothing is set.
pub fn setting(engine: &Engine, node: NodeId) -> String {
    let leased = kind(engine).is_leased();
    match node {
        NodeId::Producer(_) if leased => String::new(),
        NodeId::Producer(id) => pressure::setting(engine.producers()[id.index()].spec()),
        NodeId::Exchange(_) => String::new(),
        NodeId::Topic(id) => log_words::setting(engine, id),
        NodeId::Caller(id) => call_words::caller_setting(engine, id),
        NodeId::Service(id) => call_words::service_setting(engine, id),
        NodeId::Queue(id) => limits(engine, id),
        NodeId::Consumer(id) if engine.consumers()[id.index()].shares().is_some() => {
            words::ANY_PARTITION.into()
        }
        NodeId::Consumer(id) => match engine.consumers()[id.index()].member() {
            Some(member) => log_words::assigned(engine, member),
            None => window(engine, engine.consumers()[id.index()].spec()),
        },
    }
}

/// How many messages it may hold.
fn window(engine: &Engine, spec: &ConsumerSpec) -> String {
    let most = if kind(engine).is_sqs() { spec.batch } else { spec.prefetch };
    match (spec.ack, most) {
        (AckMode::Automatic, _) => words::AUTO_ACK.into(),
        (_, 0) => words::UNLIMITED.into(),
        _ => (vocabulary(engine).window)(&most),
    }
}

/// A span in seconds where it is a whole number of them.
fn span(ms: u64) -> String {
    match ms % 1_000 {
        0 => format!("{} s", ms / 1_000),
        _ => format!("{ms} ms"),
    }
}

/// A queue's limits in a few words.
fn limits(engine: &Engine, id: QueueId) -> String {
    let queue = &engine.queues()[id.index()];
    let spec = queue.spec();
    let kind = Kind::of(queue.profile());
    if let Some(ms) = queue.profile().mechanics().lease_ms {
        let lease = span(spec.lease_ms.unwrap_or(ms));
        return if kind.is_sqs() { words::visibility(&lease) } else { words::deadline(&lease) };
    }
    let max = spec.max_length.map(|most| words::max(&most));
    let ttl = spec.message_ttl_ms.map(|ms| words::ttl(&span(ms)));
    let priorities = spec.max_priority.map(|most| words::priorities(&most));
    let (up, all) = queue.members();
    let members = (up < all).then(|| words::up(up.into(), &all));
    let all: Vec<String> = [members, max, ttl, priorities].into_iter().flatten().collect();
    all.join(", ")
}
