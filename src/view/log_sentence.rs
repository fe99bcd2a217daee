//! What happened in the log: a sentence for each fact, and its name in a
//! report.

use crate::engine::{ConsumerId, Engine, Fact, GroupId, Leaving, NodeId, ProducerId};

use super::{
    log_words::partition_name,
    states::{count, label},
};

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
