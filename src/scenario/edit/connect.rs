//! Wiring and unwiring.

use crate::engine::topology::{
    BindingSpec, ConsumerSpec, DeadLetterSpec, GroupSpec, Headers, LogProducerSpec, OffsetReset,
    ProducerSpec, QueueSpec, Topology,
};
use crate::words::{Word, edits, nodes};

use super::{
    Sentence,
    name::{self, NodeName},
    wire::{self, Wire},
};

pub(super) fn connect(topology: &mut Topology, wire: &Wire) -> Result<(), Sentence> {
    match wire {
        Wire::Publish { producer, to } => publish_to(find_producer(topology, producer)?, to),
        Wire::Bind { exchange, to, key } => {
            let (queue, to_exchange) = match to {
                NodeName::Exchange(name) => (None, Some(name.clone())),
                other => (Some(other.name().to_owned()), None),
            };
            let (exchange, key) = (exchange.clone(), key.clone());
            let spec = BindingSpec { exchange, queue, to_exchange, key, ..BindingSpec::default() };
            if topology.bindings.contains(&spec) {
                return Err(edits::bound_already(&to.name()));
            }
            topology.bindings.push(spec);
        }
        Wire::Alternate { exchange, to } => set_alternate(topology, exchange, Some(to.clone()))?,
        Wire::Read { queue, consumer } => {
            let spec = find_consumer(topology, consumer)?;
            let mut queues: Vec<String> = spec.queues().map(str::to_owned).collect();
            queues.push(queue.clone());
            set_queues(topology, consumer, queues)?;
        }
        Wire::Join { topic, consumer, group } => join(topology, topic, consumer, group.as_ref())?,
        Wire::PublishOn { consumer, to } => {
            find_consumer(topology, consumer)?.produces = Some(to.name().to_owned());
        }
        Wire::DeadLetter { queue, to } => {
            let before = find_queue(topology, queue)?;
            let strategy =
                before.dead_letter.take().map(|before| before.strategy).unwrap_or_default();
            let (exchange, routing_key) = match to {
                NodeName::Exchange(name) => (name.clone(), None),
                other => (String::new(), Some(other.name().to_owned())),
            };
            before.dead_letter = Some(DeadLetterSpec { exchange, routing_key, strategy });
        }
        Wire::Call { from, service } => call(topology, from, service)?,
    }
    Ok(())
}

pub(super) fn disconnect(topology: &mut Topology, wire: &Wire) -> Result<(), Sentence> {
    match wire {
        Wire::Publish { producer, to } => stop_publishing(find_producer(topology, producer)?, to),
        Wire::Bind { .. } => topology.bindings.retain(|spec| wire::bound(spec) != *wire),
        Wire::Alternate { exchange, .. } => set_alternate(topology, exchange, None)?,
        Wire::Read { queue, consumer } => {
            let spec = find_consumer(topology, consumer)?;
            let left = spec.queues().filter(|other| other != queue).map(str::to_owned).collect();
            set_queues(topology, consumer, left)?;
        }
        Wire::Join { consumer, .. } => find_consumer(topology, consumer)?.group = None,
        Wire::PublishOn { consumer, .. } => find_consumer(topology, consumer)?.produces = None,
        Wire::DeadLetter { queue, .. } => find_queue(topology, queue)?.dead_letter = None,
        Wire::Call { from, service } => hang_up(topology, from, service)?,
    }
    Ok(())
}

pub(super) fn set_key(topology: &mut Topology, wire: &Wire, key: &str) -> Result<(), Sentence> {
    key.clone_into(&mut find_binding(topology, wire)?.key);
    Ok(())
}

pub(super) fn set_headers(
    topology: &mut Topology,
    wire: &Wire,
    headers: Headers,
) -> Result<(), Sentence> {
    find_binding(topology, wire)?.arguments = headers;
    Ok(())
}

fn find_binding<'a>(
    topology: &'a mut Topology,
    wire: &Wire,
) -> Result<&'a mut BindingSpec, Sentence> {
    let found = topology.bindings.iter_mut().find(|spec| wire::bound(spec) == *wire);
    found.ok_or_else(|| edits::NO_BINDING.into())
}

pub(super) fn set_queues(
    topology: &mut Topology,
    consumer: &str,
    queues: Vec<String>,
) -> Result<(), Sentence> {
    let spec = find_consumer(topology, consumer)?;
    let mut queues = queues.into_iter();
    spec.queue = queues.next();
    spec.also = queues.collect();
    if spec.queue.is_some() {
        spec.group = None;
    }
    Ok(())
}

