//! Whoever folds a run into something smaller while it goes by.

use crate::engine::{Engine, Tick};

/// Reads a run at moments of its own choosing, such as the ends of a chart's
/// slices. It is cloned into checkpoints, so that it can be wound back with
/// the run, and it must depend on nothing but what it reads.
pub trait Observer: Clone {
    /// Takes a reading of the present.
    fn read(&mut self, engine: &Engine);

    /// Whether it is shown every moment at which anything happens.
    fn watches(&self) -> bool {
        false
    }

    /// Something has happened at the present moment. It is shown whatever
    /// happens while it watches, and may be shown the same moment again.
    fn watch(&mut self, _: &Engine) {}

    /// Microseconds from `now` until a reading is due.
    fn left_us(&self, now: Tick) -> u64;

    /// About how many bytes a clone of it takes.
    fn weight(&self) -> usize {
        size_of::<Self>()
    }
}

/// Nobody looks.
impl Observer for () {
    fn read(&mut self, _: &Engine) {}

    fn left_us(&self, _: Tick) -> u64 {
        u64::MAX
    }
}
