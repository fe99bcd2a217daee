//! What happened in one slice of time.

use crate::scenario::latency::Histogram;

/// Counts of one slice, and the highest levels read in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slice {
    /// Messages published, retries not counted.
    pub published: u32,
    /// Deliveries received by consumers.
    pub delivered: u32,
    /// Copies settled: acknowledged, or settled on sending.
    pub settled: u32,
    /// Effects that happened for the first time.
    pub done: u32,
    /// Most ready messages in all queues together, of those readings.
    pub ready: u64,
    /// Most outstanding ones, of those readings.
    pub unacked: u64,
    /// Most ready messages in each queue that is followed.
    pub queues: Vec<u64>,
    /// Largest lag of each partition that is followed.
    pub partitions: Vec<u64>,
    /// Microseconds at work of each consumer that is followed.
    pub busy_us: Vec<u64>,
    /// From publishing to the first effect, of effects in this slice.
    pub latency: Histogram,
}

impl Slice {
    /// Two neighbours as one.
    pub fn merge(&self, later: &Slice) -> Slice {
        let mut latency = self.latency.clone();
        latency.join(&later.latency);
        Slice {
            published: self.published + later.published,
            delivered: self.delivered + later.delivered,
            settled: self.settled + later.settled,
            done: self.done + later.done,
            ready: self.ready.max(later.ready),
            unacked: self.unacked.max(later.unacked),
            queues: zip(&self.queues, &later.queues, u64::max),
            partitions: zip(&self.partitions, &later.partitions, u64::max),
            busy_us: zip(&self.busy_us, &later.busy_us, |a, b| a + b),
            latency,
        }
    }

    /// The slice after this one if nothing happens in it: levels stay.
    pub fn quiet(&self) -> Slice {
        Slice {
            ready: self.ready,
            unacked: self.unacked,
            queues: self.queues.clone(),
            partitions: self.partitions.clone(),
            ..Slice::default()
        }
    }
}

/// Two lists value by value; one may be longer, because nodes were added.
fn zip(earlier: &[u64], later: &[u64], join: impl Fn(u64, u64) -> u64) -> Vec<u64> {
    let of = |values: &[u64], at: usize| values.get(at).copied().unwrap_or(0);
    let longest = earlier.len().max(later.len());
    (0..longest).map(|at| join(of(earlier, at), of(later, at))).collect()
}

/// The value at a place, which the list is long enough for afterwards.
pub fn grown(values: &mut Vec<u64>, at: usize) -> &mut u64 {
    if values.len() <= at {
        values.resize(at + 1, 0);
    }
    &mut values[at]
}
