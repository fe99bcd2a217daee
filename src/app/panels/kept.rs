//! The labs kept from an earlier visit: to go on with, or to forget.

use yew::prelude::*;

use crate::{
    app::{
        icons::{Icon, icon},
        keeping::{Change, Kept},
        shared::Panel,
        state::{Action, Route},
    },
    words::kept as words,
};

/// The latest one, and the others folded under it; or an empty place.
///
/// It stands in the page and not over it, and takes no focus: whoever wants
/// something else goes on as if it were not there.
pub fn kept_labs(panel: Panel<'_>) -> Html {
    let setting = panel.state.setting;
    let here = panel.state.route == Route::Home || panel.state.route.is_lab();
    let shown = here && !setting.embed && !setting.preferences.presenting;
    let labs = if shown { &panel.state.kept[..] } else { &[] };
    html! {
        <div class="kept-place">
            if let Some((first, others)) = labs.split_first() {
                <aside class="kept" aria-label={words::FROM_BEFORE}>
                    { lab(panel, first, true) }
                    { more(panel, others) }
                    <button
                        type="button"
                        class="btn quiet icon"
                        aria-label={words::NOT_NOW}
                        title={words::THEY_STAY}
                        onclick={panel.click(Action::Keep(Change::NotNow))}
                    >
                        { icon(Icon::Close) }
                    </button>
                </aside>
            }
        </div>
    }
}

fn more(panel: Panel<'_>, others: &[Kept]) -> Html {
    html! {
        <details class="legend more" hidden={others.is_empty()}>
            <summary class="btn quiet sm">{ words::more(&others.len()) }</summary>
            <ul class="sheet">
                { for others.iter().map(|other| html! {
                    <li key={other.id.clone()}>{ lab(panel, other, false) }</li>
                }) }
            </ul>
        </details>
    }
}

fn lab(panel: Panel<'_>, lab: &Kept, first: bool) -> Html {
    let click = |change: fn(String) -> Change| panel.click(Action::Keep(change(lab.id.clone())));
    let before = (lab.readable && first).then(|| format!("{} ", words::YOU_WERE_IN));
    html! {
        <div class="kept-lab">
            <p>{ before.unwrap_or_default() }<b>{ lab.title.clone() }</b>{ lab.says.clone() }</p>
            <div class="acts">
                <button
                    type="button"
                    class="btn sm"
                    aria-label={words::go_on_with(&lab.title)}
                    hidden={!lab.readable}
                    onclick={click(Change::GoOn)}
                >
                    { words::GO_ON }
                </button>
                <button
                    type="button"
                    class="btn quiet sm"
                    aria-label={words::forget_lab(&lab.title)}
                    onclick={click(Change::Forget)}
                >
                    { words::FORGET }
                </button>
            </div>
        </div>
    }
}
