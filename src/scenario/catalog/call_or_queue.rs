//! The same orders twice: by calls that are waited for, and through a queue.

use crate::{
    engine::topology::{
        AckMode, Arrivals, CallerSpec, Confirms, ConsumerSpec, ProducerSpec, QueueSpec, Service,
        ServiceSpec, Topology,
    },
    scenario::Scenario,
    words::{lab_abouts as abouts, lab_titles as titles},
};

/// Stock, payment and email together.
const WORK_MS: f64 = 2_400.0;

pub fn scenario() -> Scenario {
    let arrivals = Arrivals::Constant { per_s: 0.5 };
    let service = |name: &str, workers, ms| ServiceSpec {
        workers,
        time: Service::Constant { ms },
        latency_ms: 300.0,
        backlog: 20,
        ..ServiceSpec::named(name)
    };
    let topology = Topology {
        queues: vec![QueueSpec::named("orders")],
        producers: vec![ProducerSpec {
            arrivals,
            confirms: Some(Confirms::default()),
            latency_ms: 400.0,
            ..ProducerSpec::named("shop-async", "orders")
        }],
        consumers: vec![ConsumerSpec {
            count: 2,
            prefetch: 1,
            ack: AckMode::Last,
            service: Service::Constant { ms: WORK_MS },
            gap_ms: 100.0,
            latency_ms: 400.0,
            ..ConsumerSpec::named("worker", "orders")
        }],
        hop_ms: 400.0,
        callers: vec![CallerSpec {
            workers: 4,
            arrivals,
            timeout_ms: 8_000.0,
            retries: 1,
            pause_ms: 500.0,
            backlog: 6,
            latency_ms: 400.0,
            ..CallerSpec::named("shop-sync", &["stock", "payment", "email"])
        }],
        services: vec![
            service("stock", 4, 300.0),
            service("payment", 4, 600.0),
            service("email", 1, 1_500.0),
        ],
        ..Topology::default()
    };
    Scenario::new(titles::CALL_OR_QUEUE, abouts::CALL_OR_QUEUE, topology)
}
