//! When the next message, or request, comes: for producers and callers alike.

use super::{chance::Chance, link::micros, range, refusal::Refusal, topology::Arrivals};

impl Arrivals {
    /// Microseconds until the next one, or the next burst; none for by hand.
    pub(super) fn gap_us(self, chance: &mut Chance) -> Option<u64> {
        match self {
            Arrivals::ByHand => None,
            Arrivals::Constant { per_s } | Arrivals::Poisson { per_s } if per_s <= 0.0 => None,
            Arrivals::Constant { per_s } => Some(((1_000_000.0 / per_s + 0.5) as u64).max(1)),
            Arrivals::Poisson { per_s } => Some(chance.exponential(1_000_000.0 / per_s)),
            Arrivals::Burst { every_ms, .. } => Some(micros(every_ms)),
        }
    }

    /// How many come at once.
    pub(super) fn burst(self) -> u32 {
        match self {
            Arrivals::Burst { size, .. } => size,
            _ => 1,
        }
    }

    pub(super) fn check(self) -> Result<(), Refusal> {
        match self {
            Arrivals::ByHand => Ok(()),
            Arrivals::Constant { per_s } | Arrivals::Poisson { per_s } => range::RATE.check(per_s),
            Arrivals::Burst { size, every_ms } => {
                range::BURST.check(f64::from(size))?;
                range::BURST_GAP.check(every_ms)
            }
        }
    }
}
