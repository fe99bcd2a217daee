//! Dead letters: what waits in each dead-letter queue, and what would come,
//! or has come, of replaying it.

use crate::engine::{
    Copy, CopyId, DeathReason, Engine, Fact, MessageId, Queue, QueueId, Target, Tick,
};

/// Most letters listed of one queue; the first to be delivered.
pub const LETTERS: usize = 50;

/// A message that was set aside.
#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    /// The message.
    pub message: MessageId,
    /// Its copy here.
    pub copy: CopyId,
    /// Why it died last; none for one that was published here.
    pub reason: Option<DeathReason>,
    /// How often it has died, of all reasons.
    pub deaths: u32,
    /// Since when it is here.
    pub since: Tick,
    /// The queue in which it died first.
    pub source: Option<QueueId>,
    /// Its work fails every time.
    pub poison: bool,
    /// How often its effect has happened already.
    pub done: u32,
    /// A younger message of its key that is done already.
    pub overtaken_by: Option<MessageId>,
}

/// The queues that others dead-letter to.
pub fn dead_letter_queues(engine: &Engine) -> Vec<QueueId> {
    let mut found = Vec::new();
    for id in engine.queues().iter().flat_map(|queue| targets(engine, queue)) {
        if !found.contains(&id) {
            found.push(id);
        }
    }
    found
}

/// Where a queue's dead letters end up, one exchange further.
fn targets(engine: &Engine, queue: &Queue) -> Vec<QueueId> {
    let Some(to) = &queue.spec().dead_letter else {
        return Vec::new();
    };
    if to.exchange.is_empty() {
        let key = to.routing_key.as_deref().unwrap_or_default();
        return engine.find_queue(key).into_iter().collect();
    }
    let exchange = engine.exchanges().iter().find(|it| it.name == to.exchange);
    let bindings = exchange.map_or(&[][..], |exchange| &exchange.bindings);
    let queues = bindings.iter().filter_map(|binding| match binding.target {
        Target::Queue(id) => Some(id),
        Target::Exchange(_) => None,
    });
    queues.collect()
}

/// What waits in a dead-letter queue, the head first.
pub fn letters(engine: &Engine, queue: QueueId) -> Vec<Letter> {
    engine.ready(queue).take(LETTERS).filter_map(|copy| letter(engine, copy)).collect()
}

/// The letter of a message in any dead-letter queue, and which.
pub fn letter_of(engine: &Engine, message: MessageId) -> Option<(QueueId, Letter)> {
    dead_letter_queues(engine).into_iter().find_map(|queue| {
        let here = |copy: &&Copy| engine.message(copy.message).is_some_and(|it| it.id == message);
        let copy = engine.ready(queue).take(LETTERS).find(here)?;
        Some((queue, letter(engine, copy)?))
    })
}

fn letter(engine: &Engine, copy: &Copy) -> Option<Letter> {
    let message = engine.message(copy.message)?.id;
    let history = copy.deaths.as_deref();
    let entries = history.map_or(&[][..], |history| &history.entries);
    Some(Letter {
        message,
        copy: copy.id,
        reason: entries.first().map(|death| death.reason),
        deaths: entries.iter().map(|death| death.count).sum(),
        since: copy.enqueued,
        source: history.map(|history| history.first.0),
        poison: engine.is_poison(copy),
        done: engine.times_done(copy),
        overtaken_by: engine.latest_done(copy).filter(|latest| message < *latest),
    })
}

/// What is to be expected of replaying letters, each a count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    /// Letters.
    pub letters: usize,
    /// Younger messages of their keys are done: they come out of order.
    pub overtaken: usize,
    /// They fail again and come back.
    pub poison: usize,
    /// Their effect has happened: it happens twice.
    pub done: usize,
}

/// What is to be expected of replaying these letters, corrected or not.
pub fn outlook(letters: &[Letter], corrected: bool) -> Outlook {
    let count = |is: fn(&Letter) -> bool| letters.iter().filter(|letter| is(letter)).count();
    Outlook {
        letters: letters.len(),
        overtaken: count(|letter| letter.overtaken_by.is_some()),
        poison: if corrected { 0 } else { count(|letter| letter.poison) },
        done: count(|letter| letter.done > 0 && !letter.poison),
    }
}

