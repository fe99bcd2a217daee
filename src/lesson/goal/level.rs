//! What can be measured at a moment, from the engine alone.

use super::event::{Filter, is_called};
use crate::engine::{Consumer, Engine, GroupId};

/// Something that has a level at every moment.
type Level = fn(&Engine, &Filter) -> u64;

/// Every level by its name.
pub const LEVELS: [(&str, Level); 12] = [
    ("ready", |engine, filter| {
        let queues = engine.queues().iter().filter(|queue| filter.means(&queue.spec().name));
        queues.map(|queue| queue.ready_len() as u64).sum()
    }),
    ("unacked", |engine, filter| {
        let queues = engine.queues().iter().filter(|queue| filter.means(&queue.spec().name));
        queues.map(|queue| queue.unacked_len()).sum()
    }),
    ("lag", lag),
    ("pending", |engine, _| engine.effects().pending),
    ("out-of-order", |engine, _| engine.effects().out_of_order),
    ("in-buffers", |engine, filter| {
        let named = engine.producers().iter().filter(|one| filter.means(&one.spec().name));
        named.map(|producer| producer.buffered() as u64).sum()
    }),
    ("blocked-now", |engine, filter| {
        let named = engine.producers().iter().filter(|one| filter.means(&one.spec().name));
        named.filter(|producer| producer.blocked().is_some()).count() as u64
    }),
    ("waiting", |engine, filter| {
        let named = engine.callers().iter().filter(|one| filter.means(&one.spec().name));
        named.map(|caller| caller.waiting() as u64).sum()
    }),
    ("consumers", |engine, filter| {
        engine.consumers().iter().filter(|one| is_meant(one, filter)).count() as u64
    }),
    ("consumers-up", |engine, filter| {
        let meant = engine.consumers().iter().filter(|one| is_meant(one, filter));
        meant.filter(|consumer| consumer.is_up()).count() as u64
    }),
    ("queues", |engine, filter| {
        let queues = engine.queues().iter().filter(|queue| filter.means(&queue.spec().name));
        queues.filter(|queue| queue.exists()).count() as u64
    }),
    ("producers", |engine, filter| {
        let own = engine.producers().iter().filter(|one| one.owner().is_none());
        own.filter(|one| filter.means(&one.spec().name)).count() as u64
    }),
];

/// A consumer is meant by its name, its pool's, or what it reads.
fn is_meant(consumer: &Consumer, filter: &Filter) -> bool {
    let spec = consumer.spec();
    let reads = |wanted: &str| {
        spec.queues().any(|queue| queue == wanted) || spec.group.as_deref() == Some(wanted)
    };
    filter.at.as_deref().is_none_or(|wanted| is_called(&spec.name, wanted) || reads(wanted))
}

/// Records that groups have not committed, of all that they may read.
fn lag(engine: &Engine, filter: &Filter) -> u64 {
    let groups = (0..).map(GroupId).zip(engine.groups());
    let meant = groups.filter(|(_, group)| filter.means(&group.spec().name));
    meant.map(|(id, _)| engine.lag_of(id)).sum()
}
