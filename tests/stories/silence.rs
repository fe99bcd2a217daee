//! Consumers that hang, and links on which nothing gets through.

use queuescope::engine::{
    Command, Fact, Leaving,
    profile::ProfileId,
    topology::{ConsumerSpec, QueueSpec},
};

use crate::{
    lab::{Lab, PUBLISHER, World, one_queue, patient},
    log_lab::Readers,
};

/// A queue and one worker that takes 10 ms for a message.
fn worker(change: impl FnOnce(&mut ConsumerSpec)) -> Lab {
    one_queue().worker("w", "q", change).open()
}

impl Lab {
    fn hang(&mut self, consumer: &str) {
        self.ask(Command::Hang { consumer: consumer.to_owned() });
    }

    fn go_on(&mut self, consumer: &str) {
        self.ask(Command::GoOn { consumer: consumer.to_owned() });
    }

    fn partition(&mut self, client: &str) {
        self.ask(Command::Partition { client: client.to_owned() });
    }

    fn repair(&mut self, client: &str) {
        self.ask(Command::Repair { client: client.to_owned() });
    }
}

#[test]
fn r16_a_consumer_that_hangs_keeps_its_connection_and_what_it_holds() {
    let mut lab = worker(|w| w.prefetch = 2);
    lab.publish("q", "m n o");
    lab.hang("w");
    lab.wait(60_000);
    assert_eq!((lab.unacked("q"), lab.ready("q").as_str()), (2, "o"));
    assert_eq!(lab.effects(), "3 pending");
    lab.go_on("w");
    lab.wait(100);
    assert_eq!(lab.sent_to("w"), "m n o", "nothing was sent twice");
    assert_eq!(lab.effects(), "3 once");
}

#[test]
fn r41_a_consumer_that_hangs_for_half_an_hour_is_cancelled() {
    let world = one_queue().of(ProfileId::RabbitQuorum);
    let mut lab = world.worker("w", "q", |_| {}).open();
    lab.publish("q", "m");
    lab.hang("w");
    lab.wait(2 * 1_800_000);
    assert_eq!(lab.count(|fact| matches!(fact, Fact::Requeued { .. })), 1);
}

#[test]
fn s1_the_visibility_timeout_goes_on_while_a_consumer_hangs() {
    let mut lab = World::new()
        .of(ProfileId::SqsStandard)
        .queue("q", |q: &mut QueueSpec| q.lease_ms = Some(1_000))
        .worker("w", "q", |_| {})
        .worker("v", "q", |v| v.late = true)
        .open();
    lab.wait(100);
    lab.publish("q", "m");
    lab.wait(1_100);
    lab.hang("w");
    lab.publish("q", "n");
    lab.revive("v");
    lab.wait(10_000);
    assert_eq!(lab.effects(), "2 once", "the other one does what it could not");
}

#[test]
fn k14_a_member_that_hangs_is_out_though_its_heart_beats() {
    let mut story = Readers::new(1)
        .group("g", |g| g.max_poll_interval_ms = 5_000.0)
        .member("a", "g", |_| {})
        .member("b", "g", |_| {})
        .open();
    story.run(5_000).ask(Command::Hang { consumer: "a".to_owned() });
    story.run(30_000);
    assert!(story.count(|fact| matches!(fact, Fact::LeftGroup { why: Leaving::PollOver, .. })) > 0);
    assert_eq!(story.reads("b"), [0], "the other one reads on");
}

#[test]
fn k15_a_member_that_is_cut_off_is_missed_when_its_session_ends() {
    let mut story = Readers::new(1)
        .group("g", |g| g.session_timeout_ms = 1_000.0)
        .member("a", "g", |_| {})
        .member("b", "g", |_| {})
        .open();
    story.run(5_000).ask(Command::Partition { client: "a".to_owned() });
    story.run(900);
    assert_eq!(story.reads("b"), [] as [u16; 0], "not before its session has run out");
    story.run(10_000).send("x");
    assert_eq!((story.reads("b"), story.run(500).worked("b")), (vec![0], "x".to_owned()));
    story.ask(Command::Repair { client: "a".to_owned() });
    story.run(20_000).send("y").run(500);
    assert_eq!(story.effects().duplicated, 0, "it heard that it had been replaced");
}

#[test]
fn what_was_held_on_a_link_goes_on_in_its_order() {
    let mut lab = worker(|w| {
        w.prefetch = 3;
        w.latency_ms = 5.0;
        w.jitter_ms = 5.0;
    });
    lab.publish("q", "a b c");
    lab.partition("w");
    lab.wait(1_000);
    assert_eq!(lab.effects(), "3 pending");
    lab.repair("w");
    lab.wait(200);
    assert_eq!(lab.sent_to("w"), "a b c");
    assert_eq!(lab.effects(), "3 once");
}

#[test]
fn r16_a_link_held_for_longer_than_the_heartbeat_ends_its_connection() {
    let mut lab = worker(|w| w.prefetch = 2);
    lab.publish("q", "a b");
    lab.wait(5);
    lab.partition("w");
    lab.wait(59_000);
    assert_eq!(lab.unacked("q"), 2);
    lab.wait(2_000);
    assert_eq!((lab.unacked("q"), lab.ready("q").as_str()), (0, "a* b*"));
    lab.wait(120_000);
    assert_eq!(lab.unacked("q"), 0, "it cannot connect either");
    lab.repair("w");
    lab.wait(1_000);
    assert_eq!(lab.ready("q"), "");
    assert_eq!(lab.effects(), "2 duplicated", "it had gone on, and its acks did not get through");
}

#[test]
fn r7_a_publish_held_for_too_long_is_sent_again() {
    let mut lab = one_queue().publisher(|p| p.confirms = Some(patient(3))).open();
    lab.partition(PUBLISHER);
    lab.publish("q", "m");
    lab.wait(61_000);
    assert_eq!(lab.ready("q"), "");
    lab.repair(PUBLISHER);
    lab.wait(1_000);
    assert_eq!(lab.ready("q"), "m");
}

#[test]
fn hanging_and_partitions_are_asked_for_once() {
    let mut lab = worker(|_| {});
    let mut refusal = |command| lab.try_ask(command).map_err(|refusal| refusal.to_string());
    let w = || "w".to_owned();
    assert_eq!(refusal(Command::GoOn { consumer: w() }), Err("w does not hang.".to_owned()));
    assert_eq!(refusal(Command::Hang { consumer: w() }), Ok(()));
    assert_eq!(refusal(Command::Hang { consumer: w() }), Err("w hangs already.".to_owned()));
    let held = "The link of w is not held.".to_owned();
    assert_eq!(refusal(Command::Repair { client: w() }), Err(held));
    assert_eq!(refusal(Command::Partition { client: w() }), Ok(()));
    let cut_off = "w is cut off from the broker; repair its link first.".to_owned();
    assert_eq!(refusal(Command::Partition { client: w() }), Err(cut_off));
}
