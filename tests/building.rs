//! Building on the page: stories of edits, without a browser.

use queuescope::{
    app::{
        building::Build,
        keys,
        state::{Action, Effect, Route, Selection, Setting, State},
        update::update,
    },
    engine::{Command, ConsumerId, NodeId, QueueId, profile::ProfileId},
    scenario::{
        edit::{Edit, Kind, NodeName, Wire},
        limits,
    },
    view::layout::{Layout, Zoom},
};

fn in_lab(id: &str) -> State {
    let mut state = State::new(Setting::default());
    update(&mut state, Action::Go(Route::Lab(id.to_owned())));
    build(&mut state, Build::Open(true));
    state
}

fn build(state: &mut State, step: Build) -> Vec<Effect> {
    update(state, Action::Build(step))
}

fn edit(state: &mut State, edit: Edit) -> Vec<Effect> {
    build(state, Build::Edit(edit))
}

fn queue(name: &str) -> NodeName {
    NodeName::Queue(name.to_owned())
}

fn add(kind: Kind, beside: Option<NodeName>) -> Edit {
    Edit::Add { kind, beside }
}

fn digest(state: &State) -> u64 {
    state.engine().facts().digest()
}

fn layout(state: &State) -> Layout {
    let side = state.side();
    Layout::of(side.engine(), side.scenario(), state.stage_room, Zoom::Readable)
}

#[test]
fn an_empty_lab_begins_with_all_three_and_runs() {
    let mut state = in_lab("blank");
    assert!(state.building.open && state.engine().queues().is_empty());
    build(&mut state, Build::Begin);
    assert_eq!(state.building.history.last(), Some("add a producer, a queue and a consumer"));
    update(&mut state, Action::RunFor(10_000.0));
    assert!(state.engine().effects().once > 3, "{:?}", state.notice);
}

#[test]
fn under_every_broker_one_can_begin() {
    for broker in [ProfileId::Kafka, ProfileId::SqsStandard, ProfileId::PubSub] {
        let mut state = in_lab("blank");
        update(&mut state, Action::OfferSwitch(broker));
        build(&mut state, Build::Begin);
        update(&mut state, Action::RunFor(20_000.0));
        assert!(state.engine().effects().once > 3, "{broker:?}: {:?}", state.notice);
    }
}

#[test]
fn a_new_node_is_selected_and_its_name_comes_next() {
    let mut state = in_lab("work-queue");
    edit(&mut state, add(Kind::Consumer, Some(queue("orders"))));
    let id = state.engine().find_consumer("consumer").expect("is there");
    assert_eq!(state.selection(), Some(Selection::Node(NodeId::Consumer(id))));
    assert_eq!(state.building.fresh, Some(NodeName::Consumer("consumer".to_owned())));
    update(&mut state, Action::Select(None));
    assert_eq!(state.building.fresh, None);
}

#[test]
fn an_edit_begins_afresh_and_undo_brings_the_old_run_back_as_it_stood() {
    let mut state = in_lab("guarantees");
    update(&mut state, Action::RunFor(7_000.0));
    let crash = Command::Crash { consumer: "billing".to_owned(), at: None };
    update(&mut state, Action::Ask(crash));
    let (before, seed) = (digest(&state), state.side().scenario().seed);
    edit(&mut state, add(Kind::Queue, None));
    assert_eq!((state.now().0, state.side().scenario().seed), (0, seed));
    update(&mut state, Action::RunFor(3_000.0));
    let between = digest(&state);
    build(&mut state, Build::Undo);
    assert_eq!((state.now().as_ms(), digest(&state)), (7_000.0, before));
    assert!(!state.playing);
    assert_eq!(state.building.history.next(), Some("add queue queue"));
    build(&mut state, Build::Redo);
    assert_eq!((state.now().as_ms(), digest(&state)), (3_000.0, between));
}

#[test]
fn what_plays_goes_on_playing() {
    let mut state = in_lab("work-queue");
    update(&mut state, Action::Play);
    let effects = edit(&mut state, add(Kind::Queue, None));
    assert!(state.playing && effects.contains(&Effect::RequestFrame));
}

