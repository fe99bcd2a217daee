//! Reading again, or on from somewhere else (K17).

use std::{collections::VecDeque, rc::Rc};

use queuescope_derive::Read;
use serde::{Deserialize, Serialize};

use crate::engine::{
    ConsumerId, Engine, GroupId, PartitionId, Tick,
    consumer::Delivery,
    fact::{Cause, Fact},
    refusal::Refusal,
};

use super::member::{Standing, partition_of};

/// Where to go on reading, in every partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum SeekTo {
    /// At the first record that is still stored.
    Beginning,
    /// Behind the last one.
    End,
    /// At this offset, or the nearest there is.
    Offset(u64),
    /// At the first record that is no older than this moment, in
    /// milliseconds since the run began.
    TimeMs(u64),
}

impl Engine {
    /// Where a wish leads in a partition.
    fn sought(&self, partition: PartitionId, to: SeekTo) -> u64 {
        let log = self.log.partition(partition);
        match to {
            SeekTo::Beginning => log.start,
            SeekTo::End => log.high_watermark,
            SeekTo::Offset(offset) => offset.clamp(log.start, log.high_watermark.max(log.start)),
            SeekTo::TimeMs(ms) => {
                let at = log.records.partition_point(|record| record.at < Tick::from_ms(ms));
                log.records.get(at).map_or(log.end, |record| record.offset)
            }
        }
    }

    /// A consumer seeks in what it reads; a group without members has its
    /// commits moved.
    ///
    /// # Errors
    /// Neither a member nor a group has that name, or the group is one that
    /// shares.
    pub(in crate::engine) fn seek(&mut self, client: &str, to: SeekTo) -> Result<(), Refusal> {
        self.habits.settled_early = true;
        if let Some(id) = self.find_consumer(client)
            && let Some(member) = self.member_of(id)
        {
            if member.standing != Standing::Joined {
                return Err(Refusal::NoMember(client.to_owned()));
            }
            self.seek_member(id, to);
            return Ok(());
        }
        let group = self.group_id(client)?;
        if self.log.groups[group.index()].spec.share {
            return Err(Refusal::NoPosition(client.to_owned()));
        }
        let members = self.log.groups[group.index()].coordinator.places.keys();
        let members: Vec<ConsumerId> = members.map(|seat| seat.consumer).collect();
        if members.is_empty() {
            self.reset_offsets(group, to);
        }
        members.into_iter().for_each(|id| self.seek_member(id, to));
        Ok(())
    }

    fn seek_member(&mut self, id: ConsumerId, to: SeekTo) {
        let Some(member) = self.member_of(id) else {
            return;
        };
        for partition in member.assigned.clone() {
            let offset = self.sought(partition, to);
            self.set_position(id, partition, offset);
        }
        self.poll_on(id);
        self.fetch(id);
    }

    /// A consumer goes on at an offset: what it holds of the partition and
    /// has not begun is forgotten. What its group can still come to read
    /// begins here, if that is earlier.
    fn set_position(&mut self, id: ConsumerId, partition: PartitionId, offset: u64) {
        self.forget_fetched(id, partition);
        let consumer = &mut self.consumers[id.index()];
        let buffer = std::mem::take(&mut consumer.buffer);
        let of_it = |it: &Rc<Delivery>| partition_of(it) == Some(partition);
        let (gone, kept) = buffer.into_iter().partition(of_it);
        consumer.buffer = kept;
        let member = consumer.as_member();
        member.positions.insert(partition, offset);
        member.ahead.insert(partition, offset);
        member.done.remove(&partition);
        let group = member.group;
        let gone: VecDeque<Rc<Delivery>> = gone;
        gone.iter().for_each(|it| self.delivery_dropped(it, Cause::NotProcessed));
        let mark = self.log.groups[group.index()].holds_from(partition);
        self.hold_from(group, partition, mark.min(offset), Cause::Skipped);
        self.reached(group, partition, offset);
        self.record(Fact::PositionSet { consumer: id, partition, offset, skipped: 0 });
    }

    /// A record that could not be worked on is read again, and what follows
    /// it in its partition after it.
    pub(super) fn read_again(&mut self, id: ConsumerId, partition: PartitionId, offset: u64) {
        let reads = self.member_of(id).is_some_and(|it| it.assigned.contains(&partition));
        if reads {
            self.set_position(id, partition, offset);
        }
    }

    /// The tool that moves the commits of a group without members. One that
    /// never had any exists from now on.
    fn reset_offsets(&mut self, group: GroupId, to: SeekTo) {
        self.begin_group(group);
        let topics = self.log.groups[group.index()].topics.clone();
        let topics = topics.iter().map(|topic| &self.log.topics[topic.index()]);
        let partitions: Vec<PartitionId> = topics.flat_map(|topic| topic.partitions()).collect();
        for partition in partitions {
            let offset = self.sought(partition, to);
            self.reached(group, partition, offset);
            self.commit_offset(group, partition, offset);
        }
    }
}
