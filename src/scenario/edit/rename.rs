//! Another name for a node, in every place that mentions the old one.

use crate::{
    engine::{Command, topology::Topology},
    scenario::Scenario,
    words::limits,
};

use super::{
    Sentence,
    connect::gone,
    mentions::mentions,
    name::{self, NodeName},
};

pub(super) fn rename(scenario: &mut Scenario, node: &NodeName, to: &str) -> Result<(), Sentence> {
    let node = node.listed(&scenario.topology);
    let renamed = node.renamed(to);
    if node == renamed {
        return Ok(());
    }
    if !name::all(&scenario.topology).contains(&node) {
        return Err(gone(node.kind(), node.name()));
    }
    if name::all(&scenario.topology).contains(&renamed) {
        return Err(limits::name_taken(&to));
    }
    for (from, to) in members(&scenario.topology, &node, to) {
        let commands = scenario.log.iter_mut().map(|entry| &mut entry.command);
        commands.for_each(|command| in_command(command, &from, &to));
        let positions = scenario.positions.iter_mut().map(|position| &mut position.node);
        positions.filter(|named| **named == from).for_each(|named| *named = to.clone());
    }
    in_topology(&mut scenario.topology, &node, to);
    Ok(())
}

/// Old and new name of a node, and of every member if it is a pool.
fn members(topology: &Topology, node: &NodeName, to: &str) -> Vec<(NodeName, NodeName)> {
    let whole = (node.clone(), node.renamed(to));
    let pools = topology.consumers.iter().filter(|spec| {
        matches!(node, NodeName::Consumer(name) if *name == spec.name) && spec.count > 1
    });
    let member = |old: String| {
        let tail = old[node.name().len()..].to_owned();
        (node.renamed(&old), node.renamed(&format!("{to}{tail}")))
    };
    let of_pools = pools.flat_map(|spec| spec.names()).map(member);
    std::iter::once(whole).chain(of_pools).collect()
}

fn in_command(command: &mut Command, from: &NodeName, to: &NodeName) {
    for (role, name) in mentions(command) {
        if role.may_be(from) && name == from.name() {
            to.name().clone_into(name);
        }
    }
}

fn in_topology(topology: &mut Topology, node: &NodeName, to: &str) {
    let swap = |name: &mut String| {
        if name == node.name() {
            to.clone_into(name);
        }
    };
    match node {
        NodeName::Producer(_) => topology.producers.iter_mut().for_each(|it| swap(&mut it.name)),
        NodeName::Caller(_) => topology.callers.iter_mut().for_each(|it| swap(&mut it.name)),
        NodeName::Service(_) => {
            topology.services.iter_mut().for_each(|it| swap(&mut it.name));
            topology.callers.iter_mut().flat_map(|it| &mut it.chain).for_each(swap);
        }
        NodeName::Exchange(_) => {
            outputs(topology, node, swap);
            exchange(topology, swap);
        }
        NodeName::Queue(_) => {
            outputs(topology, node, swap);
            queue(topology, swap);
        }
        NodeName::Topic(_) => {
            outputs(topology, node, swap);
            topology.topics.iter_mut().for_each(|it| swap(&mut it.name));
            topology.groups.iter_mut().flat_map(|it| &mut it.topics).for_each(swap);
            let logs = topology.producers.iter_mut().filter_map(|it| it.log.as_mut());
            logs.for_each(|log| swap(&mut log.topic));
        }
        NodeName::Consumer(_) => {
            for (old, new) in members(topology, node, to) {
                let owned = topology.queues.iter_mut().filter_map(|it| it.exclusive.as_mut());
                owned.filter(|owner| *owner == old.name()).for_each(|owner| {
                    new.name().clone_into(owner);
                });
            }
            topology.consumers.iter_mut().for_each(|it| swap(&mut it.name));
        }
    }
}

fn exchange(topology: &mut Topology, swap: impl Fn(&mut String)) {
    for spec in &mut topology.exchanges {
        swap(&mut spec.name);
        spec.alternate.iter_mut().for_each(&swap);
    }
    for spec in &mut topology.bindings {
        swap(&mut spec.exchange);
        spec.to_exchange.iter_mut().for_each(&swap);
    }
    topology.producers.iter_mut().for_each(|it| swap(&mut it.exchange));
    let targets = topology.queues.iter_mut().filter_map(|it| it.dead_letter.as_mut());
    targets.for_each(|target| swap(&mut target.exchange));
}

fn queue(topology: &mut Topology, swap: impl Fn(&mut String)) {
    for spec in &mut topology.queues {
        swap(&mut spec.name);
        let target = spec.dead_letter.as_mut().filter(|target| target.exchange.is_empty());
        target.into_iter().filter_map(|it| it.routing_key.as_mut()).for_each(&swap);
    }
    topology.bindings.iter_mut().filter_map(|it| it.queue.as_mut()).for_each(&swap);
    for spec in &mut topology.producers {
        if spec.exchange.is_empty() && spec.log.is_none() {
            spec.keys.iter_mut().for_each(&swap);
        }
        spec.backpressure.watch.iter_mut().for_each(|watch| swap(&mut watch.queue));
    }
    for spec in &mut topology.consumers {
        spec.queue.iter_mut().chain(&mut spec.also).for_each(&swap);
    }
}

/// Consumers that publish on to this node.
fn outputs(topology: &mut Topology, node: &NodeName, swap: impl Fn(&mut String)) {
    let meant = super::wire::output(topology, node.name());
    if meant.as_ref() == Some(node) {
        topology.consumers.iter_mut().filter_map(|it| it.produces.as_mut()).for_each(swap);
    }
}
