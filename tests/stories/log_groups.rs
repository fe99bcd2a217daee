//! Groups: sharing out, committing, leaving, replaying (K9–K17).

use queuescope::engine::{
    Cause, Fact, Leaving, SeekTo,
    topology::{AckMode, CommitMode, CrashPoint, OffsetReset, Service},
};

use super::log_lab::{Readers, Reading};

/// One partition, group `g`, member `a`.
fn one() -> Readers {
    Readers::new(1).group("g", |_| {}).member("a", "g", |_| {})
}

#[test]
fn k9_reading_deletes_nothing_and_commits_the_next_offset() {
    let mut story = one().open();
    story.send("x y z").run(200);
    assert_eq!(story.books(), (3, 3, 0, 0));
    assert_eq!(story.0.partitions()[0].records().len(), 3, "all still there");
    assert_eq!(story.committed("g", 0), Some(3), "the next to read, not the last one read");
}

#[test]
fn k9_every_group_reads_for_itself() {
    let mut story = one().group("h", |_| {}).member("b", "h", |_| {}).open();
    story.send("x y").run(200);
    assert_eq!((story.worked("a"), story.worked("b")), ("x y".to_owned(), "x y".to_owned()));
    assert_eq!(story.books(), (4, 4, 0, 0), "one effect for each group");
}

#[test]
fn k10_members_beyond_the_partitions_are_idle() {
    let mut story = Readers::new(2)
        .group("g", |_| {})
        .member("m", "g", |m| m.count = 3)
        .group("h", |_| {})
        .member("other", "h", |_| {})
        .open();
    story.run(10_000);
    let reads = ["m-1", "m-2", "m-3"].map(|name| story.reads(name));
    assert_eq!(reads, [vec![0], vec![1], vec![]]);
    assert_eq!(story.reads("other"), [0, 1], "other groups do not notice");
}

#[test]
fn k11_a_crash_before_the_next_auto_commit_duplicates_and_loses_nothing() {
    let mut story = Readers::new(1)
        .group("g", |g| {
            g.commit = CommitMode::Auto;
            g.session_timeout_ms = 100.0;
        })
        .member("a", "g", |_| {})
        .open();
    story.send("x y z").run(45).crash("a", None).run(200);
    story.revive("a").run(1_000);
    let (expected, once, lost, duplicated) = story.books();
    assert_eq!((expected, lost), (3, 0));
    assert_eq!(once + duplicated, 3);
    assert!(duplicated > 0, "what was done before the crash is done again");
}

#[test]
fn k11_auto_commit_happens_in_poll_over_what_was_returned_before() {
    let mut story =
        Readers::new(1).group("g", |g| g.commit = CommitMode::Auto).member("a", "g", |_| {}).open();
    story.send("x y").run(4_000);
    assert_eq!(story.committed("g", 0), None, "five seconds are not over");
    story.run(2_000);
    assert_eq!(story.committed("g", 0), Some(2));
}

#[test]
fn k11_closing_commits() {
    let mut story =
        Readers::new(1).group("g", |g| g.commit = CommitMode::Auto).member("a", "g", |_| {}).open();
    story.send("x y").run(500).close("a").run(100);
    assert_eq!(story.committed("g", 0), Some(2));
}

#[test]
fn k11_hand_off_to_threads_can_lose() {
    let mut story = Readers::new(1)
        .group("g", |g| {
            g.commit = CommitMode::Auto;
            g.auto_commit_ms = 20.0;
            g.hand_off = true;
            g.session_timeout_ms = 100.0;
        })
        .member("a", "g", |a| a.service = Service::Constant { ms: 500.0 })
        .open();
    story.send("u v").run(60);
    story.send("w").run(60);
    assert_eq!(story.committed("g", 0), Some(2), "returned and committed, not done");
    story.crash("a", None).run(200).revive("a").run(3_000);
    assert!(story.books().2 > 0, "lost, with auto-commit on");
    assert_eq!(story.effects().lost.of(Cause::ConsumerCrashed), story.books().2);
}

/// What becomes of one record when its reader dies at an instant of the cycle
/// and comes back: done once, lost, duplicated.
fn crashed(ack: AckMode, at: CrashPoint) -> (u64, u64, u64) {
    let mut story = Readers::new(1)
        .group("g", |g| g.session_timeout_ms = 100.0)
        .member("a", "g", |a| a.ack = ack)
        .open();
    story.run(50).crash("a", Some(at)).send("x").run(300);
    story.revive("a").run(1_000);
    let (_, once, lost, duplicated) = story.books();
    (once, lost, duplicated)
}

#[test]
fn k12_commit_then_process_loses_in_between() {
    assert_eq!(crashed(AckMode::First, CrashPoint::BeforeBoth), (1, 0, 0));
    assert_eq!(crashed(AckMode::First, CrashPoint::Between), (0, 1, 0));
    assert_eq!(crashed(AckMode::First, CrashPoint::AfterBoth), (1, 0, 0));
}

#[test]
fn k12_process_then_commit_duplicates_in_between() {
    assert_eq!(crashed(AckMode::Last, CrashPoint::BeforeBoth), (1, 0, 0));
    assert_eq!(crashed(AckMode::Last, CrashPoint::Between), (0, 0, 1));
    assert_eq!(crashed(AckMode::Last, CrashPoint::AfterBoth), (1, 0, 0));
}

