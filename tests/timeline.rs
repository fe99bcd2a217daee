//! Going back, acting there, and coming back: the same tick is the same state.

#[path = "common/asks.rs"]
mod asks;
#[path = "common/logs.rs"]
mod logs;
#[path = "common/worlds.rs"]
mod worlds;

use asks::asks;
use logs::log_world;
use std::rc::Rc;

use proptest::{prelude::*, test_runner::RngSeed};
use queuescope::{
    engine::{Command, MessageId, Tick, topology::CrashPoint},
    scenario::{
        Run, Scenario, catalog,
        timeline::{BRANCHES, CHECKPOINT_BYTES, Fate, Going, MarkKind, Timeline, Until, compare},
    },
    view::{series::Series, slice::Slice},
};
use worlds::{World, world};

/// All that may be shown at a moment.
#[derive(Debug, PartialEq)]
struct Shown {
    at: Tick,
    digest: u64,
    facts: (u64, u64),
    refused: usize,
    chart: Vec<Rc<Slice>>,
}

fn shown(timeline: &Timeline<Series>) -> Shown {
    let facts = timeline.run().engine().facts();
    Shown {
        at: timeline.now(),
        digest: facts.digest(),
        facts: (facts.first(), facts.next()),
        refused: timeline.run().refused().len(),
        chart: timeline.seen().slices().to_vec(),
    }
}

fn start(scenario: Scenario) -> Timeline<Series> {
    Timeline::new(scenario, Series::default()).expect("every name is there")
}

fn open(id: &str) -> Timeline<Series> {
    start(catalog::find(id).expect("in the catalogue"))
}

#[test]
fn a_copy_is_wound_on_while_the_run_stays() {
    let mut timeline = open("guarantees");
    timeline.advance(s(4.0), u64::MAX);
    timeline.ask(kill("billing")).expect("it is up");
    timeline.advance(s(6.0), u64::MAX);
    timeline.go_to(Tick(s(8.0)));
    let before = shown(&timeline);
    let mut copy = timeline.copy_before(Tick(s(3.0)));
    assert!(copy.engine().now() <= Tick(s(3.0)));
    copy.advance(Tick(s(8.0)).since(copy.engine().now()), u64::MAX);
    assert_eq!(copy.engine().facts().digest(), before.digest);
    assert_eq!(copy.engine().consumers()[0].crashes(), 1, "what was asked is asked again");
    assert_eq!(shown(&timeline), before);
}

/// Seconds as microseconds.
fn s(seconds: f64) -> u64 {
    (seconds * 1e6) as u64
}

fn kill(consumer: &str) -> Command {
    Command::Crash { consumer: consumer.to_owned(), at: None }
}

/// Winds to every moment of a live run, in an order that goes to and fro, and
/// runs there directly too.
fn same_everywhere(mut live: Timeline<Series>, seen: &[Shown]) -> Result<(), TestCaseError> {
    let (marks, horizon) = (live.marks().to_vec(), live.horizon());
    let there_and_back = (0..seen.len()).rev().chain((0..seen.len()).step_by(3));
    for moment in there_and_back.map(|n| &seen[n]) {
        live.seek(moment.at);
        while live.go_on(97) == Going::OnTheWay {}
        prop_assert_eq!(&shown(&live), moment, "wound back");
    }
    prop_assert_eq!((live.marks(), live.horizon()), (marks.as_slice(), horizon));
    for moment in seen.iter().step_by(4) {
        let mut direct = Run::new(live.run().recording()).expect("it ran before");
        direct.advance(moment.at.0, u64::MAX);
        prop_assert_eq!(direct.engine().facts().digest(), moment.digest, "directly");
        let scenario = live.run().scenario().clone();
        let mut again = Timeline::open(scenario, &live.asked(), moment.at, Series::default())
            .expect("it ran before");
        again.go_on(u64::MAX);
        prop_assert_eq!(&shown(&again), moment, "opened there");
    }
    Ok(())
}

#[test]
fn every_built_in_world_is_the_same_however_a_moment_is_reached() {
    for exhibit in &catalog::CATALOG {
        let mut live = start((exhibit.scenario)());
        let mut seen = Vec::new();
        for (turn, command) in asks(live.run().engine()).into_iter().enumerate() {
            live.advance([123_457, 999, 1_000_003, 31][turn % 4], 5_000);
            let _ = live.ask(command);
            seen.retain(|moment: &Shown| moment.at < live.now());
            if turn % 4 == 0 {
                seen.push(shown(&live));
            }
        }
        live.advance(s(3.0), 20_000);
        seen.push(shown(&live));
        same_everywhere(live, &seen).unwrap_or_else(|differs| panic!("{}: {differs}", exhibit.id));
    }
}

