//! Leases: deliveries that are a consumer's own for a while, and return by
//! themselves when it is over (S1, P1).
//!
//! A lease does not end with a connection. An ack that comes after it may
//! still count until the message is delivered again (S3).

use slotmap::{SecondaryMap, SlotMap, new_key_type};

use super::{
    Engine,
    agenda::Tick,
    command::Settle,
    consumer::{Delivery, Source},
    delivery::{ChannelKey, Unacked},
    event::Event,
    fact::Fact,
    growing_map::GrowingMap,
    ids::{ConsumerId, QueueId},
    link::{Cargo, Way, micros},
    mechanics::LateAck,
    settling::{Answer, Back},
    store::{Copy, CopyKey, NEVER},
};

/// A delivery by its channel and tag: what an ack names.
pub(super) type Handle = (ChannelKey, u64);

new_key_type! {
    /// Names an extension to come.
    pub struct ExtensionKey;
}

/// Extensions that consumers will ask for. Kept beside the agenda, whose
/// entries are small so that it is fast.
pub(super) type Extensions = SlotMap<ExtensionKey, Extension>;

/// A consumer will ask for more time for what it has held since then.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extension {
    consumer: ConsumerId,
    epoch: u32,
    handle: Handle,
    since: Tick,
}

/// Handles whose lease is over while nobody else has got the message.
#[derive(Clone, Default)]
pub(super) struct LateHandles {
    copies: GrowingMap<Handle, (QueueId, CopyKey)>,
    handles: SecondaryMap<CopyKey, Handle>,
    /// What clients have all the same: it takes their credit until they
    /// answer (P6).
    held: GrowingMap<Handle, Unacked>,
}

impl LateHandles {
    fn insert(&mut self, handle: Handle, queue: QueueId, copy: CopyKey) {
        self.copies.insert(handle, (queue, copy));
        self.handles.insert(copy, handle);
    }

    /// The copy goes to somebody else, or is gone: its old handle is worth
    /// nothing any more.
    pub fn forget(&mut self, copy: CopyKey) {
        if self.handles.is_empty() {
            return;
        }
        if let Some(handle) = self.handles.remove(copy) {
            self.copies.remove(&handle);
        }
    }

    /// A channel is closed: its client holds nothing any more.
    pub fn forget_channel(&mut self, channel: ChannelKey) {
        if !self.held.is_empty() {
            self.held.retain(|(other, _), _| *other != channel);
        }
    }

    fn take(&mut self, handle: Handle) -> Option<(QueueId, CopyKey)> {
        let found = self.copies.remove(&handle)?;
        self.handles.remove(found.1);
        Some(found)
    }
}

impl Engine {
    /// From when to when a delivery is its consumer's own, if it is so for a
    /// limited time and that time is not over.
    pub fn lease(&self, delivery: &Delivery) -> Option<(Tick, Tick)> {
        let channel = self.channels.open.get(delivery.channel()?)?;
        let unacked = channel.unacked.get(&delivery.tag)?;
        (unacked.until != NEVER).then_some((unacked.leased, unacked.until))
    }

    /// What a queue has out, each with the time that it is lent for.
    pub fn leases(&self, queue: QueueId) -> impl Iterator<Item = (&Copy, Option<(Tick, Tick)>)> {
        let unacked = self.channels.open.values().flat_map(|channel| channel.unacked.values());
        unacked.filter(move |unacked| unacked.queue == queue).map(|unacked| {
            let lent = (unacked.until != NEVER).then_some((unacked.leased, unacked.until));
            (&self.store.copies[unacked.copy], lent)
        })
    }

    fn lease_us(&self, id: QueueId) -> Option<u64> {
        let queue = &self.queues[id.index()];
        let ms = queue.mechanics.lease_ms?;
        Some(queue.spec.lease_ms.unwrap_or(ms).saturating_mul(1_000).max(1))
    }

    /// When the lease of something sent now ends.
    pub(super) fn lease_end(&self, id: QueueId) -> Tick {
        self.lease_us(id).map_or(NEVER, |span| self.now.after(span))
    }

    /// A delivery has, or has again, a lease until then.
    pub(super) fn lease_begins(&mut self, id: QueueId, handle: Handle, until: Tick) {
        self.queues[id.index()].leases.add((until, handle));
        self.arm_leases(id);
    }

    fn arm_leases(&mut self, id: QueueId) {
        let queue = &mut self.queues[id.index()];
        let earliest = queue.leases.first().map_or(NEVER, |(until, _)| *until);
        if earliest < queue.lease_timer.due {
            let epoch = queue.lease_timer.set(earliest);
            self.agenda.book(self.now, earliest, Event::LeaseOver { queue: id, epoch });
        }
    }

    /// Some leases of a queue are over: those messages return.
    pub(super) fn lease_over(&mut self, id: QueueId, epoch: u32) {
        if !self.queues[id.index()].lease_timer.fires(epoch) {
            return;
        }
        while let Some((until, handle)) = self.queues[id.index()].leases.first().copied()
            && until <= self.now
        {
            self.queues[id.index()].leases.pop_first();
            self.end_lease(id, handle, true);
        }
        self.after_return(id);
        self.arm_leases(id);
    }