/// What has become of the messages replayed from a queue, each a count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Moved, as far as the window of facts goes back.
    pub replayed: usize,
    /// Their effect has happened since, for the first time.
    pub done: usize,
    /// It has happened since, and had before.
    pub again: usize,
    /// Set aside again.
    pub returned: usize,
}

impl Outcome {
    /// Neither done nor set aside so far.
    pub fn open(&self) -> usize {
        self.replayed - self.done - self.again - self.returned
    }
}

/// How a replay has ended so far.
#[derive(Clone, Copy, PartialEq)]
enum End {
    Open,
    Done,
    Again,
    Returned,
}

/// What has become of what was replayed from a queue.
pub fn outcome(engine: &Engine, queue: QueueId) -> Outcome {
    let mut replays: Vec<(MessageId, End)> = Vec::new();
    for (_, _, fact) in engine.facts().since(0) {
        match *fact {
            Fact::Redriven { message, from, .. } if from == queue => {
                replays.push((message, End::Open));
            }
            Fact::DeadLettered { message, .. } => end(&mut replays, message, End::Returned),
            Fact::Worked { message, work: crate::engine::Work::Done { times }, .. } => {
                end(&mut replays, message, if times == 1 { End::Done } else { End::Again });
            }
            _ => {}
        }
    }
    let count = |which| replays.iter().filter(|(_, end)| *end == which).count();
    Outcome {
        replayed: replays.len(),
        done: count(End::Done),
        again: count(End::Again),
        returned: count(End::Returned),
    }
}

fn end(replays: &mut [(MessageId, End)], message: MessageId, how: End) {
    let open = |replay: &&mut (MessageId, End)| **replay == (message, End::Open);
    if let Some(replay) = replays.iter_mut().rev().find(|replay| open(replay)) {
        replay.1 = how;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::{Command, topology::Overflow},
        scenario::{Run, catalog},
    };

    /// A world with poison in which something has been set aside.
    fn run() -> (Run, QueueId) {
        let mut run = Run::new(catalog::find("poison").expect("is built in")).expect("starts");
        run.advance(60_000_000, u64::MAX);
        let queue = dead_letter_queues(run.engine())[0];
        (run, queue)
    }

    fn poison(engine: &Engine, queue: QueueId) -> MessageId {
        let found = letters(engine, queue).into_iter().find(|letter| letter.poison);
        found.expect("poison was set aside").message
    }

    fn replay(run: &mut Run, queue: QueueId, message: MessageId, corrected: bool) {
        let queue = run.engine().queues()[queue.index()].spec().name.clone();
        let command = Command::Replay { queue, message: message.0 + 1, to: None, corrected };
        run.ask(command).expect("it waits there");
        run.advance(30_000_000, u64::MAX);
    }

    #[test]
    fn a_letter_says_why_it_died_and_what_a_replay_would_bring() {
        let (run, queue) = run();
        let letters = letters(run.engine(), queue);
        let poison = letters.iter().find(|letter| letter.poison).expect("poison was set aside");
        assert!(poison.deaths > 0 && poison.reason.is_some());
        assert!(poison.overtaken_by.is_some(), "others went on");
        let before = outlook(std::slice::from_ref(poison), false);
        assert_eq!(before, Outlook { letters: 1, overtaken: 1, poison: 1, done: 0 });
        assert_eq!(outlook(std::slice::from_ref(poison), true).poison, 0);
    }

    #[test]
    fn poison_that_is_replayed_as_it_is_comes_back() {
        let (mut run, queue) = run();
        let first = poison(run.engine(), queue);
        replay(&mut run, queue, first, false);
        let after = outcome(run.engine(), queue);
        assert_eq!((after.replayed, after.returned, after.open()), (1, 1, 0));
    }

    #[test]
    fn poison_that_is_corrected_is_done() {
        let (mut run, queue) = run();
        let queue_of_work = "orders".to_owned();
        let without_ttl = Command::SetTtl { queue: queue_of_work.clone(), message_ttl_ms: None };
        let overflow = Overflow::DropHead;
        let without_limit = Command::SetLimit { queue: queue_of_work, max_length: None, overflow };
        for command in [without_ttl, without_limit] {
            run.ask(command).expect("the queue is there");
        }
        let first = poison(run.engine(), queue);
        replay(&mut run, queue, first, true);
        let after = outcome(run.engine(), queue);
        assert_eq!((after.replayed, after.done, after.returned), (1, 1, 0));
    }
}