/// Runs a random world as a person would, and then to every moment again.
fn holds_for(world: World, paces: [u8; 8]) -> Result<(), TestCaseError> {
    let World { topology, seed, script } = world;
    let mut live = start(Scenario { seed, ..Scenario::new("any", "", topology) });
    let mut seen = Vec::new();
    for (turn, (span, command)) in script.into_iter().enumerate() {
        let budget = u64::from(paces[turn % paces.len()] % 40);
        live.advance(span, budget);
        let _ = live.ask(command);
        // The last state of a tick is the one it has when it comes again.
        seen.retain(|moment: &Shown| moment.at < live.now());
        seen.push(shown(&live));
    }
    live.advance(60_000, 400);
    seen.retain(|moment| moment.at < live.now());
    seen.push(shown(&live));
    same_everywhere(live, &seen)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1_000,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(5),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_world_is_the_same_however_a_moment_is_reached(
        world in world(), paces in any::<[u8; 8]>(),
    ) {
        holds_for(world, paces)?;
    }

    #[test]
    fn any_log_is_the_same_however_a_moment_is_reached(
        world in log_world(), paces in any::<[u8; 8]>(),
    ) {
        holds_for(world, paces)?;
    }
}

#[test]
fn a_scenario_that_asks_for_what_is_refused_is_refused_again() {
    let mut scenario = catalog::find("work-queue").expect("in the catalogue");
    let entry = |at_us, command| queuescope::scenario::Entry { at_us, command };
    scenario.log = vec![
        entry(s(1.0), kill("nobody")),
        entry(s(2.0), Command::Revive { consumer: "nobody".to_owned() }),
    ];
    let mut timeline = start(scenario);
    timeline.advance(s(3.0), u64::MAX);
    let told = timeline.run().refused().to_vec();
    assert_eq!(told.len(), 2);
    timeline.go_to(Tick(s(1.5)));
    assert_eq!(timeline.run().refused(), &told[..1]);
    timeline.go_to(Tick(s(3.0)));
    assert_eq!(timeline.run().refused(), told);
}

#[test]
fn checkpoints_are_thinned_to_stay_within_their_budget() {
    let mut timeline = open("bench-mm1");
    timeline.advance(u64::MAX, 3_000_000);
    assert!(timeline.checkpoint_bytes() <= CHECKPOINT_BYTES, "{}", timeline.checkpoint_bytes());
    assert!(1 < timeline.checkpoints());
    let end = shown(&timeline);
    timeline.go_to(Tick(end.at.0 / 2));
    timeline.go_to(end.at);
    assert_eq!(shown(&timeline), end);
}

#[test]
fn one_step_back_is_the_moment_before() {
    let mut timeline = open("guarantees");
    let mut moments = vec![shown(&timeline)];
    while moments.len() < 40 && timeline.step() {
        moments.push(shown(&timeline));
    }
    for moment in moments.iter().rev().skip(1) {
        timeline.step_back();
        assert_eq!(timeline.go_on(u64::MAX), Going::Arrived);
        assert_eq!(&shown(&timeline), moment);
    }
}

#[test]
fn marks_are_where_things_happened() {
    let mut timeline = open("guarantees");
    let consumer = timeline.run().engine().consumers()[0].spec().name.clone();
    timeline.advance(s(3.0), u64::MAX);
    timeline.ask(kill(&consumer)).expect("it is up");
    timeline.advance(s(5.0), u64::MAX);
    timeline.mark_goal(timeline.now());
    let crash = timeline.marks().iter().find(|mark| mark.kind == MarkKind::Crash).expect("one");
    assert_eq!(crash.at, Tick(s(3.0)));
    timeline.go_to(Tick(s(1.0)));
    assert_eq!(timeline.next_mark().map(|mark| mark.at), Some(Tick(s(3.0))));
    timeline.go_to(Tick(s(8.0)));
    assert_eq!(timeline.marks().last().map(|mark| mark.kind), Some(MarkKind::Goal));
    assert!(timeline.previous_mark().is_some_and(|mark| mark.at < Tick(s(8.0))));
}

#[test]
fn acting_in_the_past_keeps_the_old_future() {
    let mut timeline = open("guarantees");
    let consumer = timeline.run().engine().consumers()[0].spec().name.clone();
    timeline.advance(s(10.0), u64::MAX);
    let old = shown(&timeline);
    timeline.go_to(Tick(s(4.0)));
    timeline.ask(kill(&consumer)).expect("it is up");
    assert_eq!((timeline.horizon(), timeline.branches().len()), (Tick(s(4.0)), 1));
    timeline.advance(s(6.0), u64::MAX);
    let new = shown(&timeline);
    assert_ne!(new.digest, old.digest);

    let branch = timeline.branches()[0].line().id();
    assert_eq!(timeline.parting(&timeline.branches()[0]), Tick(s(4.0)));
    let mut beside = timeline.beside(branch).expect("it is kept");
    beside.go_on(u64::MAX);
    assert_eq!(shown(&beside), old);
    let there = compare(timeline.run().engine(), beside.run().engine());
    assert!(there.differences.iter().any(|one| one.here != Fate::Once && one.there == Fate::Once));

    assert!(timeline.switch_to(branch));
    timeline.go_on(u64::MAX);
    assert_eq!(shown(&timeline), old);
    let other = timeline.branches()[0].line().id();
    assert!(timeline.switch_to(other));
    timeline.go_on(u64::MAX);
    assert_eq!(shown(&timeline), new);
    assert!(timeline.forget(branch) && !timeline.forget(branch));
}

