//! Checkpoints: clones of a run to replay from, few enough to hold.
//!
//! They are spaced by work, not by time, because work is what a replay costs.
//! When they become too many or too heavy the spacing doubles, and those that
//! stand closer go. The first one, from before anything was asked, stays.

use crate::{
    engine::{Engine, Tick},
    scenario::{Entry, Run},
};

use super::Observer;

/// Most bytes that all checkpoints of a run take, by the engine's estimate.
pub const CHECKPOINT_BYTES: usize = 64 << 20;

/// Most checkpoints.
const CHECKPOINTS: usize = 256;

/// Events and commands between two checkpoints at first.
const SPACING: u64 = 8_192;

/// Bytes copied per event of ordinary work: heavier engines are cloned less
/// often, so that checkpoints take a small part of the time.
const BYTES_PER_EVENT: usize = 128;

/// A run as it stood between two ticks.
#[derive(Clone)]
pub(super) struct Checkpoint<O> {
    engine: Engine,
    /// Entries of the log carried out.
    done: usize,
    observer: O,
    reading: Tick,
    /// Bytes that it shares with no other.
    own: usize,
}

impl<O: Observer> Checkpoint<O> {
    fn of(run: &Run, observer: &O, reading: Tick) -> Self {
        let engine = run.engine().clone();
        let own = engine.weight(Some(&engine)) + observer.weight();
        Checkpoint { engine, done: run.done(), observer: observer.clone(), reading, own }
    }

    fn work(&self) -> u64 {
        self.engine.handled() + self.done as u64
    }

    fn is_on(&self, log: &[Entry], common: usize) -> bool {
        let ahead = log.get(self.done).map(|entry| Tick(entry.at_us));
        self.done <= common && ahead.is_none_or(|ahead| self.engine.now() <= ahead)
    }

    /// Puts a run back to where it stood; returns the observer and when it
    /// reads next.
    pub fn restore(&self, run: &mut Run) -> (O, Tick) {
        run.stand_at(self.engine.clone(), self.done);
        (self.observer.clone(), self.reading)
    }
}

/// How much has been done to reach the present of a run.
fn work(run: &Run) -> u64 {
    run.engine().handled() + run.done() as u64
}

/// The checkpoints of a run, earliest first, never none.
pub(super) struct Checkpoints<O> {
    list: Vec<Checkpoint<O>>,
    spacing: u64,
}

impl<O: Observer> Checkpoints<O> {
    pub fn starting_with(run: &Run, observer: &O) -> Self {
        Checkpoints { list: vec![Checkpoint::of(run, observer, Tick(0))], spacing: SPACING }
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// What they take together; what two share counts once.
    pub fn bytes(&self) -> usize {
        let earlier = [None].into_iter().chain(self.list.iter().map(Some));
        let shares = |earlier: Option<&Checkpoint<O>>, one: &Checkpoint<O>| {
            let facts = earlier.map(|earlier| earlier.engine.facts());
            one.own + one.engine.facts().bytes_beyond(facts)
        };
        earlier.zip(&self.list).map(|(earlier, one)| shares(earlier, one)).sum()
    }

    /// Keeps the present of a run if the last checkpoint is far enough behind.
    pub fn consider(&mut self, run: &Run, observer: &O, reading: Tick) {
        let last = self.list.last().expect("never none");
        let gap = work(run).saturating_sub(last.work());
        if gap < self.spacing {
            return;
        }
        let weight = run.engine().weight(Some(&last.engine));
        if gap < (weight / BYTES_PER_EVENT) as u64 || CHECKPOINT_BYTES < weight {
            return;
        }
        self.list.push(Checkpoint::of(run, observer, reading));
        while 1 < self.list.len()
            && (CHECKPOINTS < self.list.len() || CHECKPOINT_BYTES < self.bytes())
        {
            self.thin();
        }
    }

    fn thin(&mut self) {
        self.spacing *= 2;
        let mut before = None;
        self.list.retain(|one| {
            let far = before.is_none_or(|before| self.spacing <= one.work() - before);
            if far {
                before = Some(one.work());
            }
            far
        });
    }

    /// The last one by `at`.
    pub fn nearest(&self, at: Tick) -> &Checkpoint<O> {
        let behind = self.list.partition_point(|one| one.engine.now() <= at);
        &self.list[behind.saturating_sub(1)]
    }

    /// Whether to go on from the present of a run to get to `at`, instead of
    /// from a checkpoint.
    pub fn is_nearer(&self, run: &Run, at: Tick) -> bool {
        run.engine().now() <= at && self.nearest(at).work() <= work(run)
    }

    /// Has every observer look for something else.
    pub fn instruct(&mut self, instruct: impl Fn(&mut O)) {
        self.list.iter_mut().for_each(|one| instruct(&mut one.observer));
    }

    /// Forgets those that another log does not pass through. `common` entries
    /// of it are the same as of the one they were taken on.
    pub fn keep_those_of(&mut self, log: &[Entry], common: usize) {
        self.list.retain(|one| one.is_on(log, common));
    }

    /// The last one by `at` that another log passes through too, alone.
    pub fn shared_with(&self, log: &[Entry], common: usize, at: Tick) -> Self {
        let shared = |one: &&Checkpoint<O>| one.engine.now() <= at && one.is_on(log, common);
        let nearest = self.list.iter().rev().find(shared).unwrap_or(&self.list[0]);
        Checkpoints { list: vec![nearest.clone()], spacing: self.spacing }
    }
}
