//! What can be counted: facts of one kind, or a part of them that has a name
//! of its own.

use crate::{
    engine::{Cause, Ending, Engine, Fact, KINDS, NodeId, Subscriber, Work, topology::CrashPoint},
    scenario::involved::involves,
};

/// Something that happens, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Every fact of this kind.
    Kind(&'static str),
    /// Some facts of a kind, by their place in the table.
    Part(usize),
    /// A record is handed to a group again, or one before it.
    ReadAgain,
}

type Part = (&'static str, fn(&Fact) -> bool);

/// Names for a part of the facts of a kind. They win over the kind's own name.
const PARTS: [Part; 15] = [
    ("published", |fact| {
        matches!(fact, Fact::Published { attempt: 1, .. } | Fact::Produced { attempt: 1, .. })
    }),
    ("published-again", |fact| {
        matches!(fact, Fact::Published { attempt: 2.., .. } | Fact::Produced { attempt: 2.., .. })
    }),
    ("done", |fact| matches!(fact, Fact::Worked { work: Work::Done { .. }, .. })),
    ("done-first", |fact| matches!(fact, Fact::Worked { work: Work::Done { times: 1 }, .. })),
    ("duplicated", |fact| matches!(fact, Fact::Worked { work: Work::Done { times: 2 }, .. })),
    ("skipped", |fact| matches!(fact, Fact::Worked { work: Work::Skipped, .. })),
    ("failed", |fact| matches!(fact, Fact::Worked { work: Work::Failed, .. })),
    ("lost", |fact| matches!(fact, Fact::EffectLost { .. })),
    ("delivered-again", |fact| {
        matches!(fact, Fact::Delivered { redelivered: true, .. } | Fact::Acquired { nth: 2.., .. })
    }),
    ("dropped", |fact| {
        matches!(
            fact,
            Fact::Removed { cause: Cause::OverLength | Cause::Refused | Cause::BufferFull, .. }
        )
    }),
    ("expired", |fact| matches!(fact, Fact::Removed { cause: Cause::Expired, .. })),
    ("answered", |fact| matches!(fact, Fact::RequestEnded { end: Ending::Answered, .. })),
    ("request-failed", |fact| matches!(fact, Fact::RequestEnded { end: Ending::Failed(_), .. })),
    ("request-timed-out", |fact| matches!(fact, Fact::RequestEnded { end: Ending::TimedOut, .. })),
    ("called-again", |fact| matches!(fact, Fact::Called { attempt: 2.., .. })),
];

const READ_AGAIN: &str = "read-again";

impl Event {
    /// The event of that name.
    pub fn named(name: &str) -> Option<Event> {
        if name == READ_AGAIN {
            return Some(Event::ReadAgain);
        }
        let part = PARTS.iter().position(|(known, _)| *known == name).map(Event::Part);
        part.or_else(|| KINDS.iter().find(|known| **known == name).map(|name| Event::Kind(name)))
    }

    /// Every name there is.
    pub fn names() -> Vec<&'static str> {
        let parts = PARTS.iter().map(|(name, _)| *name);
        let mut names: Vec<&str> = parts.chain([READ_AGAIN]).collect();
        names.extend(KINDS.iter().filter(|kind| !PARTS.iter().any(|(name, _)| name == *kind)));
        names
    }

    /// Whether a fact is one; records read again are found elsewhere.
    pub fn is(self, fact: &Fact) -> bool {
        match self {
            Event::Kind(kind) => fact.kind() == kind,
            Event::Part(at) => PARTS[at].1(fact),
            Event::ReadAgain => false,
        }
    }
}

/// Which of the events count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// A node or a group of this name takes part; the name of a pool stands
    /// for all in it.
    pub at: Option<String>,
    /// It is about this message: 5 for `m5`.
    pub message: Option<u32>,
    /// The cause, the reason or the instant, by its name.
    pub cause: Option<String>,
}

impl Filter {
    /// Whether a fact passes.
    pub fn passes(&self, engine: &Engine, fact: &Fact) -> bool {
        let is_about = |number| fact.message().is_some_and(|message| message.0 + 1 == number);
        self.message.is_none_or(is_about)
            && self.cause.as_deref().is_none_or(|cause| has_cause(fact, cause))
            && self.at.as_deref().is_none_or(|name| is_at(engine, fact, name))
    }

    /// Whether a node of this name is meant.
    pub fn means(&self, name: &str) -> bool {
        self.at.as_deref().is_none_or(|wanted| is_called(name, wanted))
    }
}

/// Whether a name is the wanted one, or one of the pool of that name.
pub fn is_called(name: &str, wanted: &str) -> bool {
    let number = name.strip_prefix(wanted).and_then(|rest| rest.strip_prefix('-'));
    name == wanted || number.is_some_and(|rest| rest.parse::<u32>().is_ok())
}

fn has_cause(fact: &Fact, wanted: &str) -> bool {
    match fact {
        Fact::Removed { cause, .. } | Fact::EffectLost { cause, .. } => cause.name() == wanted,
        Fact::DeadLettered { reason, .. } => reason.name() == wanted,
        Fact::Crashed { at, .. } => at.is_some_and(|at| at.name() == wanted),
        _ => false,
    }
}

/// Every name a cause, a reason or an instant may have.
pub fn causes() -> Vec<&'static str> {
    let points = CrashPoint::ALL.into_iter().map(CrashPoint::name);
    let others = points.chain(["maxlen", "delivery_limit"]);
    Cause::ALL.into_iter().map(Cause::name).chain(others).collect()
}

fn is_at(engine: &Engine, fact: &Fact, name: &str) -> bool {
    let group = group(fact).map(|id| engine.groups()[id.index()].spec().name.as_str());
    group == Some(name) || nodes(engine, name).any(|node| is_part(engine, fact, node))
}

fn is_part(engine: &Engine, fact: &Fact, node: NodeId) -> bool {
    let whose = match fact {
        Fact::Worked { whose: Subscriber::Queue(queue), .. } => Some(*queue),
        Fact::EffectLost { whose: Some(Subscriber::Queue(queue)), .. } => Some(*queue),
        _ => None,
    };
    involves(engine, fact, node) || whose.map(NodeId::Queue) == Some(node)
}

fn group(fact: &Fact) -> Option<crate::engine::GroupId> {
    match *fact {
        Fact::Worked { whose: Subscriber::Group(group), .. }
        | Fact::EffectLost { whose: Some(Subscriber::Group(group)), .. }
        | Fact::JoinedGroup { group, .. }
        | Fact::LeftGroup { group, .. }
        | Fact::Rebalancing { group, .. }
        | Fact::JoinedAgain { group, .. }
        | Fact::SharedOut { group, .. }
        | Fact::Committed { group, .. }
        | Fact::CommitRefused { group, .. }
        | Fact::OffsetsExpired { group }
        | Fact::Acknowledged { group, .. }
        | Fact::Released { group, .. }
        | Fact::Archived { group, .. } => Some(group),
        _ => None,
    }
}

/// Every node that is called so.
fn nodes<'a>(engine: &'a Engine, name: &'a str) -> impl Iterator<Item = NodeId> + 'a {
    engine.nodes().filter(move |node| is_called(engine.id_of(*node), name))
}
