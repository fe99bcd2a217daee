//! New nodes, and second ones like those there are.

use crate::{
    engine::topology::{
        Arrivals, CallerSpec, Confirms, ConsumerSpec, ExchangeSpec, LogProducerSpec, ProducerSpec,
        QueueSpec, ServiceSpec, TopicSpec, Topology,
    },
    scenario::{Scenario, switch},
};

use super::{
    Kind, Sentence,
    connect::{self, gone},
    mentions::mentions,
    name::{self, NodeName},
    offer::legal_wires,
    settle::is_setting,
    wire::{Wire, wires_of},
};

/// One way between a new client and the broker, in milliseconds: long enough
/// to be watched.
const LATENCY_MS: f64 = 450.0;
/// Partitions of a new topic: enough for two consumers to share.
const PARTITIONS: u16 = 2;

pub(super) fn add(scenario: &mut Scenario, kind: Kind, beside: Option<&NodeName>) {
    let node = create(&mut scenario.topology, kind);
    let beside = beside.map(|node| node.listed(&scenario.topology));
    if let Some(wire) = beside.and_then(|beside| obvious(scenario, &beside, &node)) {
        // It was offered a moment ago; without it the node just stands alone.
        let _ = connect::connect(&mut scenario.topology, &wire);
    }
}

/// The wire between a node that is picked and a new one that can only be
/// meant, and takes nothing else away.
fn obvious(scenario: &Scenario, beside: &NodeName, new: &NodeName) -> Option<Wire> {
    let forward = legal_wires(scenario, beside).into_iter().map(|(wire, _)| wire);
    let idle = wires_of(&scenario.topology, beside).is_empty();
    let adds = |wire: &Wire| match wire {
        Wire::Bind { .. } | Wire::Read { .. } | Wire::Join { .. } | Wire::Call { .. } => true,
        Wire::Publish { .. } => idle,
        _ => false,
    };
    let mut forward = forward.filter(|wire| wire.ends().1 == *new && adds(wire));
    let back = || {
        let back = legal_wires(scenario, new).into_iter().map(|(wire, _)| wire);
        let adds = |wire: &Wire| matches!(wire, Wire::Publish { .. } | Wire::Bind { .. });
        back.filter(adds).find(|wire| wire.ends().1 == *beside)
    };
    forward.next().or_else(back)
}

fn create(topology: &mut Topology, kind: Kind) -> NodeName {
    match kind {
        Kind::Producer => {
            let name = name::free(topology, "producer");
            // A producer of a log has to name its topic.
            let is_log = switch::Kind::of(topology.profile) == switch::Kind::Log;
            if is_log && topology.topics.is_empty() {
                create(topology, Kind::Topic);
            }
            let topic = topology.topics.first().filter(|_| is_log).map(|topic| topic.name.clone());
            topology.producers.push(ProducerSpec {
                keys: Vec::new(),
                arrivals: Arrivals::Constant { per_s: 1.0 },
                confirms: Some(Confirms::default()),
                latency_ms: LATENCY_MS,
                log: topic.map(|topic| LogProducerSpec { topic, ..LogProducerSpec::default() }),
                ..ProducerSpec::named(&name, "")
            });
            NodeName::Producer(name)
        }
        Kind::Exchange(kind) => {
            let name = name::free(topology, "exchange");
            let spec = ExchangeSpec { name: name.clone(), kind, durable: true, alternate: None };
            topology.exchanges.push(spec);
            NodeName::Exchange(name)
        }
        Kind::Queue => {
            let name = name::free(topology, "queue");
            topology.queues.push(QueueSpec::named(&name));
            NodeName::Queue(name)
        }
        Kind::Topic => {
            let name = name::free(topology, "topic");
            topology.topics.push(TopicSpec::named(&name, PARTITIONS));
            let group = name::free(topology, "group");
            topology.groups.push(connect::group_reading(&group, &name));
            NodeName::Topic(name)
        }
        Kind::Consumer => {
            let name = name::free(topology, "consumer");
            topology.consumers.push(ConsumerSpec {
                queue: None,
                prefetch: 1,
                latency_ms: LATENCY_MS,
                gap_ms: 150.0,
                ..ConsumerSpec::named(&name, "")
            });
            NodeName::Consumer(name)
        }
        Kind::Service => {
            let name = name::free(topology, "service");
            topology.services.push(watchable(&name));
            NodeName::Service(name)
        }
        Kind::Caller => {
            let name = name::free(topology, "caller");
            if topology.services.is_empty() {
                let service = name::free(topology, "service");
                topology.services.push(watchable(&service));
            }
            let first = topology.services[0].name.clone();
            topology.callers.push(CallerSpec {
                arrivals: Arrivals::Constant { per_s: 1.0 },
                latency_ms: LATENCY_MS,
                ..CallerSpec::named(&name, &[&first])
            });
            NodeName::Caller(name)
        }
    }
}

