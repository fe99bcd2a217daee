//! Names for things: small indices that are never reused within a run.

use queuescope_derive::Read;
use serde::{Deserialize, Serialize};

/// Defines an index type for one kind of node or record.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Read)]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl $name {
            /// The position of this item in the list that holds its kind.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id!(/// A producer, in the order of the topology.
    ProducerId(u16));
id!(/// An exchange; 0 is always the default exchange, whose name is empty.
    ExchangeId(u16));
id!(/// A queue, in the order of the topology. A deleted queue keeps its number.
    QueueId(u16));
id!(/// A topic of the log, in the order of the topology.
    TopicId(u16));
id!(/// A partition, counted through all topics.
    PartitionId(u16));
id!(/// A group of consumers of the log, in the order of the topology.
    GroupId(u16));
id!(/// A consumer client, in the order of the topology.
    ConsumerId(u16));
id!(/// A message as its producer means it: `m42` on screen. A retry is the
    /// same message again; only the copies multiply.
    MessageId(u32));
id!(/// One copy of a message: on a link, in a queue, or at a consumer.
    CopyId(u32));
id!(/// A client that calls services and waits, in the order of the topology.
    CallerId(u16));
id!(/// A service that is called, in the order of the topology.
    ServiceId(u16));
id!(/// What a caller is asked to do: `r7` on screen. A retry is the same
    /// request again; only the calls multiply.
    RequestId(u32));

/// Any node of the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeId {
    /// Sends messages.
    Producer(ProducerId),
    /// Copies messages into queues.
    Exchange(ExchangeId),
    /// Stores messages.
    Queue(QueueId),
    /// Stores records in partitions.
    Topic(TopicId),
    /// Receives and processes messages.
    Consumer(ConsumerId),
    /// Calls services and waits for their answers.
    Caller(CallerId),
    /// Does its work when it is called, and may call the next service.
    Service(ServiceId),
}

/// Who is to bring an effect about: whoever consumes from a queue, or a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subscriber {
    /// The consumers of a queue.
    Queue(QueueId),
    /// A group of the log.
    Group(GroupId),
}

/// The exchange whose name is empty: every queue is bound to it by name (R4).
pub const DEFAULT_EXCHANGE: ExchangeId = ExchangeId(0);
