//! Members that are not heard of: they hang, or they are cut off.

use crate::engine::{ConsumerId, Engine};

impl Engine {
    /// A member's work stands still: it does not poll, though its heart
    /// beats (K14).
    pub(in crate::engine) fn member_hangs(&mut self, id: ConsumerId) {
        let now = self.now;
        if let Some(member) = self.member_mut(id).filter(|member| member.in_poll) {
            member.in_poll = false;
            member.polled = now;
            self.watch_polls(id);
        }
    }

    /// A member's heartbeats do not get through (K15).
    pub(in crate::engine) fn member_cut_off(&mut self, id: ConsumerId) {
        if let Some(member) = self.member_of(id) {
            self.miss_later(member.group, member.seat);
        }
    }

    /// They do again: it has its place still, or hears that it has none.
    pub(in crate::engine) fn member_heard(&mut self, id: ConsumerId) {
        let Some((group, seat)) = self.member_of(id).map(|member| (member.group, member.seat))
        else {
            return;
        };
        if !self.is_heard(group, seat) && self.consumers[id.index()].up {
            self.commit_refused(id, seat);
        }
    }
}
