//! What is due in the log: the one match over its events.

use crate::engine::{Engine, event::Event};

impl Engine {
    /// Something of the log is due.
    pub(in crate::engine) fn handle_log(&mut self, event: Event) {
        match event {
            Event::Lingered { producer, batch } => self.lingered(producer, batch),
            Event::AnswerOverdue { producer, batch, attempt } => {
                self.answer_overdue(producer, batch, attempt)
            }
            Event::BatchExpired { producer, batch } => self.batch_expired(producer, batch),
            Event::SendAgain { producer } => self.send_again(producer),
            Event::BlockOver { producer, since } => self.block_over(producer, since),
            Event::Replicate { partition, epoch, upto } => self.replicate(partition, epoch, upto),
            Event::ReplicaLate { partition, epoch, broker, end } => {
                self.replica_late(partition, epoch, broker, end)
            }
            Event::CheckLog { partition, epoch } => self.check_log(partition, epoch),
            Event::LocksOver { group, partition, epoch } => {
                self.locks_over(group, partition, epoch)
            }
            Event::RenewLocks { consumer, poll, until } => self.renew_locks(consumer, poll, until),
            Event::BrokerMissed { broker, epoch } => self.broker_missed(broker, epoch),
            Event::CommitDue { producer, nth } => self.commit_due(producer, nth),
            Event::TransactionOver { pid, nth } => self.transaction_over(pid, nth),
            Event::Mark { partition, pid, committed } => self.mark(partition, pid, committed),
            Event::Heartbeat { group, consumer, epoch } => self.heartbeat(group, consumer, epoch),
            Event::GatherOver { group, epoch } => self.gather_over(group, epoch),
            Event::SessionOver { group, seat, session } => self.session_over(group, seat, session),
            Event::PollOver { consumer, life } => self.poll_over(consumer, life),
            Event::AutoCommit { consumer, life } => self.auto_commit_due(consumer, life),
            Event::Reconnected { consumer, life } => self.reconnected(consumer, life),
            Event::OffsetsExpire { group, generation } => self.offsets_expire(group, generation),
            _ => unreachable!("every other event is handled before"),
        }
    }
}
