//! The broker's side of a publish: exchange, queues, and the answer.
//!
//! A confirm says that every queue the message was routed to has taken
//! charge of it, or that there was none (R5, R6); a nack that one refused
//! it, though others may hold it (R9).

use std::{collections::BTreeMap, rc::Rc};

use slotmap::{Key, SecondaryMap, SlotMap, new_key_type};

use super::{
    Engine,
    command::Outcome,
    fact::{Cause, ChannelError, Fact},
    ids::{ExchangeId, MessageId, NodeId, ProducerId, QueueId, Subscriber},
    link::{Cargo, Way},
    store::{Copy, CopyKey},
};

new_key_type! {
    /// Names a publish that queues have yet to answer.
    pub struct PublicationKey;
}

/// A publish for which somebody waits for a confirm.
#[derive(Clone, Debug)]
pub(super) struct Publication {
    asker: Asker,
    awaiting: u32,
    refused: bool,
}

/// Who waits for the confirm.
#[derive(Clone, Copy, Debug)]
enum Asker {
    /// A producer, on the connection it had then.
    Producer {
        producer: ProducerId,
        session: u32,
        publish: u32,
        message: MessageId,
        exchange: ExchangeId,
    },
    /// A queue that keeps `copy` until its dead letter has arrived (R31).
    Queue { queue: QueueId, copy: CopyKey },
}

/// Publishes that queues have yet to answer, and which copy each queue is to
/// answer for. Most copies have none, so they do not carry it.
#[derive(Clone, Default)]
pub(super) struct Publications {
    open: SlotMap<PublicationKey, Publication>,
    of: BTreeMap<CopyKey, PublicationKey>,
    /// Dead letters on their way to an exchange, each with the queue and the
    /// copy it keeps.
    dead_letters: SecondaryMap<CopyKey, (QueueId, CopyKey)>,
}

impl Publications {
    fn share(&mut self, copy: CopyKey, with: CopyKey) {
        if let Some(publication) = self.of.get(&copy) {
            self.of.insert(with, *publication);
        }
    }

    /// A dead letter is on its way, and its queue keeps `copy` until it has
    /// arrived.
    pub fn dead_letter_sent(&mut self, letter: CopyKey, queue: QueueId, copy: CopyKey) {
        self.dead_letters.insert(letter, (queue, copy));
    }

    fn await_answers(&mut self, asker: Asker, copy: CopyKey, queues: usize) {
        let publication = Publication { asker, awaiting: queues as u32, refused: false };
        let publication = self.open.insert(publication);
        self.of.insert(copy, publication);
    }

    /// Whether somebody waits to hear what becomes of a copy.
    pub fn is_awaited(&self, copy: CopyKey) -> bool {
        self.of.contains_key(&copy)
    }

    /// Nobody will be answered: the connections are gone.
    pub fn clear(&mut self) {
        *self = Publications::default();
    }
}

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
            let asker = Asker::Producer {
                producer,
                session: client.session,
                publish,
                message: self.store.messages[message].id,
                exchange,
            };
            self.publications.await_answers(asker, key, queues.len());
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
        let Copy { message: owner, effect: shared, .. } = self.store.copies[key];
        let message = self.store.messages[owner].id;
        for (n, queue) in queues.iter().enumerate() {
            let copy = if n == 0 { key } else { self.duplicate(key) };
            if shared.is_null() {
                let effect = self.effect_in(owner, Subscriber::Queue(*queue));
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
            let copy = self.store.copies[copy].id;
            self.record(Fact::Routed { message, copy, exchange, queue: *queue, due });
        }
    }

    /// One more copy like this one, which the same producer waits for.
    fn duplicate(&mut self, key: CopyKey) -> CopyKey {
        let old = self.store.copies[key].clone();
        let new = self.store.new_copy(old.message, old.exchange, old.key);
        self.store.copies[new].deaths = old.deaths;
        self.store.copies[new].enqueued = old.enqueued;
        self.publications.share(key, new);
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
    pub(super) fn answered(&mut self, copy: CopyKey, refused: bool) {
        let Some(key) = self.publications.of.remove(&copy) else {
            return;
        };
        let publication = &mut self.publications.open[key];
        publication.refused |= refused;
        publication.awaiting -= 1;
        if publication.awaiting > 0 {
            return;
        }
        let Publication { asker, refused, .. } =
            self.publications.open.remove(key).expect("just seen");
        match asker {
            Asker::Queue { queue, copy } => self.dying_answered(queue, copy, !refused),
            Asker::Producer { producer, session, publish, message, exchange }
                if self.producers[producer.index()].session == session =>
            {
                let outcome = if refused { Outcome::Nacked } else { Outcome::Confirmed };
                let cargo = Cargo::Answer { publish, message, outcome };
                self.send_producer(producer, Way::ToClient, NodeId::Exchange(exchange), cargo);
            }
            Asker::Producer { .. } => {}
        }
    }

    /// A dead letter goes on to so many queues; its own queue may wait to
    /// hear of it. One without a route has failed; one that would only go
    /// round in a circle is dropped, and that is all there is to wait for.
    pub(super) fn await_dead_letter(&mut self, letter: CopyKey, queues: usize, no_route: bool) {
        let Some((queue, copy)) = self.publications.dead_letters.remove(letter) else {
            return;
        };
        match queues {
            0 => self.dying_answered(queue, copy, !no_route),
            _ => self.publications.await_answers(Asker::Queue { queue, copy }, letter, queues),
        }
    }

    /// The broker closes a producer's channel; the client opens another.
    fn publisher_channel_closed(&mut self, producer: ProducerId, error: ChannelError) {
        let client = NodeId::Producer(producer);
        self.record(Fact::ChannelClosed { client, error });
        self.disconnect(client);
    }
}
