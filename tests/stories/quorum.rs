//! Queues that are kept by a group of members, version by version.

use queuescope::engine::{
    Command, Settle,
    profile::ProfileId,
    topology::{DeadLetterSpec, QueueSpec},
};

use crate::{
    lab::{Lab, World, to},
    verbs::ranked,
};

const V43: ProfileId = ProfileId::RabbitQuorum;
const V42: ProfileId = ProfileId::RabbitQuorum42;
const V313: ProfileId = ProfileId::RabbitQuorum313;

/// A queue `q` of this kind.
fn queue(profile: ProfileId, change: impl FnOnce(&mut QueueSpec)) -> Lab {
    World::new().of(profile).queue("q", change).open()
}

/// `ann` holds 1 to 3 and has cancelled; 4 and 5 wait.
fn three_out(profile: ProfileId, delivery_limit: Option<i32>) -> Lab {
    let mut lab = queue(profile, |q| q.delivery_limit = delivery_limit);
    lab.consume("ann", "q", 3);
    lab.publish("q", "1 2 3 4 5");
    lab.cancel("ann");
    lab
}

#[test]
fn r12_without_a_prefetch_a_consumer_gets_two_thousand() {
    let mut lab = queue(V43, |_| {});
    for n in 0..2_001 {
        lab.send(to("q", &n.to_string()));
    }
    lab.consume("ann", "q", 0);
    assert_eq!(lab.unacked("q"), 2_000);
    assert_eq!(lab.ready("q"), "2000");
    lab.ack("ann", "0");
    assert_eq!(lab.ready("q"), "");
}

#[test]
fn r20_what_comes_back_goes_first_in_the_order_of_returning() {
    for profile in [V313, V42, V43] {
        let mut lab = three_out(profile, Some(5));
        lab.requeue("ann", "3 1");
        assert_eq!(lab.ready("q"), "3* 1* 4 5", "{profile:?}");
        lab.crash("ann", None);
        assert_eq!(lab.ready("q"), "3* 1* 2* 4 5", "{profile:?}");
    }
}

#[test]
fn r20_a_crash_returns_in_the_order_of_delivery() {
    let mut lab = three_out(V43, None);
    lab.crash("ann", None);
    assert_eq!(lab.ready("q"), "1* 2* 3* 4 5");
}

#[test]
fn r20_whatever_their_priority() {
    let mut lab = queue(V43, |_| {});
    lab.send(ranked("q", "low", 0));
    lab.get("ann", "q");
    lab.send(ranked("q", "high", 31));
    lab.requeue("ann", "low");
    assert_eq!(lab.ready("q"), "low* high");
}

#[test]
fn r21_without_a_limit_what_is_given_back_joined_the_end_up_to_4_2() {
    for profile in [V313, V42] {
        let mut lab = three_out(profile, Some(-1));
        lab.requeue("ann", "3");
        lab.fail("ann", "1");
        assert_eq!(lab.ready("q"), "4 5 3* 1*", "{profile:?}");
        lab.crash("ann", None);
        assert_eq!(lab.ready("q"), "2* 4 5 3* 1*", "{profile:?}");
    }
}

#[test]
fn r21_without_a_limit_it_goes_first_all_the_same_in_4_3() {
    let mut lab = three_out(V43, Some(-1));
    lab.requeue("ann", "3 1");
    assert_eq!(lab.ready("q"), "3* 1* 4 5");
}

/// How often a message is delivered that comes back in this way each time;
/// at most 60 times.
fn deliveries(profile: ProfileId, delivery_limit: Option<i32>, how: Settle) -> usize {
    let mut lab = queue(profile, |q| q.delivery_limit = delivery_limit);
    lab.consume("ann", "q", 1);
    lab.publish("q", "m");
    for tag in 1..60 {
        if lab.unacked("q") == 0 {
            break;
        }
        lab.settle_tag("ann", tag, how, false);
    }
    lab.sent_to("ann").split_whitespace().count()
}

#[test]
fn r22_a_limit_allows_one_delivery_more() {
    for profile in [V313, V42, V43] {
        assert_eq!(deliveries(profile, Some(2), Settle::Fail), 3, "{profile:?}");
        assert_eq!(deliveries(profile, Some(0), Settle::Fail), 1, "{profile:?}");
    }
}

#[test]
fn r22_the_limit_is_20_by_default_since_4_0() {
    assert_eq!(deliveries(V43, None, Settle::Fail), 21);
    assert_eq!(deliveries(V42, None, Settle::Fail), 21);
    assert_eq!(deliveries(V313, None, Settle::Fail), 60);
}

#[test]
fn r22_what_passes_the_limit_is_dead_lettered() {
    let mut lab = World::new()
        .of(V43)
        .queue("q", |q| {
            q.delivery_limit = Some(0);
            q.dead_letter =
                Some(DeadLetterSpec { routing_key: Some("dlq".to_owned()), ..Default::default() });
        })
        .queue("dlq", |_| {})
        .open();
    lab.publish("q", "m");
    lab.get("ann", "q");
    lab.fail("ann", "m");
    assert_eq!(lab.deaths("dlq"), "q delivery_limit 1");
}

#[test]
fn r23_any_return_counts_up_to_4_2() {
    for profile in [V313, V42] {
        assert_eq!(deliveries(profile, Some(2), Settle::Requeue), 3, "{profile:?}");
    }
}

#[test]
fn r23_giving_back_does_not_count_in_4_3() {
    assert_eq!(deliveries(V43, Some(2), Settle::Requeue), 60);
}