#[test]
fn k13_without_an_offset_latest_skips() {
    let mut story = Readers::new(1).group("g", |g| g.offset_reset = OffsetReset::Latest).member(
        "a",
        "g",
        |a| {
            a.latency_ms = 50.0;
        },
    );
    story.0.producers[0].latency_ms = 0.0;
    let mut story = story.open();
    story.send("early").run(1_000);
    story.send("late").run(500);
    assert_eq!(story.worked("a"), "late");
    assert_eq!(story.effects().lost.of(Cause::Skipped), 1);
}

#[test]
fn k13_none_fails_instead() {
    let mut story = Readers::new(1)
        .group("g", |g| g.offset_reset = OffsetReset::None)
        .member("a", "g", |_| {})
        .open();
    story.run(100);
    assert!(!story.0.consumers()[0].is_up());
}

#[test]
fn k13_an_empty_group_s_commits_expire() {
    let mut story = Readers::new(1)
        .group("g", |g| {
            g.offsets_retention_ms = 5_000;
            g.offset_reset = OffsetReset::Latest;
        })
        .member("a", "g", |_| {})
        .open();
    story.run(100).send("x").run(100).close("a").run(4_000);
    assert_eq!(story.committed("g", 0), Some(1));
    story.run(2_000);
    assert_eq!(story.committed("g", 0), None);
    story.send("missed").run(100).revive("a").run(500);
    assert_eq!(story.effects().lost.of(Cause::Skipped), 1, "it does not resume");
}

/// Two partitions; `slow` needs longer for a record than it may stay away.
fn slow_handler() -> Reading {
    Readers::new(1)
        .group("g", |g| {
            g.max_poll_interval_ms = 200.0;
            g.heartbeat_ms = 20.0;
        })
        .member("slow", "g", |slow| slow.service = Service::Constant { ms: 500.0 })
        .member("spare", "g", |_| {})
        .open()
}

#[test]
fn k14_too_long_between_polls_and_another_does_it_again() {
    let mut story = slow_handler();
    story.run(1_000).send("x").run(2_000);
    let out = |fact: &Fact| matches!(fact, Fact::LeftGroup { why: Leaving::PollOver, .. });
    assert!(story.count(out) > 0, "though its heart was beating");
    assert!(story.count(|fact| matches!(fact, Fact::CommitRefused { .. })) > 0);
    assert_eq!(story.books(), (1, 0, 0, 1));
    assert_eq!(story.worked("spare"), "x");
}

#[test]
fn k14_max_poll_records_limits_the_return_not_the_fetch() {
    let mut story = Readers::new(1)
        .group("g", |g| g.max_poll_records = 2)
        .member("a", "g", |a| {
            a.late = true;
            a.service = Service::Constant { ms: 100.0 };
        })
        .open();
    story.send("a b c d e").run(50).revive("a").run(50);
    let member = story.0.consumers()[0].member().expect("a member");
    assert_eq!(member.fetched().len(), 3, "all fetched, two returned");
}

#[test]
fn k15_a_crash_is_noticed_when_the_session_runs_out() {
    let mut story =
        Readers::new(1).group("g", |_| {}).member("a", "g", |_| {}).member("b", "g", |_| {}).open();
    story.run(10_000).crash("a", None).run(44_000);
    assert_eq!(story.reads("b"), [0; 0], "45 seconds of nobody");
    story.run(6_000);
    assert_eq!(story.reads("b"), [0]);
}

#[test]
fn k15_a_static_member_is_back_before_anybody_noticed() {
    let mut story = Readers::new(2)
        .group("g", |g| g.is_static = true)
        .member("a", "g", |_| {})
        .member("b", "g", |_| {})
        .open();
    story.run(10_000);
    let shared_out = story.0.groups()[0].generation();
    story.crash("a", None).run(20_000).revive("a").run(1_000);
    assert_eq!((story.reads("a"), story.reads("b")), (vec![0], vec![1]));
    assert_eq!(story.0.groups()[0].generation(), shared_out, "nothing was shared out again");
}

#[test]
fn k17_a_replay_is_this_consumer_s_alone() {
    let mut story = one().group("h", |_| {}).member("b", "h", |_| {}).open();
    story.send("x y").run(200).seek("a", SeekTo::Beginning).run(200);
    assert_eq!(story.worked("a"), "x y x y");
    assert_eq!(story.worked("b"), "x y");
    assert_eq!(story.effects().duplicated, 2, "done again is done twice");
}

#[test]
fn k17_seeking_finds_offsets_and_times() {
    let mut story = one().open();
    story.send("x").run(1_000).send("y").run(1_000);
    story.seek("a", SeekTo::TimeMs(500)).run(200);
    assert_eq!(story.worked("a"), "x y y");
    story.seek("a", SeekTo::Offset(0)).run(200);
    assert_eq!(story.worked("a"), "x y y x y");
    story.seek("a", SeekTo::Offset(99)).run(200);
    assert_eq!(story.worked("a"), "x y y x y");
}

#[test]
fn k17_an_idle_group_has_its_commits_moved() {
    let mut story = one().open();
    story.send("x y").run(200).close("a").run(100);
    story.seek("g", SeekTo::Offset(1)).revive("a").run(200);
    assert_eq!(story.worked("a"), "x y y");
}

#[test]
fn k17_a_late_group_reads_history_from_the_start() {
    let mut story = one().group("h", |_| {}).member("new", "h", |new| new.late = true).open();
    story.send("x y z").run(500);
    assert_eq!(story.books().0, 3, "nothing is expected of who is not there");
    story.revive("new").run(500);
    assert_eq!(story.worked("new"), "x y z");
    assert_eq!(story.books(), (6, 6, 0, 0));
}
