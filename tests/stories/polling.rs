//! Consumers that ask, and what a queue answers.

use queuescope::engine::{
    Command, Refusal,
    profile::ProfileId,
    topology::{ConsumerSpec, QueueSpec, Service},
};

use crate::lab::{Lab, World};

const STANDARD: ProfileId = ProfileId::SqsStandard;
const FIFO: ProfileId = ProfileId::SqsFifo;
const SECOND_MS: u64 = 1_000;
const DAY_MS: u64 = 24 * 3_600 * SECOND_MS;

/// A queue `q` and a worker that asks for a message after the other.
fn worker(profile: ProfileId, change: impl FnOnce(&mut ConsumerSpec)) -> Lab {
    World::new()
        .of(profile)
        .queue("q", |_| {})
        .worker("w", "q", |w| {
            w.batch = 1;
            w.service = Service::Constant { ms: 1.0 };
            change(w);
        })
        .open()
}

fn queue(change: impl FnOnce(&mut QueueSpec)) -> Lab {
    World::new().of(STANDARD).queue("q", change).open()
}

#[test]
fn s9_nothing_is_sent_unasked() {
    let mut lab = queue(|_| {});
    let subscribe = Command::Subscribe {
        consumer: "ann".to_owned(),
        queue: "q".to_owned(),
        prefetch: 1,
        auto_ack: false,
        priority: 0,
    };
    assert_eq!(lab.try_ask(subscribe), Err(Refusal::Polled("q".to_owned())));
}

/// Whether any of 30 messages was still waiting after the queue was asked.
fn ever_left_out(profile: ProfileId) -> bool {
    let mut lab = worker(profile, |w| w.poll_gap_ms = 10.0);
    (0..30).any(|n| {
        lab.wait(100);
        lab.publish("q", &n.to_string());
        lab.wait(10);
        !lab.ready("q").is_empty()
    })
}

#[test]
fn s9_a_short_poll_may_find_a_queue_empty_that_is_not() {
    assert!(ever_left_out(STANDARD));
    assert!(!ever_left_out(FIFO));
}

#[test]
fn s9_a_long_poll_waits_for_a_message() {
    let mut lab = worker(STANDARD, |w| w.wait_ms = 20_000.0);
    lab.wait(15 * SECOND_MS);
    lab.publish("q", "m");
    assert_eq!((lab.sent_to("w").as_str(), lab.in_vain()), ("m", 0));
}

#[test]
fn s9_it_does_not_wait_for_ever() {
    let mut lab = worker(STANDARD, |w| w.wait_ms = 20_000.0);
    lab.wait(20 * SECOND_MS - 1);
    assert_eq!(lab.in_vain(), 0);
    lab.wait(2);
    assert_eq!(lab.in_vain(), 1);
    lab.wait(60 * SECOND_MS);
    assert_eq!(lab.in_vain(), 3);
    lab.publish("q", "m");
    assert_eq!(lab.sent_to("w"), "m");
}

#[test]
fn s9_one_answer_has_ten_messages_at_most() {
    for (batch, answer) in [(1, 1), (10, 10), (100, 10)] {
        let mut lab = worker(FIFO, |w| {
            w.batch = batch;
            w.service = Service::Constant { ms: 60_000.0 };
        });
        for n in 0..12 {
            lab.publish("q", &n.to_string());
        }
        lab.wait(SECOND_MS);
        assert_eq!(lab.unacked("q"), answer, "{batch}");
    }
}

#[test]
fn s9_a_delay_holds_new_messages_back() {
    let mut lab = queue(|q| q.delay_ms = Some(900_000));
    lab.publish("q", "m");
    assert_eq!((lab.ready("q").as_str(), lab.queue("q").held_len()), ("", 1));
    lab.wait(899 * SECOND_MS);
    assert_eq!(lab.ready("q"), "");
    lab.wait(SECOND_MS);
    assert_eq!(lab.ready("q"), "m");
    lab.get("ann", "q");
    lab.extend("ann", "m", 0);
    assert_eq!(lab.ready("q"), "m*");
}

#[test]
fn s9_messages_are_kept_for_four_days() {
    let mut lab = queue(|_| {});
    lab.publish("q", "m");
    lab.wait(4 * DAY_MS - SECOND_MS);
    assert_eq!(lab.ready("q"), "m");
    lab.wait(SECOND_MS);
    assert_eq!(lab.effects(), "1 lost (expired)");
}

#[test]
fn s9_or_for_as_long_as_the_queue_says() {
    let mut lab = queue(|q| q.message_ttl_ms = Some(60_000));
    lab.publish("q", "m");
    lab.wait(59 * SECOND_MS);
    assert_eq!(lab.ready("q"), "m");
    lab.wait(SECOND_MS);
    assert_eq!(lab.ready("q"), "");
}
