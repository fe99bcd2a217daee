//! The numbers behind a chart, for those who do not see it or want them, and
//! the files to take along.

use yew::prelude::*;

use super::{Axis, export};
use crate::{
    app::{
        files::{save_text, slug},
        format::trimmed,
    },
    view::figure::Figure,
    words::plots as words,
};

/// Rows of the table: every so manieth moment, and always the last one.
const ROWS: usize = 12;

/// Properties of [`Table`].
#[derive(Clone, PartialEq, Properties)]
pub struct TableProps {
    /// The chart.
    pub figure: Figure,
    /// What has to be said of the numbers.
    pub note: Option<String>,
    /// The axis of time.
    pub axis: Axis,
    /// Dark colours.
    pub dark: bool,
    /// The title of the world.
    pub world: String,
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
            <summary aria-label={words::numbers_of(&props.figure.title)}>{ words::NUMBERS }</summary>
            <div class="sheet">
                if *open {
                    { files(props) }
                    { table(&props.figure) }
                    if let Some(note) = &props.note {
                        <p class="muted">{ note.clone() }</p>
                    }
                }
            </div>
        </details>
    }
}

fn files(props: &TableProps) -> Html {
    let name = format!("{}-{}", slug(&props.world), slug(&props.figure.title.to_string()));
    let csv = {
        let (figure, name) = (props.figure.clone(), format!("{name}.csv"));
        Callback::from(move |_: MouseEvent| save_text(&name, "text/csv", &figure.csv()))
    };
    let png = {
        let (props, name) = (props.clone(), format!("{name}.png"));
        Callback::from(move |_: MouseEvent| {
            export::save_png(&name, &props.figure, &props.axis, &props.world, props.dark);
        })
    };
    html! {
        <div class="acts">
            <button type="button" class="btn sm" onclick={csv}>{ words::CSV }</button>
            <button type="button" class="btn sm" onclick={png}>{ words::PNG }</button>
        </div>
    }
}

fn table(figure: &Figure) -> Html {
    let each = figure.times.len().div_ceil(ROWS).max(1);
    let places: Vec<usize> = (0..figure.times.len()).rev().step_by(each).collect();
    let cell = |value: Option<f64>| value.map_or("–".to_owned(), |value| trimmed(value, 2));
    let row = |place: &usize| {
        html! {
            <tr key={*place}>
                <th scope="row">{ trimmed(figure.times[*place], 2) }</th>
                { for figure.lines.iter().map(|line| {
                    html! { <td>{ cell(Figure::value(line, Some(*place))) }</td> }
                }) }
            </tr>
        }
    };
    html! {
        <table class="tb">
            <caption>{ format!("{}, {}", figure.title, figure.unit) }</caption>
            <thead>
                <tr>
                    <th scope="col">{ words::AT_S }</th>
                    { for figure.lines.iter().map(|line| html! { <th scope="col">{ line.name.clone() }</th> }) }
                </tr>
            </thead>
            <tbody>{ for places.iter().rev().map(row) }</tbody>
        </table>
    }
}
