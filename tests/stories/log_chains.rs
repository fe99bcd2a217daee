//! Consuming, transforming and producing: outputs and offsets in one
//! transaction, and what lies outside it (K21, K22).

use queuescope::engine::{
    Cause, Command, Fact, NodeId, SeekTo,
    topology::{CrashPoint, Isolation, Service},
};

use super::log_lab::{Readers, Reading};

/// `a` works from `t` and writes to `out`, 20 ms before it commits; `end`
/// reads `out`. Both members are new after 300 ms.
fn chain(transactional: bool, isolation: Isolation) -> Readers {
    Readers::new(1)
        .topic("out", 1)
        .group("g", |g| {
            g.transactional = transactional;
            g.session_timeout_ms = 100.0;
            g.heartbeat_ms = 20.0;
        })
        .member("a", "g", |a| {
            a.produces = Some("out".to_owned());
            a.gap_ms = 20.0;
        })
        .group("h", |h| {
            h.topics = vec!["out".to_owned()];
            h.isolation = isolation;
        })
        .member("end", "h", |_| {})
}

/// The chain with transactions, read as it should be.
fn exactly_once() -> Readers {
    chain(true, Isolation::ReadCommitted)
}

/// One record through the chain, whose first member dies at this instant and
/// comes back.
fn crashed(chain: Readers, at: CrashPoint) -> Reading {
    let mut story = chain.open();
    story.run(100).crash("a", Some(at)).send("x").run(400);
    story.revive("a").run(1_000);
    story
}

/// The ends of transactions: whether each was a commit.
fn ends(story: &Reading) -> Vec<bool> {
    let ends = story.told(|fact| match fact {
        Fact::TransactionEnded { committed, .. } => Some(*committed),
        _ => None,
    });
    ends.into_iter().map(|(_, committed)| committed).collect()
}

#[test]
fn k21_outputs_and_offsets_are_committed_together() {
    let mut story = exactly_once().open();
    story.run(100).send("x").run(20);
    assert_eq!(story.0.partitions()[1].records().len(), 1, "the output is stored");
    assert_eq!((story.committed("g", 0), story.done("h")), (None, (0, 0, 0)), "and not seen");
    story.run(100);
    assert_eq!((story.committed("g", 0), story.done("h")), (Some(1), (1, 0, 0)));
}

#[test]
fn k21_a_crash_before_the_commit_aborts_the_outputs_and_moves_no_offset() {
    let mut story = exactly_once().open();
    story.run(100).crash("a", Some(CrashPoint::Between)).send("x").run(400);
    assert_eq!((story.committed("g", 0), story.done("h")), (None, (0, 0, 0)));
    story.revive("a").run(1_000);
    assert_eq!(ends(&story), [false, true], "aborted by the next life, then done again");
    assert_eq!(story.committed("g", 0), Some(1));
    assert_eq!(story.done("h"), (1, 0, 0), "once inside Kafka");
    assert_eq!(story.done("g"), (0, 0, 1), "what was done outside was done twice");
}

#[test]
fn k21_at_no_instant_is_an_output_lost_or_doubled() {
    for at in [CrashPoint::BeforeBoth, CrashPoint::Between, CrashPoint::AfterBoth] {
        let story = crashed(exactly_once(), at);
        assert_eq!(story.done("h"), (1, 0, 0), "{at:?}");
    }
}

#[test]
fn k21_without_transactions_the_output_is_doubled() {
    let story = crashed(chain(false, Isolation::ReadCommitted), CrashPoint::Between);
    assert_eq!(story.done("h"), (0, 0, 1));
}

#[test]
fn k6_a_new_instance_has_a_new_id_and_writes_it_again() {
    let story = crashed(chain(false, Isolation::ReadCommitted), CrashPoint::Between);
    let ids: Vec<_> = story.0.partitions()[1]
        .records()
        .map(|record| record.pid.expect("is idempotent"))
        .collect();
    assert_eq!(ids.len(), 2, "the same output, stored twice");
    assert_ne!(ids[0], ids[1], "a leader tells batches apart by the id they came with");
}

#[test]
fn k21_who_reads_uncommitted_sees_what_was_aborted() {
    let story = crashed(chain(true, Isolation::ReadUncommitted), CrashPoint::Between);
    assert_eq!(story.done("h"), (0, 0, 1));
}

