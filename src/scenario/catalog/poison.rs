//! Messages that no consumer can process, and a queue that takes them aside.

use super::begins_soon;
use crate::{
    engine::topology::{
        Arrivals, BindingSpec, Confirms, ConsumerSpec, DeadLetterSpec, ExchangeKind, ExchangeSpec,
        OnPoison, ProducerSpec, QueueSpec, Service, Topology,
    },
    scenario::Scenario,
    words::{lab_abouts as abouts, lab_titles as titles},
};

pub fn scenario() -> Scenario {
    let topology = Topology {
        exchanges: vec![ExchangeSpec {
            name: "orders.dlx".to_owned(),
            kind: ExchangeKind::Fanout,
            durable: true,
            alternate: None,
        }],
        queues: vec![
            QueueSpec {
                max_length: Some(8),
                message_ttl_ms: Some(12_000),
                dead_letter: Some(DeadLetterSpec {
                    exchange: "orders.dlx".to_owned(),
                    ..DeadLetterSpec::default()
                }),
                ..QueueSpec::named("orders")
            },
            QueueSpec::named("orders.dead"),
        ],
        bindings: vec![BindingSpec {
            exchange: "orders.dlx".to_owned(),
            queue: Some("orders.dead".to_owned()),
            ..BindingSpec::default()
        }],
        producers: vec![ProducerSpec {
            arrivals: Arrivals::Poisson { per_s: 1.2 },
            poison_share: 0.2,
            confirms: Some(Confirms::default()),
            latency_ms: 450.0,
            ..ProducerSpec::named("checkout", "orders")
        }],
        consumers: vec![ConsumerSpec {
            prefetch: 1,
            service: Service::Constant { ms: 500.0 },
            gap_ms: 150.0,
            on_poison: OnPoison::Reject,
            restart_ms: Some(3_000.0),
            latency_ms: 300.0,
            ..ConsumerSpec::named("billing", "orders")
        }],
        hop_ms: 500.0,
        ..Topology::default()
    };
    begins_soon(Scenario::new(titles::POISON, abouts::POISON, topology))
}
