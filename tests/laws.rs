//! For any world, any seed and any commands: every law holds after every
//! tick, and nothing panics.

#[path = "common/worlds.rs"]
mod worlds;

use proptest::{prelude::*, test_runner::RngSeed};
use queuescope::engine::{Consumer, Engine, laws};
use worlds::{World, world};

/// How long a world runs on after its last command, in ticks that are used.
const AFTERWARDS: usize = 200;

/// Runs a span, tick by tick, looking after each.
fn run_lawfully(engine: &mut Engine, span: u64) -> Result<(), TestCaseError> {
    let until = engine.now().after(span);
    while engine.next_due().is_some_and(|due| due <= until) {
        engine.step();
        lawful(engine)?;
    }
    engine.run_for(until.since(engine.now()), u64::MAX);
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
    let nobody_holds =
        |consumer: &Consumer| consumer.job().is_none() && consumer.buffer().len() == 0;
    let books = engine.books();
    books.on_link + books.ready + books.outstanding == 0
        && engine.flights().next().is_none()
        && engine.consumers().iter().all(nobody_holds)
        && engine.producers().iter().all(|producer| producer.unconfirmed() == 0)
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
        let World { topology, seed, script } = world;
        let mut engine = Engine::new(&topology, seed).expect("every name is there");
        lawful(&engine)?;
        for (span, command) in &script {
            run_lawfully(&mut engine, *span)?;
            let _ = engine.apply(command);
            lawful(&engine)?;
        }
        for _ in 0..AFTERWARDS {
            engine.step();
            lawful(&engine)?;
        }
    }
}
