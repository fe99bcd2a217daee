//! Building: the world on the stage, changed by hand, edit by edit.
//!
//! An edit makes another world, whose run begins at 0 with the same seed; it
//! plays on if the old one played. The old run is kept as it was left, so that
//! undo brings it back at its moment. Where a node stands is no part of a run:
//! moving one interrupts nothing.

use crate::{
    engine::Tick,
    scenario::{
        Scenario,
        edit::{
            Edit, History, Left, NodeName, Sentence, apply, begun, new_node, runs_alike, step_name,
            with_settings,
        },
        share::{self, Length, Shared},
    },
    view::{
        geometry::at,
        layout::{Layout, Zoom},
    },
    words::going as says,
};

use super::{
    side::Side,
    state::{Action, Effect, Route, Selection, State, Tab, World},
    travel,
};

/// What somebody does who builds.
#[derive(Clone, Debug)]
pub enum Build {
    /// Begins to build, or ends it.
    Open(bool),
    /// What most worlds begin with, on an empty stage.
    Begin,
    /// One change of the world.
    Edit(Edit),
    /// A node moves by so many stage units, right and down.
    Nudge(NodeName, f64, f64),
    /// The last edit is taken back.
    Undo,
    /// It comes again.
    Redo,
    /// A sentence about what was typed, beside its field; or none any more.
    Refuse(Option<Sentence>),
    /// How far the stage may shrink.
    Zoom(Zoom),
    /// The stage has so much room, in pixels.
    Room(f64, f64),
}

/// How building stands.
#[derive(Default)]
pub struct Building {
    /// Whether somebody builds.
    pub open: bool,
    /// How far the stage may shrink.
    pub zoom: Zoom,
    /// Why what was typed is not possible.
    pub refused: Option<Sentence>,
    /// The node that was just added: its name is what is typed next.
    pub fresh: Option<NodeName>,
    /// The edits.
    pub history: History,
}

/// Takes a step in building.
pub(super) fn update(state: &mut State, build: Build) -> Vec<Effect> {
    match build {
        Build::Open(open) => {
            state.building.open = open && state.bench.both().is_none();
            state.tab = Tab::Stage;
            state.building.refused = None;
            state.room += 1;
            state.repaint()
        }
        Build::Begin => {
            let base = settled(state);
            let first = says::FIRST_NODES.text();
            match begun(&base) {
                Ok(after) => change(state, &base, after, first.to_owned(), None),
                Err(sentence) => not_possible(state, sentence),
            }
        }
        Build::Edit(edit) => carry_out(state, edit),
        Build::Nudge(node, x, y) => nudge(state, &node, x, y),
        Build::Undo => back(state, History::undo),
        Build::Redo => back(state, History::redo),
        Build::Refuse(sentence) => {
            state.building.refused = sentence;
            vec![]
        }
        Build::Zoom(zoom) => {
            state.building.zoom = zoom;
            state.repaint()
        }
        Build::Room(width, height) => {
            state.stage_room = (width, height);
            vec![]
        }
    }
}

fn not_possible(state: &mut State, sentence: Sentence) -> Vec<Effect> {
    state.tell(says::NOT_POSSIBLE, vec![sentence]);
    vec![]
}

/// The world as it is set now, with every node at the place it has.
fn settled(state: &State) -> Scenario {
    let left = left(state.side());
    let mut base = with_settings(&left.scenario, &left.asked, left.at);
    keep_places(state, &mut base);
    base
}

/// The stage as it would be seen at its ordinary size.
fn layout(state: &State) -> Layout {
    let side = state.side();
    Layout::of(side.engine(), side.scenario(), state.stage_room, Zoom::Readable)
}

/// Nothing moves by itself when something comes or goes.
fn keep_places(state: &State, scenario: &mut Scenario) {
    let places = layout(state).places(state.engine());
    if let Some((positions, sheet)) = places.filter(|(positions, _)| !positions.is_empty()) {
        (scenario.positions, scenario.sheet) = (positions, Some(sheet));
    }
}

fn left(side: &Side) -> Left {
    Left { scenario: side.scenario().clone(), asked: side.timeline().asked(), at: side.now() }
}

fn carry_out(state: &mut State, edit: Edit) -> Vec<Effect> {
    let base = match &edit {
        Edit::Move(_) | Edit::Tidy => {
            let mut base = state.side().scenario().clone();
            keep_places(state, &mut base);
            base
        }
        _ => settled(state),
    };
    let after = match apply(&base, &edit) {
        Ok(after) if after == base => return vec![],
        Ok(after) => after,
        Err(sentence) if is_typed(&edit) => {
            state.building.refused = Some(sentence);
            return vec![];
        }
        Err(sentence) => return not_possible(state, sentence),
    };
    let pick = match &edit {
        Edit::Add { .. } | Edit::Duplicate(_) | Edit::Rename { .. } => new_node(&base, &after),
        Edit::Remove(node) => picked(state).filter(|picked| picked != node),
        _ => picked(state),
    };
    let is_new = matches!(edit, Edit::Add { .. } | Edit::Duplicate(_));
    state.building.fresh = pick.clone().filter(|_| is_new);
    let name = step_name(&edit, &base, &after);
    change(state, &base, after, name, pick)
}

