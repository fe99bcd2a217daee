//! Which message is next, where not simply the head is: groups that keep
//! order, messages delivered too often, limits on what is out.

use super::{
    Engine,
    delivery::{ChannelKey, SubscriptionKey, Unacked},
    fact::DeathReason,
    ids::QueueId,
    mechanics::{Counts, Groups},
    ordered_map::{OrderedMap, OrderedSet},
    queue::Queue,
    settling::{Answer, Back},
    store::{CopyKey, KeyId, NO_GROUP},
};

/// The groups of which something is out: where, and how many.
pub(super) type GroupsOut = OrderedMap<KeyId, (ChannelKey, u32)>;

impl Queue {
    /// Whether messages of one group hold each other up in it.
    pub(super) fn keeps_groups(&self) -> bool {
        match self.mechanics.groups {
            Groups::Ignored => false,
            Groups::HeadBlocks => true,
            Groups::InOrder => self.spec.ordered,
        }
    }

    /// Whether several of a group may be out, which are settled in order.
    fn keeps_order(&self) -> bool {
        self.mechanics.groups == Groups::InOrder && self.spec.ordered
    }
}

impl Engine {
    /// The group of a copy's message.
    pub(super) fn group_of(&self, key: CopyKey) -> KeyId {
        self.store.messages[self.store.copies[key].message].group
    }

    /// The next message for a channel that asks, if there is one. `with` are
    /// groups of which it is given something in the same answer, so that
    /// more of them may follow. What has been delivered too often is given up
    /// on the way (S4).
    pub(super) fn choose(
        &mut self,
        id: QueueId,
        channel: ChannelKey,
        with: &OrderedSet<KeyId>,
        left_out: Option<u64>,
    ) -> Option<CopyKey> {
        loop {
            let key = self.next_for(id, channel, with, left_out)?;
            let queue = &self.queues[id.index()];
            let limit =
                queue.attempt_limit().filter(|_| queue.mechanics.counts == Counts::Deliveries);
            if limit.is_none_or(|limit| self.store.copies[key].deliveries < limit) {
                return Some(key);
            }
            self.take_ready(key, id);
            self.discard(key, id, DeathReason::DeliveryLimit);
        }
    }

    fn next_for(
        &self,
        id: QueueId,
        channel: ChannelKey,
        with: &OrderedSet<KeyId>,
        left_out: Option<u64>,
    ) -> Option<CopyKey> {
        let queue = &self.queues[id.index()];
        let most = queue.mechanics.most_outstanding;
        if most > 0 && most <= queue.unacked {
            return None;
        }
        if !queue.keeps_groups() && left_out.is_none() {
            return queue.ready.head();
        }
        let mut held_up = OrderedSet::default();
        queue.ready.iter().find(|key| {
            let group = self.group_of(*key);
            let free = !self.waits_for_held(id, *key)
                && (group == NO_GROUP
                    || with.contains_key(&group)
                    || !held_up.contains_key(&group) && self.is_free(id, group, channel));
            if !free {
                held_up.add(group);
            }
            free && !self.is_left_out(self.store.copies[*key].id.0, left_out)
        })
    }

    /// Whether something earlier of the same group is not ready yet: it holds
    /// up all that follows it.
    fn waits_for_held(&self, id: QueueId, key: CopyKey) -> bool {
        let (group, sequence) = (self.group_of(key), self.store.copies[key].sequence);
        let queue = &self.queues[id.index()];
        let mut held = queue.held.keys();
        group != NO_GROUP
            && queue.keeps_groups()
            && held.any(|(_, earlier, other)| *earlier < sequence && self.group_of(*other) == group)
    }

    /// Whether a message of a group may go to this channel now.
    fn is_free(&self, id: QueueId, group: KeyId, channel: ChannelKey) -> bool {
        let queue = &self.queues[id.index()];
        if !queue.keeps_groups() {
            return true;
        }
        match queue.groups_out.get(&group) {
            None => true,
            Some((owner, _)) => queue.mechanics.groups == Groups::InOrder && *owner == channel,
        }
    }

