//! Subscriptions: queues with a copy of every message of their topic each.

use queuescope::engine::{
    Outgoing, Settle,
    profile::ProfileId,
    topology::{
        ConsumerSpec, DeadLetterSpec, ExchangeKind, HeaderValue, Headers, QueueSpec, Service,
    },
};

use crate::lab::{Lab, World, through};

const SECOND_MS: u64 = 1_000;
const DAY_MS: u64 = 24 * 3_600 * SECOND_MS;

/// A topic with one subscription, and a topic for what that gives up.
fn world(change: impl FnOnce(&mut QueueSpec)) -> World {
    World::new()
        .of(ProfileId::PubSub)
        .exchange("topic", ExchangeKind::Fanout, |_| {})
        .exchange("dead", ExchangeKind::Fanout, |_| {})
        .queue("sub", change)
        .bind("topic", "sub", "")
}

fn subscription(change: impl FnOnce(&mut QueueSpec)) -> Lab {
    world(change).open()
}

/// A worker of the subscription that takes so long for a message.
fn worker(service_ms: f64, change: impl FnOnce(&mut ConsumerSpec)) -> Lab {
    world(|_| {})
        .worker("w", "sub", |w| {
            w.prefetch = 10;
            w.service = Service::Constant { ms: service_ms };
            change(w);
        })
        .open()
}

/// What is delivered too often goes to the other topic.
fn to_dead(sub: &mut QueueSpec) {
    sub.dead_letter =
        Some(DeadLetterSpec { exchange: "dead".to_owned(), ..DeadLetterSpec::default() });
}

/// Publishes to the topic, one message per word.
fn publish(lab: &mut Lab, bodies: &str) {
    for body in bodies.split_whitespace() {
        lab.send(through("topic", "", body));
    }
}

/// As `publish`, all with the same ordering key.
fn publish_in_order(lab: &mut Lab, bodies: &str) {
    for body in bodies.split_whitespace() {
        lab.send(Outgoing { group: "key".to_owned(), ..through("topic", "", body) });
    }
}

#[test]
fn p1_a_delivery_returns_ten_seconds_later() {
    let mut lab = subscription(|_| {});
    publish(&mut lab, "m");
    lab.consume("ann", "sub", 1);
    lab.cancel("ann");
    lab.wait(10 * SECOND_MS - 4);
    assert_eq!(lab.unacked("sub"), 1);
    lab.wait(4);
    assert_eq!(lab.ready("sub"), "m*");
}

#[test]
fn p1_a_client_library_extends_while_the_handler_works() {
    for (extend_ms, effects) in [(0.0, "1 duplicated"), (3_600_000.0, "1 once")] {
        let mut lab = worker(25_000.0, |w| w.extend_ms = extend_ms);
        publish(&mut lab, "m");
        lab.wait(60 * SECOND_MS);
        assert_eq!(lab.effects(), effects);
        assert_eq!(lab.sent_to("w") == "m", effects == "1 once");
    }
}

#[test]
fn p1_and_not_for_longer_than_an_hour() {
    let mut lab = worker(5_400_000.0, |w| w.extend_ms = 3_600_000.0);
    publish(&mut lab, "m");
    lab.wait(3_600 * SECOND_MS);
    assert_eq!(lab.sent_to("w"), "m");
    lab.wait(60 * SECOND_MS);
    assert!(lab.sent_to("w").starts_with("m m*"));
}

/// An ack that comes when the lease is over and nobody has it yet.
fn late_ack(exactly_once: bool) -> Lab {
    let mut lab = subscription(|sub| sub.exactly_once = exactly_once);
    publish(&mut lab, "m");
    lab.consume("ann", "sub", 1);
    lab.cancel("ann");
    lab.wait(11 * SECOND_MS);
    lab.ack("ann", "m");
    lab
}

#[test]
fn p2_a_late_ack_counts_unless_delivery_is_exactly_once() {
    let lab = late_ack(false);
    assert_eq!((lab.ready("sub").as_str(), lab.stale()), ("", 0));
    let lab = late_ack(true);
    assert_eq!((lab.ready("sub").as_str(), lab.stale()), ("m*", 1));
}

#[test]
fn p2_what_is_leased_or_acked_does_not_come_again() {
    let mut lab = subscription(|sub| sub.exactly_once = true);
    publish(&mut lab, "m");
    lab.consume("ann", "sub", 1);
    lab.consume("bob", "sub", 1);
    lab.wait(6 * SECOND_MS);
    lab.extend("ann", "m", 20 * SECOND_MS);
    lab.wait(19 * SECOND_MS);
    lab.ack("ann", "m");
    lab.wait(60 * SECOND_MS);
    assert_eq!((lab.sent_to("ann").as_str(), lab.sent_to("bob").as_str()), ("m", ""));
}

