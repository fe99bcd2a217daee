//! The log of events: the latest facts as sentences, filtered, to be selected
//! and taken along.
//!
//! Nothing here is read out by itself: the caption's live region is the only
//! one of the page.

mod export;
mod list;

use std::rc::Rc;

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::{
    app::{
        below::Change,
        files::{copy, save_text, slug},
        shared::Panel,
        state::{Action, Selection, State},
    },
    engine::{Fact, MessageId, NodeId},
    scenario::involved::involves,
    view::events::{Entry, Family, Filter, latest},
    words::{Word, events as words},
};

use list::{List, Row};

/// Most lines on the page.
const LINES: usize = 200;

/// The log of the side that panels show.
pub fn events(panel: Panel<'_>) -> Html {
    let (engine, state) = (panel.engine(), panel.state);
    let filter = filter(state);
    let entries = latest(engine, &filter, LINES);
    let row = |entry: Entry| Row { picked: is_picked(state, &entry.fact), entry };
    let rows: Vec<Row> = entries.into_iter().map(row).collect();
    html! {
        <div class="events">
            { bar(panel, filter) }
            <List
                key={format!("{} {filter:?}", state.side().number())}
                rows={Rc::new(rows)}
                on_action={panel.on_action.clone()}
                on_moment={panel.to_moment()}
            />
        </div>
    }
}

/// The filter, without a node that another world had.
fn filter(state: &State) -> Filter {
    let filter = state.below.filter;
    let mut known = state.engine().nodes();
    Filter { node: filter.node.filter(|node| known.any(|one| one == *node)), ..filter }
}

/// Whether a fact is about what is selected on the stage.
fn is_picked(state: &State, fact: &Fact) -> bool {
    match state.selection() {
        None => false,
        Some(Selection::Message(message)) => fact.message() == Some(message),
        Some(Selection::Node(node)) => involves(state.engine(), fact, node),
    }
}

/// The filters, and what can be taken along.
fn bar(panel: Panel<'_>, filter: Filter) -> Html {
    let engine = panel.engine();
    let nodes: Vec<NodeId> = engine.nodes().collect();
    let names = nodes.iter().map(|node| engine.name_of(*node).to_owned()).collect();
    let place = filter.node.and_then(|node| nodes.iter().position(|one| *one == node));
    let on_node = wish(panel, move |at: Option<usize>| Filter {
        node: at.and_then(|at| nodes.get(at).copied()),
        ..filter
    });
    let families = Family::ALL.iter().map(|(_, name)| name.to_string()).collect();
    let family = Family::ALL.iter().position(|(family, _)| filter.family == Some(*family));
    let on_family = wish(panel, move |at: Option<usize>| Filter {
        family: at.map(|at| Family::ALL[at].0),
        ..filter
    });
    html! {
        <div class="events-bar">
            { choice(words::NODE, words::ALL_NODES, names, place, on_node) }
            { choice(words::KIND, words::ALL_KINDS, families, family, on_family) }
            { message(panel, filter) }
            <span class="sp"></span>
            { files(panel) }
        </div>
    }
}

fn wish<T: 'static>(panel: Panel<'_>, filter: impl Fn(T) -> Filter + 'static) -> Callback<T> {
    panel.on_action.reform(move |value| Action::Below(Change::Filter(filter(value))))
}

/// A list with a first entry for everything.
fn choice(
    label: Word,
    all: Word,
    names: Vec<String>,
    chosen: Option<usize>,
    on_choose: Callback<Option<usize>>,
) -> Html {
    let onchange = on_choose.reform(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        usize::try_from(select.selected_index()).ok()?.checked_sub(1)
    });
    let option = |(at, name): (usize, &String)| {
        html! { <option key={at} selected={chosen == Some(at)}>{ name.clone() }</option> }
    };
    html! {
        <label>
            <span class="vh">{ label }</span>
            <select {onchange}>
                <option key="all" selected={chosen.is_none()}>{ all }</option>
                { for names.iter().enumerate().map(option) }
            </select>
        </label>
    }
}

/// The number of one message, as it is called on the stage.
fn message(panel: Panel<'_>, filter: Filter) -> Html {
    let onchange = wish(panel, move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        Filter { message: message_called(&input.value()), ..filter }
    });
    let value = filter.message.map(crate::view::states::label).unwrap_or_default();
    html! {
        <label>
            <span class="vh">{ words::MESSAGE }</span>
            <input type="text" class="which" placeholder={words::EXAMPLE} {value} {onchange} />
        </label>
    }
}

/// `m42` or `42`; people count from 1.
fn message_called(text: &str) -> Option<MessageId> {
    let number: u32 = text.trim().trim_start_matches(['m', 'M']).parse().ok()?;
    Some(MessageId(number.checked_sub(1)?))
}

fn files(panel: Panel<'_>) -> Html {
    let button = |name: &'static str, title: Word, act: fn(&State, Callback<Action>)| {
        let (shared, on_action) = (panel.shared.clone(), panel.on_action.clone());
        let onclick = Callback::from(move |_: MouseEvent| act(&shared.read(), on_action.clone()));
        html! { <button type="button" class="btn sm" {title} {onclick}>{ name }</button> }
    };
    html! {
        <>
            { button(words::COPY.text(), words::COPY_MEANS, |state, on_action| {
                copy(export::text(&taken(state, LINES)), words::THE_LOG.text(), on_action);
            }) }
            { button("CSV", words::CSV_MEANS, |state, _| {
                let text = export::csv(state.engine(), &taken(state, usize::MAX));
                save_text(&file_name(state, "csv"), "text/csv", &text);
            }) }
            { button("JSON", words::JSON_MEANS, |state, _| {
                let text = export::json(state.engine(), &taken(state, usize::MAX));
                save_text(&file_name(state, "json"), "application/json", &text);
            }) }
        </>
    }
}

/// The lines that pass; the window of facts is the limit.
fn taken(state: &State, most: usize) -> Vec<Entry> {
    latest(state.engine(), &filter(state), most)
}

fn file_name(state: &State, end: &str) -> String {
    format!("{}-events.{end}", slug(&state.side().scenario().title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_called_by_its_name_or_number() {
        assert_eq!(message_called(" m42 "), Some(MessageId(41)));
        assert_eq!(message_called("1"), Some(MessageId(0)));
        for nothing in ["", "m0", "order", "-3", "99999999999"] {
            assert_eq!(message_called(nothing), None, "{nothing}");
        }
    }
}
