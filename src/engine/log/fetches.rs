//! Fetching at the broker: an answer with what can be read, or a wait until
//! something can (K5, K20).

use std::rc::Rc;

use crate::engine::{
    ConsumerId, Engine, GroupId, PartitionId, Subscriber,
    consumer::{Delivery, Source},
    fact::Fact,
    link::{Cargo, Fetched, Way},
    ordered_map::{OrderedMap, OrderedSet},
    topology::Isolation,
};

use super::partition::{Record, RecordKind};

/// Most records in one answer, as many as a poll returns by default.
const MOST_IN_ANSWER: usize = 500;

/// A fetch that waits for something to read.
#[derive(Clone, Debug)]
struct Parked {
    number: u32,
    positions: Vec<(PartitionId, u64)>,
}

/// The fetches that wait, and at which partitions.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct Fetches {
    parked: OrderedMap<ConsumerId, Parked>,
    at: OrderedMap<PartitionId, OrderedSet<ConsumerId>>,
}

impl Fetches {
    fn park(&mut self, id: ConsumerId, fetch: Parked) {
        for (partition, _) in &fetch.positions {
            self.at.or_default(*partition).add(id);
        }
        self.parked.insert(id, fetch);
    }

    /// A fetch is answered, or nobody waits for it any more.
    fn take(&mut self, id: ConsumerId) -> Option<Parked> {
        let fetch = self.parked.remove(&id)?;
        for (partition, _) in &fetch.positions {
            self.at.or_default(*partition).remove(&id);
        }
        Some(fetch)
    }
}

impl Engine {
    /// A fetch reaches the leaders of its partitions.
    pub(in crate::engine) fn fetch_arrived(
        &mut self,
        id: ConsumerId,
        number: u32,
        positions: Vec<(PartitionId, u64)>,
    ) {
        self.log.fetches.take(id);
        self.answer_fetch(id, Parked { number, positions });
    }

    /// Nobody waits for a consumer's fetch any more.
    pub(super) fn forget_parked(&mut self, id: ConsumerId) {
        self.log.fetches.take(id);
    }

    /// More of a partition can be read: whoever waits for that is answered.
    pub(super) fn wake_fetches(&mut self, partition: PartitionId) {
        let waiting: Vec<ConsumerId> = self
            .log
            .fetches
            .at
            .get(&partition)
            .into_iter()
            .flat_map(OrderedSet::keys)
            .copied()
            .collect();
        for id in waiting {
            if let Some(fetch) = self.log.fetches.take(id) {
                self.answer_fetch(id, fetch);
            }
        }
    }

    /// Where a group's reading of a partition ends now.
    pub fn readable_end(&self, group: GroupId, partition: PartitionId) -> u64 {
        let log = self.log.partition(partition);
        match self.log.groups[group.index()].spec.isolation {
            Isolation::ReadUncommitted => log.high_watermark,
            Isolation::ReadCommitted => log.last_stable(),
        }
    }

    fn answer_fetch(&mut self, id: ConsumerId, mut fetch: Parked) {
        let Some(group) = self.member_of(id).map(|member| member.group) else {
            return;
        };
        let mut records = Vec::new();
        let first = fetch.number as usize % fetch.positions.len().max(1);
        fetch.positions.rotate_left(first);
        for (partition, offset) in &mut fetch.positions {
            if *offset < self.log.partition(*partition).start {
                let cargo = Cargo::OutOfRange { number: fetch.number, partition: *partition };
                self.send_member(id, Way::ToClient, self.node_of(*partition), cargo);
                return;
            }
            let room = MOST_IN_ANSWER - records.len();
            let found = self.readable_from(group, *partition, offset, room);
            records.extend(found.into_iter().map(|record| (*partition, record)));
        }
        let Some((node, _)) = records.first().copied() else {
            return self.log.fetches.park(id, fetch);
        };
        let deliveries: Vec<Rc<Delivery>> =
            records.iter().map(|(at, record)| self.read_record(group, *at, record)).collect();
        let told: Vec<_> = deliveries
            .iter()
            .map(|it| (self.store.messages[it.message].id, it.copy, it.tag))
            .collect();
        let Parked { number, positions } = fetch;
        let cargo = Cargo::Records(Box::new(Fetched { number, deliveries, next: positions }));
        let due = self.send_member(id, Way::ToClient, self.node_of(node), cargo);
        for ((partition, _), (message, copy, offset)) in records.into_iter().zip(told) {
            self.record(Fact::Fetched { message, copy, partition, offset, consumer: id, due });
        }
    }

    /// What a group may read of a partition from an offset on, at most so
    /// many; the offset moves behind it, and behind what nobody reads.
    fn readable_from(
        &self,
        group: GroupId,
        partition: PartitionId,
        offset: &mut u64,
        room: usize,
    ) -> Vec<Record> {
        let end = self.readable_end(group, partition);
        let committed = self.log.groups[group.index()].spec.isolation == Isolation::ReadCommitted;
        let log = self.log.partition(partition);
        let mut found = Vec::new();
        if !self.is_led(partition) {
            return found;
        }
        let mut ahead = log.records_from(*offset).take_while(|record| record.offset < end);
        while found.len() < room
            && let Some(record) = ahead.next()
        {
            *offset = record.offset + 1;
            let skipped = record.kind != RecordKind::Data || committed && log.is_aborted(record);
            if !skipped {
                found.push(*record);
            }
        }
        found
    }

    /// A record as a member is given it. That it was read before is told to
    /// nobody; the picture shows it.
    fn read_record(
        &mut self,
        group: GroupId,
        partition: PartitionId,
        record: &Record,
    ) -> Rc<Delivery> {
        let again = record.offset < self.log.groups[group.index()].has_read(partition);
        self.deliver_record(group, partition, record, 1 + u32::from(again))
    }

    /// A record on its way to a member, which has it for the `nth` time.
    pub(super) fn deliver_record(
        &mut self,
        group: GroupId,
        partition: PartitionId,
        record: &Record,
        nth: u32,
    ) -> Rc<Delivery> {
        let copy = &self.store.copies[record.copy.expect("markers are not delivered")];
        let (key, id, exchange, message) = (copy.key, copy.id, copy.exchange, copy.message);
        let delivery = Delivery {
            message,
            copy: id,
            source: Source::Log { partition, offset: record.offset, group },
            tag: record.offset,
            redelivered: 1 < nth,
            nth,
            attempts: None,
            auto_ack: false,
            exchange,
            key,
            expiration_ms: None,
            deaths: None,
            processed: false,
            effect: self.effect_in(message, Subscriber::Group(group)),
        };
        self.hold_delivery(&delivery);
        self.habits.awaited_ack = true;
        Rc::new(delivery)
    }

    /// A member's position has come to an offset.
    pub(super) fn reached(&mut self, group: GroupId, partition: PartitionId, offset: u64) {
        let reached = self.log.groups[group.index()].read_upto.or_default(partition);
        *reached = offset.max(*reached);
    }
}
