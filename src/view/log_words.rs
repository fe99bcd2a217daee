//! What topics, groups and their clients do, in plain words.

use crate::{
    engine::{
        ConsumerId, Engine, Group, GroupId, GroupPhase, Member, NodeId, Partition, PartitionId,
        Sender, Shared, Sharing, Standing, TopicId, Transaction,
        topology::{Acks, LogProducerSpec},
    },
    words::{corners, desks, logs as words, states},
};

use super::states::{Mark, Status};

/// What a topic does now.
pub fn topic(engine: &Engine, id: TopicId) -> Status {
    let topic = &engine.topics()[id.index()];
    let partitions = || topic.partitions().map(|id| &engine.partitions()[id.index()]);
    let leaderless = partitions().filter(|partition| partition.leader().is_none()).count();
    if leaderless > 0 {
        return Status::new(Mark::Bolt, words::leaderless(leaderless as u64));
    }
    let stored: usize = partitions().map(|partition| partition.records().len()).sum();
    match stored {
        0 => Status::new(Mark::Ring, states::EMPTY),
        _ => Status::new(Mark::Turning, words::keeps(stored as u64)),
    }
}

/// What is set of a topic, in a few words.
pub fn setting(engine: &Engine, id: TopicId) -> String {
    let spec = engine.topics()[id.index()].spec();
    let partitions = u64::from(spec.partitions);
    match spec.replicas {
        0 | 1 => corners::partitions(partitions),
        replicas => corners::partitions_and_replicas(partitions, &replicas),
    }
}

/// What a producer waits for, as its setting says it (K3).
pub fn acks(spec: &LogProducerSpec) -> &'static str {
    match spec.acks {
        Acks::None => "acks=0",
        Acks::Leader => "acks=1",
        Acks::All => "acks=all",
    }
}

/// What a producer of a log does, if it has something to send.
pub fn sender(sender: &Sender) -> Option<Status> {
    if sender.is_fenced() {
        return Some(Status::new(Mark::Bolt, words::FENCED));
    }
    let ends = match sender.transaction() {
        Transaction::Ending { request, .. } | Transaction::Asked { request, .. } => {
            Some(match request.commit {
                true => words::COMMITS_TRANSACTION,
                false => words::ABORTS_TRANSACTION,
            })
        }
        Transaction::None | Transaction::Open => None,
    };
    Some(match (ends, sender.unsent()) {
        (Some(ends), _) => Status::new(Mark::Clock, ends),
        (None, (0, 0)) => return None,
        (None, (waiting, 0)) => Status::new(Mark::Clock, words::collects(&waiting)),
        (None, (0, out)) => Status::new(Mark::Arrow, words::sent(&out)),
        (None, (waiting, out)) => {
            Status::new(Mark::Arrow, words::sent_and_collects(&out, &waiting))
        }
    })
}

/// What stands beside a partition: its number, and how it is led.
pub fn lane(log: &Partition) -> Vec<String> {
    let name = format!("p{}", log.index());
    let all = log.replicas().len();
    if all < 2 {
        return vec![name];
    }
    let leader =
        log.leader().map_or_else(|| words::NO_LEADER.into(), |it| words::leader(&it.broker));
    vec![name, leader, words::in_sync(&log.in_sync(), &all)]
}

/// How far a group is with a partition, beside its flags: in words, in fewer,
/// and only its name.
pub fn progress(
    engine: &Engine,
    id: GroupId,
    partition: PartitionId,
    position: Option<u64>,
) -> [String; 3] {
    let group = &engine.groups()[id.index()];
    let name = &group.spec().name;
    let (says, short) = if let Some(share) = group.share(partition) {
        let acquired = |shared: &Shared| matches!(shared.state, Sharing::Acquired { .. });
        let out = share.records().filter(|(_, shared)| acquired(shared)).count();
        (words::share_acquired(name, &share.start(), &out), words::acquired(name, &out))
    } else {
        match (group.committed(partition), position) {
            (Some(committed), _) => {
                let lag = lag(engine, group, partition);
                (words::committed(name, &committed, &lag), words::lag(name, &lag))
            }
            (None, Some(_)) => (words::nothing_committed(name), name.clone()),
            (None, None) => (words::not_read(name), name.clone()),
        }
    };
    [says, short, name.clone()]
}

/// The member of a group that reads a partition now.
pub fn reader<'a>(
    engine: &'a Engine,
    group: &Group,
    partition: PartitionId,
) -> Option<(ConsumerId, &'a Member)> {
    let members = group.members();
    let mut known = members.filter_map(|id| Some((id, engine.consumers()[id.index()].member()?)));
    known.find(|(_, member)| member.assigned().contains(&partition))
}

/// The next offset that its member will be given of a partition.
pub fn position(engine: &Engine, group: &Group, partition: PartitionId) -> Option<u64> {
    let (_, member) = reader(engine, group, partition)?;
    member.position(partition)
}

/// Records of a partition that a group could read and has not committed.
pub fn lag(engine: &Engine, group: &Group, partition: PartitionId) -> u64 {
    let log = &engine.partitions()[partition.index()];
    let done = match group.share(partition) {
        Some(share) => share.start(),
        None => group.committed(partition).unwrap_or(0),
    };
    log.high_watermark().saturating_sub(done.max(log.start()))
}

