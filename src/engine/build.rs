//! From a topology to an engine at its first moment.

use std::rc::Rc;

use super::{
    Engine, Tick,
    caller::Caller,
    chance::{Chance, Purpose},
    consumer::Consumer,
    ids::{CallerId, ConsumerId, DEFAULT_EXCHANGE, ProducerId, QueueId, ServiceId},
    link::micros,
    log::{Group, Sender},
    producer::Producer,
    queue::Queue,
    refusal::Refusal,
    routing::{Binding, Exchange, Target},
    service::Callee,
    store::{Envelope, KeyId},
    topology::{
        BindingSpec, CallerSpec, Confirms, ConsumerSpec, ExchangeKind, ExchangeSpec, GroupSpec,
        LogProducerSpec, ProducerSpec, QueueSpec, Response, ServiceSpec, Topology,
    },
};

impl Engine {
    /// An engine that has just started this topology: consumers have
    /// subscribed, producers have booked their first message.
    ///
    /// # Errors
    /// A binding, producer, consumer or caller names a node that is not there.
    pub fn new(topology: &Topology, seed: u64) -> Result<Self, Refusal> {
        let hop_us = micros(topology.hop_ms);
        let mut engine = Engine { hop_us, profile: topology.profile, ..Engine::empty() };
        engine.keys.intern("");
        engine.memory.limit = topology.memory_limit;
        engine.router.declare(default_exchange());
        topology.exchanges.iter().for_each(|spec| engine.declare_exchange(spec));
        topology.queues.iter().for_each(|spec| engine.declare_queue(spec, seed));
        for binding in &topology.bindings {
            engine.declare_binding(binding)?;
        }
        topology.topics.iter().for_each(|spec| engine.declare_topic(spec));
        for spec in &topology.groups {
            engine.declare_group(spec)?;
        }
        for spec in &topology.producers {
            engine.add_producer(spec, seed)?;
        }
        for spec in &topology.consumers {
            engine.add_consumers(spec, seed)?;
        }
        topology.services.iter().for_each(|spec| engine.add_service(spec, seed));
        for spec in &topology.callers {
            engine.add_caller(spec, seed)?;
        }
        engine.start();
        Ok(engine)
    }

    fn declare_exchange(&mut self, spec: &ExchangeSpec) {
        self.router.declare(Exchange {
            name: spec.name.clone(),
            kind: spec.kind,
            durable: spec.durable,
            alternate: spec.alternate.clone(),
            exists: true,
            bindings: Vec::new(),
        });
    }

    fn declare_queue(&mut self, spec: &QueueSpec, seed: u64) {
        let id = QueueId(self.queues.len() as u16);
        self.router.queue_declared(&spec.name, id);
        let sampling = Chance::new(seed, Purpose::Sampling, 0x2_0000 + u32::from(id.0));
        let profile = spec.profile.unwrap_or(self.profile);
        self.queues.push(Queue::new(spec.clone(), profile, sampling));
    }

    fn declare_binding(&mut self, spec: &BindingSpec) -> Result<(), Refusal> {
        let from = self.exchange_id(&spec.exchange)?;
        let target = match (&spec.queue, &spec.to_exchange) {
            (Some(queue), _) => Target::Queue(self.queue_id(queue)?),
            (None, Some(exchange)) => Target::Exchange(self.exchange_id(exchange)?),
            (None, None) => Target::Queue(self.queue_id("")?),
        };
        self.router.exchanges[from.index()].bindings.push(Binding {
            key: spec.key.clone(),
            arguments: spec.arguments.clone(),
            target,
        });
        Ok(())
    }

    fn add_producer(&mut self, spec: &ProducerSpec, seed: u64) -> Result<(), Refusal> {
        let id = ProducerId(self.producers.len() as u16);
        let exchange = self.exchange_id(&spec.exchange)?;
        let envelope = self.store.envelope(Envelope {
            body: spec.body.as_str().into(),
            headers: Rc::new(spec.headers.clone()),
            persistent: spec.persistent,
            mandatory: spec.mandatory,
            expiration_ms: spec.expiration_ms,
            dedup: None,
        });
        let mut keys: Vec<KeyId> = spec.keys.iter().map(|key| self.keys.intern(key)).collect();
        if keys.is_empty() {
            keys.push(self.keys.intern(""));
        }
        let watched = self.watched_queue(&spec.backpressure)?;
        let mut producer = Producer::new(spec.clone(), id, seed, exchange, keys, envelope);
        producer.groups = spec.groups.iter().map(|group| self.keys.intern(group)).collect();
        producer.pressure.watching.queue = watched;
        if let Some(log) = &spec.log {
            let topic = self.topic_id(&log.topic)?;
            self.log.next_pid += 1;
            producer.sender = Some(Box::new(Sender::new(log.clone(), topic, self.log.next_pid)));
            // `send()` of a client of the log blocks (K8).
            producer.spec.backpressure.response = Response::Block;
        }
        self.producers.push(producer);
        Ok(())
    }

