//! A queue's settings, the members of its group, and emptying it.

use yew::prelude::*;

use super::{button, settings::settings};
use crate::{
    app::shared::Panel,
    engine::{Command, Queue},
    scenario::{settings::of_queue, switch::Kind},
    words::queue_controls as words,
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
                    if kind.is_sqs() { words::PURGE_QUEUE } else { words::PURGE },
                    words::purge_title(&spec.name),
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
    let says = match queue.is_available() {
        true => words::members_up(up.into(), &all),
        false => words::no_majority(up.into(), &all),
    };
    html! {
        <div class="rows members">
            <p class={classes!((!queue.is_available()).then_some("strong"))}>{ says }</p>
            <div class="acts">
                if up > 0 {
                    { button(panel, words::STOP_MEMBER, words::STOP_TITLE.into(), set(up - 1)) }
                }
                if up < all {
                    { button(panel, words::START_MEMBER, words::START_TITLE.into(), set(up + 1)) }
                }
            </div>
        </div>
    }
}
