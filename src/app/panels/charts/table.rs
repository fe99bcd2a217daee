//! The numbers behind a chart, for those who do not see it or want them.

use yew::prelude::*;

use crate::{app::format::trimmed, view::series::Slice};

/// Rows of the table; slices are joined to fit.
const ROWS: usize = 12;

/// Properties of [`Table`].
#[derive(Clone, PartialEq, Properties)]
pub struct TableProps {
    /// What happened when.
    pub slices: Vec<Slice>,
    /// The width of a slice in seconds.
    pub width_s: f64,
}

/// A table that is filled when it is opened.
#[component]
pub fn Table(props: &TableProps) -> Html {
    let open = use_state(|| false);
    let ontoggle = {
        let open = open.clone();
        Callback::from(move |event: Event| {
            let details: web_sys::Element = event.target_unchecked_into();
            open.set(details.has_attribute("open"));
        })
    };
    html! {
        <details class="numbers" {ontoggle}>
            <summary>{ "Numbers" }</summary>
            <div class="sheet">
                if *open {
                    { table(props) }
                }
            </div>
        </details>
    }
}

fn table(props: &TableProps) -> Html {
    let each = props.slices.len().div_ceil(ROWS).max(1);
    let width = each as f64 * props.width_s;
    let row = |(at, slices): (usize, &[Slice])| {
        let of = slices.iter().copied().reduce(Slice::merge).unwrap_or_default();
        html! {
            <tr key={at}>
                <th scope="row">{ trimmed(at as f64 * width, 2) }</th>
                <td>{ of.published }</td>
                <td>{ of.settled }</td>
                <td>{ of.ready }</td>
                <td>{ of.unacked }</td>
            </tr>
        }
    };
    html! {
        <table class="tb">
            <caption>{ format!("In every {} s: messages published and settled, most ready and unacked", trimmed(width, 2)) }</caption>
            <thead>
                <tr>
                    <th scope="col">{ "from, s" }</th>
                    <th scope="col">{ "published" }</th>
                    <th scope="col">{ "settled" }</th>
                    <th scope="col">{ "ready" }</th>
                    <th scope="col">{ "unacked" }</th>
                </tr>
            </thead>
            <tbody>{ for props.slices.chunks(each).enumerate().map(row) }</tbody>
        </table>
    }
}
