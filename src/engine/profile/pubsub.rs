//! Google Pub/Sub: a subscription is a queue with a copy of every message of
//! its topic, as documented in 2026 (P1–P7).

use super::{
    super::mechanics::{Backoff, Counts, Groups, LateAck, Mechanics, Refusals},
    Profile, ProfileId, sqs,
};
use crate::words::nodes;

const TEN_MINUTES_MS: u64 = 600_000;
const SEVEN_DAYS_MS: u64 = 7 * 24 * 3_600_000;

/// Google Pub/Sub, pull subscriptions.
pub const SUBSCRIPTION: Profile = Profile {
    id: ProfileId::PubSub,
    product: "Google Pub/Sub",
    kind: nodes::SUBSCRIPTION,
    version: "2026",
    rules: "P1–P7",
    mechanics: Mechanics {
        counts: Counts::Attempts,
        default_limit: Some(5),
        lease_ms: Some(10_000),
        longest_lease_ms: None,
        late_ack: LateAck::Counts,
        refusals: Refusals::ComeBack,
        polled: false,
        samples: false,
        groups: Groups::InOrder,
        retention_ms: Some(SEVEN_DAYS_MS),
        letters_keep_age: false,
        backoff: Backoff::Doubling,
        longest_retry_ms: Some(TEN_MINUTES_MS),
        most_outstanding: 0,
        ..sqs::STANDARD.mechanics
    },
};
