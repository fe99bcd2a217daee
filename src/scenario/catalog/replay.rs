//! A service that comes late: a log still has the past, a queue has nothing
//! left of it.

use crate::{
    engine::{
        Command,
        profile::ProfileId,
        topology::{
            Arrivals, BindingSpec, CommitMode, Confirms, ConsumerSpec, ExchangeKind, ExchangeSpec,
            GroupSpec, LogProducerSpec, OffsetReset, ProducerSpec, QueueSpec, Service, TopicSpec,
            Topology,
        },
    },
    scenario::{Entry, Scenario},
    words::{Word, lab_abouts as abouts, lab_titles as titles},
};

/// When analytics starts.
const LATE_US: u64 = 12_000_000;

/// Ten sign-ups, one a second.
fn accounts() -> ProducerSpec {
    ProducerSpec {
        arrivals: Arrivals::Constant { per_s: 1.0 },
        limit: Some(10),
        confirms: Some(Confirms::default()),
        latency_ms: 400.0,
        ..ProducerSpec::named("accounts", "user.signed-up")
    }
}

/// One of the two who read: mailer from the start, analytics late.
fn reader(name: &str, late: bool) -> ConsumerSpec {
    ConsumerSpec {
        late,
        prefetch: 1,
        service: Service::Constant { ms: 300.0 },
        gap_ms: 100.0,
        latency_ms: 300.0,
        ..ConsumerSpec::named(name, name)
    }
}

fn scenario(about: Word, topology: Topology) -> Scenario {
    let command = Command::Revive { consumer: "analytics".to_owned() };
    let log = vec![Entry { at_us: LATE_US, command }];
    Scenario { log, ..Scenario::new(titles::REPLAY, about, topology) }
}

pub fn log() -> Scenario {
    let group = |name: &str| GroupSpec {
        name: format!("{name}-group"),
        topics: vec!["signups".to_owned()],
        offset_reset: OffsetReset::Earliest,
        commit: CommitMode::Each,
        initial_delay_ms: 0.0,
        ..GroupSpec::default()
    };
    let member = |name: &str, late| ConsumerSpec {
        queue: None,
        group: Some(format!("{name}-group")),
        ..reader(name, late)
    };
    let sends = LogProducerSpec { topic: "signups".to_owned(), ..LogProducerSpec::default() };
    let topology = Topology {
        profile: ProfileId::Kafka,
        topics: vec![TopicSpec::named("signups", 1)],
        groups: vec![group("mailer"), group("analytics")],
        producers: vec![ProducerSpec { log: Some(sends), ..accounts() }],
        consumers: vec![member("mailer", false), member("analytics", true)],
        hop_ms: 300.0,
        ..Topology::default()
    };
    scenario(abouts::REPLAY_LOG, topology)
}

pub fn queue() -> Scenario {
    let signups = ExchangeSpec {
        name: "signups".to_owned(),
        kind: ExchangeKind::Fanout,
        durable: true,
        alternate: None,
    };
    let binding = BindingSpec {
        exchange: "signups".to_owned(),
        queue: Some("mailer".to_owned()),
        ..BindingSpec::default()
    };
    let topology = Topology {
        exchanges: vec![signups],
        // Nobody knew of analytics when the sign-ups were published.
        queues: vec![QueueSpec::named("mailer"), QueueSpec::named("analytics")],
        bindings: vec![binding],
        producers: vec![ProducerSpec { exchange: "signups".to_owned(), ..accounts() }],
        consumers: vec![reader("mailer", false), reader("analytics", true)],
        hop_ms: 300.0,
        ..Topology::default()
    };
    scenario(abouts::REPLAY_QUEUE, topology)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Run, limits};

    /// What each of the two has processed, and what is still stored.
    fn outcome(scenario: Scenario) -> ([u64; 2], usize) {
        assert_eq!(limits::problems(&scenario), vec![]);
        let mut run = Run::new(scenario).expect("starts");
        run.advance(30_000_000, u64::MAX);
        assert_eq!(run.refused(), vec![]);
        let engine = run.engine();
        assert_eq!((engine.effects().duplicated, engine.effects().lost.total()), (0, 0));
        let processed = |at: usize| engine.consumers()[at].processed();
        let stored = engine.partitions().iter().map(|log| log.end() - log.start()).sum::<u64>();
        let ready: usize = engine.queues().iter().map(|queue| queue.ready_len()).sum();
        ([processed(0), processed(1)], ready + stored as usize)
    }

    #[test]
    fn only_the_log_has_the_past_for_a_late_group() {
        assert_eq!(outcome(log()), ([10, 10], 10));
        assert_eq!(outcome(queue()), ([10, 0], 0));
    }
}
