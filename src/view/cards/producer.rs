//! A producer: a box with a nozzle, its rate, and what waits for a confirm.

use super::{Align, Card, Dash, Ink, NAME, SMALL, word};
use crate::{
    engine::{
        Producer, ProducerId, Sender,
        topology::{ProducerSpec, Response},
    },
    view::{layout::Node, log_words, pressure::per_second},
    words::{Word, cards as words, corners, decimal},
};

const RATE: &str = "600 20px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

/// Cells for messages that wait for a confirm.
const CELLS: usize = 4;

/// How wide the words below may get.
const STATUS_ROOM: f64 = 172.0;

/// The outline of its body.
pub fn outline(node: &Node, is_tall: bool) -> String {
    let (w, h) = (node.body.w, node.body.h);
    match is_tall {
        false => format!(
            "M6 0H{}L{w} {} {} {h}H6a6 6 0 0 1-6-6V6a6 6 0 0 1 6-6z",
            w - 12.0,
            h / 2.0,
            w - 12.0
        ),
        true => format!(
            "M6 0H{}a6 6 0 0 1 6 6V{h}H62L40 {} 18 {h}H0V6a6 6 0 0 1 6-6z",
            w - 6.0,
            h + 10.0
        ),
    }
}

/// Whether messages wait behind its gate.
pub fn is_shut(producer: &Producer) -> bool {
    let holds = producer.spec().backpressure.response.holds();
    let waits = holds && producer.gate().is_some() && producer.buffered() > 0;
    waits || producer.sender().is_some() && producer.blocked().is_some()
}

/// The nozzle, and the bar before it when it is shut.
pub fn gate(node: &Node, is_tall: bool) -> (String, String) {
    let (w, h) = (node.body.w, node.body.h);
    match is_tall {
        false => (
            format!("M{} 0L{w} {}L{} {h}z", w - 12.0, h / 2.0, w - 12.0),
            format!("M{} 6V{}", w + 6.0, h - 6.0),
        ),
        true => (format!("M62 {h}L40 {}L18 {h}z", h + 10.0), format!("M16 {0}H64", h + 15.0)),
    }
}

/// How many messages it sends a second, and the unit in words; none of one
/// that sends by hand.
pub fn rate(producer: &Producer) -> Option<(String, Word)> {
    let set = per_second(producer.spec().arrivals)?;
    let (now, unit) = match per_second(producer.arrivals_now()) {
        Some(slower) if producer.is_slowed() => (slower, words::PER_SECOND_NOW),
        _ => (set, words::PER_SECOND),
    };
    Some((decimal(now, if now < 100.0 { 1 } else { 0 }), unit))
}

/// A row of cells that fill.
pub struct Cells {
    /// How many there are.
    pub all: usize,
    /// How many of them are full.
    pub full: usize,
    /// They are in its own buffer, not sent.
    pub own: bool,
    /// A count beside them.
    pub beside: String,
    /// All of it in words.
    pub label: String,
}

/// What waits at the producer itself, or else for its confirm; none if it
/// waits for none.
pub fn cells(producer: &Producer) -> Option<Cells> {
    let (count, beside, label) = waiting(producer)?;
    // A count with its limit takes the room of a cell.
    let all = match beside.len() {
        0..3 => CELLS,
        3..6 => CELLS - 1,
        _ => CELLS - 2,
    };
    Some(Cells { all, full: count.min(all), own: producer.buffered() > 0, beside, label })
}

fn waiting(producer: &Producer) -> Option<(usize, String, String)> {
    let spec: &ProducerSpec = producer.spec();
    Some(match (spec.backpressure.response, producer.buffered()) {
        _ if let Some(sender) = producer.sender() => batches(sender),
        (Response::Buffer { limit }, waiting) => {
            let label = words::in_buffer(&waiting, &limit);
            (waiting, format!("{waiting}/{limit}"), label)
        }
        (_, waiting) if waiting > 0 => (waiting, String::new(), words::to_be_sent(&waiting)),
        _ if spec.confirms.is_none() => return None,
        _ => {
            let count = producer.unconfirmed();
            let more = count.saturating_sub(CELLS);
            let beside = if more > 0 { format!("+{more}") } else { String::new() };
            (count, beside, words::unconfirmed(&count))
        }
    })
}

/// What a producer of a log has collected and sent; or how full its
/// `buffer.memory` is, once that is worth a look.
fn batches(sender: &Sender) -> (usize, String, String) {
    let (waiting, in_flight) = sender.unsent();
    let part = sender.used() as f64 / sender.spec().buffer_bytes.max(1) as f64;
    let percent = format!("{:.0} %", part * 100.0);
    let label = words::in_batches(&waiting, &in_flight, &percent);
    match part < WORTH_A_LOOK {
        true => (waiting + in_flight, log_words::acks(sender.spec()).to_owned(), label),
        false => ((part * (CELLS - 1) as f64).ceil() as usize, percent, label),
    }
}

/// The part of `buffer.memory` in use from which on it is shown.
const WORTH_A_LOOK: f64 = 0.1;

/// What is said in the place of cells where nothing is confirmed.
pub const NO_CONFIRMS: Word = corners::NO_CONFIRMS;

pub(super) fn paint(card: &mut Card<'_>, id: ProducerId) {
    let producer = &card.engine.producers()[id.index()];
    card.body(&outline(card.node, false), Some(Ink::Panel), Dash::Solid);
    if is_shut(producer) {
        let (nozzle, bar) = gate(card.node, false);
        card.pen.shape(&nozzle, Some(Ink::Hatch), Some((Ink::Edge, 1.5, Dash::Solid)));
        card.pen.shape(&bar, None, Some((Ink::Full, 4.0, Dash::Solid)));
    }
    card.heading("", "", 0.0);
    match rate(producer) {
        Some((rate, unit)) => {
            let words = [word(&rate, RATE, Ink::Full), word(unit.text(), SMALL, Ink::Faint)];
            card.line((14.0, 27.0), &words, Align::Start);
        }
        None => {
            card.line((14.0, 27.0), &[word(words::BY_HAND.text(), NAME, Ink::Soft)], Align::Start)
        }
    }
    paint_cells(card, (14.0, 64.0), cells(producer));
    card.status_at((0.0, card.node.body.h + 15.0), STATUS_ROOM);
}

fn paint_cells(card: &mut Card<'_>, (x, y): (f64, f64), cells: Option<Cells>) {
    let Some(cells) = cells else {
        return card.line(
            (x, y + 12.0),
            &[word(NO_CONFIRMS.text(), SMALL, Ink::Faint)],
            Align::Start,
        );
    };
    let size = (16.0, 14.0, 3.0);
    for n in 0..cells.all {
        card.at(x + 8.0 + 19.0 * n as f64, y + 8.0);
        match (n < cells.full, cells.own) {
            (true, true) => card.pen.frame(size, Ink::Live, 1.5, Dash::Held),
            (true, false) => card.pen.plate(size, Ink::LiveTint, Some(Ink::Live)),
            (false, _) => card.pen.frame(size, Ink::Line, 1.5, Dash::Solid),
        }
    }
    let beside = x + 19.0 * cells.all as f64;
    card.line((beside, y + 12.0), &[word(&cells.beside, SMALL, Ink::Faint)], Align::Start);
}
