//! The run folded into chart points: what happened in each slice of time.
//!
//! Slices widen as the run grows, so that a chart never holds more than
//! [`SLICES`] of them. They are shared between clones: a copy of a series, as
//! a checkpoint keeps it, costs pointers and not points.
//!
//! Counts come from the engine's books, which never miss anything. Latencies
//! and incidents come from the window of facts: whoever runs the engine reads
//! often enough, and what went by unread all the same is counted in
//! [`Series::missed`], so that a page can say that it shows a sample.

use std::rc::Rc;

use crate::{
    engine::{Engine, PartitionId, Tick},
    scenario::{births::Births, timeline::Observer},
};

use super::{
    incidents::Incidents,
    slice::{Slice, grown},
    tracked::{TRACKED, lag},
};

/// Most slices kept; with one more, neighbours are merged in pairs.
pub const SLICES: usize = 600;

/// Most events between two readings, for those who run the engine: their
/// facts fit into the window even at four facts each.
pub const EVENTS_PER_READING: u64 = 16_384;

/// The width of a slice at first, in microseconds: a quarter of a second.
const FIRST_WIDTH_US: u64 = 250_000;

/// The series of one run.
#[derive(Clone, Debug)]
pub struct Series {
    slices: Vec<Rc<Slice>>,
    width_us: u64,
    /// The moment of the latest reading.
    end: Tick,
    counters: Counters,
    next_fact: u64,
    missed: u64,
    births: Births,
    incidents: Incidents,
}

/// What the engine had counted at the latest reading.
#[derive(Clone, Debug, Default)]
struct Counters {
    published: u64,
    delivered: u64,
    settled: u64,
    done: u64,
    busy_us: Vec<u64>,
}

impl Default for Series {
    fn default() -> Self {
        Series {
            slices: Vec::new(),
            width_us: FIRST_WIDTH_US,
            end: Tick(0),
            counters: Counters::default(),
            next_fact: 0,
            missed: 0,
            births: Births::default(),
            incidents: Incidents::default(),
        }
    }
}

impl Series {
    /// Takes a reading, at least once a slice and once in
    /// [`EVENTS_PER_READING`]. A moment before the latest reading is known
    /// already: a run that was wound back and goes on unchanged adds nothing
    /// until it comes to where it was.
    pub fn read(&mut self, engine: &Engine) {
        if engine.now() < self.end {
            return;
        }
        self.end = engine.now();
        // A reading at a slice's end belongs to the slice that ends.
        let at = self.place(Tick(self.end.0.saturating_sub(1)));
        let slice = Rc::make_mut(&mut self.slices[at]);
        self.counters.read(engine, slice);
        read_levels(engine, slice);
        self.missed += engine.facts().first().saturating_sub(self.next_fact);
        for (_, at, fact) in engine.facts().since(self.next_fact) {
            if let Some(took_us) = self.births.read(at, fact) {
                slice.latency.add(took_us);
            }
            self.incidents.note(at, fact);
        }
        self.next_fact = engine.facts().next();
    }

    /// The place of the slice of `tick`; those skipped since the last one
    /// repeat its levels, because nothing has happened in them.
    fn place(&mut self, tick: Tick) -> usize {
        while SLICES <= (tick.0 / self.width_us) as usize {
            self.widen();
        }
        let place = (tick.0 / self.width_us) as usize;
        if self.slices.len() <= place {
            let quiet = Rc::new(self.slices.last().map(|last| last.quiet()).unwrap_or_default());
            self.slices.resize(place, quiet);
            self.slices.push(Rc::default());
        }
        place
    }

    /// Slices of twice the width.
    pub fn widen(&mut self) {
        self.width_us *= 2;
        let pairs = self.slices.chunks(2);
        let merged = |pair: &[Rc<Slice>]| match pair {
            [earlier, later] => Rc::new(earlier.merge(later)),
            one => one[0].clone(),
        };
        self.slices = pairs.map(merged).collect();
    }

    /// Microseconds until a reading is due: what is left of this slice.
    pub fn slice_left_us(&self, now: Tick) -> u64 {
        self.width_us - now.0 % self.width_us
    }

    /// All slices, oldest first.
    pub fn slices(&self) -> &[Rc<Slice>] {
        &self.slices
    }

    /// The width of a slice in seconds.
    pub fn width_s(&self) -> f64 {
        self.width_us as f64 / 1e6
    }

    /// The moment of the latest reading; the run may have been wound back
    /// since.
    pub fn end(&self) -> Tick {
        self.end
    }

    /// Crashes and faults.
    pub fn incidents(&self) -> &Incidents {
        &self.incidents
    }

    /// Facts that went by unread: latencies and incidents may lack some.
    pub fn missed(&self) -> u64 {
        self.missed
    }
}

impl Observer for Series {
    fn read(&mut self, engine: &Engine) {
        Series::read(self, engine);
    }

    fn left_us(&self, now: Tick) -> u64 {
        self.slice_left_us(now)
    }

    fn weight(&self) -> usize {
        size_of::<Self>() + self.slices.capacity() * size_of::<Slice>()
    }
}
impl Counters {
    /// Adds what has been counted since the last reading to a slice.
    fn read(&mut self, engine: &Engine, slice: &mut Slice) {
        let published = engine.producers().iter().map(|producer| producer.heard().published).sum();
        let delivered = engine.consumers().iter().map(|consumer| consumer.received()).sum();
        let effects = engine.effects();
        slice.published += gain(&mut self.published, published);
        slice.delivered += gain(&mut self.delivered, delivered);
        slice.settled += gain(&mut self.settled, engine.books().settled);
        slice.done += gain(&mut self.done, effects.once + effects.duplicated);
        for (at, consumer) in engine.consumers().iter().take(TRACKED).enumerate() {
            let busy_us = consumer.busy_us(engine.now());
            let before = std::mem::replace(grown(&mut self.busy_us, at), busy_us);
            *grown(&mut slice.busy_us, at) += busy_us - before;
        }
    }
}

/// What a counter has grown by.
fn gain(before: &mut u64, now: u64) -> u32 {
    (now - std::mem::replace(before, now)) as u32
}

fn read_levels(engine: &Engine, slice: &mut Slice) {
    let books = engine.books();
    slice.ready = slice.ready.max(books.ready);
    slice.unacked = slice.unacked.max(books.outstanding);
    for (at, queue) in engine.queues().iter().take(TRACKED).enumerate() {
        let level = grown(&mut slice.queues, at);
        *level = (*level).max(queue.ready_len() as u64);
    }
    for at in 0..engine.partitions().len().min(TRACKED) {
        let level = grown(&mut slice.partitions, at);
        *level = (*level).max(lag(engine, PartitionId(at as u16)));
    }
}

#[cfg(test)]
mod tests;