#[test]
fn p2_only_the_latest_ack_id_works() {
    let mut lab = subscription(|sub| sub.exactly_once = true);
    publish(&mut lab, "m");
    lab.consume("ann", "sub", 1);
    lab.cancel("ann");
    lab.consume("bob", "sub", 1);
    lab.wait(10 * SECOND_MS);
    assert_eq!(lab.held("bob"), "m*");
    lab.ack("ann", "m");
    assert_eq!((lab.unacked("sub"), lab.stale()), (1, 1));
    lab.ack("bob", "m");
    assert_eq!(lab.unacked("sub"), 0);
}

#[test]
fn p3_when_one_comes_again_so_do_all_later_ones_even_acked() {
    let mut lab = subscription(|sub| sub.ordered = true);
    publish_in_order(&mut lab, "1 2 3");
    publish(&mut lab, "free");
    lab.consume("ann", "sub", 0);
    lab.ack("ann", "2 3 free");
    lab.wait(10 * SECOND_MS);
    assert_eq!(lab.sent_to("ann"), "1 2 3 free 1* 2* 3*");
}

#[test]
fn p3_a_second_ack_changes_nothing() {
    let mut lab = subscription(|sub| sub.ordered = true);
    publish_in_order(&mut lab, "1 2 3 4");
    lab.consume("ann", "sub", 3);
    let second = lab.tag("ann", "2");
    lab.ack("ann", "2");
    assert_eq!(lab.sent_to("ann"), "1 2 3 4");
    lab.settle_tag("ann", second, Settle::Ack, false);
    lab.settle_tag("ann", second, Settle::Requeue, false);
    assert_eq!((lab.stale(), lab.unacked("sub")), (2, 4));
    lab.settle_tag("ann", second + 1, Settle::Ack, true);
    assert_eq!(lab.unacked("sub"), 1);
    lab.ack("ann", "4");
    assert_eq!(lab.effects(), "4 lost (not-processed)");
}

#[test]
fn p3_not_so_without_ordering() {
    let mut lab = subscription(|_| {});
    publish_in_order(&mut lab, "1 2 3");
    lab.consume("ann", "sub", 0);
    lab.ack("ann", "2 3");
    lab.wait(10 * SECOND_MS);
    assert_eq!(lab.sent_to("ann"), "1 2 3 1*");
}

#[test]
fn p3_those_of_a_key_go_to_one_client() {
    let mut lab = subscription(|sub| sub.ordered = true);
    lab.consume("ann", "sub", 2);
    lab.consume("bob", "sub", 2);
    publish_in_order(&mut lab, "1 2 3");
    publish(&mut lab, "free");
    assert_eq!((lab.held("ann").as_str(), lab.held("bob").as_str()), ("1 2", "free"));
    lab.ack("ann", "1");
    assert_eq!(lab.held("ann"), "2 3");
}

#[test]
fn p4_the_fifth_attempt_is_the_last() {
    let mut lab = world(to_dead).queue("dlq", |_| {}).bind("dead", "dlq", "").open();
    publish(&mut lab, "m");
    for attempt in 1..=5 {
        assert_eq!(lab.ready("dlq"), "", "{attempt}");
        lab.get("ann", "sub");
        match attempt {
            2 => lab.wait(10 * SECOND_MS),
            _ => {
                let tag = lab.sent_to("ann").split(' ').count() as u64;
                lab.settle_tag("ann", tag, Settle::Requeue, false);
            }
        }
    }
    assert_eq!(lab.sent_to("ann"), "m m* m* m* m*");
    assert_eq!((lab.ready("sub").as_str(), lab.ready("dlq").as_str()), ("", "m"));
}

/// After a message was refused seven times.
fn refused(change: impl FnOnce(&mut QueueSpec)) -> Lab {
    let mut lab = subscription(change);
    publish(&mut lab, "m");
    lab.consume("ann", "sub", 1);
    for tag in 1..=7 {
        if lab.unacked("sub") == 1 {
            lab.settle_tag("ann", tag, Settle::Reject, false);
        }
    }
    lab
}

#[test]
fn p4_a_topic_without_a_subscription_loses_it() {
    let lab = refused(to_dead);
    assert_eq!(lab.effects(), "1 lost (dead-letter-lost)");
}

#[test]
fn p4_without_such_a_topic_there_is_no_limit() {
    let lab = refused(|_| {});
    assert_eq!(lab.sent_to("ann"), "m m* m* m* m* m* m* m*");
}

#[test]
fn p5_it_comes_again_at_once_by_default() {
    let mut lab = subscription(|_| {});
    publish(&mut lab, "m");
    lab.consume("ann", "sub", 1);
    lab.requeue("ann", "m");
    assert_eq!(lab.sent_to("ann"), "m m*");
}

#[test]
fn p5_or_after_a_time_that_doubles() {
    let mut lab = subscription(|sub| {
        sub.retry_min_ms = Some(10_000);
        sub.retry_max_ms = Some(60_000);
    });
    publish(&mut lab, "m");
    for seconds in [10, 20, 40, 60, 60] {
        lab.get("ann", "sub");
        lab.extend("ann", "m", 0);
        lab.wait(seconds * SECOND_MS - 2);
        assert_eq!(lab.ready("sub"), "", "{seconds}");
        lab.wait(2);
        assert_eq!(lab.ready("sub"), "m*", "{seconds}");
        let tag = lab.tag("ann", "m");
        lab.settle_tag("ann", tag, Settle::Requeue, false);
    }
}

