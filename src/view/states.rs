//! What nodes do, in plain words: present tense, who does what to which
//! message, and only what the engine's state really says.

use crate::{
    engine::{
        Cargo, ConsumerId, Engine, ExchangeId, Fact, MessageId, MessageKey, NodeId, Producer,
        ProducerId, QueueId,
        topology::{Arrivals, Overflow},
    },
    words::{Word, decimal, states as words, tokens},
};

use super::{
    call_words, desk_words,
    echoes::Leaving,
    layout::Layout,
    log_words, pressure,
    scene::{Fill, Form, Token},
    vocabulary::{Vocabulary, vocabulary},
};

pub use super::{
    corner::setting,
    sentence::{because, sentence},
};

/// The name of a message on screen: people count from 1.
pub fn label(message: MessageId) -> String {
    format!("m{}", number(message))
}

/// The number of a message on screen.
pub fn number(message: MessageId) -> u32 {
    message.0.saturating_add(1)
}

/// The small sign before a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Sends.
    Arrow,
    /// Waits for somebody else.
    Clock,
    /// At work.
    Turning,
    /// Does not run.
    Bolt,
    /// Is held up.
    Bars,
    /// Has nothing to do.
    Ring,
}

/// What a node does now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Its sign.
    pub mark: Mark,
    /// In words.
    pub text: String,
    /// Worth standing out: it is down or held up.
    pub strong: bool,
}

impl Status {
    pub(super) fn new(mark: Mark, text: impl Into<String>) -> Self {
        Status { mark, text: text.into(), strong: matches!(mark, Mark::Bolt | Mark::Bars) }
    }
}

/// What a node does now, in words.
pub fn status(engine: &Engine, node: NodeId) -> String {
    state(engine, node).text
}

/// What a node does now, with its sign.
pub fn state(engine: &Engine, node: NodeId) -> Status {
    match node {
        NodeId::Producer(id) => producer(engine, id),
        NodeId::Exchange(id) => exchange(engine, id),
        NodeId::Queue(id) => queue(engine, id),
        NodeId::Consumer(id) => desk_words::consumer(engine, id),
        NodeId::Topic(id) => log_words::topic(engine, id),
        NodeId::Caller(id) => call_words::caller(engine, id),
        NodeId::Service(id) => call_words::service(engine, id),
    }
}

/// A whole stage in one sentence, for those who do not see it.
pub fn summary(engine: &Engine, layout: &Layout) -> String {
    let told = layout.nodes.iter().map(|node| {
        let status = status(engine, node.id);
        format!("{}: {status}", engine.name_of(node.id))
    });
    words::stage(&told.collect::<Vec<_>>().join("; "))
}

pub(super) fn named(engine: &Engine, message: MessageKey) -> String {
    engine.message(message).map_or_else(|| words::A_MESSAGE.into(), |message| label(message.id))
}

/// A span of microseconds as seconds with a tenth.
pub(super) fn seconds(us: u64) -> String {
    format!("{} s", decimal(us as f64 / 1_000_000.0, 1))
}

fn producer(engine: &Engine, id: ProducerId) -> Status {
    let producer = &engine.producers()[id.index()];
    let node = NodeId::Producer(id);
    let speech = vocabulary(engine);
    if engine.cut_off(node).is_some() {
        return Status::new(Mark::Bars, words::CUT_OFF);
    }
    if let Some(text) = pressure::status(engine, producer) {
        let mark = if producer.buffered() > 0 { Mark::Bars } else { Mark::Clock };
        return Status::new(mark, text);
    }
    let sends = engine
        .flights()
        .any(|flight| flight.from == node && matches!(flight.cargo, Cargo::Publish { .. }));
    if let Some(status) = producer.sender().and_then(log_words::sender) {
        return status;
    }
    match (producer.latest(), producer.unconfirmed() as u64) {
        (Some(latest), _) if sends => Status::new(Mark::Arrow, (speech.publishing)(&label(latest))),
        (_, waiting) if waiting > 0 => Status::new(Mark::Clock, (speech.waits_for)(waiting)),
        (latest, _) => resting(speech, producer, latest),
    }
}

