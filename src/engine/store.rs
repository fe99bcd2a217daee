//! Messages, their copies, and the two sets of books over them.
//!
//! A message is what its producer means; copies are what brokers hold. Every
//! change of a copy's stage and of an effect goes through this file, so the
//! books cannot drift from what they count.

use std::rc::Rc;

use slotmap::{Key, SlotMap, new_key_type};

use super::{
    Engine,
    agenda::Tick,
    books::Books,
    dead_letter::DeathHistory,
    fact::{Cause, Fact},
    ids::{CopyId, ExchangeId, MessageId, NodeId, ProducerId, Subscriber},
    ledger::{Effect, EffectKey, Ledger},
    topology::Headers,
};

new_key_type! {
    /// Names a message that is still somewhere.
    pub struct MessageKey;
    /// Names a copy that is still somewhere.
    pub struct CopyKey;
}

/// An interned routing key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyId(pub(super) u32);

/// The group of messages that belong to none: the empty text is always the
/// first to be interned.
pub const NO_GROUP: KeyId = KeyId(0);

/// An interned envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnvelopeId(pub(super) u32);

/// What many messages of one producer have in common.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// The payload.
    pub body: Rc<str>,
    /// Message headers.
    pub headers: Rc<Headers>,
    /// Delivery mode 2.
    pub persistent: bool,
    /// Return when unroutable.
    pub mandatory: bool,
    /// Message property `expiration`, in milliseconds.
    pub expiration_ms: Option<u64>,
    /// What makes it the same as another message, if its producer says (S8).
    pub dedup: Option<Rc<str>>,
}

/// A message, as long as anything of it is left.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its number.
    pub id: MessageId,
    /// Who published it.
    pub producer: ProducerId,
    /// What it carries.
    pub envelope: EnvelopeId,
    /// Its routing key as published.
    pub key: KeyId,
    /// Message property `priority`.
    pub priority: Option<u8>,
    /// The group it belongs to; [`NO_GROUP`] for none (S7, P3).
    pub group: KeyId,
    /// No consumer can process it.
    pub poison: bool,
    /// When it was first published.
    pub published: Tick,
    /// First of its expected effects.
    pub(super) effects: EffectKey,
    /// Copies and deliveries there are.
    pub(super) refs: u32,
    /// Copies on their way to an exchange, and a producer that may retry.
    pub(super) publishing: u32,
}

impl Message {
    /// What its order counts for: its group, or else its routing key.
    pub fn order_key(&self) -> KeyId {
        if self.group == NO_GROUP { self.key } else { self.group }
    }

    /// Whether nothing is left of it, and nothing of it is to come.
    fn is_gone(&self) -> bool {
        self.refs == 0 && self.publishing == 0
    }
}

/// Where a copy is, as the books see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Between two nodes.
    OnLink,
    /// Waiting in a queue.
    Ready,
    /// Sent to a consumer, not settled.
    Outstanding,
}

/// One copy of a message in the broker's books: 64 bytes, the most that is
/// moved in a few stores.
#[derive(Clone, Debug)]
pub struct Copy {
    /// Its number.
    pub id: CopyId,
    /// The message.
    pub message: MessageKey,
    /// Where it is.
    pub stage: Stage,
    /// The exchange it was last published or dead-lettered to.
    pub exchange: ExchangeId,
    /// The routing key it was last published or dead-lettered with.
    pub key: KeyId,
    /// Delivered before from this queue (R18).
    pub redelivered: bool,
    /// Times this queue has delivered it. A classic queue does not tell its
    /// consumers; the picture does.
    pub deliveries: u32,
    /// Returns that count as attempts (R22, R23).
    pub attempts: u32,
    /// When it entered its queue, or, on its way from one to another, the one
    /// it comes from; 0 for what has been in none.
    pub enqueued: Tick,
    /// When its time to live ends; [`NEVER`] without one.
    pub expires: Tick,
    /// Why and where it was dead-lettered before.
    pub deaths: Option<Rc<DeathHistory>>,
    /// Its place in the order of its queue (R19).
    pub(super) sequence: u32,
    pub(super) effect: EffectKey,
}

/// The time of what will not happen.
pub const NEVER: Tick = Tick(u64::MAX);

/// Everything stored.
#[derive(Clone, Default)]
pub(super) struct Store {
    pub messages: SlotMap<MessageKey, Message>,
    pub copies: SlotMap<CopyKey, Copy>,
    pub ledger: Ledger,
    pub books: Books,
    pub envelopes: Vec<Envelope>,
    next_message: u32,
    next_copy: u32,
}

impl Store {
    /// Keeps an envelope for messages to refer to.
    pub fn envelope(&mut self, envelope: Envelope) -> EnvelopeId {
        self.envelopes.push(envelope);
        EnvelopeId(self.envelopes.len() as u32 - 1)
    }

    /// The payload of a message.
    pub fn body(&self, message: MessageKey) -> &Rc<str> {
        &self.envelopes[self.messages[message].envelope.0 as usize].body
    }

