//! Which nodes a command names: a world's own log has to follow a rename.

use crate::engine::Command;

use super::name::NodeName;

/// As what a command names a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Producer,
    Consumer,
    Queue,
    Topic,
    /// A group, which is no node of its own.
    Group,
    Exchange,
    /// A producer or a consumer.
    Client,
    Caller,
    Service,
}

impl Role {
    /// Whether the name can be this node's.
    pub fn may_be(self, node: &NodeName) -> bool {
        match node {
            NodeName::Producer(_) => matches!(self, Role::Producer | Role::Client),
            NodeName::Consumer(_) => matches!(self, Role::Consumer | Role::Client),
            NodeName::Queue(_) => self == Role::Queue,
            NodeName::Exchange(_) => self == Role::Exchange,
            NodeName::Caller(_) => self == Role::Caller,
            NodeName::Service(_) => self == Role::Service,
            NodeName::Topic(_) => self == Role::Topic,
        }
    }
}

/// Every name of a node in a command, to be read or changed.
pub(super) fn mentions(command: &mut Command) -> Vec<(Role, &mut String)> {
    use Command::*;
    match command {
        Publish { producer, message } => {
            let to = match message.exchange.is_empty() {
                true => (Role::Queue, &mut message.key),
                false => (Role::Exchange, &mut message.exchange),
            };
            vec![(Role::Producer, producer), to]
        }
        SetBackpressure { producer, backpressure } => {
            let watched = backpressure.watch.iter_mut().map(|it| (Role::Queue, &mut it.queue));
            std::iter::once((Role::Producer, producer)).chain(watched).collect()
        }
        SetArrivals { producer, .. }
        | SetPoisonShare { producer, .. }
        | PoisonNext { producer }
        | SetConfirms { producer, .. }
        | SetSending { producer, .. } => vec![(Role::Producer, producer)],
        Subscribe { consumer, queue, .. } | Get { consumer, queue, .. } => {
            vec![(Role::Consumer, consumer), (Role::Queue, queue)]
        }
        SetService { consumer, .. }
        | SetPrefetch { consumer, .. }
        | SetAck { consumer, .. }
        | SetIdempotent { consumer, .. }
        | SetOnPoison { consumer, .. }
        | SetCrashPlan { consumer, .. }
        | SetRestart { consumer, .. }
        | SetConsumer { consumer, .. }
        | Cancel { consumer }
        | Process { consumer, .. }
        | Settle { consumer, .. }
        | Crash { consumer, .. }
        | CallOffCrash { consumer }
        | Revive { consumer }
        | Hang { consumer }
        | GoOn { consumer }
        | Extend { consumer, .. } => vec![(Role::Consumer, consumer)],
        Redrive { queue, to, .. } | Replay { queue, to, .. } => {
            let to = to.iter_mut().map(|to| (Role::Queue, to));
            std::iter::once((Role::Queue, queue)).chain(to).collect()
        }
        SetLimit { queue, .. }
        | SetTtl { queue, .. }
        | SetDeliveryLimit { queue, .. }
        | SetQueue { queue, .. }
        | SetMembersUp { queue, .. }
        | Discard { queue, .. }
        | Purge { queue } => vec![(Role::Queue, queue)],
        Partition { client }
        | Repair { client }
        | Seek { client, .. }
        | EndTransaction { client, .. }
        | LoseNext { client, .. } => vec![(Role::Client, client)],
        Request { caller: name }
        | SetRequests { caller: name, .. }
        | SetPatience { caller: name, .. } => vec![(Role::Caller, name)],
        SetTopic { topic, .. } => vec![(Role::Topic, topic)],
        SetGroup { group, .. } => vec![(Role::Group, group)],
        SetServiceTime { service, .. }
        | SetFailureShare { service, .. }
        | TakeDown { service }
        | BringUp { service } => vec![(Role::Service, service)],
        SetBroker { .. }
        | StallBroker { .. }
        | RestartBroker {}
        | KillBroker {}
        | SetMemoryLimit { .. } => vec![],
    }
}
