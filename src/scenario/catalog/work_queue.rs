//! One queue, three consumers that compete for its messages.

use super::begins_soon;
use crate::{
    engine::topology::{
        AckMode, Arrivals, Confirms, ConsumerSpec, ProducerSpec, QueueSpec, Service, Topology,
    },
    scenario::Scenario,
    words::{lab_abouts as abouts, lab_titles as titles},
};

pub fn scenario() -> Scenario {
    let topology = Topology {
        queues: vec![QueueSpec::named("orders")],
        producers: vec![ProducerSpec {
            arrivals: Arrivals::Poisson { per_s: 2.0 },
            confirms: Some(Confirms::default()),
            latency_ms: 500.0,
            ..ProducerSpec::named("checkout", "orders")
        }],
        consumers: vec![ConsumerSpec {
            count: 3,
            prefetch: 1,
            ack: AckMode::Last,
            service: Service::Exponential { ms: 900.0 },
            gap_ms: 150.0,
            latency_ms: 450.0,
            ..ConsumerSpec::named("billing", "orders")
        }],
        hop_ms: 400.0,
        ..Topology::default()
    };
    begins_soon(Scenario::new(titles::WORK_QUEUE, abouts::WORK_QUEUE, topology))
}
