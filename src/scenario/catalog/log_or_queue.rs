//! The same orders and the same workers, through a log and through a queue.

use super::begins_soon;
use crate::{
    engine::topology::{
        Arrivals, Confirms, ConsumerSpec, ProducerSpec, QueueSpec, Service, TopicSpec, Topology,
    },
    scenario::Scenario,
    words::{lab_abouts as abouts, lab_titles as titles},
};

use super::log_parts::{customers, group, log, member, sending};

const WORKERS: [&str; 3] = ["worker-1", "worker-2", "worker-3"];

fn checkout() -> ProducerSpec {
    let checkout = ProducerSpec {
        arrivals: Arrivals::Poisson { per_s: 2.0 },
        confirms: Some(Confirms::default()),
        latency_ms: 400.0,
        ..ProducerSpec::named("checkout", "orders")
    };
    customers(checkout, 3)
}

/// What a worker is like wherever it reads: sometimes quick, sometimes slow.
fn worker(name: &str) -> ConsumerSpec {
    ConsumerSpec { service: Service::Exponential { ms: 900.0 }, ..member(name, "billing", 0.0) }
}

pub fn through_a_log() -> Scenario {
    let topology = Topology {
        groups: vec![group("billing", "orders")],
        producers: vec![sending(ProducerSpec { confirms: None, ..checkout() }, "orders")],
        consumers: WORKERS.map(worker).to_vec(),
        ..log(vec![TopicSpec::named("orders", 3)])
    };
    begins_soon(Scenario::new(titles::LOG_OR_QUEUE, abouts::THROUGH_A_LOG, topology))
}

pub fn through_a_queue() -> Scenario {
    let competes = |name: &str| ConsumerSpec {
        prefetch: 1,
        queue: Some("orders".to_owned()),
        group: None,
        ..worker(name)
    };
    let topology = Topology {
        queues: vec![QueueSpec::named("orders")],
        producers: vec![checkout()],
        consumers: WORKERS.map(competes).to_vec(),
        hop_ms: 300.0,
        ..Topology::default()
    };
    begins_soon(Scenario::new(titles::LOG_OR_QUEUE, abouts::THROUGH_A_QUEUE, topology))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::Command,
        scenario::{Run, limits},
    };

    /// Effects out of order, and records kept, after a crash.
    fn outcome(scenario: Scenario) -> (u64, u64) {
        assert_eq!(limits::problems(&scenario), vec![]);
        let mut run = Run::new(scenario).expect("starts");
        run.advance(10_000_000, u64::MAX);
        let crash = Command::Crash { consumer: "worker-1".to_owned(), at: None };
        run.ask(crash).expect("is up");
        run.advance(50_000_000, u64::MAX);
        let engine = run.engine();
        assert!(engine.effects().once > 50);
        let kept = engine.partitions().iter().map(|log| log.end() - log.start()).sum();
        (engine.effects().out_of_order, kept)
    }

    #[test]
    fn the_log_keeps_the_order_of_each_customer_and_everything_else() {
        let (disorder, kept) = outcome(through_a_log());
        assert_eq!(disorder, 0);
        assert!(kept > 80);
        let (disorder, kept) = outcome(through_a_queue());
        assert!(disorder > 0);
        assert_eq!(kept, 0);
    }
}
