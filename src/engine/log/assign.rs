//! Who of a group reads what (K10, K16): pure functions from members and
//! partitions to an assignment.

use crate::{
    engine::{PartitionId, topology::Assignor},
    order::sort_by_number,
    ordered_map::OrderedMap,
};

use super::member::Seat;

/// What each member reads.
pub(super) type Assignment = OrderedMap<Seat, Vec<PartitionId>>;

/// Shares the partitions of some topics out to members, which have these
/// already.
pub(super) fn assign(
    assignor: Assignor,
    owned: &Assignment,
    topics: &[Vec<PartitionId>],
) -> Assignment {
    match assignor {
        Assignor::Range => range(owned, topics),
        Assignor::RoundRobin => round_robin(owned, topics),
        Assignor::Sticky | Assignor::CooperativeSticky => sticky(owned, topics),
    }
}

fn nothing(members: &Assignment) -> Assignment {
    members.keys().map(|seat| (*seat, Vec::new())).collect()
}

/// Of each topic a range of neighbours to each; the first members get one
/// more where it does not come out even.
fn range(members: &Assignment, topics: &[Vec<PartitionId>]) -> Assignment {
    let mut assignment = nothing(members);
    let count = assignment.len().max(1);
    for partitions in topics {
        let (each, more) = (partitions.len() / count, partitions.len() % count);
        let mut rest = partitions.iter().copied();
        for (nth, given) in assignment.values_mut().enumerate() {
            given.extend(rest.by_ref().take(each + usize::from(nth < more)));
        }
    }
    assignment
}

/// One partition to each in turn, through all topics.
fn round_robin(members: &Assignment, topics: &[Vec<PartitionId>]) -> Assignment {
    let mut assignment = nothing(members);
    let seats: Vec<Seat> = assignment.keys().copied().collect();
    for (nth, partition) in topics.iter().flatten().enumerate() {
        if let Some(given) = seats.get(nth % seats.len().max(1)) {
            assignment.get_mut(given).expect("just listed").push(*partition);
        }
    }
    assignment
}

/// As even as can be, and as little moved as possible: each keeps what it has
/// up to its share, and what is left goes to whoever has least.
fn sticky(owned: &Assignment, topics: &[Vec<PartitionId>]) -> Assignment {
    let mut assignment = nothing(owned);
    let count = assignment.len().max(1);
    let all: Vec<PartitionId> = topics.iter().flatten().copied().collect();
    let (each, mut more) = (all.len() / count, all.len() % count);
    let mut left = all.clone();
    for (seat, had) in owned.iter() {
        let kept = had.iter().filter(|partition| left.contains(partition));
        let mut kept: Vec<PartitionId> = kept.copied().collect();
        let share = each + usize::from(more > 0 && kept.len() > each);
        more -= usize::from(share > each);
        kept.truncate(share);
        left.retain(|partition| !kept.contains(partition));
        assignment.insert(*seat, kept);
    }
    for partition in left {
        let least = assignment.values_mut().min_by_key(|given| given.len());
        least.into_iter().for_each(|given| given.push(partition));
    }
    for given in assignment.values_mut() {
        sort_by_number(given, |partition| partition.0.into());
    }
    assignment
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ConsumerId;

    fn seat(n: u16) -> Seat {
        Seat { consumer: ConsumerId(n), life: 0 }
    }

    fn topic(from: u16, count: u16) -> Vec<PartitionId> {
        (from..from + count).map(PartitionId).collect()
    }

    /// What three members get, as numbers of partitions.
    fn shares(assignor: Assignor, had: [&[u16]; 3], topics: &[Vec<PartitionId>]) -> Vec<Vec<u16>> {
        let of = |list: &[u16]| list.iter().map(|n| PartitionId(*n)).collect();
        let owned = (0..).zip(had).map(|(n, list)| (seat(n), of(list))).collect();
        let given = assign(assignor, &owned, topics);
        given.values().map(|list| list.iter().map(|id| id.0).collect()).collect()
    }

    #[test]
    fn k16_range_goes_topic_by_topic_and_favours_the_first() {
        let topics = [topic(0, 4), topic(4, 4)];
        let given = shares(Assignor::Range, [&[], &[], &[]], &topics);
        assert_eq!(given, [vec![0, 1, 4, 5], vec![2, 6], vec![3, 7]]);
    }

    #[test]
    fn k16_round_robin_goes_through_all_topics() {
        let topics = [topic(0, 4), topic(4, 4)];
        let given = shares(Assignor::RoundRobin, [&[], &[], &[]], &topics);
        assert_eq!(given, [vec![0, 3, 6], vec![1, 4, 7], vec![2, 5]]);
    }

    #[test]
    fn k16_sticky_moves_no_more_than_it_must() {
        let given = shares(Assignor::Sticky, [&[0, 1, 2], &[3, 4, 5], &[]], &[topic(0, 6)]);
        assert_eq!(given, [vec![0, 1], vec![3, 4], vec![2, 5]]);
    }

    #[test]
    fn k10_more_members_than_partitions_and_some_get_nothing() {
        for assignor in [Assignor::Range, Assignor::RoundRobin, Assignor::Sticky] {
            let given = shares(assignor, [&[], &[], &[]], &[topic(0, 2)]);
            assert_eq!(given, [vec![0], vec![1], vec![]], "{assignor:?}");
        }
    }
}