#[test]
fn what_was_set_by_hand_is_a_part_of_what_is_built() {
    let mut state = in_lab("guarantees");
    let set = Command::SetPrefetch { consumer: "billing".to_owned(), prefetch: 7 };
    update(&mut state, Action::Ask(set));
    update(&mut state, Action::RunFor(2_000.0));
    edit(&mut state, add(Kind::Queue, None));
    assert_eq!(state.engine().consumers()[0].spec().prefetch, 7);
    assert_eq!(state.notice, None);
}

#[test]
fn a_wire_is_added_and_taken_away() {
    let mut state = in_lab("work-queue");
    edit(&mut state, add(Kind::Queue, None));
    let wire = Wire::Read { queue: "queue".to_owned(), consumer: "billing".to_owned() };
    edit(&mut state, Edit::Connect(wire.clone()));
    let reads = |state: &State| state.engine().consumers()[0].spec().queues().count();
    assert_eq!(reads(&state), 2);
    edit(&mut state, Edit::Disconnect(wire));
    assert_eq!(reads(&state), 1);
    let name = state.building.history.last().map(str::to_owned);
    assert_eq!(name.as_deref(), Some("disconnect queue from billing"));
}

#[test]
fn a_name_that_is_taken_is_refused_beside_its_field() {
    let mut state = in_lab("poison");
    let before = state.side().number();
    edit(&mut state, Edit::Rename { node: queue("orders"), to: "orders.dead".to_owned() });
    assert_eq!(state.side().number(), before);
    let says = state.building.refused.clone().expect("says why");
    assert!(says.contains("taken already") && state.notice.is_none(), "{says}");
    edit(&mut state, Edit::Rename { node: queue("orders"), to: "incoming".to_owned() });
    assert_eq!(state.building.refused, None);
    assert!(state.engine().find_queue("incoming").is_some());
}

#[test]
fn too_many_of_a_kind_are_refused_with_a_sentence() {
    let mut scenario = in_lab("work-queue").side().scenario().clone();
    let first = scenario.topology.queues[0].clone();
    while scenario.topology.queues.len() < limits::NODES {
        let name = format!("q{}", scenario.topology.queues.len());
        scenario
            .topology
            .queues
            .push(queuescope::engine::topology::QueueSpec { name, ..first.clone() });
    }
    let mut state = in_lab("work-queue");
    update(&mut state, Action::Load(Box::new(scenario)));
    edit(&mut state, add(Kind::Queue, None));
    let notice = state.notice.expect("says why");
    assert!(notice.lines[0].contains("at most 1000"), "{notice:?}");
}

#[test]
fn an_edit_that_is_gone_leaves_everything_as_it_was() {
    let mut state = in_lab("work-queue");
    let before = (state.side().number(), state.route.clone());
    edit(&mut state, Edit::Remove(queue("nobody")));
    assert!(state.notice.is_some());
    assert_eq!((state.side().number(), state.route.clone()), before);
    assert_eq!(state.building.history.last(), None);
}

#[test]
fn nothing_else_moves_when_something_is_added_removed_or_moved() {
    let mut state = in_lab("topic");
    build(&mut state, Build::Room(1_600.0, 1_000.0));
    let places = |state: &State| {
        let layout = layout(state);
        let name = |id| NodeName::of(state.engine(), id);
        let placed = |node: &queuescope::view::layout::Node| {
            let body = node.body;
            let pixels = [body.x, body.y, body.w].map(|it| (it * layout.scale).round());
            (name(node.id), pixels)
        };
        layout.nodes.iter().map(placed).collect::<Vec<_>>()
    };
    // The first edit rounds places to whole units.
    edit(&mut state, add(Kind::Consumer, None));
    let before = places(&state);
    edit(&mut state, add(Kind::Producer, None));
    build(&mut state, Build::Nudge(NodeName::Consumer("consumer".to_owned()), -16.0, -16.0));
    edit(&mut state, Edit::Remove(NodeName::Producer("producer".to_owned())));
    let after = places(&state);
    assert_eq!(before.len(), after.len());
    for (old, new) in before.iter().zip(&after) {
        let moved = old.0 == NodeName::Consumer("consumer".to_owned());
        assert_eq!(old.0, new.0);
        let far = old.1.iter().zip(new.1).any(|(a, b)| (a - b).abs() > 1.5);
        assert_eq!(far, moved, "{old:?} {new:?}");
    }
}

