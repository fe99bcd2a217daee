//! Exchanges where there are none: a topic that copies to its subscribers
//! stands in the place of an exchange, and a filter in that of its key.

use crate::ordered_map::OrderedSet;

use super::{Kind, Losses};
use crate::{
    engine::{
        Command, topic_matches,
        topology::{BindingSpec, DeadLetterSpec, ExchangeKind, Topology},
    },
    scenario::{Entry, Scenario},
    words::{Word, hosted_routes as words, losses as what},
};

pub(super) fn translate(now: &mut Scenario, kind: Kind, losses: &mut Losses) {
    dead_letters(&mut now.topology, kind, losses);
    wires(&mut now.topology, kind, losses);
    let keys = keys(now);
    let used = used(&now.topology, &now.log);
    let topology = &mut now.topology;
    topology.exchanges.retain(|exchange| used.contains_key(&exchange.name));
    topology.bindings.retain(|binding| used.contains_key(&binding.exchange));
    for exchange in &mut topology.exchanges {
        exchange.durable = true;
        if kind.is_sqs() {
            losses.add(&exchange.name, &exchange_of(exchange.kind), &words::SNS);
        }
    }
    patterns(topology, &keys, kind, losses);
    if kind == Kind::Subscription {
        one_topic_each(topology, losses);
    }
}

fn exchange_of(kind: ExchangeKind) -> Word {
    match kind {
        ExchangeKind::Direct => what::DIRECT_EXCHANGE,
        ExchangeKind::Fanout => what::FANOUT_EXCHANGE,
        ExchangeKind::Topic => what::TOPIC_EXCHANGE,
        ExchangeKind::Headers => what::HEADERS_EXCHANGE,
    }
}

/// A dead-letter exchange becomes the queue that it leads to.
fn dead_letters(topology: &mut Topology, kind: Kind, losses: &mut Losses) {
    let rule = &if kind.is_sqs() { "S4" } else { "P4" };
    let Topology { queues, bindings, .. } = topology;
    let names: Vec<String> = queues.iter().map(|queue| queue.name.clone()).collect();
    for queue in queues {
        let Some(target) = queue.dead_letter.take() else { continue };
        let reached: Vec<&str> = match target.exchange.is_empty() {
            true => target.routing_key.iter().map(String::as_str).collect(),
            false => bound(bindings, &target.exchange).collect(),
        };
        let mut reached =
            reached.into_iter().filter(|name| names.iter().any(|known| known == name));
        let exchange = what::dead_letter_exchange(&target.exchange);
        let Some(first) = reached.next() else {
            losses.add(&queue.name, &exchange, &words::leads_nowhere(rule));
            continue;
        };
        if reached.next().is_some() {
            losses.add(&queue.name, &exchange, &words::one_place(&first, rule));
        }
        queue.dead_letter = Some(DeadLetterSpec {
            routing_key: Some(first.to_owned()),
            ..DeadLetterSpec::default()
        });
        losses.add(&queue.name, &what::DEAD_LETTER_REASONS, &words::too_often(rule));
    }
}

/// The queues bound to an exchange.
fn bound<'a>(bindings: &'a [BindingSpec], exchange: &'a str) -> impl Iterator<Item = &'a str> {
    let those = bindings.iter().filter(move |binding| binding.exchange == exchange);
    those.filter_map(|binding| binding.queue.as_deref())
}

/// Wires that lead to another exchange.
fn wires(topology: &mut Topology, kind: Kind, losses: &mut Losses) {
    let service = &if kind.is_sqs() { "SNS" } else { "Pub/Sub" };
    topology.bindings.retain(|binding| {
        if let Some(to) = &binding.to_exchange {
            let what = what::binding_to_exchange(to);
            losses.add(&binding.exchange, &what, &words::no_chain(service));
        }
        binding.to_exchange.is_none()
    });
    for exchange in &mut topology.exchanges {
        let why = words::alternate(service);
        losses.take(&exchange.name, &mut exchange.alternate, &"alternate-exchange", &why);
    }
}

/// Exchanges that anything is published to.
fn used(topology: &Topology, log: &[Entry]) -> OrderedSet<String> {
    let mut used = OrderedSet::new();
    for producer in &topology.producers {
        used.add(producer.exchange.clone());
    }
    for entry in log {
        if let Command::Publish { message, .. } = &entry.command {
            used.add(message.exchange.clone());
        }
    }
    used
}

/// Every routing key that this world publishes with.
fn keys(scenario: &Scenario) -> OrderedSet<String> {
    let mut keys = OrderedSet::new();
    for producer in &scenario.topology.producers {
        for key in &producer.keys {
            keys.add(key.clone());
        }
    }
    for entry in &scenario.log {
        if let Command::Publish { message, .. } = &entry.command {
            keys.add(message.key.clone());
        }
    }
    keys
}

/// A filter names values: a pattern becomes the keys it stands for here.
fn patterns(topology: &mut Topology, keys: &OrderedSet<String>, kind: Kind, losses: &mut Losses) {
    let Topology { exchanges, bindings, .. } = topology;
    for exchange in exchanges.iter_mut().filter(|one| one.kind == ExchangeKind::Topic) {
        exchange.kind = ExchangeKind::Direct;
        let (these, others): (Vec<_>, Vec<_>) =
            bindings.drain(..).partition(|binding| binding.exchange == exchange.name);
        *bindings = others;
        for binding in these {
            if binding.key.contains(['*', '#']) {
                let why = if kind.is_sqs() { words::SQS_PATTERN } else { words::PUBSUB_PATTERN };
                losses.add(&exchange.name, &what::pattern(&binding.key), &why);
            }
            let matching = keys.keys().filter(|key| topic_matches(&binding.key, key));
            bindings
                .extend(matching.map(|key| BindingSpec { key: key.clone(), ..binding.clone() }));
        }
    }
}

/// A subscription has one topic.
fn one_topic_each(topology: &mut Topology, losses: &mut Losses) {
    for queue in &topology.queues {
        let mut first: Option<String> = None;
        topology.bindings.retain(|binding| {
            if binding.queue.as_ref() != Some(&queue.name) {
                return true;
            }
            let topic = first.get_or_insert_with(|| binding.exchange.clone());
            let kept = *topic == binding.exchange;
            if !kept {
                let what = what::binding_to(&binding.exchange);
                losses.add(&queue.name, &what, &words::one_topic(topic));
            }
            kept
        });
    }
}
