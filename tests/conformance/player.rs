//! Plays a case through the engine's public commands, in virtual time.

use std::collections::BTreeMap;

use queuescope::engine::{
    ChannelError, Command, Engine, Fact, MessageId, Outgoing, Refusal, Settle,
    topology::{Confirms, ConsumerSpec, ProducerSpec, Topology},
};
use serde_json::{Value, json};

use crate::{
    case::{Case, Declare, Publish, Step},
    seen::Seen,
};

/// How long the engine is given to come to rest after a step.
const QUIESCENCE_US: u64 = 5_000;

const PUBLISHER: &str = "publisher";

/// One client's deliveries, as a test harness would keep them.
#[derive(Default)]
struct Client {
    /// By consuming, since they were last asked for, each with its queue.
    inbox: Vec<(String, Seen)>,
    /// Tag and body of what is not settled.
    open: Vec<(u64, String)>,
    /// The tag under which a body was last settled.
    settled: BTreeMap<String, u64>,
}

/// What a step brought to light.
#[derive(Default)]
struct Found {
    outcomes: BTreeMap<MessageId, &'static str>,
    published: Vec<MessageId>,
    channel_error: Option<u16>,
    purged: Option<u32>,
    fetched: Option<Seen>,
}

struct Player {
    engine: Engine,
    clients: BTreeMap<String, Client>,
    next_fact: u64,
    /// The step used something that is not there.
    not_found: bool,
}

/// Plays a case; the first difference is an error.
pub fn play(case: &Case) -> Result<(), String> {
    let topology = topology(case)?;
    let engine = Engine::new(&topology, 1).map_err(|refusal| refusal.to_string())?;
    let mut player = Player { engine, clients: BTreeMap::new(), next_fact: 0, not_found: false };
    for (number, step) in case.steps.iter().enumerate() {
        let place = |says: String| format!("step {} ({}): {says}", number + 1, step.verb);
        let got = player.step(step).map_err(place)?;
        player.compare(step, got).map_err(place)?;
    }
    Ok(())
}

fn topology(case: &Case) -> Result<Topology, String> {
    let lacks = |what: String| format!("not modelled: {what}");
    let mut topology = Topology { producers: vec![publisher()], ..Topology::default() };
    for declared in &case.declare {
        match declared {
            Declare::Bind { bind } => topology.bindings.push(bind.spec()),
            Declare::Queue(queue) => topology.queues.push(queue.spec().map_err(lacks)?),
            Declare::Exchange(exchange) => topology.exchanges.push(exchange.spec()),
        }
    }
    let names = case.steps.iter().filter_map(|step| step.consumer.as_deref()).chain(["get"]);
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    topology.consumers = names.into_iter().map(client).collect();
    Ok(topology)
}

fn publisher() -> ProducerSpec {
    let confirms = Confirms { timeout_ms: 3_600_000.0, retries: 0, pause_ms: 0.0 };
    ProducerSpec { confirms: Some(confirms), ..ProducerSpec::named(PUBLISHER, "") }
}

fn client(name: &str) -> ConsumerSpec {
    ConsumerSpec { queue: None, by_hand: true, ..ConsumerSpec::named(name, "") }
}

impl Player {
    /// Carries a step out and returns what it brought, as the case would
    /// write it.
    fn step(&mut self, step: &Step) -> Result<Value, String> {
        let name = step.consumer.clone().unwrap_or_else(|| "get".to_owned());
        let queue = step.queue.clone().unwrap_or_default();
        let mut span = QUIESCENCE_US;
        match step.verb.as_str() {
            "publish" => self.publish(&message_of(step))?,
            "publish_batch" => {
                for message in step.messages.as_deref().unwrap_or_default() {
                    self.publish(message)?;
                }
            }
            "consume" => self.consume(&name, &queue, step)?,
            "cancel" => self.ask(Command::Cancel { consumer: name.clone() })?,
            "crash" => {
                self.ask(Command::Crash { consumer: name.clone(), at: None })?;
                self.clients.entry(name.clone()).or_default().ended();
            }
            "get" => {
                self.connect(&name)?;
                let auto_ack = step.auto_ack.unwrap_or(true);
                self.ask(Command::Get { consumer: name.clone(), queue: queue.clone(), auto_ack })?;
            }
            "ack" | "nack" | "reject" => self.settle(&name, step)?,
            "purge" => self.ask(Command::Purge { queue: queue.clone() })?,
            "wait" => span = step.ms.unwrap_or(0) * 1_000,
            "restart_broker" => {
                self.ask(Command::RestartBroker {})?;
                self.clients.values_mut().for_each(Client::ended);
            }
            "deliveries" | "counts" => {}
            other => return Err(format!("the verb {other} is not known")),
        }
        self.engine.run_for(span, u64::MAX);
        let fetching = (step.verb == "get").then_some(name.as_str());
        let mut found = self.read_facts(fetching);
        if std::mem::take(&mut self.not_found) {
            found.channel_error = Some(ChannelError::NotFound.code());
            if step.verb != "publish" {
                self.ask(Command::Crash { consumer: name.clone(), at: None })?;
                self.engine.run_for(QUIESCENCE_US, u64::MAX);
            }
        }
        if found.channel_error.is_some() && step.verb != "publish" {
            self.clients.entry(name.clone()).or_default().ended();
        }
        Ok(self.answer(step, &name, &queue, found))
    }

