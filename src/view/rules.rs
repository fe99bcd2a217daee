//! Why something happened: the rule of the broker behind a fact, and that
//! rule in one sentence.
//!
//! The numbers are those of `docs/fidelity.md`, which says how far each rule
//! is followed.

use crate::{
    engine::{Cause, Engine, Fact, NodeId, QueueId, Settle, Work, topology::ExchangeKind},
    scenario::switch::Kind,
};

use super::vocabulary::kind;

/// A rule and what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Why {
    /// Its number.
    pub rule: &'static str,
    /// One sentence.
    pub text: &'static str,
}

/// Every rule that stands behind a step of a message's life.
pub const WHY: [Why; 52] = [
    why("R1", "An exchange puts one copy into each queue with a binding that matches."),
    why("R2", "A binding key is a pattern: * stands for one word and # for any number of them."),
    why("R3", "A headers exchange compares the headers of the message with those of the binding."),
    why("R4", "The default exchange knows every queue by its name."),
    why("R5", "What no binding matches is dropped, or comes back first if it is mandatory."),
    why("R6", "A confirm is sent once every queue that got the message has it safe."),
    why("R7", "A producer that sends again sends a second message: the broker compares nothing."),
    why("R8", "Without a confirm nobody knows whether a message has reached the broker."),
    why("R9", "A full queue gives up its oldest message, or refuses the new one."),
    why("R12", "A consumer is sent as many messages as its prefetch allows, and no more."),
    why("R13", "With automatic ack the broker settles a message in the moment it sends it."),
    why("R15", "Where a consumer stops between effect and ack decides: once, twice or never."),
    why("R16", "When a connection ends, all that was not settled on it goes back to its queue."),
    why(
        "R18",
        "Redelivered says that somebody may have seen the message before, not that they did.",
    ),
    why("R19", "A classic queue puts what comes back where it was before."),
    why("R20", "In a quorum queue what comes back is delivered next."),
    why("R22", "A quorum queue delivers a message once more than its delivery limit."),
    why("R24", "A classic queue counts no deliveries: poison comes back for ever."),
    why("R26", "A queue dead-letters what was rejected, expired, over its length or its limit."),
    why("R29", "A dead letter that went round in a circle without a rejection is dropped."),
    why("R30", "A dead letter that finds no exchange or no queue is lost without a trace."),
    why("R32", "The shorter of the queue’s and the message’s time to live counts."),
    why("R37", "What is in a queue goes with it when it is deleted."),
    why("R38", "A restart keeps persistent messages in durable queues, and nothing else."),
    why("R42", "A broker short of memory stops reading from those who publish."),
    why("R44", "One queue hands out its messages in the order in which they came in."),
    why("S1", "A message that was received is hidden from others until its time is over."),
    why("S2", "A standard queue delivers at least once and promises no order."),
    why("S3", "A delete with a receipt handle that is too old does not delete."),
    why("S4", "A message received maxReceiveCount times is moved instead of handed out again."),
    why(
        "S6",
        "A message that is moved by hand is a new one where it goes, at the end of the line.",
    ),
    why("S7", "While one message of a group is out, the next of that group waits."),
    why("S8", "The same message again within five minutes is accepted and not stored."),
    why("P1", "A message stays with its subscriber as long as the ack deadline is extended."),
    why("P2", "A publish is answered with an ID; sent again, it is another message."),
    why("P3", "Messages of one ordering key come in their order, each after the one before."),
    why("P4", "After so many attempts a message is forwarded to the dead-letter topic."),
    why("P5", "A message that was nacked or not acked in time is delivered again."),
    why("P6", "What a client holds back for itself uses up its ack deadline."),
    why("P7", "After its retention a message may go, whether it was acked or not."),
    why("K1", "The key decides the partition; without one a whole batch goes to the same."),
    why("K3", "What acks waits for decides what a lost leader takes with it."),
    why("K5", "Consumers read only what all replicas in sync have."),
    why("K7", "No success in time says nothing about what was written."),
    why("K8", "A producer gathers records for a batch, and blocks when its memory is full."),
    why("K9", "Reading takes nothing out of a log; a group only moves its offset."),
    why("K12", "Whether the commit or the work comes first decides: twice or never."),
    why("K13", "A group without an offset begins where its reset policy says."),
    why("K18", "Retention removes whole segments, whether they were read or not."),
    why("K19", "Compaction keeps only the youngest record of each key."),
    why("K20", "Readers of committed records are given nothing of a transaction that was aborted."),
    why("K23", "A share group lends each record to one member, and again if it comes back."),
];

const fn why(rule: &'static str, text: &'static str) -> Why {
    Why { rule, text }
}

/// The rule behind a fact, if one stands behind it.
pub fn why_of(engine: &Engine, fact: &Fact) -> Option<Why> {
    let rule = rule_of(engine, fact)?;
    WHY.iter().find(|why| why.rule == rule).copied()
}

