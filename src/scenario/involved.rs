//! Which nodes take part in a fact.

use crate::engine::{
    CallerId, ConsumerId, Engine, ExchangeId, Fact, NodeId, PartitionId, ProducerId, QueueId,
    ServiceId,
};

/// Whether a node takes part in a fact; a topic does in what happens in its
/// partitions.
pub fn involves(engine: &Engine, fact: &Fact, node: NodeId) -> bool {
    if named(fact) == Some(node) {
        return true;
    }
    match node {
        NodeId::Producer(id) => producer(fact) == Some(id),
        NodeId::Exchange(id) => exchange(fact) == Some(id),
        NodeId::Queue(id) => queue(fact) == Some(id) || target(fact) == Some(id),
        NodeId::Topic(id) => {
            partition(fact).is_some_and(|part| engine.partitions()[part.index()].topic() == id)
        }
        NodeId::Consumer(id) => consumer(fact) == Some(id),
        NodeId::Caller(id) => caller(fact) == Some(id),
        NodeId::Service(id) => service(fact) == Some(id),
    }
}

/// A node of any kind.
fn named(fact: &Fact) -> Option<NodeId> {
    use Fact::*;
    match *fact {
        Removed { at: node, .. }
        | FrameLost { client: node, .. }
        | ChannelClosed { client: node, .. }
        | Configured { node }
        | TransactionBegun { node }
        | Fenced { node }
        | Called { from: node, .. }
        | Replied { to: node, .. }
        | CallTimedOut { from: node, .. }
        | AnswerTooLate { from: node, .. } => Some(node),
        _ => None,
    }
}

fn producer(fact: &Fact) -> Option<ProducerId> {
    use Fact::*;
    match *fact {
        Published { producer, .. }
        | Confirmed { producer, .. }
        | Nacked { producer, .. }
        | Returned { producer, .. }
        | GaveUp { producer, .. }
        | Produced { producer, .. }
        | BatchRefused { producer, .. }
        | Blocked { producer, .. }
        | Unblocked { producer, .. }
        | Buffered { producer, .. }
        | SlowedDown { producer, .. }
        | SpedUp { producer }
        | DepthHeard { producer, .. }
        | ConnectionBlocked { producer }
        | ConnectionUnblocked { producer } => Some(producer),
        _ => None,
    }
}

fn exchange(fact: &Fact) -> Option<ExchangeId> {
    use Fact::*;
    match *fact {
        Published { exchange, .. } | Routed { exchange, .. } | DeadLettered { exchange, .. } => {
            Some(exchange)
        }
        _ => None,
    }
}

fn queue(fact: &Fact) -> Option<QueueId> {
    use Fact::*;
    match *fact {
        Routed { queue, .. }
        | Enqueued { queue, .. }
        | DeadLettered { queue, .. }
        | Delivered { queue, .. }
        | SettledOnSending { queue, .. }
        | GotNothing { queue, .. }
        | Acked { queue, .. }
        | Requeued { queue, .. }
        | Subscribed { queue, .. }
        | Purged { queue, .. }
        | QueueDeleted { queue }
        | Members { queue, .. }
        | ConsumerTimedOut { queue, .. }
        | Asked { queue, .. }
        | LeaseEnded { queue, .. }
        | LeaseExtended { queue, .. }
        | RedriveBegun { queue, .. }
        | Redriven { from: queue, .. }
        | DepthHeard { queue, .. } => Some(queue),
        _ => None,
    }
}

/// The queue that something is moved to.
fn target(fact: &Fact) -> Option<QueueId> {
    match *fact {
        Fact::Redriven { to, .. } => Some(to),
        _ => None,
    }
}

fn partition(fact: &Fact) -> Option<PartitionId> {
    use Fact::*;
    match *fact {
        Produced { partition, .. }
        | Appended { partition, .. }
        | BatchRefused { partition, .. }
        | HighWatermark { partition, .. }
        | InSync { partition, .. }
        | Led { partition, .. }
        | Revoked { partition, .. }
        | Assigned { partition, .. }
        | PositionSet { partition, .. }
        | Fetched { partition, .. }
        | Committing { partition, .. }
        | Committed { partition, .. }
        | Rolled { partition, .. }
        | SegmentDeleted { partition, .. }
        | Cleaned { partition, .. }
        | TransactionEnded { partition, .. }
        | Acquired { partition, .. }
        | Acknowledged { partition, .. }
        | Released { partition, .. }
        | Archived { partition, .. } => Some(partition),
        _ => None,
    }
}

fn consumer(fact: &Fact) -> Option<ConsumerId> {
    use Fact::*;
    match *fact {
        Delivered { consumer, .. }
        | Received { consumer, .. }
        | GotNothing { consumer, .. }
        | Started { consumer, .. }
        | Worked { consumer, .. }
        | Settling { consumer, .. }
        | Requeued { consumer, .. }
        | Subscribed { consumer, .. }
        | Cancelled { consumer }
        | Crashed { consumer, .. }
        | Revived { consumer }
        | ConsumerTimedOut { consumer, .. }
        | Asked { consumer, .. }
        | LeaseEnded { consumer, .. }
        | LeaseExtended { consumer, .. }
        | StaleAnswer { consumer, .. }
        | JoinedGroup { consumer, .. }
        | LeftGroup { consumer, .. }
        | Revoked { consumer, .. }
        | Assigned { consumer, .. }
        | PositionSet { consumer, .. }
        | Fetched { consumer, .. }
        | Polled { consumer, .. }
        | Committing { consumer, .. }
        | CommitRefused { consumer, .. }
        | Acquired { consumer, .. } => Some(consumer),
        _ => None,
    }
}

fn caller(fact: &Fact) -> Option<CallerId> {
    match *fact {
        Fact::Requested { caller, .. } | Fact::RequestEnded { caller, .. } => Some(caller),
        _ => None,
    }
}

fn service(fact: &Fact) -> Option<ServiceId> {
    use Fact::*;
    match *fact {
        Called { service, .. }
        | CallWaits { service, .. }
        | Serving { service, .. }
        | Replied { service, .. }
        | CallTimedOut { service, .. }
        | AnswerTooLate { service, .. }
        | ServiceDown { service }
        | ServiceUp { service } => Some(service),
        _ => None,
    }
}
