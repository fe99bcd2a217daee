//! Which wires a node may get. Whatever is offered is accepted, which a test
//! tries out on worlds made at random.

use crate::{
    engine::{
        range,
        topology::{ExchangeKind, Topology},
    },
    scenario::{Scenario, limits::BINDINGS, switch},
    words::wires,
};

use super::{
    Kind,
    name::{self, NodeName},
    wire::{self, Wire},
};

/// What there may be under the broker of a world, in the order of the flow.
pub fn kinds(topology: &Topology) -> Vec<Kind> {
    use ExchangeKind::*;
    let of_broker: &[Kind] = match switch::Kind::of(topology.profile) {
        switch::Kind::Log => &[Kind::Topic],
        switch::Kind::Classic | switch::Kind::Quorum => &[
            Kind::Queue,
            Kind::Exchange(Direct),
            Kind::Exchange(Fanout),
            Kind::Exchange(Topic),
            Kind::Exchange(Headers),
        ],
        _ => &[Kind::Queue, Kind::Exchange(Fanout), Kind::Exchange(Direct)],
    };
    let mut kinds = vec![Kind::Producer];
    kinds.extend(of_broker);
    kinds.extend([Kind::Consumer, Kind::Service, Kind::Caller]);
    kinds
}

/// Every wire that could leave `from`, with what it would mean. A second
/// destination of a producer replaces the first, and says so.
pub fn legal_wires(scenario: &Scenario, from: &NodeName) -> Vec<(Wire, String)> {
    let topology = &scenario.topology;
    let others = name::all(topology).into_iter().filter(|to| to != from);
    let offers = others.flat_map(|to| between(topology, from, &to)).collect();
    said(topology, from, offers)
}

/// Every wire that could leave a node or lead to it, as said of that node.
pub fn wires_for(scenario: &Scenario, node: &NodeName) -> Vec<(Wire, String)> {
    let topology = &scenario.topology;
    let mut offers = legal_wires(scenario, node);
    let others = name::all(topology).into_iter().filter(|from| from != node);
    let coming = others.flat_map(|from| between(topology, &from, node)).collect();
    offers.extend(said(topology, node, coming));
    offers
}

/// Those of some wires that are not there yet, in words.
fn said(topology: &Topology, from: &NodeName, mut offers: Vec<Wire>) -> Vec<(Wire, String)> {
    let there = wire::all(topology);
    offers.retain(|offer| !there.iter().any(|wire| is_same(wire, offer)));
    let words = |wire: Wire| {
        let instead = replaced(&there, &wire);
        let says = wire.says(from);
        let says = match instead {
            Some(old) => wires::instead(&says, &old.ends().1.name()),
            None => says,
        };
        (wire, says)
    };
    offers.into_iter().map(words).collect()
}

/// Whether an offer would only repeat a wire. Two bindings may connect the
/// same ends under different keys; the same one twice says nothing.
fn is_same(wire: &Wire, offer: &Wire) -> bool {
    match (wire, offer) {
        (Wire::Join { topic, consumer, .. }, Wire::Join { topic: t, consumer: c, .. }) => {
            (topic, consumer) == (t, c)
        }
        _ => wire == offer,
    }
}

/// The wire whose place a new one takes.
fn replaced<'a>(there: &'a [Wire], new: &Wire) -> Option<&'a Wire> {
    let takes = |old: &&Wire| match (*old, new) {
        (Wire::Publish { producer: a, .. }, Wire::Publish { producer: b, .. })
        | (Wire::PublishOn { consumer: a, .. }, Wire::PublishOn { consumer: b, .. })
        | (Wire::DeadLetter { queue: a, .. }, Wire::DeadLetter { queue: b, .. })
        | (Wire::Alternate { exchange: a, .. }, Wire::Alternate { exchange: b, .. }) => a == b,
        _ => false,
    };
    there.iter().find(takes)
}

