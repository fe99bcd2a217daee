//! What the log does, in plain words: the status of a topic, a sentence for
//! each fact, and its name in a report.

use crate::engine::{
    ConsumerId, Engine, Fact, GroupId, GroupPhase, Leaving, Member, NodeId, Partition, PartitionId,
    ProducerId, Sender, Shared, Sharing, Standing, TopicId, Transaction,
    topology::{Acks, LogProducerSpec},
};

use super::words::{Mark, Status, count, label};

/// What a topic does now.
pub fn topic(engine: &Engine, id: TopicId) -> Status {
    let topic = &engine.topics()[id.index()];
    let partitions = || topic.partitions().map(|id| &engine.partitions()[id.index()]);
    let leaderless = partitions().filter(|partition| partition.leader().is_none()).count();
    if leaderless > 0 {
        let text = count(leaderless as u64, "partition has no leader", "partitions have no leader");
        return Status::new(Mark::Bolt, text);
    }
    let stored: usize = partitions().map(|partition| partition.records().len()).sum();
    match stored {
        0 => Status::new(Mark::Ring, "empty"),
        _ => {
            let text = format!("keeps {}", count(stored as u64, "record", "records"));
            Status::new(Mark::Turning, text)
        }
    }
}

/// What is set of a topic, in a few words.
pub fn setting(engine: &Engine, id: TopicId) -> String {
    let spec = engine.topics()[id.index()].spec();
    let partitions = count(u64::from(spec.partitions), "partition", "partitions");
    match spec.replicas {
        0 | 1 => partitions,
        replicas => format!("{partitions}, RF {replicas}"),
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
        return Some(Status::new(Mark::Bolt, "fenced: a newer instance has taken over"));
    }
    let ends = match sender.transaction() {
        Transaction::Ending { request, .. } | Transaction::Asked { request, .. } => {
            Some(if request.commit { "commits" } else { "aborts" })
        }
        Transaction::None | Transaction::Open => None,
    };
    Some(match (ends, sender.unsent()) {
        (Some(ends), _) => Status::new(Mark::Clock, format!("{ends} its transaction")),
        (None, (0, 0)) => return None,
        (None, (waiting, 0)) => Status::new(Mark::Clock, format!("collects {waiting} in a batch")),
        (None, (0, out)) => Status::new(Mark::Arrow, format!("sent {out}, waiting for acks")),
        (None, (waiting, out)) => {
            Status::new(Mark::Arrow, format!("sent {out}, collects {waiting}"))
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
    let leader = log.leader().map_or("no leader".to_owned(), |it| format!("leader {}", it.broker));
    vec![name, leader, format!("in sync {}/{all}", log.in_sync())]
}

/// How far a group is with a partition, in a few words beside its flags.
pub fn progress(
    engine: &Engine,
    id: GroupId,
    partition: PartitionId,
    position: Option<u64>,
) -> String {
    let group = &engine.groups()[id.index()];
    let (name, log) = (&group.spec().name, &engine.partitions()[partition.index()]);
    if let Some(share) = group.share(partition) {
        let acquired = |shared: &Shared| matches!(shared.state, Sharing::Acquired { .. });
        let out = share.records().filter(|(_, shared)| acquired(shared)).count();
        return format!("{name} from {}, {out} acquired", share.start());
    }
    match (group.committed(partition), position) {
        (Some(committed), _) => {
            let lag = log.high_watermark().saturating_sub(committed.max(log.start()));
            format!("{name} committed {committed}, lag {lag}")
        }
        (None, Some(position)) => format!("{name} at {position}, nothing committed"),
        (None, None) => format!("{name} has not read here yet"),
    }
}

/// What a group is about, in a few words beside its name.
pub fn group_about(engine: &Engine, id: GroupId) -> String {
    let group = &engine.groups()[id.index()];
    let kind = match (group.spec().share, group.spec().transactional) {
        (true, _) => "share group",
        (false, true) => "group, one transaction",
        (false, false) => "group",
    };
    let members = group.members().len() as u64;
    let state = match group.phase() {
        _ if group.spec().share => count(members, "member", "members"),
        GroupPhase::Empty => "no members".to_owned(),
        GroupPhase::Gathering => format!("rebalancing: {} of {members} joined", group.joined()),
        GroupPhase::Stable => format!("generation {}", group.generation()),
    };
    format!("{kind} · {state}")
}

/// Whether a member has nothing to read because there are more members than
/// partitions (K10). A share group's members need none of their own.
pub fn is_idle(engine: &Engine, member: &Member) -> bool {
    let shares = engine.groups()[member.group().index()].spec().share;
    !shares && member.standing() == Standing::Joined && member.assigned().is_empty()
}

/// What a member of a group does now, if it is not at work.
pub fn member(engine: &Engine, member: &Member) -> Status {
    let group = &engine.groups()[member.group().index()];
    let name = &group.spec().name;
    let generation = group.generation();
    match (member.standing(), group.phase()) {
        (Standing::Out, _) => Status::new(Mark::Ring, format!("not in {name} yet")),
        (Standing::Joining, _) => {
            Status::new(Mark::Clock, format!("joining {name}, generation {generation}"))
        }
        (Standing::Joined, GroupPhase::Gathering { .. }) => {
            Status::new(Mark::Clock, format!("{name} is rebalancing"))
        }
        (Standing::Joined, _) if is_idle(engine, member) => {
            let reads =
                (0..engine.topics().len() as u16).map(TopicId).filter(|it| group.reads(*it));
            let partitions: usize =
                reads.map(|it| engine.topics()[it.index()].partitions().len()).sum();
            let members = count(group.members().len() as u64, "member", "members");
            let partitions = count(partitions as u64, "partition", "partitions");
            Status::new(Mark::Bars, format!("idle: {members}, {partitions}"))
        }
        (Standing::Joined, _) if member.is_polling() => Status::new(Mark::Clock, "waits in poll"),
        (Standing::Joined, _) => Status::new(Mark::Ring, "between two polls"),
    }
}

/// The partitions that a member reads, in a few words.
pub fn assigned(engine: &Engine, member: &Member) -> String {
    let name = |id: &PartitionId| format!("p{}", engine.partitions()[id.index()].index());
    match member.assigned() {
        [] => "reads nothing".to_owned(),
        some => format!("reads {}", some.iter().map(name).collect::<Vec<_>>().join(", ")),
    }
}

/// The name of a partition: its topic's and its number.
pub fn partition_name(engine: &Engine, id: PartitionId) -> String {
    let partition = &engine.partitions()[id.index()];
    format!("{}-{}", engine.name_of(NodeId::Topic(partition.topic())), partition.index())
}

fn consumer(engine: &Engine, id: ConsumerId) -> &str {
    engine.name_of(NodeId::Consumer(id))
}

fn producer(engine: &Engine, id: ProducerId) -> &str {
    engine.name_of(NodeId::Producer(id))
}

fn group(engine: &Engine, id: GroupId) -> &str {
    &engine.groups()[id.index()].spec().name
}

/// What happened in the log, in one sentence.
pub fn sentence(engine: &Engine, fact: &Fact) -> Option<String> {
    let part = |id| partition_name(engine, id);
    Some(match *fact {
        Fact::Produced { message, producer: id, partition, attempt: 1, .. } => {
            format!("{} sends {} to {}.", producer(engine, id), label(message), part(partition))
        }
        Fact::Produced { message, producer: id, partition, attempt, .. } => format!(
            "{} sends {} to {} again, attempt {attempt}.",
            producer(engine, id),
            label(message),
            part(partition)
        ),
        Fact::Appended { message, partition, offset, .. } => {
            format!("{} stores {} at offset {offset}.", part(partition), label(message))
        }
        Fact::BatchRefused { producer: id, partition, error } => {
            let error = error.name();
            format!("{} hears {error} from {}.", producer(engine, id), part(partition))
        }
        Fact::HighWatermark { partition, offset } => {
            format!("The high watermark of {} is {offset} now.", part(partition))
        }
        Fact::InSync { partition, broker, in_sync: true } => {
            format!("Broker {broker} is in sync for {} again.", part(partition))
        }
        Fact::InSync { partition, broker, .. } => {
            format!("Broker {broker} is out of sync for {}.", part(partition))
        }
        Fact::Led { partition, broker: Some(broker) } => {
            format!("Broker {broker} leads {} now.", part(partition))
        }
        Fact::Led { partition, broker: None } => format!("{} has no leader.", part(partition)),
        Fact::BrokerDown { broker } => format!("Broker {broker} dies."),
        Fact::BrokerUp { broker } => format!("Broker {broker} is back."),
        _ => return of_groups(engine, fact).or_else(|| of_stores(engine, fact)),
    })
}

/// What happened among the members of a group.
fn of_groups(engine: &Engine, fact: &Fact) -> Option<String> {
    let part = |id| partition_name(engine, id);
    let name = |id| consumer(engine, id);
    Some(match *fact {
        Fact::JoinedGroup { consumer, group: id } => {
            format!("{} joins {}.", name(consumer), group(engine, id))
        }
        Fact::LeftGroup { consumer, group: id, why } => {
            let why = match why {
                Leaving::Closed => "it has closed",
                Leaving::SessionOver => "its heartbeats stayed away",
                Leaving::PollOver => "it did not poll in time",
            };
            format!("{} is out of {}: {why}.", name(consumer), group(engine, id))
        }
        Fact::Rebalancing { group: id, .. } => {
            format!("{} shares its partitions out again.", group(engine, id))
        }
        Fact::JoinedAgain { consumer, group: id } => {
            format!("{} joins {} again.", name(consumer), group(engine, id))
        }
        Fact::SharedOut { group: id, generation, members } => format!(
            "{} has shared out to {}: generation {generation}.",
            group(engine, id),
            count(u64::from(members), "member", "members")
        ),
        Fact::Revoked { consumer, partition, .. } => {
            format!("{} gives up {}.", name(consumer), part(partition))
        }
        Fact::Assigned { consumer, partition, .. } => {
            format!("{} reads {} from now on.", name(consumer), part(partition))
        }
        Fact::PositionSet { consumer, partition, offset, skipped: 0 } => {
            format!("{} begins at offset {offset} of {}.", name(consumer), part(partition))
        }
        Fact::PositionSet { consumer, partition, offset, skipped } => format!(
            "{} begins at offset {offset} of {} and skips {}.",
            name(consumer),
            part(partition),
            count(skipped, "record", "records")
        ),
        Fact::Fetched { message, partition, consumer, .. } => {
            format!("{} fetches {} from {}.", name(consumer), label(message), part(partition))
        }
        Fact::Polled { .. } => return None,
        Fact::Committing { consumer, partition, offset, .. } => {
            format!("{} commits offset {offset} of {}.", name(consumer), part(partition))
        }
        Fact::Committed { group: id, partition, offset } => {
            format!("{} will go on at offset {offset} of {}.", group(engine, id), part(partition))
        }
        Fact::CommitRefused { consumer, .. } => {
            format!("{}’s commit is refused: it is not a member now.", name(consumer))
        }
        Fact::OffsetsExpired { group: id } => {
            format!("{}’s commits have expired.", group(engine, id))
        }
        _ => return None,
    })
}

/// What happened to segments, transactions and shared records.
fn of_stores(engine: &Engine, fact: &Fact) -> Option<String> {
    let part = |id| partition_name(engine, id);
    Some(match *fact {
        Fact::Rolled { partition, base } => {
            format!("{} begins a new segment at offset {base}.", part(partition))
        }
        Fact::SegmentDeleted { partition, start } => {
            format!("{} deletes a segment: it begins at offset {start} now.", part(partition))
        }
        Fact::Cleaned { partition, removed } => {
            let records = count(u64::from(removed), "record", "records");
            format!("{} is compacted: {records} went.", part(partition))
        }
        Fact::TransactionBegun { node } => {
            format!("{} begins a transaction.", engine.name_of(node))
        }
        Fact::TransactionEnded { partition, committed: true, .. } => {
            format!("A transaction is committed in {}.", part(partition))
        }
        Fact::TransactionEnded { partition, .. } => {
            format!("A transaction is aborted in {}.", part(partition))
        }
        Fact::Fenced { node } => {
            format!("{} is fenced: a newer instance has taken over.", engine.name_of(node))
        }
        Fact::Acquired { message, consumer: id, nth, .. } => {
            format!("{} acquires {}, delivery {nth}.", consumer(engine, id), label(message))
        }
        Fact::Acknowledged { message, group: id, .. } => {
            format!("{} is done with {}.", group(engine, id), label(message))
        }
        Fact::Released { message, group: id, .. } => {
            format!("{} is available to {} again.", label(message), group(engine, id))
        }
        Fact::Archived { message, group: id, .. } => {
            format!("{} archives {}: nobody gets it again.", group(engine, id), label(message))
        }
        _ => return None,
    })
}

/// The name of a fact of the log in reports; empty for any other.
pub fn kind(fact: &Fact) -> &'static str {
    match fact {
        Fact::Produced { .. } => "produced",
        Fact::Appended { .. } => "appended",
        Fact::BatchRefused { .. } => "batch-refused",
        Fact::HighWatermark { .. } => "high-watermark",
        Fact::InSync { .. } => "in-sync",
        Fact::Led { .. } => "led",
        Fact::BrokerDown { .. } => "broker-down",
        Fact::BrokerUp { .. } => "broker-up",
        Fact::JoinedGroup { .. } => "joined-group",
        Fact::LeftGroup { .. } => "left-group",
        Fact::Rebalancing { .. } => "rebalancing",
        Fact::JoinedAgain { .. } => "joined-again",
        Fact::SharedOut { .. } => "shared-out",
        Fact::Revoked { .. } => "revoked",
        Fact::Assigned { .. } => "assigned",
        Fact::PositionSet { .. } => "position-set",
        Fact::Fetched { .. } => "fetched",
        Fact::Polled { .. } => "polled",
        Fact::Committing { .. } => "committing",
        Fact::Committed { .. } => "committed",
        Fact::CommitRefused { .. } => "commit-refused",
        Fact::OffsetsExpired { .. } => "offsets-expired",
        Fact::Rolled { .. } => "rolled",
        Fact::SegmentDeleted { .. } => "segment-deleted",
        Fact::Cleaned { .. } => "cleaned",
        Fact::TransactionBegun { .. } => "transaction-begun",
        Fact::TransactionEnded { .. } => "transaction-ended",
        Fact::Fenced { .. } => "fenced",
        Fact::Acquired { .. } => "acquired",
        Fact::Acknowledged { .. } => "acknowledged",
        Fact::Released { .. } => "released",
        Fact::Archived { .. } => "archived",
        _ => "",
    }
}
