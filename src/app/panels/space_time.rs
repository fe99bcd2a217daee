//! The space-time view: rows of nodes, lines of messages, crashes as gaps.
//!
//! All hops of one kind are one path, so that thousands of lines are a
//! handful of elements. Behind the picture is a table of the latest hops.

use std::fmt::Write;

use yew::prelude::*;

use crate::{
    app::{
        format::{clock, seconds},
        pointed,
        shared::{Panel, Shared},
        state::{Action, Selection},
    },
    engine::{MessageId, NodeId},
    view::{
        space_time::{Gap, Hop, Kind, Pause, SpaceTime},
        states,
    },
    words::{Word, legend, space_time as words},
};

/// Most hops in the table; the latest.
const LISTED: usize = 100;
/// How near to a line a click has to be, in pixels.
const REACH: f64 = 12.0;
/// The picture's own units: its width, and the height of a row.
const WIDTH: f64 = 1_000.0;
const ROW: f64 = 20.0;

/// The picture, its rows, and the table behind it.
pub fn space_time(panel: Panel<'_>) -> Html {
    let picture = SpaceTime::read(panel.engine());
    let selected = selected(panel.state.selection());
    html! {
        <section class="chart space-time" aria-label={words::SPACE_TIME}>
            <header>
                <b>{ words::SPACE_TIME }</b>
                <span class="unit">{ words::LINES }</span>
                { for KINDS.iter().map(|(_, class, name)| html! {
                    <span class="key"><i class={*class} aria-hidden="true"></i>{ *name }</span>
                }) }
            </header>
            <div class="world">
                <ol class="rows-of">{ for picture.rows.iter().map(|node| row(panel, *node)) }</ol>
                { lines(panel, &picture, selected) }
            </div>
            <div class="axis" aria-hidden="true">
                <span>{ clock(picture.from) }</span>
                <span>{ clock(picture.to) }</span>
            </div>
            { table(panel, &picture) }
        </section>
    }
}

const KINDS: [(Kind, &str, Word); 4] = [
    (Kind::Message, "live", words::MESSAGE),
    (Kind::Again, "again", legend::REDELIVERED),
    (Kind::Dead, "dead", words::DEAD_LETTER),
    (Kind::Answer, "acked", words::ACK),
];

fn selected(selection: Option<Selection>) -> Option<MessageId> {
    match selection {
        Some(Selection::Message(message)) => Some(message),
        _ => None,
    }
}

fn row(panel: Panel<'_>, node: NodeId) -> Html {
    let name = panel.engine().name_of(node).to_owned();
    let pressed = panel.state.selection() == Some(Selection::Node(node));
    let onclick = panel.click(Action::Select(Some(Selection::Node(node))));
    html! {
        <li key={format!("{node:?}")}>
            <button type="button" title={name.clone()} aria-pressed={pressed.to_string()} {onclick}>
                { name }
            </button>
        </li>
    }
}

/// The lines. One tab stop: arrows walk from message to message.
fn lines(panel: Panel<'_>, picture: &SpaceTime, selected: Option<MessageId>) -> Html {
    let height = picture.rows.len() as f64 * ROW;
    let rules = (0..picture.rows.len()).map(|row| {
        let y = (row as f64 + 0.5) * ROW;
        format!("M0 {y}H{WIDTH}")
    });
    let of = |is: &dyn Fn(&Hop) -> bool| path(picture, picture.hops.iter().filter(|hop| is(hop)));
    let label = match selected {
        Some(message) => words::selected(&states::label(message)),
        None => words::KEYS_SELECT.to_string(),
    };
    html! {
        <div class="hops" tabindex="0" role="group" aria-label={label} onclick={clicked(panel)} onkeydown={pressed(panel)}>
            <svg viewBox={format!("0 0 {WIDTH} {height}")} preserveAspectRatio="none" aria-hidden="true">
                <path class="rule" d={rules.collect::<String>()} />
                { for picture.gaps.iter().filter_map(|gap| gap_of(picture, gap)) }
                { for KINDS.iter().map(|(kind, class, _)| html! {
                    <path key={*class} class={*class} d={of(&|hop| hop.kind == *kind && !hop.lost)} />
                }) }
                <path class="lost" d={of(&|hop| hop.lost)} />
                <path class="picked" d={of(&|hop| Some(hop.message) == selected)} />
            </svg>
        </div>
    }
}

