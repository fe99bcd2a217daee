//! Sharing partitions out, step by step (K16).

use queuescope::engine::{ConsumerId, Fact, topology::Assignor};

use super::log_lab::{Readers, Reading};

/// Topic `t` of three partitions, read by `a`.
fn three(assignor: Assignor) -> Readers {
    Readers::new(3)
        .group("g", |g| {
            g.assignor = assignor;
            g.heartbeat_ms = 20.0;
        })
        .member("a", "g", |_| {})
}

/// `b` joins `a` after a while.
fn joined(assignor: Assignor) -> Reading {
    let mut story = three(assignor).member("b", "g", |b| b.late = true).open();
    story.run(1_000).revive("b").run(1_000);
    story
}

/// What happened in the group from generation 2 on, in a few words each.
fn steps(story: &Reading) -> Vec<String> {
    let name = |id: ConsumerId| story.0.consumers()[id.index()].spec().name.clone();
    let steps = story.told(|fact| match *fact {
        Fact::JoinedGroup { consumer, .. } => Some(format!("{} joins", name(consumer))),
        Fact::JoinedAgain { consumer, .. } => Some(format!("{} joins again", name(consumer))),
        Fact::Rebalancing { generation, .. } => Some(format!("towards {generation}")),
        Fact::SharedOut { generation, members, .. } => {
            Some(format!("{generation} shared out to {members}"))
        }
        Fact::Revoked { consumer, partition, generation } => {
            Some(format!("{} gives up {} of {generation}", name(consumer), partition.0))
        }
        Fact::Assigned { consumer, partition, generation } => {
            Some(format!("{} reads {} of {generation}", name(consumer), partition.0))
        }
        _ => None,
    });
    let steps = steps.into_iter().map(|(_, step)| step);
    steps.skip_while(|step| step != "b joins").collect()
}

#[test]
fn k16_eager_revokes_everything_first() {
    let story = joined(Assignor::Range);
    let expected = [
        "b joins",
        "towards 2",
        "a gives up 0 of 1",
        "a gives up 1 of 1",
        "a gives up 2 of 1",
        "a joins again",
        "2 shared out to 2",
        "a reads 0 of 2",
        "a reads 1 of 2",
        "b reads 2 of 2",
    ];
    assert_eq!(steps(&story), expected);
}

#[test]
fn k16_cooperative_moves_one_and_needs_a_second_rebalance() {
    let story = joined(Assignor::CooperativeSticky);
    let expected = [
        "b joins",
        "towards 2",
        "a joins again",
        "2 shared out to 2",
        "a gives up 2 of 2",
        "a joins again",
        "towards 3",
        "b joins again",
        "3 shared out to 2",
        "b reads 2 of 3",
    ];
    assert_eq!(steps(&story), expected);
}

#[test]
fn k16_range_and_round_robin_differ_over_several_topics() {
    let shares = |assignor| {
        let mut story = Readers::new(3)
            .topic("u", 3)
            .group("g", |g| {
                g.topics.push("u".to_owned());
                g.assignor = assignor;
            })
            .member("a", "g", |_| {})
            .member("b", "g", |_| {})
            .open();
        story.run(10_000);
        [story.reads("a"), story.reads("b")]
    };
    assert_eq!(shares(Assignor::Range), [vec![0, 1, 3, 4], vec![2, 5]], "the first has most");
    assert_eq!(shares(Assignor::RoundRobin), [[0, 2, 4], [1, 3, 5]], "all topics in one turn");
}

#[test]
fn k16_sticky_leaves_partitions_where_they_are() {
    let shares = |assignor| {
        let later = three(assignor).member("b", "g", |_| {});
        let mut world = later.member("c", "g", |c| c.late = true);
        world.0.topics[0].partitions = 4;
        let mut story = world.open();
        story.run(10_000).revive("c").run(10_000);
        let revoked = story.count(|fact| matches!(fact, Fact::Revoked { .. }));
        (["a", "b", "c"].map(|name| story.reads(name)), revoked)
    };
    let in_turn = ([vec![0, 3], vec![1], vec![2]], 4);
    assert_eq!(shares(Assignor::RoundRobin), in_turn, "a had 0 and 2, b had 1 and 3");
    let kept = ([vec![0, 2], vec![1], vec![3]], 4);
    assert_eq!(shares(Assignor::Sticky), kept, "only 3 has moved, though all was given up");
}
