//! What two runs have come to by the same moment.

use yew::prelude::*;

use crate::{
    app::{format::clock, shared::Panel, side::Side},
    scenario::timeline::{self, compare},
    view::{
        differences::{Difference, differences as compared, fate},
        states, story,
    },
    words::side_by_side as words,
};

/// The table beside two lanes; nothing where there is only one.
pub fn differences(panel: Panel<'_>) -> Html {
    let Some((a, b)) = panel.state.bench.both() else {
        return html! {};
    };
    let rows = compared(a.engine(), b.engine());
    html! {
        <section key="differences" class="differences" aria-label={words::DIFFERENCES} tabindex="0">
            <h2>{ words::TITLE }</h2>
            <p class="muted">{ words::both_at(&clock(panel.state.now())) }</p>
            <table class="tb">
                <thead>
                    <tr><td></td><th scope="col">{ "A" }</th><th scope="col">{ "B" }</th></tr>
                </thead>
                <tbody>{ for rows.iter().map(row) }</tbody>
            </table>
            { fates(a, b) }
        </section>
    }
}

/// Which messages fared differently, on two branches of one world: only there
/// is a message the same on both sides.
fn fates(a: &Side, b: &Side) -> Html {
    if a.scenario() != b.scenario() {
        return html! {};
    }
    let found = compare(a.engine(), b.engine());
    let more = found.more;
    html! {
        <div key="fates" class="fates" hidden={found.differences.is_empty()}>
            <h3>{ words::EFFECTS }</h3>
            <table class="tb">
                <thead>
                    <tr><td></td><th scope="col">{ "A" }</th><th scope="col">{ "B" }</th></tr>
                </thead>
                <tbody>{ for found.differences.iter().map(|one| message(a, one)) }</tbody>
            </table>
            <p class="muted" hidden={more == 0}>{ words::more(&more) }</p>
        </div>
    }
}

fn message(side: &Side, one: &timeline::Difference) -> Html {
    let whose = story::whose(side.engine(), one.whose);
    let named = words::message(&states::label(one.message), &whose);
    html! {
        <tr key={named.clone()}>
            <th scope="row">{ named }</th>
            <td>{ fate(one.here) }</td>
            <td>{ fate(one.there) }</td>
        </tr>
    }
}

fn row(one: &Difference) -> Html {
    let differ = (!one.is_none()).then_some("differ");
    html! {
        <tr key={one.what.text()} class={classes!(differ)}>
            <th scope="row">{ one.what }</th>
            <td>{ one.a.clone() }</td>
            <td>{ one.b.clone() }</td>
        </tr>
    }
}
