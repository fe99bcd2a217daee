//! Predictions: the question, the learner's guess, the run's answer, and the
//! life story of the message that decided it.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::prose::explained;
use crate::{
    app::{
        format::clock,
        lessons::{Doing, Open},
        shared::Panel,
        state::Action,
    },
    engine::MessageId,
    lesson::{Offers, Prediction, progress::Answered},
    view::{states::label, story::story},
    words::prediction as words,
};

/// Most steps of a life told here.
const STEPS: usize = 12;

/// The predictions of a step; empty if it has none.
pub fn predictions(panel: Panel<'_>, open: &Open) -> Html {
    let all = &open.step().predictions;
    let ready = open.has_guesses();
    let lock = panel.click(Action::Lesson(Doing::LockIn));
    let pass = panel.click(Action::Lesson(Doing::Pass));
    html! {
        <section class="box predict rows" aria-label={words::PREDICTION} hidden={all.is_empty()}>
            <h3 class="h3">{ if open.waits() { words::BEFORE_PLAY } else { words::PREDICTION } }</h3>
            { for all.iter().enumerate().map(|(nth, one)| prediction(panel, open, nth, one)) }
            <div class="acts" hidden={!open.waits()}>
                <button type="button" class="btn primary" disabled={!ready} onclick={lock}>
                    { words::LOCK_IN }
                </button>
                <button type="button" class="btn quiet sm" onclick={pass}>{ words::NO_GUESS }</button>
            </div>
        </section>
    }
}

fn prediction(panel: Panel<'_>, open: &Open, nth: usize, one: &Prediction) -> Html {
    let answered = open.answered(&panel.state.bench, nth);
    let inside = match answered {
        _ if open.waits() => form(panel, open, nth, one),
        None => guessed(open, nth, one),
        Some(answered) => outcome(panel, open, nth, one, answered),
    };
    html! {
        <div key={format!("{} {nth}", open.at)} class="rows">
            <p id={format!("asks-{nth}")}>{ explained(panel, &one.asks) }</p>
            { inside }
        </div>
    }
}

/// What may be answered.
fn form(panel: Panel<'_>, open: &Open, nth: usize, one: &Prediction) -> Html {
    let guess = open.guesses[nth];
    let labelled = format!("asks-{nth}");
    let say = move |value| Action::Lesson(Doing::Guess { nth, value });
    match &one.offers {
        Offers::Number(most) => {
            let oninput = panel.on_action.reform(move |event: InputEvent| {
                let input: HtmlInputElement = event.target_unchecked_into();
                let number = input.value_as_number();
                say((number >= 0.0 && number.fract() == 0.0).then_some(number))
            });
            let on_action = panel.on_action.clone();
            let onkeydown = move |event: KeyboardEvent| {
                if event.key() == "Enter" {
                    on_action.emit(Action::Lesson(Doing::LockIn));
                }
            };
            let value = guess.map_or(String::new(), |guess| guess.to_string());
            html! {
                <label key="number" class="row guess">
                    <span class="lbl">{ words::YOUR_GUESS }</span>
                    <input type="number" min="0" max={most.to_string()} step="1" {value}
                        aria-describedby={labelled} {oninput} {onkeydown} />
                </label>
            }
        }
        Offers::Choices(choices) => {
            let choice = |(at, choice): (usize, &crate::lesson::Choice)| {
                let checked = guess == Some(at as f64);
                let onchange = panel.on_action.reform(move |_: Event| say(Some(at as f64)));
                html! {
                    <label key={choice.id.clone()} class={classes!("option", checked.then_some("on"))}>
                        <input type="radio" name={format!("guess-{nth}")} {checked} {onchange} />
                        <span>{ choice.says.clone() }</span>
                    </label>
                }
            };
            html! {
                <div key="choices" class="options" role="radiogroup" aria-labelledby={labelled}>
                    { for choices.iter().enumerate().map(choice) }
                </div>
            }
        }
    }
}

fn guessed(open: &Open, nth: usize, one: &Prediction) -> Html {
    let says = match open.guesses[nth] {
        Some(guess) => words::you_say(&one.offers.words(guess)),
        None => words::NO_ANSWER_YET.to_string(),
    };
    html! { <p key="guessed" class="muted">{ says }</p> }
}

fn outcome(
    panel: Panel<'_>,
    open: &Open,
    nth: usize,
    one: &Prediction,
    answered: Answered,
) -> Html {
    let answer = one.offers.words(answered.value);
    let guess = open.guesses[nth];
    let (mark, says) = match guess {
        Some(guess) if guess == answered.value => ("✓", words::AS_YOU_SAID.to_string()),
        Some(guess) => ("→", words::you_said(&one.offers.words(guess))),
        None => ("→", words::RUN_SAYS.to_string()),
    };
    let label = answered.message.map_or_else(|| words::IT.to_string(), label);
    let because = one.because.replace("{answer}", &answer).replace("{message}", &label);
    let because =
        because.replace("{guess}", &guess.map_or(String::new(), |it| one.offers.words(it)));
    html! {
        <div key="outcome" class="rows outcome">
            <p>
                <span aria-hidden="true">{ mark }</span>
                { format!(" {says}: ") }<b>{ answer }</b>
                <time class="muted">{ " " }{ words::at(&clock(answered.at)) }</time>
            </p>
            <div>{ explained(panel, &because) }</div>
            { for answered.message.map(|message| life(panel, message)) }
        </div>
    }
}

/// What the message went through that decided it.
fn life(panel: Panel<'_>, message: MessageId) -> Html {
    let side = panel.state.side();
    let told = story(side.engine(), message);
    let from = told.steps.len().saturating_sub(STEPS);
    let onclick = panel.click(Action::Lesson(Doing::Story(message)));
    html! {
        <details class="life-here">
            <summary class="btn sm">{ words::life_of(&label(message)) }</summary>
            <ol>
                { for told.steps[from..].iter().map(|step| html! {
                    <li key={step.index}><time class="muted">{ clock(step.at) }</time><span>{ step.text.clone() }</span></li>
                }) }
            </ol>
            <button type="button" class="btn sm" {onclick}>{ words::OPEN }</button>
        </details>
    }
}
