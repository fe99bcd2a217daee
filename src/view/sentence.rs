//! One sentence for each fact, for the caption and the log of events.

use crate::{
    engine::{
        Cause, ConsumerId, DeathReason, Engine, Fact, Frame, NodeId, ProducerId, QueueId, Settle,
        Work, topology::CrashPoint,
    },
    words::facts,
};

use super::{
    call_words,
    states::label,
    vocabulary::{Vocabulary, vocabulary},
};

/// What happened, in one sentence; none for what nobody needs to be told.
pub fn sentence(engine: &Engine, fact: &Fact) -> Option<String> {
    use Fact::*;
    let words = vocabulary(engine);
    let name = |node: NodeId| place(engine, node);
    let text = match *fact {
        Published { message, producer, attempt: 1, .. } => {
            format!("{} {} {}.", sender(engine, producer), words.publishes, label(message))
        }
        Published { message, producer, attempt, .. } => {
            format!(
                "{} {} {} again, attempt {attempt}.",
                sender(engine, producer),
                words.publishes,
                label(message)
            )
        }
        Routed { message, exchange, queue, .. } => {
            let exchange = name(NodeId::Exchange(exchange));
            format!("{exchange} sends {} to {}.", label(message), store(engine, queue))
        }
        Enqueued { message, queue, .. } => facts::waits_in(&label(message), &store(engine, queue)),
        Removed { cause: Cause::DeadLettered, .. } => return None,
        Removed { message, at, cause, .. } => removed(label(message), name(at), cause),
        DeadLettered { message, queue, reason, .. } => {
            let queue = store(engine, queue);
            sets_aside(words, queue, label(message), reason)
        }
        Confirmed { message, producer } => {
            format!(
                "{} hears that {} is safe with the broker.",
                sender(engine, producer),
                label(message)
            )
        }
        Nacked { message, producer } => {
            format!("{} hears that a queue refused {}.", sender(engine, producer), label(message))
        }
        Returned { message, producer } => {
            format!(
                "{} comes back to {}: no queue wants it.",
                label(message),
                sender(engine, producer)
            )
        }
        GaveUp { message, producer } => {
            format!("{} gives {} up.", sender(engine, producer), label(message))
        }
        _ => return delivery(engine, fact),
    };
    Some(text)
}

/// What happens to a message between its queue and a consumer.
fn delivery(engine: &Engine, fact: &Fact) -> Option<String> {
    use Fact::*;
    let words = vocabulary(engine);
    let text = match *fact {
        Delivered { message, queue, consumer, redelivered, .. } => {
            let again = if redelivered { " again" } else { "" };
            let (queue, consumer) = (store(engine, queue), worker(engine, consumer));
            format!("{queue} {} {}{again} to {consumer}.", words.delivers, label(message))
        }
        SettledOnSending { message, queue, .. } => {
            format!(
                "{} forgets {} on sending it: automatic ack.",
                store(engine, queue),
                label(message)
            )
        }
        Received { message, consumer, .. } => {
            format!("{} receives {}.", worker(engine, consumer), label(message))
        }
        GotNothing { consumer, queue } => {
            format!("{} asks {} and gets nothing.", worker(engine, consumer), store(engine, queue))
        }
        Started { message, consumer, .. } => {
            format!("{} starts processing {}.", worker(engine, consumer), label(message))
        }
        Worked { message, consumer, work, .. } => {
            worked(worker(engine, consumer), label(message), work)
        }
        Settling { message, consumer, how, .. } => {
            let (does, how) = answers(words, how);
            format!("{} {does} {}{how}.", worker(engine, consumer), label(message))
        }
        Acked { message, queue, .. } => {
            format!("{} {} {}.", store(engine, queue), words.forgets, label(message))
        }
        Requeued { message, queue, consumer, .. } => {
            let (queue, consumer) = (store(engine, queue), worker(engine, consumer));
            match words.outstanding {
                "unacked" => {
                    format!("{queue} takes {} back from {consumer}, to its place.", label(message))
                }
                _ => format!("{} of {consumer} can be had from {queue} again.", label(message)),
            }
        }
        EffectLost { message, cause, .. } => {
            format!("The work of {} will never be done: {}.", label(message), because(cause))
        }
        _ => return lease(engine, fact),
    };
    Some(text)
}