/// What was typed stands in its field; so should the reason against it.
fn is_typed(edit: &Edit) -> bool {
    matches!(edit, Edit::Rename { .. } | Edit::SetKey { .. } | Edit::SetHeaders { .. })
}

/// The node that is picked, by its name.
fn picked(state: &State) -> Option<NodeName> {
    match state.selection() {
        Some(Selection::Node(id)) => Some(NodeName::of(state.engine(), id)),
        _ => None,
    }
}

/// Puts another world on the stage, or the same one with its nodes elsewhere.
fn change(
    state: &mut State,
    base: &Scenario,
    after: Scenario,
    name: String,
    pick: Option<NodeName>,
) -> Vec<Effect> {
    let before = left(state.side());
    if runs_alike(base, &after) {
        // A node that is moved on and on was moved once.
        if state.building.history.last() != Some(name.as_str()) || state.building.is_redoable() {
            state.building.history.edited(name, before);
        }
        arrange(state, &after);
        return settle_in(state);
    }
    let left = Left { scenario: after, asked: Vec::new(), at: Tick(0) };
    let effects = begin(state, left, pick);
    if effects.is_some() {
        state.building.history.edited(name, before);
    }
    effects.unwrap_or_default()
}

fn arrange(state: &mut State, scenario: &Scenario) {
    let side = state.bench.active_mut();
    side.timeline_mut().arrange(scenario.positions.clone(), scenario.sheet);
    (side.origin.positions, side.origin.sheet) = (scenario.positions.clone(), scenario.sheet);
    state.building.refused = None;
}

/// Begins the run of a world, or goes back to one that was left.
fn begin(state: &mut State, left: Left, pick: Option<NodeName>) -> Option<Vec<Effect>> {
    let number = state.next_run();
    let mut side = match Side::recorded(left.scenario, &left.asked, left.at, number) {
        Ok(side) => side,
        Err(refusal) => {
            state.cannot_start(&refusal);
            return None;
        }
    };
    let found = pick.and_then(|node| node.find(side.engine()));
    side.selection = found.map(Selection::Node);
    state.bench.replace(side);
    state.building.refused = None;
    let mut effects = state.started();
    effects.extend(travel::go_on(state));
    effects.extend(state.repaint());
    effects.extend(settle_in(state));
    Some(effects)
}

/// Undo and redo: the run on the other side of an edit, as it was left.
fn back(state: &mut State, way: fn(&mut History, Left) -> Option<Left>) -> Vec<Effect> {
    let present = left(state.side());
    let pick = picked(state);
    let Some(left) = way(&mut state.building.history, present) else {
        return not_possible(state, says::NO_EDIT.into());
    };
    if runs_alike(&left.scenario, state.side().scenario()) {
        arrange(state, &left.scenario);
        let mut effects = settle_in(state);
        effects.extend(state.repaint());
        return effects;
    }
    state.playing = false;
    begin(state, left, pick).unwrap_or_default()
}

fn nudge(state: &mut State, node: &NodeName, x: f64, y: f64) -> Vec<Effect> {
    let layout = layout(state);
    let found = node.find(state.engine());
    let Some(n) = layout.nodes.iter().position(|node| Some(node.id) == found) else {
        return vec![];
    };
    let body = layout.nodes[n].body;
    let position = layout.put(state.engine(), n, at(body.x + x, body.y + y));
    carry_out(state, Edit::Move(position))
}

/// What was built goes into the address, so that a reload or Back loses
/// nothing. The first edit leads away from the lab it began in; the next ones
/// take its place in the browser's history.
fn settle_in(state: &mut State) -> Vec<Effect> {
    let Left { scenario, asked, .. } = left(state.side());
    let at = state.side().timeline().heading().unwrap_or(state.now());
    let side = share::Side { scenario, asked };
    let shared = Shared { side, beside: None, speed: state.speed, at, digest: None };
    let link = share::link(&shared);
    let first = !matches!(state.route, Route::Run(_) | Route::Own);
    state.route = match share::length(&link) {
        Length::TooLong => Route::Own,
        _ => Route::of_hash(&link),
    };
    state.world = World::Own;
    // Its reader has made it, though nothing in its log may say so.
    state.bench.active_mut().resume();
    let mut effects = state.repaint();
    effects.push(match first {
        true => state.show_route(),
        false => Effect::ReplaceRoute(state.route.clone()),
    });
    effects
}

impl Building {
    /// A lab that was just opened: nothing to be taken back yet.
    pub(super) fn at_first(open: bool) -> Self {
        Building { open, ..Building::default() }
    }

    fn is_redoable(&self) -> bool {
        self.history.next().is_some()
    }
}

/// The action that removes the node that is picked.
pub fn remove_picked(state: &State) -> Option<Action> {
    picked(state).map(|node| Action::Build(Build::Edit(Edit::Remove(node))))
}
