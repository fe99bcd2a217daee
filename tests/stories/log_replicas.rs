//! Replicas of a log: acks, leaders, the high watermark (K3–K5).

use queuescope::engine::{Cause, Command, Fact, Frame, ProduceError, topology::Acks};

use super::{log_cluster::Cluster, log_lab::Readers};

/// Three replicas; the leader is broker 0.
fn three(acks: Acks) -> Cluster {
    Cluster::new(|topic| topic.replicas = 3, |app| app.acks = acks)
}

#[test]
fn k3_acks_0_loses_in_silence() {
    let mut cluster = three(Acks::None);
    cluster.lose(Frame::Publish).send("a").run(1_000);
    assert_eq!(cluster.stored(0), "");
    let heard = cluster.heard();
    assert_eq!((heard.confirmed, heard.retried, heard.gave_up), (0, 0, 0));
    assert_eq!(cluster.0.books().removed.of(Cause::LinkLost), 1);
}

#[test]
fn k3_acks_1_is_acknowledged_and_lost_with_its_leader() {
    let mut cluster = three(Acks::Leader);
    cluster.send("a").run(11).broker(0, false).run(100);
    assert_eq!(cluster.heard().confirmed, 1);
    cluster.run(10_000);
    assert_eq!(cluster.stored(0), "");
    assert_eq!(cluster.0.books().removed.of(Cause::LeaderLost), 1);
    assert_eq!(cluster.0.partitions()[0].leader().map(|leader| leader.broker), Some(1));
}

#[test]
fn k3_acks_all_survives_its_leader() {
    let mut cluster = three(Acks::All);
    cluster.send("a").run(50).broker(0, false).run(10_000);
    assert_eq!(cluster.heard().confirmed, 1);
    assert_eq!(cluster.stored(0), "a");
}

/// A reader that waits in `poll()` when the leader dies asks the next one.
#[test]
fn k3_an_idle_reader_follows_to_the_next_leader() {
    let mut readers = Readers::new(1).app(|app| app.acks = Acks::All);
    readers.0.topics[0].replicas = 3;
    let mut story = readers.group("g", |_| {}).member("worker", "g", |_| {}).open();
    story.send("a").run(5_000);
    assert_eq!(story.effects().once, 1);
    story.ask(Command::SetBroker { broker: 0, up: false }).run(20_000);
    assert_eq!(story.0.partitions()[0].leader().map(|leader| leader.broker), Some(1));
    story.send("b").run(20_000);
    assert_eq!(story.effects().once, 2, "it goes on reading");
}

#[test]
fn k3_all_is_all_in_sync_now_not_every_replica() {
    let mut cluster = three(Acks::All);
    cluster.broker(2, false).run(10_000);
    assert_eq!(cluster.0.partitions()[0].in_sync(), 2);
    cluster.send("a").run(50);
    assert_eq!(cluster.heard().confirmed, 1, "two of three are all there are in sync");
}

/// Three replicas, `min.insync.replicas` 2, and the followers dead.
fn one_of_three_in_sync(acks: Acks) -> Cluster {
    let mut cluster = Cluster::new(
        |topic| {
            topic.replicas = 3;
            topic.min_insync = 2;
        },
        |app| app.acks = acks,
    );
    cluster.broker(1, false).broker(2, false).run(10_000);
    assert_eq!(cluster.0.partitions()[0].in_sync(), 1);
    cluster
}

#[test]
fn k4_acks_all_is_refused_below_min_insync_replicas() {
    let mut cluster = one_of_three_in_sync(Acks::All);
    cluster.send("a").run(1_000);
    let refused = |fact: &Fact| {
        matches!(fact, Fact::BatchRefused { error: ProduceError::NotEnoughReplicas, .. })
    };
    assert!(cluster.count(refused) > 1, "and tried again");
    assert_eq!(cluster.stored(0), "");
    cluster.broker(1, true).run(1_000);
    assert_eq!(cluster.stored(0), "a");
}

#[test]
fn k4_acks_1_is_taken_but_invisible_until_enough_are_in_sync() {
    let mut cluster = one_of_three_in_sync(Acks::Leader);
    cluster.send("a").run(1_000);
    assert_eq!(cluster.heard().confirmed, 1, "min.insync.replicas does not guard acks=1");
    assert_eq!((cluster.stored(0).as_str(), cluster.readable(0)), ("a", 0));
    cluster.broker(1, true).run(1_000);
    assert_eq!(cluster.readable(0), 1);
}

#[test]
fn k4_the_setting_counts_for_no_more_than_there_are_replicas() {
    let mut cluster = Cluster::new(|topic| topic.min_insync = 2, |_| {});
    cluster.send("a").run(100);
    assert_eq!(cluster.readable(0), 1);
}

#[test]
fn k5_consumers_read_to_where_all_in_sync_are() {
    let mut cluster = three(Acks::Leader);
    cluster.send("a").run(11);
    assert_eq!((cluster.stored(0).as_str(), cluster.readable(0)), ("a", 0));
    cluster.run(3);
    assert_eq!(cluster.readable(0), 1);
}

#[test]
fn k5_a_follower_behind_for_thirty_seconds_leaves_those_in_sync() {
    let mut cluster = three(Acks::All);
    cluster.stall(2, true).send("a").run(29_000);
    assert_eq!((cluster.heard().confirmed, cluster.readable(0)), (0, 0));
    cluster.run(2_000);
    assert_eq!(cluster.0.partitions()[0].in_sync(), 2);
    assert_eq!((cluster.heard().confirmed, cluster.readable(0)), (1, 1));
    cluster.stall(2, false).run(100);
    assert_eq!(cluster.0.partitions()[0].in_sync(), 3);
}

/// Followers stall and leave; then the only one in sync dies.
fn last_in_sync_dies(unclean: bool) -> Cluster {
    let mut cluster = Cluster::new(
        |topic| {
            topic.replicas = 2;
            topic.unclean_election = unclean;
        },
        |_| {},
    );
    cluster.send("a").run(100);
    cluster.stall(1, true).send("b").run(31_000);
    assert_eq!((cluster.0.partitions()[0].in_sync(), cluster.heard().confirmed), (1, 2));
    cluster.broker(0, false).run(10_000);
    cluster
}

#[test]
fn k5_nobody_leads_until_the_last_in_sync_is_back() {
    let mut cluster = last_in_sync_dies(false);
    assert!(cluster.0.partitions()[0].leader().is_none());
    cluster.broker(0, true).run(1_000);
    assert_eq!(cluster.stored(0), "a b");
}

#[test]
fn k5_an_unclean_election_loses_what_was_acknowledged() {
    let cluster = last_in_sync_dies(true);
    assert_eq!(cluster.stored(0), "a");
    assert_eq!(cluster.0.books().removed.of(Cause::LeaderLost), 1);
}

#[test]
fn k5_all_replicas_without_power_lose_what_no_disk_has() {
    let mut cluster = three(Acks::All);
    cluster.send("old").run(40_000);
    cluster.send("new").run(100);
    assert_eq!(cluster.heard().confirmed, 2);
    cluster.ask(Command::KillBroker {}).run(1_000);
    assert_eq!(cluster.stored(0), "old", "acknowledged is not on disk");
    assert_eq!(cluster.0.books().removed.of(Cause::PowerLost), 1);
}

#[test]
fn k5_a_restart_in_good_order_loses_nothing() {
    let mut cluster = three(Acks::All);
    cluster.send("a").run(100);
    cluster.ask(Command::RestartBroker {}).run(1_000);
    assert_eq!(cluster.stored(0), "a");
}
