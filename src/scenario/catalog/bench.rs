//! Worlds for measuring: many events, or many messages on the stage.

use crate::{
    engine::topology::{Arrivals, ConsumerSpec, ProducerSpec, QueueSpec, Service, Topology},
    scenario::Scenario,
    words::{lab_abouts as abouts, lab_titles as titles},
};

/// One queue at 80 % load: Poisson arrivals, exponential service.
pub fn mm1() -> Scenario {
    let topology = Topology {
        queues: vec![QueueSpec::named("q")],
        producers: vec![ProducerSpec {
            arrivals: Arrivals::Poisson { per_s: 0.8 },
            ..ProducerSpec::named("source", "q")
        }],
        consumers: vec![ConsumerSpec {
            prefetch: 1,
            service: Service::Exponential { ms: 1_000.0 },
            ..ConsumerSpec::named("server", "q")
        }],
        ..Topology::default()
    };
    Scenario::new(titles::MM1, abouts::MM1, topology)
}

/// About `messages` on their way between producer and queue at any time.
pub fn in_flight(messages: u32) -> Scenario {
    let topology = Topology {
        queues: vec![QueueSpec { max_length: Some(0), ..QueueSpec::named("q") }],
        producers: vec![ProducerSpec {
            arrivals: Arrivals::Constant { per_s: f64::from(messages) / 4.0 },
            latency_ms: 4_000.0,
            ..ProducerSpec::named("source", "q")
        }],
        ..Topology::default()
    };
    Scenario::new(titles::IN_FLIGHT, abouts::IN_FLIGHT, topology)
}
