//! A closer look at a topic: its settings, its partitions, and how far each
//! group has come.

use yew::prelude::*;

use super::groups::group;
use crate::{
    app::format::{grouped, span},
    engine::{Engine, NodeId, PartitionId, Producer, Sender, Topic, TopicId, topology::Cleanup},
    view::{layout::readers, log_words},
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
        ("retention.ms", kept),
        ("retention.bytes", spec.retention_bytes.map_or("no limit".to_owned(), grouped)),
        ("segment.bytes", grouped(spec.segment_bytes)),
        ("segment.ms", span(spec.segment_ms as f64)),
        ("looks for what may go", format!("every {}", span(spec.check_ms as f64))),
    ]
}

/// What a producer has collected, sent and heard.
pub fn sender(
    engine: &Engine,
    producer: &Producer,
    sender: &Sender,
) -> Vec<(&'static str, String)> {
    let (spec, heard) = (sender.spec(), producer.heard());
    let (waiting, in_flight) = sender.unsent();
    let used = format!("{} of {} B", grouped(sender.used()), grouped(spec.buffer_bytes));
    vec![
        ("kind", "producer".to_owned()),
        ("sends to", engine.name_of(NodeId::Topic(sender.topic())).to_owned()),
        ("acks", log_words::acks(spec).trim_start_matches("acks=").to_owned()),
        ("enable.idempotence", spec.idempotent.to_string()),
        ("transactional.id", spec.transactional_id.clone().unwrap_or_else(|| "none".to_owned())),
        ("in batches", grouped(waiting as u64)),
        ("in flight", grouped(in_flight as u64)),
        ("buffer.memory", used),
        ("sent", grouped(heard.published)),
        ("acknowledged", grouped(heard.confirmed)),
        ("sent again", grouped(heard.retried)),
        ("given up", grouped(heard.gave_up)),
        ("stood still for", span(producer.blocked_us(engine.now()) as f64 / 1_000.0)),
        ("dropped at the producer", grouped(heard.dropped)),
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
                <td>{ log.segments().len() }</td>
                <td>{ leader }</td>
                <td>{ format!("{}/{}", log.in_sync(), log.replicas().len()) }</td>
            </tr>
        }
    };
    html! {
        <div class="log-tables">
            <table class="tb">
                <caption>{ "Partitions, by offset" }</caption>
                <thead><tr>
                    { for ["", "start", "last stable", "high watermark", "end", "segments", "leader", "in sync"].map(|head| html! {
                        <th scope="col">{ head }</th>
                    }) }
                </tr></thead>
                <tbody>{ for all.iter().map(row) }</tbody>
            </table>
            <div>{ for readers(engine, id).map(|id| group(engine, id, &all)) }</div>
        </div>
    }
}
