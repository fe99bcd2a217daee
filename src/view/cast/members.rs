//! Members of groups: how long they may still take.

use crate::engine::{Consumer, Sharing, Source, Tick};

use super::Picture;

impl Picture<'_> {
    /// Since when, and until when at the latest, a member is away from
    /// `poll()`; in a share group, for how long the record in hand is its own.
    pub(super) fn deadline(&self, consumer: &Consumer) -> Option<(Tick, Tick)> {
        let member = consumer.member().filter(|_| consumer.is_up())?;
        let spec = self.engine.groups()[member.group().index()].spec();
        if !spec.share {
            let since = member.away_since()?;
            return Some((since, Tick(since.0 + micros(spec.max_poll_interval_ms))));
        }
        let Source::Log { partition, offset, group } = consumer.job()?.delivery.source else {
            return None;
        };
        let share = self.engine.groups()[group.index()].share(partition)?;
        match share.sharing(offset)?.state {
            Sharing::Acquired { until, .. } => Some(lock(until, spec.lock_ms)),
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
