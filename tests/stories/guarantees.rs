//! Guarantee × crash point, as the ledger of effects sees it.

use queuescope::engine::{
    Frame,
    profile::ProfileId,
    topology::{AckMode, Confirms, CrashPoint, Marker},
};

use crate::lab::{Lab, PUBLISHER, World, patient};

/// Where it goes wrong: on the way in, or in the consumer's cycle.
#[derive(Clone, Copy, Debug)]
pub enum Fault {
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

pub const FAULTS: [Fault; 6] = [
    Fault::PublishLost,
    Fault::ConfirmLost,
    Fault::Received,
    Fault::OnlyEffect,
    Fault::OnlyAck,
    Fault::Both,
];

const SECOND_MS: f64 = 1_000.0;
/// As long as a FIFO queue remembers, and a second.
const BEYOND_THE_WINDOW_MS: f64 = 301.0 * SECOND_MS;

/// What a lab promises, as the settings it consists of.
struct Row {
    guarantee: &'static str,
    profile: ProfileId,
    /// After what time the publisher tries again, if it does at all.
    retry_ms: Option<f64>,
    ack: AckMode,
    /// When an idempotent consumer stores its key.
    marker: Option<Marker>,
    /// P1, P2, C1, C2, C3, C4; `-` cannot occur.
    outcomes: [&'static str; 6],
}

/// At least once: publishes again, acks last.
const AT_LEAST_ONCE: Row = Row {
    guarantee: "at least once",
    profile: ProfileId::RabbitClassic,
    retry_ms: Some(SECOND_MS),
    ack: AckMode::Last,
    marker: None,
    outcomes: ["once", "duplicated", "once", "duplicated", "-", "once"],
};

const TABLE: [Row; 11] = [
    Row {
        guarantee: "at most once, automatic ack",
        retry_ms: None,
        ack: AckMode::Automatic,
        outcomes: ["lost", "once", "lost", "-", "lost", "once"],
        ..AT_LEAST_ONCE
    },
    Row {
        guarantee: "at most once, ack first",
        retry_ms: None,
        ack: AckMode::First,
        outcomes: ["lost", "once", "once", "-", "lost", "once"],
        ..AT_LEAST_ONCE
    },
    AT_LEAST_ONCE,
    Row {
        guarantee: "at least once, quorum queue",
        profile: ProfileId::RabbitQuorum,
        ..AT_LEAST_ONCE
    },
    Row {
        guarantee: "at least once, leased and polled for",
        profile: ProfileId::SqsStandard,
        ..AT_LEAST_ONCE
    },
    Row { guarantee: "at least once, leased", profile: ProfileId::PubSub, ..AT_LEAST_ONCE },
    Row {
        guarantee: "idempotent consumer, marker with the effect",
        marker: Some(Marker::Atomic),
        outcomes: ["once", "once", "once", "once", "-", "once"],
        ..AT_LEAST_ONCE
    },
    Row {
        guarantee: "idempotent consumer, marker before the effect",
        marker: Some(Marker::Before),
        outcomes: ["once", "once", "lost", "once", "-", "once"],
        ..AT_LEAST_ONCE
    },
    Row {
        guarantee: "idempotent consumer, marker after the effect",
        marker: Some(Marker::After),
        outcomes: ["once", "once", "once", "duplicated", "-", "once"],
        ..AT_LEAST_ONCE
    },
    Row {
        guarantee: "only the broker deduplicates, within its window",
        profile: ProfileId::SqsFifo,
        outcomes: ["once", "once", "once", "duplicated", "-", "once"],
        ..AT_LEAST_ONCE
    },
    Row {
        guarantee: "only the broker deduplicates, beyond its window",
        profile: ProfileId::SqsFifo,
        retry_ms: Some(BEYOND_THE_WINDOW_MS),
        ..AT_LEAST_ONCE
    },
];

/// The instant of the cycle at which this fault happens; none if it cannot.
pub fn instant(fault: Fault, ack: AckMode) -> Option<CrashPoint> {
    match (fault, ack) {
        (Fault::Received, _) => Some(CrashPoint::BeforeBoth),
        (Fault::OnlyEffect, AckMode::Last) => Some(CrashPoint::Between),
        (Fault::OnlyAck, AckMode::First | AckMode::Automatic) => Some(CrashPoint::Between),
        (Fault::Both, _) => Some(CrashPoint::AfterBoth),
        _ => None,
    }
}

/// A queue of this kind, one message for it, and one worker.
fn lab_of(row: &Row) -> Lab {
    World::new()
        .of(row.profile)
        .queue("q", |q| q.lease_ms = Some(500))
        .publisher(|p| {
            let retrying = |timeout_ms| Confirms { timeout_ms, ..patient(5) };
            p.confirms = row.retry_ms.map(retrying);
            p.latency_ms = 4.0;
        })
        .worker("w", "q", |w| {
            w.restart_ms = Some(30.0);
            w.latency_ms = 3.0;
            w.wait_ms = 20_000.0;
            w.ack = row.ack;
            w.idempotent = row.marker.is_some();
            w.marker = row.marker.unwrap_or_default();
        })
        .open()
}

/// One message through one fault.
fn observe(row: &Row, fault: Fault) -> &'static str {
    let mut lab = lab_of(row);
    match fault {
        Fault::PublishLost => lab.lose_next(PUBLISHER, Frame::Publish),
        Fault::ConfirmLost => lab.lose_next(PUBLISHER, Frame::Confirm),
        _ => match instant(fault, row.ack) {
            Some(at) => lab.crash("w", Some(at)),
            None => return "-",
        },
    }
    lab.publish("q", "m");
    lab.wait(400_000);
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
