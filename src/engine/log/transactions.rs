//! The coordinator's side of transactions: who writes under which id, what
//! is open, and the markers that end it (K20–K22).
//!
//! Deliberately simpler than a cluster: there is one coordinator, and it
//! never fails.

use crate::engine::{
    Engine, NodeId, PartitionId, ProducerId,
    event::Event,
    fact::{Cause, Fact},
    link::{Cargo, Way, micros},
    ordered_map::{OrderedMap, OrderedSet},
    topology::Isolation,
};

use super::{
    partition::{Partition, Record, RecordKind},
    produce::Stamp,
    transact::EndRequest,
};

/// What the coordinator knows of a producer id.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct Ongoing {
    /// The newest instance; older ones are fenced (K22).
    epoch: u16,
    /// Where its open transaction has written.
    partitions: OrderedSet<PartitionId>,
    /// Counts its transactions.
    nth: u32,
    timeout_us: u64,
}

/// All transactional producers, by name and by id.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct Transactions {
    ids: OrderedMap<String, u32>,
    ongoing: OrderedMap<u32, Ongoing>,
}

/// How long a marker waits for a partition that nobody leads.
const MARKER_RETRY_US: u64 = 100_000;

impl Partition {
    /// Whether a record belongs to a transaction that was aborted.
    pub fn is_aborted(&self, record: &Record) -> bool {
        let in_one = record.transactional && record.kind == RecordKind::Data;
        let Some(pid) = record.pid.filter(|_| in_one) else {
            return false;
        };
        let next = self.aborted.from(&(pid, record.offset)).next();
        next.is_some_and(|((owner, _), first)| *owner == pid && *first <= record.offset)
    }

    /// The log ends earlier now. What was aborted stays so, though its marker
    /// may be gone.
    pub(super) fn cut_aborted(&mut self, end: u64) {
        let cut = self.aborted.iter().filter(|((_, marker), _)| end <= *marker);
        let cut: Vec<((u32, u64), u64)> = cut.map(|(at, first)| (*at, *first)).collect();
        for (at, first) in cut {
            self.aborted.remove(&at);
            if first < end {
                self.aborted.insert((at.0, end - 1), first);
            }
        }
    }
}

impl Engine {
    /// `initTransactions()`: the same id under the next epoch; what an older
    /// instance has open is aborted (K22).
    pub(in crate::engine) fn initialise(&mut self, id: ProducerId) {
        let sender = self.producers[id.index()].sender.as_mut().expect("sends to a log");
        let name = sender.spec.transactional_id.clone().unwrap_or_default();
        let timeout_us = micros(sender.spec.transaction_timeout_ms);
        let own = sender.pid.0;
        let transactions = &mut self.log.transactions;
        let pid = *transactions.ids.or_insert(name, own);
        let ongoing = transactions.ongoing.or_default(pid);
        ongoing.epoch += 1;
        ongoing.timeout_us = timeout_us;
        sender.initialised_as((pid, ongoing.epoch));
        self.end(pid, false);
    }

    /// A batch of a transaction is about to be appended; false if an older
    /// instance sent it.
    pub(super) fn join_transaction(&mut self, partition: PartitionId, stamp: Stamp) -> bool {
        let ongoing = self.log.transactions.ongoing.or_default(stamp.pid);
        if stamp.epoch < ongoing.epoch {
            return false;
        }
        if ongoing.partitions.is_empty() {
            ongoing.nth += 1;
            let due = self.now.after(ongoing.timeout_us.max(1));
            let event = Event::TransactionOver { pid: stamp.pid, nth: ongoing.nth };
            self.agenda.book(self.now, due, event);
        }
        ongoing.partitions.add(partition);
        let log = self.log.partition_mut(partition);
        let end = log.end;
        log.open.or_insert(stamp.pid, end);
        true
    }

    /// `transaction.timeout.ms` is over: the coordinator aborts, and fences
    /// whoever began it (K20).
    pub(in crate::engine) fn transaction_over(&mut self, pid: u32, nth: u32) {
        let ongoing = self.log.transactions.ongoing.get_mut(&pid).expect("begun");
        if ongoing.nth == nth && !ongoing.partitions.is_empty() {
            ongoing.epoch += 1;
            self.end(pid, false);
        }
    }

    /// A producer asks to end its transaction.
    pub(in crate::engine) fn end_arrived(
        &mut self,
        id: ProducerId,
        at: NodeId,
        request: EndRequest,
    ) {
        let EndRequest { pid, epoch, commit, offsets } = request;
        let newest = self.log.transactions.ongoing.or_default(pid).epoch;
        let fenced = epoch < newest;
        let taken = match &offsets {
            Some(sent) if commit && !fenced => {
                self.is_generation(sent.group, sent.seat, sent.generation)
            }
            _ => true,
        };
        let committed = commit && taken && !fenced;
        if !fenced {
            self.end(pid, committed);
        }
        match offsets {
            Some(sent) if committed => {
                for (partition, offset) in sent.offsets {
                    self.commit_offset(sent.group, partition, offset);
                }
            }
            Some(sent) if !taken => {
                self.refuse_commit(sent.group, sent.seat);
            }
            _ => {}
        }
        let cargo = Cargo::TransactionAnswer { fenced };
        self.send_producer(id, Way::ToClient, at, cargo);
    }

    /// Writes the markers of a transaction, one for each partition.
    fn end(&mut self, pid: u32, committed: bool) {
        let ongoing = self.log.transactions.ongoing.or_default(pid);
        for (partition, ()) in std::mem::take(&mut ongoing.partitions) {
            self.mark(partition, pid, committed);
        }
    }

    /// Writes a marker, or waits for somebody to lead the partition.
    pub(in crate::engine) fn mark(&mut self, partition: PartitionId, pid: u32, committed: bool) {
        if !self.is_led(partition) {
            let due = self.now.after(MARKER_RETRY_US);
            return self.agenda.book(self.now, due, Event::Mark { partition, pid, committed });
        }
        let epoch = self.log.transactions.ongoing.get(&pid).expect("begun").epoch;
        let log = self.log.partition_mut(partition);
        let Some(first) = log.open.remove(&pid) else {
            return;
        };
        log.sequences.or_default(pid).raise(epoch);
        let offset = log.end;
        if !committed {
            self.release_aborted(partition, pid, first);
            self.log.partition_mut(partition).aborted.insert((pid, offset), first);
        }
        let kind = if committed { RecordKind::Commit } else { RecordKind::Abort };
        self.record(Fact::TransactionEnded { partition, offset, committed });
        self.append_marker(partition, (pid, epoch), kind);
        self.readable(partition);
    }

    /// Groups that read only what is committed will not read these records.
    fn release_aborted(&mut self, partition: PartitionId, pid: u32, first: u64) {
        let log = self.log.partition(partition);
        let of_it = log.records_from(first).filter(|record| record.pid == Some(pid));
        let records: Vec<Record> = of_it.copied().collect();
        for record in records {
            for group in self.holders_of(partition, &record) {
                if self.log.groups[group.index()].spec.isolation == Isolation::ReadCommitted {
                    self.release_record(group, &record, Cause::Aborted);
                }
            }
        }
    }
}
