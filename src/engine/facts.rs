//! The recent past, and a digest of all of it.
//!
//! Facts are kept in a bounded window. Their digest covers every fact ever
//! recorded, so two runs can be compared without keeping either.
//!
//! The window is cut into pieces that never change once they are full, and
//! clones share those: of a run and its checkpoints each fact is kept once.

use std::{
    collections::VecDeque,
    hash::{Hash, Hasher},
    rc::Rc,
};

use super::{agenda::Tick, digest::Digest, fact::Fact};

/// How many recent facts are kept.
pub const FACT_WINDOW: usize = 1 << 16;

/// Facts in a full piece: few enough that a clone copies little, enough that
/// closing one costs nothing.
const PIECE: usize = 512;

type Happened = (Tick, Fact);

/// The recent past and a digest of all of it.
#[derive(Clone, Default)]
pub struct Facts {
    /// Full pieces, oldest first. Of the first, some may have left the window.
    full: VecDeque<Rc<Vec<Happened>>>,
    /// The piece being written.
    last: Vec<Happened>,
    /// The index the next fact will get.
    next: u64,
    digest: Digest,
}

impl Facts {
    pub(super) fn record(&mut self, now: Tick, fact: Fact) {
        now.hash(&mut self.digest);
        fact.hash(&mut self.digest);
        self.last.push((now, fact));
        self.next += 1;
        if self.last.len() == PIECE {
            self.close_piece();
        }
    }

    /// Begins a new piece, in the place of the oldest one if that has left
    /// the window and nobody shares it.
    #[cold]
    fn close_piece(&mut self) {
        let left = match self.full.len() * PIECE {
            FACT_WINDOW.. => self.full.pop_front(),
            _ => None,
        };
        let mut empty = left.and_then(Rc::into_inner).unwrap_or_default();
        empty.clear();
        empty.reserve_exact(PIECE);
        self.full.push_back(Rc::new(std::mem::replace(&mut self.last, empty)));
    }

    /// The index of the oldest fact still held.
    pub fn first(&self) -> u64 {
        self.next.saturating_sub(FACT_WINDOW as u64)
    }

    /// The index the next fact will get.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Facts from `index` on (or from the oldest held), oldest first, each
    /// with its index.
    pub fn since(&self, index: u64) -> impl DoubleEndedIterator<Item = (u64, Tick, &Fact)> {
        let from = index.clamp(self.first(), self.next);
        (from..self.next).map(|index| {
            let (tick, fact) = self.at(index);
            (index, *tick, fact)
        })
    }

    fn at(&self, index: u64) -> &Happened {
        let place = (index - self.begin()) as usize;
        match self.full.get(place / PIECE) {
            Some(piece) => &piece[place % PIECE],
            None => &self.last[place % PIECE],
        }
    }

    /// The index of the first fact of the first piece.
    fn begin(&self) -> u64 {
        self.next - (self.full.len() * PIECE + self.last.len()) as u64
    }

    /// Bytes that a clone of these facts keeps and `earlier` ones, of the same
    /// run or another, do not.
    pub fn bytes_beyond(&self, earlier: Option<&Facts>) -> usize {
        let shared = |(at, piece): &(usize, &Rc<Vec<Happened>>)| {
            let theirs = earlier.and_then(|earlier| {
                let place = (self.begin() + (at * PIECE) as u64).checked_sub(earlier.begin())?;
                earlier.full.get(place as usize / PIECE)
            });
            theirs.is_some_and(|theirs| Rc::ptr_eq(theirs, piece))
        };
        let own = self.full.iter().enumerate().filter(|piece| !shared(piece)).count();
        (own * PIECE + self.last.len()) * size_of::<Happened>()
    }

    /// A number that two runs share only if every fact and its time agree,
    /// natively and in the browser.
    pub fn digest(&self) -> u64 {
        self.digest.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ids::NodeId;

    fn configured(n: u64) -> Fact {
        Fact::Configured { node: NodeId::Queue(crate::engine::QueueId(n as u16)) }
    }

    fn recorded(count: u64) -> Facts {
        let mut facts = Facts::default();
        (0..count).for_each(|n| facts.record(Tick(n), configured(n)));
        facts
    }

    #[test]
    fn the_window_holds_the_latest_facts_and_no_more() {
        let window = FACT_WINDOW as u64;
        for count in [0, 1, 511, 512, 513, window - 1, window, window + 1, window + 700] {
            let facts = recorded(count);
            assert_eq!((facts.first(), facts.next()), (count.saturating_sub(window), count));
            let ticks: Vec<u64> = facts.since(0).map(|(_, tick, _)| tick.0).collect();
            assert_eq!(ticks, (facts.first()..count).collect::<Vec<_>>());
            let last = facts.since(count.saturating_sub(3)).rev().map(|(index, ..)| index);
            assert!(last.eq((count.saturating_sub(3)..count).rev()));
            assert_eq!(facts.since(count + 9).count(), 0);
        }
    }

    #[test]
    fn a_clone_shares_all_but_the_piece_being_written() {
        let mut facts = recorded(FACT_WINDOW as u64 + 100);
        let before = facts.clone();
        assert_eq!(facts.bytes_beyond(Some(&before)), 100 * size_of::<Happened>());
        (0..1_000).for_each(|n| facts.record(Tick(1 << 20), configured(n)));
        let pieces = 2 * PIECE;
        let written = (100 + 1_000 - pieces) + pieces;
        assert_eq!(facts.bytes_beyond(Some(&before)), written * size_of::<Happened>());
        assert!(before.since(0).all(|(index, tick, _)| index == tick.0), "and stays as it was");
        assert!(FACT_WINDOW * size_of::<Happened>() <= facts.bytes_beyond(None));
    }
}
