//! The exact run in a link or a file, and back again.

use crate::{
    engine::Refusal,
    scenario::{
        read::Problem,
        share::{self, Shared},
    },
    words::sharing as words,
};

use super::{
    building::Building,
    side::Side,
    state::{Effect, Notice, Route, State, World},
    travel,
};

/// The run on the bench as it is shown now, both sides of it.
pub fn shared(state: &State) -> Shared {
    let mut sides = state.bench.sides().map(Side::timeline);
    let main = sides.next().expect("there is always one");
    let shared = Shared::of(main, state.speed);
    match sides.next() {
        Some(beside) => shared.and(beside),
        None => shared,
    }
}

/// Opens a link: what could be read is shown, paused at its moment, and what
/// could not is told.
pub(super) fn open_link(state: &mut State, path: String) -> Vec<Effect> {
    let (shared, problems) = share::open(&format!("#/{path}"));
    let Some(shared) = shared else {
        state.tell(words::LINK_NOT_OPENED, lines(&problems));
        return vec![state.show_route()];
    };
    let effects = arrive(state, Route::Run(path), World::Own, shared);
    if !problems.is_empty() {
        state.tell(words::LINK_NOT_READ, lines(&problems));
    }
    effects
}

/// The run of a link that is whole; otherwise what is wrong with it.
pub fn whole(link: &str) -> Result<Shared, Notice> {
    match share::open(link) {
        (Some(shared), problems) if problems.is_empty() => Ok(shared),
        (_, problems) => Err(Notice { title: words::NO_STATE.into(), lines: lines(&problems) }),
    }
}

/// Puts a run that a script kept back on the bench.
pub(super) fn restore(state: &mut State, shared: Shared) -> Vec<Effect> {
    arrive(state, Route::Own, World::Own, shared)
}

/// Opens a file: a run or a scenario. One with any problem is not opened, and
/// the running lab goes on.
pub(super) fn open_file(state: &mut State, text: &str) -> Vec<Effect> {
    match share::open_file(text) {
        (Some(shared), problems) if problems.is_empty() => {
            arrive(state, Route::Own, World::Own, shared)
        }
        (_, problems) => {
            state.tell(words::FILE_NOT_OPENED, lines(&problems));
            vec![]
        }
    }
}

pub(super) fn lines(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(|problem| problem.to_string()).collect()
}

/// Puts a run on the bench, on the page it belongs to, heading for its moment.
pub(super) fn arrive(state: &mut State, route: Route, world: World, shared: Shared) -> Vec<Effect> {
    let number = state.next_run();
    let start =
        |side: &share::Side| Side::recorded(side.scenario.clone(), &side.asked, shared.at, number);
    let sides: Result<Vec<Side>, Refusal> =
        [&shared.side].into_iter().chain(&shared.beside).map(start).collect();
    let sides = match sides {
        Ok(sides) => sides,
        Err(refusal) => return state.cannot_start(&refusal),
    };
    state.bench.take(sides);
    state.building = Building::default();
    state.lessons.open = None;
    (state.route, state.world) = (route, world);
    (state.speed, state.playing) = (shared.speed, false);
    state.arriving = Some(shared);
    let mut effects = state.started();
    effects.extend(travel::go_on(state));
    effects.push(state.show_route());
    effects
}

/// The run has come to the moment it was shared at: says so if it came out
/// differently.
pub(super) fn arrived(state: &mut State) {
    let Some(shared) = state.arriving.take() else {
        return;
    };
    let main = state.bench.sides().next().expect("there is always one");
    if let Some(problem) = shared.differs(main.engine()) {
        state.tell(words::NOT_QUITE, vec![problem.to_string()]);
    }
}
