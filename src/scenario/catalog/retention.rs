//! Consumers that are too slow: a log goes on and lets go of the oldest, a
//! queue makes its producer wait.

use crate::{
    engine::topology::{
        Arrivals, Backpressure, Confirms, ConsumerSpec, Overflow, ProducerSpec, QueueSpec,
        Response, Service, TopicSpec, Topology,
    },
    scenario::Scenario,
    words::{lab_abouts as abouts, lab_titles as titles},
};

use super::log_parts::{group, log, member, sending};

/// Forty readings, two a second; the store takes two thirds of a second for
/// half of that.
fn sensors() -> ProducerSpec {
    ProducerSpec {
        arrivals: Arrivals::Constant { per_s: 2.0 },
        limit: Some(40),
        latency_ms: 400.0,
        ..ProducerSpec::named("sensors", "readings")
    }
}

pub fn loses() -> Scenario {
    let readings = TopicSpec {
        retention_ms: Some(6_000),
        segment_ms: 2_000,
        check_ms: 1_000,
        ..TopicSpec::named("readings", 1)
    };
    let topology = Topology {
        groups: vec![group("archive", "readings")],
        producers: vec![sending(sensors(), "readings")],
        consumers: vec![member("store", "archive", 900.0)],
        ..log(vec![readings])
    };
    Scenario::new(titles::RETENTION, abouts::RETENTION_LOSES, topology)
}

pub fn blocks() -> Scenario {
    let bounded = QueueSpec {
        max_length: Some(8),
        overflow: Overflow::RejectPublish,
        ..QueueSpec::named("readings")
    };
    let patient = Confirms { timeout_ms: 60_000.0, retries: 1_000, ..Confirms::default() };
    let waits =
        Backpressure { window: Some(4), response: Response::Block, ..Backpressure::default() };
    let topology = Topology {
        queues: vec![bounded],
        producers: vec![ProducerSpec { confirms: Some(patient), backpressure: waits, ..sensors() }],
        consumers: vec![ConsumerSpec {
            prefetch: 1,
            service: Service::Constant { ms: 900.0 },
            gap_ms: 100.0,
            latency_ms: 300.0,
            ..ConsumerSpec::named("store", "readings")
        }],
        hop_ms: 300.0,
        ..Topology::default()
    };
    Scenario::new(titles::RETENTION, abouts::QUEUE_BLOCKS, topology)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::Cause,
        scenario::{Run, limits},
    };

    fn after(scenario: Scenario) -> Run {
        assert_eq!(limits::problems(&scenario), vec![]);
        let mut run = Run::new(scenario).expect("starts");
        run.advance(180_000_000, u64::MAX);
        run
    }

    #[test]
    fn the_log_loses_to_retention_and_the_queue_keeps_its_producer_waiting() {
        let (log, queue) = (after(loses()), after(blocks()));
        let lost = |run: &Run| run.engine().effects().lost.of(Cause::Retention);
        assert!(lost(&log) > 5, "{}", lost(&log));
        let effects = queue.engine().effects();
        assert_eq!((effects.once, effects.lost.total()), (40, 0));
        let producer = &queue.engine().producers()[0];
        assert!(producer.blocked_us(queue.engine().now()) > 5_000_000);
        assert_eq!(log.engine().producers()[0].blocked_us(log.engine().now()), 0);
    }
}
