//! Wires as a person sees them, and where the topology keeps them.

use std::fmt::Display;

use crate::{
    engine::topology::{BindingSpec, CallerSpec, Topology},
    words::wires as words,
};

use super::name::NodeName;

/// A wire of a topology.
#[derive(Clone, Debug, PartialEq)]
pub enum Wire {
    /// A producer publishes there: an exchange, a queue or a topic.
    Publish {
        /// Who.
        producer: String,
        /// Where to.
        to: NodeName,
    },
    /// An exchange copies what matches a key.
    Bind {
        /// From where.
        exchange: String,
        /// To which queue or exchange.
        to: NodeName,
        /// The binding key.
        key: String,
    },
    /// An exchange passes on what matches nothing.
    Alternate {
        /// From where.
        exchange: String,
        /// To which exchange.
        to: String,
    },
    /// A queue delivers.
    Read {
        /// From where.
        queue: String,
        /// To whom.
        consumer: String,
    },
    /// A consumer reads a topic as a member of a group.
    Join {
        /// What it reads.
        topic: String,
        /// Who.
        consumer: String,
        /// Its group; none for one of its own.
        group: Option<String>,
    },
    /// A consumer publishes on: to an exchange, a queue or a topic.
    PublishOn {
        /// Who.
        consumer: String,
        /// Where to.
        to: NodeName,
    },
    /// A queue sends what it gives up on.
    DeadLetter {
        /// From where.
        queue: String,
        /// To which queue or exchange.
        to: NodeName,
    },
    /// A caller or a service calls a service.
    Call {
        /// Who calls.
        from: NodeName,
        /// Whom.
        service: String,
    },
}

impl Wire {
    /// The two nodes it connects, in the direction of messages.
    pub fn ends(&self) -> (NodeName, NodeName) {
        let queue = |name: &String| NodeName::Queue(name.clone());
        let exchange = |name: &String| NodeName::Exchange(name.clone());
        let consumer = |name: &String| NodeName::Consumer(name.clone());
        match self {
            Wire::Publish { producer, to } => (NodeName::Producer(producer.clone()), to.clone()),
            Wire::Bind { exchange: from, to, .. } => (exchange(from), to.clone()),
            Wire::Alternate { exchange: from, to } => (exchange(from), exchange(to)),
            Wire::Read { queue: from, consumer: to } => (queue(from), consumer(to)),
            Wire::Join { topic, consumer: to, .. } => {
                (NodeName::Topic(topic.clone()), consumer(to))
            }
            Wire::PublishOn { consumer: from, to } => (consumer(from), to.clone()),
            Wire::DeadLetter { queue: from, to } => (queue(from), to.clone()),
            Wire::Call { from, service } => (from.clone(), NodeName::Service(service.clone())),
        }
    }

    /// What it means, as said of the node at one of its ends.
    pub fn says(&self, of: &NodeName) -> String {
        let (from, to) = self.ends();
        match from == *of {
            true => self.says_of_from(&to.name()),
            false => self.says_of_to(&from.name()),
        }
    }

    fn says_of_from(&self, to: &dyn Display) -> String {
        match self {
            Wire::Publish { .. } => words::publishes(to),
            Wire::Bind { .. } => words::copies(to),
            Wire::Alternate { .. } => words::sends_unmatched(to),
            Wire::Read { .. } => words::delivers(to),
            Wire::Join { group: None, .. } => words::read_alone(to),
            Wire::Join { group: Some(group), .. } => words::read_in(to, group),
            Wire::PublishOn { .. } => words::publishes_on(to),
            Wire::DeadLetter { .. } => words::dead_letters(to),
            Wire::Call { .. } => words::calls(to),
        }
    }

    fn says_of_to(&self, from: &dyn Display) -> String {
        match self {
            Wire::Publish { .. } | Wire::PublishOn { .. } => words::published_to(from),
            Wire::Bind { .. } => words::gets_copies(from),
            Wire::Alternate { .. } => words::gets_unmatched(from),
            Wire::Read { .. } => words::reads(from),
            Wire::Join { group: None, .. } => words::reads_alone(from),
            Wire::Join { group: Some(group), .. } => words::reads_in(from, group),
            Wire::DeadLetter { .. } => words::gets_dead_letters(from),
            Wire::Call { .. } => words::called_by(from),
        }
    }
}

/// Every wire at a node, first those that leave it.
pub fn wires_of(topology: &Topology, node: &NodeName) -> Vec<Wire> {
    let (mut leave, mut come) = (Vec::new(), Vec::new());
    for wire in all(topology) {
        match wire.ends() {
            (from, _) if from == *node => leave.push(wire),
            (_, to) if to == *node => come.push(wire),
            _ => {}
        }
    }
    leave.extend(come);
    leave
}

