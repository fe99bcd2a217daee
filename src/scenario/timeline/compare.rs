//! Two branches at the same moment: what happened here and not there.
//!
//! Messages are the same by their number. That holds as long as both branches
//! publish in the same order, which they do unless a command changed that.

use crate::ordered_map::OrderedMap;

use crate::engine::{Cause, Engine, Line, MessageId, Subscriber};

/// Most differences listed.
pub const DIFFERENCES: usize = 40;

/// What became of an expected effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is not expected: its message was not published, or not routed there.
    NotExpected,
    /// Not yet happened, and still can.
    Pending,
    /// Happened once.
    Once,
    /// Happened so many times.
    Duplicated(u32),
    /// Will never happen.
    Lost(Cause),
}

impl Fate {
    fn of(line: Line) -> Fate {
        match (line.times, line.lost) {
            (0, Some(cause)) => Fate::Lost(cause),
            (0, None) => Fate::Pending,
            (1, _) => Fate::Once,
            (times, _) => Fate::Duplicated(times),
        }
    }
}

/// An expected effect with another fate here than there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The message.
    pub message: MessageId,
    /// Whose effect it is.
    pub whose: Option<Subscriber>,
    /// What became of it here.
    pub here: Fate,
    /// What became of it there.
    pub there: Fate,
}

/// Two runs of one world at the same moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Effects with different fates, by message; at most [`DIFFERENCES`].
    pub differences: Vec<Difference>,
    /// How many more there are.
    pub more: usize,
    /// The first message that both ledgers still hold; older ones are not
    /// compared.
    pub from: MessageId,
}

type Lines = OrderedMap<(MessageId, Option<Subscriber>), Fate>;

/// What happened here and not there, by the latest lines of both ledgers.
pub fn compare(here: &Engine, there: &Engine) -> Comparison {
    let from = first_held(here).max(first_held(there));
    let (lines_here, lines_there) = (lines(here, from), lines(there, from));
    let mut all: Lines = lines_here.clone();
    all.extend(lines_there.iter().map(|(key, fate)| (*key, *fate)));
    let fate = |lines: &Lines, key| lines.get(key).copied().unwrap_or(Fate::NotExpected);
    let mut differences: Vec<Difference> = all
        .keys()
        .map(|key| Difference {
            message: key.0,
            whose: key.1,
            here: fate(&lines_here, key),
            there: fate(&lines_there, key),
        })
        .filter(|one| one.here != one.there)
        .collect();
    let more = differences.len().saturating_sub(DIFFERENCES);
    differences.truncate(DIFFERENCES);
    Comparison { differences, more, from }
}

/// The first message of which every line is still held: a ledger that is full
/// may have dropped some lines of its oldest one.
fn first_held(engine: &Engine) -> MessageId {
    let full = engine.ledger().len() == crate::engine::LEDGER_LINES;
    let oldest = engine.ledger().map(|line| line.message.0).next().filter(|_| full);
    MessageId(oldest.map_or(0, |oldest| oldest + 1))
}

fn lines(engine: &Engine, from: MessageId) -> Lines {
    let held = engine.ledger().filter(|line| from <= line.message);
    let mut lines = Lines::new();
    lines.extend(held.map(|line| ((line.message, line.whose), Fate::of(line))));
    lines
}
