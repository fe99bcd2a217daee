//! Messages and queues that end: time to live, purge, restart.

use queuescope::engine::{
    Command, Fact, Outgoing, Refusal,
    topology::{DeadLetterSpec, ExchangeKind, Overflow, QueueSpec},
};

use crate::lab::{Lab, World, one_queue, to};

fn with_queue(change: impl FnOnce(&mut QueueSpec)) -> Lab {
    World::new().queue("q", change).open()
}

/// A message to `q` that lives so long.
fn living(body: &str, ms: u64) -> Outgoing {
    Outgoing { expiration_ms: Some(ms), ..to("q", body) }
}

fn set_ttl(lab: &mut Lab, message_ttl_ms: Option<u64>) {
    lab.ask(Command::SetTtl { queue: "q".to_owned(), message_ttl_ms });
}

#[test]
fn r32_the_lower_time_to_live_wins() {
    let mut lab = with_queue(|q| q.message_ttl_ms = Some(100));
    lab.send(living("short", 30));
    lab.send(living("long", 500));
    lab.wait(50);
    assert_eq!(lab.ready("q"), "long");
    lab.wait(60);
    assert_eq!(lab.ready("q"), "");
    assert_eq!(lab.effects(), "2 lost (expired)");
}

#[test]
fn r32_a_requeue_keeps_the_original_expiry() {
    let mut lab = with_queue(|q| q.message_ttl_ms = Some(100));
    lab.publish("q", "m");
    lab.get("ann", "q");
    lab.wait(60);
    lab.requeue("ann", "m");
    assert_eq!(lab.ready("q"), "m*");
    lab.wait(50);
    assert_eq!(lab.ready("q"), "");
}

#[test]
fn r32_what_expired_in_hand_expires_on_its_return() {
    let mut lab = with_queue(|q| q.message_ttl_ms = Some(100));
    lab.publish("q", "m");
    lab.get("ann", "q");
    lab.wait(200);
    lab.requeue("ann", "m");
    assert_eq!(lab.ready("q"), "");
    assert_eq!(lab.removed(), "1 expired");
}

#[test]
fn r32_zero_means_now_or_never() {
    let mut lab = with_queue(|q| q.message_ttl_ms = Some(0));
    lab.publish("q", "early");
    assert_eq!(lab.removed(), "1 expired");
    lab.consume("ann", "q", 0);
    lab.publish("q", "late");
    assert_eq!(lab.held("ann"), "late");
}

#[test]
fn r33_a_short_life_behind_a_long_one_waits_and_counts() {
    let mut lab = one_queue().open();
    lab.send(living("long", 300));
    lab.send(living("short", 50));
    lab.wait(100);
    assert_eq!(lab.ready("q"), "long short");
    lab.consume("ann", "q", 0);
    assert_eq!(lab.held("ann"), "long");
    assert_eq!(lab.removed(), "1 expired");
}

#[test]
fn another_time_to_live_is_for_messages_to_come() {
    let mut lab = one_queue().open();
    lab.publish("q", "1");
    set_ttl(&mut lab, Some(50));
    lab.publish("q", "2");
    lab.wait(100);
    assert_eq!(lab.ready("q"), "1 2");
    lab.get("ann", "q");
    lab.wait(1);
    assert_eq!(lab.held("ann"), "1");
    assert_eq!(lab.ready("q"), "");
    set_ttl(&mut lab, None);
    lab.publish("q", "3");
    lab.wait(1_000);
    assert_eq!(lab.ready("q"), "3");
}

#[test]
fn an_unused_queue_is_deleted_in_its_time() {
    let mut lab = with_queue(|q| q.expires_ms = Some(100));
    lab.publish("q", "m");
    lab.wait(60);
    lab.get("ann", "q");
    lab.wait(60);
    assert!(lab.exists("q"), "the fetch used it");
    lab.consume("bob", "q", 1);
    lab.wait(1_000);
    assert!(lab.exists("q"), "it has a consumer");
    lab.cancel("bob");
    lab.wait(200);
    assert!(!lab.exists("q"));
    assert_eq!(lab.send(to("q", "n")), "confirmed");
    assert_eq!(lab.effects(), "1 pending, 1 lost (unroutable)");
    lab.requeue("ann", "m");
    assert_eq!(lab.effects(), "1 lost (unroutable), 1 lost (queue-deleted)");
}

#[test]
fn a_fetch_from_a_queue_that_is_gone_closes_the_channel() {
    let mut lab = World::new()
        .queue("q", |q| q.expires_ms = Some(20))
        .queue("other", |_| {})
        .worker("slow", "other", |w| w.latency_ms = 50.0)
        .open();
    lab.get("slow", "q");
    lab.wait(200);
    assert!(!lab.exists("q"));
    assert_eq!(deleted(&lab), 1);
    assert_eq!(
        lab.count(|fact| matches!(fact, Fact::ChannelClosed { error, .. } if error.code() == 404)),
        1
    );
}

fn deleted(lab: &Lab) -> usize {
    lab.count(|fact| matches!(fact, Fact::QueueDeleted { .. }))
}

