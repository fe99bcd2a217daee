//! What to do first, as the address asks.

use crate::{
    embed::schema::Parameters,
    scenario::catalog,
    words::{going as says, quoted},
};

use super::{
    state::{Action, HOME_WORLD, Notice, Route, Setting},
    update::no_such_lab,
};

/// The first actions of a page that was opened at `asked` with these
/// parameters.
pub fn actions(parameters: &Parameters, asked: Route, setting: Setting) -> Vec<Action> {
    let asked = if leads_nowhere(&asked).is_some() { Route::Home } else { asked };
    let mut actions = Vec::new();
    // A frame has no home page. Its lab also stands in for a lesson that turns
    // out not to be there.
    if setting.embed {
        let lab = parameters.lab.clone().unwrap_or_else(|| HOME_WORLD.to_owned());
        actions.push(Action::Go(Route::Lab(lab)));
    }
    let route = match (&parameters.lesson, &parameters.lab, asked) {
        (Some(id), _, Route::Home) => Some(Route::Lesson(id.clone())),
        (None, Some(id), Route::Home) => Some(Route::Lab(id.clone())),
        (None, None, Route::Home) if setting.embed => None,
        (_, _, asked) => Some(asked),
    };
    // A shared run has a seed and a speed of its own, and a lesson begins when
    // its reader is ready.
    let is_run = matches!(route, Some(Route::Run(_)));
    let waits = matches!(route, Some(Route::Lesson(_)));
    actions.extend(route.map(Action::Go));
    if !is_run {
        actions.push(Action::SetSpeed(parameters.speed));
        actions.extend(parameters.seed.map(Action::Reseed));
    }
    if parameters.autoplay && !waits && !setting.is_still() {
        actions.push(Action::Play);
    }
    actions
}

/// Tells what was wrong with an address. Said once everything is there, for
/// whatever begins takes older notices away.
pub fn tell(problems: Vec<String>) -> Option<Action> {
    let title = says::ADDRESS_PROBLEMS.into();
    (!problems.is_empty()).then_some(Action::TellToo(Notice { title, lines: problems }))
}

/// Why there is nothing at an address, if that can be known before going there.
pub fn leads_nowhere(route: &Route) -> Option<String> {
    match route {
        Route::Lab(id) if catalog::find_all(id).is_none() => Some(no_such_lab(id)),
        Route::Nowhere(path) => Some(says::nothing_at(&quoted(path))),
        _ => None,
    }
}
