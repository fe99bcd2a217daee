//! Breakpoints: what to run on for.

use queuescope_derive::Read;
use serde::{Deserialize, Serialize};

use crate::engine::{Cause, Engine, Fact, MessageId, NodeId, QueueId, Work};

/// What to wait for. It is judged on the facts of a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Until {
    /// This message is delivered again.
    Redelivered {
        /// Which: the number in `m42`.
        message: MessageId,
    },
    /// A queue has as many messages as it may, or has just made room.
    Full {
        /// Which.
        queue: String,
    },
    /// An effect happens again.
    Duplicate,
    /// An expected effect will never happen.
    Loss,
    /// A message is dead-lettered.
    DeadLetter,
    /// A goal of a lesson is met: whoever watches the run judges that.
    Goal,
}

impl Until {
    /// Whether it came about at this moment, whose first fact is `facts`.
    pub fn is_met(&self, engine: &Engine, facts: u64) -> bool {
        let queue = match self {
            Until::Full { queue } => engine.find_queue(queue),
            _ => None,
        };
        let mut moment = engine.facts().since(facts).map(|(_, _, fact)| fact);
        moment.any(|fact| match self {
            Until::Redelivered { message } => is_redelivery(fact, *message),
            Until::Full { .. } => queue.is_some_and(|queue| shows_full(engine, fact, queue)),
            Until::Duplicate => {
                matches!(fact, Fact::Worked { work: Work::Done { times: 2.. }, .. })
            }
            Until::Loss => matches!(fact, Fact::EffectLost { .. }),
            Until::DeadLetter => matches!(fact, Fact::DeadLettered { .. }),
            Until::Goal => false,
        })
    }
}

fn is_redelivery(fact: &Fact, wanted: MessageId) -> bool {
    match fact {
        Fact::Delivered { message, redelivered: true, .. }
        | Fact::Acquired { message, nth: 2.., .. } => *message == wanted,
        _ => false,
    }
}

/// Whether a fact shows that a queue has no room: the last place was taken, or
/// something had to go because none was left.
fn shows_full(engine: &Engine, fact: &Fact, wanted: QueueId) -> bool {
    match fact {
        Fact::Enqueued { queue, .. } if *queue == wanted => {
            let queue = &engine.queues()[wanted.index()];
            let most = queue.spec().max_length;
            most.is_some_and(|most| most <= queue.ready_len() as u64)
        }
        Fact::Removed { at, cause: Cause::OverLength | Cause::Refused, .. } => {
            *at == NodeId::Queue(wanted)
        }
        _ => false,
    }
}
