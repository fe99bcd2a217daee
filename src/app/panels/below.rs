//! The region below the stage: one view at a time, chosen by tabs.
//!
//! A view is one function and one entry in [`Part::ALL`]. On a narrow page
//! the region is one of the parts of the lab and has all the room.

use web_sys::{HtmlElement, KeyboardEvent};
use yew::prelude::*;

use super::{books::books, charts::charts, events::events, space_time::space_time};
use crate::app::{
    below::{Change, Height, Part},
    shared::Panel,
    state::{Action, Tab},
};

/// The region; a frame in another page has no room for it.
pub fn below(panel: Panel<'_>) -> Html {
    if panel.state.setting.embed {
        return html! {};
    }
    let shown = panel.state.below.part;
    let name = Part::ALL.iter().find(|(part, ..)| *part == shown).map_or("", |(.., id)| id);
    html! {
        <section class="below" aria-label="Charts, space-time, events and books">
            <div class="below-bar">
                { tabs(panel) }
                <span class="sp"></span>
                { heights(panel) }
            </div>
            <div class="below-view" id="below-view" role="tabpanel" aria-labelledby={format!("below-{name}")}>
                if !is_folded(panel) {
                    { view(panel, shown) }
                }
            </div>
        </section>
    }
}

fn view(panel: Panel<'_>, part: Part) -> Html {
    match part {
        Part::Charts => charts(panel),
        Part::SpaceTime => space_time(panel),
        Part::Events => events(panel),
        Part::Books => books(panel),
    }
}

/// A narrow page opens the region by its own tabs.
fn is_folded(panel: Panel<'_>) -> bool {
    panel.state.below.height == Height::Folded && panel.state.tab != Tab::Charts
}

fn tabs(panel: Panel<'_>) -> Html {
    let shown = panel.state.below.part;
    let tabs = Part::ALL.iter().map(|(part, name, id)| {
        let onclick = panel.click(Action::Below(Change::Show(*part)));
        let selected = *part == shown;
        html! {
            <button
                key={*id}
                type="button"
                role="tab"
                id={format!("below-{id}")}
                aria-selected={selected.to_string()}
                aria-controls="below-view"
                tabindex={if selected { "0" } else { "-1" }}
                {onclick}
            >
                { *name }
            </button>
        }
    });
    let onkeydown = {
        let on_action = panel.on_action.clone();
        Callback::from(move |event: KeyboardEvent| {
            if let Some(part) = turned(shown, &event.key()) {
                event.prevent_default();
                on_action.emit(Action::Below(Change::Show(part)));
                focus(part);
            }
        })
    };
    html! {
        <div role="tablist" class="below-tabs" aria-label="Below the stage" {onkeydown}>
            { for tabs }
        </div>
    }
}

/// The tab a key goes to, round the ends.
fn turned(from: Part, key: &str) -> Option<Part> {
    let count = Part::ALL.len();
    let at = Part::ALL.iter().position(|(part, ..)| *part == from)?;
    let to = match key {
        "ArrowRight" => (at + 1) % count,
        "ArrowLeft" => (at + count - 1) % count,
        "Home" => 0,
        "End" => count - 1,
        _ => return None,
    };
    Some(Part::ALL[to].0)
}

fn focus(part: Part) {
    let id = Part::ALL.iter().find(|(known, ..)| *known == part).map(|(.., id)| id);
    let document = web_sys::window().and_then(|window| window.document());
    let tab = id
        .zip(document)
        .and_then(|(id, document)| document.get_element_by_id(&format!("below-{id}")));
    if let Some(tab) = tab {
        let _ = wasm_bindgen::JsCast::unchecked_into::<HtmlElement>(tab).focus();
    }
}

/// Fold, and more or less room.
fn heights(panel: Panel<'_>) -> Html {
    let height = panel.state.below.height;
    let (fold, folds_to) = match height {
        Height::Folded => ("Unfold", Height::Low),
        _ => ("Fold", Height::Folded),
    };
    let (reach, reaches_to) = match height {
        Height::High => ("Lower", Height::Low),
        _ => ("Higher", Height::High),
    };
    let button = |name: &'static str, class: &'static str, to: Height| {
        let onclick = panel.click(Action::Below(Change::Height(to)));
        html! {
            <button type="button" class={classes!("btn", "quiet", "sm", class)} {onclick}>{ name }</button>
        }
    };
    html! {
        <div class="heights">
            { button(reach, "reach", reaches_to) }
            { button(fold, "fold-below", folds_to) }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_round_the_tabs() {
        assert_eq!(turned(Part::Charts, "ArrowRight"), Some(Part::SpaceTime));
        assert_eq!(turned(Part::Charts, "ArrowLeft"), Some(Part::Books));
        assert_eq!(turned(Part::Books, "ArrowRight"), Some(Part::Charts));
        assert_eq!(turned(Part::Events, "End"), Some(Part::Books));
        assert_eq!(turned(Part::Events, "x"), None);
    }
}
