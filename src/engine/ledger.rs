//! The effect ledger: what should have happened outside, and what did.
//!
//! Publishing a message makes one effect expected in every queue it is
//! routed to. The ledger sees what no broker can: whether the work was done
//! never, once or twice.

use std::collections::VecDeque;

use slotmap::{Key, SlotMap, new_key_type};

use super::{
    Engine,
    books::Effects,
    fact::{Cause, Fact},
    ids::{MessageId, Subscriber},
    ordered_map::OrderedMap,
    store::{Copy, KeyId, MessageKey},
};

new_key_type! {
    /// Names an expected effect whose message is still somewhere.
    pub struct EffectKey;
}

/// An effect that is expected, while it can still change.
#[derive(Clone, Debug)]
pub(super) struct Effect {
    pub message: MessageKey,
    /// Whose it is: the first queue its message was routed to, or a group;
    /// none if it found no route.
    pub whose: Option<Subscriber>,
    /// How often it was applied.
    pub times: u32,
    /// Copies and deliveries that can still bring it about.
    pub holders: u32,
    /// Its key is in the consumers' store of processed messages.
    pub marked: bool,
    /// What is left of its message for this subscriber has been published
    /// anew with a payload that can be processed.
    pub corrected: bool,
    /// It will never happen.
    pub lost: bool,
    /// What took the latest chance of it.
    pub cause: Option<Cause>,
    /// The next effect of the same message.
    pub next: EffectKey,
    /// Its line in the ledger.
    row: u32,
}

impl Effect {
    pub fn expected(message: MessageKey, whose: Option<Subscriber>, next: EffectKey) -> Self {
        Effect {
            message,
            whose,
            times: 0,
            holders: 0,
            marked: false,
            corrected: false,
            lost: false,
            cause: None,
            next,
            row: 0,
        }
    }
}

/// How one expected effect stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The message.
    pub message: MessageId,
    /// Whose it is: the queue it was routed to first, or a group.
    pub whose: Option<Subscriber>,
    /// How often the effect happened.
    pub times: u32,
    /// Why it will never happen, if it will not.
    pub lost: Option<Cause>,
    /// A copy or a delivery is left that can bring the effect about, or bring
    /// it about again.
    pub open: bool,
}

/// How many recent lines are kept.
pub const LEDGER_LINES: usize = 1_024;

/// All effects that can still change, and the latest lines.
#[derive(Clone, Default)]
pub(super) struct Ledger {
    pub effects: SlotMap<EffectKey, Effect>,
    pub totals: Effects,
    lines: VecDeque<(EffectKey, Line)>,
    first: u32,
    /// The latest message done for each subscriber, of each key.
    latest: OrderedMap<(Subscriber, KeyId), MessageId>,
}

impl Ledger {
    /// Opens a line for an expected effect.
    pub fn expect(&mut self, message: MessageId, mut effect: Effect) -> EffectKey {
        effect.row = self.first + self.lines.len() as u32;
        let whose = effect.whose;
        let key = self.effects.insert(effect);
        if self.lines.len() == LEDGER_LINES {
            self.lines.pop_front();
            self.first += 1;
        }
        let line = Line { message, whose, times: 0, lost: None, open: true };
        self.lines.push_back((key, line));
        self.totals.expected();
        key
    }

    /// Closes an effect whose message is gone; its line keeps the result.
    pub fn retire(&mut self, key: EffectKey) -> Option<Effect> {
        let effect = self.effects.remove(key)?;
        if let Some(at) = effect.row.checked_sub(self.first) {
            let line = &mut self.lines[at as usize].1;
            *line = live(*line, &effect);
            line.open = false;
        }
        Some(effect)
    }

    /// The latest lines, oldest first.
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = Line> + ExactSizeIterator {
        self.lines.iter().map(|(key, line)| match self.effects.get(*key) {
            Some(effect) => live(*line, effect),
            None => *line,
        })
    }
}

fn live(line: Line, effect: &Effect) -> Line {
    Line {
        whose: effect.whose,
        times: effect.times,
        lost: effect.cause.filter(|_| effect.lost),
        open: effect.holders > 0,
        ..line
    }
}

impl Engine {
    /// The latest lines of the effect ledger, oldest first.
    pub fn ledger(&self) -> impl DoubleEndedIterator<Item = Line> + ExactSizeIterator {
        self.store.ledger.lines()
    }

