//! Configs of consumers and of groups, share groups among them.

use super::{Form, Setting, Value, YEAR_MS, fixed, ms, number, place, words};
use crate::engine::{
    Command, GroupChange,
    topology::{Assignor, CommitMode, GroupSpec, Isolation, OffsetReset},
};

type Group = Setting<GroupSpec>;

const RESETS: [OffsetReset; 3] = [OffsetReset::Earliest, OffsetReset::Latest, OffsetReset::None];
const COMMITS: [CommitMode; 3] = [CommitMode::Auto, CommitMode::Batch, CommitMode::Each];

fn set(spec: &GroupSpec, change: GroupChange) -> Command {
    Command::SetGroup { group: spec.name.clone(), change }
}

const fn reset(name: &'static str, says: &'static str, choices: &'static [&'static str]) -> Group {
    Group {
        name,
        says,
        form: Form::Choice(choices),
        read: |spec| place(&RESETS, &spec.offset_reset),
        change: Some(|spec, value| set(spec, GroupChange::OffsetReset(RESETS[value.place()]))),
    }
}

const fn commit(name: &'static str, says: &'static str, choices: &'static [&'static str]) -> Group {
    Group {
        name,
        says,
        form: Form::Choice(choices),
        read: |spec| place(&COMMITS, &spec.commit),
        change: Some(|spec, value| set(spec, GroupChange::Commit(COMMITS[value.place()]))),
    }
}

const POLL_RECORDS: Group = Group {
    name: "max.poll.records",
    says: "Most records that one poll returns (K14).",
    form: number("", 1.0, 2_147_483_647.0, "500"),
    read: |spec| Value::Number(Some(f64::from(spec.max_poll_records))),
    change: Some(|spec, value| {
        set(spec, GroupChange::MaxPollRecords(value.number().unwrap_or(500.0) as u32))
    }),
};

pub const CLASSIC: &[Group] = &[
    fixed(
        "partition.assignment.strategy",
        "Who of the group reads what, and whether everybody stops for it; consumers are created with it (K16).",
        |spec| match spec.assignor {
            Assignor::Range => words("RangeAssignor, eager"),
            Assignor::RoundRobin => words("RoundRobinAssignor, eager"),
            Assignor::Sticky => words("StickyAssignor, eager"),
            Assignor::CooperativeSticky => words("CooperativeStickyAssignor"),
        },
    ),
    reset(
        "auto.offset.reset",
        "Where to begin without a valid offset (K13).",
        &["earliest", "latest", "none"],
    ),
    commit(
        "enable.auto.commit",
        "Whether poll() commits what it returned before, or the application does (K11, K12).",
        &["true", "false: commitSync() each poll", "false: commitSync() each record"],
    ),
    Group {
        name: "auto.commit.interval.ms",
        says: "How often poll() commits by itself (K11).",
        form: number("ms", 1.0, YEAR_MS, "5000"),
        read: |spec| Value::Number(Some(spec.auto_commit_ms)),
        change: Some(|spec, value| {
            set(spec, GroupChange::AutoCommitMs(value.number().unwrap_or(5_000.0)))
        }),
    },
    POLL_RECORDS,
    fixed(
        "max.poll.interval.ms",
        "How long a member may work between two polls; consumers are created with it (K14).",
        |spec| ms(spec.max_poll_interval_ms),
    ),
    fixed(
        "session.timeout.ms",
        "How long a member without a heartbeat counts as there; consumers are created with it (K15).",
        |spec| ms(spec.session_timeout_ms),
    ),
    fixed(
        "heartbeat.interval.ms",
        "From one heartbeat to the next; consumers are created with it (K15).",
        |spec| ms(spec.heartbeat_ms),
    ),
    fixed(
        "isolation.level",
        "Whether what is open or aborted is read; fixed here, or the past would change (K20).",
        |spec| match spec.isolation {
            Isolation::ReadUncommitted => words("read_uncommitted"),
            Isolation::ReadCommitted => words("read_committed"),
        },
    ),
    fixed(
        "group.instance.id",
        "Whether a member that comes back is the same one; consumers are created with it (K15).",
        |spec| words(if spec.is_static { "the name of each member" } else { "" }),
    ),
    fixed(
        "group.initial.rebalance.delay.ms",
        "How long the first assignment waits for more members; a broker reads it when it starts (K16).",
        |spec| ms(spec.initial_delay_ms),
    ),
    fixed(
        "offsets.retention.minutes",
        "How long the commits of an empty group are kept; a broker reads it when it starts (K13).",
        |spec| words(spec.offsets_retention_ms as f64 / 60_000.0),
    ),
];

pub const SHARE: &[Group] = &[
    reset("share.auto.offset.reset", "Where a share group begins (K25).", &["earliest", "latest"]),
    commit(
        "share.acknowledgement.mode",
        "Whether the next poll acknowledges everything, or the application each record (K25).",
        &["implicit", "explicit, sent each poll", "explicit, sent each record"],
    ),
    POLL_RECORDS,
    Group {
        name: "group.share.record.lock.duration.ms",
        says: "How long a record is a member's own, for records acquired from now on (K23).",
        form: number("ms", 1.0, 3_600_000.0, "30000"),
        read: |spec| Value::Number(Some(spec.lock_ms)),
        change: Some(|spec, value| {
            set(spec, GroupChange::LockMs(value.number().unwrap_or(30_000.0)))
        }),
    },
    fixed(
        "group.share.delivery.count.limit",
        "After how many deliveries a record is archived; fixed here: some may have had more (K24).",
        |spec| words(spec.delivery_limit),
    ),
    fixed(
        "group.share.partition.max.record.locks",
        "Most records of a partition in hand; a broker reads it when it starts (K26).",
        |spec| words(spec.max_locks),
    ),
];
