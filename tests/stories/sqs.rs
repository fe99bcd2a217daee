//! Queues whose deliveries are leased, and groups that keep order.

use queuescope::engine::{
    Command, Settle,
    profile::ProfileId,
    topology::{ConsumerSpec, DeadLetterSpec, QueueSpec, Service},
};

use crate::lab::{Lab, World};

const STANDARD: ProfileId = ProfileId::SqsStandard;
const FIFO: ProfileId = ProfileId::SqsFifo;
const SECOND_MS: u64 = 1_000;
const MINUTE_MS: u64 = 60 * SECOND_MS;
const DAY_MS: u64 = 24 * 60 * MINUTE_MS;

/// A queue `q` of this kind, and its dead-letter queue `dlq`.
fn queue(profile: ProfileId, change: impl FnOnce(&mut QueueSpec)) -> Lab {
    World::new()
        .of(profile)
        .queue("q", |q| {
            let routing_key = Some("dlq".to_owned());
            q.dead_letter = Some(DeadLetterSpec { routing_key, ..Default::default() });
            change(q);
        })
        .queue("dlq", |_| {})
        .open()
}

/// A queue `q` and a worker that takes 100 ms for a message.
fn worker(profile: ProfileId, change: impl FnOnce(&mut ConsumerSpec)) -> Lab {
    World::new()
        .of(profile)
        .queue("q", |_| {})
        .worker("w", "q", |w| {
            w.service = Service::Constant { ms: 100.0 };
            change(w);
        })
        .open()
}

#[test]
fn s1_a_message_that_is_not_deleted_reappears_30_s_after_its_receipt() {
    for profile in [STANDARD, FIFO] {
        let mut lab = queue(profile, |_| {});
        lab.publish("q", "m");
        lab.wait(10 * SECOND_MS);
        lab.get("ann", "q");
        lab.wait(30 * SECOND_MS - 2);
        assert_eq!(lab.ready("q"), "", "{profile:?}");
        lab.wait(2);
        assert_eq!(lab.ready("q"), "m*", "{profile:?}");
    }
}

#[test]
fn s1_a_change_of_visibility_counts_from_the_call() {
    let mut lab = queue(STANDARD, |_| {});
    lab.publish("q", "m");
    lab.get("ann", "q");
    lab.wait(20 * SECOND_MS);
    lab.extend("ann", "m", 60 * SECOND_MS);
    lab.wait(60 * SECOND_MS - 2);
    assert_eq!(lab.ready("q"), "");
    lab.wait(2);
    assert_eq!(lab.ready("q"), "m*");
}

#[test]
fn s1_it_may_be_shorter_and_nothing_gives_the_message_back() {
    let mut lab = queue(STANDARD, |_| {});
    lab.publish("q", "1 2");
    lab.get("ann", "q");
    lab.get("ann", "q");
    lab.extend("ann", "2", SECOND_MS);
    lab.extend("ann", "1", 0);
    assert_eq!(lab.ready("q"), "1*");
    lab.wait(SECOND_MS);
    assert_eq!(lab.ready("q"), "1* 2*");
}

#[test]
fn s1_twelve_hours_after_the_receipt_it_reappears_in_any_case() {
    let twelve_hours_ms = 720 * MINUTE_MS;
    let mut lab = queue(STANDARD, |_| {});
    lab.publish("q", "m");
    lab.get("ann", "q");
    lab.extend("ann", "m", twelve_hours_ms - MINUTE_MS);
    lab.wait(600 * MINUTE_MS);
    lab.extend("ann", "m", twelve_hours_ms);
    lab.wait(119 * MINUTE_MS);
    assert_eq!(lab.ready("q"), "");
    lab.wait(MINUTE_MS);
    assert_eq!(lab.ready("q"), "m*");
}

#[test]
fn s1_a_consumer_that_extends_keeps_a_message_as_long_as_it_works() {
    for (extend_ms, times) in [(0.0, "w 1 duplicated"), (100_000.0, "w 1 once")] {
        let mut lab = World::new()
            .of(STANDARD)
            .queue("q", |q| q.lease_ms = Some(200))
            .worker("w", "q", |w| {
                w.count = 2;
                w.service = Service::Constant { ms: 950.0 };
                w.poll_gap_ms = 10.0;
                w.extend_ms = extend_ms;
            })
            .open();
        lab.publish("q", "m");
        lab.wait(10 * SECOND_MS);
        assert_eq!(format!("w {}", lab.effects()), times);
    }
}

