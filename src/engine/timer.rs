//! Timers of queues and partitions.

use super::{agenda::Tick, store::NEVER};

/// A timer that can be moved: only the latest booking counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timer {
    pub epoch: u32,
    pub due: Tick,
}

impl Timer {
    /// Nothing is booked.
    pub fn idle() -> Self {
        Timer { epoch: 0, due: NEVER }
    }

    /// Whether a booking counts that has not fallen due.
    pub fn is_set(&self) -> bool {
        self.due != NEVER
    }

    /// Whether the booking that fell due is the one that counts; it is spent.
    pub fn fires(&mut self, epoch: u32) -> bool {
        let fires = self.epoch == epoch && self.due != NEVER;
        if fires {
            self.due = NEVER;
        }
        fires
    }

    /// Moves the timer; returns the epoch of the new booking.
    pub fn set(&mut self, due: Tick) -> u32 {
        self.epoch += 1;
        self.due = due;
        self.epoch
    }
}
