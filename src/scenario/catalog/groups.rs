//! Groups: members without a partition, a member that polls too late, and
//! one partition that many share.

use crate::{
    engine::topology::{
        Arrivals, Assignor, CommitMode, ConsumerSpec, GroupSpec, ProducerSpec, Service, TopicSpec,
        Topology,
    },
    scenario::Scenario,
    words::{Word, lab_abouts as abouts, lab_titles as titles},
};

use super::log_parts::{customers, group, log, member, sending};

fn orders(per_s: f64) -> ProducerSpec {
    let checkout = ProducerSpec {
        arrivals: Arrivals::Constant { per_s },
        latency_ms: 400.0,
        ..ProducerSpec::named("checkout", "")
    };
    sending(customers(checkout, 6), "orders")
}

fn world(
    partitions: u16,
    per_s: f64,
    billing: GroupSpec,
    consumers: Vec<ConsumerSpec>,
) -> Topology {
    Topology {
        groups: vec![billing],
        producers: vec![orders(per_s)],
        consumers,
        ..log(vec![TopicSpec::named("orders", partitions)])
    }
}

fn workers(count: usize, service_ms: f64) -> Vec<ConsumerSpec> {
    let name = |n: usize| format!("worker-{n}");
    (1..=count).map(|n| member(&name(n), "billing", service_ms)).collect()
}

pub fn idle_members() -> Scenario {
    let billing = group("billing", "orders");
    Scenario::new(
        titles::IDLE_MEMBERS,
        abouts::IDLE_MEMBERS,
        world(2, 1.6, billing, workers(4, 900.0)),
    )
}

pub fn slow_handler() -> Scenario {
    let billing = GroupSpec {
        commit: CommitMode::Batch,
        max_poll_records: 4,
        max_poll_interval_ms: 4_000.0,
        ..group("billing", "orders")
    };
    let mut consumers = workers(2, 300.0);
    consumers[0].service = Service::Constant { ms: 1_500.0 };
    Scenario::new(titles::SLOW_HANDLER, abouts::SLOW_HANDLER, world(2, 2.0, billing, consumers))
}

pub fn share() -> Scenario {
    let billing = GroupSpec { share: true, lock_ms: 5_000.0, ..group("billing", "orders") };
    Scenario::new(
        titles::SHARE_GROUP,
        abouts::SHARE_GROUP,
        world(1, 2.0, billing, workers(3, 1_200.0)),
    )
}

/// A rebalance in which everybody gives everything up first, and one in which
/// only what moves is given up: a third worker comes after eight seconds.
fn rebalance(assignor: Assignor, title: Word, about: Word) -> Scenario {
    let billing = GroupSpec { assignor, ..group("billing", "orders") };
    let mut consumers = workers(3, 500.0);
    consumers[2].late = true;
    let command = crate::engine::Command::Revive { consumer: "worker-3".to_owned() };
    Scenario {
        log: vec![crate::scenario::Entry { at_us: 8_000_000, command }],
        ..Scenario::new(title, about, world(6, 2.4, billing, consumers))
    }
}

pub fn eager() -> Scenario {
    rebalance(Assignor::RoundRobin, titles::EAGER, abouts::EAGER)
}

pub fn cooperative() -> Scenario {
    rebalance(Assignor::CooperativeSticky, titles::COOPERATIVE, abouts::COOPERATIVE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::{Engine, Fact},
        scenario::{Run, limits},
    };

    fn after(scenario: Scenario, seconds: u64) -> Run {
        assert_eq!(limits::problems(&scenario), vec![]);
        let mut run = Run::new(scenario).expect("starts");
        run.advance(seconds * 1_000_000, u64::MAX);
        assert_eq!(run.refused(), vec![]);
        run
    }

    fn count(engine: &Engine, wanted: impl Fn(&Fact) -> bool) -> usize {
        engine.facts().since(0).filter(|(_, _, fact)| wanted(fact)).count()
    }

    #[test]
    fn two_of_four_are_idle_until_one_dies() {
        let mut run = after(idle_members(), 10);
        let idle = |run: &Run| {
            let up = run.engine().consumers().iter().filter(|it| it.is_up());
            let members = up.filter_map(|it| it.member());
            members.filter(|member| member.assigned().is_empty()).count()
        };
        assert_eq!(idle(&run), 2);
        let busy = run.engine().consumers().iter().find(|it| it.processed() > 0);
        let consumer = busy.expect("somebody works").spec().name.clone();
        run.ask(crate::engine::Command::Crash { consumer, at: None }).expect("is up");
        run.advance(12_000_000, u64::MAX);
        assert_eq!(idle(&run), 1);
    }

    #[test]
    fn a_slow_handler_is_put_out_again_and_again() {
        let run = after(slow_handler(), 30);
        let engine = run.engine();
        assert!(count(engine, |fact| matches!(fact, Fact::CommitRefused { .. })) > 1);
        assert!(count(engine, |fact| matches!(fact, Fact::Rebalancing { .. })) > 3);
        assert!(engine.effects().duplicated > 0);
    }

    #[test]
    fn all_members_of_a_share_group_work_on_one_partition() {
        let run = after(share(), 15);
        assert!(run.engine().consumers().iter().all(|it| it.processed() > 0));
    }

    #[test]
    fn cooperative_gives_up_less() {
        let revoked = |scenario| {
            let run = after(scenario, 20);
            count(run.engine(), |fact| matches!(fact, Fact::Revoked { .. }))
        };
        assert!(revoked(cooperative()) < revoked(eager()));
    }
}
