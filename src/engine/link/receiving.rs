//! The end of a link: who gets what arrives.

use super::{Cargo, Flight, FlightKey};
use crate::engine::{
    Engine,
    fact::Fact,
    ids::{ConsumerId, ExchangeId, NodeId, ProducerId, QueueId},
};

impl Engine {
    /// Something reached the end of its link, unless its connection ended
    /// before it could.
    pub(in crate::engine) fn arrive(&mut self, key: FlightKey) {
        if self.links.held > 0 && self.keep_back(key) {
            return;
        }
        let Some(flight) = self.links.flights.remove(key) else {
            return;
        };
        if flight.doomed {
            return self.lose(flight);
        }
        match self.sender_not_read(&flight) {
            Some(sender) => self.leave_unread(sender, flight),
            None => self.receive(flight),
        }
    }

    /// Whoever something was sent to has it.
    pub(in crate::engine) fn receive(&mut self, flight: Flight) {
        match flight.cargo {
            Cargo::Publish { copy, publish } => {
                self.publish_read(producer_of(flight.from));
                self.publish_arrived(copy, publish, exchange_of(flight.to))
            }
            Cargo::Routed { copy } => self.enqueue(copy, queue_of(flight.to)),
            Cargo::DeadLetter { copy } => self.dead_letter_arrived(copy, exchange_of(flight.to)),
            Cargo::Answer { publish, message, outcome } => {
                self.answer_arrived(producer_of(flight.to), publish, message, outcome);
            }
            Cargo::Delivery(delivery) => self.delivery_arrived(consumer_of(flight.to), delivery),
            Cargo::Get { channel, auto_ack } => {
                self.get_arrived(channel, queue_of(flight.to), auto_ack)
            }
            Cargo::GetEmpty => self.record(Fact::GotNothing {
                consumer: consumer_of(flight.to),
                queue: queue_of(flight.from),
            }),
            Cargo::Settlement { channel, tag, how, multiple } => {
                self.settlement_arrived(channel, tag, how, multiple)
            }
            Cargo::Close { channel } => self.close_channel(channel),
            Cargo::Ask { channel, batch, wait_us } => {
                self.ask_arrived(channel, queue_of(flight.to), batch, wait_us)
            }
            Cargo::Nothing { channel } => {
                self.nothing_arrived(consumer_of(flight.to), channel, queue_of(flight.from))
            }
            Cargo::Extension { channel, tag, span_us } => {
                self.extension_arrived((channel, tag), span_us)
            }
            Cargo::Call { call } => self.call_arrived(call),
            Cargo::Reply { call, failure } => self.reply_arrived(call, failure),
            Cargo::AskDepth { asked } => {
                self.depth_asked(producer_of(flight.from), queue_of(flight.to), asked)
            }
            Cargo::Depth { asked, ready } => {
                let queue = queue_of(flight.from);
                self.depth_heard(producer_of(flight.to), queue, asked, ready)
            }
            Cargo::Pressure { blocked } => self.connection_told(producer_of(flight.to), blocked),
            cargo => self.receive_of_log(flight.from, flight.to, cargo),
        }
    }

    /// What a log and its clients send each other.
    fn receive_of_log(&mut self, from: NodeId, to: NodeId, cargo: Cargo) {
        match cargo {
            Cargo::Batch(request) => self.batch_arrived(producer_of(from), *request),
            Cargo::BatchAnswer { batch, attempt, error } => {
                self.batch_answered(producer_of(to), batch, attempt, error)
            }
            Cargo::ShareFetch { group, epoch, answers } => {
                self.share_fetch_arrived(consumer_of(from), group, epoch, &answers)
            }
            Cargo::ShareRecords { epoch, deliveries } => {
                self.lent_arrived(consumer_of(to), epoch, deliveries)
            }
            Cargo::ShareAnswers { group, answers } => {
                self.share_answers_arrived(consumer_of(from), group, &answers)
            }
            Cargo::ShareClose { group } => self.share_member_gone(group, consumer_of(from)),
            Cargo::EndTransaction(request) => self.end_arrived(producer_of(from), to, *request),
            Cargo::TransactionAnswer { fenced } => {
                self.transaction_answered(producer_of(to), fenced)
            }
            Cargo::Join { group, seat, owned, again } => {
                self.join_arrived(group, seat, owned.into(), again)
            }
            Cargo::Assignment { seat, generation, partitions } => {
                self.assignment_arrived(consumer_of(to), seat, generation, &partitions)
            }
            Cargo::Leave { group, seat } => self.leave_arrived(group, seat),
            Cargo::Fetch { number, positions } => {
                self.fetch_arrived(consumer_of(from), number, positions)
            }
            Cargo::Records(fetched) => self.records_arrived(consumer_of(to), *fetched),
            Cargo::OutOfRange { number, partition } => {
                self.out_of_range(consumer_of(to), number, partition)
            }
            Cargo::Commit { group, seat, generation, offsets } => {
                self.commit_arrived(group, (seat, generation), &offsets)
            }
            Cargo::CommitRefused { seat } => self.commit_refused(consumer_of(to), seat),
            _ => unreachable!("what queues and services send is received before"),
        }
    }
}

fn exchange_of(node: NodeId) -> ExchangeId {
    match node {
        NodeId::Exchange(id) => id,
        _ => unreachable!("the link leads to an exchange"),
    }
}

fn queue_of(node: NodeId) -> QueueId {
    match node {
        NodeId::Queue(id) => id,
        _ => unreachable!("the link leads to a queue"),
    }
}

fn producer_of(node: NodeId) -> ProducerId {
    match node {
        NodeId::Producer(id) => id,
        _ => unreachable!("the link leads to a producer"),
    }
}

fn consumer_of(node: NodeId) -> ConsumerId {
    match node {
        NodeId::Consumer(id) => id,
        _ => unreachable!("the link leads to a consumer"),
    }
}