/// Hops as one path.
fn path<'a>(picture: &SpaceTime, hops: impl Iterator<Item = &'a Hop>) -> String {
    let mut path = String::new();
    for [(from, row), (to, end)] in hops.filter_map(|hop| picture.line(hop)) {
        let y = |row: f64| (row + 0.5) * ROW;
        // Writing to a text does not fail.
        let _ = write!(path, "M{:.1} {:.1}L{:.1} {:.1}", from * WIDTH, y(row), to * WIDTH, y(end));
    }
    path
}

fn gap_of(picture: &SpaceTime, gap: &Gap) -> Option<Html> {
    let row = picture.row(gap.node)? as f64;
    let from = picture.x(gap.from.max(picture.from)) * WIDTH;
    let to = picture.x(gap.to.unwrap_or(picture.to)) * WIDTH;
    let class = match gap.pause {
        Pause::Down => "gap down",
        Pause::Hangs => "gap hangs",
        Pause::CutOff => "gap cut-off",
    };
    let d = format!("M{from:.1} {y}H{to:.1}", y = (row + 0.5) * ROW);
    Some(html! { <path {class} {d} /> })
}

fn clicked(panel: Panel<'_>) -> Callback<MouseEvent> {
    let (shared, on_action) = (panel.shared.clone(), panel.on_action.clone());
    Callback::from(move |event: MouseEvent| {
        let Some(room) = pointed::room(&event, ".hops") else {
            return;
        };
        let found = {
            let state = shared.read();
            let picture = SpaceTime::read(state.engine());
            let place = (
                f64::from(event.client_x()) - room.left(),
                f64::from(event.client_y()) - room.top(),
            );
            let row = room.height() / picture.rows.len().max(1) as f64;
            picture.hop_at(place, room.width(), row, REACH).map(|hop| hop.message)
        };
        on_action.emit(Action::Select(found.map(Selection::Message)));
    })
}

fn pressed(panel: Panel<'_>) -> Callback<KeyboardEvent> {
    let (shared, on_action) = (panel.shared.clone(), panel.on_action.clone());
    Callback::from(move |event: KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => 1,
            "ArrowLeft" | "ArrowUp" => -1,
            _ => return,
        };
        event.prevent_default();
        let found = beside(&shared, step);
        if let Some(message) = found {
            on_action.emit(Action::Select(Some(Selection::Message(message))));
        }
    })
}

/// The message before or after the one selected, in the order in which they
/// first appear.
fn beside(shared: &Shared, step: isize) -> Option<MessageId> {
    let state = shared.read();
    let mut messages: Vec<MessageId> = Vec::new();
    for hop in SpaceTime::read(state.engine()).hops {
        if !messages.contains(&hop.message) {
            messages.push(hop.message);
        }
    }
    let at = selected(state.selection())
        .and_then(|message| messages.iter().position(|it| *it == message));
    match (at, step) {
        (Some(at), _) => messages.get(at.checked_add_signed(step)?).copied(),
        (None, 1) => messages.first().copied(),
        (None, _) => messages.last().copied(),
    }
}

/// The latest hops, for those who do not see the picture.
fn table(panel: Panel<'_>, picture: &SpaceTime) -> Html {
    let engine = panel.engine();
    let hop = |hop: &Hop| {
        let onclick = panel.click(Action::Select(Some(Selection::Message(hop.message))));
        let due = seconds(hop.due);
        let ends = if hop.lost { words::lost_at(&due) } else { words::arrives_at(&due) };
        html! {
            <tr key={hop.index}>
                <th scope="row">
                    <button type="button" class="msg" {onclick}>{ states::label(hop.message) }</button>
                </th>
                <td>{ engine.name_of(hop.from).to_owned() }</td>
                <td>{ engine.name_of(hop.to).to_owned() }</td>
                <td>{ seconds(hop.sent) }</td>
                <td>{ ends }</td>
            </tr>
        }
    };
    html! {
        <details class="numbers">
            <summary>{ words::TABLE }</summary>
            <div class="sheet" tabindex="0" role="region" aria-label={words::AS_TABLE}>
                <table class="tb">
                    <caption>{ words::LATEST }</caption>
                    <thead>
                        <tr>
                            <th scope="col">{ words::MESSAGE }</th>
                            <th scope="col">{ words::FROM }</th>
                            <th scope="col">{ words::TO }</th>
                            <th scope="col">{ words::SENT }</th>
                            <th scope="col">{ words::ENDS }</th>
                        </tr>
                    </thead>
                    <tbody>{ for picture.hops.iter().rev().take(LISTED).map(hop) }</tbody>
                </table>
            </div>
        </details>
    }
}
