//! Guarantee × crash point, as the ledger of effects sees it.

use queuescope::engine::{
    Frame,
    topology::{AckMode, CrashPoint},
};

use crate::lab::{PUBLISHER, one_queue, patient};

/// Where it goes wrong: on the way in, or in the consumer's cycle.
#[derive(Clone, Copy, Debug)]
enum Fault {
    /// P1: the publish is lost before it is stored.
    PublishLost,
    /// P2: stored, but the confirm is lost.
    ConfirmLost,
    /// C1: received, no effect, not acked.
    Received,
    /// C2: the effect is done, the ack is not.
    OnlyEffect,
    /// C3: acked, the effect is not done.
    OnlyAck,
    /// C4: both are done.
    Both,
}

const FAULTS: [Fault; 6] = [
    Fault::PublishLost,
    Fault::ConfirmLost,
    Fault::Received,
    Fault::OnlyEffect,
    Fault::OnlyAck,
    Fault::Both,
];

/// What a lab promises, as the settings it consists of.
struct Row {
    guarantee: &'static str,
    retries: bool,
    ack: AckMode,
    idempotent: bool,
    /// P1, P2, C1, C2, C3, C4; `-` cannot occur.
    outcomes: [&'static str; 6],
}

const TABLE: [Row; 4] = [
    Row {
        guarantee: "at most once, automatic ack",
        retries: false,
        ack: AckMode::Automatic,
        idempotent: false,
        outcomes: ["lost", "once", "lost", "-", "lost", "once"],
    },
    Row {
        guarantee: "at most once, ack first",
        retries: false,
        ack: AckMode::First,
        idempotent: false,
        outcomes: ["lost", "once", "once", "-", "lost", "once"],
    },
    Row {
        guarantee: "at least once",
        retries: true,
        ack: AckMode::Last,
        idempotent: false,
        outcomes: ["once", "duplicated", "once", "duplicated", "-", "once"],
    },
    Row {
        guarantee: "at least once, idempotent consumer",
        retries: true,
        ack: AckMode::Last,
        idempotent: true,
        outcomes: ["once", "once", "once", "once", "-", "once"],
    },
];

/// The instant of the cycle at which this fault happens; none if it cannot.
fn instant(fault: Fault, ack: AckMode) -> Option<CrashPoint> {
    match (fault, ack) {
        (Fault::Received, _) => Some(CrashPoint::BeforeBoth),
        (Fault::OnlyEffect, AckMode::Last) => Some(CrashPoint::Between),
        (Fault::OnlyAck, AckMode::First | AckMode::Automatic) => Some(CrashPoint::Between),
        (Fault::Both, _) => Some(CrashPoint::AfterBoth),
        _ => None,
    }
}

/// One message through one fault.
fn observe(row: &Row, fault: Fault) -> &'static str {
    let mut lab = one_queue()
        .publisher(|p| {
            p.confirms = row.retries.then(|| patient(5));
            p.latency_ms = 4.0;
        })
        .worker("w", "q", |w| {
            w.ack = row.ack;
            w.idempotent = row.idempotent;
            w.restart_ms = Some(30.0);
            w.latency_ms = 3.0;
        })
        .open();
    match fault {
        Fault::PublishLost => lab.lose_next(PUBLISHER, Frame::Publish),
        Fault::ConfirmLost => lab.lose_next(PUBLISHER, Frame::Confirm),
        _ => match instant(fault, row.ack) {
            Some(at) => lab.crash("w", Some(at)),
            None => return "-",
        },
    }
    lab.publish("q", "m");
    lab.wait(2_000);
    match lab.effects().as_str() {
        "1 once" => "once",
        "1 duplicated" => "duplicated",
        effects if effects.starts_with("1 lost") => "lost",
        effects => panic!("{}, {fault:?}: {effects}", row.guarantee),
    }
}

#[test]
fn every_guarantee_keeps_what_it_promises_at_every_crash_point() {
    for row in &TABLE {
        let observed = FAULTS.map(|fault| observe(row, fault));
        assert_eq!(observed, row.outcomes, "{}: {FAULTS:?}", row.guarantee);
    }
}
