//! What goals, predictions and records are judged by: predicates on what has
//! happened since a step began, and on the present.
//!
//! **Invariant:** a predicate is judged only at moments at which something
//! happened, and sees nothing but the engine and what was counted. So a goal
//! is met at the same tick live, replayed and natively.

mod event;
mod level;
mod read;
mod setting;

use crate::{
    engine::{Engine, laws::Law},
    scenario::Guarantee,
};

pub use event::{Event, Filter, causes};
pub use level::LEVELS;
pub use read::{GUARANTEES, PERCENTILES, Reading};
pub(super) use read::{ORDER, guarantee};
pub use setting::{KINDS, Setting};

use super::progress::Progress;

/// Something that is true of a run at some moments.
#[derive(Clone, Debug)]
pub enum Predicate {
    /// All of them.
    All(Vec<Predicate>),
    /// At least one of them.
    Any(Vec<Predicate>),
    /// Not this.
    Not(Box<Predicate>),
    /// This was true at some moment since the step began.
    Once {
        /// Where it is remembered.
        slot: usize,
        /// What.
        that: Box<Predicate>,
    },
    /// This has been true for so long without a break.
    Held {
        /// Where its beginning is remembered.
        slot: usize,
        /// What.
        that: Box<Predicate>,
        /// Microseconds.
        us: u64,
    },
    /// A figure lies in a range.
    Within {
        /// Which.
        figure: Figure,
        /// From, and up to.
        range: (f64, f64),
    },
    /// A guarantee is in force.
    Guarantee {
        /// Where the last look is remembered.
        slot: usize,
        /// Which.
        guarantee: Guarantee,
    },
    /// Settings have these values.
    Setting {
        /// Where the last look is remembered.
        slot: usize,
        /// Which, and what.
        setting: Setting,
    },
    /// Events have happened to messages in this order, from the first on.
    Order {
        /// What is counted.
        tally: usize,
        /// Numbers of messages, as people count.
        is: Vec<u32>,
    },
    /// A law is promised, and holds.
    Law(&'static Law),
}

/// A number that can be read off a run.
#[derive(Clone, Debug)]
pub enum Figure {
    /// How often something happened since the step began.
    Count(usize),
    /// A level at the moment, by its place in [`LEVELS`].
    Level(usize, Filter),
    /// Milliseconds that this share of all messages done did not exceed, from
    /// their publishing to their effect; 0 before one is done.
    Latency(f64),
    /// Virtual milliseconds since the step began.
    Elapsed,
}

/// Something to count.
#[derive(Clone, Debug)]
pub struct Tally {
    /// What happens.
    pub event: Event,
    /// Which of them.
    pub filter: Filter,
}

impl Predicate {
    /// Remembers what has to be remembered of this moment.
    pub(super) fn note(&self, engine: &Engine, progress: &mut Progress) {
        match self {
            Predicate::All(parts) | Predicate::Any(parts) => {
                parts.iter().for_each(|part| part.note(engine, progress));
            }
            Predicate::Not(that) => that.note(engine, progress),
            Predicate::Once { slot, that } => {
                that.note(engine, progress);
                if progress.slot(*slot).is_none() && that.is_true(engine, progress) {
                    progress.set_slot(*slot, Some(engine.now()));
                }
            }
            Predicate::Held { slot, that, .. } => {
                that.note(engine, progress);
                let since = progress.slot(*slot).unwrap_or(engine.now());
                let holds = that.is_true(engine, progress);
                progress.set_slot(*slot, holds.then_some(since));
            }
            Predicate::Guarantee { slot, guarantee } if progress.is_configured() => {
                let holds = Guarantee::of(engine) == Some(*guarantee);
                progress.set_slot(*slot, holds.then_some(engine.now()));
            }
            Predicate::Setting { slot, setting } if progress.is_configured() => {
                progress.set_slot(*slot, setting.holds(engine).then_some(engine.now()));
            }
            _ => {}
        }
    }

    /// Whether it is true now.
    pub(super) fn is_true(&self, engine: &Engine, progress: &Progress) -> bool {
        match self {
            Predicate::All(parts) => parts.iter().all(|part| part.is_true(engine, progress)),
            Predicate::Any(parts) => parts.iter().any(|part| part.is_true(engine, progress)),
            Predicate::Not(that) => !that.is_true(engine, progress),
            Predicate::Once { slot, .. }
            | Predicate::Guarantee { slot, .. }
            | Predicate::Setting { slot, .. } => progress.slot(*slot).is_some(),
            Predicate::Held { slot, us, .. } => {
                progress.slot(*slot).is_some_and(|since| *us <= engine.now().since(since))
            }
            Predicate::Within { figure, range } => {
                let value = figure.value(engine, progress);
                range.0 <= value && value <= range.1
            }
            Predicate::Order { tally, is } => progress.counted(*tally).order.starts_with(is),
            Predicate::Law(law) => (law.holds)(engine),
        }
    }
}

impl Figure {
    /// What it comes to now.
    pub(super) fn value(&self, engine: &Engine, progress: &Progress) -> f64 {
        match self {
            Figure::Count(tally) => progress.counted(*tally).count as f64,
            Figure::Level(at, filter) => LEVELS[*at].1(engine, filter) as f64,
            Figure::Latency(share) => progress.latency_ms(*share),
            Figure::Elapsed => progress.elapsed_us(engine.now()) as f64 / 1_000.0,
        }
    }
}
