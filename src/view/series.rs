//! The books folded into chart points: what happened in each slice of time.
//!
//! Slices widen as the run grows, so that a chart never holds more than
//! [`SLICES`] of them.

use crate::{
    engine::{Engine, Tick},
    scenario::timeline::Observer,
};

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
    /// Most ready messages in all queues together, of those readings.
    pub ready: u64,
    /// Most outstanding ones, of those readings.
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
    published: u64,
    settled: u64,
}

impl Default for Series {
    fn default() -> Self {
        Series { slices: Vec::new(), width_us: FIRST_WIDTH_US, published: 0, settled: 0 }
    }
}

impl Series {
    /// Takes a reading of the books, which never miss anything. Whoever runs
    /// the engine reads at least once a slice.
    pub fn read(&mut self, engine: &Engine) {
        let producers = engine.producers().iter();
        let published = producers.map(|producer| producer.heard().published).sum();
        let books = engine.books();
        let before = (self.published, self.settled);
        (self.published, self.settled) = (published, books.settled);
        // A reading at a slice's end belongs to the slice that ends.
        let slice = self.at(Tick(engine.now().0.saturating_sub(1)));
        slice.published += (published - before.0) as u32;
        slice.settled += (books.settled - before.1) as u32;
        slice.ready = slice.ready.max(books.ready);
        slice.unacked = slice.unacked.max(books.outstanding);
    }

    /// The slice of `tick`; those skipped since the last one repeat its
    /// levels, because nothing has happened in them.
    fn at(&mut self, tick: Tick) -> &mut Slice {
        while SLICES <= (tick.0 / self.width_us) as usize {
            self.widen();
        }
        let index = (tick.0 / self.width_us) as usize;
        if self.slices.len() <= index {
            let last = self.slices.last().copied().unwrap_or_default();
            let level = Slice { published: 0, settled: 0, ..last };
            self.slices.resize(index, level);
            self.slices.push(Slice::default());
        }
        &mut self.slices[index]
    }

    /// Microseconds until a reading is due: what is left of this slice.
    pub fn slice_left_us(&self, now: Tick) -> u64 {
        self.width_us - now.0 % self.width_us
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
