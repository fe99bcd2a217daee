//! Why something happened: the rule of the broker behind a fact, and that
//! rule in one sentence.
//!
//! The numbers are those of `docs/fidelity.md`, which says how far each rule
//! is followed.

use crate::{
    engine::{Cause, Engine, Fact, NodeId, QueueId, Settle, Work, topology::ExchangeKind},
    scenario::switch::Kind,
    words::{Word, rules as words},
};

use super::vocabulary::kind;

/// A rule and what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Why {
    /// Its number.
    pub rule: &'static str,
    /// One sentence.
    pub text: Word,
}

/// Every rule that stands behind a step of a message's life.
pub const WHY: [Why; 52] = [
    why("R1", words::R1),
    why("R2", words::R2),
    why("R3", words::R3),
    why("R4", words::R4),
    why("R5", words::R5),
    why("R6", words::R6),
    why("R7", words::R7),
    why("R8", words::R8),
    why("R9", words::R9),
    why("R12", words::R12),
    why("R13", words::R13),
    why("R15", words::R15),
    why("R16", words::R16),
    why("R18", words::R18),
    why("R19", words::R19),
    why("R20", words::R20),
    why("R22", words::R22),
    why("R24", words::R24),
    why("R26", words::R26),
    why("R29", words::R29),
    why("R30", words::R30),
    why("R32", words::R32),
    why("R37", words::R37),
    why("R38", words::R38),
    why("R42", words::R42),
    why("R44", words::R44),
    why("S1", words::S1),
    why("S2", words::S2),
    why("S3", words::S3),
    why("S4", words::S4),
    why("S6", words::S6),
    why("S7", words::S7),
    why("S8", words::S8),
    why("P1", words::P1),
    why("P2", words::P2),
    why("P3", words::P3),
    why("P4", words::P4),
    why("P5", words::P5),
    why("P6", words::P6),
    why("P7", words::P7),
    why("K1", words::K1),
    why("K3", words::K3),
    why("K5", words::K5),
    why("K7", words::K7),
    why("K8", words::K8),
    why("K9", words::K9),
    why("K12", words::K12),
    why("K13", words::K13),
    why("K18", words::K18),
    why("K19", words::K19),
    why("K20", words::K20),
    why("K23", words::K23),
];

const fn why(rule: &'static str, text: Word) -> Why {
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
