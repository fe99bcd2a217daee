//! Carrying out commands about queues.

use super::{Engine, command::Command, ids::NodeId, range, refusal::Refusal};

impl Engine {
    pub(super) fn apply_to_queue(&mut self, command: &Command) -> Result<(), Refusal> {
        match command {
            Command::SetLimit { queue, max_length, overflow } => {
                let id = self.queue_id(queue)?;
                range::LENGTH.check(max_length.unwrap_or(0) as f64)?;
                let spec = &mut self.queues[id.index()].spec;
                spec.max_length = *max_length;
                spec.overflow = *overflow;
                self.configured(NodeId::Queue(id));
                self.drop_over_length(id);
                self.arm_expiry(id);
            }
            Command::SetTtl { queue, message_ttl_ms } => {
                let id = self.queue_id(queue)?;
                range::TTL.check(message_ttl_ms.unwrap_or(0) as f64)?;
                self.queues[id.index()].spec.message_ttl_ms = *message_ttl_ms;
                self.configured(NodeId::Queue(id));
            }
            Command::Purge { queue } => {
                let id = self.queue_id(queue)?;
                self.purge(id);
            }
            Command::SetMembersUp { queue, up } => {
                let id = self.queue_id(queue)?;
                let all = self.queues[id.index()].mechanics.members;
                if all == 1 {
                    return Err(Refusal::NoGroup(queue.clone()));
                }
                range::MEMBERS.check(f64::from(*up))?;
                self.set_members_up(id, (*up).min(all));
            }
            Command::SetDeliveryLimit { queue, delivery_limit } => {
                let id = self.queue_id(queue)?;
                range::ATTEMPTS.check(f64::from(delivery_limit.unwrap_or(0)))?;
                self.queues[id.index()].spec.delivery_limit = *delivery_limit;
                self.configured(NodeId::Queue(id));
            }
            Command::Redrive { queue, to, per_s, corrected } => {
                let id = self.queue_id(queue)?;
                let to = to.as_deref().map(|name| self.queue_id(name)).transpose()?;
                range::REDRIVE.check(*per_s)?;
                self.redrive(id, to, *per_s, *corrected);
            }
            Command::Replay { queue, message, to, corrected } => {
                let id = self.queue_id(queue)?;
                let to = to.as_deref().map(|name| self.queue_id(name)).transpose()?;
                let key = self.waiting(id, *message)?;
                self.move_copy(key, id, to, *corrected);
            }
            Command::Discard { queue, message } => {
                let id = self.queue_id(queue)?;
                let key = self.waiting(id, *message)?;
                self.discard_by_hand(key, id);
            }
            Command::SetQueue { queue, change } => self.set_queue(queue, *change)?,
            to_client => self.apply_to_consumer(to_client)?,
        }
        Ok(())
    }
}
