//! What to do first, as the address asks.

use crate::{embed::schema::Parameters, words::going as says};

use super::state::{Action, Notice, Route, Setting};

/// The first actions of a page that was opened at `asked` with these
/// parameters, and what was wrong with them in words.
pub fn actions(
    (parameters, problems): &(Parameters, Vec<String>),
    asked: Route,
    setting: Setting,
) -> Vec<Action> {
    let route = match (&parameters.lesson, &parameters.lab, asked) {
        (Some(id), _, Route::Home) => Route::Lesson(id.clone()),
        (None, Some(id), Route::Home) => Route::Lab(id.clone()),
        (_, _, asked) => asked,
    };
    let mut actions = vec![Action::Go(route), Action::SetSpeed(parameters.speed)];
    actions.extend(parameters.seed.map(Action::Reseed));
    if parameters.autoplay && !setting.reduced_motion {
        actions.push(Action::Play);
    }
    if !problems.is_empty() {
        let title = says::ADDRESS_PROBLEMS.into();
        actions.push(Action::TellToo(Notice { title, lines: problems.clone() }));
    }
    actions
}
