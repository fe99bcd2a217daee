//! A closer look at a topic: its settings, its partitions, and how far each
//! group has come.

use yew::prelude::*;

use crate::{
    app::format::{grouped, span},
    engine::{Engine, GroupId, NodeId, PartitionId, Topic, TopicId, topology::Cleanup},
};

/// Settings under their real names.
pub fn topic(topic: &Topic) -> Vec<(&'static str, String)> {
    let spec = topic.spec();
    let kept = spec.retention_ms.map_or("for ever".to_owned(), |ms| span(ms as f64));
    let cleanup = if spec.cleanup == Cleanup::Compact { "compact" } else { "delete" };
    vec![
        ("kind", "topic".to_owned()),
        ("partitions", spec.partitions.to_string()),
        ("replication.factor", spec.replicas.to_string()),
        ("min.insync.replicas", spec.min_insync.to_string()),
        ("cleanup.policy", cleanup.to_owned()),
        ("retention", kept),
        ("retention.bytes", spec.retention_bytes.map_or("no limit".to_owned(), grouped)),
        ("segment.bytes", grouped(spec.segment_bytes)),
    ]
}

/// Two tables: partitions, and groups with their offsets.
pub fn partitions(engine: &Engine, id: TopicId) -> Html {
    let all: Vec<PartitionId> = engine.topics()[id.index()].partitions().collect();
    let row = |id: &PartitionId| {
        let log = &engine.partitions()[id.index()];
        let leader = log.leader().map_or("none".to_owned(), |leader| leader.broker.to_string());
        html! {
            <tr key={id.0}>
                <th scope="row">{ format!("p{}", log.index()) }</th>
                <td>{ log.start() }</td>
                <td>{ log.last_stable() }</td>
                <td>{ log.high_watermark() }</td>
                <td>{ log.end() }</td>
                <td>{ leader }</td>
                <td>{ log.in_sync() }</td>
            </tr>
        }
    };
    let groups = (0..engine.groups().len() as u16).map(GroupId);
    let groups = groups.filter(|group| engine.groups()[group.index()].reads(id));
    html! {
        <div class="log-tables">
            <table class="tb">
                <caption>{ "Partitions, by offset" }</caption>
                <thead><tr>
                    { for ["", "start", "stable", "high", "end", "leader", "ISR"].map(|head| html! {
                        <th scope="col">{ head }</th>
                    }) }
                </tr></thead>
                <tbody>{ for all.iter().map(row) }</tbody>
            </table>
            <div>{ for groups.map(|group| reader(engine, group, &all)) }</div>
        </div>
    }
}

fn reader(engine: &Engine, id: GroupId, partitions: &[PartitionId]) -> Html {
    let group = &engine.groups()[id.index()];
    let name = |member| engine.name_of(NodeId::Consumer(member));
    let owner = |id: &PartitionId| {
        let reads = |member| {
            engine.consumers()[usize::from(member)]
                .member()
                .is_some_and(|it| it.assigned().contains(id))
        };
        group.members().find(|member| reads(member.0)).map_or("nobody", name)
    };
    let row = |id: &PartitionId| {
        let log = &engine.partitions()[id.index()];
        let committed = group.committed(*id);
        let lag = log.high_watermark().saturating_sub(committed.unwrap_or(log.start()));
        html! {
            <tr key={id.0}>
                <th scope="row">{ format!("p{}", log.index()) }</th>
                <td>{ committed.map_or("–".to_owned(), |offset| offset.to_string()) }</td>
                <td>{ lag }</td>
                <td>{ owner(id).to_owned() }</td>
            </tr>
        }
    };
    let says = format!(
        "Group {}, {}, generation {}",
        group.spec().name,
        group.phase().name(),
        group.generation()
    );
    html! {
        <table key={id.0} class="tb">
            <caption>{ says }</caption>
            <thead><tr>
                { for ["", "committed", "lag", "read by"].map(|head| html! { <th scope="col">{ head }</th> }) }
            </tr></thead>
            <tbody>{ for partitions.iter().map(row) }</tbody>
        </table>
    }
}