#[test]
fn what_is_refused_in_the_past_changes_nothing() {
    let mut timeline = open("guarantees");
    timeline.advance(s(10.0), u64::MAX);
    timeline.go_to(Tick(s(4.0)));
    let before = (shown(&timeline), timeline.asked());
    timeline.ask(kill("nobody")).expect_err("nobody is there");
    assert_eq!((shown(&timeline), timeline.asked()), before);
    assert_eq!((timeline.branches().len(), timeline.horizon()), (0, Tick(s(10.0))));
}

#[test]
fn undo_is_the_present_without_the_last_command_and_redo_returns() {
    let mut timeline = open("guarantees");
    let consumer = timeline.run().engine().consumers()[0].spec().name.clone();
    let mut without = open("guarantees");
    without.advance(s(8.0), u64::MAX);
    timeline.advance(s(3.0), u64::MAX);
    let at = Some(CrashPoint::Between);
    timeline.ask(Command::Crash { consumer: consumer.clone(), at }).expect("it is up");
    timeline.advance(s(5.0), u64::MAX);
    let with = shown(&timeline);

    let taken = timeline.undo().expect("there is one");
    assert_eq!(taken.at_us, s(3.0));
    timeline.go_on(u64::MAX);
    assert_eq!(shown(&timeline), shown(&without));
    assert_eq!(timeline.marks(), without.marks());
    assert_eq!(timeline.undo(), None);

    assert!(timeline.can_redo() && timeline.redo());
    timeline.go_on(u64::MAX);
    assert_eq!(shown(&timeline), with);
    assert_eq!(timeline.branches().len(), 0, "nobody did anything on the line without it");
    assert!(!timeline.redo());
}

#[test]
fn a_command_at_the_very_start_can_be_taken_back() {
    let mut timeline = open("guarantees");
    let consumer = timeline.run().engine().consumers()[0].spec().name.clone();
    timeline.ask(kill(&consumer)).expect("it is up");
    timeline.advance(s(1.0), u64::MAX);
    timeline.undo().expect("there is one");
    timeline.go_on(u64::MAX);
    assert!(timeline.run().engine().consumers()[0].is_up());
    assert_eq!(timeline.marks(), []);
}

#[test]
fn branches_are_few_and_named_ones_stay() {
    let mut timeline = open("guarantees");
    let first = timeline.line().id();
    assert!(timeline.rename(first, "  as it was  "));
    for _ in 0..3 * BRANCHES {
        timeline.advance(s(1.0), u64::MAX);
        timeline.go_to(Tick(timeline.now().0 - s(0.5)));
        timeline.ask(Command::RestartBroker {}).expect("always possible");
    }
    assert_eq!(timeline.branches().len(), BRANCHES);
    assert_eq!(timeline.branches()[0].line().name(), "as it was");
    let ids: Vec<u32> = timeline.branches().iter().map(|branch| branch.line().id()).collect();
    let named = ids.iter().filter(|id| timeline.rename(**id, "kept")).count();
    assert_eq!(named, BRANCHES);
    let present = timeline.line().id();
    assert!(!timeline.rename(present, "one too many"));
    assert!(!timeline.rename(9_999, "nobody"));
}

#[test]
fn time_stops_where_a_condition_is_met() {
    let mut timeline = open("guarantees");
    let consumer = timeline.run().engine().consumers()[0].spec().name.clone();
    let run_to = |timeline: &mut Timeline<Series>, until: Until| {
        timeline
            .advance_until(s(60.0), u64::MAX, &mut |engine, _, facts| until.is_met(engine, facts))
    };
    timeline.advance(s(2.0), u64::MAX);
    let at = Some(CrashPoint::Between);
    timeline.ask(Command::Crash { consumer, at }).expect("it is up");
    assert!(run_to(&mut timeline, Until::Duplicate));
    let mark = timeline.marks().last().expect("one");
    assert_eq!((mark.kind, mark.at), (MarkKind::Duplicate, timeline.now()));
    assert_eq!(timeline.run().engine().effects().duplicated, 1);
    let mut bounded = open("bounded");
    let queue = bounded.run().engine().queues()[0].spec().clone();
    assert!(run_to(&mut bounded, Until::Full { queue: queue.name }));
    assert_eq!(Some(bounded.run().engine().queues()[0].ready_len() as u64), queue.max_length);
    let nobody = Until::Redelivered { message: MessageId(u32::MAX) };
    let now = bounded.now();
    assert!(!run_to(&mut bounded, nobody));
    assert_eq!(bounded.now(), now.after(s(60.0)));
}

#[test]
fn conditions_are_plain_text() {
    for (until, text) in [
        (Until::Duplicate, r#""duplicate""#),
        (Until::Full { queue: "q".to_owned() }, r#"{"full":{"queue":"q"}}"#),
        (Until::Redelivered { message: MessageId(7) }, r#"{"redelivered":{"message":7}}"#),
    ] {
        assert_eq!(serde_json::to_string(&until).expect("is text"), text);
        assert_eq!(serde_json::from_str::<Until>(text).expect("is one"), until);
    }
}
