//! One sentence for each fact, for the caption and the log of events.

use crate::{
    engine::{
        Cause, ConsumerId, DeathReason, Engine, Fact, Frame, MessageId, NodeId, ProducerId,
        QueueId, Settle, Work, topology::CrashPoint,
    },
    words::{Word, desk_facts, facts, reasons},
};

use super::{
    call_words, log_sentence, pressure,
    states::label,
    vocabulary::{Vocabulary, vocabulary},
};

/// What happened, in one sentence; none for what nobody needs to be told.
pub fn sentence(engine: &Engine, fact: &Fact) -> Option<String> {
    use Fact::*;
    let speech = vocabulary(engine);
    let sender = |id: ProducerId| engine.name_of(NodeId::Producer(id));
    let text = match *fact {
        Published { message, producer, attempt: 1, .. } => {
            (speech.publishes)(&sender(producer), &label(message))
        }
        Published { message, producer, attempt, .. } => {
            (speech.publishes_again)(&sender(producer), &label(message), &attempt)
        }
        Routed { message, exchange, queue, .. } => {
            let exchange = place(engine, NodeId::Exchange(exchange));
            facts::routes(&exchange, &label(message), &store(engine, queue))
        }
        Enqueued { message, queue, .. } => facts::waits_in(&label(message), &store(engine, queue)),
        Removed { cause: Cause::DeadLettered, .. } => return None,
        Removed { message, at, cause, .. } => removed(label(message), place(engine, at), cause),
        DeadLettered { message, queue, reason, .. } => {
            let why = died_of(speech, reason);
            (speech.sets_aside)(&store(engine, queue), &label(message), &why)
        }
        Confirmed { message, producer } => facts::confirmed(&sender(producer), &label(message)),
        Nacked { message, producer } => facts::nacked(&sender(producer), &label(message)),
        Returned { message, producer } => facts::returned(&label(message), &sender(producer)),
        GaveUp { message, producer } => facts::gives_up(&sender(producer), &label(message)),
        _ => return delivery(engine, fact),
    };
    Some(text)
}

/// What happens to a message between its queue and a consumer.
fn delivery(engine: &Engine, fact: &Fact) -> Option<String> {
    use Fact::*;
    let speech = vocabulary(engine);
    let text = match *fact {
        Delivered { message, queue, consumer, redelivered, .. } => {
            let told = if redelivered { speech.delivers_again } else { speech.delivers };
            told(&store(engine, queue), &label(message), &worker(engine, consumer))
        }
        SettledOnSending { message, queue, .. } => {
            desk_facts::settled_on_sending(&store(engine, queue), &label(message))
        }
        Received { message, consumer, .. } => {
            desk_facts::receives(&worker(engine, consumer), &label(message))
        }
        GotNothing { consumer, queue } => {
            desk_facts::gets_nothing(&worker(engine, consumer), &store(engine, queue))
        }
        Started { message, consumer, .. } => {
            desk_facts::starts(&worker(engine, consumer), &label(message))
        }
        Worked { message, consumer, work, .. } => {
            worked(worker(engine, consumer), label(message), work)
        }
        Settling { message, consumer, how, .. } => {
            answered(speech, worker(engine, consumer), label(message), how)
        }
        Acked { message, queue, .. } => (speech.forgets)(&store(engine, queue), &label(message)),
        Requeued { message, queue, consumer, .. } => {
            let consumer = worker(engine, consumer);
            (speech.has_again)(&store(engine, queue), &label(message), &consumer)
        }
        EffectLost { message, cause, .. } => {
            desk_facts::never_done(&label(message), &because(cause))
        }
        _ => return lease(engine, fact),
    };
    Some(text)
}

