//! A consumer: slots for what it has fetched, a ring that shows its progress,
//! and the track of its cycle with the three instants at which it may die.

use super::{Align, Card, Dash, Ink, SMALL, SMALL_STRONG, word};
use crate::{
    engine::{
        Consumer, ConsumerId, Engine,
        topology::{AckMode, CrashPoint},
    },
    view::{geometry::at, layout::Shape, log_words, shapes, states, vocabulary::spoken_by},
    words::{Word, cards as words},
};

/// The middles of the two acts on a track, and of its three bolts.
pub type Places = ([f64; 2], [f64; 3]);

/// How wide a track is on which the places are counted.
pub const TRACK: f64 = 200.0;
/// Where its first word begins.
const BEGINS: f64 = 12.0;
/// From the last bolt's way to the end.
const ENDS: f64 = 8.0;
/// The width of a letter that is neither wide nor narrow.
const LETTER: f64 = 7.0;

/// Where the acts and bolts of a track stand: a bolt in the middle of every
/// gap, and all gaps alike, however long the words are.
pub fn places(words: [Word; 3]) -> Places {
    let widths = words.map(|word| word.text().chars().map(width).sum::<f64>());
    let gap = (TRACK - BEGINS - ENDS - widths.iter().sum::<f64>()) / 3.0;
    let bolt = |n: usize| {
        let before: f64 = widths[..=n].iter().sum();
        BEGINS + before + (n as f64 + 0.5) * gap
    };
    let bolts = [bolt(0), bolt(1), bolt(2)];
    ([1, 2].map(|n| bolts[n] - (gap + widths[n]) / 2.0), bolts)
}

/// About the width of a letter on a track.
fn width(letter: char) -> f64 {
    LETTER
        * match letter {
            'm' | 'w' => 1.6,
            'f' | 'i' | 'j' | 'l' | 'r' | 't' => 0.6,
            _ => 1.0,
        }
}

/// How it acts now.
pub fn mode(consumer: &Consumer) -> AckMode {
    consumer.job().map_or(consumer.spec().ack, |job| job.mode)
}

/// The words of its track in the order in which it acts: it receives, and two acts follow.
pub fn track(engine: &Engine, consumer: &Consumer, mode: AckMode) -> [Word; 3] {
    let ack = spoken_by(engine, consumer).ack;
    match mode {
        AckMode::Last => [words::RECEIVE, words::EFFECT, ack],
        AckMode::First => [words::RECEIVE, ack, words::EFFECT],
        AckMode::Automatic => [words::RECEIVE, words::SETTLED, words::EFFECT],
    }
}

/// Whether it is at work at all: one that reads nothing is not either.
pub fn is_at_work(engine: &Engine, consumer: &Consumer) -> bool {
    let idle = consumer.member().is_some_and(|member| log_words::is_idle(engine, member));
    consumer.is_up() && !idle
}

/// Where the crack through its body is, if it fell, from its left edge.
pub fn crack(engine: &Engine, consumer: &Consumer, wide: f64) -> Option<f64> {
    let (_, at) = consumer.fell()?;
    let (_, bolts) = places(track(engine, consumer, consumer.spec().ack));
    let instant = at.and_then(|at| CrashPoint::ALL.iter().position(|point| *point == at));
    Some(instant.map_or(TRACK / 2.0, |n| bolts[n]) * wide / TRACK)
}

pub(super) fn paint(card: &mut Card<'_>, id: ConsumerId) {
    let consumer = &card.engine.consumers()[id.index()];
    let (w, up) = (card.node.body.w, is_at_work(card.engine, consumer));
    card.desk(up, 58.0);
    let slots = match card.node.shape {
        Shape::Consumer { slots } => slots,
        _ => 0,
    };
    (0..slots).for_each(|n| card.slot(card.node.desk_slot(n), up));
    card.pen.at(card.node.ring());
    card.pen.disc(20.0, Ink::Paper);
    card.pen.arc(20.0, 1.0, Ink::Line, 3.0);
    card.at(0.0, 54.5);
    let hair = format!("M12 0H{}", w - 12.0);
    card.pen.shape(&hair, None, Some((Ink::Line, 1.0, Dash::Solid)));
    fracture(card, consumer);
    card.heading(&states::setting(card.engine, card.node.id), "", 0.0);
    paint_track(card, consumer);
    card.status();
}

fn fracture(card: &mut Card<'_>, consumer: &Consumer) {
    let Some(x) = crack(card.engine, consumer, card.node.body.w) else {
        return;
    };
    for (aside, ink, width) in
        [(0.0, Ink::Paper, 7.0), (-3.0, Ink::Full, 2.0), (3.0, Ink::Full, 2.0)]
    {
        card.at(x + aside, 0.0);
        card.pen.stroke(shapes::CRACK, ink, width, Dash::Solid);
    }
}

/// receive ⚡ effect ⚡ ack ⚡, in the order in which it acts.
fn paint_track(card: &mut Card<'_>, consumer: &Consumer) {
    let words = track(card.engine, consumer, mode(consumer));
    let (middles, bolts) = places(words);
    let (wide, middle) = (card.node.body.w / TRACK, (54.0 + card.node.body.h) / 2.0);
    card.line((12.0, middle + 4.0), &[word(words[0].text(), SMALL, Ink::Faint)], Align::Start);
    let now = consumer.job().map(|job| job.phase as usize);
    for n in 0..2 {
        let said = match now == Some(n) {
            true => word(words[n + 1].text(), SMALL_STRONG, Ink::Full),
            false => word(words[n + 1].text(), SMALL, Ink::Faint),
        };
        card.line((middles[n] * wide, middle + 4.0), &[said], Align::Middle);
    }
    for (n, point) in CrashPoint::ALL.into_iter().enumerate() {
        let fell = consumer.fell().is_some_and(|(_, at)| at == Some(point));
        let (fill, edge) = match fell || consumer.armed() == Some(point) {
            true => (Ink::Full, Ink::Full),
            false => (Ink::Paper, Ink::Edge),
        };
        card.at(bolts[n] * wide, middle);
        card.pen.fill(shapes::BOLT, fill);
        card.pen.stroke(shapes::BOLT, edge, 1.0, Dash::Solid);
    }
}

/// One driven by hand: a row for every delivery it holds.
pub(super) fn paint_by_hand(card: &mut Card<'_>, id: ConsumerId, rows: usize) {
    let consumer = &card.engine.consumers()[id.index()];
    card.desk(consumer.is_up(), card.node.body.h - 4.0);
    let corner = card.node.body;
    for n in 0..rows {
        card.slot(at(corner.x + 28.0, card.node.row(n)), consumer.is_up());
    }
    for (n, delivery) in consumer.buffer().take(rows).enumerate() {
        let says = if delivery.processed { words::PROCESSED } else { words::NOT_PROCESSED };
        let tag = words::tag(&delivery.tag);
        let said = [word(&tag, SMALL_STRONG, Ink::Soft), word(says.text(), SMALL, Ink::Faint)];
        card.line((52.0, card.node.row(n) - corner.y + 4.0), &said, Align::Start);
    }
    card.heading(&states::setting(card.engine, card.node.id), "", 0.0);
    card.status();
}
