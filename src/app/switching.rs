//! Switching brokers: the same world from its start under another product.
//!
//! What the other cannot express is told before anything changes. A switch
//! starts from the world as it was opened, so switching back brings back all.

use crate::{
    engine::profile::ProfileId,
    scenario::{
        Scenario,
        edit::History,
        switch::{Loss, switched},
    },
};

use super::{
    bench::At,
    side::Side,
    state::{Effect, State},
};

/// A switch that would lose something, waiting for a yes or a no.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// To which kind of queue.
    pub to: ProfileId,
    /// The world as it would be.
    pub scenario: Scenario,
    /// What it would do without.
    pub losses: Vec<Loss>,
}

/// Switches at once where nothing is lost; otherwise asks first.
pub(super) fn choose(state: &mut State, to: ProfileId) -> Vec<Effect> {
    state.offer = None;
    let present = state.side().scenario();
    if present.topology.profile == to {
        return vec![];
    }
    let origin = Scenario { seed: present.seed, ..state.side().origin.clone() };
    let (scenario, losses) = switched(&origin, to);
    let offer = Offer { to, scenario, losses };
    match offer.losses.is_empty() {
        true => carry_out(state, offer),
        false => {
            state.offer = Some(offer);
            vec![]
        }
    }
}

/// Carries out the switch that was offered.
pub(super) fn accept(state: &mut State) -> Vec<Effect> {
    match state.offer.take() {
        Some(offer) => carry_out(state, offer),
        None => vec![],
    }
}

fn carry_out(state: &mut State, offer: Offer) -> Vec<Effect> {
    match Side::new(offer.scenario, state.next_run()) {
        Ok(side) => {
            let side = side.keep_origin_of(state.side());
            // The edits before were those of another broker's world.
            state.building.history = History::default();
            state.bench.replace(side);
            state.started()
        }
        Err(refusal) => state.cannot_start(&refusal),
    }
}

/// Puts the same world beside the present one, under another broker or the
/// same, with the same seed and everything asked so far, and lets it come to
/// the same moment.
pub(super) fn compare(state: &mut State, with: ProfileId) -> Vec<Effect> {
    state.bench.part();
    let present = state.side();
    let recording = present.run().recording();
    let origin = Scenario { seed: recording.seed, log: recording.log, ..present.origin.clone() };
    match Side::beside(origin, with, state.next_run()) {
        Ok(side) => {
            state.bench.set_beside(side, state.speed);
            state.bench.active = At::Main;
            state.started()
        }
        Err(refusal) => state.cannot_start(&refusal),
    }
}
