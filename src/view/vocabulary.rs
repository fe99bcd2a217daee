//! The words of each product for the same things: on nodes, in panels and
//! in the log of events.
//!
//! Only words differ. What happened is one fact whatever the product calls it.

use crate::{
    engine::{Consumer, Engine},
    scenario::switch::Kind,
};

/// How a product speaks.
#[derive(Debug, PartialEq, Eq)]
pub struct Vocabulary {
    /// What is there without an exchange of its own.
    pub default_exchange: &'static str,
    /// What brings a message in: `checkout publishes m1`.
    pub publishes: &'static str,
    /// The same while it lasts: `publishing m1`.
    pub publishing: &'static str,
    /// The same when it is over: `published m1`.
    pub published: &'static str,
    /// One answer to it, and several.
    pub confirms: (&'static str, &'static str),
    /// How a message goes out: `orders delivers m1 to billing`.
    pub delivers: &'static str,
    /// What deliveries are until they are settled.
    pub outstanding: &'static str,
    /// The answer that ends a delivery: `about to ack m1`.
    pub ack: &'static str,
    /// Giving it: `billing acks m1`.
    pub acks: &'static str,
    /// Taking it: `orders takes the ack and forgets m1`.
    pub forgets: &'static str,
    /// Giving a message back: `billing requeues m1`.
    pub gives_back: (&'static str, &'static str),
    /// While it lasts: `requeueing m1`.
    pub giving_back: &'static str,
    /// Setting aside: `orders dead-letters m1`.
    pub sets_aside: &'static str,
    /// What a consumer may hold, before its number.
    pub window: &'static str,
    /// Why too many deliveries end a message.
    pub too_often: &'static str,
    /// How long a delivery is a consumer’s own.
    pub lease: &'static str,
    /// What names a delivery in an answer.
    pub handle: &'static str,
}

static RABBITMQ: Vocabulary = Vocabulary {
    default_exchange: "the default exchange",
    publishes: "publishes",
    publishing: "publishing",
    published: "published",
    confirms: ("confirm", "confirms"),
    delivers: "delivers",
    outstanding: "unacked",
    ack: "ack",
    acks: "acks",
    forgets: "takes the ack and forgets",
    gives_back: ("requeues", ""),
    giving_back: "requeueing",
    sets_aside: "dead-letters",
    window: "prefetch",
    too_often: "over the delivery limit",
    lease: "lease",
    handle: "delivery tag",
};

static SQS: Vocabulary = Vocabulary {
    default_exchange: "SQS",
    publishes: "sends",
    publishing: "sending",
    published: "sent",
    confirms: ("answer", "answers"),
    delivers: "hands",
    outstanding: "in flight",
    ack: "delete",
    acks: "deletes",
    forgets: "deletes",
    gives_back: ("makes", " visible again"),
    giving_back: "giving back",
    sets_aside: "moves to the dead-letter queue",
    window: "receives ≤",
    too_often: "received maxReceiveCount times",
    lease: "visibility timeout",
    handle: "receipt handle",
};

static PUBSUB: Vocabulary = Vocabulary {
    default_exchange: "Pub/Sub",
    publishes: "publishes",
    publishing: "publishing",
    published: "published",
    confirms: ("message ID", "message IDs"),
    delivers: "sends",
    outstanding: "outstanding",
    ack: "ack",
    acks: "acks",
    forgets: "takes the ack and forgets",
    gives_back: ("nacks", ""),
    giving_back: "nacking",
    sets_aside: "forwards to the dead-letter topic",
    window: "holds ≤",
    too_often: "maxDeliveryAttempts reached",
    lease: "ack deadline",
    handle: "ack ID",
};

const KAFKA: Vocabulary = Vocabulary {
    default_exchange: "Kafka",
    publishes: "sends",
    publishing: "sending",
    published: "sent",
    confirms: ("ack", "acks"),
    delivers: "hands",
    outstanding: "acquired",
    ack: "commit",
    acks: "commits",
    forgets: "is done with",
    gives_back: ("reads", " again"),
    giving_back: "giving back",
    sets_aside: "dead-letters",
    window: "max.poll.records",
    too_often: "over the delivery count limit",
    lease: "acquisition lock",
    handle: "offset",
};

static LOG: Vocabulary = KAFKA;

static SHARED: Vocabulary =
    Vocabulary { ack: "ack", acks: "acks", gives_back: ("releases", ""), ..KAFKA };

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