/// What happens to a delivery that is lent, and to what is moved by hand.
fn lease(engine: &Engine, fact: &Fact) -> Option<String> {
    use Fact::*;
    let speech = vocabulary(engine);
    Some(match *fact {
        Asked { consumer, queue, .. } => {
            desk_facts::asks(&worker(engine, consumer), &store(engine, queue))
        }
        LeaseEnded { message, queue, consumer } => {
            let consumer = worker(engine, consumer);
            (speech.lease_ends)(&label(message), &consumer, &store(engine, queue))
        }
        LeaseExtended { message, consumer, .. } => {
            (speech.extends_lease)(&worker(engine, consumer), &label(message))
        }
        StaleAnswer { consumer, .. } => (speech.answers_late)(&worker(engine, consumer)),
        RedriveBegun { queue, count } => facts::redrive_begun(count.into(), &store(engine, queue)),
        Redriven { message, from, to, .. } => {
            facts::redriven(&store(engine, from), &label(message), &store(engine, to))
        }
        Members { queue, up } => {
            let all = engine.queues()[queue.index()].members().1;
            facts::members(up.into(), &all, &store(engine, queue))
        }
        ConsumerTimedOut { consumer, queue } => {
            desk_facts::left_unsettled(&worker(engine, consumer), &store(engine, queue))
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
            desk_facts::subscribes(&worker(engine, consumer), &store(engine, queue))
        }
        Cancelled { consumer } => desk_facts::unsubscribes(&worker(engine, consumer)),
        Crashed { consumer, message, at } => crashed(worker(engine, consumer), message, at),
        Revived { consumer } => desk_facts::revived(&worker(engine, consumer)),
        Hung { consumer } => desk_facts::hangs(&worker(engine, consumer)),
        WentOn { consumer } => desk_facts::goes_on(&worker(engine, consumer)),
        LinkHeld { client } => facts::cut_off(&name(client)),
        LinkRepaired { client } => facts::link_repaired(&name(client)),
        FrameLost { client, frame } => frame_lost(name(client), frame),
        ChannelClosed { client, error } => facts::channel_closed(&name(client), &error.code()),
        Purged { queue, count } => facts::purged(&store(engine, queue), &count),
        QueueDeleted { queue } => facts::deleted(&store(engine, queue)),
        BrokerRestarted => facts::RESTARTS.into(),
        Configured { node } => facts::configured(&name(node)),
        _ => {
            return call_words::sentence(engine, fact)
                .or_else(|| log_sentence::sentence(engine, fact))
                .or_else(|| pressure::sentence(engine, fact));
        }
    })
}

/// A node in a sentence; where there are no exchanges, the service itself.
pub(super) fn place(engine: &Engine, node: NodeId) -> &str {
    match node {
        NodeId::Exchange(id) if engine.exchanges()[id.index()].name.is_empty() => {
            vocabulary(engine).default_exchange.text()
        }
        node => engine.name_of(node),
    }
}

fn store(engine: &Engine, id: QueueId) -> &str {
    engine.name_of(NodeId::Queue(id))
}

fn worker(engine: &Engine, id: ConsumerId) -> &str {
    engine.name_of(NodeId::Consumer(id))
}

fn removed(message: String, place: &str, cause: Cause) -> String {
    match cause {
        Cause::Rejected => facts::drops_rejected(&place, &message),
        Cause::Expired => facts::drops_expired(&place, &message),
        Cause::OverLength => facts::drops_oldest(&place, &message),
        Cause::Refused => facts::refuses(&place, &message),
        Cause::Unroutable => facts::drops_unroutable(&place, &message),
        _ => facts::gone(&message, &place, &because(cause)),
    }
}