/// Every wire of a topology, each once.
pub(super) fn all(topology: &Topology) -> Vec<Wire> {
    let mut wires = Vec::new();
    published(topology, &mut wires);
    for spec in &topology.bindings {
        wires.push(bound(spec));
    }
    for spec in &topology.exchanges {
        let to = spec.alternate.iter().filter(|to| has_exchange(topology, to));
        let exchange = &spec.name;
        wires.extend(to.map(|to| Wire::Alternate { exchange: exchange.clone(), to: to.clone() }));
    }
    read(topology, &mut wires);
    for spec in &topology.queues {
        let to = spec.dead_letter.as_ref();
        let to = to.and_then(|to| target(topology, &to.exchange, to.routing_key.as_deref()));
        wires.extend(to.map(|to| Wire::DeadLetter { queue: spec.name.clone(), to }));
    }
    for caller in &topology.callers {
        for wire in calls(caller) {
            if !wires.contains(&wire) {
                wires.push(wire);
            }
        }
    }
    wires
}

fn published(topology: &Topology, wires: &mut Vec<Wire>) {
    for spec in &topology.producers {
        let producer = spec.name.clone();
        if let Some(log) = &spec.log {
            wires.push(Wire::Publish { producer, to: NodeName::Topic(log.topic.clone()) });
            continue;
        }
        let keys = spec.keys.iter().map(String::as_str).chain([""]);
        for to in keys.filter_map(|key| target(topology, &spec.exchange, Some(key))) {
            let wire = Wire::Publish { producer: producer.clone(), to };
            if !wires.contains(&wire) {
                wires.push(wire);
            }
        }
    }
}

fn read(topology: &Topology, wires: &mut Vec<Wire>) {
    for spec in &topology.consumers {
        let consumer = || spec.name.clone();
        let queues = spec.queues().map(str::to_owned);
        wires.extend(queues.map(|queue| Wire::Read { queue, consumer: consumer() }));
        let group = topology.groups.iter().find(|group| Some(&group.name) == spec.group.as_ref());
        for topic in group.into_iter().flat_map(|group| &group.topics) {
            let (topic, group) = (topic.clone(), spec.group.clone());
            wires.push(Wire::Join { topic, consumer: consumer(), group });
        }
        let to = spec.produces.as_deref().and_then(|to| output(topology, to));
        wires.extend(to.map(|to| Wire::PublishOn { consumer: consumer(), to }));
    }
}

/// The binding that a wire stands for.
pub fn binding_of<'a>(topology: &'a Topology, wire: &Wire) -> Option<&'a BindingSpec> {
    topology.bindings.iter().find(|spec| bound(spec) == *wire)
}

/// What a binding is as a wire.
pub(super) fn bound(spec: &BindingSpec) -> Wire {
    let to = match (&spec.queue, &spec.to_exchange) {
        (None, Some(exchange)) => NodeName::Exchange(exchange.clone()),
        (queue, _) => NodeName::Queue(queue.clone().unwrap_or_default()),
    };
    Wire::Bind { exchange: spec.exchange.clone(), to, key: spec.key.clone() }
}

/// The calls of a chain, one after the other.
fn calls(caller: &CallerSpec) -> impl Iterator<Item = Wire> + '_ {
    let services = caller.chain.iter().map(|name| NodeName::Service(name.clone()));
    let froms = std::iter::once(NodeName::Caller(caller.name.clone())).chain(services);
    froms.zip(&caller.chain).map(|(from, service)| Wire::Call { from, service: service.clone() })
}

/// Where something sent to `exchange` with `key` goes, if that is there.
fn target(topology: &Topology, exchange: &str, key: Option<&str>) -> Option<NodeName> {
    if !exchange.is_empty() {
        let there = has_exchange(topology, exchange);
        return there.then(|| NodeName::Exchange(exchange.to_owned()));
    }
    let key = key.filter(|key| topology.queues.iter().any(|queue| queue.name == *key))?;
    Some(NodeName::Queue(key.to_owned()))
}

/// What a consumer means that publishes on to this name.
pub(super) fn output(topology: &Topology, to: &str) -> Option<NodeName> {
    let to_owned = || to.to_owned();
    if topology.topics.iter().any(|topic| topic.name == to) {
        return Some(NodeName::Topic(to_owned()));
    }
    if topology.queues.iter().any(|queue| queue.name == to) {
        return Some(NodeName::Queue(to_owned()));
    }
    has_exchange(topology, to).then(|| NodeName::Exchange(to_owned()))
}

fn has_exchange(topology: &Topology, name: &str) -> bool {
    topology.exchanges.iter().any(|exchange| exchange.name == name)
}
