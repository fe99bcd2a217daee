//! Turns, credit, order, and settling.

use queuescope::engine::{
    ChannelError, Command, Fact, Refusal, Settle,
    topology::{AckMode, CrashPoint},
};

use crate::lab::{World, one_queue};

#[test]
fn r12_every_new_consumer_has_its_own_credit() {
    let mut lab = one_queue().open();
    lab.consume("ann", "q", 2);
    lab.consume("ann", "q", 1);
    lab.publish("q", "1 2 3 4");
    assert_eq!(lab.unacked("q"), 3);
    assert_eq!(lab.ready("q"), "4");
}

#[test]
fn r12_a_prefetch_of_zero_is_unlimited() {
    let mut lab = one_queue().open();
    lab.publish("q", "1 2 3 4 5");
    lab.consume("ann", "q", 0);
    assert_eq!(lab.held("ann"), "1 2 3 4 5");
}

#[test]
fn r13_automatic_ack_ignores_the_prefetch_and_a_crash_loses_the_buffer() {
    let mut lab = one_queue().open();
    lab.subscribe("ann", "q", 1, true, 0);
    lab.publish("q", "1 2 3");
    assert_eq!(lab.held("ann"), "1 2 3");
    assert_eq!(lab.unacked("q"), 0);
    lab.crash("ann", None);
    assert_eq!(lab.ready("q"), "");
    assert_eq!(lab.effects(), "3 lost (consumer-crashed)");
}

#[test]
fn r13_what_is_on_its_way_to_a_dead_consumer_is_lost_too() {
    let mut lab = World::new()
        .queue("q", |_| {})
        .worker("w", "q", |w| {
            w.ack = AckMode::Automatic;
            w.latency_ms = 20.0;
            w.restart_ms = Some(5.0);
        })
        .open();
    lab.crash("w", None);
    lab.publish("q", "1");
    lab.wait(200);
    assert_eq!(lab.effects(), "1 lost (consumer-crashed)");
}

#[test]
fn r13_get_takes_no_credit() {
    let mut lab = one_queue().open();
    lab.publish("q", "1 2 3");
    lab.consume("ann", "q", 1);
    lab.get("ann", "q");
    assert_eq!(lab.held("ann"), "1 2");
    lab.get("ann", "q");
    lab.get("ann", "q");
    assert_eq!(lab.held("ann"), "1 2 3");
    assert_eq!(lab.count(|fact| matches!(fact, Fact::GotNothing { .. })), 1);
}

#[test]
fn r14_consumers_with_credit_take_turns() {
    let mut lab = one_queue().open();
    lab.consume("ann", "q", 2);
    lab.consume("bob", "q", 0);
    lab.publish("q", "1 2 3 4 5 6");
    assert_eq!(lab.held("ann"), "1 3");
    assert_eq!(lab.held("bob"), "2 4 5 6");
}

#[test]
fn r14_turns_do_not_look_at_the_load() {
    let mut lab = one_queue().open();
    lab.consume("ann", "q", 0);
    lab.consume("bob", "q", 0);
    for body in ["1", "2", "3", "4"] {
        lab.publish("q", body);
        if lab.held("bob").contains(body) {
            lab.ack("bob", body);
        }
    }
    assert_eq!(lab.held("ann"), "1 3");
}

#[test]
fn r14_lower_priority_waits_until_the_higher_is_blocked() {
    let mut lab = one_queue().open();
    lab.subscribe("ann", "q", 0, false, 0);
    lab.subscribe("bob", "q", 2, false, 7);
    lab.publish("q", "1 2 3 4");
    assert_eq!(lab.held("bob"), "1 2");
    assert_eq!(lab.held("ann"), "3 4");
    lab.ack("bob", "1");
    lab.publish("q", "5");
    assert_eq!(lab.held("bob"), "2 5");
}

#[test]
fn r16_a_closed_connection_returns_everything() {
    let mut lab = one_queue().open();
    lab.consume("ann", "q", 0);
    lab.publish("q", "1 2 3");
    lab.crash("ann", None);
    assert_eq!(lab.ready("q"), "1* 2* 3*");
    assert_eq!(lab.unacked("q"), 0);
}

#[test]
fn r16_cancel_returns_nothing() {
    let mut lab = one_queue().open();
    lab.consume("ann", "q", 2);
    lab.publish("q", "1 2 3");
    lab.cancel("ann");
    assert_eq!(lab.held("ann"), "1 2");
    assert_eq!(lab.ready("q"), "3");
    lab.ack("ann", "1");
    lab.requeue("ann", "2");
    assert_eq!(lab.ready("q"), "2* 3");
    assert_eq!(lab.unacked("q"), 0);
}

#[test]
fn r17_a_second_ack_closes_the_channel_and_returns_the_rest() {
    let mut lab = one_queue().open();
    lab.consume("ann", "q", 0);
    lab.publish("q", "1 2 3");
    let tag = lab.tag("ann", "1");
    lab.settle_tag("ann", tag, Settle::Ack, false);
    assert_eq!(closed(&lab), 0);
    lab.settle_tag("ann", tag, Settle::Ack, false);
    assert_eq!(closed(&lab), 1);
    assert_eq!(lab.ready("q"), "2* 3*");
    assert_eq!(lab.held("ann"), "");
}