fn resting(speech: &Vocabulary, producer: &Producer, latest: Option<MessageId>) -> Status {
    let rests = |text: String| Status::new(Mark::Ring, text);
    match (producer.spec().arrivals, latest) {
        _ if producer.is_done() => rests(match producer.heard() {
            heard if heard.dropped > 0 => words::sent_some(&heard.published, &heard.wanted),
            heard => words::sent_all(&heard.published),
        }),
        (Arrivals::ByHand, _) => rests(speech.by_hand.into()),
        (Arrivals::Constant { per_s } | Arrivals::Poisson { per_s }, _) if per_s <= 0.0 => {
            rests(words::SENDS_NOTHING.into())
        }
        (_, Some(latest)) => rests((speech.published)(&label(latest))),
        (_, None) => rests(speech.nothing_yet.into()),
    }
}

/// Copies a picture or a sentence looks through before it gives up: with
/// more on the wires, single messages are not told apart any more.
const LOOKED_THROUGH: usize = 2_000;

fn exchange(engine: &Engine, id: ExchangeId) -> Status {
    let node = NodeId::Exchange(id);
    let leaving = engine.flights().filter(|flight| flight.from == node);
    let newest = leaving
        .take(LOOKED_THROUGH)
        .filter_map(|flight| match flight.cargo {
            Cargo::Routed { copy } => Some((flight.sent, engine.copy(copy)?.message)),
            _ => None,
        })
        .max_by_key(|(sent, _)| *sent);
    let Some((sent, message)) = newest else {
        return Status::new(Mark::Ring, words::IDLE);
    };
    let siblings = engine
        .flights()
        .take(LOOKED_THROUGH)
        .filter(|flight| flight.from == node && flight.sent == sent)
        .filter(|flight| match flight.cargo {
            Cargo::Routed { copy } => engine.copy(copy).is_some_and(|copy| copy.message == message),
            _ => false,
        })
        .count();
    Status::new(Mark::Arrow, words::to_queues(siblings as u64, &named(engine, message)))
}

fn queue(engine: &Engine, id: QueueId) -> Status {
    let queue = &engine.queues()[id.index()];
    let (ready, unacked) = (queue.ready_len() as u64, queue.unacked_len());
    if !queue.is_available() {
        return Status::new(Mark::Bars, words::NO_MAJORITY);
    }
    let is_full = queue.spec().max_length.is_some_and(|most| most <= ready);
    if let Some((taken, from)) = taken_back(engine, id) {
        let text = match from {
            Some(consumer) => words::took_back_from(taken, &consumer),
            None => words::took_back(taken),
        };
        return Status::new(Mark::Clock, text);
    }
    match (queue.spec().overflow, ready, unacked) {
        (Overflow::RejectPublish, ..) if is_full => Status::new(Mark::Bars, words::REFUSES_NEW),
        (Overflow::DropHead, ..) if is_full => Status::new(Mark::Bars, words::GIVES_UP_OLDEST),
        (_, 0, 0) if !queue.is_consumed() && queue.held_len() == 0 => {
            Status::new(Mark::Ring, words::UNREAD)
        }
        (_, _, 0) if ready > 0 && !queue.is_consumed() => {
            Status::new(Mark::Clock, words::waiting_unread(&ready))
        }
        (_, _, out) if out > 0 => Status::new(Mark::Clock, waited_for(engine, id, out)),
        (_, 0, 0) if queue.held_len() > 0 => {
            Status::new(Mark::Clock, words::held_back(&queue.held_len()))
        }
        (_, 0, _) => Status::new(Mark::Ring, words::EMPTY),
        _ => Status::new(Mark::Arrow, words::DELIVERING),
    }
}

/// What is out, in the words of the product.
fn waited_for(engine: &Engine, id: QueueId, out: u64) -> String {
    let speech = vocabulary(engine);
    match out {
        1 => {
            let first = engine.outstanding(id).next().map(|(_, copy)| named(engine, copy.message));
            (speech.one_is_out)(&first.unwrap_or_else(|| words::A_MESSAGE.into()))
        }
        _ => (speech.some_are_out)(&out),
    }
}

/// What a queue took back in the last second, and from whom if that is one.
fn taken_back(engine: &Engine, id: QueueId) -> Option<(u64, Option<&str>)> {
    let facts = engine.facts();
    let recent = facts.since(facts.next().saturating_sub(200)).rev();
    let fresh = recent.take_while(|(_, tick, _)| engine.now().since(*tick) < 1_000_000);
    let back: Vec<ConsumerId> = fresh
        .filter_map(|(_, _, fact)| match fact {
            Fact::Requeued { queue, consumer, .. } if *queue == id => Some(*consumer),
            _ => None,
        })
        .collect();
    let last = back.first()?;
    let one = back.iter().all(|consumer| consumer == last);
    Some((back.len() as u64, one.then(|| engine.name_of(NodeId::Consumer(*last)))))
}

