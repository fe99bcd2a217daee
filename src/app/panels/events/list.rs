//! The lines of the log, newest last.
//!
//! The list follows the run. Whoever scrolls up reads: the lines then stay as
//! they are until the end is in sight again.

use std::rc::Rc;

use web_sys::Element;
use yew::prelude::*;

use crate::{
    app::{
        format::seconds,
        state::{Action, Selection},
    },
    view::events::Entry,
    words::events as words,
};

/// Pixels from the end that still count as the end.
const END_PX: i32 = 24;

/// A line, and whether it is about what is selected.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The line.
    pub entry: Entry,
    /// It is about the selected node or message.
    pub picked: bool,
}

/// Properties of [`List`].
#[derive(Clone, PartialEq, Properties)]
pub struct ListProps {
    /// The latest lines, oldest first.
    pub rows: Rc<Vec<Row>>,
    /// Where wishes go.
    pub on_action: Callback<Action>,
    /// Called with the moment of a chosen line, in virtual milliseconds.
    #[prop_or_default]
    pub on_moment: Option<Callback<f64>>,
}

/// The list.
#[component]
pub fn List(props: &ListProps) -> Html {
    let list = use_node_ref();
    let held = use_state(|| None::<Rc<Vec<Row>>>);
    let rows = held.as_ref().unwrap_or(&props.rows);
    let end = rows.last().map(|row| row.entry.index);
    {
        let list = list.clone();
        use_effect_with((end, held.is_none()), move |(_, follows)| {
            if let (true, Some(list)) = (*follows, list.cast::<Element>()) {
                list.set_scroll_top(list.scroll_height());
            }
        });
    }
    let onscroll = {
        let (held, latest) = (held.clone(), props.rows.clone());
        Callback::from(move |event: Event| {
            let list: Element = event.target_unchecked_into();
            let left = list.scroll_height() - list.scroll_top() - list.client_height();
            match (left <= END_PX, held.is_none()) {
                (false, true) => held.set(Some(latest.clone())),
                (true, false) => held.set(None),
                _ => {}
            }
        })
    };
    let newer = props.rows.iter().filter(|row| end < Some(row.entry.index)).count();
    let onclick = {
        let held = held.clone();
        Callback::from(move |_: MouseEvent| held.set(None))
    };
    html! {
        <div class="events-list">
            <ol ref={list} {onscroll} tabindex="0" aria-label={words::LIST}>
                { for rows.iter().map(|row| line(props, row)) }
            </ol>
            <p class="muted nothing-told" hidden={!rows.is_empty()}>{ words::NOTHING }</p>
            <button type="button" class="btn sm latest" hidden={held.is_none()} {onclick}>
                { words::newer(&newer) }
            </button>
        </div>
    }
}

fn line(props: &ListProps, row: &Row) -> Html {
    let entry = &row.entry;
    let (at_ms, message) = (entry.at.as_ms(), entry.fact.message());
    let (on_action, on_moment) = (props.on_action.clone(), props.on_moment.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        if let Some(message) = message {
            on_action.emit(Action::Select(Some(Selection::Message(message))));
        }
        if let Some(on_moment) = &on_moment {
            on_moment.emit(at_ms);
        }
    });
    html! {
        <li key={entry.index}>
            <button type="button" class="event" aria-current={row.picked.then_some("true")} {onclick}>
                <time>{ seconds(entry.at) }</time>
                <span>{ entry.text.clone() }</span>
            </button>
        </li>
    }
}