    fn declare_group(&mut self, spec: &GroupSpec) -> Result<(), Refusal> {
        let topics: Result<_, _> = spec.topics.iter().map(|name| self.topic_id(name)).collect();
        self.log.groups.push(Group::new(spec.clone(), topics?));
        Ok(())
    }

    fn add_consumers(&mut self, spec: &ConsumerSpec, seed: u64) -> Result<(), Refusal> {
        for queue in spec.queues() {
            self.queue_id(queue)?;
        }
        for name in spec.names() {
            let id = ConsumerId(self.consumers.len() as u16);
            let spec = ConsumerSpec { name, count: 1, ..spec.clone() };
            let output = spec.produces.as_ref().map(|to| self.add_output(&spec, to, id, seed));
            let mut consumer = Consumer::new(spec, id, seed);
            consumer.output = output.transpose()?;
            self.consumers.push(consumer);
        }
        Ok(())
    }

    /// The half with which a consumer publishes on: to a topic, to a queue by
    /// its name, or else to an exchange.
    fn add_output(
        &mut self,
        spec: &ConsumerSpec,
        to: &str,
        owner: ConsumerId,
        seed: u64,
    ) -> Result<ProducerId, Refusal> {
        let id = ProducerId(self.producers.len() as u16);
        let mut output = ProducerSpec {
            latency_ms: spec.latency_ms,
            confirms: Some(Confirms::default()),
            ..ProducerSpec::named(spec.name.clone(), to)
        };
        match self.find_topic(to) {
            Some(_) => output.log = Some(self.output_settings(spec, to)),
            None if self.find_queue(to).is_some() => {}
            None => output.exchange = to.to_owned(),
        }
        self.add_producer(&output, seed)?;
        self.producers[id.index()].owner = Some(owner);
        Ok(id)
    }

    fn output_settings(&self, spec: &ConsumerSpec, topic: &str) -> LogProducerSpec {
        let group = spec.group.as_deref().and_then(|name| self.find_group(name));
        let group = group.map(|id| &self.log.groups[id.index()].spec);
        let transactional = group.is_some_and(|group| group.transactional);
        LogProducerSpec {
            topic: topic.to_owned(),
            linger_ms: 0.0,
            transactional_id: transactional.then(|| spec.name.clone()),
            ..LogProducerSpec::default()
        }
    }

    fn add_service(&mut self, spec: &ServiceSpec, seed: u64) {
        let id = ServiceId(self.calling.services.len() as u16);
        self.calling.services.push(Callee::new(spec.clone(), id, seed));
    }

    fn add_caller(&mut self, spec: &CallerSpec, seed: u64) -> Result<(), Refusal> {
        let id = CallerId(self.calling.callers.len() as u16);
        let mut chain = Vec::new();
        for name in &spec.chain {
            chain.push(self.service_id(name)?);
        }
        if chain.is_empty() {
            // A caller without anybody to call leads nowhere.
            chain.push(self.service_id("")?);
        }
        self.calling.callers.push(Caller::new(spec.clone(), chain, id, seed));
        Ok(())
    }

    fn start(&mut self) {
        self.now = Tick(0);
        for index in 0..self.queues.len() {
            self.queue_used(QueueId(index as u16));
        }
        for index in 0..self.consumers.len() {
            if self.consumers[index].up {
                self.subscribe_as_specified(ConsumerId(index as u16));
            }
        }
        for index in 0..self.producers.len() {
            self.start_producing(ProducerId(index as u16));
            self.start_watching(ProducerId(index as u16));
        }
        for index in 0..self.calling.callers.len() {
            self.start_requests(CallerId(index as u16));
        }
    }
}

fn default_exchange() -> Exchange {
    debug_assert_eq!(DEFAULT_EXCHANGE.index(), 0);
    Exchange {
        name: String::new(),
        kind: ExchangeKind::Direct,
        durable: true,
        alternate: None,
        exists: true,
        bindings: Vec::new(),
    }
}