/// Messages named in the description of a queue.
const NAMED: usize = 6;

/// What waits in a queue, the head first, for those who do not see it.
pub fn in_line(engine: &Engine, id: QueueId) -> String {
    let waiting = engine.queues()[id.index()].ready_len();
    let named: Vec<String> =
        engine.ready(id).take(NAMED).map(|copy| self::named(engine, copy.message)).collect();
    match (waiting, waiting.saturating_sub(NAMED)) {
        (0, _) => String::new(),
        (_, 0) => words::in_line(&named.join(", ")),
        (_, more) => words::in_line_and_more(&named.join(", "), &more),
    }
}

/// Where a token is and what happened to it.
pub fn token(token: &Token) -> String {
    let place: Word = match token.fill {
        Fill::Moving(_) => tokens::ON_ITS_WAY,
        Fill::Waiting if token.form == Form::Dead => tokens::SET_ASIDE,
        Fill::Waiting => tokens::WAITS,
        Fill::Held => tokens::HELD,
        Fill::Copy => tokens::COPY,
        Fill::Place => tokens::PLACE,
        Fill::Stored => tokens::STORED,
        Fill::Beyond => tokens::BEYOND,
    };
    match token.form {
        Form::Gone(Leaving::Expired) => tokens::EXPIRED.into(),
        Form::Gone(Leaving::Dropped) => tokens::LOST.into(),
        Form::Aborted => tokens::ABORTED.into(),
        Form::Duplicate => tokens::DUPLICATE.into(),
        Form::Poison => tokens::poison(&place),
        Form::Again if token.nth > 1 => tokens::again(&token.nth, &place),
        _ => place.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::Command,
        scenario::{Run, catalog},
    };

    fn run(world: &str, ms: u64) -> Run {
        let mut run = Run::new(catalog::find(world).expect("is built in")).expect("starts");
        run.advance(ms * 1_000, u64::MAX);
        run
    }

    fn words(run: &Run, node: NodeId) -> String {
        status(run.engine(), node)
    }

    const PRODUCER: NodeId = NodeId::Producer(ProducerId(0));
    const QUEUE: NodeId = NodeId::Queue(QueueId(0));
    const CONSUMER: NodeId = NodeId::Consumer(ConsumerId(0));

    #[test]
    fn people_count_messages_from_one() {
        assert_eq!(label(MessageId(0)), "m1");
    }

    #[test]
    fn a_message_is_followed_from_node_to_node() {
        // Published at 1,250 ms, in the queue 500 ms later, 400 ms to billing.
        let run = run("guarantees", 1_300);
        assert_eq!(words(&run, PRODUCER), "publishing m1");
        assert_eq!(words(&run, QUEUE), "empty");
        assert_eq!(words(&run, CONSUMER), "idle");
        let run = self::run("guarantees", 2_300);
        assert_eq!(words(&run, QUEUE), "waiting for ack m1");
        assert_eq!(words(&run, CONSUMER), "processing m1");
        let run = self::run("guarantees", 2_800);
        assert_eq!(words(&run, CONSUMER), "about to ack m1");
    }

    #[test]
    fn a_dead_consumer_says_when_it_is_back() {
        let mut run = run("guarantees", 2_300);
        let kill = Command::Crash { consumer: "billing".to_owned(), at: None };
        run.ask(kill).expect("it is up");
        run.advance(400_000, u64::MAX);
        assert_eq!(words(&run, CONSUMER), "down — restarts in 2.1 s");
        run.advance(100_000, u64::MAX);
        assert_eq!(words(&run, QUEUE), "took back 1 message from billing");
    }

    #[test]
    fn a_full_queue_says_what_it_does_about_it() {
        let run = run("bounded", 20_000);
        assert_eq!(words(&run, QUEUE), "full: refuses new messages");
        assert_eq!(setting(run.engine(), QUEUE), "max 6");
    }

    #[test]
    fn a_person_at_the_desk_is_waited_for() {
        let run = run("by-hand", 30_000);
        assert_eq!(words(&run, CONSUMER), "holds 3, waiting for you");
        assert_eq!(words(&run, PRODUCER), "sent all 12");
    }
}
