//! A closer look at a node: what it is set to and what it has counted.

use yew::prelude::*;

use super::{
    by_hand::deliveries,
    calls::{caller, service},
    groups::{group, member, read_by},
    head,
    laws::laws_of,
    pairs,
    topics::{partitions, sender, topic},
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

fn producer(engine: &Engine, producer: &Producer) -> Vec<(&'static str, String)> {
    let (spec, heard) = (producer.spec(), producer.heard());
    let exchange = match spec.exchange.as_str() {
        "" => "the default exchange",
        name => name,
    };
    vec![
        ("kind", "producer".to_owned()),
        ("publishes to", exchange.to_owned()),
        ("routing keys", spec.keys.join(", ")),
        ("confirms", yes_no(spec.confirms.is_some())),
        ("latency", span(spec.latency_ms)),
        ("published", grouped(heard.published)),
        ("waiting for a confirm", grouped(producer.unconfirmed() as u64)),
        ("confirmed", grouped(heard.confirmed)),
        ("published again", grouped(heard.retried)),
        ("refused (nack)", grouped(heard.nacked)),
        ("returned", grouped(heard.returned)),
        ("given up", grouped(heard.gave_up)),
        ("stood still for", span(producer.blocked_us(engine.now()) as f64 / 1_000.0)),
        ("waiting at the producer", grouped(producer.buffered() as u64)),
        ("dropped at the producer", grouped(heard.dropped)),
    ]
}

fn queue(engine: &Engine, queue: &Queue) -> Vec<(&'static str, String)> {
    let spec = queue.spec();
    let none = || "none".to_owned();
    let dead_letter = spec.dead_letter.as_ref().map(|to| {
        let key = to.routing_key.as_deref().unwrap_or("its own key");
        match to.exchange.as_str() {
            "" => format!("default exchange, {key}"),
            name => format!("{name}, {key}"),
        }
    });
    let readers = engine.consumers().iter();
    let readers = readers.filter(|consumer| consumer.spec().queues().any(|name| name == spec.name));
    vec![
        ("kind", "classic queue".to_owned()),
        ("ready", grouped(queue.ready_len() as u64)),
        (vocabulary(engine).outstanding.text(), grouped(queue.unacked_len())),
        ("ever entered", grouped(queue.entered())),
        ("consumers", grouped(readers.count() as u64)),
        ("limit", spec.max_length.map_or_else(none, grouped)),
        ("message TTL", spec.message_ttl_ms.map_or_else(none, |ms| span(ms as f64))),
        ("dead letters to", dead_letter.unwrap_or_else(none)),
        ("durable", yes_no(spec.durable)),
    ]
}

fn consumer(engine: &Engine, consumer: &Consumer) -> Vec<(&'static str, String)> {
    let spec = consumer.spec();
    let prefetch = match spec.prefetch {
        0 => "unlimited".to_owned(),
        most => most.to_string(),
    };
    let reads = match spec.queues().collect::<Vec<_>>() {
        queues if queues.is_empty() => "nothing".to_owned(),
        queues => queues.join(", "),
    };
    let now = engine.now();
    let busy = consumer.busy_us(now) as f64 / now.0.max(1) as f64;
    vec![
        ("kind", "consumer".to_owned()),
        ("reads", reads),
        ("prefetch", prefetch),
        ("remembers keys", yes_no(spec.idempotent)),
        ("latency", span(spec.latency_ms)),
        ("waiting here", grouped(consumer.buffer().len() as u64)),
        ("received", grouped(consumer.received())),
        ("processed", grouped(consumer.processed())),
        ("busy", format!("{:.0} %", busy * 100.0)),
        ("crashes", grouped(consumer.crashes())),
    ]
}

fn exchange(engine: &Engine, exchange: &Exchange) -> Vec<(&'static str, String)> {
    let kind = match exchange.kind {
        ExchangeKind::Direct => "direct exchange",
        ExchangeKind::Fanout => "fanout exchange",
        ExchangeKind::Topic => "topic exchange",
        ExchangeKind::Headers => "headers exchange",
    };
    let mut rows = vec![
        ("kind", kind.to_owned()),
        ("durable", yes_no(exchange.durable)),
        ("alternate", exchange.alternate.clone().unwrap_or_else(|| "none".to_owned())),
    ];
    for binding in &exchange.bindings {
        let to = match binding.target {
            Target::Queue(id) => engine.name_of(NodeId::Queue(id)),
            Target::Exchange(id) => engine.name_of(NodeId::Exchange(id)),
        };
        rows.push(("binding", format!("{} → {to}", binding.key)));
    }
    rows
}

fn yes_no(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}
