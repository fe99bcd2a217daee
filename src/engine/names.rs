//! Finding nodes by name, and naming them.

use super::{
    Engine,
    ids::{
        CallerId, ConsumerId, ExchangeId, GroupId, NodeId, ProducerId, QueueId, ServiceId, TopicId,
    },
    producer::Producer,
    refusal::Refusal,
};
use crate::words::{Word, nodes};

/// The id of the exchange without a name.
const DEFAULT_EXCHANGE: &str = "the default exchange";

impl Engine {
    /// The producer of that name.
    pub fn find_producer(&self, name: &str) -> Option<ProducerId> {
        let named = |producer: &Producer| producer.owner.is_none() && producer.spec.name == name;
        let at = self.producers.iter().position(named)?;
        Some(ProducerId(at as u16))
    }

    /// All nodes but groups, in the order in which a message meets them.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> {
        let ids = |count: usize| 0..count as u16;
        let callers = ids(self.calling.callers.len()).map(|id| NodeId::Caller(CallerId(id)));
        callers
            .chain(ids(self.calling.services.len()).map(|id| NodeId::Service(ServiceId(id))))
            .chain(ids(self.producers.len()).map(|id| NodeId::Producer(ProducerId(id))))
            .chain(ids(self.router.exchanges.len()).map(|id| NodeId::Exchange(ExchangeId(id))))
            .chain(ids(self.queues.len()).map(|id| NodeId::Queue(QueueId(id))))
            .chain(ids(self.log.topics.len()).map(|id| NodeId::Topic(TopicId(id))))
            .chain(ids(self.consumers.len()).map(|id| NodeId::Consumer(ConsumerId(id))))
    }

    /// The queue of that name, deleted or not.
    pub fn find_queue(&self, name: &str) -> Option<QueueId> {
        let at = self.queues.iter().position(|queue| queue.spec.name == name)?;
        Some(QueueId(at as u16))
    }

    /// The topic of that name.
    pub fn find_topic(&self, name: &str) -> Option<TopicId> {
        let at = self.log.topics.iter().position(|topic| topic.spec.name == name)?;
        Some(TopicId(at as u16))
    }

    /// The group of that name.
    pub fn find_group(&self, name: &str) -> Option<GroupId> {
        let at = self.log.groups.iter().position(|group| group.spec.name == name)?;
        Some(GroupId(at as u16))
    }

    /// The consumer of that name.
    pub fn find_consumer(&self, name: &str) -> Option<ConsumerId> {
        let at = self.consumers.iter().position(|consumer| consumer.spec.name == name)?;
        Some(ConsumerId(at as u16))
    }

    /// The caller of that name.
    pub fn find_caller(&self, name: &str) -> Option<CallerId> {
        let at = self.calling.callers.iter().position(|caller| caller.spec.name == name)?;
        Some(CallerId(at as u16))
    }

    /// The service of that name.
    pub fn find_service(&self, name: &str) -> Option<ServiceId> {
        let at = self.calling.services.iter().position(|service| service.spec.name == name)?;
        Some(ServiceId(at as u16))
    }

    /// What a reader calls a node; the default exchange has no name of its own.
    pub fn name_of(&self, node: NodeId) -> &str {
        match node {
            NodeId::Exchange(id) if self.router.exchanges[id.index()].name.is_empty() => {
                nodes::DEFAULT_EXCHANGE.text()
            }
            named => self.id_of(named),
        }
    }

    /// What lessons and scripts call a node, whatever the language of the page.
    pub fn id_of(&self, node: NodeId) -> &str {
        match node {
            NodeId::Producer(id) => &self.producers[id.index()].spec.name,
            NodeId::Exchange(id) => match self.router.exchanges[id.index()].name.as_str() {
                "" => DEFAULT_EXCHANGE,
                name => name,
            },
            NodeId::Queue(id) => &self.queues[id.index()].spec.name,
            NodeId::Topic(id) => &self.log.topics[id.index()].spec.name,
            NodeId::Consumer(id) => &self.consumers[id.index()].spec.name,
            NodeId::Caller(id) => &self.calling.callers[id.index()].spec.name,
            NodeId::Service(id) => &self.calling.services[id.index()].spec.name,
        }
    }

    pub(super) fn producer_id(&self, name: &str) -> Result<ProducerId, Refusal> {
        let own = self.producers.iter().filter(|producer| producer.owner.is_none());
        let known = || own.map(|producer| producer.spec.name.clone());
        self.find_producer(name).ok_or_else(|| no_such(nodes::PRODUCER, name, known()))
    }

    pub(super) fn consumer_id(&self, name: &str) -> Result<ConsumerId, Refusal> {
        let known = || self.consumers.iter().map(|consumer| consumer.spec.name.clone());
        self.find_consumer(name).ok_or_else(|| no_such(nodes::CONSUMER, name, known()))
    }

    pub(super) fn caller_id(&self, name: &str) -> Result<CallerId, Refusal> {
        let known = || self.calling.callers.iter().map(|caller| caller.spec.name.clone());
        self.find_caller(name).ok_or_else(|| no_such(nodes::CALLER, name, known()))
    }

    pub(super) fn service_id(&self, name: &str) -> Result<ServiceId, Refusal> {
        let known = || self.calling.services.iter().map(|service| service.spec.name.clone());
        self.find_service(name).ok_or_else(|| no_such(nodes::SERVICE, name, known()))
    }

    pub(super) fn topic_id(&self, name: &str) -> Result<TopicId, Refusal> {
        let known = || self.log.topics.iter().map(|topic| topic.spec.name.clone());
        self.find_topic(name).ok_or_else(|| no_such(nodes::TOPIC, name, known()))
    }

    pub(super) fn group_id(&self, name: &str) -> Result<GroupId, Refusal> {
        let known = || self.log.groups.iter().map(|group| group.spec.name.clone());
        self.find_group(name).ok_or_else(|| no_such(nodes::GROUP, name, known()))
    }

    /// The queue of that name, if it exists now.
    pub(super) fn queue_id(&self, name: &str) -> Result<QueueId, Refusal> {
        let existing = || self.queues.iter().filter(|queue| queue.exists);
        let known = || existing().map(|queue| queue.spec.name.clone());
        let found = self.find_queue(name).filter(|id| self.queues[id.index()].exists);
        found.ok_or_else(|| no_such(nodes::QUEUE, name, known()))
    }

    /// The exchange of that name, even if a restart has removed it: a
    /// publish to it then closes the channel.
    pub(super) fn exchange_id(&self, name: &str) -> Result<ExchangeId, Refusal> {
        let named = || self.router.exchanges.iter().skip(1);
        let known = || named().map(|exchange| exchange.name.clone());
        self.router.find(name).ok_or_else(|| no_such(nodes::EXCHANGE, name, known()))
    }
}

/// Most names listed in a refusal.
const NAMES_LISTED: usize = 12;

fn no_such(kind: Word, name: &str, known: impl Iterator<Item = String>) -> Refusal {
    Refusal::NoSuchNode {
        kind,
        name: name.chars().take(80).collect(),
        known: known.take(NAMES_LISTED).collect(),
    }
}
