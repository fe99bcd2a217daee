//! Facts folded into chart points: what happened in each slice of time.
//!
//! Slices widen as the run grows, so that a chart never holds more than
//! [`SLICES`] of them.

use crate::engine::{Engine, Fact, Tick};

/// Most slices kept; with one more, neighbours are merged in pairs.
pub const SLICES: usize = 600;

/// The width of a slice at first, in microseconds: a quarter of a second.
const FIRST_WIDTH_US: u64 = 250_000;

/// What happened in one slice of time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Slice {
    /// Messages published, retries not counted.
    pub published: u32,
    /// Copies settled: acknowledged, or settled on sending.
    pub settled: u32,
    /// Most ready messages in all queues together.
    pub ready: u64,
    /// Most outstanding ones.
    pub unacked: u64,
}

impl Slice {
    /// Two neighbours as one.
    pub fn merge(self, later: Slice) -> Slice {
        Slice {
            published: self.published + later.published,
            settled: self.settled + later.settled,
            ready: self.ready.max(later.ready),
            unacked: self.unacked.max(later.unacked),
        }
    }
}

/// The series of one run.
#[derive(Clone, Debug)]
pub struct Series {
    slices: Vec<Slice>,
    width_us: u64,
    next_fact: u64,
    ready: u64,
    unacked: u64,
}

impl Default for Series {
    fn default() -> Self {
        Series { slices: Vec::new(), width_us: FIRST_WIDTH_US, next_fact: 0, ready: 0, unacked: 0 }
    }
}

impl Series {
    /// Reads the facts since the last reading, and opens slices up to now.
    pub fn read(&mut self, engine: &Engine) {
        for (_, tick, fact) in engine.facts().since(self.next_fact) {
            self.take(tick, fact);
        }
        self.next_fact = engine.facts().next();
        // The books correct what facts beyond the kept window would have said.
        (self.ready, self.unacked) = (engine.books().ready, engine.books().outstanding);
        self.at(engine.now());
    }

    fn take(&mut self, tick: Tick, fact: &Fact) {
        match fact {
            Fact::Published { attempt: 1, .. } => self.at(tick).published += 1,
            Fact::Acked { .. } => {
                self.unacked = self.unacked.saturating_sub(1);
                self.at(tick).settled += 1;
            }
            Fact::SettledOnSending { .. } => {
                self.unacked = self.unacked.saturating_sub(1);
                self.at(tick).settled += 1;
            }
            Fact::Enqueued { .. } => {
                self.ready += 1;
                self.at(tick);
            }
            Fact::Delivered { .. } => {
                self.ready = self.ready.saturating_sub(1);
                self.unacked += 1;
                self.at(tick);
            }
            Fact::Requeued { .. } => {
                self.unacked = self.unacked.saturating_sub(1);
                self.ready += 1;
                self.at(tick);
            }
            _ => {}
        }
    }

    /// The slice of `tick`, with the present levels noted in it.
    fn at(&mut self, tick: Tick) -> &mut Slice {
        while SLICES <= (tick.0 / self.width_us) as usize {
            self.widen();
        }
        let index = (tick.0 / self.width_us) as usize;
        if self.slices.len() <= index {
            let level = Slice { ready: self.ready, unacked: self.unacked, ..Slice::default() };
            self.slices.resize(index + 1, level);
        }
        let slice = &mut self.slices[index];
        slice.ready = slice.ready.max(self.ready);
        slice.unacked = slice.unacked.max(self.unacked);
        slice
    }

    fn widen(&mut self) {
        self.width_us *= 2;
        let pairs = self.slices.chunks(2);
        self.slices = pairs
            .map(|pair| pair.iter().copied().reduce(Slice::merge).unwrap_or_default())
            .collect();
    }

    /// All slices, oldest first.
    pub fn slices(&self) -> &[Slice] {
        &self.slices
    }

    /// The width of a slice in seconds.
    pub fn width_s(&self) -> f64 {
        self.width_us as f64 / 1e6
    }
}
