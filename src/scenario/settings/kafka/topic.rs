//! Topic configs.

use super::{Form, Setting, Value, YEAR_MS, fixed, ms, number, words};
use crate::engine::{
    Command, TopicChange,
    topology::{Cleanup, TopicSpec},
};

fn set(spec: &TopicSpec, change: TopicChange) -> Command {
    Command::SetTopic { topic: spec.name.clone(), change }
}

pub const TOPIC: &[Setting<TopicSpec>] = &[
    fixed(
        "partitions",
        "How many there are; fixed here: with another number keys go elsewhere (K1).",
        |spec| words(spec.partitions),
    ),
    fixed(
        "replication.factor",
        "On how many brokers each partition lies; moving replicas is not modelled (K4).",
        |spec| words(spec.replicas),
    ),
    Setting {
        name: "min.insync.replicas",
        says: "With fewer in sync, acks=all is refused and nothing new can be read; at most the replication factor counts (K4).",
        form: number("", 1.0, 7.0, "1"),
        read: |spec| Value::Number(Some(f64::from(spec.min_insync))),
        change: Some(|spec, value| {
            set(spec, TopicChange::MinInsync(value.number().unwrap_or(1.0) as u8))
        }),
    },
    Setting {
        name: "unclean.leader.election.enable",
        says: "Whether a replica that is not in sync may lead, and lose what it lacks (K5).",
        form: Form::Switch,
        read: |spec| Value::Switch(spec.unclean_election),
        change: Some(|spec, value| set(spec, TopicChange::UncleanElection(value.is_on()))),
    },
    fixed(
        "cleanup.policy",
        "What becomes of old records; fixed for the life of a topic here (K18, K19).",
        |spec| match spec.cleanup {
            Cleanup::Delete => words("delete"),
            Cleanup::Compact => words("compact"),
        },
    ),
    Setting {
        name: "retention.ms",
        says: "How old the youngest record of a segment may be before the segment goes, read or not (K18).",
        form: number("ms", 0.0, YEAR_MS, "-1"),
        read: |spec| Value::of(spec.retention_ms),
        change: Some(|spec, value| set(spec, TopicChange::RetentionMs(value.whole()))),
    },
    Setting {
        name: "retention.bytes",
        says: "How large a partition may be before its oldest segment goes, read or not (K18).",
        form: number("B", 0.0, 1e12, "-1"),
        read: |spec| Value::of(spec.retention_bytes),
        change: Some(|spec, value| set(spec, TopicChange::RetentionBytes(value.whole()))),
    },
    Setting {
        name: "segment.bytes",
        says: "At what size a segment is closed: only whole segments go (K18).",
        form: number("B", 1.0, 2_147_483_647.0, "1073741824"),
        read: |spec| Value::of(Some(spec.segment_bytes)),
        change: Some(|spec, value| {
            set(spec, TopicChange::SegmentBytes(value.whole().unwrap_or(1 << 30)))
        }),
    },
    fixed(
        "segment.ms",
        "At what age a segment is closed; fixed here, change segment.bytes instead (K18).",
        |spec| ms(spec.segment_ms),
    ),
    fixed(
        "min.cleanable.dirty.ratio",
        "What share has to be new before a log is compacted; fixed at creation here (K19).",
        |spec| words(spec.dirty_ratio),
    ),
    fixed(
        "delete.retention.ms",
        "How long a tombstone stays; fixed at creation here (K19).",
        |spec| ms(spec.tombstone_ms),
    ),
    fixed(
        "log.retention.check.interval.ms",
        "How often a broker looks for what may go; a broker reads it when it starts (K18).",
        |spec| ms(spec.check_ms),
    ),
];
