//! Guarantee × crash point in a log: the rows that need a commit, a producer
//! id or a transaction.

use queuescope::engine::{
    Command, Frame,
    topology::{AckMode, Acks, Isolation, Marker},
};

use super::{
    guarantees::{FAULTS, Fault, instant},
    log_lab::{Readers, Reading},
};

/// What a log promises, as the settings it consists of.
struct Row {
    guarantee: &'static str,
    acks: Acks,
    idempotent_producer: bool,
    /// Commit last or first.
    commit: AckMode,
    /// When an idempotent consumer stores its key.
    marker: Option<Marker>,
    /// The consumer publishes on, and commits offsets with its outputs.
    transactional: bool,
    /// Whose effect is looked at: `work` is done outside by the consumer,
    /// `outputs` are read by a second group.
    whose: &'static str,
    /// P1, P2, C1, C2, C3, C4; `-` cannot occur.
    outcomes: [&'static str; 6],
}

/// At least once: the producer tries again, the consumer commits last.
const AT_LEAST_ONCE: Row = Row {
    guarantee: "at least once, commit last",
    acks: Acks::All,
    idempotent_producer: false,
    commit: AckMode::Last,
    marker: None,
    transactional: false,
    whose: "work",
    outcomes: ["once", "duplicated", "once", "duplicated", "-", "once"],
};

const TABLE: [Row; 6] = [
    Row {
        guarantee: "at most once, acks=0 and commit first",
        acks: Acks::None,
        commit: AckMode::First,
        outcomes: ["lost", "once", "once", "-", "lost", "once"],
        ..AT_LEAST_ONCE
    },
    AT_LEAST_ONCE,
    Row {
        guarantee: "idempotent consumer, marker with the effect",
        marker: Some(Marker::Atomic),
        outcomes: ["once", "once", "once", "once", "-", "once"],
        ..AT_LEAST_ONCE
    },
    Row {
        guarantee: "only the broker deduplicates, by producer id",
        idempotent_producer: true,
        outcomes: ["once", "once", "once", "duplicated", "-", "once"],
        ..AT_LEAST_ONCE
    },
    Row {
        guarantee: "transactions, inside the log",
        idempotent_producer: true,
        transactional: true,
        whose: "outputs",
        outcomes: ["once", "once", "once", "once", "-", "once"],
        ..AT_LEAST_ONCE
    },
    Row {
        guarantee: "transactions, outside the log",
        idempotent_producer: true,
        transactional: true,
        outcomes: ["once", "once", "once", "duplicated", "-", "once"],
        ..AT_LEAST_ONCE
    },
];

/// A topic, one worker, and a reader of what the worker makes, if it makes
/// something.
fn lab_of(row: &Row) -> Reading {
    let readers = Readers::new(1)
        .topic("out", 1)
        .app(|app| {
            app.acks = row.acks;
            app.idempotent = row.idempotent_producer;
        })
        .group("work", |group| {
            group.transactional = row.transactional;
            group.session_timeout_ms = 100.0;
        })
        .member("worker", "work", |worker| {
            worker.restart_ms = Some(300.0);
            worker.gap_ms = 20.0;
            worker.ack = row.commit;
            worker.idempotent = row.marker.is_some();
            worker.marker = row.marker.unwrap_or_default();
            worker.produces = row.transactional.then(|| "out".to_owned());
        })
        .group("outputs", |group| {
            group.topics = vec!["out".to_owned()];
            group.isolation = Isolation::ReadCommitted;
        });
    readers.member("reader", "outputs", |_| {}).open()
}

/// One record through one fault.
fn observe(row: &Row, fault: Fault) -> &'static str {
    let mut lab = lab_of(row);
    lab.run(100);
    let lose = |frame| Command::LoseNext { client: "app".to_owned(), frame };
    match fault {
        Fault::PublishLost => lab.ask(lose(Frame::Publish)),
        Fault::ConfirmLost => lab.ask(lose(Frame::Confirm)),
        _ => match instant(fault, row.commit) {
            Some(at) => lab.crash("worker", Some(at)),
            None => return "-",
        },
    };
    lab.send("m").run(100_000);
    match lab.done(row.whose) {
        (1, 0, 0) => "once",
        (0, 1, 0) => "lost",
        (0, 0, 1) => "duplicated",
        effects => panic!("{}, {fault:?}: {effects:?}", row.guarantee),
    }
}

#[test]
fn every_guarantee_of_a_log_keeps_what_it_promises_at_every_crash_point() {
    for row in &TABLE {
        let observed = FAULTS.map(|fault| observe(row, fault));
        assert_eq!(observed, row.outcomes, "{}: {FAULTS:?}", row.guarantee);
    }
}
