//! Who feeds whom: the engine's nodes sorted into layers, with the links
//! between them that a wire is drawn for.
//!
//! The default exchange is not on the stage. A producer that publishes
//! through it is linked to the queue its key names, and a queue that
//! dead-letters through it to the queue its dead-letter key names.

use crate::{
    engine::{
        CallerId, ConsumerId, DEFAULT_EXCHANGE, Engine, ExchangeId, NodeId, ProducerId, QueueId,
        ServiceId, Target, TopicId,
    },
    order::sort_by_number,
    ordered_map::OrderedMap,
};

use super::tape::group_of;

/// What a wire connects, in the direction it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Link {
    /// Publishes go this way, confirms come back on it.
    Publish(ProducerId, Target),
    /// What a consumer makes of its messages goes this way.
    PublishOn(ConsumerId, Target),
    /// An exchange copies this way.
    Route(ExchangeId, Target),
    /// Deliveries.
    Deliver(QueueId, ConsumerId),
    /// Acks, nacks and rejects.
    Settle(ConsumerId, QueueId),
    /// What a queue gives up on.
    Dead(QueueId, Target),
    /// Calls go this way, from a caller or a service; answers come back on it.
    Call(NodeId, ServiceId),
    /// Batches go this way, from a producer or a consumer that publishes on;
    /// answers come back on it.
    Append(NodeId, TopicId),
    /// Records that were fetched.
    Read(TopicId, ConsumerId),
    /// Fetches, commits and everything else a member says.
    Commit(ConsumerId, TopicId),
}

/// The nodes by layer and the links between them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    /// In the order of the topology, without those that are half a consumer.
    pub producers: Vec<ProducerId>,
    /// Exchanges that messages are published to, nearest the producers first.
    pub exchanges: Vec<ExchangeId>,
    /// Queues of the main flow.
    pub queues: Vec<QueueId>,
    /// Topics, in the order of the topology.
    pub topics: Vec<TopicId>,
    /// All consumers, each with the queue or topic it stands with. One that
    /// reads several stands with the first.
    pub consumers: Vec<(ConsumerId, Option<NodeId>)>,
    /// Exchanges that only dead letters reach.
    pub dead_exchanges: Vec<ExchangeId>,
    /// Queues that only dead letters reach and nobody reads.
    pub trays: Vec<QueueId>,
    /// In the order of the topology.
    pub callers: Vec<CallerId>,
    /// Services, each with its place in the longest chain that leads to it.
    pub services: Vec<(ServiceId, usize)>,
    /// Every link, with the words on its wire.
    pub links: OrderedMap<Link, Vec<String>>,
}

impl Graph {
    /// The graph of an engine as it stands.
    pub fn of(engine: &Engine) -> Graph {
        let producers = (0..engine.producers().len() as u16).map(ProducerId);
        let own = |id: &ProducerId| engine.producers()[id.index()].owner().is_none();
        let mut graph = Graph {
            producers: producers.filter(own).collect(),
            callers: (0..engine.callers().len() as u16).map(CallerId).collect(),
            services: depths(engine),
            topics: (0..engine.topics().len() as u16).map(TopicId).collect(),
            links: links(engine),
            ..Graph::default()
        };
        for (n, consumer) in engine.consumers().iter().enumerate() {
            let queue = consumer.spec().queue.as_deref();
            let queue = queue.and_then(|name| existing_queue(engine, name)).map(NodeId::Queue);
            let topic = || topics_of(engine, ConsumerId(n as u16)).next().map(NodeId::Topic);
            graph.consumers.push((ConsumerId(n as u16), queue.or_else(topic)));
        }
        // The members of a group stand together.
        sort_by_number(&mut graph.consumers, |(id, _)| {
            group_of(engine, *id).map_or(0, |group| u64::from(group.0) + 1)
        });
        let alive = graph.reached_by_publishing();
        graph.sort_exchanges(engine, &alive);
        graph.sort_queues(engine, &alive);
        graph
    }

    /// Everything a publish can reach.
    fn reached_by_publishing(&self) -> Vec<Target> {
        let mut reached: Vec<Target> = Vec::new();
        let mut waiting: Vec<Target> = self
            .links
            .keys()
            .filter_map(|link| match link {
                Link::Publish(_, target) | Link::PublishOn(_, target) => Some(*target),
                _ => None,
            })
            .collect();
        while let Some(target) = waiting.pop() {
            if reached.contains(&target) {
                continue;
            }
            reached.push(target);
            if let Target::Exchange(exchange) = target {
                waiting.extend(self.targets_of(exchange));
            }
        }
        reached
    }

