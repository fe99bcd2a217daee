//! Consumers driven by hand: a person does the work and settles.

use std::{collections::VecDeque, rc::Rc};

use super::{
    Engine,
    command::Settle,
    consumer::Delivery,
    delivery::ChannelKey,
    fact::{Cause, Fact},
    ids::ConsumerId,
    link::{Cargo, Way},
};

impl Engine {
    /// A person has a delivery processed; false if there is none to process.
    pub(super) fn process_by_hand(&mut self, id: ConsumerId, tag: u64) -> bool {
        let buffer = &self.consumers[id.index()].buffer;
        let open = |delivery: &Rc<Delivery>| delivery.tag == tag && !delivery.processed;
        let Some(at) = buffer.iter().position(open) else {
            return false;
        };
        let delivery = buffer[at].clone();
        self.do_work(id, &delivery, None);
        let consumer = &mut self.consumers[id.index()];
        consumer.processed += 1;
        Rc::make_mut(&mut consumer.buffer[at]).processed = true;
        if delivery.auto_ack {
            consumer.buffer.remove(at);
            self.let_go(delivery.message, delivery.effect, Some(Cause::NotProcessed));
        }
        true
    }

    /// A person settles a delivery, or several; the broker will judge the tag.
    pub(super) fn settle_by_hand(
        &mut self,
        id: ConsumerId,
        channel: ChannelKey,
        tag: u64,
        how: Settle,
        multiple: bool,
    ) {
        let consumer = &mut self.consumers[id.index()];
        let covered = |other: u64| other == tag || multiple && (other < tag || tag == 0);
        let settled = |delivery: &Rc<Delivery>| !delivery.auto_ack && covered(delivery.tag);
        let (gone, kept) = consumer.buffer.drain(..).partition(settled);
        let gone: VecDeque<Rc<Delivery>> = gone;
        consumer.buffer = kept;
        let queue = gone.back().and_then(|delivery| delivery.queue());
        let queue = queue.unwrap_or_else(|| self.queue_of_channel(channel));
        self.habits.settled_early = true;
        let cargo = Cargo::Settlement { channel, tag, how, multiple };
        let due = self.send_consumer(id, Way::ToBroker, queue, cargo);
        for delivery in &gone {
            let message = self.store.messages[delivery.message].id;
            self.record(Fact::Settling { message, consumer: id, tag: delivery.tag, how, due });
            self.let_go(delivery.message, delivery.effect, Some(Cause::NotProcessed));
        }
    }
}
