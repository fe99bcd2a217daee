//! What a queue does where brokers differ, one independent setting each.
//!
//! No product has a name here: a profile (`profile`) is a table of these.

/// Where a delivery that comes back waits for its next turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Returns {
    /// At its original place in the order of the queue (R19).
    OriginalPlace,
    /// Before everything that never left, in the order of returning (R20).
    First,
    /// As `First`; but in a queue without an attempt limit, what a consumer
    /// gives back joins the end (R21).
    FirstIfLimited,
}

/// Which returns count as an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// Nothing is counted, and a limit has no meaning (R24).
    Nothing,
    /// Every return.
    EveryReturn,
    /// A failure: rejected with requeue, or the channel is gone (R23).
    Failures,
    /// Every delivery; one that would be too many is not made (S4).
    Deliveries,
    /// Every delivery; the return of the last one is seen at once (P4).
    Attempts,
}

/// What message priorities mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priorities {
    /// Nothing.
    Ignored,
    /// As many levels as the queue declares (R34).
    Declared,
    /// 0 to 4 against 5 and above; two of the high ones for one of the low (R35).
    TwoClasses,
    /// Levels 0 to 31, strictly; without a priority a message has 4 (R35).
    Strict,
}

impl Priorities {
    /// How many levels there are where a queue declares `declared` above 0.
    pub fn levels(self, declared: Option<u8>) -> usize {
        match self {
            Priorities::Ignored => 1,
            Priorities::Declared => usize::from(declared.unwrap_or(0)) + 1,
            Priorities::TwoClasses => 2,
            Priorities::Strict => 32,
        }
    }

    /// The level of a message.
    pub fn level(self, priority: Option<u8>, levels: usize) -> usize {
        match self {
            Priorities::Ignored => 0,
            Priorities::Declared => usize::from(priority.unwrap_or(0)).min(levels - 1),
            Priorities::TwoClasses => usize::from(priority.unwrap_or(0) >= 5),
            Priorities::Strict => usize::from(priority.unwrap_or(4)).min(levels - 1),
        }
    }
}

/// How a consumer without credit leaves the line of those that wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocked {
    /// When its turn comes and it cannot take a message.
    AtItsTurn,
    /// With the delivery that takes its last credit.
    AtOnce,
}

/// How a queue with one active consumer chooses it (R36).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Succession {
    /// The highest priority of those that wait, when the active one leaves.
    ByPriority,
    /// The first that came, when the active one leaves.
    ByArrival,
    /// The highest priority; a newcomer with a higher one takes over as soon
    /// as what the active one holds is settled.
    TakeOver,
}

/// When a full queue that refuses takes messages again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refuses {
    /// Each message is held against the limit (R9).
    WhileFull,
    /// The message that passes the limit is the last one taken; then none
    /// until four fifths of the limit are left (R10).
    UntilDrained,
}

/// In what order a message lists its deaths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeathOrder {
    /// Newest first (R27).
    NewestFirst,
    /// The newest first, and the others turned round at every death.
    OthersTurned,
}

/// What outlives a restart of the broker (R38).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeps {
    /// Persistent messages, if the queue is durable.
    Persistent,
    /// Every message.
    Everything,
}

/// What becomes of a consumer that does not settle in time (R41).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overdue {
    /// Its channel is closed.
    CloseChannel,
    /// Its subscription ends and its deliveries return.
    CancelConsumer,
    /// Nothing: it may hold them for ever.
    Nothing,
}

/// What it means that a consumer refuses a message for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusals {
    /// The queue gives it up (R26).
    GiveUp,
    /// It comes back at once, as one given back does: only the count of its
    /// deliveries ends it (P4).
    ComeBack,
    /// Nothing: there is no such answer, and it comes back after its lease
    /// (S1, S4).
    AreSilent,
}

/// What a group of messages may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Groups {
    /// Nothing: messages are independent.
    Ignored,
    /// While one is out, no later one of its group is delivered (S7).
    HeadBlocks,
    /// In a queue that keeps order, those of a group go to one consumer, and
    /// when one comes back so do all later ones (P3).
    InOrder,
}

