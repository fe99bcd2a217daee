//! Books that always balance: of copies, of effects, and of calls where
//! somebody calls.

use yew::prelude::*;

use crate::{
    app::{format::grouped, shared::Panel},
    engine::{ByCause, Engine},
};

/// Both books as one table each.
pub fn books(panel: Panel<'_>) -> Html {
    let (copies, effects) = (panel.engine().books(), panel.engine().effects());
    html! {
        <section class="books" aria-label="Books">
            <header>
                <b>{ "Books" }</b>
                { calls(panel.engine()) }
            </header>
            { book(
                "Copies",
                copies.balance(),
                &[
                    ("created", copies.created),
                    ("on a link", copies.on_link),
                    ("ready", copies.ready),
                    ("unacked", copies.outstanding),
                    ("settled", copies.settled),
                    ("removed", copies.removed.total()),
                ],
                &copies.removed,
            ) }
            { book(
                "Effects",
                effects.balance(),
                &[
                    ("expected", effects.expected),
                    ("once", effects.once),
                    ("pending", effects.pending),
                    ("lost", effects.lost.total()),
                    ("twice", effects.duplicated),
                ],
                &effects.lost,
            ) }
        </section>
    }
}

/// The books of calls in one line; without callers, what books are for.
fn calls(engine: &Engine) -> Html {
    if engine.callers().is_empty() {
        return html! { <span class="unit">{ "nothing appears or vanishes unbooked" }</span> };
    }
    let (books, waiting) = engine.requests();
    let blocked = engine.callers().iter().map(|caller| caller.blocked_us(engine.now()));
    let counts = [
        (books.answered, "answered"),
        (books.failed, "failed"),
        (books.timed_out, "timed out"),
        (waiting, "waiting"),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let counts = counts.map(|(count, what)| format!("{} {what}", grouped(count)));
    let counts: Vec<String> = counts.collect();
    let blocked = grouped(blocked.sum::<u64>() / 1_000_000);
    let all = match books.requested {
        0 => "no calls yet".to_owned(),
        all => format!("{} calls = {}; blocked {blocked} s", grouped(all), counts.join(" + ")),
    };
    html! { <span class="unit calls" title={all.clone()}>{ all }</span> }
}

fn book(
    name: &'static str,
    balances: bool,
    columns: &[(&'static str, u64)],
    causes: &ByCause,
) -> Html {
    let verdict = if balances { "balances" } else { "does not balance" };
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
