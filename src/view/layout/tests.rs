//! Layouts of every built-in world: nodes keep apart, wires keep off nodes.

use crate::{
    engine::{Engine, topology::*},
    scenario::{Run, catalog},
    view::geometry::Rect,
};

use super::*;

const ROOMS: [(f64, f64); 5] =
    [(848.0, 584.0), (700.0, 400.0), (720.0, 210.0), (1500.0, 900.0), (390.0, 500.0)];

fn every_layout(check: impl Fn(&str, &Layout)) {
    for exhibit in &catalog::CATALOG {
        let run = Run::new((exhibit.scenario)()).expect("starts");
        for room in ROOMS {
            let layout = Layout::new(run.engine(), room);
            check(&format!("{} in {room:?}", exhibit.id), &layout);
        }
    }
}

#[test]
fn every_node_has_a_place_of_its_own() {
    every_layout(|name, layout| {
        for (n, node) in layout.nodes.iter().enumerate() {
            let sheet = Rect { x: 0.0, y: 0.0, w: layout.width, h: layout.height };
            let corner = at(node.frame.right(), node.frame.bottom());
            assert!(sheet.contains(at(node.frame.x, node.frame.y)), "{name}: {node:?}");
            assert!(sheet.contains(corner), "{name}: {node:?} in {sheet:?}");
            for other in &layout.nodes[n + 1..] {
                let clash = node.body.overlaps(&other.frame) || node.frame.overlaps(&other.body);
                assert!(!clash, "{name}: {node:?} and {other:?}");
            }
        }
    });
}

#[test]
fn wires_pass_no_node_but_their_ends() {
    every_layout(|name, layout| {
        for wire in &layout.wires {
            let (from, to) = ends(wire.link);
            let others = layout.nodes.iter().filter(|node| node.id != from && node.id != to);
            for node in others {
                let hit = wire.path.places().iter().find(|place| node.body.contains(**place));
                assert_eq!(hit, None, "{name}: {:?} runs through {:?}", wire.link, node.id);
            }
        }
    });
}

#[test]
fn every_link_has_a_wire_and_every_route_a_journey() {
    every_layout(|name, layout| {
        let wired = layout.wires.iter().all(|wire| layout.path(wire.link).is_some());
        assert!(wired && !layout.wires.is_empty(), "{name}");
    });
    let run = Run::new(catalog::find("topic").expect("is built in")).expect("starts");
    let layout = Layout::new(run.engine(), ROOMS[0]);
    let strays = run.engine().find_queue("strays").expect("is declared");
    let direct = layout.journey(ExchangeId(2), strays).expect("is bound");
    let through = layout.journey(ExchangeId(1), strays).expect("by the alternate exchange");
    assert!(direct.length() < through.length());
    assert_eq!(direct.end(), through.end());
}

#[test]
fn a_stage_shrinks_only_so_far_and_then_scrolls() {
    let run = Run::new(catalog::find("work-queue").expect("is built in")).expect("starts");
    let layout = Layout::new(run.engine(), (720.0, 210.0));
    assert_eq!(layout.scale, SMALLEST_SCALE);
    assert!(layout.height * layout.scale > 210.0);
}

#[test]
fn a_dozen_nodes_in_every_layer_keep_apart() {
    let names = |what: &str| -> Vec<String> { (0..12).map(|n| format!("{what}-{n}")).collect() };
    let topology = Topology {
        exchanges: names("x")
            .into_iter()
            .map(|name| ExchangeSpec {
                name,
                kind: ExchangeKind::Fanout,
                durable: true,
                alternate: None,
            })
            .collect(),
        queues: names("q").into_iter().map(QueueSpec::named).collect(),
        bindings: (0..12)
            .map(|n| BindingSpec {
                exchange: format!("x-{n}"),
                queue: Some(format!("q-{n}")),
                ..BindingSpec::default()
            })
            .collect(),
        producers: (0..12)
            .map(|n| ProducerSpec {
                exchange: format!("x-{n}"),
                ..ProducerSpec::named(format!("p-{n}"), "")
            })
            .collect(),
        consumers: (0..12)
            .map(|n| ConsumerSpec::named(format!("c-{n}"), format!("q-{n}")))
            .collect(),
        hop_ms: 1.0,
        ..Topology::default()
    };
    let engine = Engine::new(&topology, 1).expect("starts");
    for room in ROOMS {
        let layout = Layout::new(&engine, room);
        assert_eq!(layout.nodes.len(), 48);
        for (n, node) in layout.nodes.iter().enumerate() {
            let clash = layout.nodes[n + 1..].iter().find(|other| node.body.overlaps(&other.body));
            assert_eq!(clash, None, "{:?}", node.id);
        }
    }
}