    /// A delivery returns, though its client may hold it still.
    fn end_lease(&mut self, id: QueueId, handle: Handle, is_held: bool) {
        let (channel, tag) = handle;
        let open = &mut self.channels.open[channel];
        let consumer = open.consumer;
        let is_held = is_held && !open.closed;
        let Some(mut unacked) = open.unacked.remove(&tag) else {
            return;
        };
        if is_held && !unacked.acked {
            self.late.held.insert(handle, unacked);
            unacked.acked = true;
        }
        let message = self.message_of(unacked.copy);
        self.record(Fact::LeaseEnded { message, queue: id, consumer });
        self.settle_in_group(channel, tag, &unacked, Answer::Back(Back::LeaseOver), consumer);
        if self.store.copies.contains_key(unacked.copy) {
            self.late.insert(handle, id, unacked.copy);
        }
        self.drop_empty_shell(channel);
    }

    /// A channel whose client is gone is kept for its leases alone.
    pub(super) fn drop_empty_shell(&mut self, key: ChannelKey) {
        let Some(channel) = self.channels.open.get(key) else {
            return;
        };
        let in_use = self.consumers[channel.consumer.index()].channel == Some(key);
        if !in_use && channel.unacked.is_empty() && channel.closed {
            self.channels.open.remove(key);
        }
    }

    /// An answer to a delivery whose lease is over, or that was answered
    /// before.
    pub(super) fn late_answer(&mut self, handle: Handle, how: Settle, consumer: ConsumerId) {
        if let Some(held) = self.late.held.remove(&handle) {
            self.free_credit(&held);
        }
        let found = self.late.take(handle);
        let counts = |id: QueueId| {
            let queue = &self.queues[id.index()];
            queue.mechanics.late_ack == LateAck::Counts && !queue.spec.exactly_once
        };
        match found {
            Some((id, copy)) if how == Settle::Ack && counts(id) => {
                self.take_waiting(copy, id);
                if let Some((message, copy)) = self.settle_copy(copy) {
                    self.record(Fact::Acked { message, copy, queue: id });
                }
                self.arm_expiry(id);
            }
            _ => self.record(Fact::StaleAnswer { consumer, tag: handle.1 }),
        }
        let subscriptions = self.channels.open.get(handle.0).map(|open| open.subscriptions.clone());
        for key in subscriptions.into_iter().flatten() {
            self.dispatch(self.channels.subscriptions[key].queue);
        }
    }

    /// When no extension lasts any longer, for what was sent then.
    fn last_lease_end(&self, id: QueueId, sent: Tick) -> Tick {
        let longest = self.queues[id.index()].mechanics.longest_lease_ms;
        longest.map_or(NEVER, |ms| sent.after(ms.saturating_mul(1_000)))
    }

    /// A consumer asks for more time, or for less: the lease ends that long
    /// after now, at once with nothing, and never after its last end (S1).
    pub(super) fn extension_arrived(&mut self, handle: Handle, span_us: u64) {
        let (channel, tag) = handle;
        let Some(open) = self.channels.open.get(channel) else {
            return;
        };
        let consumer = open.consumer;
        let Some(unacked) = open.unacked.get(&tag).filter(|unacked| unacked.until != NEVER) else {
            return self.record(Fact::StaleAnswer { consumer, tag });
        };
        let Unacked { queue: id, copy, since, until: before, .. } = *unacked;
        let until = self.now.after(span_us).min(self.last_lease_end(id, since));
        let unacked = self.channels.open[channel].unacked.get_mut(&tag).expect("just seen");
        (unacked.leased, unacked.until) = (self.now, until);
        self.queues[id.index()].leases.remove(&(before, handle));
        if span_us == 0 {
            self.end_lease(id, handle, false);
            return self.after_return(id);
        }
        let message = self.message_of(copy);
        self.record(Fact::LeaseExtended { message, queue: id, consumer, until });
        self.lease_begins(id, handle, until);
    }

    /// A consumer that extends leases does so half-way through each.
    pub(super) fn book_extension(&mut self, id: ConsumerId, delivery: &Delivery, since: Tick) {
        let consumer = &self.consumers[id.index()];
        if consumer.spec.extend_ms <= 0.0 {
            return;
        }
        let Source::Queue { queue, channel } = delivery.source else {
            return;
        };
        let Some(lease) = self.lease_us(queue) else {
            return;
        };
        let extension = self.extensions.insert(Extension {
            consumer: id,
            epoch: consumer.epoch,
            handle: (channel, delivery.tag),
            since,
        });
        let due = self.now.after((lease / 2).max(1));
        self.agenda.book(self.now, due, Event::Extend { extension });
    }

    /// Half of a lease is over: if its message is still held, and not for too
    /// long already, the consumer asks for a whole one again.
    pub(super) fn extend(&mut self, extension: ExtensionKey) {
        let Extension { consumer: id, epoch, handle, since } =
            self.extensions.remove(extension).expect("booked once");
        let consumer = &self.consumers[id.index()];
        let Some(delivery) = consumer.holding(handle).filter(|_| consumer.epoch == epoch).cloned()
        else {
            return;
        };
        let longest = micros(consumer.spec.extend_ms);
        let Some((queue, lease)) =
            delivery.queue().and_then(|queue| Some((queue, self.lease_us(queue)?)))
        else {
            return;
        };
        if longest < self.now.since(since) {
            return;
        }
        let (channel, tag) = handle;
        let cargo = Cargo::Extension { channel, tag, span_us: lease };
        self.send_consumer(id, Way::ToBroker, queue, cargo);
        self.book_extension(id, &delivery, since);
    }
}
