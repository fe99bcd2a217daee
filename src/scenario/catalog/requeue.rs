//! Where a message goes that is given back: to its old place in a classic
//! queue, before all others in a quorum queue (R19, R20).

use crate::{
    engine::{
        Command,
        profile::ProfileId,
        topology::{Arrivals, ConsumerSpec, OnPoison, ProducerSpec, QueueSpec, Service, Topology},
    },
    scenario::{Entry, Scenario},
    words::{Word, lab_abouts as abouts, lab_titles as titles},
};

/// Eight orders at once. Their worker takes three, and is killed while it
/// works on the second: two come back.
fn scenario(profile: ProfileId, title: Word, about: Word) -> Scenario {
    let topology = Topology {
        profile,
        queues: vec![QueueSpec::named("orders")],
        producers: vec![ProducerSpec {
            arrivals: Arrivals::Burst { size: 8, every_ms: 1_000.0 },
            limit: Some(8),
            latency_ms: 300.0,
            ..ProducerSpec::named("checkout", "orders")
        }],
        consumers: vec![ConsumerSpec {
            prefetch: 3,
            service: Service::Constant { ms: 800.0 },
            gap_ms: 100.0,
            latency_ms: 300.0,
            on_poison: OnPoison::Requeue,
            restart_ms: Some(3_000.0),
            ..ConsumerSpec::named("billing", "orders")
        }],
        hop_ms: 300.0,
        ..Topology::default()
    };
    let poison = Command::PoisonNext { producer: "checkout".to_owned() };
    Scenario {
        log: vec![Entry { at_us: 1, command: poison }],
        ..Scenario::new(title, about, topology)
    }
}

pub fn classic() -> Scenario {
    scenario(ProfileId::RabbitClassic, titles::CLASSIC, abouts::CLASSIC)
}

pub fn quorum() -> Scenario {
    scenario(ProfileId::RabbitQuorum, titles::QUORUM, abouts::QUORUM)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::Cause,
        scenario::{Run, limits},
    };

    #[test]
    fn only_the_quorum_queue_gives_up() {
        let lost = |scenario: Scenario| {
            assert_eq!(limits::problems(&scenario), vec![]);
            let mut run = Run::new(scenario).expect("starts");
            run.advance(120_000_000, u64::MAX);
            assert_eq!(run.refused(), vec![]);
            run.engine().effects().lost.of(Cause::DeliveryLimit)
        };
        assert_eq!((lost(classic()), lost(quorum())), (0, 1));
    }
}
