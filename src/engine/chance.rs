//! Seeded chance: one stream of numbers per node and purpose.
//!
//! A stream per purpose keeps runs comparable: asking one consumer for one
//! more number does not shift what a producer draws. The generator and the
//! logarithm are portable, so native and wasm draw the same (no `StdRng`,
//! whose algorithm may change; no `f64::ln`, whose last bit may differ).

use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg32;

/// What a stream is for; part of its seed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose {
    Arrivals,
    Content,
    Service,
    Crash,
    Jitter,
    Sampling,
    Failure,
}

/// One reproducible stream of numbers.
#[derive(Clone, Debug)]
pub(super) struct Chance(Pcg32);

impl Chance {
    /// The stream of `purpose` for the `node`-th client of a run's `seed`.
    pub fn new(seed: u64, purpose: Purpose, node: u32) -> Self {
        let mut mix = Pcg32::seed_from_u64(seed);
        let salt = (u64::from(node) << 8) | purpose as u64;
        let state = mix.next_u64() ^ salt.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Chance(Pcg32::new(state, salt))
    }

    /// A number from 0 (included) to 1 (excluded), in steps of 2⁻³².
    pub fn unit(&mut self) -> f64 {
        f64::from(self.0.next_u32()) / 4_294_967_296.0
    }

    /// True with probability `p` (0 to 1).
    pub fn happens(&mut self, p: f64) -> bool {
        p > 0.0 && self.unit() < p
    }

    /// An exponential span with the given mean in microseconds, at least 1.
    pub fn exponential(&mut self, mean_us: f64) -> u64 {
        let drawn = -libm::log(1.0 - self.unit()) * mean_us;
        ((drawn + 0.5) as u64).max(1)
    }

    /// A whole number below `bound`; 0 when the bound is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        (self.unit() * bound as f64) as u64
    }
}
