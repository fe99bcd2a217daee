//! Crashes and faults on the axis of time.

use crate::engine::{Fact, Tick};

/// Most marks kept; with one more, neighbours are merged in pairs.
pub const INCIDENTS: usize = 256;

/// One mark: something that broke, or several that broke about then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Incident {
    /// When the first of them happened.
    pub at: Tick,
    /// The first of them.
    pub fact: Fact,
    /// How many there are.
    pub count: u32,
}

impl Incident {
    /// Two neighbours as one.
    fn merge(self, later: Incident) -> Incident {
        Incident { count: self.count + later.count, ..self }
    }
}

/// The marks of one run, in the order of time.
#[derive(Clone, Debug, Default)]
pub struct Incidents(Vec<Incident>);

impl Incidents {
    /// Marks a fact if something broke.
    pub fn note(&mut self, at: Tick, fact: &Fact) {
        if !breaks(fact) {
            return;
        }
        if self.0.len() == INCIDENTS {
            let pairs = self.0.chunks(2);
            self.0 =
                pairs.filter_map(|pair| pair.iter().copied().reduce(Incident::merge)).collect();
        }
        self.0.push(Incident { at, fact: *fact, count: 1 });
    }

    /// All marks.
    pub fn all(&self) -> &[Incident] {
        &self.0
    }

    /// The marks, those nearer than `apart_us` to the one before merged.
    pub fn apart(&self, apart_us: u64) -> Vec<Incident> {
        let mut marks: Vec<Incident> = Vec::new();
        for mark in &self.0 {
            match marks.last_mut().filter(|last| mark.at.since(last.at) < apart_us) {
                Some(last) => *last = last.merge(*mark),
                None => marks.push(*mark),
            }
        }
        marks
    }
}

/// Whether a fact is a crash or a fault.
fn breaks(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::Crashed { .. }
            | Fact::ServiceDown { .. }
            | Fact::BrokerDown { .. }
            | Fact::BrokerRestarted
            | Fact::FrameLost { .. }
            | Fact::ChannelClosed { .. }
            | Fact::QueueDeleted { .. }
            | Fact::ConsumerTimedOut { .. }
            | Fact::Fenced { .. }
            | Fact::AlarmRaised { .. }
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ConsumerId;

    fn crash() -> Fact {
        Fact::Crashed { consumer: ConsumerId(0), message: None, at: None }
    }

    #[test]
    fn marks_have_a_limit_and_none_is_forgotten() {
        let mut incidents = Incidents::default();
        for at in 0..10_000 {
            incidents.note(Tick(at), &crash());
            incidents.note(Tick(at), &Fact::Revived { consumer: ConsumerId(0) });
        }
        assert!(incidents.all().len() <= INCIDENTS);
        assert_eq!(incidents.all().iter().map(|mark| mark.count).sum::<u32>(), 10_000);
    }

    #[test]
    fn neighbours_share_a_mark() {
        let mut incidents = Incidents::default();
        for at in [10, 12, 40] {
            incidents.note(Tick(at), &crash());
        }
        let marks = incidents.apart(20);
        let marks: Vec<_> = marks.iter().map(|mark| (mark.at.0, mark.count)).collect();
        assert_eq!(marks, [(10, 2), (40, 1)]);
    }
}
