//! The run as plain JSON, for scripts and tests: what `state()` and
//! `facts()` answer. Built from the engine alone, so it is tested natively.

use crate::ordered_map::OrderedMap;

use serde::Serialize;

use crate::{
    engine::{ByCause, Consumer, Engine, Fact, NodeId, Producer, Queue, Tick, profile::ProfileId},
    scenario::{Guarantee, share, text},
    view::states,
};

use super::{
    call_report::{self, CallNodeReport, CallsReport},
    log_report::{self, TopicReport},
    sharing,
    side::Side,
    state::State,
};

/// Most facts in one answer.
pub const FACTS_LIMIT: usize = 1_000;

/// The present moment of a run.
#[derive(Debug, Serialize)]
pub struct StateReport {
    /// Virtual milliseconds since the start.
    pub now_ms: f64,
    /// Events handled.
    pub events: u64,
    /// A number over all facts so far, in hexadecimal digits: a script cannot
    /// hold 64 bits in a number of its own.
    pub digest: String,
    /// Whose rules hold.
    pub profile: ProfileId,
    /// Whether time goes on.
    pub playing: bool,
    /// Where chance started.
    pub seed: u64,
    /// The guarantee in force, if the settings amount to one.
    pub guarantee: Option<&'static str>,
    /// Whether the broker is in memory alarm.
    pub alarm: bool,
    /// Producers, exchanges, queues, consumers, callers, services.
    pub nodes: Vec<NodeReport>,
    /// Copies and effects.
    pub books: BooksReport,
    /// Goals of a lesson's step; a lab has none.
    pub goals: Vec<GoalReport>,
    /// The exact run and moment as a link has them: what `setState()` takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
    /// The run beside this one, by the same names, if two are compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beside: Option<Box<StateReport>>,
}

/// One goal.
#[derive(Debug, Serialize)]
pub struct GoalReport {
    /// Its name in the lesson.
    pub id: String,
    /// What is to be brought about.
    pub text: String,
    /// Whether it is met by now.
    pub met: bool,
    /// When it was met, in virtual milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_ms: Option<f64>,
}

/// One node; what its kind does not have is left out.
#[derive(Debug, Default, Serialize)]
pub struct NodeReport {
    /// Its name, unique among its kind.
    pub id: String,
    /// `producer`, `exchange`, `queue`, `consumer`, `topic`, `caller` or
    /// `service`.
    pub kind: &'static str,
    /// What it is doing, in words.
    pub status: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    ready: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unacked: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exists: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unconfirmed: Option<u64>,
    /// Whether its caller stands still over a message it cannot send.
    #[serde(skip_serializing_if = "Option::is_none")]
    blocked: Option<bool>,
    /// How long it has stood still in all, in virtual milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    blocked_ms: Option<f64>,
    /// Messages that wait at the producer itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    buffered: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    up: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    connected: Option<bool>,
    /// The instant of the crash asked for, as a command names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    armed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    received: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    processed: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    crashes: Option<u64>,
    /// Open deliveries of a consumer driven by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    holds: Option<Vec<u64>>,
    /// What only callers and services have.
    #[serde(flatten)]
    calls: Option<CallNodeReport>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    topic: Option<TopicReport>,
}

impl NodeReport {
    /// The same node, with what topics have.
    pub(super) fn with_topic(self, topic: TopicReport) -> Self {
        NodeReport { topic: Some(topic), ..self }
    }

    /// The same node, with what callers and services have.
    pub(super) fn with_calls(self, up: Option<bool>, calls: CallNodeReport) -> Self {
        NodeReport { up, calls: Some(calls), ..self }
    }
}

/// The sets of books.
#[derive(Debug, Serialize)]
pub struct BooksReport {
    /// Created = on a link + ready + outstanding + settled + removed.
    pub copies: CopiesReport,
    /// Expected = once + pending + lost + duplicated.
    pub effects: EffectsReport,
    /// Requested = answered + failed + timed out + waiting.
    pub calls: CallsReport,
}

/// The books of copies.
#[derive(Debug, Serialize)]
pub struct CopiesReport {
    created: u64,
    on_link: u64,
    ready: u64,
    outstanding: u64,
    settled: u64,
    removed: OrderedMap<&'static str, u64>,
}

/// The books of effects.
#[derive(Debug, Serialize)]
pub struct EffectsReport {
    expected: u64,
    once: u64,
    pending: u64,
    lost: OrderedMap<&'static str, u64>,
    duplicated: u64,
    out_of_order: u64,
}

/// Some facts, oldest first.
#[derive(Debug, Serialize)]
pub struct FactsReport {
    /// The oldest index still held.
    pub first: u64,
    /// The index to ask for next.
    pub next: u64,
    /// At most [`FACTS_LIMIT`].
    pub facts: Vec<FactReport>,
}

