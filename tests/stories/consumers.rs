//! Who may consume, for how long, and who follows whom.

use queuescope::engine::{Command, Fact, Settle, profile::ProfileId, topology::QueueSpec};

use crate::lab::{Lab, World};

const CLASSIC: ProfileId = ProfileId::RabbitClassic;
const QUORUM: ProfileId = ProfileId::RabbitQuorum;

/// A queue `q` of this kind.
fn queue(profile: ProfileId, change: impl FnOnce(&mut QueueSpec)) -> Lab {
    World::new().of(profile).queue("q", change).open()
}

#[test]
fn r17_a_second_ack_returns_the_rest_to_a_quorum_queue_too() {
    let mut lab = queue(QUORUM, |_| {});
    lab.consume("ann", "q", 3);
    lab.publish("q", "1 2 3");
    let first = lab.tag("ann", "1");
    lab.ack("ann", "1");
    lab.settle_tag("ann", first, Settle::Ack, false);
    assert_eq!(lab.closed_with(406), 1);
    assert_eq!(lab.ready("q"), "2* 3*");
}

#[test]
fn r18_a_broker_that_was_killed_marks_every_message_of_a_classic_queue() {
    let mut lab = queue(CLASSIC, |_| {});
    lab.publish("q", "1 2");
    lab.ask(Command::RestartBroker {});
    assert_eq!(lab.ready("q"), "1 2");
    lab.ask(Command::KillBroker {});
    assert_eq!(lab.ready("q"), "1* 2*");
}

/// `ann` is the active consumer, `bob` waits.
fn one_active(profile: ProfileId, priority_of_bob: i32) -> Lab {
    let mut lab = queue(profile, |q| q.single_active = true);
    lab.consume("ann", "q", 2);
    lab.publish("q", "1");
    lab.subscribe("bob", "q", 2, false, priority_of_bob);
    lab.publish("q", "2 3");
    lab
}

#[test]
fn r36_only_the_active_consumer_is_served() {
    for profile in [CLASSIC, QUORUM] {
        let lab = one_active(profile, 0);
        assert_eq!(lab.held("ann"), "1 2", "{profile:?}");
        assert_eq!((lab.held("bob").as_str(), lab.ready("q").as_str()), ("", "3"), "{profile:?}");
    }
}

#[test]
fn r36_the_next_follows_when_it_dies() {
    for profile in [CLASSIC, QUORUM] {
        let mut lab = one_active(profile, 0);
        lab.crash("ann", None);
        assert_eq!(lab.held("bob"), "1* 2*", "{profile:?}");
    }
}

#[test]
fn r36_the_next_follows_when_it_cancels() {
    for profile in [CLASSIC, QUORUM] {
        let mut lab = one_active(profile, 0);
        lab.cancel("ann");
        assert_eq!(lab.held("ann"), "1 2", "{profile:?}");
        assert_eq!(lab.held("bob"), "3", "{profile:?}");
    }
}

#[test]
fn r36_a_classic_queue_ignores_a_newcomer_with_a_higher_priority() {
    let mut lab = one_active(CLASSIC, 10);
    lab.ack("ann", "1 2");
    assert_eq!(lab.held("ann"), "3");
    assert_eq!(lab.held("bob"), "");
}

#[test]
fn r36_in_a_quorum_queue_it_takes_over_once_all_is_settled() {
    let mut lab = one_active(QUORUM, 10);
    assert_eq!((lab.held("ann").as_str(), lab.ready("q").as_str()), ("1", "2 3"));
    lab.ack("ann", "1");
    assert_eq!((lab.held("ann").as_str(), lab.held("bob").as_str()), ("", "2 3"));
    lab.crash("bob", None);
    assert_eq!(lab.held("ann"), "2* 3*");
}

#[test]
fn r37_an_exclusive_queue_is_locked_for_others() {
    let mut lab = queue(CLASSIC, |q| q.exclusive = Some("ann".to_owned()));
    lab.consume("ann", "q", 1);
    lab.publish("q", "1 2");
    lab.consume("bob", "q", 1);
    assert_eq!(lab.closed_with(405), 1);
    lab.get("bob", "q");
    assert_eq!(lab.closed_with(405), 2);
    assert_eq!((lab.held("ann").as_str(), lab.held("bob").as_str()), ("1", ""));
}

