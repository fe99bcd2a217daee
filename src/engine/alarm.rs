//! The memory alarm (R42): a broker that holds too much stops reading from
//! connections that publish. Consumers go on, which is the way out.
//!
//! Nothing is refused and nothing is lost: what producers send stays on
//! their links, in order, and is read once there is room again. Left out:
//! bytes, paging to disk, and the alarm for disk space.

use std::collections::VecDeque;

use super::{
    Engine,
    event::Event,
    fact::Fact,
    ids::{NodeId, ProducerId},
    link::{Cargo, Flight, Way},
    range,
    refusal::Refusal,
};

/// The broker's memory, as far as its alarm is concerned.
#[derive(Clone, Default)]
pub(super) struct Memory {
    /// Copies it may hold without an alarm.
    pub limit: Option<u64>,
    /// Copies on producers' links: not read, so not in memory.
    pub inbound: u64,
    raised: bool,
}

/// The broker's end of a producer's connection.
#[derive(Clone, Default)]
pub(super) struct Inlet {
    /// What has come and is not read, oldest first.
    pub unread: VecDeque<Flight>,
    /// The next read is booked.
    reading: bool,
    /// Something was published on this connection.
    publishes: bool,
    /// The client was told that its connection is blocked.
    told: bool,
}

impl Inlet {
    /// The connection is gone; the next one has not published yet.
    pub fn ended(&mut self) {
        self.publishes = false;
        self.told = false;
    }
}

impl super::Producer {
    /// Frames it has sent that a broker in alarm has not read.
    pub fn unread(&self) -> usize {
        self.inlet.unread.len()
    }
}

impl Engine {
    /// Whether the broker is in memory alarm.
    pub fn is_in_alarm(&self) -> bool {
        self.memory.raised
    }

    /// The copies the broker may hold without an alarm.
    pub fn memory_limit(&self) -> Option<u64> {
        self.memory.limit
    }

    /// The copies the broker holds: all there are but those it has not read.
    pub fn stored(&self) -> u64 {
        let books = self.books();
        books.on_link - self.memory.inbound + books.ready + books.outstanding
    }

    pub(super) fn set_memory_limit(&mut self, limit: Option<u64>) -> Result<(), Refusal> {
        range::MEMORY.check(limit.unwrap_or(1) as f64)?;
        self.memory.limit = limit;
        Ok(())
    }

    /// Raises the alarm above the limit and clears it below, with every
    /// event: at the limit it stays as it is.
    pub(super) fn look_at_memory(&mut self) {
        let Memory { limit, raised, .. } = self.memory;
        if limit.is_none() && !raised {
            return;
        }
        let stored = self.stored();
        if !raised && limit.is_some_and(|most| most < stored) {
            self.memory.raised = true;
            self.record(Fact::AlarmRaised { stored });
            self.tell_all(|inlet| inlet.publishes && !inlet.told, true);
        } else if raised && limit.is_none_or(|most| stored < most) {
            self.memory.raised = false;
            self.record(Fact::AlarmCleared { stored });
            self.tell_all(|inlet| inlet.told, false);
            (0..self.producers.len()).for_each(|at| self.book_read(ProducerId(at as u16)));
        }
    }

    fn tell_all(&mut self, whom: impl Fn(&Inlet) -> bool, blocked: bool) {
        for at in 0..self.producers.len() {
            if whom(&self.producers[at].inlet) {
                self.tell(ProducerId(at as u16), blocked);
            }
        }
    }

    fn tell(&mut self, id: ProducerId, blocked: bool) {
        let producer = &mut self.producers[id.index()];
        producer.inlet.told = blocked;
        let node = NodeId::Exchange(producer.exchange);
        self.send_producer(id, Way::ToClient, node, Cargo::Pressure { blocked });
    }

    /// The producer that sent this, if it must wait: it publishes and there
    /// is an alarm, or it stands behind something that waits.
    pub(super) fn sender_not_read(&self, flight: &Flight) -> Option<ProducerId> {
        let NodeId::Producer(id) = flight.from else {
            return None;
        };
        let inlet = &self.producers[id.index()].inlet;
        let publishes = inlet.publishes || matches!(flight.cargo, Cargo::Publish { .. });
        (self.memory.raised && publishes || !inlet.unread.is_empty()).then_some(id)
    }

    /// The frame stays where it is; its sender hears that nobody reads.
    pub(super) fn leave_unread(&mut self, id: ProducerId, flight: Flight) {
        let inlet = &mut self.producers[id.index()].inlet;
        inlet.unread.push_back(flight);
        if self.memory.raised && !inlet.told {
            self.tell(id, true);
        }
    }

    fn book_read(&mut self, id: ProducerId) {
        let inlet = &mut self.producers[id.index()].inlet;
        if !inlet.unread.is_empty() && !std::mem::replace(&mut inlet.reading, true) {
            self.agenda.book(self.now, self.now.after(1), Event::Read { producer: id });
        }
    }

    /// Reads one frame, each a tick after the other, so that a new alarm
    /// stops in time.
    pub(super) fn read_next(&mut self, id: ProducerId) {
        let inlet = &mut self.producers[id.index()].inlet;
        inlet.reading = false;
        if self.memory.raised {
            return;
        }
        if let Some(flight) = inlet.unread.pop_front() {
            self.receive(flight);
        }
        self.book_read(id);
    }

    /// A publish is the broker's from here on.
    pub(super) fn publish_read(&mut self, id: ProducerId) {
        self.memory.inbound -= 1;
        self.producers[id.index()].inlet.publishes = true;
    }

    /// Takes what is unread and picked by `gone` off every link.
    pub(super) fn take_unread(&mut self, gone: impl Fn(&Flight) -> bool) -> Vec<Flight> {
        let mut taken = Vec::new();
        for producer in &mut self.producers {
            let unread = std::mem::take(&mut producer.inlet.unread);
            let (lost, kept): (VecDeque<_>, _) = unread.into_iter().partition(&gone);
            producer.inlet.unread = kept;
            taken.extend(lost);
        }
        taken
    }
}

/// The alarm is up above the limit and down below it, and what is on
/// producers' links is what the books leave out.
pub(super) fn alarm_agrees(engine: &Engine) -> bool {
    let publishes = engine.flights().filter(|flight| matches!(flight.cargo, Cargo::Publish { .. }));
    let stored = engine.stored();
    let agrees = match engine.memory.limit {
        None => !engine.memory.raised,
        Some(most) if engine.memory.raised => most <= stored,
        Some(most) => stored <= most,
    };
    agrees && publishes.count() as u64 == engine.memory.inbound
}
