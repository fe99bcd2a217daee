//! A closer look at a topic: its settings, its partitions, and how far each
//! group has come.

use yew::prelude::*;

use super::groups::group;
use crate::{
    app::format::{grouped, span},
    engine::{Engine, NodeId, PartitionId, Producer, Sender, Topic, TopicId, topology::Cleanup},
    view::{layout::readers, log_words},
    words,
};

/// Settings under their real names.
pub fn topic(topic: &Topic) -> Vec<(&'static str, String)> {
    let spec = topic.spec();
    let kept = spec.retention_ms.map_or("for ever".to_owned(), long);
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
        ("segment.ms", long(spec.segment_ms)),
        ("looks for what may go", format!("every {}", span(spec.check_ms as f64))),
    ]
}

/// A span in whole days, hours or minutes where it is long.
fn long(ms: u64) -> String {
    match ms {
        _ if ms >= 86_400_000 && ms.is_multiple_of(86_400_000) => {
            words::count::days(ms / 86_400_000)
        }
        _ if ms >= 3_600_000 && ms.is_multiple_of(3_600_000) => words::count::hours(ms / 3_600_000),
        _ => span(ms as f64),
    }
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
                <td>{ leader }</td>
                <td>{ format!("{}/{}", log.in_sync(), log.replicas().len()) }</td>
            </tr>
        }
    };
    let segments = all.iter().map(|id| engine.partitions()[id.index()].segments().len());
    let segments = words::count::segments(segments.sum::<usize>() as u64);
    let caption = format!("Partitions, by offset; {segments} in all");
    html! {
        <div class="log-tables">
            <table class="tb">
                <caption>{ caption }</caption>
                <thead><tr>
                    { for ["", "start", "stable", "high", "end", "leader", "in sync"].map(|head| html! {
                        <th scope="col">{ head }</th>
                    }) }
                </tr></thead>
                <tbody>{ for all.iter().map(row) }</tbody>
            </table>
            <div>{ for readers(engine, id).map(|id| group(engine, id, &all)) }</div>
        </div>
    }
}