    /// A new message with the next number.
    pub fn new_message(&mut self, mut message: Message) -> MessageKey {
        message.id = MessageId(self.next_message);
        self.next_message += 1;
        self.messages.insert(message)
    }

    /// Puts a new copy of `message` on a link.
    pub fn new_copy(&mut self, message: MessageKey, exchange: ExchangeId, key: KeyId) -> CopyKey {
        let id = CopyId(self.next_copy);
        self.next_copy += 1;
        self.messages[message].refs += 1;
        self.books.created();
        self.copies.insert(Copy {
            id,
            message,
            stage: Stage::OnLink,
            exchange,
            key,
            redelivered: false,
            deliveries: 0,
            attempts: 0,
            enqueued: Tick(0),
            expires: NEVER,
            deaths: None,
            sequence: 0,
            effect: EffectKey::null(),
        })
    }

    /// Moves a copy to another stage, in the books too.
    pub fn move_to(&mut self, copy: CopyKey, stage: Stage) {
        let copy = &mut self.copies[copy];
        self.books.moved(copy.stage, stage);
        copy.stage = stage;
    }
}

impl Engine {
    /// The number of the message a copy is of.
    pub(super) fn message_of(&self, copy: CopyKey) -> MessageId {
        self.store.messages[self.store.copies[copy].message].id
    }

    /// Message property `expiration` of a copy; dead-lettering removes it (R27).
    pub(super) fn expiration_ms(&self, copy: &Copy, message: &Message) -> Option<u64> {
        let own = self.envelope(message).expiration_ms;
        own.filter(|_| copy.deaths.is_none())
    }

    /// Takes a copy out of the books for a reason.
    pub(super) fn remove_copy(&mut self, key: CopyKey, at: NodeId, cause: Cause) {
        let Some(copy) = self.store.copies.remove(key) else {
            return;
        };
        self.late.forget(key);
        self.store.books.removed(copy.stage, cause);
        let message = self.store.messages[copy.message].id;
        self.record(Fact::Removed { message, copy: copy.id, at, cause });
        self.answered(key, cause == Cause::Refused);
        self.let_go(copy.message, copy.effect, Some(cause));
    }

    /// Takes a copy that a log stored out of the books; whose effects it held
    /// is the log's to know.
    pub(super) fn drop_stored(&mut self, key: CopyKey, at: NodeId, cause: Cause) {
        let copy = self.store.copies.remove(key).expect("stored");
        self.store.books.removed(copy.stage, cause);
        let message = self.store.messages[copy.message].id;
        self.record(Fact::Removed { message, copy: copy.id, at, cause });
        self.store.messages[copy.message].refs -= 1;
        self.forget_if_gone(copy.message);
    }

    /// Takes a settled copy out of the books; returns its message's number and
    /// its own.
    pub(super) fn settle_copy(&mut self, key: CopyKey) -> Option<(MessageId, CopyId)> {
        let copy = self.store.copies.remove(key)?;
        self.late.forget(key);
        self.store.books.settled(copy.stage);
        let message = self.store.messages[copy.message].id;
        self.let_go(copy.message, copy.effect, None);
        Some((message, copy.id))
    }

    /// One copy or delivery less of `message`, which served `effect` (or,
    /// not yet routed, could have served any of them).
    pub(super) fn let_go(&mut self, message: MessageKey, effect: EffectKey, cause: Option<Cause>) {
        if effect.is_null() {
            self.published_or_lost(message, cause);
        } else {
            self.release_effect(effect, cause);
        }
        let owner = &mut self.store.messages[message];
        owner.refs -= 1;
        if owner.is_gone() {
            self.forget(message);
        }
    }

    /// One chance less that `message` reaches an exchange again.
    pub(super) fn published_or_lost(&mut self, message: MessageKey, cause: Option<Cause>) {
        let owner = &mut self.store.messages[message];
        owner.publishing -= 1;
        let mut next = owner.effects;
        while !next.is_null() {
            let effect = &mut self.store.ledger.effects[next];
            let following = effect.next;
            if effect.holders == 0 {
                effect.cause = cause.or(effect.cause);
                self.close_effect_if_lost(next);
            }
            next = following;
        }
    }

    /// Drops the record of a message of which nothing is left.
    pub(super) fn forget_if_gone(&mut self, message: MessageKey) {
        if self.store.messages[message].is_gone() {
            self.forget(message);
        }
    }

    fn forget(&mut self, message: MessageKey) {
        let Some(gone) = self.store.messages.remove(message) else {
            return;
        };
        let mut next = gone.effects;
        while let Some(effect) = self.store.ledger.retire(next) {
            self.forget_output(next);
            next = effect.next;
        }
    }

    /// Expects one more effect of `message`, of `whose` consumers.
    pub(super) fn expect_effect(
        &mut self,
        message: MessageKey,
        whose: Option<Subscriber>,
    ) -> EffectKey {
        let owner = &mut self.store.messages[message];
        let effect = Effect::expected(message, whose, owner.effects);
        owner.effects = self.store.ledger.expect(owner.id, effect);
        owner.effects
    }
}
