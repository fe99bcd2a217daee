//! The words of each product for the same things: on nodes, in panels and
//! in the log of events.
//!
//! Only words differ. What happened is one fact whatever the product calls it.

use std::fmt::Display;

use crate::{
    engine::{Consumer, Engine},
    scenario::switch::Kind,
    words::{Word, vocabulary as words},
};

/// A text about one thing.
pub type Of1 = fn(&dyn Display) -> String;
/// A text about two things.
pub type Of2 = fn(&dyn Display, &dyn Display) -> String;
/// A text about three things.
pub type Of3 = fn(&dyn Display, &dyn Display, &dyn Display) -> String;

/// How a product speaks: whole sentences and statuses, each of the things
/// that are named, in that order.
pub struct Vocabulary {
    /// What is there without an exchange of its own.
    pub default_exchange: Word,
    /// What brings a message in: producer, message.
    pub publishes: Of2,
    /// The same again: producer, message, attempt.
    pub publishes_again: Of3,
    /// A producer’s status while it lasts: message.
    pub publishing: Of1,
    /// Its status when it is over: message.
    pub published: Of1,
    /// Its status before the first message.
    pub nothing_yet: Word,
    /// Its status if a person has to begin.
    pub by_hand: Word,
    /// Its status while so many answers are out.
    pub waits_for: fn(u64) -> String,
    /// How a message goes out: queue, message, consumer.
    pub delivers: Of3,
    /// The same again.
    pub delivers_again: Of3,
    /// What messages are that can go out.
    pub ready: Word,
    /// What deliveries are until they are settled.
    pub outstanding: Word,
    /// A queue’s status while one is: message.
    pub one_is_out: Of1,
    /// Its status while several are: how many.
    pub some_are_out: Of1,
    /// The answer that ends a delivery.
    pub ack: Word,
    /// A consumer’s status before it: message.
    pub about_to_ack: Of1,
    /// Giving it: consumer, message.
    pub acks: Of2,
    /// Taking it: queue, message.
    pub forgets: Of2,
    /// Giving a message back: consumer, message.
    pub gives_back: Of2,
    /// A consumer’s status before it: message.
    pub giving_back: Of1,
    /// Being given it back: queue, message, consumer.
    pub has_again: Of3,
    /// Setting aside: queue, message, why.
    pub sets_aside: Of3,
    /// What a consumer may hold: how many.
    pub window: Of1,
    /// Why too many deliveries end a message.
    pub too_often: Word,
    /// The time is over in which a delivery is a consumer’s own: message,
    /// consumer, queue.
    pub lease_ends: Of3,
    /// That time is made longer: consumer, message.
    pub extends_lease: Of2,
    /// What names a delivery in an answer is out of date: consumer.
    pub answers_late: Of1,
}

static RABBITMQ: Vocabulary = Vocabulary {
    default_exchange: words::DEFAULT_EXCHANGE,
    publishes: words::publishes,
    publishes_again: words::publishes_again,
    publishing: words::publishing,
    published: words::published,
    nothing_yet: words::NOTHING_PUBLISHED,
    by_hand: words::PUBLISHES_BY_HAND,
    waits_for: words::waits_for_confirms,
    delivers: words::delivers,
    delivers_again: words::delivers_again,
    ready: words::READY,
    outstanding: words::UNACKED,
    one_is_out: words::is_unacked,
    some_are_out: words::are_unacked,
    ack: words::ACK,
    about_to_ack: words::about_to_ack,
    acks: words::acks,
    forgets: words::forgets,
    gives_back: words::requeues,
    giving_back: words::requeueing,
    has_again: words::takes_back,
    sets_aside: words::dead_letters,
    window: words::prefetch,
    too_often: words::OVER_DELIVERY_LIMIT,
    lease_ends: words::lease_ends,
    extends_lease: words::extends_lease,
    answers_late: words::old_tag,
};

