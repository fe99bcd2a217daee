//! Over the stage: the guarantee in force, and the ways to make trouble.

use yew::prelude::*;

use crate::{
    app::{
        icons::{Icon, icon},
        keys,
        panels::{
            building::{bar, build_button},
            faults::break_button,
            guarantee::guarantee_choice,
        },
        shared::Panel,
    },
    words::faults as words,
};

/// The bar.
pub fn stage_bar(panel: Panel<'_>) -> Html {
    if panel.state.building.open {
        return bar(panel);
    }
    let has_crash = keys::crash(panel.state).is_some();
    html! {
        <div class="bar">
            { guarantee_choice(panel, "guarantee") }
            <span class="sp"></span>
            { build_button(panel) }
            <button
                type="button"
                class="btn sm"
                disabled={!has_crash}
                title={words::CRASH_MEANS}
                onclick={panel.click_then(keys::crash)}
            >
                { icon(Icon::Bolt) }
                <span class="word">{ words::CRASH }</span>
            </button>
            { break_button(panel) }
        </div>
    }
}