/// The wires there may be from one node to another.
fn between(topology: &Topology, from: &NodeName, to: &NodeName) -> Vec<Wire> {
    let target = to.clone();
    match (from.clone(), to.clone()) {
        (
            NodeName::Producer(producer),
            NodeName::Exchange(_) | NodeName::Queue(_) | NodeName::Topic(_),
        ) => vec![Wire::Publish { producer, to: target }],
        (NodeName::Exchange(exchange), NodeName::Queue(_)) => bind(topology, exchange, target),
        (NodeName::Exchange(exchange), NodeName::Exchange(other)) => {
            let alternate = Wire::Alternate { exchange: exchange.clone(), to: other };
            bind(topology, exchange, target).into_iter().chain([alternate]).collect()
        }
        (NodeName::Queue(queue), NodeName::Consumer(consumer)) => read(topology, queue, consumer),
        (NodeName::Queue(queue), NodeName::Queue(_) | NodeName::Exchange(_)) => {
            vec![Wire::DeadLetter { queue, to: target }]
        }
        (NodeName::Topic(topic), NodeName::Consumer(consumer)) => join(topology, topic, consumer),
        (
            NodeName::Consumer(consumer),
            NodeName::Exchange(_) | NodeName::Queue(_) | NodeName::Topic(_),
        ) => {
            // One name may stand for a topic, a queue and an exchange.
            let meant = wire::output(topology, target.name()) == Some(target.clone());
            meant.then_some(Wire::PublishOn { consumer, to: target }).into_iter().collect()
        }
        (NodeName::Caller(_) | NodeName::Service(_), NodeName::Service(service)) => {
            let legal = may_call(topology, from, &service);
            legal.then(|| Wire::Call { from: from.clone(), service }).into_iter().collect()
        }
        _ => vec![],
    }
}

/// A binding under the key that is most likely meant: a queue's own name, or
/// every word.
fn bind(topology: &Topology, exchange: String, to: NodeName) -> Vec<Wire> {
    if BINDINGS <= topology.bindings.len() {
        return vec![];
    }
    let spec = topology.exchanges.iter().find(|spec| spec.name == exchange);
    let key = match spec.map(|spec| spec.kind) {
        Some(ExchangeKind::Direct) => to.name().to_owned(),
        Some(ExchangeKind::Topic) => "#".to_owned(),
        _ => String::new(),
    };
    vec![Wire::Bind { exchange, to, key }]
}

/// Whoever has to ask for messages asks one queue.
fn read(topology: &Topology, queue: String, consumer: String) -> Vec<Wire> {
    let spec = topology.consumers.iter().find(|spec| spec.name == consumer);
    let full = spec.is_some_and(|spec| {
        let polls = topology.profile.mechanics().polled && spec.queue.is_some();
        polls || range::ENTRIES.to <= spec.also.len() as f64
    });
    match full {
        true => vec![],
        false => vec![Wire::Read { queue, consumer }],
    }
}

/// In each group that reads the topic, and in one of its own. A member of a
/// group brings the topic to its group.
fn join(topology: &Topology, topic: String, consumer: String) -> Vec<Wire> {
    let spec = topology.consumers.iter().find(|spec| spec.name == consumer);
    let own = spec.and_then(|spec| spec.group.clone());
    if own.is_some() {
        return vec![Wire::Join { topic, consumer, group: own }];
    }
    let reading = topology.groups.iter().filter(|group| group.topics.contains(&topic));
    let groups = reading.map(|group| Some(group.name.clone())).chain([None]);
    groups
        .map(|group| Wire::Join { topic: topic.clone(), consumer: consumer.clone(), group })
        .collect()
}

fn may_call(topology: &Topology, from: &NodeName, service: &str) -> bool {
    let mut grown = topology.callers.iter().filter(|caller| {
        let calls = match from {
            NodeName::Caller(name) => caller.name == *name,
            other => caller.chain.iter().any(|name| name == other.name()),
        };
        calls && !caller.chain.iter().any(|name| name == service)
    });
    let room = range::CHAIN.to as usize;
    let first = grown.next();
    first.is_some_and(|caller| caller.chain.len() < room)
        && grown.all(|caller| caller.chain.len() < room)
}
