//! Producers of a log: keys, batches, retries, idempotence, time-outs and
//! full buffers (K1, K2, K6–K8).

use queuescope::engine::{BlockReason, Cause, Fact, Frame, ProduceError, murmur2, partition_of};

use super::log_cluster::Cluster;

#[test]
fn k1_the_hash_is_the_java_client_s() {
    // As published with the tests of that client, there as signed numbers.
    let known = [
        ("21", -973_932_308),
        ("foobar", -790_332_482),
        ("a-little-bit-long-string", -985_981_536),
        ("a-little-bit-longer-string", -1_486_304_829),
        ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971),
        ("abc", 479_470_107),
    ];
    for (text, hash) in known {
        assert_eq!(murmur2(text.as_bytes()) as i32, hash, "{text}");
    }
}

#[test]
fn k1_a_key_stays_in_its_partition_until_their_number_changes() {
    let mut cluster = Cluster::new(|topic| topic.partitions = 3, |_| {});
    let home = partition_of("user-7", 3);
    for n in 0..6 {
        cluster.send_with("user-7", &format!("u{n}")).run(30);
    }
    assert_eq!(cluster.stored(home), "u0 u1 u2 u3 u4 u5");
    let moved = (0..100)
        .filter(|n| partition_of(&format!("user-{n}"), 3) != partition_of(&format!("user-{n}"), 4));
    assert!(moved.count() > 50, "one more partition and most keys have another home");
}

#[test]
fn k1_without_a_key_records_stick_to_a_partition_until_a_batch_is_full() {
    // Three records of 68 + 2 bytes fill a batch.
    let mut cluster = Cluster::new(
        |topic| topic.partitions = 2,
        |app| {
            app.linger_ms = 50.0;
            app.batch_bytes = 210;
        },
    );
    for n in 0..6 {
        cluster.send(&format!("r{n}"));
    }
    cluster.run(200);
    assert_eq!(cluster.stored(0), "r0 r1 r2", "not one to each in turn");
    assert_eq!(cluster.stored(1), "r3 r4 r5");
}

#[test]
fn k2_a_retry_reorders_without_idempotence() {
    let mut cluster = Cluster::new(|_| {}, |app| app.idempotent = false);
    first_refused_second_taken(&mut cluster);
    assert_eq!(cluster.stored(0), "b a");
}

#[test]
fn k2_with_idempotence_the_leader_keeps_the_order() {
    let mut cluster = Cluster::new(|_| {}, |_| {});
    first_refused_second_taken(&mut cluster);
    assert_eq!(cluster.stored(0), "a b");
    let refused = |fact: &Fact| {
        matches!(fact, Fact::BatchRefused { error: ProduceError::OutOfOrderSequence, .. })
    };
    assert!(cluster.count(refused) > 0, "b came first and was sent back");
}

/// The leader is away when `a` arrives, and back when `b` does.
fn first_refused_second_taken(cluster: &mut Cluster) {
    cluster.send("a").run(5);
    cluster.send("b").broker(0, false).run(7);
    cluster.broker(0, true).run(500);
    assert_eq!(cluster.heard().confirmed, 2);
}

#[test]
fn k6_a_lost_answer_is_no_duplicate() {
    let mut cluster = Cluster::new(|_| {}, |_| {});
    cluster.lose(Frame::Confirm).send("a").run(1_000);
    assert_eq!(cluster.stored(0), "a");
    assert_eq!(cluster.heard().retried, 1);
    assert_eq!(cluster.heard().confirmed, 1);
    assert_eq!(cluster.0.books().removed.of(Cause::Deduplicated), 1);
}

#[test]
fn k6_without_idempotence_it_is_one() {
    let mut cluster = Cluster::new(|_| {}, |app| app.idempotent = false);
    cluster.lose(Frame::Confirm).send("a").run(1_000);
    assert_eq!(cluster.stored(0), "a a");
}

#[test]
fn k6_what_the_application_sends_again_is_another_record() {
    let mut cluster = Cluster::new(|_| {}, |_| {});
    cluster.send("a").run(100);
    cluster.send("a").run(100);
    assert_eq!(cluster.stored(0), "a a", "the leader compares numbers, not contents");
}

#[test]
fn k6_only_five_batches_are_remembered_and_no_more_are_in_flight() {
    let mut cluster = Cluster::new(|_| {}, |_| {});
    for n in 0..8 {
        cluster.send(&format!("r{n}")).run(1);
    }
    let in_flight = cluster.0.producers()[0].sender().expect("sends to a log").unsent();
    assert_eq!(in_flight, (3, 5));
    cluster.run(500);
    assert_eq!(cluster.stored(0), "r0 r1 r2 r3 r4 r5 r6 r7");
}

#[test]
fn k7_a_time_out_says_nothing_about_what_was_written() {
    let mut cluster =
        Cluster::new(|topic| topic.replicas = 2, |app| app.delivery_timeout_ms = 500.0);
    // The follower fetches nothing, so the leader does not answer.
    cluster.stall(1, true).send("a").run(1_000);
    assert_eq!(cluster.heard().gave_up, 1);
    assert_eq!(cluster.heard().confirmed, 0);
    assert_eq!(cluster.stored(0), "a", "given up, and written all the same");
}

#[test]
fn k7_after_a_time_out_the_next_records_are_taken() {
    let mut cluster =
        Cluster::new(|topic| topic.replicas = 2, |app| app.delivery_timeout_ms = 500.0);
    cluster.stall(1, true).send("a").run(1_000);
    cluster.stall(1, false).send("b").run(1_000);
    assert_eq!(cluster.stored(0), "a b");
    assert_eq!(cluster.heard().confirmed, 1);
}

#[test]
fn k8_a_full_buffer_blocks_the_caller_and_then_throws() {
    let mut cluster = Cluster::new(
        |_| {},
        |app| {
            app.buffer_bytes = 140;
            app.linger_ms = 5_000.0;
            app.max_block_ms = 300.0;
            app.delivery_timeout_ms = 9_000.0;
        },
    );
    // Nobody leads: what is sent stays in the buffer.
    cluster.broker(0, false).send("a1").send("a2").send("a3").run(200);
    let blocked = cluster.0.producers()[0].blocked().expect("stands still");
    assert_eq!(blocked.1, BlockReason::Memory);
    cluster.run(200);
    assert!(cluster.0.producers()[0].blocked().is_none(), "the call has thrown");
    assert_eq!(cluster.heard().dropped, 1);
    cluster.broker(0, true).run(6_000);
    assert_eq!(cluster.stored(0), "a1 a2", "the third was never sent");
}

#[test]
fn k8_a_batch_waits_for_more_for_as_long_as_it_lingers() {
    let mut cluster = Cluster::new(|_| {}, |app| app.linger_ms = 5.0);
    cluster.send("a").run(3);
    cluster.send("b").run(10);
    let mut arrivals = Vec::new();
    for (_, at, fact) in cluster.0.facts().since(0) {
        if let Fact::Produced { .. } = fact {
            arrivals.push(at.0);
        }
    }
    assert_eq!(arrivals, [5_000, 5_000], "both in one batch");
}
