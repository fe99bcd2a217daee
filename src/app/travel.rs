//! Going to another moment, or to another line of time.
//!
//! A short way is gone at once, so that a drag of the bar follows the hand; a
//! long one takes several frames.

use crate::{
    engine::Tick,
    scenario::timeline::{Going, Until},
    words::{Word, decimal, travel as words},
};

use super::{
    sharing,
    side::Side,
    state::{Effect, State},
};

/// Most events gone at once: about a twentieth of a second.
const EVENTS_AT_ONCE: u64 = 250_000;

/// A way through time.
#[derive(Clone, Debug, PartialEq)]
pub enum Travel {
    /// To a moment, in virtual milliseconds.
    To(f64),
    /// To the last moment at which anything happened.
    Back,
    /// To the next thing that matters, or to the one before.
    Mark {
        /// The next one.
        ahead: bool,
    },
    /// The last command asked by hand is taken back.
    Undo,
    /// It is put back.
    Redo,
    /// To this moment of another branch.
    Branch(u32),
    /// Another name for a branch.
    Rename(u32, String),
    /// A branch is not wanted any more.
    Forget(u32),
    /// Another branch is shown beside this one.
    Beside(u32),
    /// On, until something happens.
    Until(Option<Until>),
}

/// Begins a journey; time stands still meanwhile.
pub(super) fn begin(state: &mut State, travel: Travel) -> Vec<Effect> {
    match travel {
        Travel::To(ms) => to(state, Tick((ms.max(0.0) * 1_000.0) as u64)),
        Travel::Back => {
            state.bench.step_back();
            set_out(state)
        }
        Travel::Mark { ahead } => match state.bench.mark(ahead) {
            Some(at) => to(state, at),
            None => vec![],
        },
        Travel::Undo => {
            let undone = state.bench.active_mut().timeline_mut().undo();
            follow(state, undone.is_some(), words::NOTHING_CHANGED)
        }
        Travel::Redo => {
            let redone = state.bench.active_mut().timeline_mut().redo();
            follow(state, redone, words::NOTHING_TAKEN_BACK)
        }
        Travel::Branch(id) => {
            let found = state.bench.active_mut().timeline_mut().switch_to(id);
            follow(state, found, words::NO_BRANCH)
        }
        Travel::Rename(id, name) => {
            if !state.bench.active_mut().timeline_mut().rename(id, &name) {
                state.tell(words::NOT_RENAMED, vec![words::NAMES_FULL.into()]);
            }
            vec![]
        }
        Travel::Forget(id) => {
            state.bench.active_mut().timeline_mut().forget(id);
            vec![]
        }
        Travel::Beside(id) => beside(state, id),
        Travel::Until(until) => {
            state.playing = until.is_some();
            state.until = until;
            state.repaint()
        }
    }
}

fn to(state: &mut State, at: Tick) -> Vec<Effect> {
    state.bench.seek(at);
    set_out(state)
}

/// One side has set out for its own moment on another line; the other one
/// comes along.
fn follow(state: &mut State, set_off: bool, otherwise: Word) -> Vec<Effect> {
    if !set_off {
        state.tell(words::NOWHERE, vec![otherwise.into()]);
        return vec![];
    }
    state.bench.meet();
    set_out(state)
}

/// The branch with this number as a second side, at the same moment.
fn beside(state: &mut State, id: u32) -> Vec<Effect> {
    state.bench.part();
    let side = state.side();
    let Some(timeline) = side.timeline().beside(id) else {
        state.tell(words::NOWHERE, vec![words::NO_BRANCH.into()]);
        return vec![];
    };
    let origin = side.origin.clone();
    let number = state.next_run();
    state.bench.set_beside(Side::of(timeline, origin, number), state.speed);
    set_out(state)
}

fn set_out(state: &mut State) -> Vec<Effect> {
    state.playing = false;
    state.until = None;
    go_on(state)
}

/// Goes on with the journey, as far as one frame allows.
pub(super) fn go_on(state: &mut State) -> Vec<Effect> {
    match state.bench.go_on(EVENTS_AT_ONCE, state.speed) {
        Going::OnTheWay => vec![Effect::RequestFrame],
        Going::Arrived => {
            sharing::arrived(state);
            vec![Effect::Repaint]
        }
        Going::GivenUp => {
            state.arriving = None;
            let at_s = state.now().as_ms() / 1_000.0;
            state.tell(words::TOO_FAR, vec![words::stands_at(&decimal(at_s, 2))]);
            vec![Effect::Repaint]
        }
    }
}
