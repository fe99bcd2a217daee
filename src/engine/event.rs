//! What is due later. Seen only by the engine.

use super::{
    agenda::Tick,
    call::CallKey,
    ids::{CallerId, ConsumerId, GroupId, NodeId, PartitionId, ProducerId, QueueId, RequestId},
    lease::ExtensionKey,
    link::FlightKey,
    log::Seat,
};

/// An entry of the agenda. An `epoch` is compared with its owner's count
/// when the event falls due: an older one was called off in the meantime.
#[derive(Clone, Copy, Debug)]
pub(super) enum Event {
    /// The producer sends its next message, or burst.
    Produce { producer: ProducerId, epoch: u32 },
    /// No confirm came in time, or a pause before another try is over.
    Retry { producer: ProducerId, publish: u32, attempt: u32 },
    /// Something reaches the end of its link.
    Arrive { flight: FlightKey },
    /// The consumer finishes a phase of its cycle.
    Work { consumer: ConsumerId, epoch: u32 },
    /// A crashed or disconnected consumer comes back.
    Return { consumer: ConsumerId, epoch: u32 },
    /// The message at a queue's head may have outlived its TTL.
    Expire { queue: QueueId, epoch: u32 },
    /// A queue may have been unused for long enough to be deleted.
    Unused { queue: QueueId, epoch: u32 },
    /// The time of a message that was held back is over.
    Release { queue: QueueId, epoch: u32 },
    /// A queue looks for consumers that have not settled in time.
    LookForOverdue { queue: QueueId, epoch: u32 },
    /// Dead letters that did not arrive are sent again.
    ResendDying { queue: QueueId, epoch: u32 },
    /// A delivery may have been somebody's own for long enough.
    LeaseOver { queue: QueueId, epoch: u32 },
    /// A consumer asks for more time for what it holds.
    Extend { extension: ExtensionKey },
    /// An ask may have waited for long enough.
    AskOver { queue: QueueId, epoch: u32 },
    /// A consumer that was given nothing asks again.
    AskAgain { consumer: ConsumerId, epoch: u32 },
    /// A redrive moves its next message.
    Redrive { queue: QueueId, epoch: u32 },

    /// Somebody asks a caller for something, or several do.
    Request { caller: CallerId, epoch: u32 },
    /// A worker's pause before calling again is over.
    CallAgain { caller: CallerId, worker: u16, request: RequestId },
    /// A service finishes its own work for a call.
    Serve { call: CallKey },
    /// Nobody waits any longer for the answer to a call.
    TimeOut { call: CallKey },
    /// The producer asks for the depth of the queue it watches.
    AskDepth { producer: ProducerId, epoch: u32 },
    /// A batch has waited for more for as long as it may (K8).
    Lingered { producer: ProducerId, batch: u32 },
    /// No answer came to a batch in time.
    AnswerOverdue { producer: ProducerId, batch: u32, attempt: u32 },
    /// A batch has taken too long in all (K7).
    BatchExpired { producer: ProducerId, batch: u32 },
    /// A pause before sending a batch again is over.
    SendAgain { producer: ProducerId },
    /// A call to send has blocked for as long as it may (K8).
    BlockOver { producer: ProducerId, since: Tick },
    /// The followers of a partition have what their leader had a hop ago.
    Replicate { partition: PartitionId, epoch: u32, upto: u64 },
    /// A follower may have been behind for too long (K5).
    ReplicaLate { partition: PartitionId, epoch: u32, broker: u8, end: u64 },
    /// A producer commits its transaction by itself (K20).
    CommitDue { producer: ProducerId, nth: u32 },
    /// A transaction has been open for too long (K20).
    TransactionOver { pid: u32, nth: u32 },
    /// A marker that found no leader is written.
    Mark { partition: PartitionId, pid: u32, committed: bool },
    /// Something of a partition may be too old, too much or overwritten.
    CheckLog { partition: PartitionId, epoch: u32 },
    /// Records that a share group has lent may come back by themselves (K23).
    LocksOver { group: GroupId, partition: PartitionId, epoch: u32 },
    /// A member of a share group asks for more time for what it holds.
    RenewLocks { consumer: ConsumerId, poll: u32, until: Tick },
    /// A member hears with its heartbeat that its group shares out again.
    Heartbeat { group: GroupId, consumer: ConsumerId, epoch: u32 },
    /// Members that have not joined again by now are out (K14).
    GatherOver { group: GroupId, epoch: u32 },
    /// A member's heartbeats may have stayed away for too long (K15).
    SessionOver { group: GroupId, seat: Seat, session: u32 },
    /// A member may not have polled for too long (K14).
    PollOver { consumer: ConsumerId, life: u32 },
    /// A member that waits for records may have something to commit (K11).
    AutoCommit { consumer: ConsumerId, life: u32 },
    /// A member has a connection again.
    Reconnected { consumer: ConsumerId, life: u32 },
    /// A group without members may forget what it had committed (K13).
    OffsetsExpire { group: GroupId, generation: u32 },
    /// The controller misses a broker.
    BrokerMissed { broker: u8, epoch: u32 },
    /// Nothing has come through a link for too long.
    LinkDead { client: NodeId, since: Tick },
    /// What was held on a link arrives.
    LinkFree { client: NodeId, since: Tick },
    /// The broker reads the next of what a producer sent during its alarm.
    Read { producer: ProducerId },
}
