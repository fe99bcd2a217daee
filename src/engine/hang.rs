//! Hanging: a consumer's work stands still, but its process lives and its
//! connection stays.
//!
//! Nobody notices at once. What it holds stays with it until a lease or an
//! acknowledgement time-out ends that (S1, P1, R41), or its group misses its
//! polls (K14). What its client library does by itself goes on.

use super::{Engine, agenda::Tick, consumer::Consumer, fact::Fact, refusal::Refusal};

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
                let due = job.due;
                self.book_work(id, due);
            }
            None => self.begin_next(id),
        }
        Ok(())
    }
}

impl Consumer {
    /// Whether a phase of its work ends later than was booked, or who knows
    /// when: it has been hanging, or hangs.
    pub(super) fn is_put_off(&self, now: Tick) -> bool {
        self.hangs.is_some() || self.job.as_ref().is_some_and(|job| now < job.due)
    }
}
