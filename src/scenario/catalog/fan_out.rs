//! One event, three subscribers, each with a copy of its own.

use crate::{
    engine::topology::{
        Arrivals, BindingSpec, Confirms, ConsumerSpec, ExchangeKind, ExchangeSpec, ProducerSpec,
        QueueSpec, Service, Topology,
    },
    scenario::Scenario,
    words::{lab_abouts as abouts, lab_titles as titles},
};

pub fn scenario() -> Scenario {
    let subscribers =
        [("email", "mailer", 300.0), ("search", "indexer", 700.0), ("audit", "auditor", 1_200.0)];
    let topology = Topology {
        exchanges: vec![ExchangeSpec {
            name: "signups".to_owned(),
            kind: ExchangeKind::Fanout,
            durable: true,
            alternate: None,
        }],
        queues: subscribers.iter().map(|(queue, ..)| QueueSpec::named(*queue)).collect(),
        bindings: subscribers
            .iter()
            .map(|(queue, ..)| BindingSpec {
                exchange: "signups".to_owned(),
                queue: Some((*queue).to_owned()),
                ..BindingSpec::default()
            })
            .collect(),
        producers: vec![ProducerSpec {
            exchange: "signups".to_owned(),
            arrivals: Arrivals::Constant { per_s: 0.7 },
            confirms: Some(Confirms::default()),
            latency_ms: 450.0,
            ..ProducerSpec::named("accounts", "user.signed-up")
        }],
        consumers: subscribers
            .iter()
            .map(|(queue, name, ms)| ConsumerSpec {
                prefetch: 1,
                service: Service::Constant { ms: *ms },
                gap_ms: 150.0,
                latency_ms: 350.0,
                ..ConsumerSpec::named(*name, *queue)
            })
            .collect(),
        hop_ms: 500.0,
        ..Topology::default()
    };
    Scenario::new(titles::FAN_OUT, abouts::FAN_OUT, topology)
}
