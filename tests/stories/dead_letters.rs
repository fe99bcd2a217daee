//! Where a queue sends what it gives up on.

use queuescope::engine::{
    Command,
    topology::{DeadLetterSpec, ExchangeKind, Overflow, QueueSpec},
};

use crate::lab::{Lab, World, through, to};

fn dead_letter(exchange: &str, key: Option<&str>) -> Option<DeadLetterSpec> {
    Some(DeadLetterSpec {
        exchange: exchange.to_owned(),
        routing_key: key.map(str::to_owned),
        ..DeadLetterSpec::default()
    })
}

/// A queue `q` whose dead letters go to `dead`.
fn with_dead(change: impl FnOnce(&mut QueueSpec)) -> Lab {
    World::new()
        .queue("q", |q| {
            q.dead_letter = dead_letter("", Some("dead"));
            change(q);
        })
        .queue("dead", |_| {})
        .open()
}

#[test]
fn r26_rejected_expired_and_over_length_are_dead_lettered() {
    let mut lab = with_dead(|q| {
        q.max_length = Some(1);
        q.message_ttl_ms = Some(100);
    });
    lab.publish("q", "old");
    lab.publish("q", "mid");
    lab.get("ann", "q");
    lab.reject("ann", "mid");
    lab.publish("q", "new");
    lab.wait(200);
    assert_eq!(lab.ready("dead"), "old mid new");
    assert_eq!(lab.deaths("dead"), "q maxlen 1, q rejected 1, q expired 1");
}

#[test]
fn r26_without_a_dead_letter_exchange_they_are_gone() {
    let mut lab = World::new().queue("q", |_| {}).open();
    lab.publish("q", "m");
    lab.get("ann", "q");
    lab.reject("ann", "m");
    assert_eq!(lab.effects(), "1 lost (rejected)");
}

#[test]
fn r26_a_deleted_or_purged_queue_dead_letters_nothing() {
    let mut lab = with_dead(|q| q.expires_ms = Some(100));
    lab.publish("q", "1");
    lab.ask(Command::Purge { queue: "q".to_owned() });
    lab.publish("q", "2 3");
    lab.get("ann", "q");
    lab.wait(200);
    assert!(!lab.exists("q"));
    lab.reject("ann", "2");
    assert_eq!(lab.ready("dead"), "");
    assert_eq!(lab.removed(), "1 purged, 2 queue-deleted");
}

/// Two queues that dead-letter to each other; `b` only by time.
fn ping_pong(ttl_ms: Option<u64>) -> Lab {
    World::new()
        .queue("a", |q| {
            q.dead_letter = dead_letter("", Some("b"));
            q.message_ttl_ms = ttl_ms;
        })
        .queue("b", |q| {
            q.dead_letter = dead_letter("", Some("a"));
            q.message_ttl_ms = Some(20);
        })
        .open()
}

#[test]
fn r27_a_repeated_death_raises_its_count_and_moves_to_the_front() {
    let mut lab = ping_pong(None);
    lab.publish("a", "m");
    for _ in 0..3 {
        lab.get("ann", "a");
        lab.reject("ann", "m");
        lab.wait(100);
    }
    assert_eq!(lab.deaths("a"), "b expired 3, a rejected 3");
    assert_eq!(lab.history("a").first.1.name(), "rejected");
}

#[test]
fn r27_the_expiration_does_not_follow_into_the_dead_letter_queue() {
    let mut lab = with_dead(|_| {});
    let mut message = to("q", "m");
    message.expiration_ms = Some(50);
    lab.send(message);
    lab.wait(1_000);
    assert_eq!(lab.ready("dead"), "m");
    let deaths = lab.history("dead");
    assert_eq!(deaths.entries[0].original_expiration_ms, Some(50));
}

#[test]
fn r28_without_a_routing_key_the_letter_keeps_its_own() {
    let mut lab = World::new()
        .queue("q", |q| q.dead_letter = dead_letter("dlx", None))
        .queue("dead", |_| {})
        .exchange("in", ExchangeKind::Fanout, |_| {})
        .exchange("dlx", ExchangeKind::Topic, |_| {})
        .bind("in", "q", "")
        .bind("dlx", "dead", "order.#")
        .open();
    lab.send(through("in", "order.new", "m"));
    lab.get("ann", "q");
    lab.reject("ann", "m");
    assert_eq!(lab.keys("dead"), "order.new");
}

#[test]
fn r28_with_one_it_is_replaced() {
    let mut lab = with_dead(|_| {});
    lab.publish("q", "m");
    lab.get("ann", "q");
    lab.reject("ann", "m");
    assert_eq!(lab.keys("dead"), "dead");
}

#[test]
fn r29_a_circle_without_a_rejection_ends() {
    let mut lab = ping_pong(Some(20));
    lab.publish("a", "m");
    lab.wait(1_000);
    assert_eq!(lab.removed(), "2 dead-lettered, 1 dead-letter-cycle");
    assert_eq!(lab.effects(), "1 lost (dead-letter-cycle)");
}

#[test]
fn r29_a_circle_with_a_rejection_goes_on() {
    let mut lab = ping_pong(None);
    lab.publish("a", "m");
    for _ in 0..20 {
        lab.get("ann", "a");
        lab.reject("ann", "m");
        lab.wait(100);
    }
    assert_eq!(lab.ready("a"), "m");
}

#[test]
fn r30_a_dead_letter_exchange_that_is_not_there_loses() {
    let mut lab = World::new().queue("q", |q| q.dead_letter = dead_letter("nowhere", None)).open();
    lab.publish("q", "m");
    lab.get("ann", "q");
    lab.reject("ann", "m");
    assert_eq!(lab.effects(), "1 lost (dead-letter-lost)");
}

#[test]
fn r30_a_dead_letter_queue_that_is_full_loses() {
    let mut lab = World::new()
        .queue("q", |q| q.dead_letter = dead_letter("", Some("dead")))
        .queue("dead", |q| {
            q.max_length = Some(1);
            q.overflow = Overflow::RejectPublish;
        })
        .open();
    lab.publish("q", "1 2");
    lab.consume("ann", "q", 0);
    lab.reject("ann", "1 2");
    assert_eq!(lab.ready("dead"), "1");
    assert_eq!(lab.effects(), "1 pending, 1 lost (refused)");
}

#[test]
fn r18_a_dead_letter_starts_unmarked() {
    let mut lab = with_dead(|_| {});
    lab.publish("q", "m");
    lab.consume("ann", "q", 1);
    lab.requeue("ann", "m");
    assert_eq!(lab.held("ann"), "m*");
    lab.reject("ann", "m");
    assert_eq!(lab.ready("dead"), "m");
}

#[test]
fn a_dead_letter_still_counts_as_the_effect_it_was_meant_for() {
    let mut lab = with_dead(|_| {});
    lab.publish("q", "m");
    lab.get("ann", "q");
    lab.reject("ann", "m");
    assert_eq!(lab.effects(), "1 pending");
    lab.consume("bob", "dead", 1);
    lab.process("bob", "m");
    lab.ack("bob", "m");
    assert_eq!(lab.effects(), "1 once");
}