/// A cause as the second half of a sentence.
pub fn because(cause: Cause) -> Word {
    match cause {
        Cause::Rejected => reasons::REJECTED,
        Cause::Expired => reasons::EXPIRED,
        Cause::OverLength => reasons::OVER_LENGTH,
        Cause::Refused => reasons::REFUSED,
        Cause::Unroutable => reasons::UNROUTABLE,
        Cause::LinkLost => reasons::LINK_LOST,
        Cause::Purged => reasons::PURGED,
        Cause::Restart => reasons::RESTART,
        Cause::QueueDeleted => reasons::QUEUE_DELETED,
        Cause::DeadLettered => reasons::DEAD_LETTERED,
        Cause::DeadLetterCycle => reasons::DEAD_LETTER_CYCLE,
        Cause::DeadLetterLost => reasons::DEAD_LETTER_LOST,
        Cause::ConsumerCrashed => reasons::CONSUMER_CRASHED,
        Cause::NotProcessed => reasons::NOT_PROCESSED,
        Cause::Deduplicated => reasons::DEDUPLICATED,
        Cause::Redriven => reasons::REDRIVEN,
        Cause::Discarded => reasons::DISCARDED,
        Cause::DeliveryLimit => reasons::DELIVERY_LIMIT,
        Cause::BufferFull => reasons::BUFFER_FULL,
        Cause::GaveUp => reasons::GAVE_UP,
        Cause::LeaderLost => reasons::LEADER_LOST,
        Cause::PowerLost => reasons::POWER_LOST,
        Cause::Retention => reasons::RETENTION,
        Cause::Compacted => reasons::COMPACTED,
        Cause::Aborted => reasons::ABORTED,
        Cause::Skipped => reasons::SKIPPED,
        Cause::Archived => reasons::ARCHIVED,
    }
}

fn died_of(speech: &Vocabulary, reason: DeathReason) -> Word {
    match reason {
        DeathReason::Rejected => facts::DIED_REJECTED,
        DeathReason::Expired => facts::DIED_EXPIRED,
        DeathReason::MaxLen => facts::DIED_OVER_LENGTH,
        DeathReason::DeliveryLimit => speech.too_often,
    }
}

fn worked(consumer: &str, message: String, work: Work) -> String {
    match work {
        Work::Done { times: 0 | 1 } => desk_facts::did(&consumer, &message),
        Work::Done { times } => desk_facts::did_again(&consumer, &message, &times),
        Work::Skipped => desk_facts::knows(&consumer, &message),
        Work::Failed => desk_facts::fails_on(&consumer, &message),
    }
}

/// What a consumer answers to a delivery.
fn answered(speech: &Vocabulary, consumer: &str, message: String, how: Settle) -> String {
    let told = match how {
        Settle::Ack => speech.acks,
        Settle::Requeue => speech.gives_back,
        Settle::Reject => desk_facts::rejects,
        Settle::Fail => desk_facts::fails_and_requeues,
    };
    told(&consumer, &message)
}

/// A crash, at a message and an instant if it has those.
fn crashed(consumer: &str, message: Option<MessageId>, at: Option<CrashPoint>) -> String {
    use CrashPoint::{AfterBoth, BeforeBoth, Between};
    match (message.map(label), at) {
        (None, None) => desk_facts::crashes(&consumer),
        (None, Some(BeforeBoth)) => desk_facts::crashes_before(&consumer),
        (None, Some(Between)) => desk_facts::crashes_between(&consumer),
        (None, Some(AfterBoth)) => desk_facts::crashes_after(&consumer),
        (Some(message), None) => desk_facts::crashes_at(&consumer, &message),
        (Some(message), Some(BeforeBoth)) => desk_facts::crashes_at_before(&consumer, &message),
        (Some(message), Some(Between)) => desk_facts::crashes_at_between(&consumer, &message),
        (Some(message), Some(AfterBoth)) => desk_facts::crashes_at_after(&consumer, &message),
    }
}

fn frame_lost(client: &str, frame: Frame) -> String {
    let told = match frame {
        Frame::Publish => facts::publish_lost,
        Frame::Confirm => facts::confirm_lost,
        Frame::Delivery => facts::delivery_lost,
        Frame::Ack => facts::ack_lost,
    };
    told(&client)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        scenario::{Run, catalog},
        words::{Language, tests::german},
    };

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

    #[test]
    fn everything_is_told_in_german_as_well() {
        let german = german();
        for world in ["guarantees", "poison", "bounded", "call-or-queue", "rebalance"] {
            let english = log(world, 30_000);
            german.speak();
            let told = log(world, 30_000);
            Language::english().speak();
            assert_eq!(told.len(), english.len());
            for (told, english) in told.iter().zip(english) {
                assert!(told.ends_with('.') && *told != english, "{told} / {english}");
            }
        }
    }
}
