//! The effect ledger: what should have happened outside, and what did.
//!
//! One column per message against its own dashed line of expected effects: a
//! fan-out expects several. Above the line is duplicated, struck is lost.

use yew::prelude::*;

use crate::{
    app::{
        format::grouped,
        marks::{Mark, mark},
        shared::Panel,
        state::{Action, Selection},
    },
    engine::{Engine, Line, MessageId},
    view::states,
    words::ledger as words,
};

/// Most columns; the page shows as many of the latest as fit.
const COLUMNS: usize = 40;

/// Lines of the ledger that are looked through for them.
const LINES: usize = 200;

/// One message and what is expected of it.
struct Column {
    message: MessageId,
    lines: Vec<Line>,
}

/// The ledger under the stage.
pub fn ledger(panel: Panel<'_>) -> Html {
    let engine = panel.engine();
    let selected = match panel.state.selection() {
        Some(Selection::Message(id)) => Some(id),
        _ => None,
    };
    let columns = columns(engine);
    let column = |column: &Column| {
        let message = column.message;
        let onclick = panel.click(Action::Select(Some(Selection::Message(message))));
        draw(column, selected == Some(message), onclick)
    };
    html! {
        <section class="ledger" aria-label={words::TITLE}>
            <header>
                <h2>{ words::TITLE }</h2>
                <span class="muted">{ words::ABOUT }</span>
            </header>
            <ol class="columns">{ for columns.iter().map(column) }</ol>
            { counts(engine) }
        </section>
    }
}

/// The latest messages, newest first: the page cuts off the oldest.
fn columns(engine: &Engine) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for line in engine.ledger().rev().take(LINES) {
        let known = columns.iter().position(|column| column.message == line.message);
        match known {
            Some(at) => columns[at].lines.push(line),
            None if columns.len() == COLUMNS => break,
            None => columns.push(Column { message: line.message, lines: vec![line] }),
        }
    }
    columns
}

fn draw(column: &Column, selected: bool, onclick: Callback<MouseEvent>) -> Html {
    let id = states::number(column.message);
    let extra = column.lines.iter().filter(|line| line.times > 1);
    let small = (column.lines.len() > 1).then_some("small");
    let says = words::message(&id, &in_words(&column.lines));
    html! {
        <li key={id} class={classes!(small, selected.then_some("sel"))}>
            <button type="button" title={says.clone()} aria-label={says} {onclick}>
                <span class="extra">{ for extra.map(|_| mark(Mark::Twice)) }</span>
                <span class="effects">{ for column.lines.iter().map(|line| mark(drawn(line))) }</span>
                <span class="id">{ id }</span>
            </button>
        </li>
    }
}

fn drawn(line: &Line) -> Mark {
    match (line.times, line.lost, line.open) {
        (0, Some(_), _) => Mark::Struck,
        (0, None, _) => Mark::Dot,
        (1, _, true) => Mark::Open,
        _ => Mark::Done,
    }
}

/// How the effects of one message stand.
fn in_words(lines: &[Line]) -> String {
    let one = |line: &Line| match (line.times, line.lost, line.open) {
        (0, Some(cause), _) => words::lost(&cause.word()),
        (0, None, _) => words::PENDING.into(),
        (1, _, true) => words::ONCE_OPEN.into(),
        (1, _, false) => words::ONCE.into(),
        (times, ..) => words::several(&times),
    };
    let each: Vec<_> = lines.iter().map(one).collect();
    each.join("; ")
}

fn counts(engine: &Engine) -> Html {
    let effects = engine.effects();
    let open = engine.ledger().filter(|line| line.times == 1 && line.open);
    let rows = [
        (words::EXACTLY_ONCE, effects.once),
        (words::OF_THESE_OPEN, open.count() as u64),
        (words::STILL_PENDING, effects.pending),
        (words::LOST_ONES, effects.lost.total()),
        (words::TWICE, effects.duplicated),
    ];
    html! {
        <dl class="counts">
            { for rows.iter().map(|(what, count)| html! {
                <div key={what.text()}><dt>{ *what }</dt><dd>{ grouped(*count) }</dd></div>
            }) }
        </dl>
    }
}
