//! Building a world by hand: every edit gives a world that runs, or a
//! sentence.

use proptest::prelude::*;

use queuescope::{
    engine::{Tick, topology::ExchangeKind},
    scenario::{
        Entry, Run, Scenario, catalog,
        edit::{
            Edit, History, Kind, Left, NodeName, Position, Wire, apply, kinds, legal_wires,
            new_node, step_name, wires_of, with_settings,
        },
        limits, read,
    },
};

fn world(id: &str) -> Scenario {
    catalog::find(id).expect("is built in")
}

fn queue(name: &str) -> NodeName {
    NodeName::Queue(name.to_owned())
}

fn consumer(name: &str) -> NodeName {
    NodeName::Consumer(name.to_owned())
}

fn nodes(scenario: &Scenario) -> Vec<NodeName> {
    let topology = &scenario.topology;
    let mut nodes = Vec::new();
    nodes.extend(topology.producers.iter().map(|it| NodeName::Producer(it.name.clone())));
    nodes.extend(topology.exchanges.iter().map(|it| NodeName::Exchange(it.name.clone())));
    nodes.extend(topology.queues.iter().map(|it| NodeName::Queue(it.name.clone())));
    nodes.extend(topology.topics.iter().map(|it| NodeName::Topic(it.name.clone())));
    nodes.extend(topology.consumers.iter().map(|it| NodeName::Consumer(it.name.clone())));
    nodes.extend(topology.callers.iter().map(|it| NodeName::Caller(it.name.clone())));
    nodes.extend(topology.services.iter().map(|it| NodeName::Service(it.name.clone())));
    nodes
}

fn done(scenario: &Scenario, edit: Edit) -> Scenario {
    apply(scenario, &edit).unwrap_or_else(|sentence| panic!("{edit:?}: {sentence}"))
}

#[test]
fn a_new_consumer_beside_a_queue_reads_it() {
    let before = world("work-queue");
    let edit = Edit::Add { kind: Kind::Consumer, beside: Some(queue("orders")) };
    let after = done(&before, edit);
    assert_eq!(new_node(&before, &after), Some(consumer("consumer")));
    let wires = wires_of(&after.topology, &consumer("consumer"));
    let reads = Wire::Read { queue: "orders".to_owned(), consumer: "consumer".to_owned() };
    assert_eq!(wires, [reads]);
}

#[test]
fn a_second_of_its_kind_gets_a_number() {
    let add = || Edit::Add { kind: Kind::Queue, beside: None };
    let two = done(&done(&world("work-queue"), add()), add());
    let three = done(&two, Edit::Duplicate(queue("queue-2")));
    let names: Vec<_> = three.topology.queues.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["orders", "queue", "queue-2", "queue-3"]);
}

