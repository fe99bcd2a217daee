//! Delivery guarantees: the choice, and the settings it stands for.

use yew::prelude::*;

use crate::{
    app::{
        fields::{Choice, Choices},
        shared::Panel,
        state::Action,
    },
    scenario::Guarantee,
    words::guarantee as words,
};

/// The three guarantees as one control.
/// `name` tells it from others of its kind in the page.
pub fn guarantee_choice(panel: Panel<'_>, name: &'static str) -> Html {
    let chosen = Guarantee::of(panel.engine());
    let chosen = Guarantee::ALL.iter().position(|one| Some(*one) == chosen);
    let choices: Vec<_> = Guarantee::ALL.into_iter().map(choice).collect();
    let on_choose = panel.on_action.reform(|at: usize| Action::Choose(Guarantee::ALL[at]));
    Choices {
        name: name.into(),
        label: words::DELIVERY.text(),
        label_hidden: false,
        choices,
        chosen,
        on_choose,
    }
    .html()
}

/// `Exactly once` is only ever said with `in effect` where there is room.
fn choice(guarantee: Guarantee) -> Choice {
    let name = guarantee.word().text();
    let (label, rest) = name.split_at(name.find(',').unwrap_or(name.len()));
    Choice { label: label.into(), rest: rest.into() }
}

/// What the guarantee in force consists of.
pub fn guarantee_settings(panel: Panel<'_>) -> Html {
    let in_force = Guarantee::of(panel.engine());
    let (title, settings) = match in_force {
        Some(guarantee) => (guarantee.word().text(), guarantee.settings(panel.engine())),
        None => (words::OF_YOUR_OWN.text(), [].as_slice()),
    };
    html! {
        <section class="box means" aria-label={words::WHAT_IT_SETS}>
            <h3 class="h3">{ title }</h3>
            <dl class="kv">
                { for settings.iter().map(|setting| html! {
                    <div key={setting.who.text()}><dt>{ setting.who }</dt><dd>{ setting.what }</dd></div>
                }) }
            </dl>
            <p class="muted" hidden={in_force.is_some()}>
                { words::UNKNOWN }
            </p>
        </section>
    }
}
