//! How many bytes a clone of the engine takes: an estimate, for whoever keeps
//! several of them.
//!
//! What grows with a run is counted by its room: messages, copies, effects,
//! events, flights, records and facts. The rest is a flat sum for each node.

use slotmap::{Key, SlotMap};

use super::{
    Engine, Envelope, Line, Record, agenda::Tick, event::Event, ledger::EffectKey, store::CopyKey,
};

/// A node with its names, settings, timers and chances.
const NODE: usize = 1_024;

/// The entry of an ordered map or set, its share of the tree included.
const ENTRY: usize = 48;

/// A delivery with its consumer, in its channel and in the queue's books.
const DELIVERY: usize = 160;

impl Engine {
    /// About how many bytes a clone of this engine keeps that `earlier`, a
    /// clone taken before, does not; without one, all its bytes.
    ///
    /// An estimate: right within a factor of two where it matters, which is
    /// with thousands of messages. Clones share full pieces of the facts.
    pub fn weight(&self, earlier: Option<&Engine>) -> usize {
        let facts = self.facts.bytes_beyond(earlier.map(Engine::facts));
        let waiting: usize = self.queues.iter().map(|queue| queue.ready_len()).sum();
        let entries: usize = self
            .queues
            .iter()
            .map(|queue| queue.held_len() + queue.leases.len() + queue.dying_len())
            .sum();
        let ledger = self.ledger().len() * size_of::<(EffectKey, Line)>();
        facts
            + self.node_count() * NODE
            + self.store_bytes()
            + ledger
            + self.agenda.len() * size_of::<(Tick, u64, Event)>()
            + waiting * 2 * size_of::<CopyKey>()
            + entries * ENTRY
            + self.store.books.outstanding as usize * DELIVERY
            + self.log_bytes()
    }

    fn node_count(&self) -> usize {
        let clients = self.producers.len() + self.consumers.len() + self.calling.callers.len();
        let stores = self.queues.len() + self.log.partitions.len() + self.router.exchanges.len();
        clients + stores + self.calling.services.len()
    }

    fn store_bytes(&self) -> usize {
        room(&self.store.messages)
            + room(&self.store.copies)
            + room(&self.store.ledger.effects)
            + room(&self.links.flights)
            + room(&self.calling.calls)
            + self.store.envelopes.len() * size_of::<Envelope>()
    }

    fn log_bytes(&self) -> usize {
        let partitions = self.log.partitions.iter();
        let records: usize = partitions.map(|partition| partition.records.len()).sum();
        records * size_of::<Record>()
    }
}

/// The bytes of a slot map: free slots are cloned like the others.
fn room<K: Key, V>(slots: &SlotMap<K, V>) -> usize {
    slots.capacity() * (size_of::<V>() + size_of::<u64>())
}