/// What a group is about, in a few words beside its name.
pub fn group_about(engine: &Engine, id: GroupId) -> String {
    let group = &engine.groups()[id.index()];
    if group.spec().share {
        let members = engine.consumers().iter().filter(|it| it.shares() == Some(id)).count();
        return words::share_group(members as u64);
    }
    match group.phase() {
        GroupPhase::Empty => words::NO_MEMBERS.into(),
        GroupPhase::Gathering => words::rebalancing(&group.joined(), &group.members().len()),
        GroupPhase::Stable if group.spec().transactional => words::TRANSACTIONAL.into(),
        GroupPhase::Stable => words::generation(&group.generation()),
    }
}

/// Whether a member has nothing to read because there are more members than
/// partitions (K10).
pub fn is_idle(engine: &Engine, member: &Member) -> bool {
    let group = &engine.groups()[member.group().index()];
    let settled = group.phase() == GroupPhase::Stable && member.standing() == Standing::Joined;
    settled && member.assigned().is_empty()
}

/// What a member of a group does now, if it is not at work.
pub fn member(engine: &Engine, id: ConsumerId, member: &Member) -> Status {
    let group = &engine.groups()[member.group().index()];
    let name = &group.spec().name;
    match (member.standing(), group.phase()) {
        (Standing::Out, _) => Status::new(Mark::Ring, words::no_member(name)),
        (Standing::Joining, _) if !group.members().any(|known| known == id) => {
            Status::new(Mark::Clock, words::asks_to_join(name))
        }
        (Standing::Joining, GroupPhase::Gathering) => Status::new(Mark::Clock, words::JOINING),
        (Standing::Joining, _) => Status::new(Mark::Clock, words::SYNCING),
        (Standing::Joined, GroupPhase::Gathering) => Status::new(Mark::Clock, words::JOINS_AGAIN),
        (Standing::Joined, _) if is_idle(engine, member) => {
            let reads =
                (0..engine.topics().len() as u16).map(TopicId).filter(|it| group.reads(*it));
            let partitions: usize =
                reads.map(|it| engine.topics()[it.index()].partitions().len()).sum();
            let members = words::members(group.members().len() as u64);
            let partitions = corners::partitions(partitions as u64);
            Status::new(Mark::Ring, words::idle(&members, &partitions))
        }
        (Standing::Joined, _) if member.is_polling() => Status::new(Mark::Clock, desks::IN_POLL),
        (Standing::Joined, _) => Status::new(Mark::Ring, words::BETWEEN_POLLS),
    }
}

/// The partitions that a member reads, in a few words.
pub fn assigned(engine: &Engine, member: &Member) -> String {
    let name = |id: &PartitionId| format!("p{}", engine.partitions()[id.index()].index());
    match member.assigned() {
        [] => corners::READS_NOTHING.into(),
        some => corners::reads(&some.iter().map(name).collect::<Vec<_>>().join(", ")),
    }
}

/// The name of a partition: its topic's and its number.
pub fn partition_name(engine: &Engine, id: PartitionId) -> String {
    let partition = &engine.partitions()[id.index()];
    format!("{}-{}", engine.name_of(NodeId::Topic(partition.topic())), partition.index())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Run, catalog};

    /// What a node says at moments a quarter of a second apart, without
    /// saying the same twice in a row.
    fn said(world: &str, seconds: u64, of: impl Fn(&Engine) -> String) -> Vec<String> {
        let mut run = Run::new(catalog::find(world).expect("is built in")).expect("starts");
        let mut said = Vec::new();
        for _ in 0..4 * seconds {
            run.advance(250_000, u64::MAX);
            said.push(of(run.engine()));
        }
        said.dedup();
        said
    }

    #[test]
    fn an_idle_member_says_why() {
        let of = |engine: &Engine| {
            let consumers = (0..).map(ConsumerId).zip(engine.consumers());
            let mut members = consumers.filter_map(|(id, it)| Some((id, it.member()?)));
            let found = members.find(|(_, it)| is_idle(engine, it));
            let found = found.map(|(id, it)| member(engine, id, it));
            found.map_or(String::new(), |status| status.text)
        };
        let said = said("idle-members", 12, of);
        assert_eq!(said.last().map(String::as_str), Some("idle: 4 members, 2 partitions"));
    }

    #[test]
    fn a_group_says_how_far_its_rebalance_is() {
        let said = said("rebalance", 14, |engine| group_about(engine, GroupId(0)));
        assert!(said.contains(&"rebalancing, 1/3 joined".to_owned()), "{said:?}");
        assert!(said.last().is_some_and(|last| last.starts_with("generation ")), "{said:?}");
    }

    #[test]
    fn a_group_on_a_tape_says_its_lag_in_as_many_words_as_fit() {
        let of = |engine: &Engine| progress(engine, GroupId(0), PartitionId(0), None).join(" / ");
        let said = said("idle-members", 12, of);
        assert_eq!(said[0], "billing has not read here yet / billing / billing");
        let last = said.last().expect("says something");
        assert!(
            last.starts_with("billing committed ") && last.contains(" / billing lag "),
            "{last}"
        );
    }
}
