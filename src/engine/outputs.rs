//! Consumers that publish on: what they made of which message.
//!
//! Working on the same message again makes the same output again, as a retry
//! of a publish does: so the ledger of whoever reads the outputs sees a
//! duplicate for what it is.

use super::{
    Engine,
    consumer::Delivery,
    ids::{ConsumerId, DEFAULT_EXCHANGE, MessageId, ProducerId},
    ledger::EffectKey,
    store::{Message, MessageKey},
};
use slotmap::{Key, SecondaryMap};

/// What was made of one message for one subscriber.
#[derive(Clone, Copy, Debug)]
struct Output {
    message: MessageKey,
    /// It may be made again, so it is not lost yet.
    held: bool,
}

/// Outputs by the effect they belong to.
#[derive(Clone, Default)]
pub(super) struct Outputs(SecondaryMap<EffectKey, Output>);

impl Engine {
    /// A consumer that publishes on does so, after its effect.
    pub(super) fn publish_on(&mut self, id: ConsumerId, delivery: &Delivery) {
        let Some(producer) = self.consumers[id.index()].output else {
            return;
        };
        let known = self.outputs.0.get(delivery.effect).copied();
        let known = known.filter(|output| self.store.messages.contains_key(output.message));
        let message = match known {
            Some(output) => output.message,
            None => self.new_output(producer, delivery),
        };
        let held = known.is_some_and(|output| output.held);
        self.outputs.0.insert(delivery.effect, Output { message, held: true });
        if !held {
            self.store.messages[message].publishing += 1;
        }
        let exchange = self.producers[producer.index()].exchange;
        self.hand_over(producer, message, exchange);
    }

    fn new_output(&mut self, id: ProducerId, delivery: &Delivery) -> MessageKey {
        let input = self.store.messages[delivery.message].clone();
        let producer = &self.producers[id.index()];
        let exchange = producer.exchange;
        let output = Message {
            id: MessageId(0),
            producer: id,
            // To an exchange it goes under the key it came with.
            key: if exchange == DEFAULT_EXCHANGE { producer.keys[0] } else { input.key },
            priority: input.priority,
            group: input.group,
            poison: false,
            published: self.now,
            effects: EffectKey::null(),
            refs: 0,
            publishing: 0,
            envelope: input.envelope,
        };
        let message = self.store.new_message(output);
        let producer = &mut self.producers[id.index()];
        producer.heard.wanted += 1;
        producer.newest = Some(self.store.messages[message].id);
        self.expect_effects(message, exchange);
        message
    }

    /// A consumer that publishes on has died: what it had not sent is gone,
    /// and nobody waits for the confirms of the rest.
    pub(super) fn output_died(&mut self, id: ConsumerId) {
        let Some(producer) = self.consumers[id.index()].output else {
            return;
        };
        self.stop_retrying(producer);
        self.sender_died(producer);
    }

    /// A consumer that publishes on starts: whatever an instance of it before
    /// has left open is aborted (K22).
    pub(super) fn output_starts(&mut self, id: ConsumerId) {
        let Some(producer) = self.consumers[id.index()].output else {
            return;
        };
        if self.producers[producer.index()].sender().is_some_and(|it| it.is_transactional()) {
            self.initialise(producer);
        }
    }

    /// The input cannot be worked on again: what was made of it stands.
    pub(super) fn output_stands(&mut self, effect: EffectKey) {
        let Some(output) = self.outputs.0.get_mut(effect).filter(|output| output.held) else {
            return;
        };
        output.held = false;
        let message = output.message;
        self.published_or_lost(message, None);
        self.forget_if_gone(message);
    }

    /// The input is forgotten, and what was made of it with it.
    pub(super) fn forget_output(&mut self, effect: EffectKey) {
        self.output_stands(effect);
        self.outputs.0.remove(effect);
    }
}
