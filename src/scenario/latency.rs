//! How long things took, counted in buckets that grow with the duration.
//!
//! As in HdrHistogram every doubling is cut into equally wide buckets, so the
//! relative error is the same from microseconds to hours: a quantile is at
//! most 1/32, a good 3 %, away from the exact one. Up to 31 µs it is exact.
//! Only buckets in use are kept, which makes one histogram a slice of time
//! affordable.

/// Buckets in each doubling.
const STEPS: u64 = 16;

/// Buckets there can be: 60 doublings of 16 steps, and the exact ones.
const BUCKETS: usize = 61 * STEPS as usize;

/// Counts of durations in microseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    /// Bucket and count, by bucket.
    counts: Vec<(u16, u32)>,
}

impl Histogram {
    /// Counts one duration.
    pub fn add(&mut self, us: u64) {
        let bucket = bucket(us);
        match self.counts.binary_search_by_key(&bucket, |(at, _)| *at) {
            Ok(at) => self.counts[at].1 = self.counts[at].1.saturating_add(1),
            Err(at) => self.counts.insert(at, (bucket, 1)),
        }
    }

    /// Takes in the counts of another one.
    pub fn join(&mut self, other: &Histogram) {
        for (bucket, count) in &other.counts {
            match self.counts.binary_search_by_key(bucket, |(at, _)| *at) {
                Ok(at) => self.counts[at].1 = self.counts[at].1.saturating_add(*count),
                Err(at) => self.counts.insert(at, (*bucket, *count)),
            }
        }
    }
}

/// The sum of some histograms, from which they can be taken out again.
pub struct Sum {
    counts: Vec<u64>,
    total: u64,
}

impl Default for Sum {
    fn default() -> Self {
        Sum { counts: vec![0; BUCKETS], total: 0 }
    }
}

impl Sum {
    /// Takes in a histogram.
    pub fn add(&mut self, histogram: &Histogram) {
        for (bucket, count) in &histogram.counts {
            self.counts[usize::from(*bucket)] += u64::from(*count);
            self.total += u64::from(*count);
        }
    }

    /// Takes out one that was added before.
    pub fn take(&mut self, histogram: &Histogram) {
        for (bucket, count) in &histogram.counts {
            self.counts[usize::from(*bucket)] -= u64::from(*count);
            self.total -= u64::from(*count);
        }
    }

    /// The durations, in microseconds, that these shares of all do not
    /// exceed; the shares rise. None where nothing was counted.
    pub fn quantiles<const N: usize>(&self, shares: [f64; N]) -> Option<[f64; N]> {
        if self.total == 0 {
            return None;
        }
        let ranks = shares.map(|share| ((self.total as f64 * share).ceil() as u64).max(1));
        let mut found = [0.0; N];
        let (mut at, mut counted) = (0, 0);
        for (bucket, count) in self.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            counted += count;
            while at < N && ranks[at] <= counted {
                found[at] = middle(bucket as u64);
                at += 1;
            }
        }
        Some(found)
    }
}

fn bucket(us: u64) -> u16 {
    let doublings = (us | STEPS).ilog2() - STEPS.ilog2();
    (u64::from(doublings) * STEPS + (us >> doublings)) as u16
}

/// The middle of a bucket: nothing in it is further away than half its width.
fn middle(bucket: u64) -> f64 {
    let doublings = (bucket / STEPS).saturating_sub(1);
    let lowest = (bucket - doublings * STEPS) << doublings;
    let width = 1u64 << doublings;
    lowest as f64 + (width - 1) as f64 / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHARES: [f64; 3] = [0.5, 0.95, 0.99];

    /// Durations that jump about over many orders of magnitude.
    fn durations(count: u64) -> Vec<u64> {
        let at = |n: u64| (n * 2_654_435_761 % 1_000_003) * (1 + n % 7 * n % 11) + n % 3;
        (0..count).map(at).collect()
    }

    fn sum(durations: &[u64]) -> Sum {
        let mut sum = Sum::default();
        for part in durations.chunks(100) {
            let mut histogram = Histogram::default();
            part.iter().for_each(|us| histogram.add(*us));
            sum.add(&histogram);
        }
        sum
    }

    #[test]
    fn quantiles_are_within_a_thirty_second_of_the_exact_ones() {
        for count in [1, 2, 19, 100, 5_000] {
            let mut all = durations(count);
            let found = sum(&all).quantiles(SHARES).expect("there are some");
            all.sort_unstable();
            for (share, found) in SHARES.into_iter().zip(found) {
                let rank = (count as f64 * share).ceil() as usize;
                let exact = all[rank - 1] as f64;
                assert!((found - exact).abs() <= exact / 32.0, "{found} of {exact}");
            }
        }
    }

    #[test]
    fn short_durations_are_exact_and_the_longest_has_a_bucket() {
        for us in 0..2 * STEPS {
            assert_eq!(middle(u64::from(bucket(us))), us as f64);
        }
        assert!(usize::from(bucket(u64::MAX)) < BUCKETS);
    }

    #[test]
    fn buckets_follow_each_other_without_a_gap() {
        for us in 0..100_000 {
            assert!(bucket(us + 1) - bucket(us) <= 1, "{us}");
        }
    }

    #[test]
    fn what_is_taken_out_is_as_if_it_had_never_been_in() {
        let all = durations(300);
        let mut rest = sum(&all);
        let mut first = Histogram::default();
        all[..150].iter().for_each(|us| first.add(*us));
        rest.take(&first);
        assert_eq!(rest.quantiles(SHARES), sum(&all[150..]).quantiles(SHARES));
        assert_eq!(Sum::default().quantiles(SHARES), None);
    }

    #[test]
    fn two_joined_are_one_of_both() {
        let all = durations(300);
        let mut parts = [Histogram::default(), Histogram::default()];
        let mut whole = Histogram::default();
        for (n, us) in all.into_iter().enumerate() {
            parts[n % 2].add(us);
            whole.add(us);
        }
        let [mut left, right] = parts;
        left.join(&right);
        assert_eq!(left, whole);
    }
}
