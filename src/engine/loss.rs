//! Losing things: a frame, a connection, everything on a link.
//!
//! Over TCP a lost frame ends its connection, and whatever else is on that
//! connection is lost as well.

use crate::order::sort_by_number;

use super::{
    Engine,
    delivery::ChannelKey,
    fact::{Cause, Fact},
    ids::{ConsumerId, NodeId},
    link::{Cargo, Flight, frame_of},
};

impl Engine {
    /// A frame is lost; over TCP its connection goes with it.
    ///
    /// A function of its own: inlined, it would have what arrives taken to
    /// pieces before anybody knows whether it is lost.
    #[inline(never)]
    pub(super) fn lose(&mut self, flight: Flight) {
        let client = match flight.from {
            client @ (NodeId::Producer(_) | NodeId::Consumer(_)) => client,
            _ => flight.to,
        };
        if let Some(frame) = frame_of(&flight.cargo) {
            self.record(Fact::FrameLost { client, frame });
        }
        let without_session = self.is_without_session(&flight);
        let over = match flight.cargo {
            Cargo::Settlement { channel, .. } => !self.is_open(client, channel),
            Cargo::Delivery(ref delivery) => {
                delivery.channel().is_some_and(|channel| !self.is_open(client, channel))
            }
            Cargo::ShareFetch { epoch, .. } | Cargo::ShareRecords { epoch, .. } => {
                self.is_of_another_life(client, epoch)
            }
            _ => false,
        };
        let answered_ask = matches!(flight.cargo, Cargo::Delivery(_));
        self.drop_cargo(flight.cargo, client, Cause::LinkLost);
        if without_session {
            if let (true, NodeId::Consumer(id)) = (answered_ask, client) {
                self.ask_again_later(id);
            }
            return;
        }
        if !over {
            self.disconnect(client);
        }
    }

    /// Whether a frame belongs to one request of many, each for itself: its
    /// loss ends nothing.
    fn is_without_session(&self, flight: &Flight) -> bool {
        let leased = |node| match node {
            NodeId::Queue(id) => self.queues[id.index()].mechanics.lease_ms.is_some(),
            NodeId::Exchange(_) => self.profile.mechanics().lease_ms.is_some(),
            NodeId::Producer(_) | NodeId::Consumer(_) | NodeId::Topic(_) => false,
            NodeId::Caller(_) | NodeId::Service(_) => false,
        };
        leased(flight.from) || leased(flight.to)
    }

    /// Whether a channel belongs to the connection its client has now, and
    /// not to one that ended before.
    pub(super) fn is_open(&self, client: NodeId, channel: ChannelKey) -> bool {
        let NodeId::Consumer(id) = client else {
            return false;
        };
        self.consumers[id.index()].channel == Some(channel)
    }

    /// Whether a client has died since.
    fn is_of_another_life(&self, client: NodeId, epoch: u32) -> bool {
        matches!(client, NodeId::Consumer(id) if self.consumers[id.index()].epoch != epoch)
    }

    /// Ends a client's connection at both ends.
    pub(super) fn disconnect(&mut self, client: NodeId) {
        self.drop_flights(client, Cause::LinkLost);
        match client {
            NodeId::Producer(producer) => self.producer_disconnected(producer),
            NodeId::Consumer(consumer) => self.consumer_disconnected(consumer),
            NodeId::Exchange(_) | NodeId::Queue(_) | NodeId::Topic(_) => {}
            NodeId::Caller(_) | NodeId::Service(_) => {}
        }
    }

    /// Takes everything off a client's link.
    fn drop_flights(&mut self, client: NodeId, cause: Cause) {
        self.drop_where(Some(client), cause, |flight| flight.from == client || flight.to == client);
    }

    /// Takes to-the-client frames off the link of a consumer that died. What
    /// it had sent itself still arrives: the kernel sends it before the close.
    pub(super) fn drop_deliveries(&mut self, consumer: ConsumerId) {
        let client = NodeId::Consumer(consumer);
        self.drop_where(Some(client), Cause::ConsumerCrashed, |flight| flight.to == client);
    }

    /// Takes whatever is on any of its links off it: the broker stopped.
    pub(super) fn drop_everything(&mut self) {
        self.drop_where(None, Cause::Restart, |flight| !flight.cargo.is_between_services());
    }

    /// Takes the flights that `gone` picks off their links, the first due
    /// first; those due together in the order of their slots.
    /// They are lost at `at`, or else where they were going.
    fn drop_where(&mut self, at: Option<NodeId>, cause: Cause, gone: impl Fn(&Flight) -> bool) {
        let picked = self.links.flights.iter().filter(|(_, flight)| gone(flight));
        let mut lost: Vec<_> = picked.map(|(key, flight)| (flight.due, key)).collect();
        sort_by_number(&mut lost, |(due, _)| due.0);
        for flight in self.take_unread(&gone) {
            self.drop_cargo(flight.cargo, at.unwrap_or(flight.to), cause);
        }
        for (_, key) in lost {
            if let Some(flight) = self.links.flights.remove(key) {
                self.drop_cargo(flight.cargo, at.unwrap_or(flight.to), cause);
            }
        }
    }

    fn drop_cargo(&mut self, cargo: Cargo, client: NodeId, cause: Cause) {
        match cargo {
            Cargo::Publish { copy, .. } => {
                self.memory.inbound -= 1;
                self.remove_copy(copy, client, cause);
            }
            Cargo::Routed { copy } | Cargo::DeadLetter { copy } => {
                self.remove_copy(copy, client, cause);
            }
            Cargo::Batch(request) => {
                request.copies.iter().for_each(|copy| self.remove_copy(*copy, client, cause));
            }
            Cargo::Delivery(_) | Cargo::ShareRecords { .. } | Cargo::Records(_) => {
                cargo.deliveries().iter().for_each(|sent| self.delivery_dropped(sent, cause));
            }
            Cargo::Leave { group, seat } => self.miss_later(group, seat),
            Cargo::Close { channel } => self.close_channel(channel),
            Cargo::ShareClose { group } => {
                if let NodeId::Consumer(id) = client {
                    self.share_member_gone(group, id);
                }
            }
            Cargo::Ask { .. } | Cargo::Nothing { .. } => {
                if let NodeId::Consumer(id) = client {
                    self.ask_again_later(id);
                }
            }
            Cargo::Answer { .. }
            | Cargo::BatchAnswer { .. }
            | Cargo::EndTransaction(_)
            | Cargo::TransactionAnswer { .. }
            | Cargo::Extension { .. }
            | Cargo::Get { .. }
            | Cargo::GetEmpty
            | Cargo::Settlement { .. }
            | Cargo::ShareFetch { .. }
            | Cargo::Join { .. }
            | Cargo::Assignment { .. }
            | Cargo::Fetch { .. }
            | Cargo::OutOfRange { .. }
            | Cargo::Commit { .. }
            | Cargo::CommitRefused { .. }
            | Cargo::ShareAnswers { .. }
            | Cargo::AskDepth { .. }
            | Cargo::Depth { .. }
            | Cargo::Pressure { .. }
            | Cargo::Call { .. }
            | Cargo::Reply { .. } => {}
        }
    }
}
