//! What an edit is called, for “Undo: …”.

use crate::{engine::topology::ExchangeKind, scenario::Scenario};

use super::{Edit, Kind, NodeName, Wire, new_node};

/// What a node of this kind is, in a word or two.
pub fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Producer => "producer",
        Kind::Exchange(ExchangeKind::Direct) => "direct exchange",
        Kind::Exchange(ExchangeKind::Fanout) => "fanout exchange",
        Kind::Exchange(ExchangeKind::Topic) => "topic exchange",
        Kind::Exchange(ExchangeKind::Headers) => "headers exchange",
        Kind::Queue => "queue",
        Kind::Topic => "topic",
        Kind::Consumer => "consumer",
        Kind::Service => "service",
        Kind::Caller => "caller",
    }
}

/// What was done, in a few words: `add queue orders-2`.
pub fn step_name(edit: &Edit, before: &Scenario, after: &Scenario) -> String {
    let new = || new_node(before, after);
    match edit {
        Edit::Add { kind, .. } => match new() {
            Some(node) => format!("add {} {}", kind_word(*kind), node.name()),
            None => format!("add {}", kind_word(*kind)),
        },
        Edit::Connect(wire) => between("connect", wire, "to"),
        Edit::Disconnect(wire) => between("disconnect", wire, "from"),
        Edit::SetKey { wire, .. } => between("change the key from", wire, "to"),
        Edit::SetHeaders { wire, .. } => between("change the headers from", wire, "to"),
        Edit::SetQueues { consumer, .. } => format!("choose the queues of {consumer}"),
        Edit::Rename { node, to } => format!("rename {} to {to}", node.name()),
        Edit::Duplicate(node) => named("duplicate", node),
        Edit::Remove(node) => named("remove", node),
        Edit::Move(position) => named("move", &position.node),
        Edit::Tidy => "tidy up".to_owned(),
    }
}

fn named(what: &str, node: &NodeName) -> String {
    format!("{what} {}", node.name())
}

fn between(what: &str, wire: &Wire, preposition: &str) -> String {
    let (from, to) = wire.ends();
    format!("{what} {} {preposition} {}", from.name(), to.name())
}
