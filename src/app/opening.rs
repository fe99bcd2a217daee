//! What to do first, as the address asks.

use crate::{embed::schema::Parameters, scenario::catalog, words::going as says};

use super::{
    state::{Action, HOME_WORLD, Notice, Route, Setting},
    update::no_such_lab,
};

/// The first actions of a page that was opened at `asked` with these
/// parameters, and what was wrong with them in words.
pub fn actions(
    (parameters, problems): &(Parameters, Vec<String>),
    asked: Route,
    setting: Setting,
) -> Vec<Action> {
    let mut problems = problems.clone();
    let nowhere = leads_nowhere(&asked);
    let asked = if nowhere.is_some() { Route::Home } else { asked };
    problems.extend(nowhere);

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
    actions.extend(route.map(Action::Go));
    actions.push(Action::SetSpeed(parameters.speed));
    actions.extend(parameters.seed.map(Action::Reseed));
    if parameters.autoplay && !setting.is_still() {
        actions.push(Action::Play);
    }
    if !problems.is_empty() {
        let title = says::ADDRESS_PROBLEMS.into();
        actions.push(Action::TellToo(Notice { title, lines: problems }));
    }
    actions
}

/// Why there is nothing at an address, if that can be known before going there.
fn leads_nowhere(route: &Route) -> Option<String> {
    match route {
        Route::Lab(id) if catalog::find_all(id).is_none() => Some(no_such_lab(id)),
        Route::Nowhere(path) => Some(says::nothing_at(path)),
        _ => None,
    }
}
