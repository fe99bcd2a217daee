//! Another broker for the same world: the choice, and what it would lose.

use web_sys::HtmlElement;
use yew::prelude::*;

use crate::{
    app::{fields::Standing, perform, shared::Panel, state::Action},
    engine::profile::ProfileId,
    scenario::switch::{Kind, Loss, OFFERED},
    words::switching as words,
};

/// The id of the choice, to which the focus returns.
const CHOICE: &str = "broker-choice";

/// The present broker, and all others in a list.
pub fn broker_choice(panel: Panel<'_>) -> Html {
    let present = panel.state.side().scenario().topology.profile;
    let profiles = offered(present);
    let choices: Vec<String> = profiles.iter().map(|profile| name(*profile)).collect();
    let chosen = profiles.iter().position(|profile| *profile == present).unwrap_or_default();
    let on_choose = panel.on_action.reform(move |at: usize| Action::OfferSwitch(profiles[at]));
    html! {
        <Standing id={CHOICE} class="broker-choice" label={words::BROKER} {choices} {chosen} {on_choose} />
    }
}

/// The newest of each kind, and before them an older one that runs.
pub fn offered(chosen: ProfileId) -> Vec<ProfileId> {
    let older = Some(chosen).filter(|chosen| !OFFERED.contains(chosen));
    older.into_iter().chain(OFFERED).collect()
}

/// A profile in a list.
pub fn name(id: ProfileId) -> String {
    let profile = id.profile();
    match Kind::of(id).is_leased() {
        true => format!("{}: {}", profile.product, profile.kind),
        false => format!("{} {}: {}", profile.product, profile.version, profile.kind),
    }
}

/// What a switch would lose, beside the running stage.
pub fn switch_box(panel: Panel<'_>) -> Html {
    let Some(offer) = &panel.state.offer else {
        return html! {};
    };
    html! {
        <OfferBox
            to={offer.to}
            losses={offer.losses.clone()}
            on_switch={panel.on_action.reform(|()| Action::Switch)}
            on_stay={panel.on_action.reform(|()| Action::Stay)}
        />
    }
}

#[derive(PartialEq, Properties)]
struct OfferProps {
    to: ProfileId,
    losses: Vec<Loss>,
    on_switch: Callback<()>,
    on_stay: Callback<()>,
}

/// Takes the focus when it opens and gives it back to the choice.
#[component]
fn OfferBox(props: &OfferProps) -> Html {
    let whole = use_node_ref();
    use_effect_with(whole.clone(), |whole| {
        if let Some(whole) = whole.cast::<HtmlElement>() {
            let _ = whole.focus();
        }
        || focus(CHOICE)
    });
    let onkeydown = {
        let on_stay = props.on_stay.clone();
        Callback::from(move |event: KeyboardEvent| {
            // Nothing typed here is meant for the stage.
            event.stop_propagation();
            if event.key() == "Escape" {
                on_stay.emit(());
            }
        })
    };
    let to = name(props.to);
    let on_switch = props.on_switch.reform(|_: MouseEvent| ());
    let on_stay = props.on_stay.reform(|_: MouseEvent| ());
    html! {
        <section
            class="offer"
            role="dialog"
            aria-labelledby="offer-title"
            tabindex="-1"
            ref={whole}
            {onkeydown}
        >
            <h2 id="offer-title">{ words::to(&to) }</h2>
            <p class="muted">{ words::STARTS_ANEW }</p>
            <div class="losses" tabindex="0" role="region" aria-label={words::LOST}>
                <dl>{ for by_place(&props.losses).into_iter().map(place) }</dl>
            </div>
            <div class="acts">
                <button type="button" class="btn primary" onclick={on_switch}>{ words::NEW_RUN }</button>
                <button type="button" class="btn" onclick={on_stay}>{ words::STAY }</button>
            </div>
        </section>
    }
}

/// Gives the focus to an element, if it is there.
pub fn focus(id: &str) {
    let document = perform::window().and_then(|window| window.document());
    let element = document.and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element {
        let _ = wasm_bindgen::JsCast::unchecked_into::<HtmlElement>(element).focus();
    }
}

/// Losses of the same node under its name, in the order of their first.
fn by_place(losses: &[Loss]) -> Vec<(&str, Vec<&Loss>)> {
    let mut places: Vec<(&str, Vec<&Loss>)> = Vec::new();
    for loss in losses {
        match places.iter_mut().find(|(place, _)| *place == loss.place) {
            Some((_, here)) => here.push(loss),
            None => places.push((&loss.place, vec![loss])),
        }
    }
    places
}

fn place((place, losses): (&str, Vec<&Loss>)) -> Html {
    html! {
        <div key={place.to_owned()}>
            <dt>{ place.to_owned() }</dt>
            { for losses.into_iter().map(|loss| html! {
                <dd><b>{ loss.what.clone() }</b>{ " " }<span>{ loss.why.clone() }</span></dd>
            }) }
        </div>
    }
}