#[test]
fn r23_a_lost_connection_counts() {
    let mut lab = queue(V43, |q| q.delivery_limit = Some(1));
    lab.publish("q", "m");
    for _ in 0..2 {
        assert_eq!(lab.removed(), "");
        lab.get("ann", "q");
        lab.crash("ann", None);
        lab.revive("ann");
    }
    assert_eq!(lab.removed(), "1 delivery-limit");
}

/// After a consumer of a queue that allows no failure was too slow.
fn after_a_time_out(profile: ProfileId) -> Lab {
    let mut lab = queue(profile, |q| {
        q.delivery_limit = Some(0);
        q.consumer_timeout_ms = Some(1_000);
    });
    lab.publish("q", "m");
    lab.consume("ann", "q", 1);
    lab.wait(2_000);
    lab
}

#[test]
fn r23_a_consumer_time_out_counts_up_to_4_2_and_not_in_4_3() {
    assert_eq!(after_a_time_out(V42).removed(), "1 delivery-limit");
    assert_eq!(after_a_time_out(V43).ready("q"), "m*");
}

#[test]
fn r25_what_comes_back_is_held_for_longer_each_time() {
    let mut lab = queue(V43, |q| {
        q.retry_min_ms = Some(100);
        q.retry_max_ms = Some(250);
    });
    lab.publish("q", "m other");
    for held_ms in [100, 200, 250, 250] {
        lab.get("ann", "q");
        lab.requeue("ann", "m");
        assert_eq!((lab.ready("q").as_str(), lab.queue("q").held_len()), ("other", 1));
        lab.wait(held_ms - 2);
        assert_eq!(lab.ready("q"), "other");
        lab.wait(2);
        assert_eq!(lab.ready("q"), "m* other");
    }
}

#[test]
fn r25_without_a_setting_it_is_ready_at_once() {
    let mut lab = queue(V43, |_| {});
    lab.publish("q", "m");
    lab.get("ann", "q");
    lab.requeue("ann", "m");
    assert_eq!(lab.ready("q"), "m*");
}

/// In what order messages with these priorities are delivered.
fn served(profile: ProfileId, messages: &[(&str, Option<u8>)]) -> String {
    let mut lab = queue(profile, |q| q.max_priority = Some(2));
    for (body, priority) in messages {
        let mut message = to("q", body);
        message.priority = *priority;
        lab.send(message);
    }
    lab.consume("ann", "q", 0);
    lab.held("ann")
}

#[test]
fn r35_two_classes_two_to_one_in_4_2() {
    let messages = [
        ("l1", None),
        ("l2", Some(4)),
        ("l3", Some(0)),
        ("h1", Some(5)),
        ("h2", Some(200)),
        ("h3", Some(5)),
        ("h4", Some(6)),
        ("h5", Some(5)),
    ];
    assert_eq!(served(V42, &messages), "h1 h2 l1 h3 h4 l2 h5 l3");
}

#[test]
fn r35_thirty_two_levels_in_4_3_and_four_without_one() {
    let messages = [
        ("three", Some(3)),
        ("none", None),
        ("four", Some(4)),
        ("five", Some(5)),
        ("thirty", Some(30)),
        ("most", Some(31)),
        ("more", Some(200)),
    ];
    assert_eq!(served(V43, &messages), "most more thirty five none four three");
}

#[test]
fn r35_no_priorities_in_3_13() {
    assert_eq!(served(V313, &[("l", Some(0)), ("h", Some(9))]), "l h");
}

#[test]
fn r38_a_restart_keeps_everything() {
    for command in [Command::RestartBroker {}, Command::KillBroker {}] {
        let mut lab = queue(V43, |_| {});
        lab.consume("ann", "q", 1);
        for body in ["1", "2"] {
            let mut transient = to("q", body);
            transient.persistent = false;
            lab.send(transient);
        }
        lab.ask(command);
        assert_eq!(lab.ready("q"), "1* 2");
    }
}

#[test]
fn r39_one_of_three_may_be_down() {
    let mut lab = queue(V43, |_| {});
    lab.consume("ann", "q", 0);
    lab.members_up("q", 2);
    assert_eq!(lab.send(to("q", "m")), "confirmed");
    assert_eq!(lab.held("ann"), "m");
}

#[test]
fn r39_without_a_majority_nothing_is_confirmed_or_delivered() {
    let mut lab = queue(V43, |_| {});
    lab.consume("ann", "q", 2);
    lab.publish("q", "1 2 3");
    lab.members_up("q", 1);
    assert_eq!(lab.send(to("q", "4")), "");
    assert_eq!(lab.send(to("q", "5")), "");
    lab.ack("ann", "1");
    lab.get("bob", "q");
    lab.wait(60_000);
    assert_eq!((lab.held("ann"), lab.held("bob")), ("2".to_owned(), String::new()));
    lab.members_up("q", 2);
    assert_eq!(lab.outcomes(), "confirmed, confirmed");
    assert_eq!(lab.held("ann"), "2 3");
    assert_eq!(lab.held("bob"), "4");
    assert_eq!(lab.ready("q"), "5");
}

#[test]
fn r39_what_expires_meanwhile_goes_as_soon_as_it_is_back() {
    let mut lab = queue(V43, |q| q.message_ttl_ms = Some(1_000));
    lab.publish("q", "m");
    lab.members_up("q", 1);
    lab.wait(24 * 3_600_000);
    assert_eq!(lab.ready("q"), "m");
    lab.members_up("q", 3);
    assert_eq!(lab.removed(), "1 expired");
}