/// What happens to a delivery that is lent, and to what is moved by hand.
fn lease(engine: &Engine, fact: &Fact) -> Option<String> {
    use Fact::*;
    let words = vocabulary(engine);
    Some(match *fact {
        Asked { consumer, queue, .. } => {
            format!("{} asks {} for messages.", worker(engine, consumer), store(engine, queue))
        }
        LeaseEnded { message, queue, consumer } => {
            let (queue, consumer) = (store(engine, queue), worker(engine, consumer));
            format!(
                "The {} of {} at {consumer} is over: {queue} may give it to anybody.",
                words.lease,
                label(message)
            )
        }
        LeaseExtended { message, consumer, .. } => {
            format!(
                "{} extends the {} of {}.",
                worker(engine, consumer),
                words.lease,
                label(message)
            )
        }
        StaleAnswer { consumer, .. } => {
            format!(
                "{} answers with an old {}: nothing changes.",
                worker(engine, consumer),
                words.handle
            )
        }
        RedriveBegun { queue, count } => {
            format!("{count} of {} begin to move to another queue.", store(engine, queue))
        }
        Redriven { message, from, to, .. } => {
            let (from, to) = (store(engine, from), store(engine, to));
            format!("{from} moves {} to {to} as a new message.", label(message))
        }
        Members { queue, up } => {
            let all = engine.queues()[queue.index()].members().1;
            format!("{up} of {all} members of {} are up.", store(engine, queue))
        }
        ConsumerTimedOut { consumer, queue } => {
            let (consumer, queue) = (worker(engine, consumer), store(engine, queue));
            format!("{consumer} left a delivery of {queue} unsettled for too long.")
        }
        _ => return event(engine, fact),
    })
}

/// Facts that are about no message.
fn event(engine: &Engine, fact: &Fact) -> Option<String> {
    use Fact::*;
    let name = |node: NodeId| engine.name_of(node);
    Some(match *fact {
        Subscribed { consumer, queue } => {
            format!("{} subscribes to {}.", worker(engine, consumer), store(engine, queue))
        }
        Cancelled { consumer } => format!("{} ends its subscription.", worker(engine, consumer)),
        Crashed { consumer, message, at } => {
            let over = message.map_or(String::new(), |message| format!(" at {}", label(message)));
            format!("{} crashes{over}{}.", worker(engine, consumer), when(at))
        }
        Revived { consumer } => format!("{} is up again.", worker(engine, consumer)),
        Hung { consumer } => format!("{} hangs: its work stands still.", worker(engine, consumer)),
        WentOn { consumer } => format!("{} works again.", worker(engine, consumer)),
        LinkHeld { client } => format!("{} is cut off from the broker.", name(client)),
        LinkRepaired { client } => format!("The link of {} is repaired.", name(client)),
        FrameLost { client, frame } => {
            format!(
                "{} on the link of {} is lost, and its connection ends.",
                what(frame),
                name(client)
            )
        }
        ChannelClosed { client, error } => {
            format!("The broker closes the channel of {}: error {}.", name(client), error.code())
        }
        Purged { queue, count } => format!("{} is emptied of {count}.", store(engine, queue)),
        QueueDeleted { queue } => format!("{} is deleted.", store(engine, queue)),
        BrokerRestarted => "The broker stops and starts again.".to_owned(),
        Configured { node } => format!("A setting of {} changes.", name(node)),
        _ => {
            return call_words::sentence(engine, fact)
                .or_else(|| super::log_sentence::sentence(engine, fact))
                .or_else(|| super::pressure::sentence(engine, fact));
        }
    })
}

/// A node in a sentence; where there are no exchanges, the service itself.
fn place(engine: &Engine, node: NodeId) -> &str {
    match engine.name_of(node) {
        "the default exchange" => vocabulary(engine).default_exchange,
        name => name,
    }
}

fn sets_aside(words: &Vocabulary, queue: &str, message: String, reason: DeathReason) -> String {
    let why = match reason {
        DeathReason::DeliveryLimit => words.too_often,
        reason => died_of(reason),
    };
    match words.sets_aside.split_once(' ') {
        Some((verb, rest)) => format!("{queue} {verb} {message} {rest}: {why}."),
        None => format!("{queue} {} {message}: {why}.", words.sets_aside),
    }
}

fn sender(engine: &Engine, id: ProducerId) -> &str {
    engine.name_of(NodeId::Producer(id))
}

fn store(engine: &Engine, id: QueueId) -> &str {
    engine.name_of(NodeId::Queue(id))
}

fn worker(engine: &Engine, id: ConsumerId) -> &str {
    engine.name_of(NodeId::Consumer(id))
}

fn removed(message: String, place: &str, cause: Cause) -> String {
    match cause {
        Cause::Rejected => format!("{place} drops {message}: it was rejected."),
        Cause::Expired => format!("{place} drops {message}: its time ran out."),
        Cause::OverLength => format!("{place} is full and drops its oldest, {message}."),
        Cause::Refused => format!("{place} is full and refuses {message}."),
        Cause::Unroutable => format!("{place} drops {message}: no queue wants it."),
        _ => format!("{message} is gone at {place}: {}.", because(cause)),
    }
}

