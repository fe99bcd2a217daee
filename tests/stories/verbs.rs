//! What a story does to queues that lease, hold back, move, or keep a group.

use queuescope::engine::{ChannelError, Command, Fact, Outgoing};

use crate::lab::{Lab, to};

/// A message with a priority.
pub fn ranked(queue: &str, body: &str, priority: u8) -> Outgoing {
    Outgoing { priority: Some(priority), ..to(queue, body) }
}

/// A message of a group, the body of which begins with the group's name.
pub fn grouped(queue: &str, body: &str) -> Outgoing {
    Outgoing { group: body[..1].to_owned(), ..to(queue, body) }
}

/// A message that says which other ones it is the same as.
pub fn same_as(queue: &str, body: &str, dedup: &str) -> Outgoing {
    Outgoing { dedup: Some(dedup.to_owned()), ..to(queue, body) }
}

impl Lab {
    /// Publishes messages of groups, one per word.
    pub fn publish_grouped(&mut self, queue: &str, bodies: &str) {
        for body in bodies.split_whitespace() {
            self.send(grouped(queue, body));
        }
    }

    /// A client asks for another end of its lease of a message it holds.
    pub fn extend(&mut self, consumer: &str, body: &str, ms: u64) {
        let tag = self.tag(consumer, body);
        self.ask(Command::Extend { consumer: consumer.to_owned(), tag, ms });
    }

    /// A client fetches a message and lets the lease run out.
    pub fn get_and_forget(&mut self, consumer: &str, queue: &str, lease_ms: u64) {
        self.get(consumer, queue);
        self.wait(lease_ms);
    }

    /// Everything that waits in a queue is moved on.
    pub fn redrive(&mut self, queue: &str, to: Option<&str>, per_s: f64) {
        let to = to.map(str::to_owned);
        self.ask(Command::Redrive { queue: queue.to_owned(), to, per_s, corrected: false });
    }

    /// So many members of a queue's group are up.
    pub fn members_up(&mut self, queue: &str, up: u8) {
        self.ask(Command::SetMembersUp { queue: queue.to_owned(), up });
    }

    /// How many channels were closed with this reply code.
    pub fn closed_with(&self, code: u16) -> usize {
        let same = |error: &ChannelError| error.code() == code;
        self.count(|fact| matches!(fact, Fact::ChannelClosed { error, .. } if same(error)))
    }

    /// How many answers came too late to count.
    pub fn stale(&self) -> usize {
        self.count(|fact| matches!(fact, Fact::StaleAnswer { .. }))
    }

    /// How many asks were answered with nothing.
    pub fn in_vain(&self) -> usize {
        self.count(|fact| matches!(fact, Fact::GotNothing { .. }))
    }
}