    /// The youngest message of `copy`'s key that is done for whoever it is
    /// for: an older one done now would be out of order.
    pub fn latest_done(&self, copy: &Copy) -> Option<MessageId> {
        let whose = self.store.ledger.effects.get(copy.effect)?.whose?;
        let key = self.store.messages.get(copy.message)?.order_key();
        self.store.ledger.latest.get(&(whose, key)).copied()
    }

    /// How often the effect that a copy serves has happened.
    pub fn times_done(&self, copy: &Copy) -> u32 {
        self.store.ledger.effects.get(copy.effect).map_or(0, |effect| effect.times)
    }

    /// Whether the work of a copy fails.
    pub fn is_poison(&self, copy: &Copy) -> bool {
        let poison = self.store.messages.get(copy.message).is_some_and(|message| message.poison);
        poison && !self.is_corrected(copy.effect)
    }

    /// Whether an effect is of a message that was published anew, corrected.
    pub(super) fn is_corrected(&self, effect: EffectKey) -> bool {
        self.store.ledger.effects.get(effect).is_some_and(|effect| effect.corrected)
    }

    /// One holder more of an effect. One that was lost can happen again: a
    /// group reads once more what it had passed over (K17).
    pub(super) fn hold_effect(&mut self, effect: EffectKey) {
        let effect = &mut self.store.ledger.effects[effect];
        effect.holders += 1;
        if std::mem::take(&mut effect.lost)
            && let Some(cause) = effect.cause.take()
        {
            self.store.ledger.totals.regained(cause);
        }
    }

    /// One holder less; with the last one gone, an effect that did not
    /// happen is lost, and the cause is what took that last chance.
    pub(super) fn release_effect(&mut self, key: EffectKey, cause: Option<Cause>) {
        let effect = &mut self.store.ledger.effects[key];
        effect.holders -= 1;
        effect.cause = cause.or(effect.cause);
        if effect.holders == 0 {
            self.close_effect_if_lost(key);
            self.output_stands(key);
        }
    }

    pub(super) fn close_effect_if_lost(&mut self, key: EffectKey) {
        let effect = &self.store.ledger.effects[key];
        if effect.holders > 0 || effect.times > 0 || effect.lost {
            return;
        }
        let message = &self.store.messages[effect.message];
        if message.publishing > 0 {
            return;
        }
        let cause = effect.cause.unwrap_or(Cause::NotProcessed);
        let fact = Fact::EffectLost { message: message.id, whose: effect.whose, cause };
        let effect = &mut self.store.ledger.effects[key];
        effect.cause = Some(cause);
        effect.lost = true;
        self.store.ledger.totals.lost(cause);
        self.record(fact);
    }

    /// The effect takes place; returns how often it has now.
    pub(super) fn apply_effect(&mut self, key: EffectKey) -> u32 {
        let effect = &mut self.store.ledger.effects[key];
        effect.times += 1;
        let (times, message, whose) = (effect.times, effect.message, effect.whose);
        self.store.ledger.totals.applied(times);
        if let (1, Some(whose)) = (times, whose) {
            self.look_at_order(message, whose);
        }
        times
    }

    /// Counts a message that is done after a younger one of the same key.
    fn look_at_order(&mut self, message: MessageKey, whose: Subscriber) {
        let message = &self.store.messages[message];
        let (id, key) = (message.id, message.order_key());
        let latest = self.store.ledger.latest.or_insert((whose, key), id);
        if id < *latest {
            self.store.ledger.totals.out_of_order += 1;
        }
        *latest = id.max(*latest);
    }

    /// The expected effect of `message` for `whose` consumers, expected only
    /// now if the routing has changed since the message was published.
    pub(super) fn effect_in(&mut self, message: MessageKey, whose: Subscriber) -> EffectKey {
        let mut next = self.store.messages[message].effects;
        while !next.is_null() {
            let effect = &mut self.store.ledger.effects[next];
            match effect.whose {
                Some(known) if known == whose => return next,
                None if !effect.lost => {
                    effect.whose = Some(whose);
                    return next;
                }
                _ => next = effect.next,
            }
        }
        self.expect_effect(message, Some(whose))
    }
}
