//! What the drawings mean, and which keys there are.

use yew::prelude::*;

use crate::app::{
    icons::{Icon, icon},
    keys::KEYS,
    marks::{Mark, mark},
    perform::LEGEND,
};

/// What is drawn where somebody calls and waits.
const CALLS: [(&str, &str); 4] = [
    ("r7", "a call, with the number of its request"),
    ("hatched", "a worker that waits for an answer"),
    ("ink tick", "the request was handed on, or came back"),
    ("grey", "nobody waits for this answer any more"),
];

const STATES: [(Mark, &str, &str); 9] = [
    (Mark::Ready, "ready", "waits in a queue: tinted"),
    (Mark::Flight, "in flight", "moves: solid, its nose ahead"),
    (Mark::Unacked, "unacked", "held by a consumer: dashed"),
    (Mark::Again, "redelivered", "comes once more, with the number"),
    (Mark::Poison, "poison", "fails every time"),
    (Mark::Dead, "dead-lettered", "set aside, with a reason"),
    (Mark::Struck, "lost", "no effect, and never will have"),
    (Mark::Twice, "duplicate", "the effect happened twice"),
    (Mark::Done, "done", "acknowledged, or effect applied once"),
];

/// A button that opens the legend beside the running stage.
pub fn legend() -> Html {
    let state = |(drawn, name, says): &(Mark, &'static str, &'static str)| {
        html! {
            <li key={*name}>{ mark(*drawn) }<b>{ *name }</b><span>{ *says }</span></li>
        }
    };
    let word = |(word, says): &(&'static str, &'static str)| {
        html! { <li key={*word}><b>{ *word }</b><span>{ *says }</span></li> }
    };
    html! {
        <details id={LEGEND} class="legend">
            <summary class="btn quiet icon" aria-label="Legend and keys" title="Legend and keys">
                { icon(Icon::Help) }
            </summary>
            <div class="sheet">
                <h2>{ "Messages" }</h2>
                <p class="muted">
                    { "Fill says where a message is, hue what happened to it, shape repeats both." }
                </p>
                <ul class="marks">{ for STATES.iter().map(state) }</ul>
                <h2>{ "Calls" }</h2>
                <ul class="keys">{ for CALLS.iter().map(word) }</ul>
                <h2>{ "Keys" }</h2>
                <ul class="keys">{ for KEYS.iter().map(|(key, does)| html! {
                    <li key={key.to_string()}><kbd>{ *key }</kbd><span>{ *does }</span></li>
                }) }</ul>
                <p><a href="#/fidelity">{ "What is modelled" }</a></p>
            </div>
        </details>
    }
}
