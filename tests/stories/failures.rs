//! Consumers that die, messages that kill, and frames that never arrive.

use queuescope::engine::{
    Command, Fact, Frame,
    topology::{AckMode, ConsumerSpec, CrashPlan, CrashPoint, OnPoison},
};

use crate::lab::{Lab, one_queue, to};

/// A queue and one worker that is up again 50 ms after a crash.
fn worker(change: impl FnOnce(&mut ConsumerSpec)) -> Lab {
    one_queue()
        .worker("w", "q", |w| {
            w.restart_ms = Some(50.0);
            change(w);
        })
        .open()
}

/// One message, and a worker that dies at an instant of its cycle.
fn dies(ack: AckMode, at: CrashPoint) -> Lab {
    let mut lab = worker(|w| w.ack = ack);
    lab.crash("w", Some(at));
    lab.publish("q", "m");
    lab.wait(500);
    assert_eq!(lab.count(|fact| matches!(fact, Fact::Crashed { .. })), 1);
    lab
}

#[test]
fn r15_dying_before_the_work_requeues_and_the_effect_happens_once() {
    let lab = dies(AckMode::Last, CrashPoint::BeforeBoth);
    assert_eq!(lab.sent_to("w"), "m m*");
    assert_eq!(lab.effects(), "1 once");
}

#[test]
fn r15_dying_between_effect_and_ack_duplicates() {
    let lab = dies(AckMode::Last, CrashPoint::Between);
    assert_eq!(lab.sent_to("w"), "m m*");
    assert_eq!(lab.effects(), "1 duplicated");
}

#[test]
fn r15_an_ack_lost_in_flight_duplicates() {
    let mut lab = worker(|_| {});
    lab.lose_next("w", Frame::Ack);
    lab.publish("q", "m");
    lab.wait(500);
    assert_eq!(lab.sent_to("w"), "m m*");
    assert_eq!(lab.effects(), "1 duplicated");
}

#[test]
fn r15_dying_after_the_ack_changes_nothing() {
    let lab = dies(AckMode::Last, CrashPoint::AfterBoth);
    assert_eq!(lab.sent_to("w"), "m");
    assert_eq!(lab.effects(), "1 once");
}

#[test]
fn r15_acking_first_and_dying_before_the_work_loses() {
    let lab = dies(AckMode::First, CrashPoint::Between);
    assert_eq!(lab.sent_to("w"), "m");
    assert_eq!(lab.effects(), "1 lost (consumer-crashed)");
}

#[test]
fn r15_acking_first_and_dying_before_the_ack_redelivers() {
    let lab = dies(AckMode::First, CrashPoint::BeforeBoth);
    assert_eq!(lab.sent_to("w"), "m m*");
    assert_eq!(lab.effects(), "1 once");
}

#[test]
fn r15_a_marker_with_the_effect_makes_the_second_time_harmless() {
    let mut lab = worker(|w| w.idempotent = true);
    lab.crash("w", Some(CrashPoint::Between));
    lab.publish("q", "m");
    lab.wait(500);
    assert_eq!(lab.sent_to("w"), "m m*");
    assert_eq!(lab.effects(), "1 once");
}

#[test]
fn a_delivery_lost_in_flight_comes_again() {
    let mut lab = worker(|_| {});
    lab.lose_next("w", Frame::Delivery);
    lab.publish("q", "m");
    lab.wait(500);
    assert_eq!(lab.sent_to("w"), "m m*");
    assert_eq!(lab.effects(), "1 once");
}

#[test]
fn a_delivery_lost_in_flight_is_lost_when_the_broker_settles_on_sending() {
    let mut lab = worker(|w| w.ack = AckMode::Automatic);
    lab.lose_next("w", Frame::Delivery);
    lab.publish("q", "m");
    lab.wait(500);
    assert_eq!(lab.effects(), "1 lost (link-lost)");
}

#[test]
fn a_frame_lost_on_an_old_connection_spares_the_new_one() {
    let mut lab = worker(|w| {
        w.latency_ms = 100.0;
        w.restart_ms = Some(20.0);
    });
    lab.lose_next("w", Frame::Ack);
    lab.crash("w", Some(CrashPoint::AfterBoth));
    lab.publish("q", "m");
    lab.wait(2_000);
    assert_eq!(lab.sent_to("w"), "m m*");
    assert_eq!(subscriptions(&lab), 2);
}

fn subscriptions(lab: &Lab) -> usize {
    lab.count(|fact| matches!(fact, Fact::Subscribed { .. }))
}

#[test]
fn two_frames_can_be_doomed_at_once() {
    let mut lab = worker(|_| {});
    lab.lose_next("w", Frame::Ack);
    lab.lose_next("w", Frame::Delivery);
    lab.publish("q", "m");
    lab.wait(500);
    assert_eq!(lab.sent_to("w"), "m m* m*");
    assert_eq!(lab.effects(), "1 duplicated");
}

fn poison(lab: &mut Lab, body: &str) {
    let mut message = to("q", body);
    message.poison = true;
    lab.send(message);
}

#[test]
fn r24_a_requeued_poison_message_loops_for_ever() {
    let mut lab = worker(|w| w.on_poison = OnPoison::Requeue);
    poison(&mut lab, "bad");
    lab.publish("q", "good");
    lab.wait(10_000);
    assert!(lab.sent_to("w").starts_with("bad bad* bad* bad*"));
    assert!(lab.sent_to("w").matches("bad*").count() > 500);
    assert_eq!(lab.effects(), "2 pending");
}

