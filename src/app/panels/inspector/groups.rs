//! A closer look at a group, from a topic or from one of its members: how far
//! it has come, partition by partition, and who belongs to it.

use yew::prelude::*;

use super::{Pair, pair};
use crate::{
    app::format::{grouped, span},
    engine::{Consumer, ConsumerId, Engine, Group, GroupId, Member, NodeId, PartitionId},
    view::{log_words, states},
    words::{group_table as heads, inspector as words, panels, rows},
};

/// The rows of a member.
pub fn member(engine: &Engine, member: &Member, consumer: &Consumer) -> Vec<Pair> {
    let group = &engine.groups()[member.group().index()];
    let spec = group.spec();
    let deadline = match member.away_since() {
        Some(since) => {
            let away_ms = engine.now().since(since) as f64 / 1_000.0;
            words::used(&span(away_ms), &span(spec.max_poll_interval_ms))
        }
        None => words::IN_POLL.to_string(),
    };
    vec![
        pair(rows::KIND, if spec.share { words::SHARE_MEMBER } else { words::GROUP_MEMBER }),
        pair("group.id", spec.name.clone()),
        pair(rows::PARTITIONS, assigned(engine, member)),
        pair(rows::GENERATION, group.generation().to_string()),
        pair("max.poll.interval.ms", deadline),
        pair(rows::RETURNED_BY_POLL, grouped(consumer.buffer().len() as u64)),
        pair(rows::FETCHED_AHEAD, grouped(member.fetched().len() as u64)),
        pair(rows::RECEIVED, grouped(consumer.received())),
        pair(rows::PROCESSED, grouped(consumer.processed())),
        pair(rows::CRASHES, grouped(consumer.crashes())),
    ]
}

fn assigned(engine: &Engine, member: &Member) -> String {
    match member.assigned() {
        [] => panels::NOTHING.to_string(),
        some => some.iter().map(|id| number(engine, *id)).collect::<Vec<_>>().join(", "),
    }
}

/// A partition by its number alone.
fn number(engine: &Engine, id: PartitionId) -> String {
    format!("p{}", engine.partitions()[id.index()].index())
}

/// How far a group is with these partitions, and what its members do.
pub fn group(engine: &Engine, id: GroupId, partitions: &[PartitionId]) -> Html {
    let it = &engine.groups()[id.index()];
    html! {
        <section key={id.0} aria-label={it.spec().name.clone()}>
            { offsets(engine, id, it, partitions) }
            <ul class="members">{ for it.members().map(|id| belongs(engine, id)) }</ul>
        </section>
    }
}

/// All partitions that a group reads.
pub fn read_by(engine: &Engine, id: GroupId) -> Vec<PartitionId> {
    let group = &engine.groups()[id.index()];
    let topics = (0..).map(crate::engine::TopicId).zip(engine.topics());
    let read = topics.filter(|(topic, _)| group.reads(*topic));
    read.flat_map(|(_, topic)| topic.partitions()).collect()
}

fn offsets(engine: &Engine, id: GroupId, group: &Group, partitions: &[PartitionId]) -> Html {
    let heads = match group.spec().share {
        true => ["", heads::START.text(), heads::NEXT.text(), heads::IN_HAND.text(), ""],
        false => [
            "",
            heads::COMMITTED.text(),
            heads::POSITION.text(),
            heads::LAG.text(),
            heads::READ_BY.text(),
        ],
    };
    let topic = |id: PartitionId| engine.partitions()[id.index()].topic();
    let is_one = partitions.iter().all(|id| topic(*id) == topic(partitions[0]));
    let named = |id: PartitionId| match is_one {
        true => number(engine, id),
        false => log_words::partition_name(engine, id),
    };
    html! {
        <table class="tb">
            <caption>{ format!("{}, {}", group.spec().name, log_words::group_about(engine, id)) }</caption>
            <thead><tr>{ for heads.map(|head| html! { <th scope="col">{ head }</th> }) }</tr></thead>
            <tbody>{ for partitions.iter().map(|id| row(engine, group, *id, named(*id))) }</tbody>
        </table>
    }
}

fn row(engine: &Engine, group: &Group, id: PartitionId, named: String) -> Html {
    let cell = |offset: Option<u64>| offset.map_or("–".to_owned(), |offset| offset.to_string());
    let cells = match group.share(id) {
        Some(share) => {
            let (start, next) = (Some(share.start()), Some(share.next()));
            [cell(start), cell(next), share.records().len().to_string(), String::new()]
        }
        None => {
            let reader = log_words::reader(engine, group, id);
            let name =
                reader.map_or(heads::NOBODY.text(), |(id, _)| engine.name_of(NodeId::Consumer(id)));
            let position = log_words::position(engine, group, id);
            let lag = log_words::lag(engine, group, id);
            [cell(group.committed(id)), cell(position), lag.to_string(), name.to_owned()]
        }
    };
    html! {
        <tr key={id.0}>
            <th scope="row">{ named }</th>
            { for cells.into_iter().map(|cell| html! { <td>{ cell }</td> }) }
        </tr>
    }
}

fn belongs(engine: &Engine, id: ConsumerId) -> Html {
    let node = NodeId::Consumer(id);
    html! {
        <li key={id.0}>
            <b>{ engine.name_of(node).to_owned() }</b>
            <span class="muted">{ format!(" {}", states::status(engine, node)) }</span>
        </li>
    }
}