/// One fact.
#[derive(Debug, Serialize)]
pub struct FactReport {
    /// Its place among all facts of the run.
    pub index: u64,
    /// Virtual milliseconds since the start.
    pub at_ms: f64,
    /// The kind of fact: `published`, `crashed` …
    pub kind: &'static str,
    /// The message it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The fact as a sentence, if it is one that is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// The present moment; of two runs, both.
pub fn state(state: &State) -> StateReport {
    let mut sides = state.bench.sides().map(|side| of_side(side, state.playing));
    let main = sides.next().expect("there is always one");
    StateReport { goals: goals(state), beside: sides.next().map(Box::new), ..main }
}

fn goals(state: &State) -> Vec<GoalReport> {
    let Some(open) = state.given() else {
        return Vec::new();
    };
    let goals = open.step().goals.iter().zip(open.met(&state.bench));
    goals
        .map(|(goal, met)| GoalReport {
            id: goal.id.clone(),
            text: goal.says.clone(),
            met: met.is_some(),
            at_ms: met.map(Tick::as_ms),
        })
        .collect()
}

/// The present moment, and the way back to it.
pub fn with_run(state: &State) -> StateReport {
    StateReport { run: Some(share::link(&sharing::shared(state))), ..self::state(state) }
}

fn of_side(side: &Side, playing: bool) -> StateReport {
    let engine = side.engine();
    StateReport {
        now_ms: engine.now().as_ms(),
        events: engine.handled(),
        digest: format!("{:016x}", engine.facts().digest()),
        profile: side.scenario().topology.profile,
        playing,
        seed: side.scenario().seed,
        guarantee: Guarantee::of(engine).map(Guarantee::name),
        alarm: engine.is_in_alarm(),
        nodes: nodes(engine),
        books: books(engine),
        goals: Vec::new(),
        run: None,
        beside: None,
    }
}

/// Facts from `since` on, or from the oldest held.
pub fn facts(engine: &Engine, since: u64) -> FactsReport {
    let held = engine.facts().since(since);
    let facts: Vec<_> = held
        .take(FACTS_LIMIT)
        .map(|(index, at, fact)| fact_report(engine, index, at, fact))
        .collect();
    let next = facts.last().map_or(engine.facts().next(), |last| last.index + 1);
    FactsReport { first: engine.facts().first(), next, facts }
}

/// One fact for scripts and files.
pub(super) fn fact_report(engine: &Engine, index: u64, at: Tick, fact: &Fact) -> FactReport {
    FactReport {
        index,
        at_ms: at.as_ms(),
        kind: fact.kind(),
        message: fact.message().map(states::label),
        text: states::sentence(engine, fact),
    }
}

fn nodes(engine: &Engine) -> Vec<NodeReport> {
    use crate::engine::{ConsumerId, ExchangeId, ProducerId, QueueId};
    let node = |kind, id| NodeReport {
        id: engine.id_of(id).to_owned(),
        kind,
        status: states::status(engine, id),
        ..NodeReport::default()
    };
    let producers = (0..).map(ProducerId).zip(engine.producers());
    // A consumer that publishes on is one node.
    let producers = producers.filter(|(_, it)| it.owner().is_none());
    let exchanges = (0..).map(ExchangeId).zip(engine.exchanges()).skip(1);
    let queues = (0..).map(QueueId).zip(engine.queues());
    let consumers = (0..).map(ConsumerId).zip(engine.consumers());
    let mut nodes = Vec::new();
    for (id, it) in producers {
        nodes.push(producer(it, engine.now(), node("producer", NodeId::Producer(id))));
    }
    for (id, it) in exchanges {
        let exists = Some(it.exists);
        nodes.push(NodeReport { exists, ..node("exchange", NodeId::Exchange(id)) });
    }
    for (id, it) in queues {
        nodes.push(queue(it, node("queue", NodeId::Queue(id))));
    }
    for (id, it) in consumers {
        nodes.push(consumer(it, node("consumer", NodeId::Consumer(id))));
    }
    nodes.extend(log_report::nodes(engine, &node));
    call_report::add_nodes(engine, &node, &mut nodes);
    nodes
}

fn producer(producer: &Producer, now: Tick, node: NodeReport) -> NodeReport {
    NodeReport {
        published: Some(producer.heard().published),
        unconfirmed: Some(producer.unconfirmed() as u64),
        blocked: Some(producer.blocked().is_some()),
        blocked_ms: Some(Tick(producer.blocked_us(now)).as_ms()),
        buffered: Some(producer.buffered() as u64),
        ..node
    }
}

fn queue(queue: &Queue, node: NodeReport) -> NodeReport {
    NodeReport {
        ready: Some(queue.ready_len() as u64),
        unacked: Some(queue.unacked_len()),
        exists: Some(queue.exists()),
        ..node
    }
}

fn consumer(consumer: &Consumer, node: NodeReport) -> NodeReport {
    let by_hand = consumer.spec().by_hand;
    let armed = consumer.armed().map(|armed| text::text(&armed));
    NodeReport {
        up: Some(consumer.is_up()),
        connected: Some(consumer.is_connected()),
        armed: armed.map(|armed| armed.trim_matches('"').to_owned()),
        received: Some(consumer.received()),
        processed: Some(consumer.processed()),
        crashes: Some(consumer.crashes()),
        holds: by_hand.then(|| consumer.buffer().map(|delivery| delivery.tag).collect()),
        ..node
    }
}

fn books(engine: &Engine) -> BooksReport {
    let (copies, effects) = (engine.books(), engine.effects());
    BooksReport {
        copies: CopiesReport {
            created: copies.created,
            on_link: copies.on_link,
            ready: copies.ready,
            outstanding: copies.outstanding,
            settled: copies.settled,
            removed: by_cause(&copies.removed),
        },
        effects: EffectsReport {
            expected: effects.expected,
            once: effects.once,
            pending: effects.pending,
            lost: by_cause(&effects.lost),
            duplicated: effects.duplicated,
            out_of_order: effects.out_of_order,
        },
        calls: call_report::books(engine),
    }
}

fn by_cause(counts: &ByCause) -> OrderedMap<&'static str, u64> {
    let mut named = OrderedMap::new();
    for (cause, count) in counts.nonzero() {
        named.insert(cause.name(), count);
    }
    named
}
