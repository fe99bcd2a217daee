//! Narrow pages show one part of a lab at a time; these choose which.

use yew::prelude::*;

use crate::{
    app::{
        icons::{Icon, icon},
        shared::Panel,
        state::{Action, Tab},
    },
    words::{Word, panels as words},
};

const TABS: [(Tab, Icon, Word); 4] = [
    (Tab::Stage, Icon::Stage, words::STAGE),
    (Tab::Controls, Icon::Controls, words::CONTROLS),
    (Tab::Inspector, Icon::Inspector, words::INSPECTOR),
    (Tab::Charts, Icon::Charts, words::CHARTS),
];

/// The bar at the bottom of a narrow page.
pub fn tabs(panel: Panel<'_>) -> Html {
    let shown = panel.state.tab;
    let given = panel.state.given().is_some();
    let tab = |(tab, drawn, name): &(Tab, Icon, Word)| {
        let tab = *tab;
        let (drawn, name) = match tab {
            Tab::Controls if given => (&Icon::Lesson, &words::LESSON),
            _ => (drawn, name),
        };
        let onclick = panel.click(Action::ShowTab(tab));
        html! {
            <button key={name.text()} type="button" class="tab" aria-pressed={(tab == shown).to_string()} {onclick}>
                { icon(*drawn) }
                { *name }
            </button>
        }
    };
    html! { <nav class="tabs" aria-label={words::PARTS}>{ for TABS.iter().map(tab) }</nav> }
}
