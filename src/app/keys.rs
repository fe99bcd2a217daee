//! Keys, except while somebody types.
//!
//! The space bar works anywhere. A single letter or sign does so only while
//! the stage has the focus, and not at all if that is preferred (WCAG 2.1.4).

use crate::{
    engine::{Command, ConsumerId, Engine, NodeId, topology::CrashPoint},
    words::{Word, keys as words},
};

use super::{
    building::{Build, remove_picked},
    state::{Action, Selection, State},
    travel::Travel,
};

/// The keys and what they do, for the legend.
pub const KEYS: [(Word, Word); 11] = [
    (words::SPACE, words::SPACE_DOES),
    (words::TAB, words::TAB_DOES),
    (words::ARROWS, words::ARROWS_DOES),
    (words::ENTER, words::ENTER_DOES),
    (words::STOPS, words::STOPS_DOES),
    (words::BRACKETS, words::BRACKETS_DOES),
    (words::UNDO, words::UNDO_DOES),
    (words::DELETE, words::DELETE_DOES),
    (words::CRASH, words::CRASH_DOES),
    (words::REVIVE, words::REVIVE_DOES),
    (words::SHEET, words::SHEET_DOES),
];

/// What a key asks for in this state, with the focus on the stage or not.
pub fn action(key: &str, on_stage: bool, state: &State) -> Option<Action> {
    let single = on_stage && state.setting.preferences.single_keys;
    match key {
        " " => Some(Action::TogglePlay),
        "Delete" if on_stage && state.building.open => Some(remove_picked(state)?),
        _ if !single => None,
        "?" => Some(Action::ShowLegend),
        "." => Some(Action::Step(1)),
        "," => Some(Action::Travel(Travel::Back)),
        "]" => Some(Action::Travel(Travel::Mark { ahead: true })),
        "[" => Some(Action::Travel(Travel::Mark { ahead: false })),
        "c" | "C" => Some(crash(state)?),
        "r" | "R" => Some(revive(state)?),
        _ => None,
    }
}

/// What a key with Ctrl asks for: the last command is taken back, or put back;
/// while somebody builds, the last edit.
pub fn chord(key: &str, shift: bool, building: bool) -> Option<Action> {
    let back = match (key, shift) {
        ("z" | "Z", false) => true,
        ("z" | "Z", true) | ("y", false) => false,
        _ => return None,
    };
    Some(match (back, building) {
        (true, true) => Action::Build(Build::Undo),
        (false, true) => Action::Build(Build::Redo),
        (true, false) => Action::Travel(Travel::Undo),
        (false, false) => Action::Travel(Travel::Redo),
    })
}

/// Crashes the selected consumer, or the first that is up, between its acts.
pub fn crash(state: &State) -> Option<Action> {
    let engine = state.engine();
    // A consumer driven by hand has no cycle to die in.
    let up = |id: ConsumerId| {
        let consumer = &engine.consumers()[id.index()];
        consumer.is_up() && !consumer.spec().by_hand
    };
    Some(Action::Ask(Command::Crash {
        consumer: name(engine, chosen(state, up)?),
        at: Some(CrashPoint::Between),
    }))
}

/// Revives the selected consumer, or the first that is down.
pub fn revive(state: &State) -> Option<Action> {
    let engine = state.engine();
    let down = |id: ConsumerId| !engine.consumers()[id.index()].is_up();
    Some(Action::Ask(Command::Revive { consumer: name(engine, chosen(state, down)?) }))
}

fn chosen(state: &State, suits: impl Fn(ConsumerId) -> bool) -> Option<ConsumerId> {
    let selected = match state.selection() {
        Some(Selection::Node(NodeId::Consumer(id))) => Some(id),
        _ => None,
    };
    let all = (0..state.engine().consumers().len() as u16).map(ConsumerId);
    selected.into_iter().chain(all).find(|id| suits(*id))
}

fn name(engine: &Engine, id: ConsumerId) -> String {
    engine.name_of(NodeId::Consumer(id)).to_owned()
}
