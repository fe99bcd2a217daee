//! Topic configs.

use super::{Form, Setting, Unit, Value, YEAR_MS, fixed, ms, number, text};
use crate::{
    engine::{
        Command, TopicChange,
        topology::{Cleanup, TopicSpec},
    },
    words::topic_settings as words,
};

fn set(spec: &TopicSpec, change: TopicChange) -> Command {
    Command::SetTopic { topic: spec.name.clone(), change }
}

pub const TOPIC: &[Setting<TopicSpec>] = &[
    fixed("partitions", words::PARTITIONS, |spec| text(spec.partitions)),
    fixed("replication.factor", words::REPLICATION, |spec| text(spec.replicas)),
    Setting {
        name: "min.insync.replicas",
        says: words::MIN_INSYNC,
        form: number(Unit::Plain, 1.0, 7.0, 1.0),
        read: |spec| Value::Number(Some(f64::from(spec.min_insync))),
        change: Some(|spec, value| {
            set(spec, TopicChange::MinInsync(value.number().unwrap_or(1.0) as u8))
        }),
    },
    Setting {
        name: "unclean.leader.election.enable",
        says: words::UNCLEAN,
        form: Form::Switch,
        read: |spec| Value::Switch(spec.unclean_election),
        change: Some(|spec, value| set(spec, TopicChange::UncleanElection(value.is_on()))),
    },
    fixed("cleanup.policy", words::CLEANUP, |spec| match spec.cleanup {
        Cleanup::Delete => text("delete"),
        Cleanup::Compact => text("compact"),
    }),
    Setting {
        name: "retention.ms",
        says: words::RETENTION_MS,
        form: number(Unit::Ms, 0.0, YEAR_MS, -1.0),
        read: |spec| Value::of(spec.retention_ms),
        change: Some(|spec, value| set(spec, TopicChange::RetentionMs(value.whole()))),
    },
    Setting {
        name: "retention.bytes",
        says: words::RETENTION_BYTES,
        form: number(Unit::Bytes, 0.0, 1e12, -1.0),
        read: |spec| Value::of(spec.retention_bytes),
        change: Some(|spec, value| set(spec, TopicChange::RetentionBytes(value.whole()))),
    },
    Setting {
        name: "segment.bytes",
        says: words::SEGMENT_BYTES,
        form: number(Unit::Bytes, 1.0, 2_147_483_647.0, 1_073_741_824.0),
        read: |spec| Value::of(Some(spec.segment_bytes)),
        change: Some(|spec, value| {
            set(spec, TopicChange::SegmentBytes(value.whole().unwrap_or(1 << 30)))
        }),
    },
    fixed("segment.ms", words::SEGMENT_MS, |spec| ms(spec.segment_ms)),
    fixed("min.cleanable.dirty.ratio", words::DIRTY_RATIO, |spec| text(spec.dirty_ratio)),
    fixed("delete.retention.ms", words::TOMBSTONES, |spec| ms(spec.tombstone_ms)),
    fixed("log.retention.check.interval.ms", words::CHECK, |spec| ms(spec.check_ms)),
];