#[test]
fn s1_only_for_so_long_in_all() {
    let mut lab = worker(STANDARD, |w| {
        w.service = Service::Constant { ms: 200_000.0 };
        w.extend_ms = 60_000.0;
        w.poll_gap_ms = 10.0;
    });
    lab.publish("q", "m");
    lab.wait(60 * SECOND_MS);
    assert_eq!(lab.ready("q"), "");
    lab.wait(60 * SECOND_MS);
    assert_eq!(lab.ready("q"), "m*");
}

#[test]
fn s1_a_crash_does_not_end_it() {
    let mut lab = queue(STANDARD, |_| {});
    lab.publish("q", "m");
    lab.get("ann", "q");
    lab.crash("ann", None);
    lab.wait(29 * SECOND_MS);
    assert_eq!(lab.ready("q"), "");
    lab.wait(SECOND_MS);
    assert_eq!(lab.ready("q"), "m*");
}

#[test]
fn s2_visibility_is_not_a_lock() {
    let mut lab = queue(STANDARD, |_| {});
    lab.publish("q", "m");
    lab.get_and_forget("ann", "q", 30 * SECOND_MS);
    lab.get("bob", "q");
    lab.process("bob", "m");
    lab.process("ann", "m");
    assert_eq!(lab.effects(), "1 duplicated");
}

#[test]
fn s3_a_delete_with_an_old_receipt_succeeds_and_deletes_nothing() {
    let mut lab = queue(STANDARD, |_| {});
    lab.publish("q", "m");
    lab.get_and_forget("ann", "q", 30 * SECOND_MS);
    lab.get("bob", "q");
    lab.ack("ann", "m");
    assert_eq!((lab.closed_with(406), lab.stale()), (0, 1));
    lab.wait(30 * SECOND_MS);
    assert_eq!(lab.ready("q"), "m*");
}

#[test]
fn s3_a_late_delete_counts_until_the_next_receipt_unless_order_is_kept() {
    for (profile, left, stale) in [(STANDARD, "", 0), (FIFO, "m*", 1)] {
        let mut lab = queue(profile, |_| {});
        lab.publish("q", "m");
        lab.get_and_forget("ann", "q", 30 * SECOND_MS);
        lab.ack("ann", "m");
        assert_eq!((lab.ready("q").as_str(), lab.stale()), (left, stale), "{profile:?}");
    }
}

#[test]
fn s3_a_second_delete_is_harmless() {
    let mut lab = queue(STANDARD, |_| {});
    lab.publish("q", "1 2");
    lab.get("ann", "q");
    lab.get("ann", "q");
    let first = lab.tag("ann", "1");
    lab.ack("ann", "1");
    lab.settle_tag("ann", first, Settle::Ack, false);
    assert_eq!((lab.closed_with(406), lab.stale()), (0, 1));
    assert_eq!(lab.unacked("q"), 1);
}

#[test]
fn s4_moves_after_n_receives() {
    for profile in [STANDARD, FIFO] {
        let mut lab = queue(profile, |q| q.delivery_limit = Some(3));
        lab.publish("q", "m");
        for _ in 0..3 {
            lab.get_and_forget("ann", "q", 30 * SECOND_MS);
            assert_eq!(lab.ready("q"), "m*", "{profile:?}");
        }
        lab.get("ann", "q");
        assert_eq!(lab.sent_to("ann"), "m m* m*", "{profile:?}");
        assert_eq!(lab.deaths("dlq"), "q delivery_limit 1", "{profile:?}");
    }
}

#[test]
fn s4_ten_receives_by_default_and_no_end_without_a_dead_letter_queue() {
    for (is_limited, receives) in [(true, 10), (false, 15)] {
        let mut lab = queue(STANDARD, |q| {
            q.dead_letter = q.dead_letter.take().filter(|_| is_limited);
        });
        lab.publish("q", "m");
        for _ in 0..15 {
            lab.get_and_forget("ann", "q", 30 * SECOND_MS);
        }
        assert_eq!(lab.sent_to("ann").split(' ').count(), receives);
    }
}

#[test]
fn s4_a_crash_and_a_look_at_it_count() {
    let mut lab = queue(STANDARD, |q| q.delivery_limit = Some(2));
    lab.publish("q", "m");
    lab.get("ann", "q");
    lab.crash("ann", None);
    lab.wait(30 * SECOND_MS);
    lab.get("bob", "q");
    lab.extend("bob", "m", 0);
    lab.get("bob", "q");
    assert_eq!((lab.ready("q").as_str(), lab.ready("dlq").as_str()), ("", "m"));
}

