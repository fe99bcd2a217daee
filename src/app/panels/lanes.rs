//! The stage, or two of them in lanes, one over the other.

use yew::prelude::*;

use super::{
    building::empty_stage,
    switch::{name, offered},
};
use crate::{
    app::{
        bench::At,
        icons::{Icon, icon},
        shared::Panel,
        side::Side,
        state::Action,
    },
    words::{comparison as words, panels},
};

/// One stage without a head; two, each below its own.
pub fn lanes(panel: Panel<'_>, stage: impl Fn(At) -> Html) -> Html {
    let paired = panel.state.bench.both().is_some();
    let lane = |at: At| {
        let side = panel.state.bench.side(at)?;
        let active = (paired && panel.state.bench.active == at).then_some("active");
        Some(html! {
            <section key={at.letter()} class={classes!("lane", active)} aria-label={label(at, side, paired)}>
                if paired {
                    { head(panel, at, side) }
                }
                <div class="picture">
                    { stage(at) }
                    { empty_stage(panel) }
                </div>
            </section>
        })
    };
    html! { <div class="lanes">{ for At::ALL.into_iter().filter_map(lane) }</div> }
}

fn label(at: At, side: &Side, paired: bool) -> Option<String> {
    paired.then(|| words::side(&at.letter(), &broker(side)))
}

fn broker(side: &Side) -> String {
    name(side.scenario().topology.profile)
}

/// Which side this is, what runs there, and what it could not take along.
fn head(panel: Panel<'_>, at: At, side: &Side) -> Html {
    let pressed = (panel.state.bench.active == at).to_string();
    let show = panel.click(Action::On(at, Box::new(Action::Select(side.selection))));
    let title = words::show(&at.letter());
    html! {
        <header class="lane-head">
            <button type="button" class="letter" aria-pressed={pressed} {title} onclick={show}>
                <b>{ at.letter() }</b>
                <span>{ broker(side) }</span>
            </button>
            <p class="muted">{ subtitle(panel, side) }</p>
            { without(side) }
            { match at {
                At::Main => linked(panel),
                At::Beside => part(panel),
            } }
        </header>
    }
}

/// The name of its world, where the two have different ones; or of its branch.
fn subtitle(panel: Panel<'_>, side: &Side) -> String {
    let names: [fn(&Side) -> String; 2] =
        [|side| side.scenario().title.clone(), |side| side.timeline().line().name()];
    let differ = |name: &fn(&Side) -> String| {
        panel.state.bench.sides().any(|other| name(other) != name(side))
    };
    names.into_iter().find(differ).map_or_else(String::new, |name| name(side))
}

fn part(panel: Panel<'_>) -> Html {
    html! {
        <button type="button" class="btn quiet icon" aria-label={words::END}
            title={words::END} onclick={panel.click(Action::Part)}>
            { icon(Icon::Close) }
        </button>
    }
}

/// What this side does without, to be opened and read.
fn without(side: &Side) -> Html {
    let count = side.losses().len();
    html! {
        <details class="without" hidden={count == 0}>
            <summary>{ words::does_without(&count) }</summary>
            <ul class="sheet">
                { for side.losses().iter().map(|loss| html! {
                    <li><b>{ format!("{}: {} ", loss.place, loss.what) }</b>{ loss.why.clone() }</li>
                }) }
            </ul>
        </details>
    }
}

/// Whether both sides get what is asked of one.
fn linked(panel: Panel<'_>) -> Html {
    let onchange = panel.on_action.reform(|event: Event| {
        let input: web_sys::HtmlInputElement = event.target_unchecked_into();
        Action::Link(input.checked())
    });
    html! {
        <label class="linked" title={words::LINKED}>
            <input type="checkbox" checked={panel.state.bench.linked} {onchange} />
            <span>{ words::ACT_ON_BOTH }</span>
        </label>
    }
}

/// The choice of a broker to compare with, while nothing is compared.
pub fn compare_choice(panel: Panel<'_>) -> Html {
    let profiles = offered(panel.state.side().scenario().topology.profile);
    let choices = profiles.clone();
    let onchange = panel.on_action.reform(move |event: Event| {
        let select: web_sys::HtmlSelectElement = event.target_unchecked_into();
        let at = usize::try_from(select.selected_index()).unwrap_or_default();
        Action::Compare(choices[at.saturating_sub(1).min(choices.len() - 1)])
    });
    html! {
        <label class="row broker-choice" hidden={panel.state.bench.both().is_some()}>
            <span class="lbl">{ words::BESIDE }</span>
            <select {onchange}>
                <option selected=true>{ panels::NOTHING }</option>
                { for profiles.iter().map(|profile| html! { <option>{ name(*profile) }</option> }) }
            </select>
        </label>
    }
}
