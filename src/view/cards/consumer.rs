//! A consumer: slots for what it has fetched, a ring that shows its progress,
//! and the track of its cycle with the three instants at which it may die.

use super::{Align, Card, Dash, Ink, SMALL, SMALL_STRONG, word};
use crate::{
    engine::{
        Consumer, ConsumerId, Engine,
        topology::{AckMode, CrashPoint},
    },
    view::{geometry::at, layout::Shape, log_words, shapes, states, vocabulary::spoken_by},
    words::{Word, cards as words, vocabulary},
};

/// The instants at which it may die, in their order.
pub const POINTS: [CrashPoint; 3] =
    [CrashPoint::BeforeBoth, CrashPoint::Between, CrashPoint::AfterBoth];

/// The middles of the two words of a track, and of its three bolts.
pub type Places = ([f64; 2], [f64; 3]);

/// Places on a track 200 units wide: the middles of two words and of three
/// bolts, for effect before ack and the other way round.
const EFFECT_FIRST: Places = ([100.0, 156.0], [67.0, 132.0, 182.0]);
const ACK_FIRST: Places = ([94.0, 150.0], [67.0, 119.0, 183.0]);
/// The same where the broker’s word is longer: delete.
const DELETE_LAST: Places = ([95.0, 155.0], [66.0, 125.0, 187.0]);
const DELETE_FIRST: Places = ([94.0, 152.0], [62.0, 124.0, 182.0]);
/// And longer still: commit.
const COMMIT_LAST: Places = ([94.0, 154.0], [65.0, 121.0, 189.0]);
const AUTOMATIC: Places = ([97.0, 156.0], [65.0, 129.0, 184.0]);

/// How wide a track is on which the places are counted.
pub const TRACK: f64 = 200.0;

/// Where the words and bolts of its track stand.
pub fn places(engine: &Engine, consumer: &Consumer, mode: AckMode) -> Places {
    match (mode, spoken_by(engine, consumer).ack) {
        (AckMode::Last, vocabulary::COMMIT) => COMMIT_LAST,
        (AckMode::First, vocabulary::COMMIT) => DELETE_FIRST,
        (AckMode::Last, vocabulary::DELETE) => DELETE_LAST,
        (AckMode::First, vocabulary::DELETE) => DELETE_FIRST,
        (AckMode::Last, _) => EFFECT_FIRST,
        (AckMode::First, _) => ACK_FIRST,
        (AckMode::Automatic, _) => AUTOMATIC,
    }
}

/// How it acts now, and the two words of its track in that order.
pub fn cycle(engine: &Engine, consumer: &Consumer) -> (AckMode, [Word; 2]) {
    let mode = consumer.job().map_or(consumer.spec().ack, |job| job.mode);
    let ack = spoken_by(engine, consumer).ack;
    let words = match mode {
        AckMode::Last => [words::EFFECT, ack],
        AckMode::First => [ack, words::EFFECT],
        AckMode::Automatic => [words::SETTLED, words::EFFECT],
    };
    (mode, words)
}

/// Whether it is at work at all: one that reads nothing is not either.
pub fn is_at_work(engine: &Engine, consumer: &Consumer) -> bool {
    let idle = consumer.member().is_some_and(|member| log_words::is_idle(engine, member));
    consumer.is_up() && !idle
}

/// Where the crack through its body is, if it fell, from its left edge.
pub fn crack(engine: &Engine, consumer: &Consumer, wide: f64) -> Option<f64> {
    let (_, at) = consumer.fell()?;
    let (_, bolts) = places(engine, consumer, consumer.spec().ack);
    let instant = at.and_then(|at| POINTS.iter().position(|point| *point == at));
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
    track(card, consumer);
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
fn track(card: &mut Card<'_>, consumer: &Consumer) {
    let (mode, acts) = cycle(card.engine, consumer);
    let (middles, bolts) = places(card.engine, consumer, mode);
    let (wide, middle) = (card.node.body.w / TRACK, (54.0 + card.node.body.h) / 2.0);
    card.line(
        (12.0, middle + 4.0),
        &[word(words::RECEIVE.text(), SMALL, Ink::Faint)],
        Align::Start,
    );
    let now = consumer.job().map(|job| job.phase as usize);
    for n in 0..2 {
        let said = match now == Some(n) {
            true => word(acts[n].text(), SMALL_STRONG, Ink::Full),
            false => word(acts[n].text(), SMALL, Ink::Faint),
        };
        card.line((middles[n] * wide, middle + 4.0), &[said], Align::Middle);
    }
    for (n, point) in POINTS.into_iter().enumerate() {
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