#[test]
fn a_rename_reaches_every_mention() {
    let mut before = world("poison");
    let command = read::command(r#"{ "purge": { "queue": "orders" } }"#).expect("is a command");
    before.log.push(Entry { at_us: 0, command });
    let to = "incoming".to_owned();
    let after = done(&before, Edit::Rename { node: queue("orders"), to });
    let text = serde_json::to_string(&after).expect("is data");
    assert!(!text.contains(r#""orders""#), "{text}");
    let to = "orders".to_owned();
    assert_eq!(done(&after, Edit::Rename { node: queue("incoming"), to }), before);
}

#[test]
fn a_pool_keeps_its_numbers_under_another_name() {
    let mut before = world("work-queue");
    let command = read::command(r#"{ "revive": { "consumer": "billing-2" } }"#).expect("is one");
    before.log.push(Entry { at_us: 0, command });
    let rename = Edit::Rename { node: consumer("billing-3"), to: "till".to_owned() };
    let after = done(&before, rename);
    let text = serde_json::to_string(&after).expect("is data");
    assert!(text.contains(r#""till-2""#) && !text.contains("billing"), "{text}");
}

#[test]
fn what_is_taken_or_empty_is_refused_with_a_sentence() {
    let before = world("poison");
    let rename = |to: &str| Edit::Rename { node: queue("orders"), to: to.to_owned() };
    let taken = apply(&before, &rename("orders.dead")).expect_err("is taken");
    assert!(taken.contains("taken already"), "{taken}");
    let empty = apply(&before, &rename("  ")).expect_err("is no name");
    assert!(empty.contains("from 1 to 60 characters"), "{empty}");
}

#[test]
fn a_node_goes_with_its_wires_and_commands() {
    let before = world("work-queue");
    let after = done(&before, Edit::Remove(queue("orders")));
    assert!(after.topology.queues.is_empty());
    assert!(nodes(&after).iter().all(|node| wires_of(&after.topology, node).is_empty()));
    Run::new(after).expect("starts");
}

#[test]
fn a_consumer_reads_several_queues_and_publishes_on() {
    let mut now = done(&world("work-queue"), Edit::Add { kind: Kind::Queue, beside: None });
    let queues = vec!["orders".to_owned(), "queue".to_owned()];
    now = done(&now, Edit::SetQueues { consumer: "billing".to_owned(), queues });
    now = done(&now, Edit::Add { kind: Kind::Queue, beside: None });
    let on = Wire::PublishOn { consumer: "billing".to_owned(), to: queue("queue-2") };
    now = done(&now, Edit::Connect(on));
    assert_eq!(wires_of(&now.topology, &consumer("billing")).len(), 3);
}

#[test]
fn a_binding_key_is_edited_in_place() {
    let before = world("topic");
    let from = NodeName::Exchange(before.topology.exchanges[0].name.clone());
    let wires = wires_of(&before.topology, &from);
    let wire = wires.into_iter().find(|it| matches!(it, Wire::Bind { .. })).expect("is bound");
    let after = done(&before, Edit::SetKey { wire, key: "a.*".to_owned() });
    assert_eq!(after.topology.bindings.len(), before.topology.bindings.len());
    assert!(after.topology.bindings.iter().any(|it| it.key == "a.*"));
}

#[test]
fn whatever_is_offered_can_be_added() {
    let profiles = catalog::CATALOG.iter().map(|exhibit| (exhibit.scenario)());
    for world in profiles {
        for kind in kinds(&world.topology) {
            let after = done(&world, Edit::Add { kind, beside: None });
            let name = step_name(&Edit::Add { kind, beside: None }, &world, &after);
            assert!(name.starts_with("add ") && new_node(&world, &after).is_some(), "{name}");
        }
    }
}

#[test]
fn what_was_set_by_hand_stays_set_and_is_copied_with_its_node() {
    let world = world("poison");
    let ask = |at_us, text| Entry { at_us, command: read::command(text).expect("is a command") };
    let asked = [
        ask(5, r#"{ "set-prefetch": { "consumer": "billing", "prefetch": 3 } }"#),
        ask(6, r#"{ "crash": { "consumer": "billing" } }"#),
        ask(7, r#"{ "set-prefetch": { "consumer": "billing", "prefetch": 4 } }"#),
        ask(90, r#"{ "set-prefetch": { "consumer": "billing", "prefetch": 5 } }"#),
    ];
    let settled = with_settings(&world, &asked, Tick(50));
    let four = Entry { at_us: 0, ..asked[2].clone() };
    assert_eq!(settled.log, std::slice::from_ref(&four));
    let two = done(&settled, Edit::Duplicate(consumer("billing")));
    let text = r#"{ "set-prefetch": { "consumer": "billing-2", "prefetch": 4 } }"#;
    assert_eq!(two.log, [four, ask(0, text)]);
    let run = Run::new(two).expect("starts");
    assert!(run.refused().is_empty(), "{:?}", run.refused());
}

#[test]
fn positions_survive_the_way_through_text() {
    let position = Position { node: queue("orders"), x: -40.5, y: 12.0, w: Some(300.0) };
    let moved = done(&world("work-queue"), Edit::Move(position));
    let text = serde_json::to_string(&moved).expect("is data");
    assert_eq!(read::scenario(&text), (Some(moved.clone()), vec![]));
    assert_eq!(done(&moved, Edit::Tidy), world("work-queue"));
}

#[test]
fn a_position_out_of_bounds_is_refused() {
    let position = Position { node: queue("orders"), x: f64::NAN, y: 0.0, w: None };
    assert!(apply(&world("work-queue"), &Edit::Move(position)).is_err());
}

fn left(scenario: Scenario) -> Left {
    Left { scenario, asked: Vec::new(), at: Tick(0) }
}

/// An edit chosen by three numbers among all that make sense here.
fn chosen(scenario: &Scenario, (what, which, other): (u8, usize, usize)) -> Edit {
    const KINDS: [Kind; 7] = [
        Kind::Producer,
        Kind::Exchange(ExchangeKind::Topic),
        Kind::Queue,
        Kind::Topic,
        Kind::Consumer,
        Kind::Service,
        Kind::Caller,
    ];
    let nodes = nodes(scenario);
    let node = (!nodes.is_empty()).then(|| nodes[which % nodes.len()].clone());
    let add = Edit::Add { kind: KINDS[other % KINDS.len()], beside: node.clone() };
    let Some(node) = node else {
        return add;
    };
    let offers = legal_wires(scenario, &node);
    let wires = wires_of(&scenario.topology, &node);
    match what {
        0..=2 => add,
        3..=5 if !offers.is_empty() => Edit::Connect(offers[other % offers.len()].0.clone()),
        6 if !wires.is_empty() => Edit::Disconnect(wires[other % wires.len()].clone()),
        7 => Edit::Rename { node, to: format!("name {other}") },
        8 => Edit::Duplicate(node),
        _ => Edit::Remove(node),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_edits_give_worlds_that_run_and_can_be_taken_back(
        picks in prop::collection::vec((0_u8..10, any::<usize>(), any::<usize>()), 1..20),
    ) {
        let start = world("topic");
        let (mut now, mut history) = (start.clone(), History::default());
        for pick in picks {
            let edit = chosen(&now, pick);
            match apply(&now, &edit) {
                Ok(after) => {
                    prop_assert_eq!(limits::problems(&after), vec![]);
                    let name = step_name(&edit, &now, &after);
                    history.edited(name, left(std::mem::replace(&mut now, after)));
                }
                Err(sentence) => {
                    prop_assert!(!matches!(edit, Edit::Connect(_)), "{:?}: {}", edit, sentence);
                    prop_assert!(!sentence.is_empty());
                }
            }
        }
        let end = now.clone();
        while let Some(before) = history.undo(left(now.clone())) {
            now = before.scenario;
        }
        prop_assert_eq!(&now, &start);
        while let Some(after) = history.redo(left(now.clone())) {
            now = after.scenario;
        }
        prop_assert_eq!(now, end);
    }
}
