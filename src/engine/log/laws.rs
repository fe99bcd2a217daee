//! What always holds of a log.

use std::collections::BTreeSet;

use crate::engine::{Engine, PartitionId, Source, topology::Isolation};

use super::{Group, GroupPhase};

/// Offsets grow by one, markers included; only compaction leaves gaps. Start,
/// high watermark and end lie in this order, and no replica is ahead.
pub(in crate::engine) fn offsets_are_in_order(engine: &Engine) -> bool {
    engine.log.partitions.iter().all(|log| {
        let offsets = || log.records.iter().map(|record| record.offset);
        let inside = offsets().all(|offset| log.start <= offset && offset < log.end);
        let grow = offsets().zip(offsets().skip(1)).all(|(one, next)| one < next);
        let times = log.records.iter().map(|record| record.at);
        let watermark = log.start <= log.end && log.high_watermark <= log.end;
        let replicas = log.replicas.iter().all(|replica| replica.end <= log.end);
        inside && grow && watermark && replicas && times.is_sorted()
    })
}

/// A log reaches at least as far as what was confirmed with acks=all.
pub(in crate::engine) fn confirmed_stays(engine: &Engine) -> bool {
    engine.log.partitions.iter().all(|log| log.promised <= log.end)
}

/// Segments follow each other, and hold the bytes of the records in them.
pub(in crate::engine) fn segments_agree(engine: &Engine) -> bool {
    engine.log.partitions.iter().all(|log| {
        let list = &log.segments.list;
        let bytes = |at: usize| -> u64 {
            let (base, end) = (list[at].base, log.segments.end_of(at, log.end));
            let records = log.records_from(base).take_while(|record| record.offset < end);
            records.map(|record| u64::from(record.bytes)).sum()
        };
        let follow = list.iter().zip(list.iter().skip(1)).all(|(one, next)| one.base < next.base);
        let sum: u64 = list.iter().map(|segment| segment.bytes).sum();
        let agree = (0..list.len()).all(|at| list[at].bytes == bytes(at));
        follow && agree && sum == log.segments.bytes && list[0].base <= log.end
    })
}

/// What a share group has lent is one member's own, stored, and was not lent
/// more often than allowed (K23, K24).
pub(in crate::engine) fn loans_agree(engine: &Engine) -> bool {
    let agree = |group: &Group, id: PartitionId| {
        let log = engine.log.partition(id);
        group.share(id).is_none_or(|side| {
            let stored = |offset| log.record_at(offset).is_some_and(|found| found.copy.is_some());
            side.is_consistent()
                && side.next() <= log.end
                && side.records().all(|(offset, shared)| {
                    stored(offset) && shared.deliveries <= group.spec.delivery_limit.max(1)
                })
        })
    };
    let partitions = || (0..engine.log.partitions.len()).map(|at| PartitionId(at as u16));
    engine.log.groups.iter().all(|group| partitions().all(|id| agree(group, id)))
}

/// No two members of a generation were told to read the same partition.
pub(in crate::engine) fn one_reader(engine: &Engine) -> bool {
    engine.log.groups.iter().all(|group| {
        let assigned = group.coordinator.places.values().flat_map(|place| &place.assigned);
        let mut seen = BTreeSet::new();
        group.phase() != GroupPhase::Stable || assigned.into_iter().all(|id| seen.insert(*id))
    })
}

/// What is committed lies within the log; and it was read or skipped before,
/// unless the log has been cut off since.
pub(in crate::engine) fn committed_was_read(engine: &Engine) -> bool {
    engine.log.groups.iter().all(|group| {
        group.committed.iter().all(|(id, offset)| {
            let log = engine.log.partition(*id);
            *offset <= log.end && (*offset <= group.has_read(*id) || log.epoch > 0)
        })
    })
}

/// Nothing a member of a `read_committed` group has fetched belongs to a
/// transaction that is open or was aborted.
pub(in crate::engine) fn isolation_holds(engine: &Engine) -> bool {
    let members = engine.consumers.iter().filter_map(|consumer| consumer.member());
    let careful = members.filter(|member| {
        let group = &engine.log.groups[member.group().index()];
        group.spec.isolation == Isolation::ReadCommitted
    });
    careful.flat_map(|member| member.fetched()).all(|delivery| {
        let Source::Log { partition, offset, .. } = delivery.source else {
            return false;
        };
        let log = engine.log.partition(partition);
        let record = log.record_at(offset).filter(|_| log.epoch == 0);
        record.is_none_or(|record| offset < log.last_stable() && !log.is_aborted(record))
    })
}
