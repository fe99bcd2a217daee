//! Confirms, retries, and publishes that never arrive.

use queuescope::engine::{
    Command, Fact, Frame,
    topology::{Confirms, ExchangeKind, Overflow},
};

use crate::lab::{Lab, PUBLISHER, World, one_queue, patient, through, to};

fn published(lab: &Lab) -> usize {
    lab.count(|fact| matches!(fact, Fact::Published { .. }))
}

#[test]
fn r7_a_resent_message_is_stored_twice_and_neither_is_marked() {
    let mut lab = one_queue().publisher(|p| p.confirms = Some(patient(3))).open();
    lab.lose_next(PUBLISHER, Frame::Confirm);
    lab.publish("q", "m");
    lab.wait(100);
    assert_eq!(lab.ready("q"), "m m");
    assert_eq!(lab.outcomes(), "");
    lab.consume("ann", "q", 0);
    assert_eq!(lab.held("ann"), "m m");
}

#[test]
fn a_lost_publish_is_sent_again_by_a_producer_with_confirms() {
    let mut lab = one_queue().publisher(|p| p.confirms = Some(patient(3))).open();
    lab.lose_next(PUBLISHER, Frame::Publish);
    assert_eq!(lab.send(to("q", "m")), "confirmed");
    assert_eq!(lab.ready("q"), "m");
    assert_eq!(published(&lab), 2);
}

#[test]
fn a_lost_publish_without_confirms_is_lost() {
    let mut lab = one_queue().publisher(|p| p.confirms = None).open();
    lab.lose_next(PUBLISHER, Frame::Publish);
    lab.publish("q", "m");
    lab.wait(10_000);
    assert_eq!(lab.effects(), "1 lost (link-lost)");
    lab.publish("q", "n");
    assert_eq!(lab.ready("q"), "n");
}

#[test]
fn everything_else_on_a_broken_connection_is_lost_with_it() {
    let mut lab = one_queue()
        .publisher(|p| {
            p.confirms = None;
            p.latency_ms = 50.0;
        })
        .open();
    lab.lose_next(PUBLISHER, Frame::Publish);
    lab.publish("q", "1 2 3");
    lab.wait(1_000);
    assert_eq!(lab.ready("q"), "");
    assert_eq!(lab.effects(), "3 lost (link-lost)");
}

#[test]
fn a_confirm_that_is_late_makes_a_duplicate() {
    let hurried = Confirms { timeout_ms: 30.0, retries: 1, pause_ms: 1.0 };
    let mut lab = one_queue()
        .publisher(|p| {
            p.confirms = Some(hurried);
            p.latency_ms = 20.0;
        })
        .open();
    lab.publish("q", "m");
    lab.wait(500);
    assert_eq!(lab.ready("q"), "m m");
}

#[test]
fn a_refused_message_is_tried_again_until_there_is_room() {
    let mut lab = World::new()
        .queue("q", |q| {
            q.max_length = Some(1);
            q.overflow = Overflow::RejectPublish;
        })
        .publisher(|p| p.confirms = Some(patient(100)))
        .open();
    lab.publish("q", "1 2");
    lab.wait(100);
    assert_eq!(lab.ready("q"), "1");
    lab.consume("ann", "q", 1);
    lab.wait(50);
    assert_eq!(lab.ready("q"), "2");
    assert!(lab.outcomes().ends_with("nacked, confirmed"));
}

#[test]
fn a_producer_gives_up_after_its_last_retry() {
    let mut lab = World::new()
        .queue("q", |q| {
            q.max_length = Some(0);
            q.overflow = Overflow::RejectPublish;
        })
        .publisher(|p| p.confirms = Some(patient(2)))
        .open();
    lab.publish("q", "m");
    lab.wait(500);
    assert_eq!(published(&lab), 3);
    assert_eq!(lab.count(|fact| matches!(fact, Fact::GaveUp { .. })), 1);
    assert_eq!(lab.effects(), "1 lost (refused)");
}

#[test]
fn confirms_switched_off_end_the_waiting() {
    let mut lab = one_queue()
        .publisher(|p| {
            p.confirms = Some(patient(9));
            p.latency_ms = 20.0;
        })
        .open();
    lab.lose_next(PUBLISHER, Frame::Publish);
    lab.publish("q", "m");
    lab.ask(Command::SetConfirms { producer: PUBLISHER.to_owned(), confirms: None });
    lab.wait(1_000);
    assert_eq!(published(&lab), 1);
    assert_eq!(lab.effects(), "1 lost (link-lost)");
}

#[test]
fn a_restart_with_publishes_under_way_loses_none_that_is_retried() {
    let mut lab = one_queue()
        .publisher(|p| {
            p.confirms = Some(patient(3));
            p.latency_ms = 10.0;
        })
        .open();
    lab.publish("q", "1 2 3 4 5 6 7 8 9");
    lab.ask(Command::RestartBroker {});
    lab.wait(500);
    let ready = lab.ready("q");
    for body in 1..=9 {
        assert!(ready.contains(&body.to_string()), "{body} in {ready}");
    }
}

#[test]
fn the_cause_of_a_loss_is_what_took_the_last_chance() {
    let mut lab = World::new()
        .queue("kept", |_| {})
        .queue("brief", |q| q.expires_ms = Some(50))
        .exchange("x", ExchangeKind::Fanout, |_| {})
        .bind("x", "kept", "")
        .bind("x", "brief", "")
        .publisher(|p| {
            p.confirms = Some(patient(3));
            p.latency_ms = 20.0;
        })
        .open();
    lab.lose_next(PUBLISHER, Frame::Publish);
    lab.send(through("x", "", "m"));
    lab.wait(500);
    assert_eq!(lab.ready("kept"), "m");
    assert_eq!(lab.effects(), "1 pending, 1 lost (unroutable)");
}
