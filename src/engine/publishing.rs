//! The broker's side of a publish: exchange, queues, and the answer.
//!
//! A confirm says that every queue the message was routed to has taken
//! charge of it, or that there was none (R5, R6); a nack that one refused
//! it, though others may hold it (R9).

use std::rc::Rc;

use slotmap::{Key, SlotMap, new_key_type};

use super::{
    Engine,
    command::Outcome,
    fact::{Cause, ChannelError, Fact},
    ids::{ExchangeId, MessageId, NodeId, ProducerId, QueueId},
    link::{Cargo, Way},
    store::CopyKey,
};

new_key_type! {
    /// Names a publish that queues have yet to answer.
    pub struct PublicationKey;
}

/// A publish whose producer waits for a confirm.
#[derive(Clone, Debug)]
pub(super) struct Publication {
    producer: ProducerId,
    session: u32,
    publish: u32,
    message: MessageId,
    exchange: ExchangeId,
    awaiting: u32,
    refused: bool,
}

/// Publishes that queues have yet to answer.
pub(super) type Publications = SlotMap<PublicationKey, Publication>;

impl Engine {
    /// A publish reaches its exchange.
    pub(super) fn publish_arrived(&mut self, key: CopyKey, publish: u32, exchange: ExchangeId) {
        let message = self.store.copies[key].message;
        let producer = self.store.messages[message].producer;
        if !self.router.exchanges[exchange.index()].exists {
            self.remove_copy(key, NodeId::Exchange(exchange), Cause::Unroutable);
            return self.publisher_channel_closed(producer, ChannelError::NotFound);
        }
        let queues = self.route_of(key, exchange);
        if queues.is_empty() {
            return self.unroutable(key, publish, exchange);
        }
        let client = &self.producers[producer.index()];
        if client.spec.confirms.is_some() {
            let publication = Publication {
                producer,
                session: client.session,
                publish,
                message: self.store.messages[message].id,
                exchange,
                awaiting: queues.len() as u32,
                refused: false,
            };
            self.store.copies[key].publication = self.publications.insert(publication);
        }
        self.fan_out(key, exchange, &queues);
        self.published_or_lost(message, Some(Cause::Unroutable));
    }

    /// The queues a copy reaches from an exchange.
    pub(super) fn route_of(&mut self, key: CopyKey, exchange: ExchangeId) -> Rc<[QueueId]> {
        let copy = &self.store.copies[key];
        let envelope = self.store.messages[copy.message].envelope;
        let headers = &self.store.envelopes[envelope.0 as usize].headers;
        let words = (copy.key.0, envelope.0);
        self.router.route(exchange, words, self.keys.text(copy.key), headers)
    }

    /// Sends a copy to each queue; the first is the one that arrived.
    pub(super) fn fan_out(&mut self, key: CopyKey, exchange: ExchangeId, queues: &[QueueId]) {
        let shared = self.store.copies[key].effect;
        for (n, queue) in queues.iter().enumerate() {
            let copy = if n == 0 { key } else { self.duplicate(key) };
            let owner = self.store.copies[copy].message;
            if shared.is_null() {
                let effect = self.effect_in(owner, *queue);
                self.store.copies[copy].effect = effect;
                self.hold_effect(effect);
            } else if n > 0 {
                self.store.copies[copy].effect = shared;
                self.hold_effect(shared);
            }
            let due = self.send_inside(
                NodeId::Exchange(exchange),
                NodeId::Queue(*queue),
                Cargo::Routed { copy },
            );
            let (message, copy) = (self.store.messages[owner].id, self.store.copies[copy].id);
            self.record(Fact::Routed { message, copy, exchange, queue: *queue, due });
        }
    }

    /// One more copy like this one.
    fn duplicate(&mut self, key: CopyKey) -> CopyKey {
        let old = self.store.copies[key].clone();
        let new = self.store.new_copy(old.message, old.exchange, old.key);
        let copy = &mut self.store.copies[new];
        copy.expiration_ms = old.expiration_ms;
        copy.deaths = old.deaths;
        copy.publication = old.publication;
        new
    }

    /// No queue: returned if mandatory, and confirmed all the same (R5).
    fn unroutable(&mut self, key: CopyKey, publish: u32, exchange: ExchangeId) {
        let owner = &self.store.messages[self.store.copies[key].message];
        let (message, producer, envelope) = (owner.id, owner.producer, owner.envelope);
        let node = NodeId::Exchange(exchange);
        self.remove_copy(key, node, Cause::Unroutable);
        let mut answers = Vec::new();
        if self.store.envelopes[envelope.0 as usize].mandatory {
            answers.push(Outcome::Returned);
        }
        if self.producers[producer.index()].spec.confirms.is_some() {
            answers.push(Outcome::Confirmed);
        }
        for outcome in answers {
            let cargo = Cargo::Answer { publish, message, outcome };
            self.send_producer(producer, Way::ToClient, node, cargo);
        }
    }

    /// One queue has stored or refused its copy; after the last one the
    /// producer hears of it, if it is still connected.
    pub(super) fn answered(&mut self, key: PublicationKey, refused: bool) {
        let Some(publication) = self.publications.get_mut(key) else {
            return;
        };
        publication.refused |= refused;
        publication.awaiting -= 1;
        if publication.awaiting > 0 {
            return;
        }
        let Publication { producer, session, publish, message, exchange, refused, .. } =
            self.publications.remove(key).expect("just seen");
        if self.producers[producer.index()].session == session {
            let outcome = if refused { Outcome::Nacked } else { Outcome::Confirmed };
            let cargo = Cargo::Answer { publish, message, outcome };
            self.send_producer(producer, Way::ToClient, NodeId::Exchange(exchange), cargo);
        }
    }

    /// The broker closes a producer's channel; the client opens another.
    fn publisher_channel_closed(&mut self, producer: ProducerId, error: ChannelError) {
        let client = NodeId::Producer(producer);
        self.record(Fact::ChannelClosed { client, error });
        self.disconnect(client);
    }
}
