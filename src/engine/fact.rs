//! What happened: past tense, never edited; all that others read.

use super::{
    agenda::Tick,
    backpressure::BlockReason,
    call::Failure,
    caller::Ending,
    command::{Frame, Settle},
    ids::{
        CallerId, ConsumerId, CopyId, ExchangeId, GroupId, MessageId, NodeId, PartitionId,
        ProducerId, QueueId, RequestId, ServiceId, Subscriber,
    },
    log::ProduceError,
    topology::CrashPoint,
};

pub use super::{
    cause::Cause,
    reasons::{ChannelError, DeathReason, Leaving, Work},
};

/// Something that happened. `due` is when what was sent will arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fact {
    /// A producer sent a copy towards an exchange; `attempt` 1 is the first.
    Published {
        message: MessageId,
        copy: CopyId,
        producer: ProducerId,
        exchange: ExchangeId,
        attempt: u32,
        due: Tick,
    },
    /// An exchange sent a copy to a queue.
    Routed { message: MessageId, copy: CopyId, exchange: ExchangeId, queue: QueueId, due: Tick },
    /// A copy took its place in a queue.
    Enqueued { message: MessageId, copy: CopyId, queue: QueueId },
    /// A copy left the books for good; `at` is where that happened.
    Removed { message: MessageId, copy: CopyId, at: NodeId, cause: Cause },
    /// A queue sent a new copy towards its dead-letter exchange; the old one
    /// is removed.
    DeadLettered {
        message: MessageId,
        copy: CopyId,
        queue: QueueId,
        exchange: ExchangeId,
        reason: DeathReason,
        due: Tick,
    },
    /// A producer heard that a message is in the broker's charge.
    Confirmed { message: MessageId, producer: ProducerId },
    /// A producer heard that a queue refused its message.
    Nacked { message: MessageId, producer: ProducerId },
    /// A mandatory message that reached no queue came back.
    Returned { message: MessageId, producer: ProducerId },
    /// A producer stopped trying.
    GaveUp { message: MessageId, producer: ProducerId },
    /// A queue sent a delivery; the copy is outstanding until settled.
    Delivered {
        message: MessageId,
        copy: CopyId,
        queue: QueueId,
        consumer: ConsumerId,
        tag: u64,
        redelivered: bool,
        due: Tick,
    },
    /// With automatic ack the broker settled the copy on sending (R13).
    SettledOnSending { message: MessageId, copy: CopyId, queue: QueueId },
    /// A delivery reached its consumer.
    Received { message: MessageId, consumer: ConsumerId, tag: u64 },
    /// `basic.get` found nothing.
    GotNothing { consumer: ConsumerId, queue: QueueId },
    /// A consumer turned to a delivery.
    Started { message: MessageId, consumer: ConsumerId, tag: u64 },
    /// A consumer did the work, or tried to.
    Worked { message: MessageId, whose: Subscriber, consumer: ConsumerId, work: Work },
    /// A consumer sent its answer.
    Settling { message: MessageId, consumer: ConsumerId, tag: u64, how: Settle, due: Tick },
    /// The broker took an ack: the copy is gone.
    Acked { message: MessageId, copy: CopyId, queue: QueueId },
    /// A copy went back to its place in its queue, marked redelivered.
    Requeued { message: MessageId, copy: CopyId, queue: QueueId, consumer: ConsumerId },
    /// An expected effect will never happen.
    EffectLost { message: MessageId, whose: Option<Subscriber>, cause: Cause },
    /// A consumer began to consume.
    Subscribed { consumer: ConsumerId, queue: QueueId },
    /// A consumer ended its subscriptions.
    Cancelled { consumer: ConsumerId },
    /// A consumer died; at which instant of its cycle, if in one.
    Crashed { consumer: ConsumerId, message: Option<MessageId>, at: Option<CrashPoint> },
    /// A consumer is up again, or connected again.
    Revived { consumer: ConsumerId },
    /// A consumer's work stands still, though its process lives.
    Hung { consumer: ConsumerId },
    /// A consumer that hung works again.
    WentOn { consumer: ConsumerId },
    /// Nothing gets through a client's link, in either direction.
    LinkHeld { client: NodeId },
    /// A client's link lets everything through again.
    LinkRepaired { client: NodeId },
    /// A frame was lost, and its connection with it.
    FrameLost { client: NodeId, frame: Frame },
    /// The broker closed a channel.
    ChannelClosed { client: NodeId, error: ChannelError },
    /// A queue was purged of this many ready messages.
    Purged { queue: QueueId, count: u32 },
    /// A queue ceased to exist.
    QueueDeleted { queue: QueueId },
    /// The broker stopped and started.
    BrokerRestarted,
    /// Somebody changed a setting of this node.
    Configured { node: NodeId },
    /// So many members of a queue's group are up now (R39).
    Members { queue: QueueId, up: u8 },
    /// A consumer did not settle in time and was cancelled (R41).
    ConsumerTimedOut { consumer: ConsumerId, queue: QueueId },
    /// A consumer asked a queue for messages (S9).
    Asked { consumer: ConsumerId, queue: QueueId, due: Tick },
    /// A delivery was its consumer's own for long enough, and returns (S1).
    LeaseEnded { message: MessageId, queue: QueueId, consumer: ConsumerId },
    /// A delivery is its consumer's own until then (S1, P1).
    LeaseExtended { message: MessageId, queue: QueueId, consumer: ConsumerId, until: Tick },
    /// An answer came to a delivery that is not its consumer's any more (S3).
    StaleAnswer { consumer: ConsumerId, tag: u64 },
    /// Somebody has what waits in a queue moved, so many messages (S6).
    RedriveBegun { queue: QueueId, count: u32 },
    /// A message was moved as a new copy (S6).
    Redriven { message: MessageId, copy: CopyId, from: QueueId, to: QueueId, due: Tick },

    /// A producer sent a record in a batch towards a partition; `attempt` 1
    /// is the first.
    Produced {
        message: MessageId,
        copy: CopyId,
        producer: ProducerId,
        partition: PartitionId,
        attempt: u32,
        due: Tick,
    },
    /// A leader appended a record.
    Appended { message: MessageId, copy: CopyId, partition: PartitionId, offset: u64 },
    /// A producer heard that a leader did not take its batch.
    BatchRefused { producer: ProducerId, partition: PartitionId, error: ProduceError },
    /// Everything before `offset` is where all in sync have it (K5).
    HighWatermark { partition: PartitionId, offset: u64 },
    /// A replica left those in sync, or joined them (K5).
    InSync { partition: PartitionId, broker: u8, in_sync: bool },
    /// A broker leads a partition from now on, or nobody does.
    Led { partition: PartitionId, broker: Option<u8> },
    /// A consumer asked to belong to a group.
    JoinedGroup { consumer: ConsumerId, group: GroupId },
    /// A consumer belongs to a group no longer.
    LeftGroup { consumer: ConsumerId, group: GroupId, why: Leaving },
    /// A group begins to share its partitions out again, which will be this
    /// generation of its members (K16).
    Rebalancing { group: GroupId, generation: u32 },
    /// A member asked its group to share out again: it was called to, or has
    /// given up what is to move (K16).
    JoinedAgain { consumer: ConsumerId, group: GroupId },
    /// All members have joined, or had their time: each is told what to read
    /// (K16).
    SharedOut { group: GroupId, generation: u32, members: u16 },
    /// A consumer gave up a partition, as a member of this generation.
    Revoked { consumer: ConsumerId, partition: PartitionId, generation: u32 },
    /// A consumer was given a partition, as a member of this generation.
    Assigned { consumer: ConsumerId, partition: PartitionId, generation: u32 },
    /// A consumer begins to read a partition at `offset`; `skipped` records
    /// before it are none it will read (K13, K17).
    PositionSet { consumer: ConsumerId, partition: PartitionId, offset: u64, skipped: u64 },
    /// A record was sent to a member that fetched it; it stays where it is.
    Fetched {
        message: MessageId,
        copy: CopyId,
        partition: PartitionId,
        offset: u64,
        consumer: ConsumerId,
        due: Tick,
    },
    /// A consumer's call to poll returned so many records.
    Polled { consumer: ConsumerId, records: u32 },
    /// A consumer sent an offset to commit.
    Committing { consumer: ConsumerId, partition: PartitionId, offset: u64, due: Tick },
    /// A group's next offset to read was written down (K9).
    Committed { group: GroupId, partition: PartitionId, offset: u64 },
    /// The coordinator refused a commit: not a member any more (K14).
    CommitRefused { consumer: ConsumerId, group: GroupId },
    /// A group without members has lost what it had committed (K13).
    OffsetsExpired { group: GroupId },
    /// A segment was closed and another begun (K18).
    Rolled { partition: PartitionId, base: u64 },
    /// A segment was deleted: everything before `start` is gone (K18).
    SegmentDeleted { partition: PartitionId, start: u64 },
    /// A partition was compacted: so many records went (K19).
    Cleaned { partition: PartitionId, removed: u32 },
    /// A transaction began (K20).
    TransactionBegun { node: NodeId },
    /// A transaction ended in a partition (K20).
    TransactionEnded { partition: PartitionId, offset: u64, committed: bool },
    /// A newer instance with the same `transactional.id` took over (K22).
    Fenced { node: NodeId },
    /// A share group lent a record to a member (K23).
    Acquired { message: MessageId, partition: PartitionId, consumer: ConsumerId, nth: u32 },
    /// A member acknowledged a record it had acquired (K23).
    Acknowledged { message: MessageId, group: GroupId, partition: PartitionId },
    /// A record is available to its share group again (K23).
    Released { message: MessageId, group: GroupId, partition: PartitionId },
    /// A share group is done with a record without its work done (K24).
    Archived { message: MessageId, group: GroupId, partition: PartitionId },
    /// A broker of the cluster died.
    BrokerDown { broker: u8 },
    /// A broker of the cluster is back.
    BrokerUp { broker: u8 },

    /// A caller was asked for something.
    Requested { request: RequestId, caller: CallerId },
    /// A caller, or a service in the middle of a chain, called a service and
    /// waits; `attempt` 1 is the caller's first.
    Called { request: RequestId, from: NodeId, service: ServiceId, attempt: u32, due: Tick },
    /// All workers of a service were busy; the call waits for one.
    CallWaits { request: RequestId, service: ServiceId },
    /// A worker of a service turned to a call.
    Serving { request: RequestId, service: ServiceId },
    /// A service answered whoever called it.
    Replied {
        request: RequestId,
        service: ServiceId,
        to: NodeId,
        failure: Option<Failure>,
        due: Tick,
    },
    /// Whoever called stopped waiting; the service goes on all the same.
    CallTimedOut { request: RequestId, from: NodeId, service: ServiceId, attempt: u32 },
    /// An answer came for which nobody waited any more.
    AnswerTooLate { request: RequestId, from: NodeId, service: ServiceId },
    /// A caller is done with a request; one of its workers was blocked for
    /// `blocked_us` in all, waiting for answers.
    RequestEnded { request: RequestId, caller: CallerId, end: Ending, blocked_us: u64 },
    /// A service stopped; calls to it are refused.
    ServiceDown { service: ServiceId },
    /// A service takes calls again.
    ServiceUp { service: ServiceId },
    /// A producer's call to send did not return: the caller stands still.
    Blocked { producer: ProducerId, reason: BlockReason },
    /// The call returned; the reason is the one it began with.
    Unblocked { producer: ProducerId, reason: BlockReason },
    /// A producer kept a message to itself.
    Buffered { message: MessageId, producer: ProducerId },
    /// A producer went over to its lower rate.
    SlowedDown { producer: ProducerId, reason: BlockReason },
    /// A producer went back to its own rate.
    SpedUp { producer: ProducerId },
    /// A producer heard how many messages were ready in a queue.
    DepthHeard { producer: ProducerId, queue: QueueId, ready: u64 },
    /// The broker holds more copies than its memory limit (R42).
    AlarmRaised { stored: u64 },
    /// The broker holds fewer copies than its memory limit again (R42).
    AlarmCleared { stored: u64 },
    /// A producer heard `connection.blocked`.
    ConnectionBlocked { producer: ProducerId },
    /// A producer heard `connection.unblocked`.
    ConnectionUnblocked { producer: ProducerId },
}

impl Fact {
    /// The message this is about, if it is about one.
    pub fn message(&self) -> Option<MessageId> {
        use Fact::*;
        match *self {
            Published { message, .. }
            | Routed { message, .. }
            | Enqueued { message, .. }
            | Removed { message, .. }
            | DeadLettered { message, .. }
            | Confirmed { message, .. }
            | Nacked { message, .. }
            | Returned { message, .. }
            | GaveUp { message, .. }
            | Delivered { message, .. }
            | SettledOnSending { message, .. }
            | Received { message, .. }
            | Started { message, .. }
            | Worked { message, .. }
            | Settling { message, .. }
            | Acked { message, .. }
            | Requeued { message, .. }
            | EffectLost { message, .. }
            | LeaseEnded { message, .. }
            | LeaseExtended { message, .. }
            | Redriven { message, .. }
            | Produced { message, .. }
            | Appended { message, .. }
            | Fetched { message, .. }
            | Acquired { message, .. }
            | Acknowledged { message, .. }
            | Released { message, .. }
            | Archived { message, .. }
            | Buffered { message, .. } => Some(message),
            Crashed { message, .. } => message,
            _ => None,
        }
    }
}