fn watchable(name: &str) -> ServiceSpec {
    ServiceSpec { latency_ms: LATENCY_MS, ..ServiceSpec::named(name) }
}

/// Copies a node with its settings and its wires: a second consumer competes,
/// a second queue gets the same messages from the same exchanges.
pub(super) fn duplicate(scenario: &mut Scenario, node: &NodeName) -> Result<(), Sentence> {
    let topology = &mut scenario.topology;
    let node = node.listed(topology);
    let name = name::free(topology, node.name());
    let old = node.name();
    let done = match &node {
        NodeName::Producer(_) => {
            again(&mut topology.producers, |it| it.name == old, |it| &mut it.name, &name)
        }
        NodeName::Exchange(_) => {
            again(&mut topology.exchanges, |it| it.name == old, |it| &mut it.name, &name)
        }
        NodeName::Queue(_) => {
            again(&mut topology.queues, |it| it.name == old, |it| &mut it.name, &name)
        }
        NodeName::Topic(_) => {
            again(&mut topology.topics, |it| it.name == old, |it| &mut it.name, &name)
        }
        NodeName::Consumer(_) => {
            again(&mut topology.consumers, |it| it.name == old, |it| &mut it.name, &name)
        }
        NodeName::Caller(_) => {
            again(&mut topology.callers, |it| it.name == old, |it| &mut it.name, &name)
        }
        NodeName::Service(_) => {
            again(&mut topology.services, |it| it.name == old, |it| &mut it.name, &name)
        }
    };
    if !done {
        return Err(gone(node.kind(), old));
    }
    bind_again(topology, &node, &name);
    set_again(scenario, &node, &name);
    Ok(())
}

/// What was set by hand on a node is set on the second one as well.
fn set_again(scenario: &mut Scenario, node: &NodeName, name: &str) {
    let mut log = Vec::new();
    for entry in std::mem::take(&mut scenario.log) {
        let mut second = entry.clone();
        let mut named = mentions(&mut second.command).into_iter();
        let mut own = named.next().filter(|(role, it)| role.may_be(node) && *it == node.name());
        if let Some((_, mentioned)) = &mut own {
            name.clone_into(mentioned);
        }
        let is_own = own.is_some();
        drop(named);
        log.push(entry);
        if is_own && is_setting(&second.command) {
            log.push(second);
        }
    }
    scenario.log = log;
}

fn again<T: Clone>(
    list: &mut Vec<T>,
    is_it: impl Fn(&T) -> bool,
    name_of: impl Fn(&mut T) -> &mut String,
    name: &str,
) -> bool {
    let Some(mut second) = list.iter().find(|it| is_it(it)).cloned() else {
        return false;
    };
    name.clone_into(name_of(&mut second));
    list.push(second);
    true
}

/// The wires that other nodes keep: bindings, and the topics of groups.
fn bind_again(topology: &mut Topology, node: &NodeName, name: &str) {
    let mut more = Vec::new();
    for spec in &topology.bindings {
        let mut second = spec.clone();
        match node {
            NodeName::Exchange(old) => {
                if second.exchange == *old {
                    name.clone_into(&mut second.exchange);
                }
                if second.to_exchange.as_ref() == Some(old) {
                    second.to_exchange = Some(name.to_owned());
                }
            }
            NodeName::Queue(old) if second.queue.as_ref() == Some(old) => {
                second.queue = Some(name.to_owned());
            }
            _ => {}
        }
        if second != *spec {
            more.push(second);
        }
    }
    topology.bindings.extend(more);
    if let NodeName::Topic(old) = node {
        let reading = topology.groups.iter_mut().filter(|group| group.topics.contains(old));
        reading.for_each(|group| group.topics.push(name.to_owned()));
    }
}
