//! Named invariants: true of every engine at every moment, whatever the
//! commands. Tests check them after every event.

use std::collections::BTreeMap;

use super::{
    Engine,
    consumer::Delivery,
    fact::Cause,
    link::Cargo,
    queue::Queue,
    store::{MessageKey, Stage},
    topology::Overflow,
};

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
    /// How it is called.
    pub name: &'static str,
    /// When it is promised, in words.
    pub condition: &'static str,
    /// Whether the condition holds for this engine, and with it the law.
    pub holds: fn(&Engine) -> bool,
}

/// All laws, those without a condition first.
pub const LAWS: [Law; 21] = [
    Law { name: "copies balance", condition: "always", holds: copies_balance },
    Law { name: "copies are where the books say", condition: "always", holds: stages_agree },
    Law {
        name: "effects balance",
        condition: "always",
        holds: |engine| engine.effects().balance(),
    },
    Law {
        name: "messages are kept while something of them is left",
        condition: "always",
        holds: messages_are_held,
    },
    Law { name: "queues stay in order", condition: "always", holds: ready_in_order },
    Law { name: "requests balance", condition: "always", holds: requests_balance },
    Law {
        name: "calls are where their workers say",
        condition: "always",
        holds: |engine| engine.calling.is_consistent(engine.now),
    },
    Law {
        name: "limits hold",
        condition: "for the ready messages of a queue that drops its head (R10), while it has a \
                    majority of its members",
        holds: limits_hold,
    },
    Law {
        name: "windows and buffers hold",
        condition: "for a producer whose messages wait at a closed gate, counted from when its \
                    settings last changed",
        holds: super::backpressure::windows_hold,
    },
    Law {
        name: "the memory alarm is as memory is",
        condition: "always",
        holds: super::alarm::alarm_agrees,
    },
    Law {
        name: "offsets are dense and in order",
        condition: "always; where a log was compacted, records are missing but never moved",
        holds: super::log::laws::offsets_are_in_order,
    },
    Law {
        name: "an idempotent producer's records keep their order and come once",
        condition: "within a partition, while its log is never cut off and the producer has given \
                    none up; not what a consumer makes again (K2, K6)",
        holds: super::log::laws::order_is_kept,
    },
    Law {
        name: "fenced producers write nothing",
        condition: "always (K22)",
        holds: super::log::laws::fenced_write_nothing,
    },
    Law {
        name: "segments hold what is stored",
        condition: "always",
        holds: super::log::laws::segments_agree,
    },
    Law {
        name: "a shared record is one member's own, and not more often than allowed",
        condition: "always (K23, K24)",
        holds: super::log::laws::loans_agree,
    },
    Law {
        name: "a partition has one reader of a group",
        condition: "among the members of one generation; not in share groups (K10, K16)",
        holds: super::log::laws::one_reader,
    },
    Law {
        name: "committed never exceeds position",
        condition: "nor does what a member is about to commit, by the furthest position of its \
                    group; while the log is never cut off (K9)",
        holds: super::log::laws::committed_was_read,
    },
    Law {
        name: "read_committed is given nothing open or aborted",
        condition: "for all that its members have or will have, while its log is never cut off \
                    (K20)",
        holds: super::log::laws::isolation_holds,
    },
    Law {
        name: "what all in sync have stays",
        condition: "for records confirmed with acks=all, while elections are clean and the power \
                    stays (K3, K5)",
        holds: super::log::laws::confirmed_stays,
    },
    Law {
        name: "at most once never duplicates",
        condition: "every copy was settled on sending, no producer has tried again, and \
                    nothing was dead-lettered",
        holds: at_most_once,
    },
    Law {
        name: "at least once never loses",
        condition: "every delivery was settled after its work, every message published with \
                    confirms and none given up, and no limit, time to live, rejection, purge, \
                    restart or missing route took a copy",
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
    let delivered = engine.flights().flat_map(|flight| match &flight.cargo {
        Cargo::Delivery(delivery) => std::slice::from_ref(delivery),
        Cargo::ShareRecords { deliveries, .. } | Cargo::Records { deliveries, .. } => deliveries,
        _ => &[],
    });
    let at_work = engine.consumers.iter().filter_map(|consumer| consumer.job());
    let buffered = engine.consumers.iter().flat_map(|consumer| consumer.buffer());
    let members = engine.consumers.iter().filter_map(|consumer| consumer.member());
    let fetched = members.flat_map(|member| member.fetched());
    delivered.chain(at_work.map(|job| &job.delivery)).chain(buffered).chain(fetched)
}

/// Copies and deliveries there are, against what each message counts; one
/// with neither is kept for its producer alone.
fn messages_are_held(engine: &Engine) -> bool {
    let mut held: BTreeMap<MessageKey, u32> = BTreeMap::new();
    let copies = engine.store.copies.values().map(|copy| copy.message);
    for message in deliveries(engine).map(|delivery| delivery.message).chain(copies) {
        *held.entry(message).or_default() += 1;
    }
    engine.store.messages.iter().all(|(key, message)| {
        let refs = held.get(&key).copied().unwrap_or(0);
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