/// By product: RabbitMQ, Amazon SQS, Google Pub/Sub; empty for none.
type Of = [&'static str; 3];

fn rule_of(engine: &Engine, fact: &Fact) -> Option<&'static str> {
    use Fact::*;
    let product = |of: Of| match kind(engine) {
        Kind::Classic | Kind::Quorum => of[0],
        Kind::Standard | Kind::Fifo => of[1],
        Kind::Subscription => of[2],
        Kind::Log => "",
    };
    let ordered = product(["R44", if kind(engine) == Kind::Fifo { "S7" } else { "S2" }, "P3"]);
    let rule = match *fact {
        Published { attempt: 1, .. } => product(["R8", "", "P2"]),
        Published { .. } => product(["R7", "S8", "P2"]),
        Routed { exchange, .. } => product([routed(engine, exchange.index()), "", ""]),
        Enqueued { .. } => ordered,
        Removed { at, cause, .. } => removed(engine, at, cause),
        DeadLettered { .. } => product(["R26", "S4", "P4"]),
        Confirmed { producer, .. } => match engine.producers()[producer.index()].sender() {
            Some(_) => "K3",
            None => product(["R6", "", "P2"]),
        },
        Nacked { .. } => "R9",
        Returned { .. } => "R5",
        GaveUp { producer, .. } => match engine.producers()[producer.index()].sender() {
            Some(_) => "K7",
            None => product(["R8", "", "P2"]),
        },
        Buffered { .. } => product(["R42", "", ""]),
        Delivered { redelivered: true, .. } => product(["R18", "S1", "P5"]),
        Delivered { .. } => product(["R12", "S1", "P1"]),
        SettledOnSending { .. } => "R13",
        Received { .. } => product(["R12", "S1", "P6"]),
        Worked { work: Work::Failed, .. } => product([failed(engine), "S4", "P4"]),
        Worked { whose, .. }
        | EffectLost { whose: Some(whose), cause: Cause::NotProcessed, .. } => match whose {
            crate::engine::Subscriber::Group(_) => "K12",
            crate::engine::Subscriber::Queue(_) => "R15",
        },
        EffectLost { whose, cause, .. } => {
            let at = match whose {
                Some(crate::engine::Subscriber::Queue(id)) => NodeId::Queue(id),
                _ => NodeId::Queue(QueueId(0)),
            };
            removed(engine, at, cause)
        }
        Settling { how: Settle::Reject, .. } => product(["R26", "S4", "P4"]),
        Settling { how: Settle::Ack, .. } | Acked { .. } => product(["R15", "S3", "P1"]),
        Settling { .. } => product(["R19", "S1", "P5"]),
        Requeued { queue, .. } => match Kind::of(engine.queues()[queue.index()].profile()) {
            Kind::Quorum => "R20",
            _ => product(["R19", "S1", "P5"]),
        },
        LeaseEnded { .. } | LeaseExtended { .. } => product(["R16", "S1", "P1"]),
        Redriven { .. } => "S6",
        Crashed { .. } => product(["R16", "S1", "P5"]),
        Produced { attempt: 1, .. } => "K1",
        Produced { .. } => "K7",
        Appended { .. } => "K5",
        Fetched { .. } => "K9",
        Acquired { .. } | Acknowledged { .. } | Released { .. } | Archived { .. } => "K23",
        _ => "",
    };
    (!rule.is_empty()).then_some(rule)
}

fn routed(engine: &Engine, exchange: usize) -> &'static str {
    match engine.exchanges()[exchange].kind {
        _ if exchange == 0 => "R4",
        ExchangeKind::Direct | ExchangeKind::Fanout => "R1",
        ExchangeKind::Topic => "R2",
        ExchangeKind::Headers => "R3",
    }
}

fn failed(engine: &Engine) -> &'static str {
    if kind(engine) == Kind::Quorum { "R22" } else { "R24" }
}

/// Why a copy left the books at a node.
fn removed(engine: &Engine, at: NodeId, cause: Cause) -> &'static str {
    let leased = match at {
        NodeId::Queue(id) => Kind::of(engine.queues()[id.index()].profile()).is_leased(),
        _ => kind(engine).is_leased(),
    };
    let subscription = kind(engine) == Kind::Subscription;
    match cause {
        Cause::Rejected | Cause::DeadLettered | Cause::DeliveryLimit if subscription => "P4",
        Cause::Rejected | Cause::DeadLettered | Cause::DeliveryLimit if leased => "S4",
        Cause::Rejected | Cause::DeadLettered | Cause::Purged => "R26",
        Cause::DeliveryLimit => "R22",
        Cause::Expired if subscription => "P7",
        Cause::Expired => "R32",
        Cause::OverLength | Cause::Refused => "R9",
        Cause::Unroutable => "R5",
        Cause::LinkLost => "R8",
        Cause::Restart => "R38",
        Cause::QueueDeleted => "R37",
        Cause::DeadLetterCycle => "R29",
        Cause::DeadLetterLost => "R30",
        Cause::ConsumerCrashed | Cause::NotProcessed => "R15",
        Cause::Deduplicated => "S8",
        Cause::Redriven => "S6",
        Cause::BufferFull => "K8",
        Cause::GaveUp => "K7",
        Cause::LeaderLost => "K3",
        Cause::PowerLost => "K5",
        Cause::Retention => "K18",
        Cause::Compacted => "K19",
        Cause::Aborted => "K20",
        Cause::Skipped => "K13",
        Cause::Archived => "K23",
        Cause::Discarded => "",
    }
}
