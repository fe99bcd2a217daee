//! What the drawings mean, and which keys there are.

use yew::prelude::*;

use crate::{
    app::{
        icons::{Icon, icon},
        keys::KEYS,
        marks::{Mark, mark},
        perform::LEGEND,
    },
    words::{Word, legend as words, top},
};

/// What is drawn where somebody calls and waits.
const CALLS: [(Word, Word); 4] = [
    (words::CALL_MARK, words::CALL),
    (words::HATCHED, words::WAITING_WORKER),
    (words::TICK, words::HANDED_ON),
    (words::GREY, words::NOBODY_WAITS),
];

const STATES: [(Mark, Word, Word); 9] = [
    (Mark::Ready, words::READY, words::READY_MEANS),
    (Mark::Flight, words::IN_FLIGHT, words::FLIGHT),
    (Mark::Unacked, words::UNACKED, words::UNACKED_MEANS),
    (Mark::Again, words::REDELIVERED, words::AGAIN),
    (Mark::Poison, words::POISON, words::POISON_MEANS),
    (Mark::Dead, words::DEAD_LETTERED, words::DEAD),
    (Mark::Struck, words::LOST, words::LOST_MEANS),
    (Mark::Twice, words::DUPLICATE, words::TWICE),
    (Mark::Done, words::DONE, words::DONE_MEANS),
];

/// A button that opens the legend beside the running stage.
pub fn legend() -> Html {
    let state = |(drawn, name, says): &(Mark, Word, Word)| {
        html! {
            <li key={name.text()}>{ mark(*drawn) }<b>{ *name }</b><span>{ *says }</span></li>
        }
    };
    let word = |(word, says): &(Word, Word)| {
        html! { <li key={word.text()}><b>{ *word }</b><span>{ *says }</span></li> }
    };
    html! {
        <details id={LEGEND} class="legend">
            <summary class="btn quiet icon" aria-label={words::LEGEND} title={words::LEGEND}>
                { icon(Icon::Help) }
            </summary>
            <div class="sheet">
                <h2>{ words::MESSAGES }</h2>
                <p class="muted">
                    { words::FILLS }
                </p>
                <ul class="marks">{ for STATES.iter().map(state) }</ul>
                <h2>{ words::CALLS }</h2>
                <ul class="keys">{ for CALLS.iter().map(word) }</ul>
                <h2>{ words::KEYS }</h2>
                <ul class="keys">{ for KEYS.iter().map(|(key, does)| html! {
                    <li key={key.to_string()}><kbd>{ *key }</kbd><span>{ *does }</span></li>
                }) }</ul>
                <p><a href="#/fidelity">{ top::MODELLED }</a></p>
            </div>
        </details>
    }
}
