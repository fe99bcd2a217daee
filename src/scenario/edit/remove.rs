//! A node less: its wires go with it, and so does every command that names it.

use crate::{engine::topology::Topology, scenario::Scenario};

use super::{
    Sentence,
    connect::{disconnect, gone},
    mentions::mentions,
    name::{self, NodeName},
    wire::wires_of,
};

pub(super) fn remove(scenario: &mut Scenario, node: &NodeName) -> Result<(), Sentence> {
    let node = node.listed(&scenario.topology);
    if !name::all(&scenario.topology).contains(&node) {
        return Err(gone(node.kind(), node.name()));
    }
    let members = members(&scenario.topology, &node);
    let topology = &mut scenario.topology;
    for wire in wires_of(topology, &node) {
        // A caller's own chain goes with the caller.
        if wire.ends().0 != node || !matches!(node, NodeName::Caller(_)) {
            disconnect(topology, &wire)?;
        }
    }
    forget(topology, &node, &members);
    scenario.log.retain_mut(|entry| {
        let mut named = mentions(&mut entry.command).into_iter();
        !named.any(|(role, name)| role.may_be(&node) && members.contains(name))
    });
    scenario.positions.retain(|position| {
        position.node.kind() != node.kind() || !members.iter().any(|it| it == position.node.name())
    });
    Ok(())
}

/// Its name; of a pool, also the names of all its members.
fn members(topology: &Topology, node: &NodeName) -> Vec<String> {
    let pools = topology
        .consumers
        .iter()
        .filter(|spec| matches!(node, NodeName::Consumer(name) if *name == spec.name));
    pools.flat_map(|spec| spec.names()).chain([node.name().to_owned()]).collect()
}

/// Takes the node off its list, and out of what is no wire.
fn forget(topology: &mut Topology, node: &NodeName, members: &[String]) {
    let name = node.name();
    match node {
        NodeName::Producer(_) => topology.producers.retain(|it| it.name != name),
        NodeName::Exchange(_) => topology.exchanges.retain(|it| it.name != name),
        NodeName::Queue(_) => {
            topology.queues.retain(|it| it.name != name);
            for spec in &mut topology.producers {
                let watch = &mut spec.backpressure.watch;
                *watch = watch.take().filter(|watch| watch.queue != name);
            }
        }
        NodeName::Topic(_) => {
            topology.topics.retain(|it| it.name != name);
            for group in &mut topology.groups {
                group.topics.retain(|topic| topic != name);
            }
        }
        NodeName::Consumer(_) => {
            topology.consumers.retain(|it| it.name != name);
            for queue in &mut topology.queues {
                queue.exclusive = queue.exclusive.take().filter(|it| !members.contains(it));
            }
        }
        NodeName::Caller(_) => topology.callers.retain(|it| it.name != name),
        NodeName::Service(_) => {
            topology.services.retain(|it| it.name != name);
            for caller in &mut topology.callers {
                caller.chain.retain(|it| it != name);
            }
        }
    }
}