/// What an ack is worth that comes after its lease has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LateAck {
    /// It counts until the message is delivered again (S3).
    Counts,
    /// It fails, and the message stays (S3).
    Fails,
}

/// How the wait grows before a message that came back is delivered again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backoff {
    /// By the shortest wait at every try (R25).
    Linear,
    /// It doubles at every try (P5).
    Doubling,
}

/// All the settings of one kind of queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mechanics {
    /// Where returned deliveries go.
    pub returns: Returns,
    /// Which returns count.
    pub counts: Counts,
    /// Whether what returns at once does so consumer by consumer, those that
    /// were fetched singly before them, and not in the order of delivery.
    pub returns_by_consumer: bool,
    /// Whether what returned is offered to consumers before the length limit
    /// is applied to it, and not after (R11).
    pub serves_first: bool,
    /// Whether messages that a limit drops at once are dead-lettered last
    /// one first.
    pub drops_reversed: bool,
    /// Most counted returns where the queue does not say; none: no limit.
    pub default_limit: Option<u32>,
    /// Whether a message that comes back once too often leaves its consumer
    /// with room for one more than its prefetch.
    pub limit_widens_window: bool,
    /// Whether consumers are told the count.
    pub tells_count: bool,
    /// What priorities mean.
    pub priorities: Priorities,
    /// Whether only the very next message can expire, and not the first of
    /// each level beside it (R33).
    pub expires_next_only: bool,
    /// How consumers leave the line.
    pub blocked: Blocked,
    /// Most deliveries to one consumer that asks for no limit (R12).
    pub prefetch_cap: u32,
    /// How one active consumer follows another.
    pub succession: Succession,
    /// Whether a successor is served as soon as the active consumer cancels,
    /// and not only with the next event.
    pub hands_over: bool,
    /// Whether single messages can be fetched beside one active consumer.
    pub fetch_beside_active: bool,
    /// When a full queue takes messages again.
    pub refuses: Refuses,
    /// What becomes of what a consumer refuses.
    pub refusals: Refusals,
    /// Whether a message that is not taken can be dead-lettered (R9).
    pub dead_letters_refused: bool,
    /// Whether dead-lettering can wait for confirms (R31).
    pub confirms_dead_letters: bool,
    /// How deaths are listed.
    pub deaths: DeathOrder,
    /// What a restart leaves.
    pub keeps: Keeps,
    /// Members of its group; more than half must be up for anything to
    /// happen (R39). 1: no group.
    pub members: u8,
    /// What becomes of overdue consumers.
    pub overdue: Overdue,
    /// How long a delivery is a consumer's own unless the queue says
    /// otherwise, in milliseconds; none: as long as its channel is open.
    pub lease_ms: Option<u64>,
    /// How long extensions can make a lease last in all, from the delivery
    /// on, in milliseconds; none: without end (S1).
    pub longest_lease_ms: Option<u64>,
    /// What an ack is worth after the lease.
    pub late_ack: LateAck,
    /// Whether consumers ask for messages, and are not sent any unasked.
    pub polled: bool,
    /// Whether an answer to an ask that does not wait may leave messages out (S9).
    pub samples: bool,
    /// What groups mean.
    pub groups: Groups,
    /// For how long the same message is not taken again, in milliseconds (S8).
    pub deduplicates_ms: Option<u64>,
    /// How long messages are kept where a queue does not say, in milliseconds.
    pub retention_ms: Option<u64>,
    /// Whether a dead letter is as old as the message it was (S5).
    pub letters_keep_age: bool,
    /// How waits before a retry grow.
    pub backoff: Backoff,
    /// The longest wait where a queue does not say, in milliseconds.
    pub longest_retry_ms: Option<u64>,
    /// Most deliveries out at once; 0: no limit (S9).
    pub most_outstanding: u64,
}

impl Mechanics {
    /// How many of the heads of its lines can be seen to have expired.
    pub fn heads_that_expire(&self) -> usize {
        match self.expires_next_only {
            true => 1,
            false => usize::MAX,
        }
    }
}