#[test]
fn r17_so_does_an_unknown_tag() {
    let mut lab = one_queue().open();
    lab.consume("ann", "q", 0);
    lab.publish("q", "1");
    lab.settle_tag("ann", 99, Settle::Reject, true);
    assert_eq!(closed(&lab), 1);
    assert_eq!(lab.ready("q"), "1*");
}

#[test]
fn tag_0_with_multiple_stands_for_all_that_is_open() {
    let mut lab = one_queue().open();
    lab.consume("ann", "q", 0);
    lab.publish("q", "1 2 3");
    lab.settle_tag("ann", 0, Settle::Ack, true);
    assert_eq!((lab.unacked("q"), lab.held("ann").as_str()), (0, ""));
    lab.settle_tag("ann", 0, Settle::Ack, true);
    assert_eq!(closed(&lab), 0);
}

#[test]
fn a_client_driven_by_hand_has_no_cycle_to_die_in() {
    let mut lab = one_queue().open();
    let at = Some(CrashPoint::Between);
    let refusal = lab.try_ask(Command::Crash { consumer: "ann".to_owned(), at });
    assert_eq!(refusal, Err(Refusal::NoCycle("ann".to_owned())));
}

fn closed(lab: &crate::lab::Lab) -> usize {
    let refused = |fact: &Fact| {
        matches!(fact, Fact::ChannelClosed { error: ChannelError::PreconditionFailed, .. })
    };
    lab.count(refused)
}

#[test]
fn multiple_settles_everything_up_to_a_tag() {
    let mut lab = one_queue().open();
    lab.consume("ann", "q", 0);
    lab.publish("q", "1 2 3");
    let tag = lab.tag("ann", "2");
    lab.settle_tag("ann", tag, Settle::Ack, true);
    assert_eq!(lab.held("ann"), "3");
    assert_eq!(lab.unacked("q"), 1);
}

#[test]
fn r18_redelivered_means_delivered_before_from_this_queue() {
    let mut lab = one_queue().open();
    lab.publish("q", "1 2");
    lab.consume("ann", "q", 1);
    lab.cancel("ann");
    lab.requeue("ann", "1");
    assert_eq!(lab.ready("q"), "1* 2");
    lab.consume("bob", "q", 0);
    assert_eq!(lab.held("bob"), "1* 2");
}

#[test]
fn r19_a_requeued_message_returns_to_its_place() {
    let mut lab = one_queue().open();
    lab.publish("q", "1 2 3 4 5");
    lab.consume("ann", "q", 3);
    lab.cancel("ann");
    lab.requeue("ann", "3 1");
    assert_eq!(lab.ready("q"), "1* 3* 4 5");
}

#[test]
fn r44_one_channel_one_queue_one_consumer_is_in_order() {
    let mut lab = World::new()
        .queue("q", |_| {})
        .worker("w", "q", |w| {
            w.prefetch = 3;
            w.latency_ms = 2.0;
            w.jitter_ms = 20.0;
        })
        .publisher(|p| p.jitter_ms = 15.0)
        .open();
    lab.publish("q", "1 2 3 4 5 6 7 8");
    lab.wait(1_000);
    assert_eq!(worked(&lab), ["1", "2", "3", "4", "5", "6", "7", "8"]);
}

#[test]
fn r44_competing_consumers_and_a_requeue_break_the_order() {
    let mut lab = one_queue().open();
    lab.publish("q", "1 2");
    lab.consume("ann", "q", 1);
    lab.consume("bob", "q", 1);
    lab.process("bob", "2");
    lab.requeue("ann", "1");
    lab.process("ann", "1");
    assert_eq!(worked(&lab), ["2", "1"]);
}

fn worked(lab: &crate::lab::Lab) -> Vec<String> {
    let messages = lab.facts().filter_map(|fact| match fact {
        Fact::Worked { message, .. } => Some((message.0 + 1).to_string()),
        _ => None,
    });
    messages.collect()
}

#[test]
fn another_prefetch_leaves_what_is_outstanding() {
    let mut lab = World::new().queue("q", |_| {}).worker("w", "q", |w| w.prefetch = 3).open();
    lab.publish("q", "1 2 3 4 5");
    lab.ask(Command::SetPrefetch { consumer: "w".to_owned(), prefetch: 1 });
    assert_eq!(lab.unacked("q"), 4);
    lab.wait(500);
    assert_eq!(lab.effects(), "5 once");
    assert_eq!(lab.sent_to("w"), "1 2 3 4 5");
}

#[test]
fn another_ack_mode_leaves_what_is_outstanding() {
    let mut lab = World::new().queue("q", |_| {}).worker("w", "q", |w| w.prefetch = 2).open();
    lab.publish("q", "1 2 3 4");
    lab.ask(Command::SetAck { consumer: "w".to_owned(), ack: AckMode::Automatic });
    assert_eq!(lab.unacked("q"), 2);
    assert_eq!(lab.ready("q"), "");
    lab.wait(500);
    assert_eq!(lab.unacked("q"), 0);
    assert_eq!(lab.effects(), "4 once");
}

#[test]
fn a_new_setting_does_not_undo_a_cancel() {
    let mut lab = World::new().queue("q", |_| {}).worker("w", "q", |_| {}).open();
    lab.cancel("w");
    lab.ask(Command::SetPrefetch { consumer: "w".to_owned(), prefetch: 5 });
    lab.publish("q", "1");
    assert_eq!(lab.ready("q"), "1");
}