#[test]
fn moving_a_node_interrupts_no_run_and_is_one_step() {
    let mut state = in_lab("work-queue");
    update(&mut state, Action::RunFor(4_000.0));
    let (run, before) = (state.side().number(), digest(&state));
    for _ in 0..3 {
        build(&mut state, Build::Nudge(queue("orders"), 0.0, 16.0));
    }
    assert_eq!((state.side().number(), digest(&state)), (run, before));
    assert_eq!(state.building.history.last(), Some("move orders"));
    build(&mut state, Build::Undo);
    assert_eq!(state.building.history.last(), None);
    assert!(state.side().scenario().positions.is_empty());
    assert_eq!(state.now().as_ms(), 4_000.0);
}

#[test]
fn nodes_keep_apart_wherever_they_are_added() {
    let mut state = in_lab("blank");
    build(&mut state, Build::Begin);
    let kinds = [Kind::Queue, Kind::Consumer, Kind::Consumer, Kind::Producer, Kind::Service];
    for kind in kinds.into_iter().chain([Kind::Caller, Kind::Queue, Kind::Consumer]) {
        edit(&mut state, add(kind, None));
        let layout = layout(&state);
        for (n, node) in layout.nodes.iter().enumerate() {
            let clash = layout.nodes[n + 1..].iter().find(|other| node.frame.overlaps(&other.body));
            assert_eq!(clash, None, "{kind:?}: {:?}", node.id);
        }
    }
}

#[test]
fn the_address_carries_what_was_built() {
    let mut state = in_lab("work-queue");
    let effects = edit(&mut state, add(Kind::Queue, None));
    assert!(effects.iter().any(|it| matches!(it, Effect::ShowRoute { .. })), "{effects:?}");
    let effects = edit(&mut state, add(Kind::Queue, None));
    let replaced = Effect::ReplaceRoute(state.route.clone());
    assert!(effects.contains(&replaced), "the second edit leads nowhere else");
    assert_eq!(Route::of_hash(&state.route.hash()), state.route);
    let mut opened = State::new(Setting::default());
    update(&mut opened, Action::Go(state.route.clone()));
    assert_eq!(opened.side().scenario(), state.side().scenario());
    assert!(opened.notice.is_none() && !opened.building.open);
}

#[test]
fn the_picked_node_stays_picked_under_its_new_number() {
    let mut state = in_lab("fan-out");
    let last = state.engine().queues().len() - 1;
    let name = state.engine().queues()[last].spec().name.clone();
    let pick = Selection::Node(NodeId::Queue(QueueId(last as u16)));
    update(&mut state, Action::Select(Some(pick)));
    let first = state.engine().queues()[0].spec().name.clone();
    edit(&mut state, Edit::Remove(queue(&first)));
    let Some(Selection::Node(id)) = state.selection() else {
        panic!("nothing is picked");
    };
    assert_eq!(state.engine().name_of(id), name);
}

#[test]
fn keys_take_edits_back_only_while_building() {
    let mut state = in_lab("work-queue");
    let undo = keys::chord("z", false, true);
    assert!(matches!(undo, Some(Action::Build(Build::Undo))));
    assert!(matches!(keys::chord("Z", true, true), Some(Action::Build(Build::Redo))));
    assert!(matches!(keys::chord("z", false, false), Some(Action::Travel(_))));
    let pick = Selection::Node(NodeId::Consumer(ConsumerId(0)));
    update(&mut state, Action::Select(Some(pick)));
    assert!(keys::action("Delete", false, &state).is_none());
    let remove = keys::action("Delete", true, &state).expect("is on the stage");
    update(&mut state, remove);
    assert!(state.engine().consumers().is_empty(), "a pool goes as a whole");
    build(&mut state, Build::Open(false));
    update(&mut state, Action::Select(Some(Selection::Node(NodeId::Queue(QueueId(0))))));
    assert!(keys::action("Delete", true, &state).is_none());
}

#[test]
fn two_runs_side_by_side_are_not_built_upon() {
    let mut state = in_lab("work-queue");
    update(&mut state, Action::Compare(ProfileId::RabbitQuorum));
    assert!(!state.building.open);
    build(&mut state, Build::Open(true));
    assert!(!state.building.open);
}
