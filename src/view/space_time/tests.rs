//! The picture of known worlds.

use super::*;
use crate::{
    engine::{Command, ProducerId, QueueId},
    scenario::{Run, catalog},
};

const CHECKOUT: NodeId = NodeId::Producer(ProducerId(0));
const ORDERS: NodeId = NodeId::Queue(QueueId(0));
const BILLING: NodeId = NodeId::Consumer(ConsumerId(0));

fn run(world: &str, ms: u64) -> Run {
    let mut run = Run::new(catalog::find(world).expect("is built in")).expect("starts");
    run.advance(ms * 1_000, u64::MAX);
    run
}

#[test]
fn a_message_is_a_line_of_hops() {
    let picture = SpaceTime::read(run("guarantees", 4_000).engine());
    let first = picture.hops.iter().filter(|hop| hop.message == MessageId(0));
    let ways: Vec<_> = first.map(|hop| (hop.kind, hop.from, hop.to)).collect();
    let expected = [
        (Kind::Message, CHECKOUT, ORDERS),
        (Kind::Message, ORDERS, BILLING),
        (Kind::Answer, BILLING, ORDERS),
    ];
    assert_eq!(ways, expected, "the default exchange is not a place");
}

#[test]
fn what_is_on_its_way_ends_where_it_is_now() {
    let picture = SpaceTime::read(run("guarantees", 1_500).engine());
    let hop = picture.hops.iter().find(|hop| hop.to == ORDERS).expect("m1 is on its way");
    let [(_, from), (x, row)] = picture.line(hop).expect("both have rows");
    assert!(x <= 1.0 && from < row && row < picture.row(ORDERS).expect("it is there") as f64);
}

#[test]
fn a_crash_is_a_gap_and_what_was_on_its_way_there_is_lost() {
    let mut run = run("guarantees", 1_900);
    let kill = Command::Crash { consumer: "billing".to_owned(), at: None };
    run.ask(kill).expect("it is up");
    run.advance(500_000, u64::MAX);
    let picture = SpaceTime::read(run.engine());
    assert_eq!(picture.gaps.len(), 1);
    assert_eq!((picture.gaps[0].node, picture.gaps[0].to), (BILLING, None));
    assert!(picture.hops.iter().any(|hop| hop.lost && hop.to == BILLING));
    run.advance(10_000_000, u64::MAX);
    assert!(SpaceTime::read(run.engine()).gaps[0].to.is_some(), "it is up again");
}

#[test]
fn the_nearest_line_is_found_and_none_that_is_far() {
    let picture = SpaceTime::read(run("guarantees", 4_000).engine());
    let hop = picture.hops[0];
    let [(x, row), _] = picture.line(&hop).expect("both have rows");
    let place = (x * 800.0, (row + 0.5) * 24.0);
    assert_eq!(picture.hop_at(place, 800.0, 24.0, 8.0), Some(&hop));
    assert_eq!(picture.hop_at((place.0, -500.0), 800.0, 24.0, 8.0), None);
}

#[test]
fn in_every_world_rows_and_hops_are_bounded() {
    for world in ["work-queue", "fan-out", "topic", "poison", "bounded"] {
        let picture = SpaceTime::read(run(world, 60_000).engine());
        assert!(!picture.hops.is_empty() && picture.hops.len() <= HOPS, "{world}");
        assert!(picture.rows.len() <= ROWS);
        assert!(picture.hops.iter().all(|hop| picture.line(hop).is_some()), "{world}");
    }
}
