//! A closer look at a node: what it is set to and what it has counted.

use yew::prelude::*;

use super::{
    Pair,
    by_hand::deliveries,
    calls::{caller, service},
    groups::{group, member, read_by},
    head,
    laws::laws_of,
    pair, pairs,
    topics::{partitions, sender, topic},
    yes_no,
};
use crate::{
    app::{
        format::{grouped, span},
        panels::building::editor,
        shared::Panel,
    },
    engine::{
        Consumer, ConsumerId, Engine, Exchange, NodeId, Producer, Queue, Target,
        topology::ExchangeKind,
    },
    view::{states, vocabulary::vocabulary},
    words::{inspector as words, legend, panels, rows},
};

/// The closer look.
pub fn node_view(panel: Panel<'_>, node: NodeId) -> Html {
    let engine = panel.engine();
    let rows = match node {
        NodeId::Producer(id) => engine.producers().get(id.index()).map(|it| match it.sender() {
            Some(to_log) => sender(engine, it, to_log),
            None => producer(engine, it),
        }),
        NodeId::Queue(id) => engine.queues().get(id.index()).map(|it| queue(engine, it)),
        NodeId::Consumer(id) => engine.consumers().get(id.index()).map(|it| match it.member() {
            Some(of_group) => member(engine, of_group, it),
            None => consumer(engine, it),
        }),
        NodeId::Exchange(id) => engine.exchanges().get(id.index()).map(|it| exchange(engine, it)),
        NodeId::Topic(id) => engine.topics().get(id.index()).map(topic),
        NodeId::Caller(id) => engine.callers().get(id.index()).map(|it| caller(engine, it)),
        NodeId::Service(id) => engine.services().get(id.index()).map(service),
    };
    let Some(rows) = rows else {
        return html! { <div></div> };
    };
    let name = engine.name_of(node).to_owned();
    let by_hand = match node {
        NodeId::Consumer(id) if engine.consumers()[id.index()].spec().by_hand => Some(id),
        _ => None,
    };
    html! {
        <div class="look">
            { head(panel, Html::default(), name, states::status(engine, node)) }
            { editor(panel, node) }
            { pairs(rows) }
            { laws_of(engine, node) }
            <div>
                { for by_hand.map(|id| deliveries(panel, id)) }
                { match node {
                    NodeId::Topic(id) => partitions(engine, id),
                    NodeId::Consumer(id) => group_of(engine, id),
                    _ => html! {},
                } }
            </div>
        </div>
    }
}

/// The group of a consumer, if it has one.
fn group_of(engine: &Engine, id: ConsumerId) -> Html {
    let Some(member) = engine.consumers()[id.index()].member() else {
        return html! {};
    };
    let partitions = read_by(engine, member.group());
    html! { <div class="log-tables">{ group(engine, member.group(), &partitions) }</div> }
}

fn producer(engine: &Engine, producer: &Producer) -> Vec<Pair> {
    let (spec, heard) = (producer.spec(), producer.heard());
    let exchange = match spec.exchange.as_str() {
        "" => words::DEFAULT_EXCHANGE.text(),
        name => name,
    };
    vec![
        pair(rows::KIND, words::PRODUCER),
        pair(rows::PUBLISHES_TO, exchange.to_owned()),
        pair(rows::ROUTING_KEYS, spec.keys.join(", ")),
        pair(rows::CONFIRMS, yes_no(spec.confirms.is_some())),
        pair(rows::LATENCY, span(spec.latency_ms)),
        pair(rows::PUBLISHED, grouped(heard.published)),
        pair(rows::WAITING_CONFIRM, grouped(producer.unconfirmed() as u64)),
        pair(rows::CONFIRMED, grouped(heard.confirmed)),
        pair(rows::PUBLISHED_AGAIN, grouped(heard.retried)),
        pair(rows::REFUSED_NACK, grouped(heard.nacked)),
        pair(rows::RETURNED, grouped(heard.returned)),
        pair(rows::GIVEN_UP, grouped(heard.gave_up)),
        pair(rows::STOOD_STILL, span(producer.blocked_us(engine.now()) as f64 / 1_000.0)),
        pair(rows::WAITING_AT_PRODUCER, grouped(producer.buffered() as u64)),
        pair(rows::DROPPED, grouped(heard.dropped)),
    ]
}

