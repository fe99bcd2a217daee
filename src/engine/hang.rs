//! Hanging: a consumer's work stands still, but its process lives and its
//! connection stays.
//!
//! Nobody notices at once. What it holds stays with it until a lease or an
//! acknowledgement time-out ends that (S1, P1, R41), or its group misses its
//! polls (K14). What its client library does by itself goes on.

use super::{Engine, fact::Fact, ids::ConsumerId, refusal::Refusal};

impl Engine {
    pub(super) fn hang(&mut self, name: &str) -> Result<(), Refusal> {
        let id = self.running(name)?;
        let now = self.now;
        let consumer = &mut self.consumers[id.index()];
        if consumer.spec.by_hand {
            return Err(Refusal::NoCycle(name.to_owned()));
        }
        if consumer.hangs.is_some() {
            return Err(Refusal::Hangs(name.to_owned()));
        }
        consumer.hangs = Some(now);
        self.record(Fact::Hung { consumer: id });
        self.member_hangs(id);
        Ok(())
    }

    pub(super) fn go_on(&mut self, name: &str) -> Result<(), Refusal> {
        let id = self.running(name)?;
        let now = self.now;
        let consumer = &mut self.consumers[id.index()];
        let since = consumer.hangs.take().ok_or_else(|| Refusal::Works(name.to_owned()))?;
        self.record(Fact::WentOn { consumer: id });
        match &mut self.consumers[id.index()].job {
            Some(job) => {
                job.due = now.after(job.due.since(since).max(1));
                self.book_work(id);
            }
            None => self.begin_next(id),
        }
        Ok(())
    }

    /// Whether a phase of a consumer's work ends later than was booked, or
    /// who knows when: it has been hanging, or hangs.
    pub(super) fn work_is_put_off(&self, id: ConsumerId) -> bool {
        let consumer = &self.consumers[id.index()];
        consumer.hangs.is_some() || consumer.job.as_ref().is_some_and(|job| self.now < job.due)
    }
}