    /// The next message and whose it is, in a queue that keeps groups in
    /// order and sends unasked: what follows something that is out goes the
    /// same way.
    pub(super) fn next_in_order(&mut self, id: QueueId) -> Option<(CopyKey, SubscriptionKey)> {
        let queue = &self.queues[id.index()];
        let ready: Vec<CopyKey> = queue.ready.iter().collect();
        let mut held_up = OrderedSet::default();
        for key in ready {
            let group = self.group_of(key);
            if held_up.contains_key(&group) || self.waits_for_held(id, key) {
                continue;
            }
            let owner = self.queues[id.index()].groups_out.get(&group).map(|(channel, _)| *channel);
            let Some(owner) = owner.filter(|_| group != NO_GROUP) else {
                return self.take_turn(id).map(|subscription| (key, subscription));
            };
            match self.subscription_with_credit(owner, id) {
                Some(subscription) => {
                    self.queues[id.index()].turns.step_out(subscription);
                    return Some((key, subscription));
                }
                None => held_up.add(group),
            };
        }
        None
    }

    /// Something of a group is out.
    pub(super) fn group_goes_out(&mut self, id: QueueId, key: CopyKey, channel: ChannelKey) {
        if !self.queues[id.index()].keeps_groups() {
            return;
        }
        let group = self.group_of(key);
        if group != NO_GROUP {
            let out = self.queues[id.index()].groups_out.or_insert(group, (channel, 0));
            out.1 += 1;
        }
    }

    /// Something of a group is out no more.
    pub(super) fn group_comes_back(&mut self, id: QueueId, key: CopyKey) {
        if self.queues[id.index()].groups_out.is_empty() {
            return;
        }
        let group = self.group_of(key);
        let groups = &mut self.queues[id.index()].groups_out;
        if let Some((_, count)) = groups.get_mut(&group) {
            *count -= 1;
            if *count == 0 {
                groups.remove(&group);
            }
        }
    }

    /// Whether something earlier of the same group is still out, so that an
    /// ack has to wait for it (P3).
    pub(super) fn follows_another(&self, channel: ChannelKey, tag: u64, unacked: &Unacked) -> bool {
        let group = self.group_of(unacked.copy);
        if group == NO_GROUP || !self.queues[unacked.queue.index()].keeps_order() {
            return false;
        }
        let Some(open) = self.channels.open.get(channel) else {
            return false;
        };
        let mut earlier = open.unacked.iter().take_while(|(earlier, _)| **earlier < tag);
        earlier.any(|(_, other)| other.queue == unacked.queue && self.group_of(other.copy) == group)
    }

    /// Settles what was acked and only waited for something earlier of its
    /// group; or, if that has come back, brings it back as well (P3).
    pub(super) fn settle_followers(
        &mut self,
        channel: ChannelKey,
        tag: u64,
        id: QueueId,
        group: KeyId,
        returned: bool,
    ) {
        if group == NO_GROUP || !self.queues[id.index()].keeps_order() {
            return;
        }
        let Some(open) = self.channels.open.get(channel) else {
            return;
        };
        let consumer = open.consumer;
        let later = open.unacked.from(&tag).filter(|(_, other)| other.queue == id);
        let later = later.filter(|(_, other)| self.group_of(other.copy) == group);
        let followers: Vec<(u64, bool)> = later.map(|(tag, other)| (*tag, other.acked)).collect();
        let answer = if returned { Answer::Back(Back::Given) } else { Answer::Ack };
        for (tag, _) in followers.into_iter().take_while(|(_, acked)| returned || *acked) {
            let open = &mut self.channels.open[channel];
            let unacked = open.unacked.remove(&tag).expect("just seen");
            self.end_of_lease(&unacked, (channel, tag));
            self.settle(&unacked, answer, consumer);
        }
    }
}
