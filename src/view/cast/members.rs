//! Members of groups: how long they may still take.

use crate::engine::{Consumer, Sharing, Source, Tick};

use super::Picture;

/// The deadline is drawn once this part of the time is over: a twentieth.
const GRACE: u64 = 20;

impl Picture<'_> {
    /// Since when, and until when at the latest, a member is away from
    /// `poll()`; in a share group, for how long the record in hand is its own.
    pub(super) fn deadline(&self, consumer: &Consumer) -> Option<(Tick, Tick)> {
        if let Some(member) = consumer.member().filter(|_| consumer.is_up()) {
            let since = member.away_since()?;
            let spec = self.engine.groups()[member.group().index()].spec();
            let most_us = micros(spec.max_poll_interval_ms);
            // With minutes left there is nothing to look at.
            let runs_out = most_us < GRACE * self.engine.now().since(since);
            return runs_out.then_some((since, Tick(since.0 + most_us)));
        }
        let Source::Log { partition, offset, group } = consumer.job()?.delivery.source else {
            return None;
        };
        let group = &self.engine.groups()[group.index()];
        match group.share(partition)?.sharing(offset)?.state {
            Sharing::Acquired { until, .. } => Some(lock(until, group.spec().lock_ms)),
            _ => None,
        }
    }
}

/// The time for which an acquisition lock holds that ends then.
pub(super) fn lock(until: Tick, lock_ms: f64) -> (Tick, Tick) {
    (Tick(until.0.saturating_sub(micros(lock_ms))), until)
}

fn micros(ms: f64) -> u64 {
    (ms * 1_000.0) as u64
}
