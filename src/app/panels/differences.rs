//! What two runs have come to by the same moment.

use yew::prelude::*;

use crate::{
    app::{format::clock, shared::Panel},
    view::differences::{Difference, differences as compared},
};

/// The table beside two lanes; nothing where there is only one.
pub fn differences(panel: Panel<'_>) -> Html {
    let Some((a, b)) = panel.state.bench.both() else {
        return html! {};
    };
    let rows = compared(a.engine(), b.engine());
    html! {
        <section key="differences" class="differences" aria-label="Differences">
            <h2>{ "Side by side" }</h2>
            <p class="muted">{ format!("both at {}", clock(panel.state.now())) }</p>
            <table class="tb">
                <thead>
                    <tr><td></td><th scope="col">{ "A" }</th><th scope="col">{ "B" }</th></tr>
                </thead>
                <tbody>{ for rows.iter().map(row) }</tbody>
            </table>
        </section>
    }
}

fn row(one: &Difference) -> Html {
    let differ = (!one.is_none()).then_some("differ");
    html! {
        <tr key={one.what} class={classes!(differ)}>
            <th scope="row">{ one.what }</th>
            <td>{ one.a.clone() }</td>
            <td>{ one.b.clone() }</td>
        </tr>
    }
}