static SQS: Vocabulary = Vocabulary {
    default_exchange: words::SQS,
    publishes: words::sends,
    publishes_again: words::sends_again,
    publishing: words::sending,
    published: words::sent,
    nothing_yet: words::NOTHING_SENT,
    by_hand: words::SENDS_BY_HAND,
    waits_for: words::waits_for_answers,
    delivers: words::hands,
    delivers_again: words::hands_again,
    ready: words::VISIBLE,
    outstanding: words::IN_FLIGHT,
    one_is_out: words::are_in_flight,
    some_are_out: words::are_in_flight,
    ack: words::DELETE,
    about_to_ack: words::about_to_delete,
    acks: words::deletes,
    forgets: words::deletes,
    gives_back: words::makes_visible,
    giving_back: words::giving_back,
    has_again: can_be_had_again,
    sets_aside: words::moves_aside,
    window: words::receives_most,
    too_often: words::MAX_RECEIVE_COUNT,
    lease_ends: words::visibility_ends,
    extends_lease: words::extends_visibility,
    answers_late: words::old_receipt,
};

static PUBSUB: Vocabulary = Vocabulary {
    default_exchange: words::PUBSUB,
    publishes: words::publishes,
    publishes_again: words::publishes_again,
    publishing: words::publishing,
    published: words::published,
    nothing_yet: words::NOTHING_PUBLISHED,
    by_hand: words::PUBLISHES_BY_HAND,
    waits_for: words::waits_for_ids,
    delivers: words::sends_to,
    delivers_again: words::sends_to_again,
    ready: words::READY,
    outstanding: words::OUTSTANDING,
    one_is_out: words::are_outstanding,
    some_are_out: words::are_outstanding,
    ack: words::ACK,
    about_to_ack: words::about_to_ack,
    acks: words::acks,
    forgets: words::forgets,
    gives_back: words::nacks,
    giving_back: words::nacking,
    has_again: can_be_had_again,
    sets_aside: words::forwards,
    window: words::holds_most,
    too_often: words::MAX_DELIVERY_ATTEMPTS,
    lease_ends: words::deadline_ends,
    extends_lease: words::extends_deadline,
    answers_late: words::old_ack_id,
};

const KAFKA: Vocabulary = Vocabulary {
    default_exchange: words::KAFKA,
    publishes: words::sends,
    publishes_again: words::sends_again,
    publishing: words::sending,
    published: words::sent,
    nothing_yet: words::NOTHING_SENT,
    by_hand: words::SENDS_BY_HAND,
    waits_for: words::waits_for_acks,
    delivers: words::hands,
    delivers_again: words::hands_again,
    ready: words::READY,
    outstanding: words::ACQUIRED,
    one_is_out: words::are_acquired,
    some_are_out: words::are_acquired,
    ack: words::COMMIT,
    about_to_ack: words::about_to_commit,
    acks: words::commits,
    forgets: words::is_done_with,
    gives_back: words::reads_again,
    giving_back: words::giving_back,
    has_again: can_be_had_again,
    sets_aside: words::dead_letters,
    window: words::max_poll_records,
    too_often: words::OVER_DELIVERY_COUNT_LIMIT,
    lease_ends: words::lock_ends,
    extends_lease: words::extends_lock,
    answers_late: words::old_offset,
};

static LOG: Vocabulary = KAFKA;

static SHARED: Vocabulary = Vocabulary {
    ack: words::ACK,
    about_to_ack: words::about_to_ack,
    acks: words::acks,
    gives_back: words::releases,
    ..KAFKA
};

/// Queue, message and consumer, in the order of the others.
fn can_be_had_again(queue: &dyn Display, message: &dyn Display, consumer: &dyn Display) -> String {
    words::can_be_had_again(message, consumer, queue)
}

impl Vocabulary {
    /// The words for queues of this kind.
    pub fn of(kind: Kind) -> &'static Vocabulary {
        match kind {
            Kind::Classic | Kind::Quorum => &RABBITMQ,
            Kind::Log => &LOG,
            Kind::Standard | Kind::Fifo => &SQS,
            Kind::Subscription => &PUBSUB,
        }
    }
}

/// The kind of queues of a running broker: those of its first queue; one
/// without queues but with topics is a log.
pub fn kind(engine: &Engine) -> Kind {
    match engine.queues().first() {
        Some(queue) => Kind::of(queue.profile()),
        None if engine.topics().is_empty() => Kind::Classic,
        None => Kind::Log,
    }
}

/// The words of one of its consumers: in a share group records are
/// acknowledged one by one.
pub fn spoken_by(engine: &Engine, consumer: &Consumer) -> &'static Vocabulary {
    match consumer.shares() {
        Some(_) => &SHARED,
        None => vocabulary(engine),
    }
}

/// The words of a running broker; all its queues are of one product.
pub fn vocabulary(engine: &Engine) -> &'static Vocabulary {
    Vocabulary::of(kind(engine))
}
