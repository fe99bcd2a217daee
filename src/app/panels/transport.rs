//! Time: play, pause, step, how fast, and from the start again; below it
//! the bar of time.

use yew::prelude::*;

use crate::{
    app::{
        fields::Number,
        format::{clock, speed},
        icons::{Icon, icon},
        panels::{lines::lines, scrub::scrub},
        perform,
        shared::Panel,
        state::{Action, SPEEDS, State},
        travel::Travel,
    },
    words::{Word, transport as words},
};

/// Reached speeds below this share of the chosen one are said.
const SHORT_OF: f64 = 0.8;

/// The bar with the play button.
pub fn transport(panel: Panel<'_>) -> Html {
    let state = panel.state;
    html! {
        <section class="time" aria-label={words::TIME}>
            <div class="tctl">
                { play_button(panel) }
                { small(panel, Icon::StepBack, words::BACK, "(,)", Action::Travel(Travel::Back)) }
                { small(panel, Icon::Step, words::STEP, "(.)", Action::Step(1)) }
                { small(panel, Icon::Reset, words::RESET, "", Action::Reset) }
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
fn small(panel: Panel<'_>, drawn: Icon, says: Word, key: &'static str, action: Action) -> Html {
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
        _ if state.bench.is_travelling() => words::ON_ITS_WAY.to_string(),
        false if state.now() < state.bench.horizon() => {
            words::known_to(&clock(state.bench.horizon()))
        }
        false => words::PAUSED.to_string(),
        true if state.until.is_some() => words::UNTIL_IT_HAPPENS.to_string(),
        true if state.reached < state.speed * SHORT_OF => words::reaching(&speed(state.reached)),
        true => words::PLAYING.to_string(),
    }
}

/// The round button.
pub fn play_button(panel: Panel<'_>) -> Html {
    let (name, title, drawn) = match panel.state.playing {
        true => (words::PAUSE, words::PAUSE_KEY, Icon::Pause),
        false => (words::PLAY, words::PLAY_KEY, Icon::Play),
    };
    let onclick = panel.click(Action::TogglePlay);
    // What begins a step that asks for a guess is the guess.
    let later = panel.state.given().is_some_and(|open| open.waits());
    html! {
        <button type="button" class={classes!("play", later.then_some("later"))} aria-label={name} {title} {onclick}>
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
            <span class="lbl">{ words::SPEED }</span>
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
            <Number label={words::SEED} value={panel.state.side().scenario().seed as f64} to={9e15} {on_enter} />
            <button type="button" class="btn sm" title={words::NEW_SEED_MEANS} onclick={anew}>
                { words::NEW_SEED }
            </button>
        </div>
    }
}
