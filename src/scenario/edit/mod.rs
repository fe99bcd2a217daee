//! Changing a world by hand: one edit makes one scenario from another.
//!
//! An edit either gives a scenario that can run or a sentence that says why
//! not; it never leaves a wire hanging. What may be connected is
//! asked of [`legal_wires`], which offers nothing that would be refused.

use crate::engine::topology::{ExchangeKind, Headers};

use super::{Run, Scenario, limits};

mod add;
mod connect;
mod headers;
mod history;
mod mentions;
mod name;
mod offer;
mod remove;
mod rename;
mod settle;
mod wire;
mod words;

pub use headers::{headers_text, read_headers};
pub use history::{DEPTH, History, Left};
pub use name::{NodeName, Position, Sheet};
pub use offer::{kinds, legal_wires, wires_for};
pub use settle::with_settings;
pub use wire::{Wire, binding_of, wires_of};
pub use words::{kind_word, step_name};

/// Why an edit is not possible, for the person who wished for it.
pub type Sentence = String;

/// What can be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A producer that sends once a second.
    Producer,
    /// An exchange of this kind.
    Exchange(ExchangeKind),
    /// A queue.
    Queue,
    /// A topic, with a group that reads it.
    Topic,
    /// A consumer.
    Consumer,
    /// A service.
    Service,
    /// A caller, with a service to call if there is none.
    Caller,
}

/// One change of a world.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// A new node; wired to `beside` where that takes nothing else away.
    Add {
        /// Of what kind.
        kind: Kind,
        /// The node that was picked when it was wished for.
        beside: Option<NodeName>,
    },
    /// A new wire. One that leaves room for no other takes its place.
    Connect(Wire),
    /// A wire less.
    Disconnect(Wire),
    /// Another binding key for a wire from an exchange.
    SetKey {
        /// The binding as it is.
        wire: Wire,
        /// The key from now on.
        key: String,
    },
    /// Other headers for a wire from a headers exchange.
    SetHeaders {
        /// The binding as it is.
        wire: Wire,
        /// What is to match, with `x-match`.
        headers: Headers,
    },
    /// All the queues of a consumer.
    SetQueues {
        /// Which consumer.
        consumer: String,
        /// In the order in which it subscribes.
        queues: Vec<String>,
    },
    /// Another name, wherever the node is mentioned.
    Rename {
        /// Which node.
        node: NodeName,
        /// Its name from now on.
        to: String,
    },
    /// A second node with the same settings and wires.
    Duplicate(NodeName),
    /// A node less, with its wires and the commands that name it.
    Remove(NodeName),
    /// A node at another place of the stage.
    Move(Position),
    /// All nodes at their automatic places.
    Tidy,
}

/// The world after an edit.
///
/// # Errors
/// Why this edit is not possible here.
pub fn apply(scenario: &Scenario, edit: &Edit) -> Result<Scenario, Sentence> {
    let mut now = scenario.clone();
    match edit {
        Edit::Add { kind, beside } => add::add(&mut now, *kind, beside.as_ref()),
        Edit::Connect(wire) => connect::connect(&mut now.topology, wire)?,
        Edit::Disconnect(wire) => connect::disconnect(&mut now.topology, wire)?,
        Edit::SetKey { wire, key } => connect::set_key(&mut now.topology, wire, key)?,
        Edit::SetHeaders { wire, headers } => {
            connect::set_headers(&mut now.topology, wire, headers.clone())?;
        }
        Edit::SetQueues { consumer, queues } => {
            connect::set_queues(&mut now.topology, consumer, queues.clone())?;
        }
        Edit::Rename { node, to } => rename::rename(&mut now, node, to.trim())?,
        Edit::Duplicate(node) => add::duplicate(&mut now, node)?,
        Edit::Remove(node) => remove::remove(&mut now, node)?,
        Edit::Move(position) => {
            now.positions.retain(|other| other.node != position.node);
            now.positions.push(position.clone());
        }
        Edit::Tidy => (now.positions, now.sheet) = (Vec::new(), None),
    }
    match limits::problems(&now).into_iter().next() {
        Some(problem) => Err(problem.says),
        None if runs_alike(scenario, &now) => Ok(now),
        None => match Run::new(now.clone()) {
            Ok(_) => Ok(now),
            Err(refusal) => Err(refusal.to_string()),
        },
    }
}

/// Whether two worlds differ only in where things stand.
pub fn runs_alike(one: &Scenario, other: &Scenario) -> bool {
    one.topology == other.topology && one.seed == other.seed && one.log == other.log
}

/// The world with what most worlds begin with: a producer, a queue or a topic,
/// and a consumer, wired.
///
/// # Errors
/// Why this is not possible here.
pub fn begun(scenario: &Scenario) -> Result<Scenario, Sentence> {
    let mut now = scenario.clone();
    let mut beside = None;
    for kind in [Kind::Producer, Kind::Queue, Kind::Consumer] {
        // A producer of a log has brought its topic.
        let topic = now.topology.topics.last().map(|topic| NodeName::Topic(topic.name.clone()));
        if kind == Kind::Queue && topic.is_some() {
            beside = topic;
            continue;
        }
        let next = apply(&now, &Edit::Add { kind, beside })?;
        beside = new_node(&now, &next);
        now = next;
    }
    Ok(now)
}

/// The node that is new in `after`, or has another name there.
pub fn new_node(before: &Scenario, after: &Scenario) -> Option<NodeName> {
    let known = name::all(&before.topology);
    name::all(&after.topology).into_iter().find(|node| !known.contains(node))
}
