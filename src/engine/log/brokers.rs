//! The brokers of the cluster: up, stalled, gone, back.

use crate::engine::{
    Engine, PartitionId, Tick,
    event::Event,
    fact::{Cause, Fact},
    refusal::Refusal,
};

/// A broker as it stands. Each leads some partitions and follows others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broker {
    /// Its process runs.
    pub up: bool,
    /// It runs, but fetches nothing from the leaders it follows.
    pub stalled: bool,
    /// Counts its lives.
    pub(super) epoch: u32,
}

impl Default for Broker {
    fn default() -> Self {
        Broker { up: true, stalled: false, epoch: 0 }
    }
}

/// `broker.session.timeout.ms`: so long after a broker has died the
/// controller elects others.
pub const BROKER_SESSION_US: u64 = 9_000_000;

/// How old a record is when it is surely on disk: nobody waits for that, the
/// system writes when it sees fit (K5).
pub const FLUSHED_US: u64 = 30_000_000;

impl Engine {
    /// A broker dies, or comes back.
    pub(in crate::engine) fn set_broker(&mut self, broker: u8, up: bool) -> Result<(), Refusal> {
        let found = self.broker_mut(broker)?;
        if found.up == up {
            return Ok(());
        }
        found.up = up;
        found.epoch += 1;
        let epoch = found.epoch;
        if up {
            self.record(Fact::BrokerUp { broker });
            return self.with_each_partition(|engine, id| {
                engine.follow_again(id);
                engine.lead_again(id, broker);
            });
        }
        self.record(Fact::BrokerDown { broker });
        let due = self.now.after(BROKER_SESSION_US);
        self.agenda.book(self.now, due, Event::BrokerMissed { broker, epoch });
        self.with_each_partition(|engine, id| {
            if engine.log.partition(id).leader().is_some_and(|leader| leader.broker == broker) {
                engine.fail_awaiting(id);
            }
        })
    }

    /// A broker stops following, or follows again.
    pub(in crate::engine) fn stall_broker(
        &mut self,
        broker: u8,
        stalled: bool,
    ) -> Result<(), Refusal> {
        self.broker_mut(broker)?.stalled = stalled;
        self.with_each_partition(Engine::follow_again)
    }

    fn broker_mut(&mut self, broker: u8) -> Result<&mut Broker, Refusal> {
        let count = self.log.brokers.len();
        self.log.brokers.get_mut(broker as usize).ok_or(Refusal::NoSuchBroker { broker, count })
    }

    fn with_each_partition(
        &mut self,
        act: impl Fn(&mut Engine, PartitionId),
    ) -> Result<(), Refusal> {
        for at in 0..self.log.partitions.len() {
            act(self, PartitionId(at as u16));
        }
        Ok(())
    }

    /// The controller misses a broker that has not come back.
    pub(in crate::engine) fn broker_missed(&mut self, broker: u8, epoch: u32) {
        let found = self.log.brokers[broker as usize];
        if found.up || found.epoch != epoch {
            return;
        }
        let _ = self.with_each_partition(|engine, id| engine.replica_gone(id, broker));
    }

    /// Followers fetch what they have missed; a partition without a leader
    /// may get one.
    fn follow_again(&mut self, id: PartitionId) {
        self.elect(id);
        let log = self.log.partition(id);
        let (epoch, upto) = (log.epoch, log.end);
        let due = self.now.after(self.hop_us);
        self.agenda.book(self.now, due, Event::Replicate { partition: id, epoch, upto });
    }

    /// All brokers lose their power at once and start again: what no disk has
    /// yet is lost, acknowledged or not (K5).
    pub(in crate::engine) fn power_lost(&mut self) {
        let flushed = Tick(self.now.0.saturating_sub(FLUSHED_US));
        let _ = self.with_each_partition(|engine, id| {
            engine.fail_awaiting(id);
            let records = &engine.log.partition(id).records;
            let kept = records.partition_point(|record| record.at < flushed);
            let end =
                records.get(kept).map_or(engine.log.partition(id).end, |record| record.offset);
            let log = engine.log.partition_mut(id);
            log.promised = log.promised.min(end);
            engine.truncate(id, end, Cause::PowerLost);
            engine.forget_lent(id);
            engine.readable(id);
        });
    }
}
