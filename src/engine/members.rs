//! Queues kept by a group of members: without a majority nothing happens
//! (R39). What reaches such a queue waits, and is neither confirmed nor
//! refused.

use super::{
    Engine,
    delivery::{ChannelKey, Unacked},
    fact::{Cause, Fact},
    ids::{ConsumerId, NodeId, QueueId},
    settling::{Answer, Back},
    store::CopyKey,
};

/// Something a queue has not been able to act on.
#[derive(Clone, Copy, Debug)]
pub(super) enum Stalled {
    /// A copy that is not stored yet.
    Publish(CopyKey),
    /// A fetch.
    Get { channel: ChannelKey, auto_ack: bool },
    /// What is to become of a delivery.
    Answer { unacked: Unacked, answer: Answer, consumer: ConsumerId },
}

impl Engine {
    /// Keeps something until a majority is back.
    pub(super) fn stall(&mut self, id: QueueId, what: Stalled) {
        self.queues[id.index()].stalled.push_back(what);
    }

    /// So many members of a queue's group are up from now on.
    pub(super) fn set_members_up(&mut self, id: QueueId, up: u8) {
        let queue = &mut self.queues[id.index()];
        queue.up = up;
        self.record(Fact::Members { queue: id, up });
        if self.queues[id.index()].is_available() {
            self.catch_up(id);
        }
    }

    /// Does what was kept, in the order it came.
    fn catch_up(&mut self, id: QueueId) {
        let mut answered = false;
        for what in std::mem::take(&mut self.queues[id.index()].stalled) {
            let answers = matches!(what, Stalled::Answer { .. });
            // Answers that came one after the other have returned all they
            // return before anything is delivered for it.
            if std::mem::replace(&mut answered, answers) && !answers {
                self.after_return(id);
            }
            match what {
                Stalled::Publish(copy) => self.enqueue(copy, id),
                Stalled::Get { channel, auto_ack } => self.get_arrived(channel, id, auto_ack),
                Stalled::Answer { unacked, answer, consumer } => {
                    self.settle(&unacked, answer, consumer);
                }
            }
        }
        self.after_return(id);
        self.send_dying(id);
    }

    /// The broker restarts: what was kept is lost, except deliveries, which
    /// return.
    pub(super) fn drop_stalled(&mut self, id: QueueId, cause: Cause) {
        let queue = &mut self.queues[id.index()];
        queue.up = queue.mechanics.members;
        for what in std::mem::take(&mut queue.stalled) {
            match what {
                Stalled::Publish(copy) => self.remove_copy(copy, NodeId::Queue(id), cause),
                Stalled::Get { .. } => {}
                Stalled::Answer { unacked, consumer, .. } => {
                    self.settle(&unacked, Answer::Back(Back::Gone), consumer);
                }
            }
        }
    }
}
