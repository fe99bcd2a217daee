//! Time: play, pause, step, how fast, and from the start again; below it
//! the bar of time.

use yew::prelude::*;

use crate::app::{
    fields::Number,
    format::{clock, speed},
    icons::{Icon, icon},
    panels::{lines::lines, scrub::scrub},
    perform,
    shared::Panel,
    state::{Action, SPEEDS, State},
    travel::Travel,
};

/// Reached speeds below this share of the chosen one are said.
const SHORT_OF: f64 = 0.8;

/// The bar with the play button.
pub fn transport(panel: Panel<'_>) -> Html {
    let state = panel.state;
    html! {
        <section class="time" aria-label="Time">
            <div class="tctl">
                { play_button(panel) }
                { small(panel, Icon::StepBack, "Step back to the last event", "(,)", Action::Travel(Travel::Back)) }
                { small(panel, Icon::Step, "Step to the next event", "(.)", Action::Step(1)) }
                { small(panel, Icon::Reset, "Reset: from the start with the same seed", "", Action::Reset) }
                <div class="clock">
                    <b>{ clock(state.now()) }</b>
                    <span>{ pace(state) }</span>
                </div>
            </div>
            { scrub(panel) }
            { speeds(panel) }
            { lines(panel) }
            { seed(panel) }
        </section>
    }
}

/// A button that is only an icon.
fn small(
    panel: Panel<'_>,
    drawn: Icon,
    says: &'static str,
    key: &'static str,
    action: Action,
) -> Html {
    let title = format!("{says} {key}");
    html! {
        <button type="button" class="btn quiet icon" aria-label={says} {title} onclick={panel.click(action)}>
            { icon(drawn) }
        </button>
    }
}

/// What time is doing, in two or three words.
fn pace(state: &State) -> String {
    match state.playing {
        _ if state.bench.is_travelling() => "on its way".to_owned(),
        false if state.now() < state.bench.horizon() => {
            format!("known to {}", clock(state.bench.horizon()))
        }
        false => "paused".to_owned(),
        true if state.until.is_some() => "until it happens".to_owned(),
        true if state.reached < state.speed * SHORT_OF => {
            format!("reaching {}", speed(state.reached))
        }
        true => "playing".to_owned(),
    }
}

/// The round button.
pub fn play_button(panel: Panel<'_>) -> Html {
    let (name, drawn) = match panel.state.playing {
        true => ("Pause", Icon::Pause),
        false => ("Play", Icon::Play),
    };
    let onclick = panel.click(Action::TogglePlay);
    html! {
        <button type="button" class="play" aria-label={name} title={format!("{name} (Space)")} {onclick}>
            { icon(drawn) }
        </button>
    }
}

/// A slider over the speeds there are, slowest to fastest.
fn speeds(panel: Panel<'_>) -> Html {
    let chosen = panel.state.speed;
    let at = SPEEDS.iter().position(|speed| *speed == chosen);
    let oninput = panel.on_action.reform(|event: InputEvent| {
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
                aria-valuetext={speed(chosen)}
                {oninput}
            />
            <output>{ speed(chosen) }</output>
        </label>
    }
}

/// Where chance starts: to be read, typed, or drawn anew.
fn seed(panel: Panel<'_>) -> Html {
    let on_enter =
        panel.on_action.reform(|seed: Option<f64>| Action::Reseed(seed.unwrap_or_default() as u64));
    let anew = panel.on_action.reform(|_: MouseEvent| Action::Reseed(perform::fresh_seed()));
    html! {
        <div class="seed">
            <Number label="Seed" value={panel.state.side().scenario().seed as f64} to={9e15} {on_enter} />
            <button type="button" class="btn sm" title="From the start with another seed" onclick={anew}>
                { "New seed" }
            </button>
        </div>
    }
}