#[test]
fn p5_and_not_for_longer_than_ten_minutes() {
    let mut lab = subscription(|sub| sub.retry_min_ms = Some(400_000));
    publish(&mut lab, "m");
    for seconds in [400, 600, 600] {
        lab.get("ann", "sub");
        let tag = lab.sent_to("ann").split(' ').count() as u64;
        lab.settle_tag("ann", tag, Settle::Requeue, false);
        lab.wait(seconds * SECOND_MS - 2);
        assert_eq!(lab.ready("sub"), "", "{seconds}");
        lab.wait(2);
        assert_eq!(lab.ready("sub"), "m*", "{seconds}");
    }
}

#[test]
fn p5_later_ones_of_a_key_wait_with_it() {
    let mut lab = subscription(|sub| {
        sub.ordered = true;
        sub.retry_min_ms = Some(10_000);
    });
    publish_in_order(&mut lab, "1 2");
    lab.consume("ann", "sub", 0);
    lab.requeue("ann", "1");
    publish_in_order(&mut lab, "3");
    assert_eq!(lab.sent_to("ann"), "1 2");
    lab.wait(10 * SECOND_MS);
    assert_eq!(lab.sent_to("ann"), "1 2 1* 2* 3");
}

#[test]
fn p5_and_a_fetch_does_not_overtake_it() {
    let mut lab = subscription(|sub| {
        sub.ordered = true;
        sub.retry_min_ms = Some(10_000);
    });
    publish_in_order(&mut lab, "1 2");
    lab.get("ann", "sub");
    lab.requeue("ann", "1");
    lab.get("ann", "sub");
    assert_eq!((lab.held("ann").as_str(), lab.in_vain()), ("", 1));
    lab.wait(10 * SECOND_MS);
    lab.get("ann", "sub");
    lab.get("ann", "sub");
    assert_eq!(lab.held("ann"), "1* 2");
}

#[test]
fn p6_what_a_client_holds_burns_its_lease_and_may_go_to_another() {
    let mut lab = subscription(|_| {});
    lab.consume("ann", "sub", 3);
    publish(&mut lab, "1 2 3 4");
    assert_eq!((lab.held("ann").as_str(), lab.ready("sub").as_str()), ("1 2 3", "4"));
    lab.cancel("ann");
    lab.consume("bob", "sub", 0);
    assert_eq!(lab.held("bob"), "4");
    lab.ack("bob", "4");
    lab.wait(10 * SECOND_MS);
    assert_eq!(lab.held("bob"), "1* 2* 3*");
}

#[test]
fn p6_a_stalled_handler_duplicates_what_it_had_buffered() {
    let mut lab = world(|_| {})
        .worker("slow", "sub", |w| {
            w.prefetch = 3;
            w.service = Service::Constant { ms: 12_000.0 };
        })
        .worker("quick", "sub", |w| w.prefetch = 3)
        .open();
    publish(&mut lab, "1 2 3 4 5 6");
    lab.wait(120 * SECOND_MS);
    assert_eq!(lab.effects(), "3 once, 3 duplicated");
}

#[test]
fn p7_unacked_messages_are_kept_for_seven_days() {
    let mut lab = subscription(to_dead);
    publish(&mut lab, "m");
    lab.wait(7 * DAY_MS - SECOND_MS);
    assert_eq!(lab.ready("sub"), "m");
    lab.wait(SECOND_MS);
    assert_eq!(lab.effects(), "1 lost (expired)");
}

#[test]
fn every_subscription_has_its_own_copy() {
    let mut lab = world(|_| {}).queue("other", |_| {}).bind("topic", "other", "").open();
    publish(&mut lab, "m");
    lab.consume("ann", "sub", 1);
    lab.ack("ann", "m");
    assert_eq!((lab.ready("sub").as_str(), lab.ready("other").as_str()), ("", "m"));
}

#[test]
fn a_filter_lets_through_what_has_its_attributes() {
    let attribute =
        |name: &str| Headers::from_iter([(name.to_owned(), HeaderValue::Text("yes".into()))]);
    let mut lab = World::new()
        .of(ProfileId::PubSub)
        .exchange("topic", ExchangeKind::Headers, |_| {})
        .queue("all", |_| {})
        .queue("urgent", |_| {})
        .bind("topic", "all", "")
        .bind_with("topic", "urgent", "", attribute("urgent"))
        .open();
    lab.send(Outgoing { headers: attribute("urgent"), ..through("topic", "", "now") });
    lab.send(Outgoing { headers: attribute("calm"), ..through("topic", "", "later") });
    assert_eq!((lab.ready("all").as_str(), lab.ready("urgent").as_str()), ("now later", "now"));
}
