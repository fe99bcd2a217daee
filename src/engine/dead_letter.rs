//! Dead-lettering: where a queue sends what it gives up on, and the history
//! a message carries of it (R26–R31).
//!
//! At most once, the queue lets go of its copy and sends a new one,
//! unconfirmed, to the dead-letter exchange. At least once, it keeps its own
//! until every target has confirmed, and sends again if not (`dying`).

use std::rc::Rc;

use super::{
    Engine,
    fact::{Cause, DeathReason, Fact},
    ids::{ExchangeId, NodeId, QueueId},
    link::Cargo,
    mechanics::DeathOrder,
    store::{CopyKey, KeyId},
};

/// One entry of `x-death`: a queue and a reason, however often (R27).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Death {
    /// The queue that gave the message up.
    pub queue: QueueId,
    /// Why.
    pub reason: DeathReason,
    /// How often so far.
    pub count: u32,
    /// The exchange it had been published to, the first time.
    pub exchange: ExchangeId,
    /// The routing key it had, the first time.
    pub key: KeyId,
    /// The `expiration` it had, which dead-lettering removes.
    pub original_expiration_ms: Option<u64>,
}

/// What a dead-lettered message carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeathHistory {
    /// `x-first-death-queue`, `-reason`, `-exchange`: never change.
    pub first: (QueueId, DeathReason, ExchangeId),
    /// `x-death`, newest first.
    pub entries: Vec<Death>,
}

impl DeathHistory {
    /// The history after one more death.
    fn with(earlier: Option<&DeathHistory>, death: Death, order: DeathOrder) -> Self {
        let mut entries = earlier.map_or_else(Vec::new, |history| history.entries.clone());
        if order == DeathOrder::OthersTurned {
            entries.reverse();
        }
        let same = |entry: &Death| entry.queue == death.queue && entry.reason == death.reason;
        let newest = match entries.iter().position(same) {
            Some(at) => {
                let known = entries.remove(at);
                Death { count: known.count + 1, ..known }
            }
            None => death.clone(),
        };
        entries.insert(0, newest);
        DeathHistory {
            first: earlier
                .map_or((death.queue, death.reason, death.exchange), |history| history.first),
            entries,
        }
    }

    /// Whether a dead letter that reaches `queue` has gone round in a circle
    /// without any consumer rejecting it (R29).
    fn is_automatic_cycle(&self, queue: QueueId) -> bool {
        let Some(last_time) = self.entries.iter().position(|entry| entry.queue == queue) else {
            return false;
        };
        let since = &self.entries[..=last_time];
        since.iter().all(|entry| entry.reason != DeathReason::Rejected)
    }
}

impl From<DeathReason> for Cause {
    /// What the reason is called when there is no dead-letter exchange.
    fn from(reason: DeathReason) -> Self {
        match reason {
            DeathReason::Rejected => Cause::Rejected,
            DeathReason::Expired => Cause::Expired,
            DeathReason::MaxLen => Cause::OverLength,
            DeathReason::DeliveryLimit => Cause::DeliveryLimit,
        }
    }
}

impl Engine {
    /// A queue gives a copy up, which is already out of its lists: to the
    /// dead-letter exchange if it has one, else for good.
    pub(super) fn discard(&mut self, key: CopyKey, id: QueueId, reason: DeathReason) {
        let queue = &self.queues[id.index()];
        // What retention ends is over; only a time to live can be died of.
        let retired = reason == DeathReason::Expired && queue.mechanics.retention_ms.is_some();
        if queue.spec.dead_letter.is_none() || retired {
            return self.remove_copy(key, NodeId::Queue(id), reason.into());
        }
        if queue.confirms_dead_letters() {
            return self.keep_dying(key, id, reason);
        }
        if self.send_dead_letter(key, id, reason, true).is_none() {
            self.remove_copy(key, NodeId::Queue(id), Cause::DeadLetterLost);
        }
    }

    /// Sends a new copy, with one more death in its history, to the
    /// dead-letter exchange, if that exists; then the queue may let go of its own.
    pub(super) fn send_dead_letter(
        &mut self,
        key: CopyKey,
        id: QueueId,
        reason: DeathReason,
        lets_go: bool,
    ) -> Option<CopyKey> {
        let queue = &self.queues[id.index()];
        let target = queue.spec.dead_letter.clone()?;
        let exchange = self.router.find(&target.exchange)?;
        let exchange =
            Some(exchange).filter(|found| self.router.exchanges[found.index()].exists)?;
        let order = queue.mechanics.deaths;
        let old = self.store.copies[key].clone();
        let death = Death {
            queue: id,
            reason,
            count: 1,
            exchange: old.exchange,
            key: old.key,
            original_expiration_ms: self.expiration_ms(&old, &self.store.messages[old.message]),
        };
        let history = DeathHistory::with(old.deaths.as_deref(), death, order);
        let routing_key = target.routing_key.map_or(old.key, |key| self.keys.intern(&key));
        let new = self.store.new_copy(old.message, exchange, routing_key);
        let copy = &mut self.store.copies[new];
        copy.deaths = Some(Rc::new(history));
        copy.effect = old.effect;
        copy.enqueued = old.enqueued;
        let copy = copy.id;
        self.hold_effect(old.effect);
        if lets_go {
            self.remove_copy(key, NodeId::Queue(id), Cause::DeadLettered);
        }
        let message = self.message_of(new);
        let cargo = Cargo::DeadLetter { copy: new };
        let due = self.send_inside(NodeId::Queue(id), NodeId::Exchange(exchange), cargo);
        self.record(Fact::DeadLettered { message, copy, queue: id, exchange, reason, due });
        Some(new)
    }

    /// A dead letter reaches its exchange and is routed like any message,
    /// except that it is not sent round an automatic circle.
    pub(super) fn dead_letter_arrived(&mut self, key: CopyKey, exchange: ExchangeId) {
        let copy = &self.store.copies[key];
        let history = copy.deaths.clone().expect("a dead letter has a history");
        let rejected = history.entries[0].reason == DeathReason::Rejected;
        let route = self.route_of(key, exchange);
        let goes_round = |queue: &&QueueId| !rejected && history.is_automatic_cycle(**queue);
        let targets: Vec<_> = route.iter().filter(|queue| !goes_round(queue)).copied().collect();
        let at = NodeId::Exchange(exchange);
        self.await_dead_letter(key, targets.len(), route.is_empty());
        match (targets.as_slice(), route.is_empty()) {
            ([], true) => self.remove_copy(key, at, Cause::DeadLetterLost),
            ([], false) => self.remove_copy(key, at, Cause::DeadLetterCycle),
            (targets, _) => self.fan_out(key, exchange, targets),
        }
    }
}
