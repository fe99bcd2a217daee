//! What happened in the log: a sentence for each fact, and its name in a
//! report.

use crate::{
    engine::{ConsumerId, Engine, Fact, GroupId, Leaving, NodeId, ProducerId},
    words::log_facts as words,
};

use super::{log_words::partition_name, states::label};

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
            words::sends(&producer(engine, id), &label(message), &part(partition))
        }
        Fact::Produced { message, producer: id, partition, attempt, .. } => {
            words::sends_again(&producer(engine, id), &label(message), &part(partition), &attempt)
        }
        Fact::Appended { message, partition, offset, .. } => {
            words::stores(&part(partition), &label(message), &offset)
        }
        Fact::BatchRefused { producer: id, partition, error } => {
            words::batch_refused(&producer(engine, id), &error.name(), &part(partition))
        }
        Fact::HighWatermark { partition, offset } => {
            words::high_watermark(&part(partition), &offset)
        }
        Fact::InSync { partition, broker, in_sync: true } => {
            words::in_sync(&broker, &part(partition))
        }
        Fact::InSync { partition, broker, .. } => words::out_of_sync(&broker, &part(partition)),
        Fact::Led { partition, broker: Some(broker) } => words::leads(&broker, &part(partition)),
        Fact::Led { partition, broker: None } => words::no_leader(&part(partition)),
        Fact::BrokerDown { broker } => words::broker_dies(&broker),
        Fact::BrokerUp { broker } => words::broker_back(&broker),
        _ => return of_groups(engine, fact).or_else(|| of_stores(engine, fact)),
    })
}

/// What happened among the members of a group.
fn of_groups(engine: &Engine, fact: &Fact) -> Option<String> {
    let part = |id| partition_name(engine, id);
    let name = |id| consumer(engine, id);
    Some(match *fact {
        Fact::JoinedGroup { consumer, group: id } => {
            words::joins(&name(consumer), &group(engine, id))
        }
        Fact::LeftGroup { consumer, group: id, why } => {
            let told = match why {
                Leaving::Closed => words::left_closed,
                Leaving::SessionOver => words::left_silent,
                Leaving::PollOver => words::left_late,
            };
            told(&name(consumer), &group(engine, id))
        }
        Fact::Rebalancing { group: id, .. } => words::rebalances(&group(engine, id)),
        Fact::JoinedAgain { consumer, group: id } => {
            words::joins_again(&name(consumer), &group(engine, id))
        }
        Fact::SharedOut { group: id, generation, members } => {
            words::shared_out(members.into(), &group(engine, id), &generation)
        }
        Fact::Revoked { consumer, partition, .. } => {
            words::revoked(&name(consumer), &part(partition))
        }
        Fact::Assigned { consumer, partition, .. } => {
            words::assigned(&name(consumer), &part(partition))
        }
        Fact::PositionSet { consumer, partition, offset, skipped: 0 } => {
            words::begins(&name(consumer), &offset, &part(partition))
        }
        Fact::PositionSet { consumer, partition, offset, skipped } => {
            words::begins_and_skips(skipped, &name(consumer), &offset, &part(partition))
        }
        Fact::Fetched { message, partition, consumer, .. } => {
            words::fetches(&name(consumer), &label(message), &part(partition))
        }
        Fact::Polled { .. } => return None,
        Fact::Committing { consumer, partition, offset, .. } => {
            words::commits(&name(consumer), &offset, &part(partition))
        }
        Fact::Committed { group: id, partition, offset } => {
            words::committed(&group(engine, id), &offset, &part(partition))
        }
        Fact::CommitRefused { consumer, .. } => words::commit_refused(&name(consumer)),
        Fact::OffsetsExpired { group: id } => words::offsets_expired(&group(engine, id)),
        _ => return None,
    })
}

/// What happened to segments, transactions and shared records.
fn of_stores(engine: &Engine, fact: &Fact) -> Option<String> {
    let part = |id| partition_name(engine, id);
    Some(match *fact {
        Fact::Rolled { partition, base } => words::rolled(&part(partition), &base),
        Fact::SegmentDeleted { partition, start } => {
            words::segment_deleted(&part(partition), &start)
        }
        Fact::Cleaned { partition, removed } => words::compacted(removed.into(), &part(partition)),
        Fact::TransactionBegun { node } => words::transaction_begun(&engine.name_of(node)),
        Fact::TransactionEnded { partition, committed: true, .. } => {
            words::transaction_committed(&part(partition))
        }
        Fact::TransactionEnded { partition, .. } => words::transaction_aborted(&part(partition)),
        Fact::Fenced { node } => words::fenced(&engine.name_of(node)),
        Fact::Acquired { message, consumer: id, nth, .. } => {
            words::acquires(&consumer(engine, id), &label(message), &nth)
        }
        Fact::Acknowledged { message, group: id, .. } => {
            words::acknowledged(&group(engine, id), &label(message))
        }
        Fact::Released { message, group: id, .. } => {
            words::released(&label(message), &group(engine, id))
        }
        Fact::Archived { message, group: id, .. } => {
            words::archived(&group(engine, id), &label(message))
        }
        _ => return None,
    })
}
