//! Built-in worlds, one per file, or several that are to be compared.

use super::Scenario;

mod bench;
mod bounded;
mod by_hand;
mod call_or_queue;
mod fan_out;
mod guarantees;
mod poison;
mod pressure;
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
}

/// Every built-in world, in the order of the home page.
pub const CATALOG: [Exhibit; 17] = [
    Exhibit { id: "work-queue", group: Some("Foundations"), scenario: work_queue::scenario },
    Exhibit { id: "fan-out", group: Some("Foundations"), scenario: fan_out::scenario },
    Exhibit { id: "topic", group: Some("Foundations"), scenario: topic::scenario },
    Exhibit { id: "call-or-queue", group: Some("Foundations"), scenario: call_or_queue::scenario },
    Exhibit {
        id: "guarantees",
        group: Some("When things go wrong"),
        scenario: guarantees::scenario,
    },
    Exhibit { id: "poison", group: Some("When things go wrong"), scenario: poison::scenario },
    Exhibit { id: "bounded", group: Some("When things go wrong"), scenario: bounded::scenario },
    Exhibit { id: "pressure-drop", group: Some("Backpressure"), scenario: pressure::drop },
    Exhibit { id: "pressure-reject", group: Some("Backpressure"), scenario: pressure::reject },
    Exhibit {
        id: "pressure-slow-down",
        group: Some("Backpressure"),
        scenario: pressure::slow_down,
    },
    Exhibit { id: "pressure-buffer", group: Some("Backpressure"), scenario: pressure::buffer },
    Exhibit { id: "pressure-block", group: Some("Backpressure"), scenario: pressure::block },
    Exhibit { id: "pressure-alarm", group: Some("Backpressure"), scenario: pressure::alarm },
    Exhibit { id: "by-hand", group: Some("By hand"), scenario: by_hand::scenario },
    Exhibit { id: "bench-mm1", group: None, scenario: bench::mm1 },
    Exhibit { id: "bench-1k", group: None, scenario: || bench::in_flight(1_000) },
    Exhibit { id: "bench-10k", group: None, scenario: || bench::in_flight(10_000) },
];

/// The built-in world with this id.
pub fn find(id: &str) -> Option<Scenario> {
    let exhibit = CATALOG.iter().find(|exhibit| exhibit.id == id)?;
    Some((exhibit.scenario)())
}
