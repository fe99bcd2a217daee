//! Which nodes have a line of their own in a chart.

use yew::prelude::*;

use super::Pick;
use crate::{
    view::{figures::MOST_LINES, tracked::Tracked},
    words::plots as words,
};

/// A list to tick; nothing where there is nothing to choose.
pub fn picker(picks: &[Pick], on_pick: &Callback<Tracked>) -> Html {
    if picks.is_empty() {
        return html! {};
    }
    let option = |pick: &Pick| {
        let node = pick.node;
        let onchange = on_pick.reform(move |_: Event| node);
        html! {
            <li key={pick.name.clone()}>
                <label>
                    <input type="checkbox" checked={pick.shown} {onchange} />
                    { pick.name.clone() }
                </label>
            </li>
        }
    };
    html! {
        <details class="numbers picks">
            <summary>{ words::LINES }</summary>
            <div class="sheet">
                <p class="muted">
                    { words::most(&MOST_LINES) }
                </p>
                <ul>{ for picks.iter().map(option) }</ul>
            </div>
        </details>
    }
}
