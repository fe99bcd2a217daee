//! Random small logs and what is asked of them, for any seed.
//!
//! Topics are `t0` and `t1`, groups `g0` and `g1`, producers `p0` …, members
//! `c0` … Spans are short, so that sessions, polls, transactions and
//! retention end while somebody watches.

use proptest::{option, prelude::*};
use queuescope::engine::{
    Command, Frame, GroupChange, Outgoing, SeekTo, SendChange, TopicChange,
    profile::ProfileId,
    topology::{
        Acks, Assignor, Cleanup, CommitMode, ConsumerSpec, GroupSpec, Isolation, LogProducerSpec,
        OffsetReset, ProducerSpec, TopicSpec, Topology,
    },
};

use super::worlds::{
    World, ack, arrivals, crash_plan, crash_point, on_poison, seldom, service, several,
};

/// Any small log.
pub fn log_world() -> impl Strategy<Value = World> {
    let topology = (
        several(topic(), 2..=2),
        several(group(), 2..=2),
        several(producer(), 1..=2),
        several(member(), 1..=4),
        0.0..2.0,
    );
    let script = several((0..12_000_u64, command()), 0..=23);
    (topology, any::<u64>(), script).prop_map(|(parts, seed, script)| {
        let (mut topics, mut groups, mut producers, mut consumers, hop_ms) = parts;
        let named = |kind: char| (0..).map(move |n| format!("{kind}{n}"));
        topics.iter_mut().zip(named('t')).for_each(|(spec, name)| spec.name = name);
        groups.iter_mut().zip(named('g')).for_each(|(spec, name)| spec.name = name);
        producers.iter_mut().zip(named('p')).for_each(|(spec, name)| spec.name = name);
        consumers.iter_mut().zip(named('c')).for_each(|(spec, name)| spec.name = name);
        let topology = Topology {
            profile: ProfileId::Kafka,
            topics,
            groups,
            producers,
            consumers,
            hop_ms,
            ..Topology::default()
        };
        World { topology, seed, script }
    })
}

fn topic() -> impl Strategy<Value = TopicSpec> {
    let shape = (1..=3_u16, 1..=3_u8, 1..=2_u8, any::<bool>());
    let keeps = (option::of(1..40_u64), seldom(200..2_000_u64), 100..900_u64, 1..30_u64, 1..20_u64);
    let cleanup = prop_oneof![3 => Just(Cleanup::Delete), 1 => Just(Cleanup::Compact)];
    (shape, keeps, cleanup).prop_map(|(shape, keeps, cleanup)| TopicSpec {
        partitions: shape.0,
        replicas: shape.1,
        min_insync: shape.2,
        unclean_election: shape.3,
        cleanup,
        retention_ms: keeps.0,
        retention_bytes: keeps.1,
        segment_bytes: keeps.2,
        segment_ms: keeps.3,
        tombstone_ms: 5,
        check_ms: keeps.4,
        ..TopicSpec::default()
    })
}

fn group() -> impl Strategy<Value = GroupSpec> {
    let reads = prop_oneof![
        Just(vec!["t0".to_owned()]),
        Just(vec!["t1".to_owned()]),
        Just(vec!["t0".to_owned(), "t1".to_owned()]),
    ];
    let assignor = prop_oneof![
        Just(Assignor::Range),
        Just(Assignor::RoundRobin),
        Just(Assignor::Sticky),
        Just(Assignor::CooperativeSticky),
    ];
    let reset = prop_oneof![
        3 => Just(OffsetReset::Earliest),
        2 => Just(OffsetReset::Latest),
        1 => Just(OffsetReset::None),
    ];
    let commit =
        prop_oneof![Just(CommitMode::Auto), Just(CommitMode::Batch), Just(CommitMode::Each)];
    let isolation = prop_oneof![Just(Isolation::ReadUncommitted), Just(Isolation::ReadCommitted)];
    let how = (assignor, reset, commit, isolation, any::<bool>(), any::<bool>());
    let spans = (1.0..10.0, 1..5_u32, 5.0..40.0, 3.0..20.0, 0.5..3.0, 0.0..3.0);
    let share = (prop::bool::weighted(0.2), 2.0..10.0, 2..5_u32, 1..6_u32);
    (reads, how, spans, share).prop_map(|(topics, how, spans, share)| GroupSpec {
        topics,
        assignor: how.0,
        offset_reset: how.1,
        commit: how.2,
        isolation: how.3,
        is_static: how.4,
        transactional: how.5,
        auto_commit_ms: spans.0,
        max_poll_records: spans.1,
        max_poll_interval_ms: spans.2,
        session_timeout_ms: spans.3,
        heartbeat_ms: spans.4,
        initial_delay_ms: spans.5,
        offsets_retention_ms: 30,
        share: share.0,
        lock_ms: share.1,
        delivery_limit: share.2,
        max_locks: share.3,
        ..GroupSpec::default()
    })
}