/// A cause as the second half of a sentence.
pub fn because(cause: Cause) -> &'static str {
    match cause {
        Cause::Rejected => "it was rejected",
        Cause::Expired => "its time ran out",
        Cause::OverLength => "the queue was full and dropped it",
        Cause::Refused => "the queue was full and refused it",
        Cause::Unroutable => "no queue wanted it",
        Cause::LinkLost => "its link broke",
        Cause::Purged => "the queue was emptied",
        Cause::Restart => "the broker restarted and it was not persistent",
        Cause::QueueDeleted => "its queue was deleted",
        Cause::DeadLettered => "it went to a dead-letter queue",
        Cause::DeadLetterCycle => "dead-lettering went round in a circle",
        Cause::DeadLetterLost => "the dead-letter exchange led nowhere",
        Cause::ConsumerCrashed => "its consumer crashed after the broker had forgotten it",
        Cause::NotProcessed => "it was settled without the work done",
        Cause::Deduplicated => "the same was taken a short while ago",
        Cause::Redriven => "it was moved to another queue",
        Cause::Discarded => "somebody discarded it",
        Cause::DeliveryLimit => "it came back more often than its queue allows",
        Cause::BufferFull => "its producer’s own buffer was full",
        Cause::GaveUp => "its producer had no success in time",
        Cause::LeaderLost => "its leader was lost before others had it",
        Cause::PowerLost => "the power went before a disk had it",
        Cause::Retention => "it was older than the log keeps",
        Cause::Compacted => "a younger record has its key",
        Cause::Aborted => "its transaction was aborted",
        Cause::Skipped => "the group began behind it",
        Cause::Archived => "it was handed out too often or rejected",
    }
}

fn died_of(reason: DeathReason) -> &'static str {
    match reason {
        DeathReason::Rejected => "rejected",
        DeathReason::Expired => "expired",
        DeathReason::MaxLen => "over the length limit",
        DeathReason::DeliveryLimit => "over the delivery limit",
    }
}

fn worked(consumer: &str, message: String, work: Work) -> String {
    match work {
        Work::Done { times: 0 | 1 } => format!("{consumer} did the work of {message}."),
        Work::Done { times } => {
            format!("{consumer} did the work of {message} again: it is done {times} times now.")
        }
        Work::Skipped => format!("{consumer} knows {message} and does not do its work again."),
        Work::Failed => format!("{consumer} fails on {message}: it is poison."),
    }
}

/// What a consumer does to a delivery: what stands before its name and after.
fn answers(words: &Vocabulary, how: Settle) -> (&'static str, &'static str) {
    match how {
        Settle::Ack => (words.acks, ""),
        Settle::Requeue => words.gives_back,
        Settle::Reject => ("rejects", ""),
        Settle::Fail => ("fails and requeues", ""),
    }
}

fn when(at: Option<CrashPoint>) -> &'static str {
    match at {
        None => "",
        Some(CrashPoint::BeforeBoth) => ", before effect and ack",
        Some(CrashPoint::Between) => ", between effect and ack",
        Some(CrashPoint::AfterBoth) => ", after effect and ack",
    }
}

fn what(frame: Frame) -> &'static str {
    match frame {
        Frame::Publish => "A publish",
        Frame::Confirm => "A confirm",
        Frame::Delivery => "A delivery",
        Frame::Ack => "An ack",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Run, catalog};

    fn log(world: &str, ms: u64) -> Vec<String> {
        let mut run = Run::new(catalog::find(world).expect("is built in")).expect("starts");
        run.advance(ms * 1_000, u64::MAX);
        let engine = run.engine();
        let facts = engine.facts().since(0);
        facts.filter_map(|(_, _, fact)| sentence(engine, fact)).collect()
    }

    #[test]
    fn a_cycle_reads_as_a_story() {
        let log = log("guarantees", 4_000);
        let told = [
            "billing subscribes to orders.",
            "checkout publishes m1.",
            "the default exchange sends m1 to orders.",
            "m1 waits in orders.",
            "orders delivers m1 to billing.",
            "billing receives m1.",
            "billing starts processing m1.",
            "checkout hears that m1 is safe with the broker.",
        ];
        assert_eq!(log[..told.len()], told);
        assert!(log.contains(&"billing did the work of m1.".to_owned()));
        assert!(log.contains(&"orders takes the ack and forgets m1.".to_owned()));
    }

    #[test]
    fn every_sentence_is_one() {
        for world in ["work-queue", "fan-out", "topic", "poison", "bounded", "by-hand"] {
            for sentence in log(world, 30_000) {
                assert!(sentence.ends_with('.') && sentence.len() < 100, "{sentence}");
            }
        }
    }
}
