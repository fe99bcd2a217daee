//! How many bytes a stored message takes, everything about it included.
//!
//! Prints one line of JSON.

use queuescope::engine::{
    COPIES_LIMIT, Engine, Tick,
    topology::{Arrivals, ProducerSpec, QueueSpec, Topology},
};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<std::alloc::System> = &INSTRUMENTED_SYSTEM;

/// How many messages are stored: as many as a lab may hold. Lists grow by
/// doubling, so a lab that holds fewer may have up to twice the room it needs.
const MESSAGES: u64 = COPIES_LIMIT as u64;

fn main() {
    let topology = Topology {
        queues: vec![QueueSpec::named("q")],
        producers: vec![ProducerSpec {
            arrivals: Arrivals::Burst { size: 1_000, every_ms: 1.0 },
            limit: Some(MESSAGES),
            ..ProducerSpec::named("source", "q")
        }],
        ..Topology::default()
    };
    let region = Region::new(ALLOCATOR);
    let mut engine = Engine::new(&topology, 1).expect("starts");
    engine.run_for(Tick::from_ms(MESSAGES).0, u64::MAX);
    assert_eq!(engine.books().ready, MESSAGES);
    let change = region.change();
    let bytes = (change.bytes_allocated - change.bytes_deallocated) as u64;
    println!("{{\"messages\":{MESSAGES},\"bytes_each\":{}}}", bytes / MESSAGES);
}
