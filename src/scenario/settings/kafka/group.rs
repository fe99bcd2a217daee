//! Configs of consumers and of groups, share groups among them.

use super::{Form, Setting, Unit, Value, YEAR_MS, fixed, ms, number, place, text};
use crate::{
    engine::{
        Command, GroupChange,
        topology::{Assignor, CommitMode, GroupSpec, Isolation, OffsetReset},
    },
    words::{Word, group_settings as words},
};

type Group = Setting<GroupSpec>;

const RESETS: [OffsetReset; 3] = [OffsetReset::Earliest, OffsetReset::Latest, OffsetReset::None];
const COMMITS: [CommitMode; 3] = [CommitMode::Auto, CommitMode::Batch, CommitMode::Each];

fn set(spec: &GroupSpec, change: GroupChange) -> Command {
    Command::SetGroup { group: spec.name.clone(), change }
}

const fn reset(name: &'static str, says: Word, choices: &'static [&'static str]) -> Group {
    Group {
        name,
        says,
        form: Form::Choice(choices),
        read: |spec| place(&RESETS, &spec.offset_reset),
        change: Some(|spec, value| set(spec, GroupChange::OffsetReset(RESETS[value.place()]))),
    }
}

const fn commit(name: &'static str, says: Word, ways: &'static [Word]) -> Group {
    Group {
        name,
        says,
        form: Form::Way(ways),
        read: |spec| place(&COMMITS, &spec.commit),
        change: Some(|spec, value| set(spec, GroupChange::Commit(COMMITS[value.place()]))),
    }
}

const POLL_RECORDS: Group = Group {
    name: "max.poll.records",
    says: words::POLL_RECORDS,
    form: number(Unit::Plain, 1.0, 2_147_483_647.0, 500.0),
    read: |spec| Value::Number(Some(f64::from(spec.max_poll_records))),
    change: Some(|spec, value| {
        set(spec, GroupChange::MaxPollRecords(value.number().unwrap_or(500.0) as u32))
    }),
};

pub const CLASSIC: &[Group] = &[
    fixed("partition.assignment.strategy", words::ASSIGNOR, |spec| match spec.assignor {
        Assignor::Range => text("RangeAssignor, eager"),
        Assignor::RoundRobin => text("RoundRobinAssignor, eager"),
        Assignor::Sticky => text("StickyAssignor, eager"),
        Assignor::CooperativeSticky => text("CooperativeStickyAssignor"),
    }),
    reset("auto.offset.reset", words::OFFSET_RESET, &["earliest", "latest", "none"]),
    commit(
        "enable.auto.commit",
        words::AUTO_COMMIT,
        &[words::AUTO_COMMIT_ON, words::COMMIT_EACH_POLL, words::COMMIT_EACH_RECORD],
    ),
    Group {
        name: "auto.commit.interval.ms",
        says: words::AUTO_COMMIT_INTERVAL,
        form: number(Unit::Ms, 1.0, YEAR_MS, 5_000.0),
        read: |spec| Value::Number(Some(spec.auto_commit_ms)),
        change: Some(|spec, value| {
            set(spec, GroupChange::AutoCommitMs(value.number().unwrap_or(5_000.0)))
        }),
    },
    POLL_RECORDS,
    fixed("max.poll.interval.ms", words::MAX_POLL_INTERVAL, |spec| ms(spec.max_poll_interval_ms)),
    fixed("session.timeout.ms", words::SESSION_TIMEOUT, |spec| ms(spec.session_timeout_ms)),
    fixed("heartbeat.interval.ms", words::HEARTBEAT, |spec| ms(spec.heartbeat_ms)),
    fixed("isolation.level", words::ISOLATION, |spec| match spec.isolation {
        Isolation::ReadUncommitted => text("read_uncommitted"),
        Isolation::ReadCommitted => text("read_committed"),
    }),
    fixed("group.instance.id", words::INSTANCE_ID, |spec| {
        text(if spec.is_static { words::EACH_NAME.text() } else { "" })
    }),
    fixed("group.initial.rebalance.delay.ms", words::INITIAL_DELAY, |spec| {
        ms(spec.initial_delay_ms)
    }),
    fixed("offsets.retention.minutes", words::OFFSETS_RETENTION, |spec| {
        text(spec.offsets_retention_ms as f64 / 60_000.0)
    }),
];

pub const SHARE: &[Group] = &[
    reset("share.auto.offset.reset", words::SHARE_RESET, &["earliest", "latest"]),
    commit(
        "share.acknowledgement.mode",
        words::SHARE_MODE,
        &[words::IMPLICIT, words::EXPLICIT_EACH_POLL, words::EXPLICIT_EACH_RECORD],
    ),
    POLL_RECORDS,
    Group {
        name: "group.share.record.lock.duration.ms",
        says: words::LOCK,
        form: number(Unit::Ms, 1.0, 3_600_000.0, 30_000.0),
        read: |spec| Value::Number(Some(spec.lock_ms)),
        change: Some(|spec, value| {
            set(spec, GroupChange::LockMs(value.number().unwrap_or(30_000.0)))
        }),
    },
    fixed("group.share.delivery.count.limit", words::DELIVERY_LIMIT, |spec| {
        text(spec.delivery_limit)
    }),
    fixed("group.share.partition.max.record.locks", words::MAX_LOCKS, |spec| text(spec.max_locks)),
];
