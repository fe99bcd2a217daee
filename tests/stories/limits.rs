//! Queues that hold only so much.

use queuescope::engine::{
    Command,
    topology::{ExchangeKind, Overflow},
};

use crate::lab::{World, through, to};

/// A queue `q` for two ready messages.
fn two() -> World {
    World::new().queue("q", |q| q.max_length = Some(2))
}

#[test]
fn r9_a_full_queue_drops_its_head_and_confirms_the_new_one() {
    let mut lab = two().open();
    lab.publish("q", "1 2");
    assert_eq!(lab.send(to("q", "3")), "confirmed");
    assert_eq!(lab.ready("q"), "2 3");
    assert_eq!(lab.removed(), "1 over-length");
    assert_eq!(lab.effects(), "2 pending, 1 lost (over-length)");
}

#[test]
fn r9_reject_publish_refuses_the_new_one() {
    let mut lab = World::new()
        .queue("q", |q| {
            q.max_length = Some(2);
            q.overflow = Overflow::RejectPublish;
        })
        .open();
    lab.publish("q", "1 2");
    assert_eq!(lab.send(to("q", "3")), "nacked, gave up");
    assert_eq!(lab.ready("q"), "1 2");
    assert_eq!(lab.effects(), "2 pending, 1 lost (refused)");
}

#[test]
fn r9_one_refusal_among_several_queues_is_a_nack_though_others_stored_it() {
    let mut lab = World::new()
        .queue("tight", |q| {
            q.max_length = Some(0);
            q.overflow = Overflow::RejectPublish;
        })
        .queue("wide", |_| {})
        .exchange("x", ExchangeKind::Fanout, |_| {})
        .bind("x", "tight", "")
        .bind("x", "wide", "")
        .open();
    assert_eq!(lab.send(through("x", "", "m")), "nacked, gave up");
    assert_eq!(lab.ready("wide"), "m");
    assert_eq!(lab.ready("tight"), "");
}

#[test]
fn r10_only_ready_messages_count() {
    let mut lab = two().open();
    lab.consume("ann", "q", 3);
    lab.publish("q", "1 2 3 4 5");
    assert_eq!(lab.held("ann"), "1 2 3");
    assert_eq!(lab.ready("q"), "4 5");
    assert_eq!(lab.removed(), "");
}

#[test]
fn r10_bytes_are_those_of_the_bodies() {
    let mut lab = World::new().queue("q", |q| q.max_length_bytes = Some(7)).open();
    lab.publish("q", "four more");
    assert_eq!(lab.ready("q"), "more");
    lab.publish("q", "abc");
    assert_eq!(lab.ready("q"), "more abc");
}

#[test]
fn r11_a_requeued_head_can_be_dropped() {
    let mut lab = two().open();
    lab.consume("ann", "q", 1);
    lab.publish("q", "1 2 3");
    assert_eq!(lab.ready("q"), "2 3");
    lab.cancel("ann");
    lab.requeue("ann", "1");
    assert_eq!(lab.ready("q"), "2 3");
    assert_eq!(lab.removed(), "1 over-length");
}

#[test]
fn r11_so_can_what_a_restart_brings_back() {
    let mut lab = two().open();
    lab.consume("ann", "q", 2);
    lab.publish("q", "1 2 3 4");
    lab.ask(Command::RestartBroker {});
    assert_eq!(lab.ready("q"), "3 4");
}

#[test]
fn a_queue_that_refuses_takes_back_what_it_gave_out() {
    let mut lab = World::new()
        .queue("q", |q| {
            q.max_length = Some(2);
            q.overflow = Overflow::RejectPublish;
        })
        .open();
    lab.consume("ann", "q", 1);
    lab.publish("q", "1 2 3");
    lab.cancel("ann");
    lab.requeue("ann", "1");
    assert_eq!(lab.ready("q"), "1* 2 3");
}

#[test]
fn a_lower_limit_applies_at_once() {
    let mut lab = World::new().queue("q", |_| {}).open();
    lab.publish("q", "1 2 3");
    lab.ask(Command::SetLimit {
        queue: "q".to_owned(),
        max_length: Some(1),
        overflow: Overflow::DropHead,
    });
    assert_eq!(lab.ready("q"), "3");
}

#[test]
fn r34_the_highest_level_is_served_first_and_dropped_first() {
    let mut lab = World::new()
        .queue("q", |q| {
            q.max_priority = Some(5);
            q.max_length = Some(4);
        })
        .open();
    for (body, priority) in [("low", None), ("nine", Some(9)), ("five", Some(5)), ("two", Some(2))]
    {
        let mut message = to("q", body);
        message.priority = priority;
        lab.send(message);
    }
    assert_eq!(lab.ready("q"), "nine five two low");
    lab.publish("q", "new");
    assert_eq!(lab.ready("q"), "five two low new");
}

#[test]
fn r34_what_is_prefetched_is_not_overtaken() {
    let mut lab = World::new().queue("q", |q| q.max_priority = Some(5)).open();
    lab.consume("ann", "q", 2);
    lab.publish("q", "1 2 3");
    let mut urgent = to("q", "urgent");
    urgent.priority = Some(5);
    lab.send(urgent);
    assert_eq!(lab.held("ann"), "1 2");
    lab.ack("ann", "1");
    assert_eq!(lab.held("ann"), "2 urgent");
}

#[test]
fn r34_without_levels_priority_is_ignored() {
    let mut lab = World::new().queue("q", |_| {}).open();
    lab.publish("q", "1");
    let mut urgent = to("q", "urgent");
    urgent.priority = Some(5);
    lab.send(urgent);
    assert_eq!(lab.ready("q"), "1 urgent");
}