    /// Where an exchange copies to.
    pub fn targets_of(&self, exchange: ExchangeId) -> impl Iterator<Item = Target> + '_ {
        self.links.keys().filter_map(move |link| match link {
            Link::Route(from, target) if *from == exchange => Some(*target),
            _ => None,
        })
    }

    fn sort_exchanges(&mut self, engine: &Engine, alive: &[Target]) {
        let dead: Vec<Target> = self
            .links
            .keys()
            .filter_map(|link| match link {
                Link::Dead(_, target) => Some(*target),
                _ => None,
            })
            .collect();
        for index in 1..engine.exchanges().len() {
            let id = ExchangeId(index as u16);
            let target = Target::Exchange(id);
            if !engine.exchanges()[index].exists {
                continue;
            }
            match dead.contains(&target) && !alive.contains(&target) {
                true => self.dead_exchanges.push(id),
                false => self.exchanges.push(id),
            }
        }
    }

    fn sort_queues(&mut self, engine: &Engine, alive: &[Target]) {
        let buried: Vec<Target> = self
            .links
            .keys()
            .filter_map(|link| match link {
                Link::Dead(_, target @ Target::Queue(_)) => Some(*target),
                Link::Route(from, target) if self.dead_exchanges.contains(from) => Some(*target),
                _ => None,
            })
            .collect();
        for (index, queue) in engine.queues().iter().enumerate() {
            let id = QueueId(index as u16);
            let target = Target::Queue(id);
            if !queue.exists() {
                continue;
            }
            let reads = |link: &Link| matches!(link, Link::Deliver(queue, _) if *queue == id);
            let read = self.links.keys().any(reads);
            match buried.contains(&target) && !alive.contains(&target) && !read {
                true => self.trays.push(id),
                false => self.queues.push(id),
            }
        }
    }

    /// The consumers that stand with a queue or a topic.
    pub fn consumers_of(&self, store: Option<NodeId>) -> Vec<ConsumerId> {
        let all = self.consumers.iter();
        all.filter(|(_, of)| *of == store).map(|(id, _)| *id).collect()
    }

    /// All queues of the main flow, and all topics.
    pub fn stores(&self) -> impl Iterator<Item = NodeId> + '_ {
        let queues = self.queues.iter().map(|id| NodeId::Queue(*id));
        queues.chain(self.topics.iter().map(|id| NodeId::Topic(*id)))
    }
}

fn existing_queue(engine: &Engine, name: &str) -> Option<QueueId> {
    let id = engine.find_queue(name)?;
    engine.queues()[id.index()].exists().then_some(id)
}

fn existing_exchange(engine: &Engine, name: &str) -> Option<ExchangeId> {
    let all = engine.exchanges();
    let at = all.iter().position(|exchange| exchange.name == name)?;
    all[at].exists.then_some(ExchangeId(at as u16))
}

/// Where something sent to `exchange` with `key` is drawn to go.
fn drawn_target(engine: &Engine, exchange: &str, key: Option<&str>) -> Option<Target> {
    match existing_exchange(engine, exchange)? {
        DEFAULT_EXCHANGE => existing_queue(engine, key?).map(Target::Queue),
        exchange => Some(Target::Exchange(exchange)),
    }
}

/// The topics that a consumer reads as a member of its group.
fn topics_of(engine: &Engine, id: ConsumerId) -> impl Iterator<Item = TopicId> + '_ {
    let group = group_of(engine, id).map(|group| &engine.groups()[group.index()]);
    let topics = (0..engine.topics().len() as u16).map(TopicId);
    topics.filter(move |topic| group.is_some_and(|group| group.reads(*topic)))
}

