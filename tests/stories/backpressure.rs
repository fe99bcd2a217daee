//! Producers that hold back, and a broker that makes them.
//!
//! Links take 5 ms one way, so that what a producer knows is old.

use queuescope::engine::{
    BlockReason, Command, Fact, Frame, Refusal,
    topology::{Arrivals, Backpressure, Overflow, ProducerSpec, Response, Watch},
};

use crate::lab::{Lab, PUBLISHER, World, one_queue, patient, to};

/// A publisher 5 ms away with this backpressure.
fn pressed(backpressure: Backpressure) -> impl FnOnce(&mut ProducerSpec) {
    |publisher| {
        publisher.latency_ms = 5.0;
        publisher.backpressure = backpressure;
    }
}

fn window(most: u32, response: Response) -> Backpressure {
    Backpressure { window: Some(most), response, ..Backpressure::default() }
}

/// Closed at three ready messages, open at one; asked for every 12 ms.
fn watch(response: Response) -> Backpressure {
    let watch = Watch { queue: "q".to_owned(), high: 3, low: 1, every_ms: 12.0 };
    Backpressure { watch: Some(watch), response, window: None }
}

/// A message a millisecond, so many of them.
fn steady(publisher: &mut ProducerSpec, many: u64) {
    publisher.keys = vec!["q".to_owned()];
    publisher.arrivals = Arrivals::Constant { per_s: 1_000.0 };
    publisher.limit = Some(many);
}

fn set(lab: &mut Lab, backpressure: Backpressure) {
    lab.ask(Command::SetBackpressure { producer: PUBLISHER.to_owned(), backpressure });
}

fn limit_memory(lab: &mut Lab, messages: Option<u64>) {
    lab.ask(Command::SetMemoryLimit { messages });
}

#[test]
fn a_blocking_send_stands_still_until_a_confirm_comes() {
    let mut lab = one_queue().publisher(pressed(window(2, Response::Block))).open();
    lab.publish("q", "1 2 3");
    assert_eq!(lab.publisher().unconfirmed(), 2);
    assert_eq!(lab.publisher().buffered(), 1);
    lab.wait(20);
    assert_eq!(lab.ready("q"), "1 2 3");
    // From the third call, 2 ms after the first, to the first confirm.
    assert_eq!(lab.blocked_ms(), 8);
    let began = |fact: &Fact| matches!(fact, Fact::Blocked { reason: BlockReason::Window, .. });
    let ended = |fact: &Fact| matches!(fact, Fact::Unblocked { .. });
    assert_eq!((lab.count(began), lab.count(ended)), (1, 1));
}

#[test]
fn a_caller_that_stands_still_cannot_send_by_hand() {
    let mut lab = one_queue().publisher(pressed(window(1, Response::Block))).open();
    lab.publish("q", "1 2");
    let again = Command::Publish { producer: PUBLISHER.to_owned(), message: to("q", "3") };
    assert_eq!(lab.try_ask(again), Err(Refusal::StandsStill(PUBLISHER.to_owned())));
}

#[test]
fn a_message_by_hand_does_not_double_the_rate() {
    let mut lab = one_queue()
        .publisher(pressed(window(1, Response::Block)))
        .publisher(|publisher| {
            steady(publisher, 1_000);
            publisher.arrivals = Arrivals::Constant { per_s: 20.0 };
        })
        .open();
    lab.publish("q", "1 2");
    lab.wait(1_000);
    assert_eq!(lab.publisher().heard().published, 2 + 19);
}

#[test]
fn blocking_throttles_the_caller_instead_of_queueing_for_it() {
    let mut lab = one_queue()
        .publisher(pressed(window(1, Response::Block)))
        .publisher(|publisher| steady(publisher, 1_000))
        .open();
    lab.wait(100);
    // One in each round trip, where a hundred would have come.
    assert_eq!(lab.publisher().heard().published, 10);
    assert_eq!(lab.publisher().buffered(), 1);
}

#[test]
fn a_burst_is_gone_through_call_by_call() {
    let mut lab = one_queue()
        .publisher(pressed(window(2, Response::Block)))
        .publisher(|publisher| {
            publisher.keys = vec!["q".to_owned()];
            publisher.arrivals = Arrivals::Burst { size: 5, every_ms: 1.0 };
            publisher.limit = Some(5);
        })
        .open();
    lab.wait(5);
    assert_eq!(lab.publisher().heard().wanted, 3);
    lab.wait(50);
    assert_eq!(lab.publisher().heard().published, 5);
    assert_eq!(lab.effects(), "5 pending");
}

