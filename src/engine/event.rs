//! What is due later. Seen only by the engine.

use super::{
    call::CallKey,
    ids::{CallerId, ConsumerId, ProducerId, QueueId, RequestId},
    lease::ExtensionKey,
    link::FlightKey,
};

/// An entry of the agenda. An `epoch` is compared with its owner's count
/// when the event falls due: an older one was called off in the meantime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
    /// The broker reads the next of what a producer sent during its alarm.
    Read { producer: ProducerId },
}
