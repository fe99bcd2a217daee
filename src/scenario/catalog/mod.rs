//! Built-in worlds, one per file, or several that are to be compared.

use super::Scenario;
use crate::words::{Word, lab_groups as words};

mod bench;
mod blank;
mod bounded;
mod by_hand;
mod call_or_queue;
mod exactly_once;
mod fan_out;
mod groups;
mod guarantees;
mod log_or_queue;
mod log_parts;
mod poison;
mod pressure;
mod replay;
mod requeue;
mod retention;
mod telling;
mod topic;
mod work_queue;

pub use telling::retold;

/// A built-in world.
pub struct Exhibit {
    /// Its id in links: `#/lab/work-queue`.
    pub id: &'static str,
    /// Where the home page puts it; none keeps it off the page.
    pub group: Option<Word>,
    /// Makes it.
    pub scenario: fn() -> Scenario,
    /// The same work elsewhere, to be run beside it on one clock.
    pub beside: Option<fn() -> Scenario>,
}

impl Exhibit {
    const fn one(id: &'static str, group: Word, scenario: fn() -> Scenario) -> Self {
        Exhibit { id, group: Some(group), scenario, beside: None }
    }

    const fn off_the_page(id: &'static str, scenario: fn() -> Scenario) -> Self {
        Exhibit { id, group: None, scenario, beside: None }
    }

    const fn pair(
        id: &'static str,
        group: Word,
        [scenario, beside]: [fn() -> Scenario; 2],
    ) -> Self {
        Exhibit { id, group: Some(group), scenario, beside: Some(beside) }
    }
}

/// Where chance starts in a world whose messages arrive by chance. It is chosen:
/// nobody looks at an empty picture for long, and poison comes early. The first
/// wait that seed 1 gives is one in five thousand.
const SOON: u64 = 28;

fn begins_soon(scenario: Scenario) -> Scenario {
    Scenario { seed: SOON, ..scenario }
}

/// Every built-in world, in the order of the home page.
pub const CATALOG: [Exhibit; 26] = [
    Exhibit::one("work-queue", words::FOUNDATIONS, work_queue::scenario),
    Exhibit::one("fan-out", words::FOUNDATIONS, fan_out::scenario),
    Exhibit::one("topic", words::FOUNDATIONS, topic::scenario),
    Exhibit::one("call-or-queue", words::FOUNDATIONS, call_or_queue::scenario),
    Exhibit::one("guarantees", words::TROUBLE, guarantees::scenario),
    Exhibit::one("poison", words::TROUBLE, poison::scenario),
    Exhibit::one("bounded", words::TROUBLE, bounded::scenario),
    Exhibit::one("pressure-drop", words::BACKPRESSURE, pressure::drop),
    Exhibit::one("pressure-reject", words::BACKPRESSURE, pressure::reject),
    Exhibit::one("pressure-slow-down", words::BACKPRESSURE, pressure::slow_down),
    Exhibit::one("pressure-buffer", words::BACKPRESSURE, pressure::buffer),
    Exhibit::one("pressure-block", words::BACKPRESSURE, pressure::block),
    Exhibit::one("pressure-alarm", words::BACKPRESSURE, pressure::alarm),
    Exhibit::one("by-hand", words::BY_HAND, by_hand::scenario),
    Exhibit::pair(
        "log-or-queue",
        words::LOG_AND_QUEUE,
        [log_or_queue::through_a_log, log_or_queue::through_a_queue],
    ),
    Exhibit::pair("replay", words::LOG_AND_QUEUE, [replay::log, replay::queue]),
    Exhibit::pair("retention", words::LOG_AND_QUEUE, [retention::loses, retention::blocks]),
    Exhibit::pair("requeue", words::LOG_AND_QUEUE, [requeue::classic, requeue::quorum]),
    Exhibit::one("exactly-once", words::THE_LOG, exactly_once::scenario),
    Exhibit::one("idle-members", words::THE_LOG, groups::idle_members),
    Exhibit::one("slow-handler", words::THE_LOG, groups::slow_handler),
    Exhibit::pair("rebalance", words::THE_LOG, [groups::eager, groups::cooperative]),
    Exhibit::one("share-group", words::THE_LOG, groups::share),
    Exhibit::off_the_page("bench-mm1", bench::mm1),
    Exhibit::off_the_page("bench-1k", || bench::in_flight(1_000)),
    Exhibit::off_the_page("bench-10k", || bench::in_flight(10_000)),
];

/// The id of the world with nothing in it.
pub const BLANK: &str = "blank";

/// Where somebody begins to build; no lab to be shown.
const BLANK_WORLD: Exhibit = Exhibit::off_the_page(BLANK, blank::scenario);

/// The built-in world with this id.
pub fn find(id: &str) -> Option<Scenario> {
    Some((exhibit(id)?.scenario)())
}

/// The built-in world with this id, and the one beside it if it is a pair.
pub fn find_all(id: &str) -> Option<Vec<Scenario>> {
    let exhibit = exhibit(id)?;
    let both = [Some(exhibit.scenario), exhibit.beside];
    Some(both.into_iter().flatten().map(|make| make()).collect())
}

fn exhibit(id: &str) -> Option<&'static Exhibit> {
    CATALOG.iter().chain([&BLANK_WORLD]).find(|exhibit| exhibit.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::{Fact, topology::Arrivals},
        scenario::Run,
    };

    fn after(scenario: Scenario, ms: u64) -> Run {
        let mut run = Run::new(scenario).expect("starts");
        run.advance(ms * 1_000, u64::MAX);
        run
    }

    #[test]
    fn a_lab_of_chance_begins_soon() {
        let of_chance = |scenario: &Scenario| {
            let mut producers = scenario.topology.producers.iter();
            producers.any(|producer| matches!(producer.arrivals, Arrivals::Poisson { .. }))
        };
        let labs = CATALOG.iter().filter(|exhibit| exhibit.group.is_some());
        let worlds = labs.flat_map(|exhibit| find_all(exhibit.id).expect("is one of them"));
        let of_chance: Vec<Scenario> = worlds.filter(of_chance).collect();
        assert_eq!(of_chance.len(), 10);
        for scenario in of_chance {
            let run = after(scenario, 1_000);
            let expected = run.engine().effects().expected;
            assert!(expected > 0, "nothing in {}", run.scenario().title);
        }
        let dead = after(poison::scenario(), 6_000);
        let is_dead = |fact: &Fact| matches!(fact, Fact::DeadLettered { .. });
        assert!(dead.engine().facts().since(0).any(|(_, _, fact)| is_dead(fact)));
    }
}
