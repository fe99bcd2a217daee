//! RabbitMQ: classic and quorum queues, version by version.
//!
//! 3.10 is what the recorded cases were made with; what the written rules
//! leave open about it is read off them.

use super::{
    super::mechanics::{
        Backoff, Blocked, Counts, DeathOrder, Groups, Keeps, LateAck, Mechanics, Overdue,
        Priorities, Refusals, Refuses, Returns, Succession,
    },
    Profile, ProfileId,
};
use crate::words::nodes;

const PRODUCT: &str = "RabbitMQ";
const RULES: &str = "R1–R44";

/// RabbitMQ 4.3, classic queues.
pub const CLASSIC: Profile = Profile {
    id: ProfileId::RabbitClassic,
    product: PRODUCT,
    kind: nodes::CLASSIC_QUEUE,
    version: "4.3",
    rules: RULES,
    mechanics: CLASSIC_MECHANICS,
};

const CLASSIC_MECHANICS: Mechanics = Mechanics {
    returns: Returns::OriginalPlace,
    counts: Counts::Nothing,
    returns_by_consumer: false,
    serves_first: false,
    drops_reversed: false,
    limit_widens_window: false,
    default_limit: None,
    tells_count: false,
    priorities: Priorities::Declared,
    expires_next_only: false,
    blocked: Blocked::AtItsTurn,
    prefetch_cap: 0,
    succession: Succession::ByPriority,
    hands_over: true,
    fetch_beside_active: true,
    refuses: Refuses::WhileFull,
    refusals: Refusals::GiveUp,
    dead_letters_refused: true,
    confirms_dead_letters: false,
    deaths: DeathOrder::NewestFirst,
    keeps: Keeps::Persistent,
    members: 1,
    overdue: Overdue::Nothing,
    lease_ms: None,
    longest_lease_ms: None,
    late_ack: LateAck::Fails,
    polled: false,
    samples: false,
    groups: Groups::Ignored,
    deduplicates_ms: None,
    retention_ms: None,
    letters_keep_age: false,
    backoff: Backoff::Linear,
    longest_retry_ms: None,
    most_outstanding: 0,
};

/// RabbitMQ 4.3, quorum queues.
pub const QUORUM: Profile = Profile {
    id: ProfileId::RabbitQuorum,
    product: PRODUCT,
    kind: nodes::QUORUM_QUEUE,
    version: "4.3",
    rules: RULES,
    mechanics: QUORUM_MECHANICS,
};

const QUORUM_MECHANICS: Mechanics = Mechanics {
    returns: Returns::First,
    counts: Counts::Failures,
    returns_by_consumer: true,
    serves_first: true,
    drops_reversed: true,
    limit_widens_window: false,
    default_limit: Some(20),
    tells_count: true,
    priorities: Priorities::Strict,
    expires_next_only: false,
    blocked: Blocked::AtOnce,
    prefetch_cap: 2_000,
    succession: Succession::TakeOver,
    hands_over: true,
    fetch_beside_active: false,
    refuses: Refuses::UntilDrained,
    dead_letters_refused: false,
    confirms_dead_letters: true,
    deaths: DeathOrder::NewestFirst,
    keeps: Keeps::Everything,
    members: 3,
    overdue: Overdue::CancelConsumer,
    ..CLASSIC_MECHANICS
};

/// RabbitMQ 4.2, classic queues: overdue channels are closed (R41).
pub const CLASSIC_42: Profile = Profile {
    id: ProfileId::RabbitClassic42,
    version: "4.2",
    mechanics: Mechanics { overdue: Overdue::CloseChannel, ..CLASSIC_MECHANICS },
    ..CLASSIC
};

/// RabbitMQ 4.0 to 4.2, quorum queues: every return counts (R23), two
/// classes of priority (R35), and an unlimited queue takes what is given
/// back to its end (R21).
pub const QUORUM_42: Profile = Profile {
    id: ProfileId::RabbitQuorum42,
    version: "4.2",
    mechanics: Mechanics {
        returns: Returns::FirstIfLimited,
        counts: Counts::EveryReturn,
        priorities: Priorities::TwoClasses,
        overdue: Overdue::CloseChannel,
        ..QUORUM_MECHANICS
    },
    ..QUORUM
};

/// RabbitMQ 3.13, classic queues.
pub const CLASSIC_313: Profile =
    Profile { id: ProfileId::RabbitClassic313, version: "3.13", ..CLASSIC_42 };

/// RabbitMQ 3.13, quorum queues: no limit by default (R22), no priorities.
pub const QUORUM_313: Profile = Profile {
    id: ProfileId::RabbitQuorum313,
    version: "3.13",
    mechanics: Mechanics {
        default_limit: None,
        priorities: Priorities::Ignored,
        expires_next_only: true,
        ..QUORUM_42.mechanics
    },
    ..QUORUM_42
};

/// RabbitMQ 3.10, classic queues: as recorded.
pub const CLASSIC_310: Profile = Profile {
    id: ProfileId::RabbitClassic310,
    version: "3.10",
    mechanics: Mechanics {
        hands_over: false,
        deaths: DeathOrder::OthersTurned,
        ..CLASSIC_313.mechanics
    },
    ..CLASSIC_313
};

/// RabbitMQ 3.10, quorum queues: as recorded.
pub const QUORUM_310: Profile = Profile {
    id: ProfileId::RabbitQuorum310,
    version: "3.10",
    mechanics: Mechanics {
        succession: Succession::ByArrival,
        limit_widens_window: true,
        deaths: DeathOrder::OthersTurned,
        ..QUORUM_313.mechanics
    },
    ..QUORUM_313
};