#[test]
fn a_rejected_poison_message_goes_and_the_rest_goes_on() {
    let mut lab = worker(|w| w.on_poison = OnPoison::Reject);
    poison(&mut lab, "bad");
    lab.publish("q", "good");
    lab.wait(500);
    assert_eq!(lab.sent_to("w"), "bad good");
    assert_eq!(lab.effects(), "1 once, 1 lost (rejected)");
}

#[test]
fn a_poison_message_that_kills_comes_back_and_kills_again() {
    let mut lab = worker(|w| w.on_poison = OnPoison::Crash);
    poison(&mut lab, "bad");
    lab.publish("q", "good");
    lab.wait(1_000);
    let crashes = lab.count(|fact| {
        let at = Some(CrashPoint::BeforeBoth);
        matches!(fact, Fact::Crashed { at: known, .. } if *known == at)
    });
    assert!(crashes > 10, "{crashes}");
    assert_eq!(lab.effects(), "2 pending");
}

#[test]
fn acked_first_a_poison_message_kills_only_once() {
    let mut lab = worker(|w| {
        w.on_poison = OnPoison::Crash;
        w.ack = AckMode::First;
    });
    poison(&mut lab, "bad");
    lab.publish("q", "good");
    lab.wait(1_000);
    assert_eq!(lab.sent_to("w"), "bad good good*");
    assert_eq!(lab.effects(), "1 once, 1 lost (consumer-crashed)");
}

#[test]
fn a_crash_called_off_does_not_come() {
    let mut lab = worker(|_| {});
    lab.crash("w", Some(CrashPoint::Between));
    lab.ask(Command::CallOffCrash { consumer: "w".to_owned() });
    lab.publish("q", "m");
    lab.wait(500);
    assert_eq!(lab.effects(), "1 once");
    assert_eq!(lab.count(|fact| matches!(fact, Fact::Crashed { .. })), 0);
}

#[test]
fn a_crash_plan_picks_the_nth_message() {
    let mut lab = worker(|w| {
        w.crash = Some(CrashPlan { at: CrashPoint::Between, probability: 0.0, nth: Some(2) });
    });
    lab.publish("q", "1 2 3");
    lab.wait(1_000);
    assert_eq!(lab.sent_to("w"), "1 2 2* 3");
    assert_eq!(lab.effects(), "2 once, 1 duplicated");
}

#[test]
fn revived_before_its_restart_a_consumer_subscribes_once() {
    let mut lab = worker(|w| w.prefetch = 1);
    lab.crash("w", None);
    lab.revive("w");
    lab.wait(500);
    assert_eq!(subscriptions(&lab), 2);
    lab.publish("q", "1 2 3");
    assert_eq!(lab.unacked("q"), 1);
}

#[test]
fn subscribed_by_hand_before_it_reconnects_a_consumer_subscribes_once() {
    let mut lab = worker(|w| w.latency_ms = 5.0);
    lab.lose_next("w", Frame::Delivery);
    lab.publish("q", "1");
    lab.wait(6);
    lab.consume("w", "q", 1);
    lab.wait(100);
    assert_eq!(subscriptions(&lab), 2);
}

#[test]
fn a_consumer_that_is_down_cannot_be_asked() {
    let mut lab = worker(|w| w.restart_ms = None);
    lab.crash("w", None);
    let crash = Command::Crash { consumer: "w".to_owned(), at: None };
    assert_eq!(
        lab.try_ask(crash).map_err(|refusal| refusal.to_string()),
        Err("w is down; revive it first.".to_owned())
    );
}

#[test]
fn a_delivery_to_a_dead_consumer_is_not_found_by_its_next_life() {
    let mut lab = worker(|w| {
        w.latency_ms = 100.0;
        w.restart_ms = Some(30.0);
    });
    lab.crash("w", None);
    lab.publish("q", "m");
    lab.wait(2_000);
    assert_eq!(lab.sent_to("w"), "m m*");
    assert_eq!(lab.effects(), "1 once");
}

#[test]
fn a_client_driven_by_hand_works_and_settles_as_it_is_told() {
    let mut lab = one_queue().open();
    lab.consume("ann", "q", 0);
    lab.publish("q", "1 2 3");
    lab.process("ann", "1");
    lab.ack("ann", "1");
    lab.process("ann", "2");
    lab.requeue("ann", "2");
    lab.ack("ann", "3");
    lab.process("ann", "2");
    assert_eq!(lab.held("ann"), "2*");
    assert_eq!(lab.effects(), "1 once, 1 duplicated, 1 lost (not-processed)");
}

#[test]
fn work_is_done_once_per_delivery() {
    let mut lab = one_queue().open();
    lab.consume("ann", "q", 0);
    lab.publish("q", "1");
    let tag = lab.tag("ann", "1");
    lab.process("ann", "1");
    let again = Command::Process { consumer: "ann".to_owned(), tag };
    assert!(lab.try_ask(again).is_err());
    assert_eq!(lab.effects(), "1 once");
}

#[test]
fn acking_first_what_cannot_be_acked_is_not_worked_on() {
    let mut lab = worker(|w| {
        w.ack = AckMode::First;
        w.gap_ms = 20.0;
    });
    lab.publish("q", "m");
    lab.ask(Command::RestartBroker {});
    lab.wait(500);
    assert_eq!(lab.sent_to("w"), "m m*");
    assert_eq!(lab.effects(), "1 once");
}
