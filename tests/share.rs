//! The exact run through a link or a file, and whatever else a link may be.
//! That random worlds go through one is in `common/moments.rs`.

#[path = "common/asks.rs"]
mod asks;
#[path = "common/readers.rs"]
mod readers;

use std::{fs, path::Path};

use asks::asks;
use proptest::{prelude::*, test_runner::RngSeed};
use queuescope::{
    engine::{Command, LAST_TICK, Tick, topology::CrashPoint},
    scenario::{
        Entry, FIRST_SEED, Timeline, catalog,
        share::{self, LINK_LIMIT, Length, Shared, Side},
        timeline::Going,
    },
};

/// A run of a minute in which something was asked.
fn example() -> Timeline<()> {
    let mut scenario = catalog::find("guarantees").expect("in the catalogue");
    scenario.seed = 7;
    let mut timeline = Timeline::new(scenario, ()).expect("starts");
    let consumer = timeline.run().engine().consumers()[0].spec().name.clone();
    timeline.advance(8_500_000, u64::MAX);
    let at = Some(CrashPoint::Between);
    timeline.ask(Command::Crash { consumer: consumer.clone(), at }).expect("it is up");
    timeline.advance(3_900_000, u64::MAX);
    timeline
}

fn digest(timeline: &Timeline<()>) -> u64 {
    timeline.run().engine().facts().digest()
}

/// Opens a link and runs to its moment.
fn arrive(link: &str) -> Timeline<()> {
    let (shared, problems) = share::open(link);
    assert_eq!(problems, []);
    let shared = shared.expect("there are no problems");
    let mut timeline = shared.start(()).expect("every name is there");
    assert_eq!(timeline.go_on(u64::MAX), Going::Arrived);
    assert_eq!(shared.differs(timeline.run().engine()), None);
    timeline
}

fn says(link: &str) -> Vec<String> {
    share::open(link).1.iter().map(ToString::to_string).collect()
}

#[test]
fn a_short_run_is_a_link_in_words() {
    let live = example();
    let link = share::link(&Shared::of(&live, 0.5));
    let consumer = live.run().engine().consumers()[0].spec().name.clone();
    let run = format!("{:08x}", digest(&live) >> 32);
    assert_eq!(
        link,
        format!(
            "#/run/1/guarantees?at=12.4s&speed=0.5&run={run}&seed=7&do=kill:{consumer}:between@8.5s"
        )
    );
    let again = arrive(&format!("https://example.org/queuescope/{link}"));
    assert_eq!((digest(&again), again.now()), (digest(&live), live.now()));
    assert_eq!(again.asked(), live.asked());
}

#[test]
fn a_long_run_and_a_world_of_ones_own_are_packed() {
    let mut live = example();
    for _ in 0..40 {
        live.advance(100_000, u64::MAX);
        live.ask(Command::RestartBroker {}).expect("always possible");
    }
    let link = share::link(&Shared::of(&live, 1.0));
    assert!(link.starts_with("#/run/1/packed/"), "{link}");
    assert_eq!(share::length(&link), Length::Fine);
    assert_eq!(digest(&arrive(&link)), digest(&live));

    let mut own = catalog::find("guarantees").expect("in the catalogue");
    own.title = "mine".to_owned();
    let live = Timeline::new(own, ()).expect("starts");
    let link = share::link(&Shared::of(&live, 1.0));
    assert!(link.starts_with("#/run/1/packed/") && share::length(&link) == Length::Fine);
    assert_eq!(arrive(&link).run().scenario().title, "mine");
}

#[test]
fn two_runs_on_one_clock_are_one_link() {
    let live = example();
    let scenario = catalog::find("poison").expect("in the catalogue");
    let beside = Timeline::new(scenario, ()).expect("starts");
    let shared = Shared::of(&live, 1.0).and(&beside);
    let link = share::link(&shared);
    assert!(link.ends_with("&with=poison&with-seed=28"), "{link}");
    assert_eq!(share::open(&link), (Some(shared.clone()), vec![]));
    assert_eq!(share::open_file(&share::file(&shared)), (Some(shared), vec![]));
}

