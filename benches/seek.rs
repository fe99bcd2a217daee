//! How long it takes to go anywhere in a run of ten minutes and 100,000
//! messages, and what the checkpoints for it take.
//!
//! Prints one line of JSON.

use std::time::Instant;

use queuescope::{
    engine::Tick,
    scenario::{Run, Scenario, Timeline, read},
};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<std::alloc::System> = &INSTRUMENTED_SYSTEM;

/// How long the run is.
const END: Tick = Tick(600_000_000);

/// How many messages it has.
const MESSAGES: u64 = 100_000;

/// How often it goes somewhere.
const SEEKS: u64 = 401;

/// Four queues, each with a pool that just keeps up: some backlog, and traffic
/// from beginning to end. `cargo xtask bench` goes about in it in a browser too.
fn scenario() -> Scenario {
    let (scenario, problems) = read::scenario(include_str!("seek.json"));
    assert_eq!(problems, []);
    scenario.expect("there are no problems")
}

fn bytes(region: &Region<'_, std::alloc::System>) -> i64 {
    let change = region.change();
    change.bytes_allocated as i64 - change.bytes_deallocated as i64
}

fn main() {
    let region = Region::new(ALLOCATOR);
    let mut run = Run::new(scenario()).expect("starts");
    let started = Instant::now();
    run.advance(END.0, u64::MAX);
    let alone_ms = started.elapsed().as_secs_f64() * 1e3;
    let alone = bytes(&region);

    let region = Region::new(ALLOCATOR);
    let mut timeline = Timeline::new(scenario(), ()).expect("starts");
    let started = Instant::now();
    timeline.advance(END.0, u64::MAX);
    let kept_ms = started.elapsed().as_secs_f64() * 1e3;
    let measured = bytes(&region) - alone;
    let published: u64 =
        run.engine().producers().iter().map(|producer| producer.heard().published).sum();
    assert!(MESSAGES - 10 <= published, "{published} messages");

    let mut times: Vec<f64> = (0..SEEKS)
        .map(|n| {
            // Spread evenly, and far from one another in turn.
            let to = Tick(n * 7_919 % SEEKS * (END.0 / SEEKS));
            let started = Instant::now();
            timeline.go_to(to);
            assert_eq!(timeline.now(), to);
            started.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
    println!(
        "{{\"events\":{},\"median_ms\":{median:.2},\"worst_ms\":{worst:.2},\"checkpoints\":{},\
         \"estimated_bytes\":{},\"measured_bytes\":{measured},\"run_ms\":{alone_ms:.0},\
         \"run_with_checkpoints_ms\":{kept_ms:.0}}}",
        run.engine().handled(),
        timeline.checkpoints(),
        timeline.checkpoint_bytes(),
    );
}
