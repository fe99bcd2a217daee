//! What always holds of a log.

use crate::engine::{
    Engine, MessageId, PartitionId, ProducerId, Source,
    laws::deliveries,
    ordered_map::{OrderedMap, OrderedSet},
    topology::{Cleanup, Isolation},
};

use super::{Group, GroupPhase};

/// Offsets grow by one, markers included; only compaction leaves gaps. Start,
/// high watermark and end lie in this order, and no replica is ahead.
pub(in crate::engine) fn offsets_are_in_order(engine: &Engine) -> bool {
    engine.log.partitions.iter().all(|log| {
        let offsets = || log.records.iter().map(|record| record.offset);
        let inside = offsets().all(|offset| log.start <= offset && offset < log.end);
        let grow = offsets().zip(offsets().skip(1)).all(|(one, next)| one < next);
        let compacted = engine.log.topics[log.topic.index()].spec.cleanup == Cleanup::Compact;
        let dense = compacted || log.records.len() as u64 == log.end - log.start;
        let times = log.records.iter().map(|record| record.at);
        let watermark = log.start <= log.end && log.high_watermark <= log.end;
        let replicas = log.replicas.iter().all(|replica| replica.end <= log.end);
        inside && grow && dense && watermark && replicas && times.is_sorted()
    })
}

/// What an idempotent producer has sent lies in each partition in the order
/// it was sent, and only once.
pub(in crate::engine) fn order_is_kept(engine: &Engine) -> bool {
    engine.log.partitions.iter().filter(|log| log.epoch == 0).all(|log| {
        let mut latest: OrderedMap<ProducerId, MessageId> = OrderedMap::default();
        let sent = log.records.iter().filter(|record| record.pid.is_some());
        sent.filter_map(|record| engine.store.copies.get(record.copy?)).all(|copy| {
            let owner = &engine.store.messages[copy.message];
            let producer = &engine.producers[owner.producer.index()];
            let excused = producer.owner.is_some() || producer.heard.gave_up > 0;
            let before = latest.insert(owner.producer, owner.id);
            excused || before.is_none_or(|before| before < owner.id)
        })
    })
}

/// Nothing of an older instance of a producer lies behind something of a
/// newer one, and one that has been fenced has nothing to send.
pub(in crate::engine) fn fenced_write_nothing(engine: &Engine) -> bool {
    let in_order = engine.log.partitions.iter().all(|log| {
        let mut newest: OrderedMap<u32, u16> = OrderedMap::default();
        let mut written = log.records.iter().filter_map(|record| Some((record.pid?, record.epoch)));
        written.all(|(pid, epoch)| newest.insert(pid, epoch).is_none_or(|before| before <= epoch))
    });
    let mut senders = engine.producers.iter().filter_map(|producer| producer.sender());
    in_order && senders.all(|sender| !sender.fenced || sender.unsent() == (0, 0))
}

/// Every replica in sync has what was confirmed with acks=all.
pub(in crate::engine) fn confirmed_stays(engine: &Engine) -> bool {
    engine.log.partitions.iter().all(|log| {
        let in_sync = log.replicas.iter().filter(|replica| replica.in_sync);
        log.promised <= log.end && in_sync.map(|it| it.end).all(|end| log.promised <= end)
    })
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
        let mut seen = OrderedSet::default();
        group.phase() != GroupPhase::Stable || assigned.into_iter().all(|id| seen.add(*id))
    })
}

/// What a group has committed lies within the log, and neither that nor what
/// a member is about to commit lies behind the furthest position there was. A
/// log that was cut off is excused.
pub(in crate::engine) fn committed_was_read(engine: &Engine) -> bool {
    let read = |group: &Group, id: &PartitionId, offset: &u64| {
        *offset <= group.has_read(*id) || engine.log.partition(*id).epoch > 0
    };
    let mut members = engine.consumers.iter().filter_map(|consumer| consumer.member());
    let done = members.all(|member| {
        let group = &engine.log.groups[member.group.index()];
        member.done.iter().all(|(id, offset)| read(group, id, offset))
    });
    done && engine.log.groups.iter().all(|group| {
        let mut committed = group.committed.iter();
        committed
            .all(|(id, offset)| *offset <= engine.log.partition(*id).end && read(group, id, offset))
    })
}

/// Nothing that is on its way to a `read_committed` group, or with a member
/// of it, belongs to a transaction that is open or was aborted.
pub(in crate::engine) fn isolation_holds(engine: &Engine) -> bool {
    deliveries(engine).all(|delivery| {
        let Source::Log { partition, offset, group } = delivery.source else {
            return true;
        };
        if engine.log.groups[group.index()].spec.isolation == Isolation::ReadUncommitted {
            return true;
        }
        let log = engine.log.partition(partition);
        let record = log.record_at(offset).filter(|_| log.epoch == 0);
        record.is_none_or(|record| offset < log.last_stable() && !log.is_aborted(record))
    })
}