fn queue(engine: &Engine, queue: &Queue) -> Vec<Pair> {
    let spec = queue.spec();
    let none = || words::NONE.to_string();
    let dead_letter = spec.dead_letter.as_ref().map(|to| {
        let key = to.routing_key.as_deref().unwrap_or(words::ITS_OWN_KEY.text());
        match to.exchange.as_str() {
            "" => words::default_exchange_key(&key),
            name => format!("{name}, {key}"),
        }
    });
    let readers = engine.consumers().iter();
    let readers = readers.filter(|consumer| consumer.spec().queues().any(|name| name == spec.name));
    vec![
        pair(rows::KIND, words::CLASSIC_QUEUE),
        pair(legend::READY, grouped(queue.ready_len() as u64)),
        pair(vocabulary(engine).outstanding, grouped(queue.unacked_len())),
        pair(rows::ENTERED, grouped(queue.entered())),
        pair(rows::CONSUMERS, grouped(readers.count() as u64)),
        pair(rows::LIMIT, spec.max_length.map_or_else(none, grouped)),
        pair(rows::MESSAGE_TTL, spec.message_ttl_ms.map_or_else(none, |ms| span(ms as f64))),
        pair(rows::DEAD_LETTERS_TO, dead_letter.unwrap_or_else(none)),
        pair(rows::DURABLE, yes_no(spec.durable)),
    ]
}

fn consumer(engine: &Engine, consumer: &Consumer) -> Vec<Pair> {
    let spec = consumer.spec();
    let prefetch = match spec.prefetch {
        0 => words::UNLIMITED.to_string(),
        most => most.to_string(),
    };
    let reads = match spec.queues().collect::<Vec<_>>() {
        queues if queues.is_empty() => panels::NOTHING.to_string(),
        queues => queues.join(", "),
    };
    let now = engine.now();
    let busy = consumer.busy_us(now) as f64 / now.0.max(1) as f64;
    vec![
        pair(rows::KIND, words::CONSUMER),
        pair(rows::READS, reads),
        pair(rows::PREFETCH, prefetch),
        pair(rows::REMEMBERS_KEYS, yes_no(spec.idempotent)),
        pair(rows::LATENCY, span(spec.latency_ms)),
        pair(rows::WAITING_HERE, grouped(consumer.buffer().len() as u64)),
        pair(rows::RECEIVED, grouped(consumer.received())),
        pair(rows::PROCESSED, grouped(consumer.processed())),
        pair(rows::BUSY, format!("{:.0} %", busy * 100.0)),
        pair(rows::CRASHES, grouped(consumer.crashes())),
    ]
}

fn exchange(engine: &Engine, exchange: &Exchange) -> Vec<Pair> {
    let kind = match exchange.kind {
        ExchangeKind::Direct => words::DIRECT_EXCHANGE,
        ExchangeKind::Fanout => words::FANOUT_EXCHANGE,
        ExchangeKind::Topic => words::TOPIC_EXCHANGE,
        ExchangeKind::Headers => words::HEADERS_EXCHANGE,
    };
    let mut rows = vec![
        pair(rows::KIND, kind),
        pair(rows::DURABLE, yes_no(exchange.durable)),
        pair(
            rows::ALTERNATE,
            exchange.alternate.clone().unwrap_or_else(|| words::NONE.to_string()),
        ),
    ];
    for binding in &exchange.bindings {
        let to = match binding.target {
            Target::Queue(id) => engine.name_of(NodeId::Queue(id)),
            Target::Exchange(id) => engine.name_of(NodeId::Exchange(id)),
        };
        rows.push(pair(rows::BINDING, format!("{} → {to}", binding.key)));
    }
    rows
}
