//! When each message was first published, for as long as it may matter.
//!
//! Messages are numbered as they appear, so their times are a plain list. It
//! is kept in shared pieces: a copy of it costs a few hundred pointers. Of
//! pieces that are far back one time remains for the whole piece: such a
//! message has waited 64 times longer than its piece took, so its latency is
//! still right to two hundredths.

use std::{collections::VecDeque, rc::Rc};

use crate::engine::{Fact, MessageId, Tick, Work};

/// Messages in a piece.
const PIECE: usize = 256;

/// Pieces that keep every time: the latest 16,384 messages.
const RECENT: usize = 64;

/// Pieces before them that keep one: a million messages.
const OLD: usize = 4_096;

/// The time of each message of a piece, as far as it is known.
type Piece = [Option<Tick>; PIECE];

/// Times by message.
#[derive(Clone, Debug, Default)]
pub struct Births {
    old: Rc<VecDeque<Option<Tick>>>,
    /// The number of the first recent piece.
    first: usize,
    recent: VecDeque<Rc<Piece>>,
}

impl Births {
    /// Reads a fact. When a message's first effect is done, how long that took
    /// since it was published, in microseconds, if that is known.
    pub fn read(&mut self, at: Tick, fact: &Fact) -> Option<u64> {
        match *fact {
            Fact::Published { message, attempt: 1, .. }
            | Fact::Produced { message, attempt: 1, .. }
            | Fact::Buffered { message, .. } => {
                self.note(message, at);
                None
            }
            Fact::Worked { message, work: Work::Done { times: 1 }, .. } => {
                self.of(message).map(|born| at.since(born))
            }
            _ => None,
        }
    }

    /// Remembers when a message was published; the first time counts.
    fn note(&mut self, message: MessageId, at: Tick) {
        let Some(place) = (message.index() / PIECE).checked_sub(self.first) else {
            return;
        };
        while self.recent.len() <= place {
            self.recent.push_back(Rc::new([None; PIECE]));
        }
        Rc::make_mut(&mut self.recent[place])[message.index() % PIECE].get_or_insert(at);
        while RECENT < self.recent.len() {
            self.age();
        }
    }

    fn age(&mut self) {
        let piece = self.recent.pop_front();
        self.first += 1;
        let old = Rc::make_mut(&mut self.old);
        old.push_back(piece.and_then(|piece| piece.iter().flatten().min().copied()));
        if OLD < old.len() {
            old.pop_front();
        }
    }

    /// When a message was published; none if that is not known any more.
    fn of(&self, message: MessageId) -> Option<Tick> {
        let (piece, place) = (message.index() / PIECE, message.index() % PIECE);
        match piece.checked_sub(self.first) {
            Some(recent) => self.recent.get(recent)?[place],
            None => self.old[self.old.len().checked_sub(self.first - piece)?],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_time_counts_and_nothing_is_made_up() {
        let mut births = Births::default();
        births.note(MessageId(300), Tick(5));
        births.note(MessageId(300), Tick(9));
        assert_eq!(births.of(MessageId(300)), Some(Tick(5)));
        assert_eq!(births.of(MessageId(299)), None);
        assert_eq!(births.of(MessageId(100_000)), None);
    }

    #[test]
    fn what_is_far_back_is_right_to_two_hundredths() {
        let mut births = Births::default();
        let count = 500_000;
        for n in 0..count {
            births.note(MessageId(n), Tick(u64::from(n) * 1_000));
        }
        for n in (0..count).step_by(777) {
            let born = births.of(MessageId(n)).expect("within a million");
            let (waited, exact) = (u64::from(count) * 1_000 - born.0, u64::from(count - n) * 1_000);
            assert!(waited.abs_diff(exact) <= exact / 50, "{n}: {waited} of {exact}");
        }
    }

    #[test]
    fn memory_has_a_limit() {
        let mut births = Births::default();
        for n in (0..2_000_000).step_by(PIECE) {
            births.note(MessageId(n), Tick(u64::from(n)));
        }
        assert_eq!((births.recent.len(), births.old.len()), (RECENT, OLD));
        assert_eq!(births.of(MessageId(0)), None);
    }
}
