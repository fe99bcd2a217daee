//! What happened: past tense, never edited; all that others read.

use super::{
    agenda::Tick,
    backpressure::BlockReason,
    call::Failure,
    caller::Ending,
    command::{Frame, Settle},
    ids::{
        CallerId, ConsumerId, CopyId, ExchangeId, MessageId, NodeId, ProducerId, QueueId,
        RequestId, ServiceId,
    },
    topology::CrashPoint,
};

pub use super::cause::Cause;

/// Why a message was dead-lettered: the values RabbitMQ writes (R27).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeathReason {
    /// Rejected without requeue.
    Rejected,
    /// Its time to live ran out.
    Expired,
    /// The queue was full.
    MaxLen,
    /// It came back more often than its queue allows (R22).
    DeliveryLimit,
}

impl DeathReason {
    /// The value of `reason` in `x-death`.
    pub fn name(self) -> &'static str {
        match self {
            DeathReason::Rejected => "rejected",
            DeathReason::Expired => "expired",
            DeathReason::MaxLen => "maxlen",
            DeathReason::DeliveryLimit => "delivery_limit",
        }
    }
}

/// Why the broker closed a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChannelError {
    /// 404: published to an exchange, or fetched from a queue, that is not there.
    NotFound,
    /// 406: settled a delivery tag the broker does not know (R17), or did not
    /// settle in time (R41).
    PreconditionFailed,
    /// 405: used a queue that is another connection's (R37), or fetched from
    /// one that serves a single active consumer.
    ResourceLocked,
}

impl ChannelError {
    /// The AMQP reply code.
    pub fn code(self) -> u16 {
        match self {
            ChannelError::NotFound => 404,
            ChannelError::PreconditionFailed => 406,
            ChannelError::ResourceLocked => 405,
        }
    }
}

/// What an attempt to do the work of a delivery came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Work {
    /// The effect took place, as often now as `times` says.
    Done {
        /// 1 is right; 2 is a duplicate.
        times: u32,
    },
    /// The idempotency key was known: nothing was done again.
    Skipped,
    /// Poison: the handler failed.
    Failed,
}

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
    Worked { message: MessageId, queue: QueueId, consumer: ConsumerId, work: Work },
    /// A consumer sent its answer.
    Settling { message: MessageId, consumer: ConsumerId, tag: u64, how: Settle, due: Tick },
    /// The broker took an ack: the copy is gone.
    Acked { message: MessageId, copy: CopyId, queue: QueueId },
    /// A copy went back to its place in its queue, marked redelivered.
    Requeued { message: MessageId, copy: CopyId, queue: QueueId, consumer: ConsumerId },
    /// An expected effect will never happen.
    EffectLost { message: MessageId, queue: Option<QueueId>, cause: Cause },
    /// A consumer began to consume.
    Subscribed { consumer: ConsumerId, queue: QueueId },
    /// A consumer ended its subscriptions.
    Cancelled { consumer: ConsumerId },
    /// A consumer died; at which instant of its cycle, if in one.
    Crashed { consumer: ConsumerId, message: Option<MessageId>, at: Option<CrashPoint> },
    /// A consumer is up again, or connected again.
    Revived { consumer: ConsumerId },
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
            | Buffered { message, .. } => Some(message),
            Crashed { message, .. } => message,
            GotNothing { .. }
            | Subscribed { .. }
            | Cancelled { .. }
            | Revived { .. }
            | FrameLost { .. }
            | ChannelClosed { .. }
            | Purged { .. }
            | QueueDeleted { .. }
            | BrokerRestarted
            | Configured { .. }
            | Members { .. }
            | ConsumerTimedOut { .. }
            | Asked { .. }
            | StaleAnswer { .. }
            | RedriveBegun { .. }
            | Blocked { .. }
            | Unblocked { .. }
            | SlowedDown { .. }
            | SpedUp { .. }
            | DepthHeard { .. }
            | AlarmRaised { .. }
            | AlarmCleared { .. }
            | ConnectionBlocked { .. }
            | ConnectionUnblocked { .. }
            | Requested { .. }
            | Called { .. }
            | CallWaits { .. }
            | Serving { .. }
            | Replied { .. }
            | CallTimedOut { .. }
            | AnswerTooLate { .. }
            | RequestEnded { .. }
            | ServiceDown { .. }
            | ServiceUp { .. } => None,
        }
    }
}
