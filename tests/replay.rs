//! Same facts from the log: a run's scenario, seed and commands are all of it.

#[path = "common/asks.rs"]
mod asks;
#[path = "common/german.rs"]
mod german;
#[path = "common/logs.rs"]
mod logs;
#[path = "common/moments.rs"]
mod moments;
#[path = "common/worlds.rs"]
mod worlds;

use asks::asks;
use german::german;
use proptest::{prelude::*, test_runner::RngSeed};
use queuescope::{
    engine::{Command, Engine, ExchangeId, NodeId, Tick},
    scenario::{Run, Scenario, catalog},
};
use worlds::{World, world};

/// Spans and budgets of a live run: nothing that divides anything.
const PACES: [(u64, u64); 6] =
    [(1, u64::MAX), (123_457, 13), (999, 1), (1_000_003, 257), (31, 0), (77_777, u64::MAX)];

/// Advances to a tick in pieces, however small the budgets.
fn advance_to(run: &mut Run, end: Tick, span: u64, budget: u64) {
    while run.engine().now() < end {
        run.advance(end.since(run.engine().now()).min(span), budget);
    }
}

fn digest(run: &Run) -> u64 {
    run.engine().facts().digest()
}

/// Replays a run's recording in one go, in pieces, and from its text.
fn same_again(live: &Run) -> Result<(), TestCaseError> {
    let end = live.engine().now();
    for (span, budget) in [(u64::MAX, u64::MAX), (40_009, u64::MAX), (900_001, 7)] {
        let mut replay = Run::new(live.recording()).expect("it ran before");
        advance_to(&mut replay, end, span, budget);
        prop_assert_eq!(digest(&replay), digest(live), "in pieces of {} and {}", span, budget);
    }
    let text = serde_json::to_string(&live.recording()).expect("a scenario is text");
    let read: Scenario = serde_json::from_str(&text).expect("and text a scenario");
    let mut replay = Run::new(read).expect("it ran before");
    advance_to(&mut replay, end, u64::MAX, u64::MAX);
    prop_assert_eq!(digest(&replay), digest(live), "from its text");
    Ok(())
}

#[test]
fn every_built_in_world_replays_from_its_log() {
    for exhibit in &catalog::CATALOG {
        let mut live = Run::new((exhibit.scenario)()).expect("a built-in world starts");
        for (turn, command) in asks(live.engine()).into_iter().enumerate() {
            let (span, budget) = PACES[turn % PACES.len()];
            live.advance(span, budget);
            let _ = live.ask(command);
        }
        live.advance(500_009, 20_000);
        assert!(live.engine().facts().next() > 0, "{} does nothing", exhibit.id);
        same_again(&live).unwrap_or_else(|differs| panic!("{}: {differs}", exhibit.id));
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1_000,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(2),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_world_replays_from_its_log(world in world(), paces in any::<[u8; 8]>()) {
        let World { topology, seed, script } = world;
        let scenario = Scenario { seed, ..Scenario::new("any", "", topology) };
        let mut live = Run::new(scenario).expect("every name is there");
        for (turn, (span, command)) in script.into_iter().enumerate() {
            let budget = u64::from(paces[turn % paces.len()] % 40);
            live.advance(span, budget);
            let _ = live.ask(command);
        }
        live.advance(60_000, 400);
        same_again(&live)?;
    }

    #[test]
    fn a_clone_goes_on_like_the_original(world in world(), fork in 0..24_usize) {
        let World { topology, seed, script } = world;
        let mut original = Engine::new(&topology, seed).expect("every name is there");
        let mut copy = original.clone();
        for (turn, (span, command)) in script.iter().enumerate() {
            if turn == fork {
                copy = original.clone();
            }
            for engine in [&mut original, &mut copy] {
                engine.run_for(*span, u64::MAX);
                let _ = engine.apply(command);
            }
        }
        prop_assert_eq!(original.facts().digest(), copy.facts().digest());
    }
}

/// Writes the table anew when this variable is set.
const BLESS: &str = "BLESS";

#[test]
fn every_way_to_a_moment_leads_to_its_known_digest() {
    let (mut table, mut changed) = (String::new(), Vec::new());
    for moments::Case { name, digest } in moments::cases() {
        let come_to = digest().unwrap_or_else(|differs| panic!("{name}: {differs}"));
        table.push_str(&format!("{name} {come_to:016x}\n"));
        if moments::known(&name) != Some(come_to) {
            changed.push(name);
        }
    }
    if std::env::var_os(BLESS).is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/common/digests.txt");
        return std::fs::write(path, table).expect("the table can be written");
    }
    assert!(
        changed.is_empty(),
        "the engine behaves differently now in {changed:?}; if it should, run this with {BLESS}=1"
    );
}

#[test]
fn another_seed_is_another_run() {
    let digests = [1, 2].map(|seed| {
        let mut scenario = catalog::find("work-queue").expect("in the catalogue");
        scenario.seed = seed;
        let mut run = Run::new(scenario).expect("a built-in world starts");
        run.advance(10_000_000, u64::MAX);
        digest(&run)
    });
    assert_ne!(digests[0], digests[1]);
}

/// Refusals and names are for readers: another language changes what is said,
/// and nothing of the run.
#[test]
fn the_language_of_the_page_leaves_no_trace_in_a_run() {
    let scenario = catalog::find("guarantees").expect("is built in");
    let ten_seconds = || {
        let mut run = Run::new(scenario.clone()).expect("starts");
        let unknown = Command::Purge { queue: "nowhere".to_owned() };
        let says = run.ask(unknown).expect_err("there is no such queue").to_string();
        advance_to(&mut run, Tick(10_000_000), u64::MAX, u64::MAX);
        let exchange = NodeId::Exchange(ExchangeId(0));
        let name = run.engine().name_of(exchange).to_owned();
        let recording = serde_json::to_string(&run.recording()).expect("a scenario is text");
        ((says, name), (run.engine().id_of(exchange).to_owned(), digest(&run), recording))
    };
    let (english, run) = ten_seconds();
    german().speak();
    let (told, same_run) = ten_seconds();
    assert_eq!(run, same_run);
    assert!(english.0 != told.0 && english.1 != told.1, "{english:?}, {told:?}");
}
