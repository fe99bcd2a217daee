//! Full queues that refuse, and dead letters that are waited for.

use queuescope::engine::{
    Command,
    profile::ProfileId,
    topology::{DeadLetterSpec, DeadLetterStrategy, ExchangeKind, Overflow, QueueSpec},
};

use crate::lab::{Lab, World, patient, to};

const CLASSIC: ProfileId = ProfileId::RabbitClassic;
const QUORUM: ProfileId = ProfileId::RabbitQuorum;
const THREE_MINUTES_MS: u64 = 180_000;

/// Dead letters to the queue `dlq`, or to another exchange.
fn dead_letter(exchange: &str, strategy: DeadLetterStrategy) -> Option<DeadLetterSpec> {
    let routing_key = Some("dlq".to_owned());
    Some(DeadLetterSpec { exchange: exchange.to_owned(), routing_key, strategy })
}

/// A queue `q` that is full with one message, and a publisher that tries
/// three times.
fn full(profile: ProfileId) -> Lab {
    let mut lab = World::new()
        .of(profile)
        .publisher(|p| p.confirms = Some(patient(2)))
        .queue("q", |q| {
            q.max_length = Some(1);
            q.overflow = Overflow::RejectPublishDlx;
            q.dead_letter = dead_letter("", DeadLetterStrategy::AtMostOnce);
        })
        .queue("dlq", |_| {})
        .open();
    lab.publish("q", "1");
    lab
}

#[test]
fn r9_a_refused_message_is_dead_lettered_once_for_every_try() {
    let mut lab = full(CLASSIC);
    assert_eq!(lab.send(to("q", "2")), "nacked");
    lab.wait(100);
    assert_eq!(lab.outcomes(), "nacked, nacked, gave up");
    assert_eq!(lab.ready("q"), "1");
    assert_eq!(lab.ready("dlq"), "2 2 2");
    assert_eq!(lab.deaths("dlq"), "q maxlen 1, q maxlen 1, q maxlen 1");
}

#[test]
fn r9_a_quorum_queue_only_refuses() {
    let mut lab = full(QUORUM);
    lab.publish("q", "2");
    assert_eq!(lab.send(to("q", "3")), "nacked");
    lab.wait(100);
    assert_eq!((lab.ready("q").as_str(), lab.ready("dlq").as_str()), ("1 2", ""));
}

#[test]
fn r10_a_quorum_queue_that_refuses_may_pass_its_limit() {
    let mut lab = World::new()
        .of(QUORUM)
        .queue("q", |q| {
            q.max_length = Some(5);
            q.overflow = Overflow::RejectPublish;
        })
        .open();
    lab.publish("q", "1 2 3 4 5");
    assert_eq!(lab.send(to("q", "6")), "confirmed");
    assert_eq!(lab.send(to("q", "7")), "nacked, gave up");
    assert_eq!(lab.ready("q"), "1 2 3 4 5 6");
}

/// A queue `q` that waits for its dead letters to arrive in a `dlq` with room
/// for one.
fn careful(change: impl FnOnce(&mut QueueSpec)) -> Lab {
    World::new()
        .of(QUORUM)
        .queue("q", |q| {
            q.overflow = Overflow::RejectPublish;
            q.dead_letter = dead_letter("dlx", DeadLetterStrategy::AtLeastOnce);
            change(q);
        })
        .queue("dlq", |q| {
            q.profile = Some(CLASSIC);
            q.max_length = Some(1);
            q.overflow = Overflow::RejectPublish;
        })
        .queue("copy", |q| q.profile = Some(CLASSIC))
        .exchange("dlx", ExchangeKind::Fanout, |_| {})
        .bind("dlx", "dlq", "")
        .bind("dlx", "copy", "")
        .open()
}

/// The head of `q` is rejected.
fn reject_next(lab: &mut Lab, body: &str) {
    lab.get("ann", "q");
    lab.reject("ann", body);
}

#[test]
fn r31_a_message_is_kept_until_every_target_has_confirmed() {
    let mut lab = careful(|_| {});
    lab.publish("dlq", "full");
    lab.publish("q", "m");
    reject_next(&mut lab, "m");
    assert_eq!(lab.queue("q").dying_len(), 1);
    lab.get("bob", "dlq");
    lab.ack("bob", "full");
    lab.wait(THREE_MINUTES_MS);
    assert_eq!(lab.ready("dlq"), "m");
    assert_eq!(lab.queue("q").dying_len(), 0);
}