fn publish_to(spec: &mut ProducerSpec, to: &NodeName) {
    spec.log = None;
    spec.exchange.clear();
    match to {
        NodeName::Topic(topic) => {
            spec.log = Some(LogProducerSpec { topic: topic.clone(), ..LogProducerSpec::default() });
        }
        NodeName::Exchange(name) => spec.exchange.clone_from(name),
        other => spec.keys = vec![other.name().to_owned()],
    }
}

pub(super) fn stop_publishing(spec: &mut ProducerSpec, to: &NodeName) {
    match to {
        NodeName::Topic(_) => spec.log = None,
        NodeName::Queue(name) => return spec.keys.retain(|key| key != name),
        _ => spec.exchange.clear(),
    }
    // Its keys would name queues of the default exchange now.
    spec.keys.clear();
}

fn set_alternate(
    topology: &mut Topology,
    exchange: &str,
    to: Option<String>,
) -> Result<(), Sentence> {
    let spec = topology.exchanges.iter_mut().find(|spec| spec.name == exchange);
    spec.ok_or_else(|| gone(nodes::EXCHANGE, exchange))?.alternate = to;
    Ok(())
}

/// A member of a group reads all its topics; a group of one's own reads from
/// the first record that is still there, so that there is something to see.
fn join(
    topology: &mut Topology,
    topic: &str,
    consumer: &str,
    group: Option<&String>,
) -> Result<(), Sentence> {
    let name = match group {
        Some(name) => name.clone(),
        None => name::free(topology, "group"),
    };
    match topology.groups.iter_mut().find(|group| group.name == name) {
        Some(group) if group.topics.iter().any(|read| read == topic) => {}
        Some(group) => group.topics.push(topic.to_owned()),
        None => topology.groups.push(group_reading(&name, topic)),
    }
    let spec = find_consumer(topology, consumer)?;
    (spec.queue, spec.group) = (None, Some(name));
    spec.also.clear();
    Ok(())
}

pub(super) fn group_reading(name: &str, topic: &str) -> GroupSpec {
    GroupSpec {
        name: name.to_owned(),
        topics: vec![topic.to_owned()],
        offset_reset: OffsetReset::Earliest,
        ..GroupSpec::default()
    }
}

/// A caller calls the service first; a service calls it next, in every chain
/// it is in.
fn call(topology: &mut Topology, from: &NodeName, service: &str) -> Result<(), Sentence> {
    let mut chains = 0;
    for caller in &mut topology.callers {
        let place = match from {
            NodeName::Caller(name) if *name == caller.name => Some(0),
            NodeName::Service(name) => caller.chain.iter().position(|it| it == name).map(|n| n + 1),
            _ => None,
        };
        let called = caller.chain.iter().position(|it| it == service);
        if let (Some(place), None) = (place, called) {
            caller.chain.insert(place, service.to_owned());
            chains += 1;
        }
    }
    match chains {
        0 => Err(edits::no_chain(&from.name(), &service)),
        _ => Ok(()),
    }
}

fn hang_up(topology: &mut Topology, from: &NodeName, service: &str) -> Result<(), Sentence> {
    for caller in &mut topology.callers {
        let Some(at) = caller.chain.iter().position(|it| it == service) else {
            continue;
        };
        let before = match at {
            0 => NodeName::Caller(caller.name.clone()),
            _ => NodeName::Service(caller.chain[at - 1].clone()),
        };
        if before == *from {
            caller.chain.remove(at);
        }
        if caller.chain.is_empty() {
            return Err(edits::calls_something(&caller.name, &service));
        }
    }
    Ok(())
}

pub(super) fn find_producer<'a>(
    topology: &'a mut Topology,
    name: &str,
) -> Result<&'a mut ProducerSpec, Sentence> {
    let found = topology.producers.iter_mut().find(|spec| spec.name == name);
    found.ok_or_else(|| gone(nodes::PRODUCER, name))
}

pub(super) fn find_consumer<'a>(
    topology: &'a mut Topology,
    name: &str,
) -> Result<&'a mut ConsumerSpec, Sentence> {
    let found = topology.consumers.iter_mut().find(|spec| spec.name == name);
    found.ok_or_else(|| gone(nodes::CONSUMER, name))
}

fn find_queue<'a>(topology: &'a mut Topology, name: &str) -> Result<&'a mut QueueSpec, Sentence> {
    let found = topology.queues.iter_mut().find(|spec| spec.name == name);
    found.ok_or_else(|| gone(nodes::QUEUE, name))
}

/// What to say of a node that is not there any more.
pub(super) fn gone(kind: Word, name: &str) -> Sentence {
    edits::gone(&kind, &name)
}
