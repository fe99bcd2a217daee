//! Amazon SQS: standard and FIFO queues, as documented in 2026 (S1–S9).

use super::{
    super::mechanics::{
        Backoff, Blocked, Counts, DeathOrder, Groups, Keeps, LateAck, Mechanics, Overdue,
        Priorities, Refusals, Refuses, Returns, Succession,
    },
    Profile, ProfileId,
};
use crate::words::nodes;

const TWELVE_HOURS_MS: u64 = 12 * 3_600_000;
const FOUR_DAYS_MS: u64 = 4 * 24 * 3_600_000;

/// Amazon SQS, standard queues.
pub const STANDARD: Profile = Profile {
    id: ProfileId::SqsStandard,
    product: "Amazon SQS",
    kind: nodes::STANDARD_QUEUE,
    version: "2026",
    rules: "S1–S9",
    mechanics: Mechanics {
        returns: Returns::OriginalPlace,
        counts: Counts::Deliveries,
        returns_by_consumer: false,
        serves_first: false,
        drops_reversed: false,
        default_limit: Some(10),
        limit_widens_window: false,
        tells_count: true,
        priorities: Priorities::Ignored,
        expires_next_only: false,
        blocked: Blocked::AtItsTurn,
        prefetch_cap: 0,
        succession: Succession::ByPriority,
        hands_over: true,
        fetch_beside_active: true,
        refuses: Refuses::WhileFull,
        refusals: Refusals::AreSilent,
        dead_letters_refused: false,
        confirms_dead_letters: false,
        deaths: DeathOrder::NewestFirst,
        keeps: Keeps::Everything,
        members: 1,
        overdue: Overdue::Nothing,
        lease_ms: Some(30_000),
        longest_lease_ms: Some(TWELVE_HOURS_MS),
        late_ack: LateAck::Counts,
        polled: true,
        samples: true,
        groups: Groups::Ignored,
        deduplicates_ms: None,
        retention_ms: Some(FOUR_DAYS_MS),
        letters_keep_age: true,
        backoff: Backoff::Linear,
        longest_retry_ms: None,
        most_outstanding: 120_000,
    },
};

/// Amazon SQS, FIFO queues.
pub const FIFO: Profile = Profile {
    id: ProfileId::SqsFifo,
    kind: nodes::FIFO_QUEUE,
    mechanics: Mechanics {
        late_ack: LateAck::Fails,
        samples: false,
        groups: Groups::HeadBlocks,
        deduplicates_ms: Some(300_000),
        letters_keep_age: false,
        ..STANDARD.mechanics
    },
    ..STANDARD
};
