//! Nodes by their names, as edits and positions have them, and names that
//! nobody has yet.

use queuescope_derive::Read;
use serde::{Deserialize, Serialize};

use crate::{
    engine::{Engine, NodeId, topology::Topology},
    scenario::limits::NAME,
    words::{Word, nodes},
};

/// A node of a topology. A pool of consumers goes by the name of the pool.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[serde(rename_all = "kebab-case")]
pub enum NodeName {
    /// A producer.
    Producer(String),
    /// An exchange.
    Exchange(String),
    /// A queue.
    Queue(String),
    /// A topic.
    Topic(String),
    /// A consumer, or a pool of them.
    Consumer(String),
    /// A caller.
    Caller(String),
    /// A service.
    Service(String),
}

/// Where a node was put by hand, as seen from the middle of the stage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// Which node; of a pool, one member by its own name.
    pub node: NodeName,
    /// From the middle of the stage to its left edge, in stage units.
    pub x: f64,
    /// From the middle of the stage to its upper edge, in stage units.
    pub y: f64,
    /// How wide it is, in stage units; only queues come in different widths.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub w: Option<f64>,
}

/// The part of the stage that was seen when nodes were put on it by hand.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// Its width, in stage units.
    pub w: f64,
    /// Its height, in stage units.
    pub h: f64,
}

impl NodeName {
    /// Its name alone.
    pub fn name(&self) -> &str {
        match self {
            NodeName::Producer(name)
            | NodeName::Exchange(name)
            | NodeName::Queue(name)
            | NodeName::Topic(name)
            | NodeName::Consumer(name)
            | NodeName::Caller(name)
            | NodeName::Service(name) => name,
        }
    }

    /// What it is, in a word.
    pub fn kind(&self) -> Word {
        match self {
            NodeName::Producer(_) => nodes::PRODUCER,
            NodeName::Exchange(_) => nodes::EXCHANGE,
            NodeName::Queue(_) => nodes::QUEUE,
            NodeName::Topic(_) => nodes::TOPIC,
            NodeName::Consumer(_) => nodes::CONSUMER,
            NodeName::Caller(_) => nodes::CALLER,
            NodeName::Service(_) => nodes::SERVICE,
        }
    }

    /// The same node under another name.
    pub fn renamed(&self, to: &str) -> NodeName {
        let to = to.to_owned();
        match self {
            NodeName::Producer(_) => NodeName::Producer(to),
            NodeName::Exchange(_) => NodeName::Exchange(to),
            NodeName::Queue(_) => NodeName::Queue(to),
            NodeName::Topic(_) => NodeName::Topic(to),
            NodeName::Consumer(_) => NodeName::Consumer(to),
            NodeName::Caller(_) => NodeName::Caller(to),
            NodeName::Service(_) => NodeName::Service(to),
        }
    }

    /// What a node of a running engine is called; a member of a pool by its
    /// own name.
    pub fn of(engine: &Engine, id: NodeId) -> NodeName {
        let name = engine.id_of(id).to_owned();
        match id {
            NodeId::Producer(_) => NodeName::Producer(name),
            NodeId::Exchange(_) => NodeName::Exchange(name),
            NodeId::Queue(_) => NodeName::Queue(name),
            NodeId::Topic(_) => NodeName::Topic(name),
            NodeId::Consumer(_) => NodeName::Consumer(name),
            NodeId::Caller(_) => NodeName::Caller(name),
            NodeId::Service(_) => NodeName::Service(name),
        }
    }

    /// The node of a running engine; the first member of a pool.
    pub fn find(&self, engine: &Engine) -> Option<NodeId> {
        match self {
            NodeName::Producer(name) => engine.find_producer(name).map(NodeId::Producer),
            NodeName::Exchange(name) => {
                let at = engine.exchanges().iter().position(|it| it.name == *name)?;
                Some(NodeId::Exchange(crate::engine::ExchangeId(at as u16)))
            }
            NodeName::Queue(name) => engine.find_queue(name).map(NodeId::Queue),
            NodeName::Topic(name) => engine.find_topic(name).map(NodeId::Topic),
            NodeName::Consumer(name) => {
                let first = || engine.find_consumer(&format!("{name}-1"));
                engine.find_consumer(name).or_else(first).map(NodeId::Consumer)
            }
            NodeName::Caller(name) => engine.find_caller(name).map(NodeId::Caller),
            NodeName::Service(name) => engine.find_service(name).map(NodeId::Service),
        }
    }

    /// The node as a topology lists it: a member of a pool is the pool.
    pub fn listed(&self, topology: &Topology) -> NodeName {
        let NodeName::Consumer(name) = self else {
            return self.clone();
        };
        let has = |spec: &&crate::engine::topology::ConsumerSpec| {
            spec.name == *name || spec.names().any(|member| member == *name)
        };
        let pool = topology.consumers.iter().find(has);
        pool.map_or(self.clone(), |spec| NodeName::Consumer(spec.name.clone()))
    }
}

/// Every node of a topology, in the order of its lists.
pub(super) fn all(topology: &Topology) -> Vec<NodeName> {
    let mut all = Vec::new();
    all.extend(topology.producers.iter().map(|it| NodeName::Producer(it.name.clone())));
    all.extend(topology.exchanges.iter().map(|it| NodeName::Exchange(it.name.clone())));
    all.extend(topology.queues.iter().map(|it| NodeName::Queue(it.name.clone())));
    all.extend(topology.topics.iter().map(|it| NodeName::Topic(it.name.clone())));
    all.extend(topology.consumers.iter().map(|it| NodeName::Consumer(it.name.clone())));
    all.extend(topology.callers.iter().map(|it| NodeName::Caller(it.name.clone())));
    all.extend(topology.services.iter().map(|it| NodeName::Service(it.name.clone())));
    all
}

/// A name that nothing has yet: `base`, or else `base-2`, `base-3` …
pub(super) fn free(topology: &Topology, base: &str) -> String {
    let base = match base.rsplit_once('-') {
        Some((stem, n)) if !stem.is_empty() && n.parse::<u32>().is_ok() => stem,
        _ => base,
    };
    let base: String = base.chars().take(NAME - 10).collect();
    let members = topology.consumers.iter().flat_map(|spec| spec.names());
    let groups = topology.groups.iter().map(|group| group.name.clone());
    let mut taken: Vec<String> = all(topology).iter().map(|node| node.name().to_owned()).collect();
    taken.extend(members.chain(groups));
    let numbered = (2..).map(|n: u32| format!("{base}-{n}"));
    let mut names = std::iter::once(base.clone()).chain(numbered);
    names.find(|name| !taken.contains(name)).expect("numbers do not end")
}
