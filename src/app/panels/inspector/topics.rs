//! A closer look at a topic: its settings, its partitions, and how far each
//! group has come.

use yew::prelude::*;

use super::{Pair, groups::group, pair};
use crate::{
    app::format::{grouped, span},
    engine::{Engine, NodeId, PartitionId, Producer, Sender, Topic, TopicId, topology::Cleanup},
    view::{layout::readers, log_words},
    words::{Word, count, inspector as words, legend, rows, topic_table as heads},
};

/// Settings under their real names.
pub fn topic(topic: &Topic) -> Vec<Pair> {
    let spec = topic.spec();
    let kept = spec.retention_ms.map_or_else(|| words::FOR_EVER.to_string(), long);
    let cleanup = if spec.cleanup == Cleanup::Compact { "compact" } else { "delete" };
    vec![
        pair(rows::KIND, words::TOPIC),
        pair(rows::PARTITIONS, spec.partitions.to_string()),
        pair("replication.factor", spec.replicas.to_string()),
        pair("min.insync.replicas", spec.min_insync.to_string()),
        pair("cleanup.policy", cleanup.to_owned()),
        pair("retention.ms", kept),
        pair(
            "retention.bytes",
            spec.retention_bytes.map_or_else(|| words::NO_LIMIT.to_string(), grouped),
        ),
        pair("segment.bytes", grouped(spec.segment_bytes)),
        pair("segment.ms", long(spec.segment_ms)),
        pair(rows::LOOKS, words::every(&span(spec.check_ms as f64))),
    ]
}

/// A span in whole days, hours or minutes where it is long.
fn long(ms: u64) -> String {
    match ms {
        _ if ms >= 86_400_000 && ms.is_multiple_of(86_400_000) => count::days(ms / 86_400_000),
        _ if ms >= 3_600_000 && ms.is_multiple_of(3_600_000) => count::hours(ms / 3_600_000),
        _ => span(ms as f64),
    }
}

/// What a producer has collected, sent and heard.
pub fn sender(engine: &Engine, producer: &Producer, sender: &Sender) -> Vec<Pair> {
    let (spec, heard) = (sender.spec(), producer.heard());
    let (waiting, in_flight) = sender.unsent();
    let used = words::used_bytes(&grouped(sender.used()), &grouped(spec.buffer_bytes));
    vec![
        pair(rows::KIND, words::PRODUCER),
        pair(rows::SENDS_TO, engine.name_of(NodeId::Topic(sender.topic())).to_owned()),
        pair("acks", log_words::acks(spec).trim_start_matches("acks=").to_owned()),
        pair("enable.idempotence", spec.idempotent.to_string()),
        pair(
            "transactional.id",
            spec.transactional_id.clone().unwrap_or_else(|| words::NONE.to_string()),
        ),
        pair(rows::IN_BATCHES, grouped(waiting as u64)),
        pair(legend::IN_FLIGHT, grouped(in_flight as u64)),
        pair("buffer.memory", used),
        pair(rows::SENT, grouped(heard.published)),
        pair(rows::ACKNOWLEDGED, grouped(heard.confirmed)),
        pair(rows::SENT_AGAIN, grouped(heard.retried)),
        pair(rows::GIVEN_UP, grouped(heard.gave_up)),
        pair(rows::STOOD_STILL, span(producer.blocked_us(engine.now()) as f64 / 1_000.0)),
        pair(rows::DROPPED, grouped(heard.dropped)),
    ]
}

/// The columns after the name of a partition.
const HEADS: [Word; 6] =
    [heads::START, heads::STABLE, heads::HIGH, heads::END, heads::LEADER, heads::IN_SYNC];

/// Two tables: partitions, and groups with their offsets.
pub fn partitions(engine: &Engine, id: TopicId) -> Html {
    let all: Vec<PartitionId> = engine.topics()[id.index()].partitions().collect();
    let row = |id: &PartitionId| {
        let log = &engine.partitions()[id.index()];
        let leader = log
            .leader()
            .map_or_else(|| heads::NONE.to_string(), |leader| leader.broker.to_string());
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
    let caption = heads::by_offset(segments.sum::<usize>() as u64);
    html! {
        <div class="log-tables">
            <table class="tb">
                <caption>{ caption }</caption>
                <thead><tr>
                    <th scope="col"></th>
                    { for HEADS.map(|head| html! { <th scope="col">{ head }</th> }) }
                </tr></thead>
                <tbody>{ for all.iter().map(row) }</tbody>
            </table>
            <div>{ for readers(engine, id).map(|id| group(engine, id, &all)) }</div>
        </div>
    }
}
