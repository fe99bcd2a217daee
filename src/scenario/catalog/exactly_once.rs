//! Exactly once inside Kafka, and what lies outside its transactions.

use crate::{
    engine::topology::{Arrivals, GroupSpec, Isolation, ProducerSpec, TopicSpec, Topology},
    scenario::Scenario,
    words::{lab_abouts as abouts, lab_titles as titles},
};

use super::log_parts::{customers, group, log, member, sending};

pub fn scenario() -> Scenario {
    let billing = GroupSpec { transactional: true, ..group("billing", "orders") };
    let mailer = GroupSpec { isolation: Isolation::ReadCommitted, ..group("mailer", "receipts") };
    let mut biller = member("biller", "billing", 700.0);
    biller.produces = Some("receipts".to_owned());
    biller.gap_ms = 600.0;
    biller.restart_ms = Some(2_000.0);
    let checkout = ProducerSpec {
        arrivals: Arrivals::Constant { per_s: 0.5 },
        latency_ms: 400.0,
        ..ProducerSpec::named("checkout", "")
    };
    let topology = Topology {
        groups: vec![billing, mailer],
        producers: vec![sending(customers(checkout, 3), "orders")],
        consumers: vec![biller, member("sender", "mailer", 400.0)],
        ..log(vec![TopicSpec::named("orders", 1), TopicSpec::named("receipts", 1)])
    };
    Scenario::new(titles::EXACTLY_ONCE, abouts::EXACTLY_ONCE, topology)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::{Command, GroupId, Subscriber, topology::CrashPoint},
        scenario::{Run, limits},
    };

    #[test]
    fn the_receipt_comes_once_and_the_card_is_charged_twice() {
        let scenario = scenario();
        assert_eq!(limits::problems(&scenario), vec![]);
        let mut run = Run::new(scenario).expect("starts");
        run.advance(3_000_000, u64::MAX);
        let crash = Command::Crash { consumer: "biller".to_owned(), at: Some(CrashPoint::Between) };
        run.ask(crash).expect("is up");
        run.advance(40_000_000, u64::MAX);
        let twice = |group| {
            let whose = Some(Subscriber::Group(GroupId(group)));
            run.engine().ledger().filter(|line| line.whose == whose && line.times > 1).count()
        };
        assert_eq!((twice(0), twice(1)), (1, 0));
    }
}
