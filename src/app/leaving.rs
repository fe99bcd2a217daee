//! The way out of a frame: where the same thing opens in a window of its own.

use crate::{
    embed::schema::{Controls, Parameters},
    scenario::share::{self, Length},
};

use super::{sharing::shared, side::Side, state::State};

/// The address of what a frame shows now: the lesson, the lab as it was opened,
/// or the exact run once there is one that a link can hold.
///
/// `page` is the address of the page, without query and hash; `asked` is how
/// the frame was opened. Colours, language and motion stay as they were.
pub fn way_out(state: &State, page: &str, asked: &Parameters) -> String {
    let link = run(state);
    let stays = Parameters {
        embed: false,
        lab: None,
        lesson: None,
        autoplay: false,
        controls: Controls::All,
        click: false,
        origins: Vec::new(),
        ..asked.clone()
    };
    // A run brings its own seed and speed.
    let query = match &link {
        Some(_) => Parameters { seed: None, speed: 1.0, ..stays }.query(),
        None => stays.query(),
    };
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{page}{mark}{query}{}", link.unwrap_or_else(|| state.route.hash()))
}

/// The link to the run of a lab in which something has happened.
fn run(state: &State) -> Option<String> {
    let begun = state.now().as_ms() > 0.0 || state.bench.sides().any(Side::is_changed);
    if !begun || state.given().is_some() {
        return None;
    }
    let link = share::link(&shared(state));
    (share::length(&link) != Length::TooLong).then_some(link)
}
