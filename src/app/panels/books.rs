//! Two sets of books that always balance.

use yew::prelude::*;

use crate::{
    app::{format::grouped, shared::Panel},
    engine::ByCause,
};

/// Both books as one table each.
pub fn books(panel: Panel<'_>) -> Html {
    let (copies, effects) = (panel.engine().books(), panel.engine().effects());
    html! {
        <section class="chart books" aria-label="Books">
            <header>
                <b>{ "Books" }</b>
                <span class="unit">{ "nothing appears or vanishes unbooked" }</span>
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

fn book(
    name: &'static str,
    balances: bool,
    columns: &[(&'static str, u64)],
    causes: &ByCause,
) -> Html {
    let verdict = if balances { "balances" } else { "does not balance" };
    let causes: Vec<_> = causes
        .nonzero()
        .map(|(cause, count)| format!("{} {}", cause.name(), grouped(count)))
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
