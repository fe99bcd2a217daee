//! Future events, earliest first; ties run in the order booked.
//!
//! **Invariant:** nothing here reads a clock; time is only ever passed in.

use std::{cmp::Ordering, collections::BinaryHeap};

use super::event::Event;

/// A moment of virtual time, in microseconds since the run began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tick(pub u64);

/// The latest moment a run may reach: a thousand days.
pub const LAST_TICK: Tick = Tick(86_400_000_000_000);

impl Tick {
    /// The moment `ms` milliseconds after the start.
    pub fn from_ms(ms: u64) -> Self {
        Tick(ms.saturating_mul(1_000))
    }

    /// Milliseconds since the start, for people and charts.
    pub fn as_ms(self) -> f64 {
        self.0 as f64 / 1_000.0
    }

    /// The moment `span` microseconds later.
    pub fn after(self, span: u64) -> Self {
        Tick(self.0.saturating_add(span))
    }

    /// Microseconds from `earlier` to here; 0 if `earlier` is later.
    pub fn since(self, earlier: Tick) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// The future: a heap ordered by due tick, then by booking.
///
/// Most consequences are the very next thing to happen. Such a one waits
/// beside the heap and never enters it.
#[derive(Clone, Default)]
pub(super) struct Agenda {
    /// Comes before everything in the heap, if it is there.
    next: Option<Entry>,
    later: BinaryHeap<Entry>,
    booked: u64,
}

/// An event and its place in the future.
///
/// The booking number breaks ties: ordered by time alone, two simultaneous
/// arrivals could swap places after a refactor.
#[derive(Clone)]
struct Entry {
    due: Tick,
    booked: u64,
    event: Event,
}

impl Entry {
    /// Time first, then booking, as one number.
    fn order(&self) -> u128 {
        (u128::from(self.due.0) << 64) | u128::from(self.booked)
    }
}

impl Ord for Entry {
    /// The earlier is the greater: a heap gives its greatest first.
    fn cmp(&self, other: &Entry) -> Ordering {
        other.order().cmp(&self.order())
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Entry) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Entry) -> bool {
        self.booked == other.booked
    }
}

impl Eq for Entry {}

impl Agenda {
    /// Books `event` for `due`. A consequence takes at least one tick, so
    /// `due` lies after `now`.
    pub fn book(&mut self, now: Tick, due: Tick, event: Event) {
        assert!(now < due, "an event would happen in no time");
        let entry = Entry { due, booked: self.booked, event };
        self.booked += 1;
        match &mut self.next {
            Some(next) if due < next.due => self.later.push(std::mem::replace(next, entry)),
            None if self.later.peek().is_none_or(|first| due < first.due) => {
                self.next = Some(entry);
            }
            _ => self.later.push(entry),
        }
    }

    /// How many events are booked, called-off ones included.
    pub fn len(&self) -> usize {
        self.later.len() + usize::from(self.next.is_some())
    }

    /// When the next event is due.
    pub fn next_due(&self) -> Option<Tick> {
        self.next.as_ref().or(self.later.peek()).map(|entry| entry.due)
    }

    /// Takes the next event, which there has to be.
    pub fn take(&mut self) -> Event {
        if let Some(Entry { event, .. }) = self.next {
            self.next = None;
            return event;
        }
        self.later.pop().expect("something is booked").event
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ids::ProducerId;

    #[test]
    fn events_come_by_time_and_then_by_booking_wherever_they_waited() {
        let mut agenda = Agenda::default();
        let dues = [7, 5, 5, 9, 3, 3, 5, 1, 9];
        for (epoch, due) in dues.into_iter().enumerate() {
            let event = Event::Produce { producer: ProducerId(0), epoch: epoch as u32 };
            agenda.book(Tick(0), Tick(due), event);
        }
        assert_eq!(agenda.len(), dues.len());
        let mut come = Vec::new();
        while let Some(due) = agenda.next_due() {
            let Event::Produce { epoch, .. } = agenda.take() else { unreachable!("none booked") };
            come.push((due.0, epoch));
        }
        let booked = [(1, 7), (3, 4), (3, 5), (5, 1), (5, 2), (5, 6), (7, 0), (9, 3), (9, 8)];
        assert_eq!(come, booked);
    }
}