#[test]
fn every_built_in_world_goes_through_a_link_and_a_file() {
    for exhibit in &catalog::CATALOG {
        let mut live = Timeline::new((exhibit.scenario)(), ()).expect("starts");
        for command in asks(live.run().engine()) {
            live.advance(123_457, 3_000);
            let _ = live.ask(command);
        }
        live.advance(1_000_000, 5_000);
        let shared = Shared::of(&live, 1.0);
        assert_eq!(digest(&arrive(&share::link(&shared))), digest(&live), "{}", exhibit.id);
        assert_eq!(share::open_file(&share::file(&shared)), (Some(shared), vec![]));
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 500,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(3),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_text_is_read_as_a_link_or_a_file(text in ".{0,200}", packed in any::<bool>()) {
        readers::try_link(&text);
        readers::try_scenario(&text);
        readers::try_host(&text);
        readers::try_link(&format!("#/run/1/{}{text}", if packed { "packed/" } else { "" }));
    }

    #[test]
    fn a_damaged_link_is_read_as_far_as_it_goes(
        long in any::<bool>(), at in any::<prop::sample::Index>(), with in any::<char>(),
        cut in any::<bool>(),
    ) {
        let (words, packed) = samples();
        let link = if long { packed } else { words };
        let at = at.index(link.len());
        let damaged = match cut {
            true => link[..at].to_owned(),
            false => format!("{}{with}{}", &link[..at], &link[at + 1..]),
        };
        readers::try_link(&damaged);
    }
}

/// A link in words and a packed one.
fn samples() -> (String, String) {
    let live = example();
    let words = share::link(&Shared::of(&live, 1.0));
    let mut side = Shared::of(&live, 1.0);
    side.side.scenario.title = "mine".to_owned();
    (words, share::link(&side))
}

#[test]
fn a_run_that_names_no_seed_has_the_first_whatever_its_lab_begins_with() {
    assert_ne!(catalog::find("poison").expect("in the catalogue").seed, FIRST_SEED);
    let opened = [
        share::open("#/run/1/poison?at=1s"),
        share::open_file(r#"{"run":1,"at_us":1000000,"world":"poison"}"#),
    ];
    for (shared, problems) in opened {
        assert_eq!(problems, []);
        assert_eq!(shared.expect("there are no problems").side.scenario.seed, FIRST_SEED);
    }
}

#[test]
fn links_of_version_1_open_for_ever() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/links/v1.txt");
    let text = fs::read_to_string(path).expect("it is there");
    let links: Vec<&str> = text.lines().filter(|line| line.starts_with("#/")).collect();
    assert!(5 <= links.len());
    for (link, expected) in links.iter().zip(text.lines().filter(|line| line.starts_with("is "))) {
        let (shared, problems) = share::open(link);
        assert_eq!(problems, [], "{link}");
        let shared = shared.expect("there are no problems");
        let Side { scenario, asked } = &shared.side;
        let (at, speed, seed) = (shared.at.0, shared.speed, scenario.seed);
        let last = asked.last().map_or(0, |entry| entry.at_us);
        let beside = shared.beside.iter().count();
        let is = format!(
            "is seed={seed} at={at} speed={speed} asked={} last={last} beside={beside} “{}”",
            asked.len(),
            scenario.title
        );
        assert_eq!(is, *expected, "{link}");
        shared.start(()).expect("every name is there");
    }
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_the_rest_is_read() {
    let link = "#/run/1/guarantees?at=soon&speed=1000&seed=x&colour=red\
                &do=kill:billing@1s;explode@2s;kill:billing;kill@3s;purge:orders@4s";
    let told = says(link);
    let starts = |text: &str| told.iter().any(|line| line.starts_with(text));
    assert!(starts("at: a moment is a number of seconds"), "{told:#?}");
    assert!(starts("speed: the speed must be from 0.1 to 100"));
    assert!(starts("seed: a seed is a whole number"));
    assert!(starts("a link has no part “colour”"));
    assert!(starts("do[1]: there is no command “explode”"));
    assert!(starts("do[2]: it does not say when, as in …@8.5s"));
    assert!(starts("do[3]: missing field `consumer`"));
    let (shared, problems) = share::open(link);
    assert_eq!((problems.len(), shared.expect("a world is named").side.asked.len()), (7, 2));
}

#[test]
fn a_link_to_nothing_is_told_what_there_is() {
    assert!(
        says("#/run/1/nowhere")[0].starts_with("there is no world “nowhere”; there is work-queue")
    );
    assert_eq!(
        says("#/run/2/guarantees"),
        ["version “2” of links is not known; this page reads 1"]
    );
    assert_eq!(says("#/lab/guarantees"), ["this is no link to a run; one begins with #/run/"]);
    let long = format!("#/run/1/packed/{}", "A".repeat(LINK_LIMIT));
    assert_eq!(says(&long), ["the link has 65551 bytes; at most 65536 are read"]);
}

#[test]
fn a_packed_link_that_is_cut_off_keeps_the_commands_before() {
    let mut live = example();
    for turn in 0..400_u64 {
        live.advance(10_007 + turn * turn % 977, u64::MAX);
        let command = Command::SetPrefetch { consumer: "nobody".to_owned(), prefetch: 1 };
        let _ = live.ask(command);
        live.ask(Command::RestartBroker {}).expect("always possible");
    }
    let link = share::link(&Shared::of(&live, 1.0));
    let (shared, problems) = share::open(&link[..link.len() * 2 / 3]);
    let asked = shared.expect("the beginning is whole").side.asked;
    assert_eq!(asked, live.asked()[..asked.len()]);
    assert!((100..400).contains(&asked.len()), "{}", asked.len());
    assert_eq!(problems[0].to_string(), "packed: the link is cut off or damaged");
}

#[test]
fn a_link_that_would_run_away_is_given_up() {
    let link = format!("#/run/1/bench-10k?at={}s", LAST_TICK.0 / 1_000_000);
    let (shared, problems) = share::open(&link);
    assert_eq!(problems, []);
    let mut timeline = shared.expect("it is whole").start(()).expect("starts");
    let mut slices = 0;
    while timeline.go_on(5_000_000) == Going::OnTheWay {
        slices += 1;
    }
    assert!(slices <= 5 && timeline.now() < LAST_TICK);
    assert_eq!((timeline.heading(), timeline.go_on(1)), (None, Going::Arrived));
    assert!(says("#/run/1/bench-10k?at=86400001s")[0].starts_with("at: a moment"));
}

#[test]
fn a_run_that_came_out_otherwise_says_so() {
    let link = "#/run/1/guarantees?at=2s&run=00000001";
    let shared = share::open(link).0.expect("it is whole");
    let mut timeline = shared.start(()).expect("starts");
    assert_eq!(shared.differs(timeline.run().engine()), None, "not before it has arrived");
    timeline.go_on(u64::MAX);
    let problem = shared.differs(timeline.run().engine()).expect("it is another run");
    assert!(problem.says.starts_with("this run differs from the one that was shared"));
    assert!(problem.says.contains("the engine's rules or the world have changed since"));
}

#[test]
fn a_file_is_a_run_or_a_scenario() {
    let scenario = catalog::find("topic").expect("in the catalogue");
    let text = serde_json::to_string(&scenario).expect("is text");
    let (shared, problems) = share::open_file(&text);
    assert_eq!(problems, []);
    let shared = shared.expect("it is whole");
    assert_eq!((shared.side.scenario, shared.at), (scenario, Tick(0)));

    let mut shared = Shared::of(&example(), 2.0);
    let asks = |us| Entry { at_us: us, command: Command::RestartBroker {} };
    shared.side.asked = (0..2_000).map(asks).collect();
    assert_eq!(share::open_file(&share::file(&shared)), (Some(shared.clone()), vec![]));
    let wrong = share::file(&shared).replacen(r#""prefetch":"#, r#""prefetsch":"#, 1);
    let (read, problems) = share::open_file(&wrong);
    let place = problems.first().expect("one").place.clone();
    assert!(place.starts_with("/scenario/topology/consumers/0/prefetsch"), "{place}");
    assert_eq!(read.expect("the rest is there").side.asked.len(), 2_000);
}
