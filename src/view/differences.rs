//! Two runs at the same moment, number against number.

use crate::{
    engine::{Engine, GroupId, Queue},
    scenario::timeline::Fate,
    words::{Word, charts, differences as words, stories, tokens},
};

/// One figure of both runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What is compared.
    pub what: Word,
    /// Of the first run.
    pub a: String,
    /// Of the second one.
    pub b: String,
}

impl Difference {
    /// Whether the runs agree in it.
    pub fn is_none(&self) -> bool {
        self.a == self.b
    }
}

/// What is compared, and how it is told of one run.
type Figure = (Word, fn(&Engine) -> String);

const FIGURES: [Figure; 10] = [
    (words::EXPECTED, |engine| engine.effects().expected.to_string()),
    (charts::DELIVERED, |engine| delivered(engine).to_string()),
    (stories::DONE_ONCE, |engine| engine.effects().once.to_string()),
    (words::DUPLICATED, |engine| engine.effects().duplicated.to_string()),
    (tokens::LOST, |engine| engine.effects().lost.total().to_string()),
    (words::PENDING, |engine| engine.effects().pending.to_string()),
    (words::KEPT, |engine| kept(engine).to_string()),
    (words::BEHIND, |engine| behind(engine).to_string()),
    (words::OUT_OF_ORDER, |engine| engine.effects().out_of_order.to_string()),
    (words::REPLAY, replay),
];

/// Every figure of two runs.
pub fn differences(a: &Engine, b: &Engine) -> Vec<Difference> {
    FIGURES.iter().map(|(what, tell)| Difference { what: *what, a: tell(a), b: tell(b) }).collect()
}

/// What became of an effect, in a word or two.
pub fn fate(fate: Fate) -> String {
    match fate {
        Fate::NotExpected => "–".to_owned(),
        Fate::Pending => words::FATE_PENDING.into(),
        Fate::Once => words::FATE_ONCE.into(),
        Fate::Duplicated(times) => words::fate_times(&times),
        Fate::Lost(_) => tokens::LOST.into(),
    }
}

/// Deliveries and records that consumers have received, repeated ones too.
fn delivered(engine: &Engine) -> u64 {
    engine.consumers().iter().map(|consumer| consumer.received()).sum()
}

/// Copies that queues and partitions hold, delivered or not.
fn kept(engine: &Engine) -> u64 {
    let books = engine.books();
    books.ready + books.outstanding
}

/// What consumers are behind by: ready messages of queues that somebody is to
/// read, and the lag of groups.
fn behind(engine: &Engine) -> u64 {
    let consumers = || engine.consumers().iter().map(|consumer| &consumer.spec().queue);
    let is_read = |queue: &&Queue| consumers().flatten().any(|name| *name == queue.spec().name);
    let ready = engine.queues().iter().filter(is_read).map(|queue| queue.ready_len() as u64);
    let groups = (0..engine.groups().len() as u16).map(GroupId);
    ready.sum::<u64>() + groups.map(|group| engine.lag_of(group)).sum::<u64>()
}

/// Where a replay could begin.
fn replay(engine: &Engine) -> String {
    match engine.partitions().iter().map(|partition| partition.start()).max() {
        None => words::REPLAY_NO.into(),
        Some(0) => words::REPLAY_FROM_START.into(),
        Some(start) => words::replay_from_offset(&start),
    }
}
