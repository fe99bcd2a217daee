//! A topic exchange: copies go by pattern, and what no pattern takes is kept
//! by an alternate exchange.

use crate::{
    engine::topology::{
        Arrivals, BindingSpec, Confirms, ConsumerSpec, ExchangeKind, ExchangeSpec, ProducerSpec,
        QueueSpec, Service, Topology,
    },
    scenario::Scenario,
    words::{lab_abouts as abouts, lab_titles as titles},
};

pub fn scenario() -> Scenario {
    let exchange = |name: &str, kind, alternate: Option<&str>| ExchangeSpec {
        name: name.to_owned(),
        kind,
        durable: true,
        alternate: alternate.map(str::to_owned),
    };
    let bind = |exchange: &str, queue: &str, key: &str| BindingSpec {
        exchange: exchange.to_owned(),
        queue: Some(queue.to_owned()),
        key: key.to_owned(),
        ..BindingSpec::default()
    };
    let consumer = |name, queue, ms| ConsumerSpec {
        prefetch: 1,
        service: Service::Constant { ms },
        gap_ms: 150.0,
        latency_ms: 350.0,
        ..ConsumerSpec::named(name, queue)
    };
    let topology = Topology {
        exchanges: vec![
            exchange("shop", ExchangeKind::Topic, Some("unrouted")),
            exchange("unrouted", ExchangeKind::Fanout, None),
        ],
        queues: ["receipts", "warehouse", "strays"].map(QueueSpec::named).to_vec(),
        bindings: vec![
            bind("shop", "receipts", "order.paid"),
            bind("shop", "warehouse", "order.*"),
            bind("unrouted", "strays", ""),
        ],
        producers: vec![ProducerSpec {
            exchange: "shop".to_owned(),
            keys: ["order.paid", "order.placed", "cart.updated"].map(str::to_owned).to_vec(),
            arrivals: Arrivals::Constant { per_s: 0.9 },
            confirms: Some(Confirms::default()),
            latency_ms: 450.0,
            ..ProducerSpec::named("shop-floor", "")
        }],
        consumers: vec![
            consumer("mailer", "receipts", 500.0),
            consumer("picker", "warehouse", 900.0),
        ],
        hop_ms: 500.0,
        ..Topology::default()
    };
    Scenario::new(titles::TOPIC, abouts::TOPIC, topology)
}
