//! Time: play, pause, step, how fast, and from the start again.

use yew::prelude::*;

use crate::app::{
    fields::Number,
    format::{clock, speed},
    icons::{Icon, icon},
    perform,
    shared::PanelProps,
    state::{Action, SPEEDS, State},
};

/// Reached speeds below this share of the chosen one are said.
const SHORT_OF: f64 = 0.8;

/// The bar with the play button.
#[component]
pub fn Transport(props: &PanelProps) -> Html {
    let state = props.state.read();
    let does = |action: Action| props.on_action.reform(move |_: MouseEvent| action.clone());
    html! {
        <section class="time" aria-label="Time">
            <div class="tctl">
                <PlayButton playing={state.playing} on_action={props.on_action.clone()} />
                <button
                    type="button"
                    class="btn quiet icon"
                    aria-label="Step to the next event"
                    title="Step to the next event (.)"
                    onclick={does(Action::Step(1))}
                >
                    { icon(Icon::Step) }
                </button>
                <button
                    type="button"
                    class="btn quiet icon"
                    aria-label="Reset: from the start with the same seed"
                    title="From the start, same seed"
                    onclick={does(Action::Reset)}
                >
                    { icon(Icon::Reset) }
                </button>
                <div class="clock">
                    <b>{ clock(state.now()) }</b>
                    <span>{ pace(&state) }</span>
                </div>
            </div>
            <Speeds chosen={state.speed} on_action={props.on_action.clone()} />
            <Seed seed={state.run.scenario().seed} on_action={props.on_action.clone()} />
        </section>
    }
}

/// What time is doing, in two or three words.
fn pace(state: &State) -> String {
    match state.playing {
        false => "paused".to_owned(),
        true if state.reached < state.speed * SHORT_OF => {
            format!("reaching {}", speed(state.reached))
        }
        true => "playing".to_owned(),
    }
}

/// Properties of [`PlayButton`].
#[derive(Clone, PartialEq, Properties)]
pub struct PlayButtonProps {
    /// Whether time goes on.
    pub playing: bool,
    /// Where wishes go.
    pub on_action: Callback<Action>,
}

/// The round button.
#[component]
pub fn PlayButton(props: &PlayButtonProps) -> Html {
    let (name, drawn) = match props.playing {
        true => ("Pause", Icon::Pause),
        false => ("Play", Icon::Play),
    };
    let onclick = props.on_action.reform(|_: MouseEvent| Action::TogglePlay);
    html! {
        <button type="button" class="play" aria-label={name} title={format!("{name} (Space)")} {onclick}>
            { icon(drawn) }
        </button>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct SpeedsProps {
    chosen: f64,
    on_action: Callback<Action>,
}

/// A slider over the speeds there are, slowest to fastest.
#[component]
fn Speeds(props: &SpeedsProps) -> Html {
    let at = SPEEDS.iter().position(|speed| *speed == props.chosen);
    let oninput = props.on_action.reform(|event: InputEvent| {
        let input: web_sys::HtmlInputElement = event.target_unchecked_into();
        let at = input.value_as_number() as usize;
        Action::SetSpeed(SPEEDS[at.min(SPEEDS.len() - 1)])
    });
    html! {
        <label class="speeds">
            <span class="lbl">{ "Speed" }</span>
            <input
                type="range"
                min="0"
                max={(SPEEDS.len() - 1).to_string()}
                step="1"
                value={at.unwrap_or(3).to_string()}
                aria-valuetext={speed(props.chosen)}
                {oninput}
            />
            <output>{ speed(props.chosen) }</output>
        </label>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct SeedProps {
    seed: u64,
    on_action: Callback<Action>,
}

/// Where chance starts: to be read, typed, or drawn anew.
#[component]
fn Seed(props: &SeedProps) -> Html {
    let on_enter =
        props.on_action.reform(|seed: Option<f64>| Action::Reseed(seed.unwrap_or_default() as u64));
    let anew = props.on_action.reform(|_: MouseEvent| Action::Reseed(perform::fresh_seed()));
    html! {
        <div class="seed">
            <Number label="Seed" value={props.seed as f64} to={9e15} {on_enter} />
            <button type="button" class="btn sm" title="From the start with another seed" onclick={anew}>
                { "New seed" }
            </button>
        </div>
    }
}
