//! Named invariants: true of every engine at every moment, whatever the
//! commands. Tests check them after every event.

use slotmap::SecondaryMap;

use super::{
    Engine,
    consumer::Delivery,
    fact::Cause,
    queue::Queue,
    store::{MessageKey, Stage},
    topology::Overflow,
};
use crate::words::{Word, law_conditions as when, laws};

/// What clients have done so far. Promises rest on that and not on settings,
/// which may have been others before.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Habits {
    /// A copy was sent to be acknowledged: it may come again.
    pub awaited_ack: bool,
    /// A delivery was settled before its work, or by a person.
    pub settled_early: bool,
    /// A message was published without a confirm to wait for, or by a client
    /// that died waiting.
    pub unconfirmed: bool,
}

/// A law and its test.
#[derive(Debug)]
pub struct Law {
    /// Its id, in lessons and tests.
    pub name: &'static str,
    /// How a reader calls it.
    pub shown: Word,
    /// When it is promised, in words.
    pub condition: Word,
    /// Whether the condition holds for this engine, and with it the law.
    pub holds: fn(&Engine) -> bool,
}

/// All laws, those without a condition first.
pub const LAWS: [Law; 21] = [
    Law {
        name: "copies balance",
        shown: laws::COPIES_BALANCE,
        condition: when::ALWAYS,
        holds: copies_balance,
    },
    Law {
        name: "copies are where the books say",
        shown: laws::COPIES_PLACED,
        condition: when::ALWAYS,
        holds: stages_agree,
    },
    Law {
        name: "effects balance",
        shown: laws::EFFECTS_BALANCE,
        condition: when::ALWAYS,
        holds: |engine| engine.effects().balance(),
    },
    Law {
        name: "messages are kept while something of them is left",
        shown: laws::MESSAGES_KEPT,
        condition: when::ALWAYS,
        holds: messages_are_held,
    },
    Law {
        name: "queues stay in order",
        shown: laws::QUEUES_ORDERED,
        condition: when::ALWAYS,
        holds: ready_in_order,
    },
    Law {
        name: "requests balance",
        shown: laws::REQUESTS_BALANCE,
        condition: when::ALWAYS,
        holds: requests_balance,
    },
    Law {
        name: "calls are where their workers say",
        shown: laws::CALLS_PLACED,
        condition: when::ALWAYS,
        holds: |engine| engine.calling.is_consistent(engine.now),
    },
    Law { name: "limits hold", shown: laws::LIMITS, condition: when::LIMITS, holds: limits_hold },
    Law {
        name: "windows and buffers hold",
        shown: laws::WINDOWS,
        condition: when::WINDOWS,
        holds: super::backpressure::windows_hold,
    },
    Law {
        name: "the memory alarm is as memory is",
        shown: laws::MEMORY_ALARM,
        condition: when::ALWAYS,
        holds: super::alarm::alarm_agrees,
    },
    Law {
        name: "offsets are dense and in order",
        shown: laws::OFFSETS,
        condition: when::OFFSETS,
        holds: super::log::laws::offsets_are_in_order,
    },
    Law {
        name: "an idempotent producer's records keep their order and come once",
        shown: laws::IDEMPOTENT,
        condition: when::IDEMPOTENT,
        holds: super::log::laws::order_is_kept,
    },
    Law {
        name: "fenced producers write nothing",
        shown: laws::FENCED,
        condition: when::FENCED,
        holds: super::log::laws::fenced_write_nothing,
    },
    Law {
        name: "segments hold what is stored",
        shown: laws::SEGMENTS,
        condition: when::ALWAYS,
        holds: super::log::laws::segments_agree,
    },
    Law {
        name: "a shared record is one member's own, and not more often than allowed",
        shown: laws::SHARED_RECORDS,
        condition: when::SHARED_RECORDS,
        holds: super::log::laws::loans_agree,
    },
    Law {
        name: "a partition has one reader of a group",
        shown: laws::ONE_READER,
        condition: when::ONE_READER,
        holds: super::log::laws::one_reader,
    },
    Law {
        name: "committed never exceeds position",
        shown: laws::COMMITTED,
        condition: when::COMMITTED,
        holds: super::log::laws::committed_was_read,
    },
    Law {
        name: "read_committed is given nothing open or aborted",
        shown: laws::READ_COMMITTED,
        condition: when::READ_COMMITTED,
        holds: super::log::laws::isolation_holds,
    },
    Law {
        name: "what all in sync have stays",
        shown: laws::IN_SYNC,
        condition: when::IN_SYNC,
        holds: super::log::laws::confirmed_stays,
    },
    Law {
        name: "at most once never duplicates",
        shown: laws::AT_MOST_ONCE,
        condition: when::AT_MOST_ONCE,
        holds: at_most_once,
    },
    Law {
        name: "at least once never loses",
        shown: laws::AT_LEAST_ONCE,
        condition: when::AT_LEAST_ONCE,
        holds: at_least_once,
    },
];

