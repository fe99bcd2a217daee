//! How fast the engine is, and whether it stays so with size.
//!
//! Every figure is events per second with the full ledger and all facts
//! recorded, as in the page.

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use queuescope::{
    engine::{
        Engine, Tick,
        topology::{Arrivals, ConsumerSpec, ProducerSpec, QueueSpec, Service, Topology},
    },
    scenario::catalog,
};

/// Events in one measured run.
const EVENTS: u64 = 200_000;

fn mm1(c: &mut Criterion) {
    let scenario = catalog::find("bench-mm1").expect("in the catalogue");
    let mut engine = Engine::new(&scenario.topology, scenario.seed).expect("starts");
    let mut group = c.benchmark_group("engine");
    group.throughput(Throughput::Elements(EVENTS));
    group.bench_function("mm1", |b| b.iter(|| engine.run_for(u64::MAX / 2, EVENTS)));
    group.finish();
}

/// The same load spread over more and more queues.
fn queues(c: &mut Criterion) {
    let mut group = c.benchmark_group("queues");
    group.throughput(Throughput::Elements(EVENTS));
    for count in [1_u32, 1_000] {
        let mut engine = Engine::new(&parallel(count), 1).expect("starts");
        engine.run_for(u64::MAX / 2, EVENTS);
        group.bench_function(BenchmarkId::from_parameter(count), |b| {
            b.iter(|| engine.run_for(u64::MAX / 2, EVENTS));
        });
    }
    group.finish();
}

/// The same traffic in front of more and more stored messages.
fn stored(c: &mut Criterion) {
    let mut group = c.benchmark_group("stored");
    group.sample_size(10);
    group.throughput(Throughput::Elements(EVENTS));
    for count in [1_000_u64, 1_000_000] {
        let filled = filled(count);
        group.bench_function(BenchmarkId::from_parameter(count), |b| {
            b.iter_batched_ref(
                || filled.clone(),
                |engine| engine.run_for(u64::MAX / 2, EVENTS),
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

/// `count` independent queues, each with a producer and a consumer.
fn parallel(count: u32) -> Topology {
    let name = |kind: &str, n: u32| format!("{kind}-{n}");
    Topology {
        queues: (0..count).map(|n| QueueSpec::named(name("q", n))).collect(),
        producers: (0..count)
            .map(|n| ProducerSpec {
                arrivals: Arrivals::Poisson { per_s: 0.8 },
                ..ProducerSpec::named(name("source", n), name("q", n))
            })
            .collect(),
        consumers: (0..count)
            .map(|n| ConsumerSpec {
                prefetch: 1,
                service: Service::Exponential { ms: 1_000.0 },
                ..ConsumerSpec::named(name("server", n), name("q", n))
            })
            .collect(),
        ..Topology::default()
    }
}

/// An engine whose one queue holds `count` messages and is served as fast as
/// it fills.
fn filled(count: u64) -> Engine {
    let mut topology = parallel(1);
    topology.producers[0].arrivals = Arrivals::Burst { size: 1_000, every_ms: 1.0 };
    topology.producers[0].limit = Some(count);
    topology.consumers.clear();
    topology.producers.push(ProducerSpec {
        arrivals: Arrivals::Poisson { per_s: 0.9 },
        ..ProducerSpec::named("live", "q-0")
    });
    topology.consumers.push(ConsumerSpec {
        prefetch: 1,
        service: Service::Exponential { ms: 1_000.0 },
        ..ConsumerSpec::named("server", "q-0")
    });
    let mut engine = Engine::new(&topology, 1).expect("starts");
    engine.run_for(Tick::from_ms(count).0, u64::MAX);
    engine
}

criterion_group!(benches, mm1, queues, stored);
criterion_main!(benches);
