//! Too many readings for one store, and six ways to deal with that. The
//! work, the seed and the store are always the same: only who gives way is
//! not.

use super::begins_soon;
use crate::{
    engine::topology::{
        Arrivals, Backpressure, Confirms, ConsumerSpec, Overflow, ProducerSpec, QueueSpec,
        Response, Service, Topology, Watch,
    },
    scenario::Scenario,
    words::{lab_abouts as abouts, lab_titles as titles},
};

/// Sixty readings, two and a half a second; the store takes one a second.
fn readings() -> Topology {
    Topology {
        queues: vec![QueueSpec::named("readings")],
        producers: vec![ProducerSpec {
            arrivals: Arrivals::Poisson { per_s: 2.5 },
            limit: Some(60),
            confirms: Some(patient(3)),
            latency_ms: 400.0,
            ..ProducerSpec::named("sensors", "readings")
        }],
        consumers: vec![ConsumerSpec {
            prefetch: 2,
            service: Service::Constant { ms: 900.0 },
            gap_ms: 100.0,
            latency_ms: 300.0,
            ..ConsumerSpec::named("store", "readings")
        }],
        hop_ms: 400.0,
        ..Topology::default()
    }
}

/// Confirms without a time-out that could matter: a wait is not a loss.
fn patient(retries: u32) -> Confirms {
    Confirms { timeout_ms: 60_000.0, retries, ..Confirms::default() }
}

/// A queue for eight, and what it does when it is full.
fn eight(overflow: Overflow) -> QueueSpec {
    QueueSpec { max_length: Some(8), overflow, ..QueueSpec::named("readings") }
}

/// Too long at eight, short enough at three, asked for twice a second.
fn watch() -> Option<Watch> {
    Some(Watch { queue: "readings".to_owned(), high: 8, low: 3, every_ms: 500.0 })
}

pub fn drop() -> Scenario {
    let mut topology = readings();
    topology.queues = vec![eight(Overflow::DropHead)];
    begins_soon(Scenario::new(titles::DROP, abouts::DROP, topology))
}

pub fn reject() -> Scenario {
    let mut topology = readings();
    topology.queues = vec![eight(Overflow::RejectPublish)];
    begins_soon(Scenario::new(titles::REJECT, abouts::REJECT, topology))
}

pub fn slow_down() -> Scenario {
    let mut topology = readings();
    topology.producers[0].backpressure =
        Backpressure { watch: watch(), response: Response::SlowDown { per_s: 0.5 }, window: None };
    begins_soon(Scenario::new(titles::SLOW_DOWN, abouts::SLOW_DOWN, topology))
}

pub fn buffer() -> Scenario {
    let mut topology = readings();
    topology.producers[0].backpressure =
        Backpressure { watch: watch(), response: Response::Buffer { limit: 12 }, window: None };
    begins_soon(Scenario::new(titles::BUFFER, abouts::BUFFER, topology))
}

pub fn block() -> Scenario {
    let mut topology = readings();
    topology.queues = vec![eight(Overflow::RejectPublish)];
    let sensors = &mut topology.producers[0];
    sensors.confirms = Some(patient(1_000));
    sensors.backpressure = Backpressure { window: Some(4), response: Response::Block, watch: None };
    begins_soon(Scenario::new(titles::BLOCK, abouts::BLOCK, topology))
}

pub fn alarm() -> Scenario {
    let mut topology = readings();
    topology.memory_limit = Some(10);
    topology.producers[0].backpressure =
        Backpressure { response: Response::Block, ..Backpressure::default() };
    begins_soon(Scenario::new(titles::ALARM, abouts::ALARM, topology))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Run;

    /// What became of the sixty, and for how many whole seconds the sensors
    /// stood still.
    fn books(scenario: Scenario) -> String {
        let mut run = Run::new(scenario).expect("starts");
        run.advance(100_000_000, u64::MAX);
        let engine = run.engine();
        let (effects, sensors) = (engine.effects(), &engine.producers()[0]);
        let lost = effects.lost.nonzero().map(|(cause, count)| format!("{count} {}", cause.name()));
        let stood = sensors.blocked_us(engine.now()) / 1_000_000;
        let lost: String = lost.collect();
        format!("{} once, lost: {lost}, {} twice, {stood} s", effects.once, effects.duplicated)
    }

    #[test]
    fn each_way_costs_something_else() {
        assert_eq!(books(drop()), "30 once, lost: 30 over-length, 0 twice, 0 s");
        assert_eq!(books(reject()), "35 once, lost: 25 refused, 0 twice, 0 s");
        assert_eq!(books(slow_down()), "60 once, lost: , 0 twice, 0 s");
        assert_eq!(books(buffer()), "43 once, lost: 17 buffer-full, 0 twice, 0 s");
        assert_eq!(books(block()), "60 once, lost: , 0 twice, 26 s");
        assert_eq!(books(alarm()), "60 once, lost: , 0 twice, 29 s");
    }
}
