//! Built-in worlds, one per file, or several that are to be compared.

use super::Scenario;

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
mod topic;
mod work_queue;

/// A built-in world.
pub struct Exhibit {
    /// Its id in links: `#/lab/work-queue`.
    pub id: &'static str,
    /// Where the home page puts it; none keeps it off the page.
    pub group: Option<&'static str>,
    /// Makes it.
    pub scenario: fn() -> Scenario,
    /// The same work elsewhere, to be run beside it on one clock.
    pub beside: Option<fn() -> Scenario>,
}

impl Exhibit {
    const fn one(id: &'static str, group: &'static str, scenario: fn() -> Scenario) -> Self {
        Exhibit { id, group: Some(group), scenario, beside: None }
    }

    const fn off_the_page(id: &'static str, scenario: fn() -> Scenario) -> Self {
        Exhibit { id, group: None, scenario, beside: None }
    }

    const fn pair(
        id: &'static str,
        group: &'static str,
        [scenario, beside]: [fn() -> Scenario; 2],
    ) -> Self {
        Exhibit { id, group: Some(group), scenario, beside: Some(beside) }
    }
}

/// Every built-in world, in the order of the home page.
pub const CATALOG: [Exhibit; 26] = [
    Exhibit::one("work-queue", "Foundations", work_queue::scenario),
    Exhibit::one("fan-out", "Foundations", fan_out::scenario),
    Exhibit::one("topic", "Foundations", topic::scenario),
    Exhibit::one("call-or-queue", "Foundations", call_or_queue::scenario),
    Exhibit::one("guarantees", "When things go wrong", guarantees::scenario),
    Exhibit::one("poison", "When things go wrong", poison::scenario),
    Exhibit::one("bounded", "When things go wrong", bounded::scenario),
    Exhibit::one("pressure-drop", "Backpressure", pressure::drop),
    Exhibit::one("pressure-reject", "Backpressure", pressure::reject),
    Exhibit::one("pressure-slow-down", "Backpressure", pressure::slow_down),
    Exhibit::one("pressure-buffer", "Backpressure", pressure::buffer),
    Exhibit::one("pressure-block", "Backpressure", pressure::block),
    Exhibit::one("pressure-alarm", "Backpressure", pressure::alarm),
    Exhibit::one("by-hand", "By hand", by_hand::scenario),
    Exhibit::pair(
        "log-or-queue",
        "Log and queue",
        [log_or_queue::through_a_log, log_or_queue::through_a_queue],
    ),
    Exhibit::pair("replay", "Log and queue", [replay::log, replay::queue]),
    Exhibit::pair("retention", "Log and queue", [retention::loses, retention::blocks]),
    Exhibit::pair("requeue", "Log and queue", [requeue::classic, requeue::quorum]),
    Exhibit::one("exactly-once", "The log", exactly_once::scenario),
    Exhibit::one("idle-members", "The log", groups::idle_members),
    Exhibit::one("slow-handler", "The log", groups::slow_handler),
    Exhibit::pair("rebalance", "The log", [groups::eager, groups::cooperative]),
    Exhibit::one("share-group", "The log", groups::share),
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