#[test]
fn r9_with_blocking_sends_a_full_queue_holds_its_producer_up_and_loses_nothing() {
    let mut lab = World::new()
        .queue("q", |q| {
            q.max_length = Some(2);
            q.overflow = Overflow::RejectPublish;
        })
        .publisher(pressed(window(4, Response::Block)))
        .publisher(|publisher| {
            steady(publisher, 10);
            publisher.confirms = Some(patient(1_000));
        })
        .worker("worker", "q", |_| {})
        .open();
    lab.wait(1_000);
    assert_eq!(lab.effects(), "10 once");
    assert!(lab.publisher().heard().nacked > 0);
    // At the pace of the worker, and not of the caller.
    assert!(lab.blocked_ms() > 20, "{}", lab.blocked_ms());
}

#[test]
fn a_window_without_confirms_counts_nothing() {
    let mut lab = one_queue()
        .publisher(pressed(window(1, Response::Block)))
        .publisher(|publisher| publisher.confirms = None)
        .open();
    lab.publish("q", "1 2 3");
    lab.wait(5);
    assert_eq!(lab.ready("q"), "1 2 3");
}

#[test]
fn switching_confirms_off_lets_the_caller_go() {
    let mut lab = one_queue().publisher(pressed(window(1, Response::Block))).open();
    lab.publish("q", "1 2");
    lab.ask(Command::SetConfirms { producer: PUBLISHER.to_owned(), confirms: None });
    assert_eq!(lab.publisher().blocked(), None);
    assert_eq!(lab.publisher().buffered(), 0);
}

#[test]
fn a_buffer_keeps_the_order_and_drops_what_is_too_much() {
    let mut lab = one_queue().publisher(pressed(window(1, Response::Buffer { limit: 2 }))).open();
    lab.publish("q", "1 2 3 4");
    assert_eq!(lab.publisher().buffered(), 2);
    assert_eq!(lab.publisher().heard().dropped, 1);
    assert_eq!(lab.effects(), "3 pending, 1 lost (buffer-full)");
    // No copy of it was ever made.
    assert_eq!(lab.removed(), "");
    lab.wait(50);
    assert_eq!(lab.ready("q"), "1 2 3");
}

#[test]
fn what_waits_goes_when_nothing_holds_it_back_any_more() {
    let mut lab = one_queue().publisher(pressed(window(1, Response::Buffer { limit: 9 }))).open();
    lab.publish("q", "1 2 3");
    set(&mut lab, Backpressure::default());
    assert_eq!(lab.publisher().buffered(), 0);
    lab.wait(10);
    assert_eq!(lab.ready("q"), "1 2 3");
}

#[test]
fn a_producer_hears_of_the_depth_a_round_trip_late() {
    let mut lab = one_queue().publisher(pressed(watch(Response::Buffer { limit: 9 }))).open();
    lab.publish("q", "1 2 3 4 5 6");
    assert_eq!(lab.publisher().known_depth(), None);
    // The second question leaves at 12 ms and its answer is there at 22.
    lab.wait(15);
    assert_eq!(lab.publisher().known_depth(), Some(0));
    lab.wait(2);
    assert_eq!(lab.publisher().known_depth(), Some(6));
    lab.publish("q", "7");
    assert_eq!(lab.publisher().buffered(), 1);
}

#[test]
fn the_gate_opens_only_at_the_lower_threshold() {
    let mut lab = one_queue().publisher(pressed(watch(Response::Buffer { limit: 9 }))).open();
    lab.publish("q", "1 2 3");
    lab.wait(20);
    lab.publish("q", "4");
    lab.get("ann", "q");
    lab.wait(30);
    assert_eq!(lab.publisher().known_depth(), Some(2));
    assert_eq!(lab.publisher().buffered(), 1);
    lab.get("ann", "q");
    lab.wait(30);
    assert_eq!(lab.publisher().buffered(), 0);
    assert_eq!(lab.ready("q"), "3 4");
}

#[test]
fn slowing_down_goes_on_at_the_lower_rate() {
    let mut lab = one_queue()
        .publisher(pressed(watch(Response::SlowDown { per_s: 10.0 })))
        .publisher(|publisher| steady(publisher, 1_000))
        .open();
    lab.wait(23);
    let before = lab.publisher().heard().published;
    assert_eq!(before, 22);
    assert!(lab.publisher().is_slowed());
    lab.wait(1_000);
    assert_eq!(lab.publisher().heard().published - before, 10);
    lab.ask(Command::Purge { queue: "q".to_owned() });
    lab.wait(25);
    assert!(!lab.publisher().is_slowed());
}

