//! The lesson in one line, where there is no room for it beside the stage.

use yew::prelude::*;

use crate::{
    app::{
        icons::{Icon, icon},
        lessons::Doing,
        shared::Panel,
        state::Action,
    },
    words::{lesson as words, panels},
};

/// The line; empty outside lessons.
pub fn strip(panel: Panel<'_>) -> Html {
    let Some(open) = panel.state.given() else {
        return html! { <div class="strip" hidden=true></div> };
    };
    let met = open.met(&panel.state.bench);
    let count = met.iter().flatten().count();
    let done = count == met.len();
    let says = match open.waits() {
        true => words::PREDICT_FIRST.to_string(),
        false if done => words::ALL_MET.to_string(),
        false => words::goals_met(met.len() as u64, &count),
    };
    let mark = |met: &Option<_>| icon(if met.is_some() { Icon::Met } else { Icon::Unmet });
    let unfold = panel.click(Action::Lesson(Doing::Unfold(!open.unfolded)));
    html! {
        <div class="strip">
            <b>{ open.step().title.clone() }</b>
            <span class="marks" aria-hidden="true">{ for met.iter().map(mark) }</span>
            <span class="muted">{ says }</span>
            <button type="button" class={classes!("btn", "sm", done.then_some("primary"))} aria-expanded={open.unfolded.to_string()} onclick={unfold}>
                { panels::LESSON }
            </button>
        </div>
    }
}
