//! Groups of messages that keep order, and messages that are the same.

use queuescope::engine::{
    profile::ProfileId,
    topology::{ConsumerSpec, DeadLetterSpec, QueueSpec, Service},
};

use crate::{
    lab::{Lab, World, to},
    verbs::{grouped, same_as},
};

const STANDARD: ProfileId = ProfileId::SqsStandard;
const FIFO: ProfileId = ProfileId::SqsFifo;
const SECOND_MS: u64 = 1_000;
const MINUTE_MS: u64 = 60 * SECOND_MS;

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
fn s7_the_head_of_a_group_holds_it_up_and_other_groups_flow() {
    let mut lab = queue(FIFO, |_| {});
    lab.publish_grouped("q", "a1 a2 b1 b2");
    lab.get("ann", "q");
    lab.get("bob", "q");
    lab.get("bob", "q");
    assert_eq!((lab.held("ann").as_str(), lab.held("bob").as_str()), ("a1", "b1"));
    lab.ack("ann", "a1");
    lab.get("bob", "q");
    assert_eq!(lab.held("bob"), "b1 a2");
}

#[test]
fn s7_a_message_that_comes_back_is_before_the_rest_of_its_group() {
    let mut lab = queue(FIFO, |_| {});
    lab.publish_grouped("q", "a1 a2");
    lab.get_and_forget("ann", "q", 30 * SECOND_MS);
    lab.get("bob", "q");
    assert_eq!(lab.held("bob"), "a1*");
    assert_eq!(lab.ready("q"), "a2");
}

#[test]
fn s7_one_answer_may_bring_several_of_a_group() {
    let mut lab = worker(FIFO, |w| w.poll_gap_ms = 50.0);
    lab.publish_grouped("q", "a1 a2 b1 a3");
    lab.wait(100);
    assert_eq!((lab.unacked("q"), lab.ready("q")), (4, String::new()));
    lab.wait(SECOND_MS);
    assert_eq!(lab.effects(), "4 once");
}

#[test]
fn s7_a_dead_letter_breaks_the_order() {
    let mut lab = queue(FIFO, |q| q.delivery_limit = Some(1));
    lab.publish_grouped("q", "a1 a2");
    lab.get_and_forget("ann", "q", 30 * SECOND_MS);
    lab.get("bob", "q");
    assert_eq!((lab.held("bob").as_str(), lab.ready("dlq").as_str()), ("a2", "a1"));
}

#[test]
fn s8_the_same_within_five_minutes_is_accepted_and_not_stored() {
    let mut lab = queue(FIFO, |_| {});
    lab.send(same_as("q", "first", "x"));
    assert_eq!(lab.send(same_as("q", "again", "x")), "confirmed");
    assert_eq!(lab.ready("q"), "first");
    lab.get("ann", "q");
    lab.ack("ann", "first");
    lab.wait(4 * MINUTE_MS);
    assert_eq!(lab.send(same_as("q", "again", "x")), "confirmed");
    assert_eq!(lab.ready("q"), "");
    lab.wait(MINUTE_MS);
    lab.send(same_as("q", "later", "x"));
    assert_eq!(lab.ready("q"), "later");
}

#[test]
fn s8_in_all_groups_of_a_queue_and_in_no_other_queue() {
    let mut lab = queue(FIFO, |_| {});
    lab.send(grouped("q", "a"));
    for group in ["a", "b"] {
        let mut message = same_as("q", group, "x");
        message.group = group.to_owned();
        lab.send(message);
    }
    lab.send(same_as("dlq", "there", "x"));
    assert_eq!((lab.ready("q").as_str(), lab.ready("dlq").as_str()), ("a a", "there"));
}

#[test]
fn s8_by_content_only_the_body_counts() {
    for (content_dedup, ready) in [(false, "body body"), (true, "body")] {
        let mut lab = queue(FIFO, |q| q.content_dedup = content_dedup);
        for group in ["a", "b"] {
            let mut message = to("q", "body");
            message.group = group.to_owned();
            lab.send(message);
        }
        assert_eq!(lab.ready("q"), ready);
    }
}

#[test]
fn s8_a_standard_queue_does_not() {
    let mut lab = queue(STANDARD, |_| {});
    lab.send(same_as("q", "1", "x"));
    lab.send(same_as("q", "2", "x"));
    assert_eq!(lab.ready("q"), "1 2");
}