fn links(engine: &Engine) -> OrderedMap<Link, Vec<String>> {
    let mut links: OrderedMap<Link, Vec<String>> = OrderedMap::new();
    for n in 0..engine.consumers().len() as u16 {
        for topic in topics_of(engine, ConsumerId(n)) {
            links.or_default(Link::Read(topic, ConsumerId(n)));
            links.or_default(Link::Commit(ConsumerId(n), topic));
        }
    }
    for (n, producer) in engine.producers().iter().enumerate() {
        let (id, spec) = (ProducerId(n as u16), producer.spec());
        if let Some(sender) = producer.sender() {
            let from = producer.owner().map_or(NodeId::Producer(id), NodeId::Consumer);
            links.or_default(Link::Append(from, sender.topic()));
            continue;
        }
        let keys = spec.keys.iter().map(|key| key.as_str()).chain([""]);
        for target in keys.filter_map(|key| drawn_target(engine, &spec.exchange, Some(key))) {
            let link = match producer.owner() {
                Some(owner) => Link::PublishOn(owner, target),
                None => Link::Publish(id, target),
            };
            links.or_default(link);
        }
    }
    for (n, exchange) in engine.exchanges().iter().enumerate().skip(1) {
        let id = ExchangeId(n as u16);
        for binding in &exchange.bindings {
            let words = links.or_default(Link::Route(id, binding.target));
            if !binding.key.is_empty() {
                words.push(binding.key.clone());
            }
        }
        let alternate = exchange.alternate.as_deref().filter(|_| exchange.exists);
        if let Some(next) = alternate.and_then(|name| existing_exchange(engine, name)) {
            let words = links.or_default(Link::Route(id, Target::Exchange(next)));
            words.push(crate::words::cards::UNMATCHED.into());
        }
    }
    for (n, queue) in engine.queues().iter().enumerate() {
        let dead_letter = queue.spec().dead_letter.as_ref().filter(|_| queue.exists());
        let target = dead_letter
            .and_then(|to| drawn_target(engine, &to.exchange, to.routing_key.as_deref()));
        if let Some(target) = target {
            links.or_default(Link::Dead(QueueId(n as u16), target));
        }
    }
    for (n, consumer) in engine.consumers().iter().enumerate() {
        let (id, spec) = (ConsumerId(n as u16), consumer.spec());
        for queue in spec.queues().filter_map(|name| existing_queue(engine, name)) {
            links.or_default(Link::Deliver(queue, id));
            links.or_default(Link::Settle(id, queue));
        }
    }
    for (n, caller) in engine.callers().iter().enumerate() {
        let mut from = NodeId::Caller(CallerId(n as u16));
        for service in caller.chain() {
            links.or_default(Link::Call(from, *service));
            from = NodeId::Service(*service);
        }
    }
    links
}

/// All services, each with the latest place it has in any chain.
fn depths(engine: &Engine) -> Vec<(ServiceId, usize)> {
    let places = |id: ServiceId| {
        let callers = engine.callers().iter();
        callers.filter_map(move |caller| caller.chain().iter().position(|other| *other == id))
    };
    let all = (0..engine.services().len() as u16).map(ServiceId);
    all.map(|id| (id, places(id).max().unwrap_or(0))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Run, catalog};

    fn graph(world: &str) -> Graph {
        let run = Run::new(catalog::find(world).expect("is built in")).expect("starts");
        Graph::of(run.engine())
    }

    #[test]
    fn the_default_exchange_is_a_straight_wire() {
        let graph = graph("work-queue");
        assert!(graph.exchanges.is_empty());
        let publish = Link::Publish(ProducerId(0), Target::Queue(QueueId(0)));
        assert!(graph.links.contains_key(&publish));
        assert_eq!(graph.consumers_of(Some(NodeId::Queue(QueueId(0)))).len(), 3);
    }

    #[test]
    fn an_alternate_exchange_belongs_to_the_main_flow() {
        let graph = graph("topic");
        assert_eq!(graph.exchanges, [ExchangeId(1), ExchangeId(2)]);
        assert_eq!(graph.queues.len(), 3, "strays waits in the main flow");
        let unmatched = Link::Route(ExchangeId(1), Target::Exchange(ExchangeId(2)));
        assert_eq!(graph.links.get(&unmatched).expect("it is drawn"), &["unmatched"]);
    }

    #[test]
    fn what_only_dead_letters_reach_lies_below() {
        let with_exchange = graph("poison");
        assert_eq!(with_exchange.dead_exchanges, [ExchangeId(1)]);
        assert_eq!(with_exchange.trays, [QueueId(1)]);
        let without = graph("by-hand");
        assert_eq!(without.trays, [QueueId(1)]);
        let dead = Link::Dead(QueueId(0), Target::Queue(QueueId(1)));
        assert!(without.links.contains_key(&dead));
    }
}
