//! You are the consumer: every delivery waits for you.

use crate::{
    engine::topology::{
        Arrivals, Confirms, ConsumerSpec, DeadLetterSpec, ProducerSpec, QueueSpec, Topology,
    },
    scenario::Scenario,
    words::{lab_abouts as abouts, lab_titles as titles},
};

pub fn scenario() -> Scenario {
    let dead_letter =
        DeadLetterSpec { routing_key: Some("tasks.dead".to_owned()), ..DeadLetterSpec::default() };
    let topology = Topology {
        queues: vec![
            QueueSpec { dead_letter: Some(dead_letter), ..QueueSpec::named("tasks") },
            QueueSpec::named("tasks.dead"),
        ],
        producers: vec![ProducerSpec {
            arrivals: Arrivals::Constant { per_s: 0.5 },
            limit: Some(12),
            confirms: Some(Confirms::default()),
            latency_ms: 450.0,
            ..ProducerSpec::named("planner", "tasks")
        }],
        consumers: vec![ConsumerSpec {
            prefetch: 3,
            by_hand: true,
            latency_ms: 400.0,
            ..ConsumerSpec::named("you", "tasks")
        }],
        hop_ms: 400.0,
        ..Topology::default()
    };
    Scenario::new(titles::BY_HAND, abouts::BY_HAND, topology)
}