#[test]
fn k21_a_member_that_was_replaced_commits_nothing() {
    let mut world = exactly_once().member("spare", "g", |spare| {
        spare.produces = Some("out".to_owned());
    });
    world.0.groups[0].max_poll_interval_ms = 200.0;
    world.0.consumers[0].service = Service::Constant { ms: 500.0 };
    let mut story = world.open();
    story.run(1_000).send("x").run(3_000);
    assert_eq!(story.worked("spare"), "x");
    assert!(story.count(|fact| matches!(fact, Fact::CommitRefused { .. })) > 0);
    assert_eq!(story.done("h"), (1, 0, 0), "the zombie's output was aborted");
    assert_eq!(story.done("g"), (0, 0, 1));
}

#[test]
fn k21_without_a_successor_the_coordinator_aborts_after_its_time() {
    let mut story = exactly_once().open();
    story.run(100).crash("a", Some(CrashPoint::Between)).send("x").run(59_000);
    assert_eq!(ends(&story), [false; 0]);
    story.run(2_000);
    assert_eq!(ends(&story), [false]);
}

#[test]
fn k21_isolation_costs_the_wait_for_the_commit() {
    let seen_ms = |isolation| {
        let mut story = chain(true, isolation).open();
        story.run(100).send("x").run(500);
        let out = |fact: &Fact| matches!(fact, Fact::Fetched { partition, .. } if partition.0 == 1);
        let fetched = story.told(|fact| out(fact).then_some(()));
        fetched[0].0.0 / 1_000
    };
    let waits = seen_ms(Isolation::ReadCommitted) - seen_ms(Isolation::ReadUncommitted);
    assert!((20..25).contains(&waits), "{waits} ms");
}

#[test]
fn k22_a_new_life_fences_the_old_one() {
    let story = crashed(exactly_once(), CrashPoint::Between);
    let out = &story.0.partitions()[1];
    let aborted: Vec<bool> = out.records().map(|record| out.is_aborted(record)).collect();
    let epochs: Vec<u16> = out.records().map(|record| record.epoch).collect();
    assert_eq!(aborted, [true, false, false, false], "the output, its abort, and both again");
    assert!(epochs[0] < epochs[1] && epochs[1..].is_sorted(), "{epochs:?}");
}

#[test]
fn k22_a_consumer_that_hears_it_is_fenced_fails() {
    let mut world = exactly_once();
    world.0.consumers[0].gap_ms = 70_000.0;
    let mut story = world.open();
    story.run(100).send("x").run(69_000);
    assert_eq!(ends(&story), [false], "its transaction took longer than it may");
    assert!(story.0.consumers()[0].is_up(), "it has not heard of it");
    story.run(2_000);
    assert_eq!(story.count(|fact| matches!(fact, Fact::Fenced { .. })), 1);
    assert!(!story.0.consumers()[0].is_up());
    assert_eq!((story.committed("g", 0), story.done("h")), (None, (0, 0, 0)));
}

/// The chain at the moment when the output of `x` is aborted by hand.
fn aborted() -> Reading {
    let mut story = exactly_once().open();
    story.run(100).send("x").run(20);
    story.ask(Command::EndTransaction { client: "a".to_owned(), commit: false });
    story
}

#[test]
fn k22_an_abort_does_not_rewind_the_position() {
    let mut story = aborted();
    story.run(1_000);
    assert_eq!(story.worked("a"), "x", "not read again");
    assert_eq!(story.committed("g", 0), Some(1), "the next commit passes it over");
    assert_eq!(story.done("h"), (0, 1, 0));
    assert_eq!(story.effects().lost.of(Cause::Aborted), 1);
}

#[test]
fn k22_an_application_that_aborts_has_to_seek_back() {
    let mut story = aborted();
    story.seek("a", SeekTo::Offset(0)).run(1_000);
    assert_eq!(story.worked("a"), "x x");
    assert_eq!(story.done("h"), (1, 0, 0));
}

#[test]
fn k20_a_consumer_s_transaction_is_begun_by_its_output() {
    let mut story = exactly_once().open();
    story.run(100).send("x").run(20);
    let begun = |fact: &Fact| matches!(fact, Fact::TransactionBegun { node: NodeId::Producer(_) });
    assert_eq!(story.count(begun), 1);
}