#[test]
fn s4_there_is_no_other_way_to_give_a_message_up() {
    let mut lab = queue(STANDARD, |q| q.delivery_limit = Some(2));
    lab.publish("q", "m");
    for _ in 0..2 {
        lab.get("ann", "q");
        let tag = lab.sent_to("ann").split(' ').count() as u64;
        lab.settle_tag("ann", tag, Settle::Reject, false);
        lab.wait(29 * SECOND_MS);
        assert_eq!((lab.unacked("q"), lab.ready("dlq")), (1, String::new()));
        lab.wait(SECOND_MS);
    }
    lab.get("ann", "q");
    assert_eq!(lab.deaths("dlq"), "q delivery_limit 1");
}

/// A message moves when it is a minute old, to a queue that keeps messages
/// for three; how long it is kept then, in whole minutes.
fn kept_after_the_move(profile: ProfileId) -> u64 {
    let mut lab = World::new()
        .of(profile)
        .queue("q", |q| {
            let routing_key = Some("dlq".to_owned());
            q.dead_letter = Some(DeadLetterSpec { routing_key, ..Default::default() });
            q.delivery_limit = Some(1);
            q.lease_ms = Some(MINUTE_MS);
        })
        .queue("dlq", |q| q.message_ttl_ms = Some(3 * MINUTE_MS))
        .open();
    lab.publish("q", "m");
    lab.get_and_forget("ann", "q", MINUTE_MS);
    lab.get("ann", "q");
    assert_eq!(lab.ready("dlq"), "m");
    (1..10)
        .find(|_| {
            lab.wait(MINUTE_MS);
            lab.ready("dlq").is_empty()
        })
        .expect("not kept for ever")
}

#[test]
fn s5_a_move_keeps_the_age_in_a_standard_queue_and_resets_it_in_a_fifo_queue() {
    assert_eq!(kept_after_the_move(STANDARD), 2);
    assert_eq!(kept_after_the_move(FIFO), 3);
}

/// 1 to 3 are in the dead-letter queue.
fn three_dead(profile: ProfileId) -> Lab {
    let mut lab = queue(profile, |q| {
        q.delivery_limit = Some(1);
        q.lease_ms = Some(SECOND_MS);
    });
    lab.publish("q", "1 2 3");
    for _ in 0..3 {
        lab.get("ann", "q");
    }
    lab.wait(SECOND_MS);
    lab.get("ann", "q");
    assert_eq!(lab.ready("dlq"), "1 2 3", "{profile:?}");
    lab
}

#[test]
fn s6_a_redrive_goes_to_the_source_oldest_first_among_live_traffic() {
    for profile in [STANDARD, FIFO] {
        let mut lab = three_dead(profile);
        lab.redrive("dlq", None, 10.0);
        assert_eq!((lab.ready("q").as_str(), lab.ready("dlq").as_str()), ("1", "2 3"));
        lab.publish("q", "live");
        lab.wait(SECOND_MS);
        assert_eq!((lab.ready("q").as_str(), lab.ready("dlq").as_str()), ("1 live 2 3", ""));
        lab.get("ann", "q");
        assert_eq!(lab.held("ann").split(' ').next_back(), Some("1"), "{profile:?}");
    }
}

#[test]
fn s6_it_takes_its_time() {
    let mut lab = three_dead(STANDARD);
    lab.redrive("dlq", None, 0.5);
    assert_eq!(lab.ready("q"), "1");
    lab.wait(2 * SECOND_MS - 3);
    assert_eq!(lab.ready("q"), "1");
    lab.wait(3);
    assert_eq!(lab.ready("q"), "1 2");
    let too_fast =
        Command::Redrive { queue: "dlq".to_owned(), to: None, per_s: 501.0, corrected: false };
    assert!(lab.try_ask(too_fast).is_err());
}

#[test]
fn s6_it_may_go_elsewhere() {
    let mut lab = World::new().of(STANDARD).queue("dlq", |_| {}).queue("other", |_| {}).open();
    lab.publish("dlq", "1 2");
    lab.redrive("dlq", Some("other"), 500.0);
    lab.wait(10);
    assert_eq!((lab.ready("dlq").as_str(), lab.ready("other").as_str()), ("", "1 2"));
}

#[test]
fn s6_what_was_moved_begins_anew() {
    let mut lab = three_dead(STANDARD);
    lab.wait(3 * DAY_MS);
    lab.redrive("dlq", None, 500.0);
    lab.wait(2 * DAY_MS);
    assert_eq!(lab.ready("q"), "1 2 3");
    assert_eq!(lab.deaths("q"), "");
}