#[test]
fn a_queue_that_is_gone_is_watched_no_more() {
    let mut lab = World::new()
        .queue("q", |q| q.durable = false)
        .publisher(pressed(watch(Response::Block)))
        .open();
    lab.publish("q", "1 2 3");
    lab.wait(20);
    lab.publish("q", "4");
    assert_eq!(lab.publisher().buffered(), 1);
    lab.ask(Command::RestartBroker {});
    lab.wait(50);
    assert_eq!(lab.publisher().buffered(), 0);
    assert_eq!(lab.count(|fact| matches!(fact, Fact::ChannelClosed { .. })), 1);
}

#[test]
fn r42_above_its_memory_limit_a_broker_reads_no_publishes_and_consumers_go_on() {
    let mut lab = one_queue().memory(2).open();
    lab.publish("q", "1 2 3 4");
    assert!(lab.is_in_alarm());
    assert_eq!(lab.ready("q"), "1 2 3");
    assert_eq!(lab.publisher().unread(), 1);
    assert_eq!(lab.effects(), "4 pending");
    lab.consume("ann", "q", 0);
    lab.ack("ann", "1");
    // At the limit the alarm stays; below it, it ends.
    assert!(lab.is_in_alarm());
    lab.ack("ann", "2");
    assert_eq!(lab.held("ann"), "3 4");
    assert_eq!(lab.publisher().unread(), 0);
}

#[test]
fn r42_what_was_sent_meanwhile_is_read_in_order_and_no_more_of_it_than_fits() {
    let mut lab = one_queue().memory(2).open();
    lab.publish("q", "1 2 3 4 5 6 7");
    lab.ask(Command::Purge { queue: "q".to_owned() });
    assert_eq!(lab.ready("q"), "4 5 6");
    assert_eq!(lab.publisher().unread(), 1);
    limit_memory(&mut lab, None);
    assert_eq!(lab.ready("q"), "4 5 6 7");
}

#[test]
fn r42_the_producer_hears_of_it_over_its_link_and_stands_still() {
    let block = Backpressure { response: Response::Block, ..Backpressure::default() };
    let mut lab = one_queue().memory(2).publisher(pressed(block)).open();
    lab.publish("q", "1 2 3 4 5 6 7 8");
    // The alarm came at 7 ms and is known at 12: until then it sends.
    lab.wait(4);
    assert_eq!(lab.publisher().gate(), Some(BlockReason::Alarm));
    lab.publish("q", "9");
    assert!(lab.publisher().blocked().is_some());
    lab.wait(100);
    assert_eq!(lab.blocked_ms(), 101);
    limit_memory(&mut lab, None);
    lab.wait(20);
    assert_eq!(lab.ready("q"), "1 2 3 4 5 6 7 8 9");
}

#[test]
fn r42_a_blocked_producer_does_not_send_again_what_nobody_reads() {
    let block = Backpressure { response: Response::Block, ..Backpressure::default() };
    let hasty = |publisher: &mut ProducerSpec| {
        let confirms = publisher.confirms.as_mut().expect("there from the start");
        confirms.timeout_ms = 30.0;
        confirms.retries = 5;
    };
    let mut lab = one_queue().memory(1).publisher(pressed(block)).publisher(hasty).open();
    lab.publish("q", "1 2 3");
    lab.wait(500);
    assert_eq!(lab.publisher().heard().retried, 0);
    // Once it is free the time-outs count again, though the confirms may be
    // on their way: that is how a duplicate comes about.
    limit_memory(&mut lab, None);
    lab.wait(50);
    assert_eq!(lab.publisher().heard().retried, 1);
}

#[test]
fn r42_a_connection_that_ends_takes_along_what_was_not_read() {
    let mut lab =
        one_queue().memory(1).publisher(|publisher| publisher.confirms = Some(patient(5))).open();
    lab.publish("q", "1 2 3");
    assert_eq!(lab.publisher().unread(), 1);
    lab.lose_next(PUBLISHER, Frame::Publish);
    lab.publish("q", "4");
    assert_eq!(lab.removed(), "2 link-lost");
    // Both are sent again over the new connection, and wait there.
    assert_eq!(lab.publisher().unread(), 2);
    assert_eq!(lab.effects(), "4 pending");
    limit_memory(&mut lab, None);
    assert_eq!(lab.ready("q"), "1 2 3 4");
}

#[test]
fn r42_so_does_a_restart() {
    let mut lab = one_queue().memory(1).open();
    lab.publish("q", "1 2 3");
    lab.ask(Command::RestartBroker {});
    assert_eq!(lab.removed(), "1 restart");
    assert_eq!(lab.effects(), "2 pending, 1 lost (restart)");
}

#[test]
fn r42_a_producer_that_ignores_the_alarm_piles_up_on_its_link() {
    let mut lab = one_queue().memory(2).publisher(|publisher| steady(publisher, 50)).open();
    lab.wait(100);
    assert_eq!(lab.publisher().unread(), 47);
    assert_eq!(lab.effects(), "50 pending");
}