    fn answer(&mut self, step: &Step, name: &str, queue: &str, found: Found) -> Value {
        if let Some(code) = found.channel_error {
            return json!({ "channel_error": code });
        }
        let outcome = |id: &MessageId| json!({ "outcome": found.outcomes.get(id).copied().unwrap_or("nothing") });
        match step.verb.as_str() {
            "publish" => found.published.first().map_or(Value::Null, outcome),
            "publish_batch" => found.published.iter().map(outcome).collect(),
            "deliveries" => {
                let client = self.clients.entry(name.to_owned()).or_default();
                json!(client.inbox.iter().map(|(_, seen)| seen).collect::<Vec<_>>())
            }
            "get" => json!(found.fetched),
            "counts" => self.counts(queue),
            "purge" => json!({ "purged": found.purged }),
            _ => Value::Null,
        }
    }

    fn compare(&mut self, step: &Step, got: Value) -> Result<(), String> {
        let expected = match &step.expect {
            None if got.get("channel_error").is_some() => Value::Null,
            None => return Ok(()),
            Some(expected) => expected.clone(),
        };
        let expected = match step.verb.as_str() {
            _ if expected.get("channel_error").is_some() => expected,
            "get" => with_defaults(expected, step.queue.as_deref().unwrap_or_default())?,
            "deliveries" => self.expected_deliveries(step, expected)?,
            _ => expected,
        };
        match expected == got {
            true => Ok(()),
            false => Err(format!("expected {expected}, got {got}")),
        }
    }

    /// Each expected delivery with its defaults, one of which is the name of
    /// the queue it comes from. The inbox is read with that.
    fn expected_deliveries(&mut self, step: &Step, expected: Value) -> Result<Value, String> {
        let name = step.consumer.clone().unwrap_or_default();
        let inbox = std::mem::take(&mut self.clients.entry(name).or_default().inbox);
        let Value::Array(expected) = expected else {
            return Err("expected something other than a list".to_owned());
        };
        let queues = inbox.iter().map(|(queue, _)| queue.as_str()).chain(std::iter::repeat(""));
        expected.into_iter().zip(queues).map(|(one, queue)| with_defaults(one, queue)).collect()
    }

    /// Asks a command. The engine refuses to use what is not there; a broker
    /// closes the channel for that.
    fn ask(&mut self, command: Command) -> Result<(), String> {
        match self.engine.apply(&command) {
            Err(Refusal::NoSuchNode { .. }) => {
                self.not_found = true;
                Ok(())
            }
            done => done.map_err(|refusal| refusal.to_string()),
        }
    }

    fn publish(&mut self, message: &Publish) -> Result<(), String> {
        let message = message.clone();
        let message = Outgoing {
            exchange: message.exchange,
            key: message.key,
            body: message.body,
            headers: message.headers,
            persistent: message.persistent,
            mandatory: message.mandatory,
            expiration_ms: message.expiration_ms,
            priority: message.priority,
            ..Outgoing::default()
        };
        self.ask(Command::Publish { producer: PUBLISHER.to_owned(), message })
    }

    fn consume(&mut self, name: &str, queue: &str, step: &Step) -> Result<(), String> {
        self.connect(name)?;
        self.ask(Command::Subscribe {
            consumer: name.to_owned(),
            queue: queue.to_owned(),
            prefetch: step.prefetch.unwrap_or(0),
            auto_ack: step.auto_ack.unwrap_or(false),
            priority: step.priority.unwrap_or(0),
        })
    }

    /// A name used again after its client has ended is a new client.
    fn connect(&mut self, name: &str) -> Result<(), String> {
        let id = self.engine.find_consumer(name).expect("declared from the script");
        match self.engine.consumers()[id.index()].is_up() {
            true => Ok(()),
            false => self.ask(Command::Revive { consumer: name.to_owned() }),
        }
    }

