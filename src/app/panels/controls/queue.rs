//! A queue's settings, the members of its group, and emptying it.

use yew::prelude::*;

use super::{button, settings::settings};
use crate::{
    app::shared::Panel,
    engine::{Command, Queue},
    scenario::{settings::of_queue, switch::Kind},
};

/// The controls.
pub fn queue(panel: Panel<'_>, queue: &Queue) -> Html {
    let spec = queue.spec();
    let kind = Kind::of(queue.profile());
    html! {
        <div class="rows">
            { settings(panel, of_queue(kind), spec) }
            { members(panel, queue) }
            <div class="acts">
                { button(
                    panel,
                    if kind.is_sqs() { "PurgeQueue" } else { "Purge" },
                    format!("Delete what is ready in {}", spec.name),
                    Command::Purge { queue: spec.name.clone() },
                ) }
            </div>
        </div>
    }
}

/// The members of a quorum queue, one by one (R39).
fn members(panel: Panel<'_>, queue: &Queue) -> Html {
    let (up, all) = queue.members();
    if all == 1 {
        return html! {};
    }
    let name = queue.spec().name.clone();
    let set = |up: u8| Command::SetMembersUp { queue: name.clone(), up };
    let words = match queue.is_available() {
        true => format!("{up} of {all} members are up"),
        false => format!("{up} of {all} members are up: no majority"),
    };
    let stop = "One member less: with no majority left, nothing is confirmed or delivered";
    html! {
        <div class="rows members">
            <p class={classes!((!queue.is_available()).then_some("strong"))}>{ words }</p>
            <div class="acts">
                if up > 0 {
                    { button(panel, "Stop a member", stop.to_owned(), set(up - 1)) }
                }
                if up < all {
                    { button(panel, "Start a member", "One member more".to_owned(), set(up + 1)) }
                }
            </div>
        </div>
    }
}
