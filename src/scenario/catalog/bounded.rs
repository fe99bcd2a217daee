//! A consumer slower than its producer, behind a queue with a limit.

use crate::{
    engine::topology::{
        Arrivals, Confirms, ConsumerSpec, Overflow, ProducerSpec, QueueSpec, Service, Topology,
    },
    scenario::Scenario,
    words::{lab_abouts as abouts, lab_titles as titles},
};

pub fn scenario() -> Scenario {
    let topology = Topology {
        queues: vec![QueueSpec {
            max_length: Some(6),
            overflow: Overflow::RejectPublish,
            ..QueueSpec::named("uploads")
        }],
        producers: vec![ProducerSpec {
            arrivals: Arrivals::Constant { per_s: 2.0 },
            confirms: Some(Confirms { retries: 2, ..Confirms::default() }),
            latency_ms: 400.0,
            ..ProducerSpec::named("website", "uploads")
        }],
        consumers: vec![ConsumerSpec {
            prefetch: 1,
            service: Service::Constant { ms: 1_000.0 },
            gap_ms: 150.0,
            latency_ms: 300.0,
            ..ConsumerSpec::named("resizer", "uploads")
        }],
        hop_ms: 400.0,
        ..Topology::default()
    };
    Scenario::new(titles::BOUNDED, abouts::BOUNDED, topology)
}
