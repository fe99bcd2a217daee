//! Commands of many kinds for whatever world there is.

use queuescope::engine::{
    Command, Engine, Frame, Outgoing,
    topology::{CrashPoint, Overflow, Service},
};

/// Something of every kind, asked of whatever nodes a world has.
pub fn asks(engine: &Engine) -> Vec<Command> {
    let mut asks = Vec::new();
    for producer in engine.producers().iter().map(|producer| producer.spec()).take(3) {
        let name = || producer.name.clone();
        let message = Outgoing {
            exchange: producer.exchange.clone(),
            key: producer.keys.first().cloned().unwrap_or_default(),
            ..Outgoing::default()
        };
        asks.push(Command::PoisonNext { producer: name() });
        asks.push(Command::Publish { producer: name(), message });
        asks.push(Command::LoseNext { client: name(), frame: Frame::Publish });
        asks.push(Command::SetArrivals { producer: name(), arrivals: producer.arrivals });
    }
    for consumer in engine.consumers().iter().map(|consumer| consumer.spec()).take(3) {
        let name = || consumer.name.clone();
        let service = Service::Exponential { ms: 70.0 };
        asks.push(Command::Crash { consumer: name(), at: Some(CrashPoint::Between) });
        asks.push(Command::SetService { consumer: name(), service });
        asks.push(Command::LoseNext { client: name(), frame: Frame::Ack });
        asks.push(Command::SetPrefetch { consumer: name(), prefetch: 3 });
        asks.push(Command::Crash { consumer: name(), at: None });
        asks.push(Command::Revive { consumer: name() });
    }
    for queue in engine.queues().iter().map(|queue| queue.spec()).take(3) {
        let name = || queue.name.clone();
        let overflow = Overflow::RejectPublish;
        asks.push(Command::SetLimit { queue: name(), max_length: Some(5), overflow });
        asks.push(Command::Purge { queue: name() });
    }
    asks.push(Command::RestartBroker {});
    asks
}
