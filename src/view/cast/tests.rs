//! What is on the stage at chosen moments of built-in worlds.

use super::*;
use crate::{
    engine::Command,
    scenario::{Run, catalog},
    view::{scene::Cursor, states},
};

fn scene(run: &Run, room: (f64, f64)) -> (Scene, Layout) {
    let layout = Layout::new(run.engine(), room);
    let lens = Lens { speed: 1.0, picked: None, still: false };
    let mut scene = Scene::default();
    draw(&mut scene, run.engine(), &layout, lens);
    (scene, layout)
}

fn after(world: &str, ms: u64) -> Run {
    let mut run = Run::new(catalog::find(world).expect("is built in")).expect("starts");
    run.advance(ms * 1_000, u64::MAX);
    run
}

const ROOM: (f64, f64) = (848.0, 584.0);

#[test]
fn a_message_out_is_seen_twice() {
    let (scene, _) = scene(&after("guarantees", 2_300), ROOM);
    let fills: Vec<Fill> = scene.tokens.iter().map(|token| token.fill).collect();
    assert!(fills.contains(&Fill::Copy) && fills.contains(&Fill::Held), "{fills:?}");
    assert_eq!(scene.rings.len(), 1);
}

#[test]
fn what_comes_back_counts_its_deliveries() {
    let mut run = after("guarantees", 2_300);
    let kill = Command::Crash { consumer: "billing".to_owned(), at: None };
    run.ask(kill).expect("it is up");
    run.advance(700_000, u64::MAX);
    let (scene, layout) = scene(&run, ROOM);
    let moving = |token: &&Token| matches!(token.fill, Fill::Moving(_));
    let back = scene.tokens.iter().find(moving);
    let back = back.expect("m1 is on its way back");
    assert_eq!((back.message, back.nth), (MessageId(0), 2));
    assert_eq!(back.form, Form::Again);
    let hit = scene.token_at(back.place).expect("is there");
    assert_eq!(
        (hit.message, states::token(hit).as_str()),
        (MessageId(0), "delivery 2, on its way")
    );
    assert!(scene.idle.iter().any(|idle| *idle), "its wire delivers nothing");
    assert!(layout.height > back.place.y && back.place.y > 0.0);
}

#[test]
fn dead_letters_lie_in_their_tray_with_a_reason() {
    let (scene, layout) = scene(&after("poison", 60_000), ROOM);
    let tray = layout.nodes.iter().find(|node| node.shape == Shape::Tray).expect("stands");
    let inside = |token: &&Token| tray.body.contains(token.place);
    let dead = scene.tokens.iter().filter(inside).count();
    assert!(dead > 2 && scene.stamps.len() >= dead - 1);
}

#[test]
fn thousands_are_squares_and_cost_no_tokens() {
    for (world, least) in [("bench-1k", 100), ("bench-10k", 100)] {
        let (scene, _) = scene(&after(world, 8_000), ROOM);
        let squares = scene.squares[Hue::Live as usize].len() / 2;
        assert!(squares > least && scene.tokens.len() < 20, "{world}: {squares}");
    }
}

#[test]
fn a_full_tube_says_how_many_more_there_are() {
    let mut run = after("work-queue", 1_000);
    for n in 1..=3 {
        let kill = Command::Crash { consumer: format!("billing-{n}"), at: None };
        run.ask(kill).expect("it is up");
    }
    // Too many to show, and no crowd yet.
    while run.engine().queues()[0].ready_len() < 12 {
        run.advance(100_000, u64::MAX);
    }
    let (scene, layout) = scene(&run, ROOM);
    let tube = layout.node(NodeId::Queue(QueueId(0))).expect("stands");
    let waiting = run.engine().queues()[0].ready_len();
    let drawn = scene.tokens.iter().filter(|token| token.fill == Fill::Waiting).count();
    assert_eq!(drawn as u64 + scene.notes[0].more, waiting as u64);
    assert!(tube.body.contains(scene.notes[0].place));
}

#[test]
fn without_motion_nothing_moves_between_two_events() {
    let lens = Lens { speed: 1.0, picked: None, still: true };
    let mut run = after("guarantees", 1_300);
    let layout = Layout::new(run.engine(), ROOM);
    let places = |run: &Run| -> Vec<Point> {
        let mut scene = Scene::default();
        draw(&mut scene, run.engine(), &layout, lens);
        scene.tokens.iter().map(|token| token.place).collect()
    };
    let before = places(&run);
    run.advance(300_000, u64::MAX);
    assert_eq!(before, places(&run));
    assert_eq!(before.len(), 1);
}

#[test]
fn every_world_can_be_drawn_at_any_moment() {
    for exhibit in catalog::CATALOG.iter().filter(|exhibit| exhibit.group.is_some()) {
        let mut run = after(exhibit.id, 0);
        for room in [ROOM, (390.0, 500.0)] {
            for _ in 0..100 {
                run.advance(130_000, u64::MAX);
                let (scene, layout) = scene(&run, room);
                let lost = scene.tokens.iter().find(|token| {
                    !(-40.0..layout.width + 40.0).contains(&token.place.x)
                        || !(-40.0..layout.height + 40.0).contains(&token.place.y)
                });
                assert!(lost.is_none(), "{}: {lost:?}", exhibit.id);
            }
        }
    }
}

#[test]
fn a_tape_keeps_what_has_been_read_and_shows_both_flags() {
    let run = after("idle-members", 12_000);
    let (scene, layout) = scene(&run, ROOM);
    let node = layout.node(NodeId::Topic(TopicId(0))).expect("stands");
    for (n, log) in run.engine().partitions().iter().enumerate() {
        let on_tape = |token: &&Token| {
            matches!(token.fill, Fill::Stored | Fill::Beyond) && node.lane(n).contains(token.place)
        };
        let tokens = scene.tokens.iter().filter(on_tape).count();
        let shown = tokens + scene.tapes[n].blocks.len();
        assert_eq!(shown as u64 + scene.tapes[n].older, log.records().len() as u64);
        assert!(shown > 0);
    }
    let committed_first = |cursor: &Cursor| match (cursor.committed, cursor.position) {
        (Some(committed), Some(position)) => committed.x <= position.x,
        _ => true,
    };
    assert_eq!(scene.cursors.len(), 2);
    assert!(scene.cursors.iter().all(committed_first), "{:?}", scene.cursors);
}

#[test]
fn what_a_share_group_has_lent_is_hollow_and_shows_its_lock() {
    let run = after("share-group", 10_000);
    let (scene, layout) = scene(&run, ROOM);
    let lane = layout.node(NodeId::Topic(TopicId(0))).expect("stands").lane(0);
    let lent = |token: &&Token| token.fill == Fill::Copy && lane.contains(token.place);
    let lent = scene.tokens.iter().filter(lent).count();
    let share = run.engine().groups()[0].share(crate::engine::PartitionId(0)).expect("shares");
    assert!(lent > 0 && lent <= share.records().len(), "{lent}");
    assert!(scene.leases.len() >= lent);
}
