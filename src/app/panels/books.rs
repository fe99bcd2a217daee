//! Books that always balance: of copies, of effects, and of calls where
//! somebody calls.

use std::fmt::Display;

use yew::prelude::*;

use crate::{
    app::{format::grouped, shared::Panel},
    engine::{ByCause, Engine},
    words::{Word, books as words, legend},
};

/// Both books as one table each.
pub fn books(panel: Panel<'_>) -> Html {
    let (copies, effects) = (panel.engine().books(), panel.engine().effects());
    html! {
        <section class="books" aria-label={words::BOOKS}>
            <header>
                <b>{ words::BOOKS }</b>
                { calls(panel.engine()) }
            </header>
            { book(
                words::COPIES,
                copies.balance(),
                &[
                    (words::CREATED, copies.created),
                    (words::ON_A_LINK, copies.on_link),
                    (legend::READY, copies.ready),
                    (legend::UNACKED, copies.outstanding),
                    (words::SETTLED, copies.settled),
                    (words::REMOVED, copies.removed.total()),
                ],
                &copies.removed,
            ) }
            { book(
                words::EFFECTS,
                effects.balance(),
                &[
                    (words::EXPECTED, effects.expected),
                    (words::ONCE, effects.once),
                    (words::PENDING, effects.pending),
                    (legend::LOST, effects.lost.total()),
                    (words::TWICE, effects.duplicated),
                ],
                &effects.lost,
            ) }
        </section>
    }
}

/// A count in words.
type Says = fn(&dyn Display) -> String;

/// The books of calls in one line; without callers, what books are for.
fn calls(engine: &Engine) -> Html {
    if engine.callers().is_empty() {
        return html! { <span class="unit">{ words::ALL_BOOKED }</span> };
    }
    let (books, waiting) = engine.requests();
    let blocked = engine.callers().iter().map(|caller| caller.blocked_us(engine.now()));
    let counts: [(u64, Says); 4] = [
        (books.answered, words::answered),
        (books.failed, words::failed),
        (books.timed_out, words::timed_out),
        (waiting, words::waiting),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let counts = counts.map(|(count, says)| says(&grouped(count)));
    let counts: Vec<String> = counts.collect();
    let blocked = grouped(blocked.sum::<u64>() / 1_000_000);
    let all = match books.requested {
        0 => words::NO_CALLS.to_string(),
        all => words::calls(&grouped(all), &counts.join(" + "), &blocked),
    };
    html! { <span class="unit calls" title={all.clone()}>{ all }</span> }
}

fn book(name: Word, balances: bool, columns: &[(Word, u64)], causes: &ByCause) -> Html {
    let verdict = if balances { words::BALANCES } else { words::DOES_NOT_BALANCE };
    let causes: Vec<_> = causes
        .nonzero()
        .map(|(cause, count)| format!("{} {}", cause.word(), grouped(count)))
        .collect();
    html! {
        <table class="book">
            <caption>
                <b>{ name }</b>
                <span class="muted">{ format!(" {verdict}") }</span>
                <span class="causes">{ causes.join(", ") }</span>
            </caption>
            <thead>
                <tr>{ for columns.iter().map(|(what, _)| html! { <th scope="col">{ *what }</th> }) }</tr>
            </thead>
            <tbody>
                <tr>{ for columns.iter().map(|(_, count)| html! { <td>{ grouped(*count) }</td> }) }</tr>
            </tbody>
        </table>
    }
}
