//! Two runs at the same moment, number against number.

use crate::{
    engine::{Engine, GroupId, Queue},
    scenario::timeline::Fate,
};

/// One figure of both runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What is compared.
    pub what: &'static str,
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
type Figure = (&'static str, fn(&Engine) -> String);

const FIGURES: [Figure; 10] = [
    ("effects expected", |engine| engine.effects().expected.to_string()),
    ("delivered", |engine| delivered(engine).to_string()),
    ("done once", |engine| engine.effects().once.to_string()),
    ("duplicated", |engine| engine.effects().duplicated.to_string()),
    ("lost", |engine| engine.effects().lost.total().to_string()),
    ("still to be done", |engine| engine.effects().pending.to_string()),
    ("kept by the broker", |engine| kept(engine).to_string()),
    ("waiting, or lag", |engine| behind(engine).to_string()),
    ("out of order, per key", |engine| engine.effects().out_of_order.to_string()),
    ("can be replayed", replay),
];

/// Every figure of two runs.
pub fn differences(a: &Engine, b: &Engine) -> Vec<Difference> {
    FIGURES.iter().map(|(what, tell)| Difference { what, a: tell(a), b: tell(b) }).collect()
}

/// What became of an effect, in a word or two.
pub fn fate(fate: Fate) -> String {
    match fate {
        Fate::NotExpected => "–".to_owned(),
        Fate::Pending => "not yet".to_owned(),
        Fate::Once => "once".to_owned(),
        Fate::Duplicated(times) => format!("{times} times"),
        Fate::Lost(_) => "lost".to_owned(),
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
        None => "no".to_owned(),
        Some(0) => "from the start".to_owned(),
        Some(start) => format!("from offset {start}"),
    }
}