    fn settle(&mut self, name: &str, step: &Step) -> Result<(), String> {
        let body = step.body.clone().unwrap_or_default();
        let client = self.clients.entry(name.to_owned()).or_default();
        let multiple = step.multiple.unwrap_or(false);
        let tag = match step.again {
            Some(true) => client.settled.get(&body).copied(),
            _ => client.settle(&body, multiple),
        };
        let tag = tag.ok_or_else(|| format!("{name} has no open delivery of {body}"))?;
        let requeue = step.requeue.unwrap_or(step.verb == "nack");
        let how = match (step.verb.as_str(), requeue) {
            ("ack", _) => Settle::Ack,
            ("reject", true) => Settle::Fail,
            (_, true) => Settle::Requeue,
            (_, false) => Settle::Reject,
        };
        self.ask(Command::Settle { consumer: name.to_owned(), tag, how, multiple })
    }

    fn counts(&self, queue: &str) -> Value {
        let id = self.engine.find_queue(queue).expect("declared");
        let queue = &self.engine.queues()[id.index()];
        match queue.exists() {
            true => json!({ "ready": queue.ready_len(), "unacked": queue.unacked_len() }),
            false => Value::Null,
        }
    }

    fn read_facts(&mut self, fetching: Option<&str>) -> Found {
        let mut found = Found::default();
        for (_, _, fact) in self.engine.facts().since(self.next_fact) {
            match *fact {
                Fact::Published { message, .. } => found.published.push(message),
                Fact::Confirmed { message, .. } => {
                    found.outcomes.entry(message).or_insert("confirmed");
                }
                Fact::Nacked { message, .. } => {
                    found.outcomes.insert(message, "nacked");
                }
                Fact::Returned { message, .. } => {
                    found.outcomes.insert(message, "returned");
                }
                Fact::ChannelClosed { error, .. } => found.channel_error = Some(error.code()),
                Fact::Purged { count, .. } => found.purged = Some(count),
                Fact::Received { consumer, tag, .. } => {
                    let consumer = &self.engine.consumers()[consumer.index()];
                    let name = consumer.spec().name.as_str();
                    let Some(delivery) = consumer.buffer().find(|delivery| delivery.tag == tag)
                    else {
                        continue;
                    };
                    let seen = Seen::of(&self.engine, delivery);
                    let client = self.clients.entry(name.to_owned()).or_default();
                    if !delivery.auto_ack {
                        client.open.push((tag, seen.body.clone()));
                    }
                    match fetching == Some(name) {
                        true => found.fetched = Some(seen),
                        false => {
                            let queue = delivery.queue().expect("a recorded client reads queues");
                            let queue = self.engine.queues()[queue.index()].spec();
                            client.inbox.push((queue.name.clone(), seen));
                        }
                    }
                }
                _ => {}
            }
        }
        self.next_fact = self.engine.facts().next();
        found
    }
}

impl Client {
    /// Connection and channel are gone; tags start again at 1.
    fn ended(&mut self) {
        self.open.clear();
        self.settled.clear();
    }

    /// Takes the oldest open delivery with this body, and with `multiple`
    /// every earlier one, from the open ones.
    fn settle(&mut self, body: &str, multiple: bool) -> Option<u64> {
        let tag = self.open.iter().find(|(_, other)| other == body)?.0;
        let (gone, kept) =
            self.open.drain(..).partition(|(other, _)| *other == tag || multiple && *other < tag);
        self.open = kept;
        let gone: Vec<(u64, String)> = gone;
        self.settled.extend(gone.into_iter().map(|(tag, body)| (body, tag)));
        Some(tag)
    }
}

/// Deliveries are equal when all fields are, after the defaults are put in.
fn with_defaults(expected: Value, queue: &str) -> Result<Value, String> {
    let seen: Option<Seen> = serde_json::from_value(expected).map_err(|error| error.to_string())?;
    Ok(json!(seen.map(|seen| seen.with_defaults(queue))))
}

fn message_of(step: &Step) -> Publish {
    Publish {
        body: step.body.clone().unwrap_or_default(),
        exchange: step.exchange.clone().unwrap_or_default(),
        key: step.key.clone().unwrap_or_default(),
        headers: step.headers.clone().unwrap_or_default(),
        persistent: step.persistent.unwrap_or(true),
        mandatory: step.mandatory.unwrap_or(false),
        expiration_ms: step.expiration_ms,
        priority: step.priority.and_then(|priority| u8::try_from(priority).ok()),
    }
}