/// The names of the laws that do not hold, which should be none.
pub fn broken(engine: &Engine) -> Vec<&'static str> {
    LAWS.iter().filter(|law| !(law.holds)(engine)).map(|law| law.name).collect()
}

fn copies_balance(engine: &Engine) -> bool {
    engine.books().balance()
}

fn stages_agree(engine: &Engine) -> bool {
    let count =
        |stage| engine.store.copies.values().filter(|copy| copy.stage == stage).count() as u64;
    let books = engine.books();
    let waiting = |queue: &Queue| queue.ready_len() + queue.held_len() + queue.dying_len();
    let ready: usize = engine.queues.iter().map(waiting).sum();
    let unacked: u64 = engine.queues.iter().map(|queue| queue.unacked_len()).sum();
    books.on_link == count(Stage::OnLink)
        && books.ready == count(Stage::Ready)
        && books.outstanding == count(Stage::Outstanding)
        && books.ready == ready as u64 + engine.log.stored()
        && books.outstanding == unacked
}

/// All deliveries there are: on their way, or with a consumer.
pub(super) fn deliveries(engine: &Engine) -> impl Iterator<Item = &Delivery> {
    let delivered = engine.flights().flat_map(|flight| flight.cargo.deliveries());
    let at_work = engine.consumers.iter().filter_map(|consumer| consumer.job());
    let buffered = engine.consumers.iter().flat_map(|consumer| consumer.buffer());
    let members = engine.consumers.iter().filter_map(|consumer| consumer.member());
    let fetched = members.flat_map(|member| member.fetched());
    delivered
        .map(|delivery| &**delivery)
        .chain(at_work.map(|job| &*job.delivery))
        .chain(buffered)
        .chain(fetched)
}

/// Copies and deliveries there are, against what each message counts; one
/// with neither is kept for its producer alone.
fn messages_are_held(engine: &Engine) -> bool {
    let mut held: SecondaryMap<MessageKey, u32> =
        engine.store.messages.keys().map(|key| (key, 0)).collect();
    let copies = engine.store.copies.values().map(|copy| copy.message);
    for message in deliveries(engine).map(|delivery| delivery.message).chain(copies) {
        match held.get_mut(message) {
            Some(refs) => *refs += 1,
            None => return false,
        }
    }
    engine.store.messages.iter().all(|(key, message)| {
        let refs = held[key];
        message.refs == refs && refs + message.publishing > 0
    })
}

fn ready_in_order(engine: &Engine) -> bool {
    engine.queues.iter().all(|queue| queue.ready.is_sorted())
}

/// Every request is answered, failed, timed out, or still with its caller.
fn requests_balance(engine: &Engine) -> bool {
    engine.callers().iter().all(|caller| {
        let asked = caller.requests();
        let ended = asked.answered + asked.failed + asked.timed_out;
        asked.requested == ended + caller.waiting() as u64
    })
}

fn limits_hold(engine: &Engine) -> bool {
    engine.queues.iter().all(|queue| {
        // A queue that refuses new messages still takes back requeued ones.
        queue.spec.overflow != Overflow::DropHead
            || !queue.is_available()
            || queue.spec.max_length.is_none_or(|most| queue.ready_len() as u64 <= most)
    })
}

fn at_most_once(engine: &Engine) -> bool {
    let nobody_retries = engine.producers.iter().all(|producer| producer.heard().retried == 0);
    // A dead letter may be routed to several queues, as one expected effect.
    let dead_letters = engine.books().removed.of(Cause::DeadLettered) > 0;
    let promised = !engine.habits.awaited_ack && nobody_retries && !dead_letters;
    !promised || engine.effects().duplicated == 0
}

fn at_least_once(engine: &Engine) -> bool {
    let gave_up = engine.producers.iter().any(|producer| producer.heard().gave_up > 0);
    let removed = &engine.books().removed;
    let taken = removed.total()
        - removed.of(Cause::LinkLost)
        - removed.of(Cause::DeadLettered)
        - removed.of(Cause::Redriven);
    let habits = engine.habits;
    let promised = !habits.settled_early && !habits.unconfirmed && !gave_up && taken == 0;
    let silent = [Cause::LinkLost, Cause::ConsumerCrashed, Cause::NotProcessed];
    let lost: u64 = silent.into_iter().map(|cause| engine.effects().lost.of(cause)).sum();
    !promised || lost == 0
}
