//! Partitions: everything on a client's link is held, in both directions.
//!
//! TCP keeps what it could not deliver, so after a repair it goes on in its
//! order. Whoever has heard nothing for a heartbeat's time takes the
//! connection for dead; what was on it is lost then. A group misses a member
//! that is cut off when its session runs out (K15).

use super::{Flight, FlightKey, Link};
use crate::engine::{
    Engine,
    agenda::Tick,
    event::Event,
    fact::Fact,
    ids::{ConsumerId, NodeId},
    refusal::Refusal,
};

/// RabbitMQ's heartbeat time-out, and about what other clients wait for.
const HEARTBEAT_US: u64 = 60_000_000;

/// What is held on a link.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Held {
    since: Tick,
    /// What should have arrived by now, in its order.
    stalled: Vec<FlightKey>,
    /// It is repaired, and what was held is on its way again.
    repaired: bool,
}

impl Link {
    /// Whether nothing gets through.
    pub fn is_held(&self) -> bool {
        self.held.is_some()
    }
}

impl Engine {
    /// Since when a client is cut off from the broker, if it is.
    pub fn cut_off(&self, client: NodeId) -> Option<Tick> {
        let held = match client {
            NodeId::Producer(id) => self.producers[id.index()].link.held.as_ref(),
            NodeId::Consumer(id) => self.consumers[id.index()].link.held.as_ref(),
            _ => None,
        };
        held.filter(|held| !held.repaired).map(|held| held.since)
    }

    fn link_of(&mut self, client: NodeId) -> Option<&mut Link> {
        match client {
            NodeId::Producer(id) => Some(&mut self.producers[id.index()].link),
            NodeId::Consumer(id) => Some(&mut self.consumers[id.index()].link),
            _ => None,
        }
    }

    /// The client of that name, and the producer it publishes on with: both
    /// are on the same line.
    fn clients_named(&self, name: &str) -> Result<Vec<NodeId>, Refusal> {
        if let Some(id) = self.find_producer(name) {
            return Ok(vec![NodeId::Producer(id)]);
        }
        let id = self.consumer_id(name)?;
        let output = self.consumers[id.index()].output.map(NodeId::Producer);
        Ok([Some(NodeId::Consumer(id)), output].into_iter().flatten().collect())
    }

    pub(in crate::engine) fn partition(&mut self, name: &str) -> Result<(), Refusal> {
        let clients = self.clients_named(name)?;
        if self.cut_off(clients[0]).is_some() {
            return Err(Refusal::CutOff(name.to_owned()));
        }
        self.record(Fact::LinkHeld { client: clients[0] });
        for client in clients {
            self.hold_link(client);
        }
        Ok(())
    }

    fn hold_link(&mut self, client: NodeId) {
        let since = self.now;
        let Some(link) = self.link_of(client) else {
            return;
        };
        let earlier = link.held.take();
        let is_new = earlier.is_none();
        let stalled = earlier.map_or_else(Vec::new, |held| held.stalled);
        link.held = Some(Held { since, stalled, repaired: false });
        self.links.held += u32::from(is_new);
        self.agenda.book(since, since.after(HEARTBEAT_US), Event::LinkDead { client, since });
        if let NodeId::Consumer(id) = client {
            self.member_cut_off(id);
        }
    }

    pub(in crate::engine) fn repair(&mut self, name: &str) -> Result<(), Refusal> {
        let clients = self.clients_named(name)?;
        if self.cut_off(clients[0]).is_none() {
            return Err(Refusal::NotCutOff(name.to_owned()));
        }
        self.record(Fact::LinkRepaired { client: clients[0] });
        for client in clients {
            let now = self.now;
            let Some(link) = self.link_of(client) else {
                continue;
            };
            let due = now.after(link.latency_us);
            if let Some(held) = &mut link.held {
                held.repaired = true;
                let event = Event::LinkFree { client, since: held.since };
                self.agenda.book(now, due, event);
            }
        }
        Ok(())
    }

    /// Keeps what would arrive on a link that is held.
    pub(super) fn keep_back(&mut self, key: FlightKey) -> bool {
        let Some(&Flight { from, to, .. }) = self.links.flights.get(key) else {
            return false;
        };
        let is_client = matches!(from, NodeId::Producer(_) | NodeId::Consumer(_));
        let client = if is_client { from } else { to };
        let held = self.link_of(client).and_then(|link| link.held.as_mut());
        held.map(|held| held.stalled.push(key)).is_some()
    }

    /// What was held arrives, in its order.
    pub(in crate::engine) fn link_free(&mut self, client: NodeId, since: Tick) {
        let Some(link) = self.link_of(client) else {
            return;
        };
        let Some(held) = link.held.take_if(|held| held.since == since && held.repaired) else {
            return;
        };
        self.links.held -= 1;
        if let NodeId::Consumer(id) = client {
            self.member_heard(id);
        }
        for key in held.stalled {
            self.arrive(key);
        }
        if let NodeId::Consumer(id) = client {
            self.reached_again(id);
        }
    }

    /// Whether a consumer of queues has to wait for its link before it can
    /// connect. Members of a group send and wait for an answer.
    pub(in crate::engine) fn cannot_connect(&self, id: ConsumerId) -> bool {
        let consumer = &self.consumers[id.index()];
        consumer.link.is_held() && consumer.member.is_none() && consumer.shares.is_none()
    }

    /// A consumer that could not connect does so now.
    fn reached_again(&mut self, id: ConsumerId) {
        let consumer = &self.consumers[id.index()];
        let on_its_way = consumer.channel.is_some() || consumer.returns.is_some();
        if consumer.up && !on_its_way && consumer.member.is_none() && consumer.shares.is_none() {
            self.revive(id);
        }
    }

    /// Both ends have heard nothing for too long: the connection is over, and
    /// so is every later one that cannot get through either.
    pub(in crate::engine) fn link_dead(&mut self, client: NodeId, since: Tick) {
        let now = self.now;
        let held = self.link_of(client).and_then(|link| link.held.as_mut());
        let Some(held) = held.filter(|held| held.since == since && !held.repaired) else {
            return;
        };
        held.stalled.clear();
        self.agenda.book(now, now.after(HEARTBEAT_US), Event::LinkDead { client, since });
        self.disconnect(client);
    }
}
