//! What can be on a link.

use std::rc::Rc;

use crate::engine::{
    call::{CallKey, Failure},
    command::{Outcome, Settle},
    consumer::Delivery,
    delivery::ChannelKey,
    ids::{GroupId, MessageId, PartitionId},
    log::{EndRequest, ProduceError, ProduceRequest, Seat, ShareAnswer},
    store::CopyKey,
};

/// What is on a link. Whatever would make it larger than most cargoes need is
/// in a box: it is moved often.
#[derive(Clone, Debug)]
pub enum Cargo {
    /// A publish on its way to an exchange.
    Publish {
        /// The copy.
        copy: CopyKey,
        /// The publish it answers to.
        publish: u32,
    },
    /// A copy between an exchange and a queue.
    Routed {
        /// The copy.
        copy: CopyKey,
    },
    /// A copy between a queue and its dead-letter exchange.
    DeadLetter {
        /// The copy.
        copy: CopyKey,
    },
    /// The broker's answer to a publish.
    Answer {
        /// The producer's number for it.
        publish: u32,
        /// The message.
        message: MessageId,
        /// What it says.
        outcome: Outcome,
    },
    /// A delivery to a consumer.
    Delivery(Rc<Delivery>),
    /// A request to fetch one message.
    Get {
        /// The channel it was sent on.
        channel: ChannelKey,
        /// The broker settles on sending.
        auto_ack: bool,
    },
    /// The answer to a fetch that found nothing.
    GetEmpty,
    /// A request for up to so many messages, which may wait for them (S9).
    Ask {
        /// The channel it was sent on.
        channel: ChannelKey,
        /// Most messages in the answer.
        batch: u32,
        /// How long the queue may wait, in microseconds.
        wait_us: u64,
    },
    /// The answer to an ask that found nothing.
    Nothing {
        /// The channel the ask was sent on.
        channel: ChannelKey,
    },
    /// A consumer asks for another end of a lease.
    Extension {
        /// The channel of the delivery.
        channel: ChannelKey,
        /// Its tag.
        tag: u64,
        /// From its arrival on, in microseconds; 0 gives the message back.
        span_us: u64,
    },
    /// A consumer's ack, nack or reject.
    Settlement {
        /// The channel it was sent on.
        channel: ChannelKey,
        /// The delivery tag.
        tag: u64,
        /// Ack, requeue or reject.
        how: Settle,
        /// All up to this tag.
        multiple: bool,
    },
    /// A dead client's connection closing.
    Close {
        /// The channel that ends.
        channel: ChannelKey,
    },
    /// A batch on its way to the leader of its partition.
    Batch(Box<ProduceRequest>),
    /// A leader's answer to a batch.
    BatchAnswer {
        /// The producer's number for it.
        batch: u32,
        /// Which attempt it answers.
        attempt: u32,
        /// What went wrong, if something did.
        error: Option<ProduceError>,
    },
    /// A poll of a member of a share group (K23).
    ShareFetch {
        /// The group.
        group: GroupId,
        /// Which of the member's lives asks.
        epoch: u32,
        /// What it says of records it was lent before.
        answers: Vec<ShareAnswer>,
    },
    /// Records lent to a member of a share group.
    ShareRecords {
        /// Which of its lives asked.
        epoch: u32,
        /// The records.
        deliveries: Vec<Rc<Delivery>>,
    },
    /// A member's answers, by themselves.
    ShareAnswers {
        /// The group.
        group: GroupId,
        /// What it says.
        answers: Vec<ShareAnswer>,
    },
    /// A member of a share group closes, or its connection does.
    ShareClose {
        /// The group.
        group: GroupId,
    },
    /// A producer asks to end its transaction (K20).
    EndTransaction(Box<EndRequest>),
    /// The coordinator's answer.
    TransactionAnswer {
        /// An older instance asked: it has been replaced (K22).
        fenced: bool,
    },
    /// A consumer asks to belong to a group, or to share out again (K16).
    Join {
        /// Which group.
        group: GroupId,
        /// As whom.
        seat: Seat,
        /// What it reads now.
        owned: Box<[PartitionId]>,
        /// It wants the group to share out again.
        again: bool,
    },
    /// The coordinator says what to read, and from where.
    Assignment {
        /// To whom.
        seat: Seat,
        /// Counts how often the group has shared out.
        generation: u32,
        /// Partitions, each with the offset committed, if there is one.
        partitions: Box<[(PartitionId, Option<u64>)]>,
    },
    /// A member leaves its group.
    Leave {
        /// Which group.
        group: GroupId,
        /// Who.
        seat: Seat,
    },
    /// A member asks for records.
    Fetch {
        /// Its number for the fetch.
        number: u32,
        /// From which offset of which partition.
        positions: Vec<(PartitionId, u64)>,
    },
    /// The answer to a fetch.
    Records(Box<Fetched>),
    /// The answer to a fetch of what is not stored any more (K13).
    OutOfRange {
        /// The number of the fetch.
        number: u32,
        /// Which partition.
        partition: PartitionId,
    },
    /// A member commits (K9).
    Commit {
        /// Which group.
        group: GroupId,
        /// Who.
        seat: Seat,
        /// As which generation (K14).
        generation: u32,
        /// The next offset to read of each partition.
        offsets: Box<[(PartitionId, u64)]>,
    },
    /// The coordinator refuses a commit: not a member (K14).
    CommitRefused {
        /// Whose.
        seat: Seat,
    },

    /// A call on its way to a service.
    Call {
        /// Which one.
        call: CallKey,
    },
    /// A service's answer on its way to whoever called.
    Reply {
        /// The call it answers.
        call: CallKey,
        /// What went wrong, if something did.
        failure: Option<Failure>,
    },
    /// A producer's question how long a queue is: a passive declare.
    AskDepth {
        /// Which of its questions.
        asked: u32,
    },
    /// The broker's answer.
    Depth {
        /// To which question.
        asked: u32,
        /// Ready messages; none for a queue that is not there.
        ready: Option<u64>,
    },
    /// `connection.blocked` or `connection.unblocked` (R42).
    Pressure {
        /// Which.
        blocked: bool,
    },
}

/// The answer to a fetch.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// The number of the fetch.
    pub number: u32,
    /// What there is to read.
    pub deliveries: Vec<Rc<Delivery>>,
    /// Where to go on.
    pub next: Vec<(PartitionId, u64)>,
}

impl Cargo {
    /// The deliveries on their way to a consumer.
    pub fn deliveries(&self) -> &[Rc<Delivery>] {
        match self {
            Cargo::Delivery(delivery) => std::slice::from_ref(delivery),
            Cargo::ShareRecords { deliveries, .. } => deliveries,
            Cargo::Records(fetched) => &fetched.deliveries,
            _ => &[],
        }
    }
}
