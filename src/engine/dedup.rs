//! Deduplication: a message that was taken a short while ago is accepted
//! again and not stored (S8), whatever has become of it.

use std::collections::BTreeSet;

use super::{
    Engine,
    agenda::Tick,
    growing_map::GrowingSet,
    ids::{MessageId, QueueId},
    store::CopyKey,
};

/// What makes two messages the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sameness {
    /// They are: a producer has tried again.
    Message(MessageId),
    /// Their producer says so, or their bodies are equal.
    Text(std::rc::Rc<str>),
}

/// What was taken, for as long as it is remembered.
#[derive(Clone, Default)]
pub(super) struct Seen {
    known: BTreeSet<Sameness>,
    ends: GrowingSet<(Tick, Sameness)>,
}

impl Seen {
    /// Whether this was taken before; remembers it if not.
    fn before(&mut self, what: Sameness, now: Tick, until: Tick) -> bool {
        while let Some((end, _)) = self.ends.first()
            && *end <= now
        {
            let ((_, gone), ()) = self.ends.pop_first().expect("just seen");
            self.known.remove(&gone);
        }
        if self.known.contains(&what) {
            return true;
        }
        self.ends.add((until, what.clone()));
        self.known.insert(what);
        false
    }
}

impl Engine {
    /// Whether a queue that deduplicates has taken the same before.
    pub(super) fn is_duplicate(&mut self, key: CopyKey, id: QueueId) -> bool {
        let queue = &self.queues[id.index()];
        let Some(ms) = queue.mechanics.deduplicates_ms else {
            return false;
        };
        // What has been in a queue was moved here; nobody published it again.
        let copy = &self.store.copies[key];
        if copy.deaths.is_some() || copy.enqueued > Tick(0) {
            return false;
        }
        let message = &self.store.messages[copy.message];
        let envelope = &self.store.envelopes[message.envelope.0 as usize];
        let same = match &envelope.dedup {
            Some(text) => Sameness::Text(text.clone()),
            None if queue.spec.content_dedup => Sameness::Text(envelope.body.clone()),
            None => Sameness::Message(message.id),
        };
        let (now, until) = (self.now, self.now.after(ms * 1_000));
        self.queues[id.index()].seen.before(same, now, until)
    }
}