#[test]
fn r31_sending_again_may_duplicate() {
    let mut lab = careful(|_| {});
    lab.publish("dlq", "full");
    lab.publish("q", "m");
    reject_next(&mut lab, "m");
    assert_eq!(lab.ready("copy"), "m");
    lab.wait(THREE_MINUTES_MS);
    assert_eq!(lab.ready("copy"), "m m");
}

#[test]
fn r31_what_is_kept_counts_toward_the_limit() {
    for (rejected, third) in [(false, "confirmed"), (true, "nacked, gave up")] {
        let mut lab = careful(|q| q.max_length = Some(1));
        lab.publish("dlq", "full");
        lab.publish("q", "1");
        lab.get("ann", "q");
        if rejected {
            lab.reject("ann", "1");
        }
        lab.publish("q", "2");
        assert_eq!(lab.send(to("q", "3")), third);
    }
}

#[test]
fn r31_without_a_dead_letter_exchange_it_is_kept() {
    let mut lab =
        careful(|q| q.dead_letter = dead_letter("nowhere", DeadLetterStrategy::AtLeastOnce));
    lab.publish("q", "m");
    reject_next(&mut lab, "m");
    lab.wait(10 * THREE_MINUTES_MS);
    assert_eq!(lab.queue("q").dying_len(), 1);
    assert_eq!(lab.effects(), "1 pending");
}

#[test]
fn r31_without_a_route_it_is_kept() {
    let mut lab = World::new()
        .of(QUORUM)
        .queue("q", |q| {
            q.overflow = Overflow::RejectPublish;
            q.dead_letter = dead_letter("dlx", DeadLetterStrategy::AtLeastOnce);
        })
        .exchange("dlx", ExchangeKind::Direct, |_| {})
        .open();
    lab.publish("q", "m");
    reject_next(&mut lab, "m");
    lab.wait(10 * THREE_MINUTES_MS);
    assert_eq!(lab.queue("q").dying_len(), 1);
    assert_eq!(lab.effects(), "1 pending");
}

#[test]
fn r31_a_queue_that_drops_its_head_does_not_wait() {
    let mut lab = careful(|q| q.overflow = Overflow::DropHead);
    lab.publish("dlq", "full");
    lab.publish("q", "m");
    reject_next(&mut lab, "m");
    assert_eq!(lab.queue("q").dying_len(), 0);
    lab.wait(THREE_MINUTES_MS);
    assert_eq!((lab.ready("dlq").as_str(), lab.ready("copy").as_str()), ("full", "m"));
}

#[test]
fn r31_a_restart_forgets_none() {
    let mut lab = careful(|_| {});
    lab.publish("dlq", "full");
    lab.publish("q", "m");
    reject_next(&mut lab, "m");
    lab.ask(Command::RestartBroker {});
    assert_eq!(lab.queue("q").dying_len(), 1);
    assert_eq!(lab.ready("copy"), "m m");
}

/// `q` gives up to itself what has waited for 100 ms.
fn circle(strategy: DeadLetterStrategy) -> Lab {
    let key = Some("q".to_owned());
    World::new()
        .of(QUORUM)
        .queue("q", |q| {
            q.overflow = Overflow::RejectPublish;
            q.message_ttl_ms = Some(100);
            let target = dead_letter("", strategy);
            q.dead_letter = target.map(|target| DeadLetterSpec { routing_key: key, ..target });
        })
        .open()
}

#[test]
fn r29_a_circle_that_nobody_rejected_in_ends_waited_for_or_not() {
    for strategy in [DeadLetterStrategy::AtMostOnce, DeadLetterStrategy::AtLeastOnce] {
        let mut lab = circle(strategy);
        lab.publish("q", "m");
        lab.wait(1_000);
        assert_eq!(lab.effects(), "1 lost (dead-letter-cycle)", "{strategy:?}");
        assert_eq!(lab.queue("q").dying_len(), 0, "{strategy:?}");
    }
}

#[test]
fn r29_one_with_a_rejection_goes_on() {
    let mut lab = circle(DeadLetterStrategy::AtLeastOnce);
    for times in 1..4 {
        if times == 1 {
            lab.publish("q", "m");
        }
        reject_next(&mut lab, "m");
        assert_eq!(lab.deaths("q"), format!("q rejected {times}"));
    }
}
