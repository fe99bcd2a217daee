//! Narrow pages show one part of a lab at a time; these choose which.

use yew::prelude::*;

use crate::app::{
    icons::{Icon, icon},
    shared::Panel,
    state::{Action, Tab},
};

const TABS: [(Tab, Icon, &str); 4] = [
    (Tab::Stage, Icon::Stage, "Stage"),
    (Tab::Controls, Icon::Controls, "Controls"),
    (Tab::Inspector, Icon::Inspector, "Inspector"),
    (Tab::Charts, Icon::Charts, "Charts"),
];

/// The bar at the bottom of a narrow page.
pub fn tabs(panel: Panel<'_>) -> Html {
    let shown = panel.state.tab;
    let given = panel.state.given().is_some();
    let tab = |(tab, drawn, name): &(Tab, Icon, &'static str)| {
        let tab = *tab;
        let (drawn, name) = match tab {
            Tab::Controls if given => (&Icon::Lesson, &"Lesson"),
            _ => (drawn, name),
        };
        let onclick = panel.click(Action::ShowTab(tab));
        html! {
            <button key={*name} type="button" class="tab" aria-pressed={(tab == shown).to_string()} {onclick}>
                { icon(*drawn) }
                { *name }
            </button>
        }
    };
    html! { <nav class="tabs" aria-label="Parts of the lab">{ for TABS.iter().map(tab) }</nav> }
}