#[test]
fn slots_lie_inside_their_node() {
    every_layout(|name, layout| {
        for node in &layout.nodes {
            let last = node.room() - 1;
            assert!(node.body.contains(node.slot(last)), "{name}: {node:?}");
            if let Some(last) = node.copy_room().checked_sub(1) {
                assert!(node.body.contains(node.copy_slot(last)), "{name}: {node:?}");
            }
        }
    });
}

#[test]
fn what_is_appended_comes_to_the_young_end_of_every_tape() {
    every_layout(|name, layout| {
        for wire in layout.wires.iter().filter(|wire| !wire.arms.is_empty()) {
            let topic = layout.node(ends(wire.link).1).expect("stands");
            for n in 0..topic.lanes().0 {
                let (lane, end) = (topic.lane(n), wire.arms[n].end());
                assert!(lane.right() <= end.x && end.y == lane.center().y, "{name}: {end:?}");
                let over = |place: &&Point| lane.contains(**place);
                assert_eq!(wire.arms[n].places().iter().find(over), None, "{name}");
            }
        }
    });
}

#[test]
fn the_members_of_a_group_stand_in_its_room_and_nobody_else() {
    every_layout(|name, layout| {
        for circle in &layout.circles {
            let within = |node: &&Node| circle.frame.overlaps(&node.body);
            let inside: Vec<NodeId> =
                layout.nodes.iter().filter(within).map(|node| node.id).collect();
            let all_consumers = inside.iter().all(|id| matches!(id, NodeId::Consumer(_)));
            assert!(all_consumers && !inside.is_empty(), "{name}: {inside:?}");
        }
        for (n, circle) in layout.circles.iter().enumerate() {
            let others = &layout.circles[n + 1..];
            assert!(!others.iter().any(|other| other.frame.overlaps(&circle.frame)), "{name}");
        }
    });
}

#[test]
fn a_stage_whose_places_are_kept_looks_the_same() {
    for exhibit in &catalog::CATALOG {
        let mut scenario = (exhibit.scenario)();
        let run = Run::new(scenario.clone()).expect("starts");
        for room in ROOMS {
            let before = Layout::new(run.engine(), room);
            let Some((positions, sheet)) = before.places(run.engine()) else {
                continue;
            };
            (scenario.positions, scenario.sheet) = (positions, Some(sheet));
            let after = Layout::of(run.engine(), &scenario, room, Zoom::Readable);
            let close = |a: f64, b: f64| (a - b).abs() < 1.0;
            assert!((before.scale - after.scale).abs() < 0.05, "{} in {room:?}", exhibit.id);
            for (old, new) in before.nodes.iter().zip(&after.nodes) {
                let same = old.id == new.id && close(old.body.w, new.body.w);
                assert!(same, "{} in {room:?}: {:?}", exhibit.id, old.id);
                let (dx, dy) = (new.body.x - old.body.x, new.body.y - old.body.y);
                let (x, y) = (after.width - before.width, after.height - before.height);
                let moved = (dx - x / 2.0).abs() + (dy - y / 2.0).abs();
                assert!(moved < 12.0, "{} in {room:?}: {:?} {moved}", exhibit.id, old.id);
            }
        }
    }
}

#[test]
fn a_node_put_anywhere_stands_there_and_wires_lead_to_it() {
    let mut scenario = catalog::find("work-queue").expect("is built in");
    let run = Run::new(scenario.clone()).expect("starts");
    let layout = Layout::new(run.engine(), ROOMS[3]);
    for corner in [at(-500.0, -500.0), at(5_000.0, 5_000.0), at(700.0, 40.0)] {
        let position = layout.put(run.engine(), 0, corner);
        let (mut positions, sheet) = layout.places(run.engine()).expect("is wide");
        positions[0] = position;
        (scenario.positions, scenario.sheet) = (positions, Some(sheet));
        let after = Layout::of(run.engine(), &scenario, ROOMS[3], Zoom::Readable);
        let sheet = Rect { x: 0.0, y: 0.0, w: after.width, h: after.height };
        assert!(sheet.contains(after.nodes[0].body.center()), "{corner:?}");
        assert_eq!(after.wires.len(), layout.wires.len());
        for wire in &after.wires {
            let (from, to) = ends(wire.link);
            for (id, end) in [(from, wire.path.start()), (to, wire.path.end())] {
                let body = after.node(id).expect("stands").body;
                let near =
                    Rect { x: body.x - 12.0, y: body.y - 12.0, w: body.w + 24.0, h: body.h + 24.0 };
                assert!(near.contains(end), "{:?} ends at {end:?}", wire.link);
            }
        }
    }
}
