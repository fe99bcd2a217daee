//! The recent past, and a digest of all of it.
//!
//! Facts are kept in a bounded window. Their digest covers every fact ever
//! recorded, so two runs can be compared without keeping either.

use std::{
    collections::VecDeque,
    hash::{Hash, Hasher},
};

use super::{agenda::Tick, digest::Digest, fact::Fact};

/// How many recent facts are kept.
pub const FACT_WINDOW: usize = 1 << 16;

/// The recent past and a digest of all of it.
#[derive(Clone, Default)]
pub struct Facts {
    window: VecDeque<(Tick, Fact)>,
    first: u64,
    digest: Digest,
}

impl Facts {
    pub(super) fn record(&mut self, now: Tick, fact: Fact) {
        now.hash(&mut self.digest);
        fact.hash(&mut self.digest);
        if self.window.len() == FACT_WINDOW {
            self.window.pop_front();
            self.first += 1;
        }
        self.window.push_back((now, fact));
    }

    /// The index of the oldest fact still held.
    pub fn first(&self) -> u64 {
        self.first
    }

    /// The index the next fact will get.
    pub fn next(&self) -> u64 {
        self.first + self.window.len() as u64
    }

    /// Facts from `index` on (or from the oldest held), oldest first, each
    /// with its index.
    pub fn since(&self, index: u64) -> impl DoubleEndedIterator<Item = (u64, Tick, &Fact)> {
        let skip = index.saturating_sub(self.first).min(self.window.len() as u64);
        let from = self.first + skip;
        let facts = self.window.range(skip as usize..);
        facts.enumerate().map(move |(n, (tick, fact))| (from + n as u64, *tick, fact))
    }

    /// A number that two runs share only if every fact and its time agree,
    /// natively and in the browser.
    pub fn digest(&self) -> u64 {
        self.digest.finish()
    }
}
