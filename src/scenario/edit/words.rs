//! What an edit is called, for “Undo: …”.

use std::fmt::Display;

use crate::{
    engine::topology::ExchangeKind,
    scenario::Scenario,
    words::{Word, edits, nodes},
};

use super::{Edit, Kind, Wire, new_node};

/// What a node of this kind is, in a word or two.
pub fn kind_word(kind: Kind) -> Word {
    match kind {
        Kind::Producer => nodes::PRODUCER,
        Kind::Exchange(ExchangeKind::Direct) => nodes::DIRECT_EXCHANGE,
        Kind::Exchange(ExchangeKind::Fanout) => nodes::FANOUT_EXCHANGE,
        Kind::Exchange(ExchangeKind::Topic) => nodes::TOPIC_EXCHANGE,
        Kind::Exchange(ExchangeKind::Headers) => nodes::HEADERS_EXCHANGE,
        Kind::Queue => nodes::QUEUE,
        Kind::Topic => nodes::TOPIC,
        Kind::Consumer => nodes::CONSUMER,
        Kind::Service => nodes::SERVICE,
        Kind::Caller => nodes::CALLER,
    }
}

/// What was done, in a few words: `add queue orders-2`.
pub fn step_name(edit: &Edit, before: &Scenario, after: &Scenario) -> String {
    let new = || new_node(before, after);
    match edit {
        Edit::Add { kind, .. } => match new() {
            Some(node) => edits::add_named(&kind_word(*kind), &node.name()),
            None => edits::add(&kind_word(*kind)),
        },
        Edit::Connect(wire) => between(edits::connect, wire),
        Edit::Disconnect(wire) => between(edits::disconnect, wire),
        Edit::SetKey { wire, .. } => between(edits::set_key, wire),
        Edit::SetHeaders { wire, .. } => between(edits::set_headers, wire),
        Edit::SetQueues { consumer, .. } => edits::set_queues(consumer),
        Edit::Rename { node, to } => edits::rename(&node.name(), to),
        Edit::Duplicate(node) => edits::duplicate(&node.name()),
        Edit::Remove(node) => edits::remove(&node.name()),
        Edit::Move(position) => edits::move_node(&position.node.name()),
        Edit::Tidy => edits::TIDY.into(),
    }
}

fn between(says: fn(&dyn Display, &dyn Display) -> String, wire: &Wire) -> String {
    let (from, to) = wire.ends();
    says(&from.name(), &to.name())
}
