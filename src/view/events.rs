//! The log of events: which facts are told, by node, message and kind.
//!
//! The log reaches back as far as the engine's window of facts. It looks from
//! the latest fact backwards and stops when it has enough.

use crate::{
    engine::{Engine, Fact, MessageId, NodeId, Tick},
    scenario::involved::involves,
    words::{Word, event_families as words},
};

use super::states::sentence;

/// What a fact is about, for those who look for one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// On the way to a store, and what its producer hears of it.
    Publishing,
    /// Into a queue or partition, or back into it.
    Storing,
    /// To a consumer.
    Delivering,
    /// What consumers do outside.
    Working,
    /// Acks, commits and their like.
    Settling,
    /// Dropped, set aside, never to be done.
    Losing,
    /// Something breaks, or is well again.
    Failing,
    /// Somebody is held up.
    Pressing,
    /// Calls and answers.
    Calling,
    /// Who belongs to what, and settings.
    Arranging,
}

impl Family {
    /// All of them, as people choose among them.
    pub const ALL: [(Family, Word); 10] = [
        (Family::Publishing, words::PUBLISHING),
        (Family::Storing, words::STORING),
        (Family::Delivering, words::DELIVERING),
        (Family::Working, words::WORKING),
        (Family::Settling, words::SETTLING),
        (Family::Losing, words::LOSING),
        (Family::Failing, words::FAILING),
        (Family::Pressing, words::PRESSING),
        (Family::Calling, words::CALLING),
        (Family::Arranging, words::ARRANGING),
    ];

    /// What a fact is about.
    pub fn of(fact: &Fact) -> Family {
        use Fact::*;
        match fact {
            Published { .. }
            | Produced { .. }
            | Buffered { .. }
            | Routed { .. }
            | Confirmed { .. }
            | Nacked { .. }
            | Returned { .. }
            | GaveUp { .. }
            | BatchRefused { .. }
            | TransactionBegun { .. }
            | TransactionEnded { .. } => Family::Publishing,
            Enqueued { .. }
            | Appended { .. }
            | Requeued { .. }
            | Released { .. }
            | LeaseEnded { .. }
            | RedriveBegun { .. }
            | Redriven { .. }
            | HighWatermark { .. }
            | Rolled { .. } => Family::Storing,
            Delivered { .. }
            | Received { .. }
            | Asked { .. }
            | GotNothing { .. }
            | Fetched { .. }
            | Polled { .. }
            | Acquired { .. } => Family::Delivering,
            Started { .. } | Worked { .. } => Family::Working,
            Settling { .. }
            | Acked { .. }
            | SettledOnSending { .. }
            | LeaseExtended { .. }
            | StaleAnswer { .. }
            | Committing { .. }
            | Committed { .. }
            | CommitRefused { .. }
            | Acknowledged { .. } => Family::Settling,
            other => Family::of_trouble(other),
        }
    }

    /// What a fact is about that no message brings about on its usual way.
    fn of_trouble(fact: &Fact) -> Family {
        use Fact::*;
        match fact {
            Removed { .. }
            | DeadLettered { .. }
            | EffectLost { .. }
            | Archived { .. }
            | Purged { .. }
            | SegmentDeleted { .. }
            | Cleaned { .. }
            | OffsetsExpired { .. } => Family::Losing,
            Crashed { .. }
            | Revived { .. }
            | FrameLost { .. }
            | ChannelClosed { .. }
            | QueueDeleted { .. }
            | BrokerRestarted
            | BrokerDown { .. }
            | BrokerUp { .. }
            | InSync { .. }
            | Led { .. }
            | Members { .. }
            | ConsumerTimedOut { .. }
            | Fenced { .. }
            | ServiceDown { .. }
            | ServiceUp { .. } => Family::Failing,
            Blocked { .. }
            | Unblocked { .. }
            | SlowedDown { .. }
            | SpedUp { .. }
            | DepthHeard { .. }
            | AlarmRaised { .. }
            | AlarmCleared { .. }
            | ConnectionBlocked { .. }
            | ConnectionUnblocked { .. } => Family::Pressing,
            Requested { .. }
            | Called { .. }
            | CallWaits { .. }
            | Serving { .. }
            | Replied { .. }
            | CallTimedOut { .. }
            | AnswerTooLate { .. }
            | RequestEnded { .. } => Family::Calling,
            _ => Family::Arranging,
        }
    }
}