fn producer() -> impl Strategy<Value = ProducerSpec> {
    let acks = prop_oneof![Just(Acks::None), Just(Acks::Leader), Just(Acks::All)];
    let sends = (arrivals(), 1..16_u64, 0.0..0.3, 0..3_u32, 0.0..4.0);
    let batches = (acks, any::<bool>(), 0.0..3.0, 70..400_u32, 1..6_u8);
    let limits = (100..2_000_u64, 1.0..10.0, 2.0..10.0, 5.0..40.0, 0.1..2.0);
    let transaction = (seldom(0..2_u32), 0.0..8.0, 2.0..20.0);
    (0..2_u32, sends, batches, limits, transaction).prop_map(
        |(topic, sends, batches, limits, transaction)| {
            let log = LogProducerSpec {
                topic: format!("t{topic}"),
                acks: batches.0,
                idempotent: batches.1,
                linger_ms: batches.2,
                batch_bytes: batches.3,
                in_flight: batches.4,
                buffer_bytes: limits.0,
                max_block_ms: limits.1,
                request_timeout_ms: limits.2,
                delivery_timeout_ms: limits.3,
                retry_backoff_ms: limits.4,
                transactional_id: transaction.0.map(|n| format!("id{n}")),
                commit_every_ms: transaction.1,
                transaction_timeout_ms: transaction.2,
            };
            ProducerSpec {
                arrivals: sends.0,
                limit: Some(sends.1),
                poison_share: sends.2,
                groups: ["a", "b"].into_iter().take(sends.3 as usize).map(str::to_owned).collect(),
                latency_ms: sends.4,
                log: Some(log),
                ..ProducerSpec::named("", "")
            }
        },
    )
}

fn member() -> impl Strategy<Value = ConsumerSpec> {
    let belongs = (0..2_u32, seldom(0..2_u32), prop::bool::weighted(0.2));
    let works = (ack(), service(), 0.0..2.0, any::<bool>(), on_poison());
    let dies = (seldom(crash_plan()), option::of(0.0..15.0), 0.0..4.0);
    (belongs, works, dies).prop_map(|(belongs, works, dies)| ConsumerSpec {
        queue: None,
        group: Some(format!("g{}", belongs.0)),
        produces: belongs.1.map(|n| format!("t{n}")),
        late: belongs.2,
        ack: works.0,
        service: works.1,
        gap_ms: works.2,
        idempotent: works.3,
        on_poison: works.4,
        crash: dies.0,
        restart_ms: dies.1,
        latency_ms: dies.2,
        ..ConsumerSpec::named("", "")
    })
}