#[test]
fn a_purge_takes_what_waits_and_leaves_what_is_out() {
    let mut lab = one_queue().open();
    lab.publish("q", "1 2 3");
    lab.consume("ann", "q", 1);
    lab.ask(Command::Purge { queue: "q".to_owned() });
    assert_eq!(lab.ready("q"), "");
    assert_eq!(lab.removed(), "2 purged");
    lab.cancel("ann");
    lab.requeue("ann", "1");
    assert_eq!(lab.ready("q"), "1*");
}

#[test]
fn r38_a_restart_keeps_durable_queues_and_their_persistent_messages() {
    let mut lab = World::new().queue("q", |_| {}).queue("gone", |q| q.durable = false).open();
    lab.publish("q", "1 2 3");
    lab.publish("gone", "x");
    let mut transient = to("q", "t");
    transient.persistent = false;
    lab.send(transient);
    lab.consume("ann", "q", 2);
    lab.ask(Command::RestartBroker {});
    assert_eq!(lab.ready("q"), "1* 2* 3");
    assert!(!lab.exists("gone"));
    assert_eq!(lab.held("ann"), "");
    assert_eq!(lab.removed(), "1 restart, 1 queue-deleted");
}

#[test]
fn r38_workers_connect_again_after_a_restart() {
    let mut lab = one_queue().worker("w", "q", |_| {}).open();
    lab.publish("q", "1 2 3");
    lab.ask(Command::RestartBroker {});
    lab.wait(500);
    assert_eq!(lab.ready("q"), "");
    assert_eq!(lab.unacked("q"), 0);
}

#[test]
fn r38_nothing_is_delivered_while_the_broker_stops() {
    let mut lab = one_queue().worker("slow", "q", |w| w.latency_ms = 100.0).open();
    lab.publish("q", "m");
    lab.crash("slow", None);
    lab.consume("ann", "q", 1);
    lab.ask(Command::RestartBroker {});
    assert_eq!(lab.sent_to("ann"), "");
    assert_eq!(lab.ready("q"), "m*");
}

#[test]
fn a_queue_is_deleted_only_once() {
    let mut lab = with_queue(|q| {
        q.durable = false;
        q.expires_ms = Some(100);
    });
    lab.ask(Command::RestartBroker {});
    lab.wait(500);
    assert_eq!(deleted(&lab), 1);
}

#[test]
fn r38_what_expired_goes_to_the_dead_letter_queue_at_a_restart() {
    let mut lab = World::new()
        .queue("q", |q| {
            q.message_ttl_ms = Some(50);
            q.dead_letter = Some(DeadLetterSpec {
                exchange: String::new(),
                routing_key: Some("dead".to_owned()),
                ..DeadLetterSpec::default()
            });
        })
        .queue("dead", |_| {})
        .open();
    lab.publish("q", "m");
    lab.get("ann", "q");
    lab.wait(100);
    lab.ask(Command::RestartBroker {});
    assert_eq!(lab.ready("dead"), "m");
}

#[test]
fn r33_what_becomes_the_head_expires_in_its_own_time() {
    let mut lab = one_queue().open();
    lab.send(living("long", 300));
    lab.send(living("short", 50));
    lab.consume("ann", "q", 1);
    assert_eq!(lab.held("ann"), "long");
    lab.wait(60);
    assert_eq!(lab.ready("q"), "");
    assert_eq!(lab.removed(), "1 expired");
}

#[test]
fn r33_also_when_a_new_limit_made_it_the_head() {
    let mut lab = one_queue().open();
    lab.send(living("long", 300));
    lab.send(living("short", 50));
    lab.ask(Command::SetLimit {
        queue: "q".to_owned(),
        max_length: Some(1),
        overflow: Overflow::DropHead,
    });
    lab.wait(60);
    assert_eq!(lab.removed(), "1 expired, 1 over-length");
}

#[test]
fn r38_an_exchange_that_is_gone_has_no_alternate_either() {
    let mut lab = World::new()
        .queue("q", |q| {
            q.dead_letter =
                Some(DeadLetterSpec { exchange: "brief".to_owned(), ..DeadLetterSpec::default() });
        })
        .queue("rest", |_| {})
        .exchange("brief", ExchangeKind::Fanout, |x| {
            x.durable = false;
            x.alternate = Some("other".to_owned());
        })
        .exchange("other", ExchangeKind::Fanout, |_| {})
        .bind("other", "rest", "")
        .open();
    lab.publish("q", "m");
    lab.ask(Command::RestartBroker {});
    lab.get("ann", "q");
    lab.reject("ann", "m");
    assert_eq!(lab.ready("rest"), "");
    assert_eq!(lab.effects(), "1 lost (dead-letter-lost)");
}

#[test]
fn a_run_ends_after_a_thousand_days() {
    let mut lab = one_queue().open();
    lab.publish("q", "m");
    lab.wait(1_001 * 86_400_000);
    assert_eq!(lab.ready("q"), "m");
    let purge = Command::Purge { queue: "q".to_owned() };
    assert_eq!(lab.try_ask(purge), Err(Refusal::Over));
    lab.wait(1);
}