/// What is to be seen; everything that is none lets all facts through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Facts in which this node takes part.
    pub node: Option<NodeId>,
    /// Facts about this message.
    pub message: Option<MessageId>,
    /// Facts of this kind.
    pub family: Option<Family>,
}

impl Filter {
    /// Whether it lets a fact through.
    pub fn passes(&self, engine: &Engine, fact: &Fact) -> bool {
        self.message.is_none_or(|message| fact.message() == Some(message))
            && self.family.is_none_or(|family| Family::of(fact) == family)
            && self.node.is_none_or(|node| involves(engine, fact, node))
    }
}

/// A line of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its place among all facts of the run.
    pub index: u64,
    /// When it happened.
    pub at: Tick,
    /// What happened.
    pub fact: Fact,
    /// The same as a sentence.
    pub text: String,
}

/// The latest `most` lines that pass, oldest first.
pub fn latest(engine: &Engine, filter: &Filter, most: usize) -> Vec<Entry> {
    let facts = engine.facts().since(0).rev();
    let passing = facts.filter(|(_, _, fact)| filter.passes(engine, fact));
    let told = passing.filter_map(|(index, at, fact)| {
        Some(Entry { index, at, fact: *fact, text: sentence(engine, fact)? })
    });
    let mut entries: Vec<Entry> = told.take(most).collect();
    entries.reverse();
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::{Command, ConsumerId, ProducerId, QueueId},
        scenario::{Run, catalog},
    };

    /// The guarantees lab with a crash after 4 s, 12 s long.
    fn run() -> Run {
        let mut run = Run::new(catalog::find("guarantees").expect("is built in")).expect("starts");
        run.advance(4_000_000, u64::MAX);
        let kill = Command::Crash { consumer: "billing".to_owned(), at: None };
        run.ask(kill).expect("it is up");
        run.advance(8_000_000, u64::MAX);
        run
    }

    fn lines(run: &Run, filter: Filter) -> Vec<String> {
        latest(run.engine(), &filter, 200).into_iter().map(|entry| entry.text).collect()
    }

    #[test]
    fn the_latest_come_last_and_there_are_no_more_than_wanted() {
        let run = run();
        let entries = latest(run.engine(), &Filter::default(), 7);
        assert_eq!(entries.len(), 7);
        assert!(entries.is_sorted_by_key(|entry| entry.index));
        let all = latest(run.engine(), &Filter::default(), usize::MAX);
        assert_eq!(entries, all[all.len() - 7..]);
    }

    #[test]
    fn a_message_is_followed_by_itself() {
        let told = lines(&run(), Filter { message: Some(MessageId(1)), ..Filter::default() });
        assert!(told.len() > 4);
        assert!(told.iter().all(|line| line.contains("m2")), "{told:?}");
    }

    #[test]
    fn a_node_has_all_in_which_it_takes_part() {
        let run = run();
        let of = |node| lines(&run, Filter { node: Some(node), ..Filter::default() });
        for (node, name) in [
            (NodeId::Producer(ProducerId(0)), "checkout"),
            (NodeId::Queue(QueueId(0)), "orders"),
            (NodeId::Consumer(ConsumerId(0)), "billing"),
        ] {
            let told = of(node);
            assert!(told.len() > 4, "{name}");
            assert!(told.iter().all(|line| line.contains(name)), "{told:?}");
        }
    }

    #[test]
    fn a_kind_is_found_and_filters_add_up() {
        let run = run();
        let failing = Filter { family: Some(Family::Failing), ..Filter::default() };
        let told = lines(&run, failing);
        assert!(told[0].starts_with("billing crashes"), "{told:?}");
        assert_eq!(told[1], "billing is up again.");
        let producer = Some(NodeId::Producer(ProducerId(0)));
        assert!(lines(&run, Filter { node: producer, ..failing }).is_empty());
    }
}
