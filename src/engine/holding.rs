//! Messages that a queue holds back for a while before they are ready.

use super::{
    Engine,
    agenda::Tick,
    event::Event,
    ids::QueueId,
    mechanics::Backoff,
    queue::Queue,
    settling::Back,
    store::{CopyKey, NEVER, Stage},
};

impl Engine {
    /// How long a message that came back has to wait: the shortest wait, grown
    /// with every time it was tried, up to the longest (R25, P5).
    pub(super) fn retry_delay_us(&self, id: QueueId, key: CopyKey) -> u64 {
        let Queue { spec, mechanics, .. } = &self.queues[id.index()];
        let Some(least) = spec.retry_min_ms else {
            return 0;
        };
        let tries = self.store.copies[key].deliveries.max(1);
        let times = match mechanics.backoff {
            Backoff::Linear => u64::from(tries),
            Backoff::Doubling => 1_u64.checked_shl(tries - 1).unwrap_or(u64::MAX),
        };
        let most = spec.retry_max_ms.or(mechanics.longest_retry_ms).unwrap_or(u64::MAX);
        let wait = least.saturating_mul(times).min(most);
        wait.saturating_mul(1_000)
    }

    /// Keeps a message from being ready until then.
    pub(super) fn hold_back(&mut self, id: QueueId, key: CopyKey, until: Tick) {
        self.store.move_to(key, Stage::Ready);
        let sequence = self.store.copies[key].sequence;
        self.queues[id.index()].held.add((until, sequence, key));
        self.arm_release(id);
    }

    fn arm_release(&mut self, id: QueueId) {
        let queue = &mut self.queues[id.index()];
        let earliest = queue.held.first().map_or(NEVER, |(until, _, _)| *until);
        if earliest < queue.release.due {
            let epoch = queue.release.set(earliest);
            self.agenda.book(self.now, earliest, Event::Release { queue: id, epoch });
        }
    }

    /// The time of some held messages is over.
    pub(super) fn release(&mut self, id: QueueId, epoch: u32) {
        if !self.queues[id.index()].release.fires(epoch) {
            return;
        }
        while let Some(first) = self.queues[id.index()].held.first().copied()
            && first.0 <= self.now
        {
            self.queues[id.index()].held.pop_first();
            self.place_returned(id, first.2, Back::Overdue);
        }
        self.after_return(id);
        self.arm_release(id);
    }
}