/// Anything that can be asked of a log.
fn command() -> impl Strategy<Value = Command> {
    let client = prop_oneof![
        (0..2_u32).prop_map(|n| format!("p{n}")),
        (0..4_u32).prop_map(|n| format!("c{n}")),
    ];
    let frame = prop_oneof![
        Just(Frame::Publish),
        Just(Frame::Confirm),
        Just(Frame::Delivery),
        Just(Frame::Ack),
    ];
    let consumer = (0..4_u32).prop_map(|n| format!("c{n}"));
    let seeker = prop_oneof![consumer.clone(), (0..2_u32).prop_map(|n| format!("g{n}"))];
    prop_oneof![
        4 => publish(),
        3 => (client.clone(), frame)
            .prop_map(|(client, frame)| Command::LoseNext { client, frame }),
        2 => (0..3_u8, any::<bool>()).prop_map(|(broker, up)| Command::SetBroker { broker, up }),
        1 => (0..3_u8, any::<bool>())
            .prop_map(|(broker, stalled)| Command::StallBroker { broker, stalled }),
        2 => (client, any::<bool>())
            .prop_map(|(client, commit)| Command::EndTransaction { client, commit }),
        3 => (consumer.clone(), option::of(crash_point()))
            .prop_map(|(consumer, at)| Command::Crash { consumer, at }),
        3 => consumer.clone().prop_map(|consumer| Command::Revive { consumer }),
        1 => (consumer.clone(), ack()).prop_map(|(consumer, ack)| Command::SetAck { consumer, ack }),
        1 => (consumer.clone(), service())
            .prop_map(|(consumer, service)| Command::SetService { consumer, service }),
        1 => consumer.clone().prop_map(|consumer| Command::Cancel { consumer }),
        2 => (seeker, seek_to()).prop_map(|(client, to)| Command::Seek { client, to }),
        2 => change(),
        1 => Just(Command::RestartBroker {}),
        1 => Just(Command::KillBroker {}),
    ]
}

/// Another value for any setting of a topic, a group or a producer.
fn change() -> impl Strategy<Value = Command> {
    let commit =
        prop_oneof![Just(CommitMode::Auto), Just(CommitMode::Batch), Just(CommitMode::Each)];
    let acks = prop_oneof![Just(Acks::None), Just(Acks::Leader), Just(Acks::All)];
    let topic = prop_oneof![
        option::of(1..40_u64).prop_map(TopicChange::RetentionMs),
        option::of(200..2_000_u64).prop_map(TopicChange::RetentionBytes),
        (100..900_u64).prop_map(TopicChange::SegmentBytes),
        (1..=3_u8).prop_map(TopicChange::MinInsync),
        any::<bool>().prop_map(TopicChange::UncleanElection),
    ];
    let group = prop_oneof![
        (1..5_u32).prop_map(GroupChange::MaxPollRecords),
        commit.prop_map(GroupChange::Commit),
        (1.0..10.0).prop_map(GroupChange::AutoCommitMs),
        Just(GroupChange::OffsetReset(OffsetReset::Earliest)),
        Just(GroupChange::OffsetReset(OffsetReset::Latest)),
        (2.0..10.0).prop_map(GroupChange::LockMs),
    ];
    let sending = prop_oneof![
        acks.prop_map(SendChange::Acks),
        any::<bool>().prop_map(SendChange::Idempotent),
        (0.0..3.0).prop_map(SendChange::LingerMs),
        (70..400_u32).prop_map(SendChange::BatchBytes),
    ];
    let named = |kind: char| (0..2_u32).prop_map(move |n| format!("{kind}{n}"));
    prop_oneof![
        (named('t'), topic).prop_map(|(topic, change)| Command::SetTopic { topic, change }),
        (named('g'), group).prop_map(|(group, change)| Command::SetGroup { group, change }),
        (named('p'), sending)
            .prop_map(|(producer, change)| Command::SetSending { producer, change }),
    ]
}

fn seek_to() -> impl Strategy<Value = SeekTo> {
    prop_oneof![
        Just(SeekTo::Beginning),
        Just(SeekTo::End),
        (0..20_u64).prop_map(SeekTo::Offset),
        (0..100_u64).prop_map(SeekTo::TimeMs),
    ]
}

fn publish() -> impl Strategy<Value = Command> {
    (0..2_u32, 0..3_u32, any::<bool>()).prop_map(|(producer, key, poison)| Command::Publish {
        producer: format!("p{producer}"),
        message: Outgoing {
            group: ["", "a", "b"][key as usize].to_owned(),
            body: ["", "body"][key as usize % 2].to_owned(),
            poison,
            ..Outgoing::default()
        },
    })
}
