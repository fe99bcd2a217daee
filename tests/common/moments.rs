//! The law of replay: the state at a moment is the same however it was
//! reached, by running on, by winding back, directly, or through a link.
//!
//! Every way is gone to moments of every built-in world and of random ones.
//! What the worlds come to stands in `digests.txt`, so that a browser can be
//! held to what happens outside.

use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use queuescope::{
    engine::{Command, Tick},
    scenario::{
        Run, Scenario, Timeline, catalog, read,
        share::{self, Length, Shared},
        timeline::Going,
    },
};

use super::{
    asks::asks,
    logs::log_world,
    worlds::{World, world},
};

/// Random worlds that come to one digest together.
const CROWD: usize = 100;

/// Crowds of queues, and as many of logs.
const CROWDS: usize = 20;

/// What a world is asked, each after a span in microseconds.
type Script = Vec<(u64, Command)>;

/// A world, or several, and what is known of it.
pub struct Case {
    /// What it is called in the table.
    pub name: String,
    /// Goes every way; what it came to, or where the ways differ.
    pub digest: Box<dyn Fn() -> Result<u64, String>>,
}

/// All that the table holds, in its order.
pub fn cases() -> Vec<Case> {
    let exhibits = catalog::CATALOG.iter().map(|exhibit| Case {
        name: exhibit.id.to_owned(),
        digest: Box::new(|| built_in((exhibit.scenario)())),
    });
    let crowds = (0..CROWDS).flat_map(|nth| {
        let queues = move || crowd(nth, world());
        let logs = move || crowd(nth, log_world());
        [
            Case { name: format!("queues-{nth}"), digest: Box::new(queues) },
            Case { name: format!("logs-{nth}"), digest: Box::new(logs) },
        ]
    });
    exhibits.chain(crowds).collect()
}

/// The digest that the table has under a name.
pub fn known(name: &str) -> Option<u64> {
    let lines = include_str!("digests.txt").lines();
    let mut pairs = lines.filter_map(|line| line.split_once(' '));
    let (_, digest) = pairs.find(|(known, _)| *known == name)?;
    u64::from_str_radix(digest, 16).ok()
}

/// A built-in world, asked something of every kind.
fn built_in(scenario: Scenario) -> Result<u64, String> {
    let start = Run::new(scenario.clone()).map_err(|refusal| refusal.to_string())?;
    // A while for queues to fill, and then quickly after each other.
    let spans = [12_000_000].into_iter().chain([123_457, 999, 1_000_003, 31].into_iter().cycle());
    everywhere(scenario, spans.zip(asks(start.engine())).collect(), 5_000)
}

/// The `nth` hundred of random worlds.
fn crowd(nth: usize, worlds: impl Strategy<Value = World>) -> Result<u64, String> {
    let seed = [nth as u8; 32];
    let chance = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), chance);
    let mut all = 0;
    for n in 0..CROWD {
        let World { topology, seed, script } =
            worlds.new_tree(&mut runner).map_err(|reason| reason.to_string())?.current();
        let any = Scenario { seed, ..Scenario::new("any", "", topology) };
        let digest = readable(&any).and_then(|scenario| everywhere(scenario, script, 40));
        let digest = digest.map_err(|differs| format!("world {n}: {differs}"))?;
        all = mixed(all, digest);
    }
    Ok(all)
}

/// What is read of a world: a random one may lie outside of some limits.
fn readable(any: &Scenario) -> Result<Scenario, String> {
    let text = serde_json::to_string(any).map_err(|error| error.to_string())?;
    let (scenario, problems) = read::scenario(&text);
    scenario.ok_or_else(|| format!("nothing of it is read: {problems:?}"))
}

/// Runs a world as a person would, and goes every way to some of its moments;
/// what it came to at those, or where the ways differ.
///
/// About `events` are handled at a time, at most.
fn everywhere(scenario: Scenario, script: Script, events: u64) -> Result<u64, String> {
    let mut live = Timeline::new(scenario, ()).map_err(|refusal| refusal.to_string())?;
    let mut seen: Vec<(Tick, u64)> = Vec::new();
    for (turn, (span, command)) in script.into_iter().enumerate() {
        live.advance(span, events - turn as u64 * 7 % 30);
        let _ = live.ask(command);
        note(&live, &mut seen);
    }
    live.advance(3_000_000, 20 * events);
    note(&live, &mut seen);
    let to_and_fro = seen.iter().rev().step_by(2).chain(seen.iter().step_by(3));
    for (at, digest) in to_and_fro {
        live.seek(*at);
        while live.go_on(3 * events) == Going::OnTheWay {}
        same("wound back", *at, digest_of(&live), *digest)?;
    }
    for (at, digest) in seen.iter().step_by(5) {
        let mut direct = Run::new(live.run().recording()).map_err(|refusal| refusal.to_string())?;
        direct.advance(at.0, u64::MAX);
        same("directly", *at, direct.engine().facts().digest(), *digest)?;
        live.go_to(*at);
        same("through a link", *at, through_a_link(&live)?, *digest)?;
    }
    Ok(seen.iter().fold(0, |all, (at, digest)| mixed(mixed(all, at.0), *digest)))
}

/// Notes the present. Of a tick only the last state counts: it is the one the
/// tick has when it comes again.
fn note(live: &Timeline<()>, seen: &mut Vec<(Tick, u64)>) {
    seen.retain(|(at, _)| *at < live.now());
    seen.push((live.now(), digest_of(live)));
}

/// What somebody else comes to who opens a link to the present.
fn through_a_link(live: &Timeline<()>) -> Result<u64, String> {
    let shared = Shared::of(live, 1.0);
    let link = share::link(&shared);
    let opened = match share::length(&link) {
        Length::TooLong => share::open_file(&share::file(&shared)),
        Length::Fine | Length::Long => share::open(&link),
    };
    let (Some(opened), []) = (opened.0, opened.1.as_slice()) else {
        return Err(format!("{link} is read with problems: {:?}", opened.1));
    };
    let mut there = opened.start(()).map_err(|refusal| refusal.to_string())?;
    there.go_on(u64::MAX);
    match opened.differs(there.run().engine()) {
        Some(problem) => Err(problem.to_string()),
        None => Ok(digest_of(&there)),
    }
}

fn same(way: &str, at: Tick, there: u64, live: u64) -> Result<(), String> {
    let differs = || Err(format!("{way} to {at:?}: {there:016x} instead of {live:016x}"));
    if there == live { Ok(()) } else { differs() }
}

fn digest_of(timeline: &Timeline<()>) -> u64 {
    timeline.run().engine().facts().digest()
}

/// One number of two, that changes with either and with their order.
fn mixed(one: u64, other: u64) -> u64 {
    (one.rotate_left(5) ^ other).wrapping_mul(0x517c_c1b7_2722_0a95)
}
