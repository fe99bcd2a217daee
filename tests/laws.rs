//! For any world, any seed and any commands: every law holds after every
//! tick, and nothing panics.

#[path = "common/logs.rs"]
mod logs;
#[path = "common/worlds.rs"]
mod worlds;

use logs::log_world;
use proptest::{prelude::*, test_runner::RngSeed};
use queuescope::engine::{
    Consumer, Engine, Producer, Sender, laws,
    topology::{Arrivals, Service},
};
use worlds::{World, world};

/// How long a world runs on after its last command, in ticks that are used.
const AFTERWARDS: usize = 150;
/// The most ticks between one command and the next.
const TICKS_PER_SPAN: usize = 100;

/// Runs a span, tick by tick, looking after each; a span with too many ticks
/// is cut short.
fn run_lawfully(engine: &mut Engine, span: u64) -> Result<(), TestCaseError> {
    let until = engine.now().after(span);
    for _ in 0..TICKS_PER_SPAN {
        if engine.next_due().is_none_or(|due| until < due) {
            engine.run_for(until.since(engine.now()), 0);
            break;
        }
        engine.step();
        lawful(engine)?;
    }
    Ok(())
}

fn lawful(engine: &Engine) -> Result<(), TestCaseError> {
    let broken = laws::broken(engine);
    prop_assert!(broken.is_empty(), "{broken:?} at {:?}", engine.now());
    let pending = engine.effects().pending;
    prop_assert!(0 == pending || !is_at_rest(engine), "{pending} pending for ever");
    Ok(())
}

/// Whether nothing is left anywhere that could still bring an effect about.
fn is_at_rest(engine: &Engine) -> bool {
    let nobody_holds = |consumer: &Consumer| {
        let fetched = consumer.member().map_or(0, |member| member.fetched().len());
        consumer.job().is_none() && consumer.buffer().len() + fetched == 0
    };
    let nobody_waits = |producer: &Producer| {
        let unsent = producer.sender().map_or((0, 0), Sender::unsent);
        producer.unconfirmed() == 0 && producer.buffered() == 0 && unsent == (0, 0)
    };
    let books = engine.books();
    books.on_link + books.ready + books.outstanding == 0
        && engine.flights().next().is_none()
        && engine.consumers().iter().all(nobody_holds)
        && engine.producers().iter().all(nobody_waits)
}

/// Plays a world to its end and a little longer.
fn play(world: &World) -> Result<(), TestCaseError> {
    let mut engine = Engine::new(&world.topology, world.seed).expect("every name is there");
    lawful(&engine)?;
    for (span, command) in &world.script {
        run_lawfully(&mut engine, *span)?;
        let _ = engine.apply(command);
        lawful(&engine)?;
    }
    for _ in 0..AFTERWARDS {
        engine.step();
        lawful(&engine)?;
    }
    Ok(())
}

/// The longest span and the longest time to live there may be.
const HOUR_MS: f64 = 3_600_000.0;
const TEN_DAYS_MS: f64 = 864_000_000.0;

/// The same world with links, work and lives out of all proportion.
fn stretched(mut world: World, [link, work, life]: [f64; 3]) -> World {
    let span = |ms: &mut f64, factor: f64| *ms = (*ms * factor).min(HOUR_MS);
    let ttl = |ms: &mut Option<u64>| *ms = ms.map(|ms| (ms as f64 * life).min(TEN_DAYS_MS) as u64);
    let topology = &mut world.topology;
    span(&mut topology.hop_ms, link);
    for queue in &mut topology.queues {
        ttl(&mut queue.message_ttl_ms);
        ttl(&mut queue.expires_ms);
    }
    for producer in &mut topology.producers {
        span(&mut producer.latency_ms, link);
        span(&mut producer.jitter_ms, link);
        ttl(&mut producer.expiration_ms);
        if let Arrivals::Constant { per_s } | Arrivals::Poisson { per_s } = &mut producer.arrivals {
            *per_s = (*per_s * work).min(100_000.0);
        }
    }
    for consumer in &mut topology.consumers {
        span(&mut consumer.latency_ms, link);
        span(&mut consumer.jitter_ms, link);
        span(&mut consumer.gap_ms, work);
        let (Service::Constant { ms } | Service::Exponential { ms }) = &mut consumer.service;
        span(ms, work);
        consumer.restart_ms.iter_mut().for_each(|ms| span(ms, life));
    }
    for caller in &mut topology.callers {
        span(&mut caller.latency_ms, link);
        span(&mut caller.pause_ms, work);
        caller.timeout_ms = (caller.timeout_ms * life).clamp(1.0, HOUR_MS);
        if let Arrivals::Constant { per_s } | Arrivals::Poisson { per_s } = &mut caller.arrivals {
            *per_s = (*per_s * work).min(100_000.0);
        }
    }
    for service in &mut topology.services {
        span(&mut service.latency_ms, link);
        let (Service::Constant { ms } | Service::Exponential { ms }) = &mut service.time;
        span(ms, work);
    }
    for (gap, _) in &mut world.script {
        *gap = (*gap as f64 * work.max(link)) as u64;
    }
    world
}

/// From nothing at all to far too much.
fn factor() -> impl Strategy<Value = f64> {
    prop_oneof![Just(0.0), Just(1e-300), Just(1e-4), Just(1.0), Just(1e3), Just(1e12)]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 20_000,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(1),
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_law_holds_after_every_tick(world in world()) {
        play(&world)?;
    }

    #[test]
    fn they_hold_in_any_log(world in log_world()) {
        play(&world)?;
    }

    #[test]
    fn also_where_numbers_are_out_of_all_proportion(
        world in world(),
        factors in [factor(), factor(), factor()],
    ) {
        play(&stretched(world, factors))?;
    }
}