#[test]
fn r37_it_ends_with_its_connection_durable_or_not() {
    for durable in [false, true] {
        let mut lab = queue(CLASSIC, |q| {
            q.exclusive = Some("ann".to_owned());
            q.durable = durable;
        });
        lab.consume("ann", "q", 1);
        lab.publish("q", "1 2");
        lab.crash("ann", None);
        assert!(!lab.exists("q"));
        assert_eq!(lab.effects(), "2 lost (queue-deleted)");
    }
}

#[test]
fn r37_it_does_not_survive_a_restart() {
    let mut lab = queue(CLASSIC, |q| q.exclusive = Some("ann".to_owned()));
    lab.consume("ann", "q", 1);
    lab.ask(Command::RestartBroker {});
    assert!(!lab.exists("q"));
}

const MINUTE_MS: u64 = 60_000;

/// `ann` has held a message for half an hour, and then for a minute more.
fn overdue(profile: ProfileId) -> Lab {
    let mut lab = queue(profile, |_| {});
    lab.consume("ann", "q", 1);
    lab.publish("q", "m");
    lab.wait(30 * MINUTE_MS - 1_000);
    assert_eq!(lab.unacked("q"), 1, "{profile:?}");
    lab.wait(MINUTE_MS + 2_000);
    lab
}

fn cancelled(lab: &Lab) -> usize {
    lab.count(|fact| matches!(fact, Fact::ConsumerTimedOut { .. }))
}

#[test]
fn r41_up_to_4_2_the_channel_is_closed() {
    use ProfileId::*;
    for profile in [RabbitClassic313, RabbitQuorum313, RabbitClassic42, RabbitQuorum42] {
        let lab = overdue(profile);
        assert_eq!((lab.closed_with(406), cancelled(&lab)), (1, 0), "{profile:?}");
        assert_eq!(lab.ready("q"), "m*", "{profile:?}");
    }
}

#[test]
fn r41_in_4_3_the_consumer_is_cancelled_and_its_channel_stays() {
    let mut lab = overdue(QUORUM);
    assert_eq!((lab.closed_with(406), cancelled(&lab)), (0, 1));
    assert_eq!(lab.ready("q"), "m*");
    lab.publish("q", "more");
    assert_eq!(lab.ready("q"), "m* more");
}

#[test]
fn r41_in_4_3_a_classic_queue_waits_for_ever() {
    let mut lab = overdue(CLASSIC);
    lab.wait(24 * 60 * MINUTE_MS);
    assert_eq!(lab.unacked("q"), 1);
    lab.ack("ann", "m");
    assert_eq!(lab.closed_with(406), 0);
}

#[test]
fn r41_a_queue_may_have_a_shorter_time_out() {
    let mut lab = queue(QUORUM, |q| q.consumer_timeout_ms = Some(5_000));
    lab.consume("ann", "q", 1);
    lab.publish("q", "m");
    lab.wait(4_000);
    assert_eq!(cancelled(&lab), 0);
    lab.wait(7_000);
    assert_eq!(cancelled(&lab), 1);
}

#[test]
fn r12_a_consumer_of_several_queues_has_a_prefetch_for_each() {
    let mut lab = World::new()
        .queue("a", |_| {})
        .queue("b", |_| {})
        .worker("w", "a", |w| w.also = vec!["b".to_owned()])
        .open();
    lab.publish("a", "1 2");
    lab.publish("b", "3 4");
    assert_eq!((lab.unacked("a"), lab.unacked("b")), (1, 1));
    lab.wait(500);
    assert_eq!(lab.effects(), "4 once");
}

#[test]
fn a_consumer_of_several_queues_comes_back_to_all_of_them() {
    let mut lab = World::new()
        .queue("a", |_| {})
        .queue("b", |_| {})
        .worker("w", "a", |w| w.also = vec!["b".to_owned()])
        .open();
    lab.crash("w", None);
    lab.publish("b", "1");
    assert_eq!(lab.ready("b"), "1");
    lab.revive("w");
    lab.wait(100);
    assert_eq!(lab.effects(), "1 once");
}
