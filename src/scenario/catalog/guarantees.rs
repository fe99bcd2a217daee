//! One message at a time through one consumer, for crashes one can follow.

use crate::{
    engine::topology::{
        Arrivals, Confirms, ConsumerSpec, ProducerSpec, QueueSpec, Service, Topology,
    },
    scenario::Scenario,
    words::{lab_abouts as abouts, lab_titles as titles},
};

pub fn scenario() -> Scenario {
    let topology = Topology {
        queues: vec![QueueSpec::named("orders")],
        producers: vec![ProducerSpec {
            arrivals: Arrivals::Constant { per_s: 0.8 },
            confirms: Some(Confirms::default()),
            latency_ms: 500.0,
            ..ProducerSpec::named("checkout", "orders")
        }],
        consumers: vec![ConsumerSpec {
            prefetch: 1,
            service: Service::Constant { ms: 600.0 },
            gap_ms: 250.0,
            restart_ms: Some(2_500.0),
            latency_ms: 400.0,
            ..ConsumerSpec::named("billing", "orders")
        }],
        hop_ms: 400.0,
        ..Topology::default()
    };
    Scenario::new(titles::GUARANTEES, abouts::GUARANTEES, topology)
}
