//! Why, and with what result: the small words that facts are told with.

/// Why a message was dead-lettered: the values RabbitMQ writes (R27).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeathReason {
    /// Rejected without requeue.
    Rejected,
    /// Its time to live ran out.
    Expired,
    /// The queue was full.
    MaxLen,
    /// It came back more often than its queue allows (R22).
    DeliveryLimit,
}

impl DeathReason {
    /// The value of `reason` in `x-death`.
    pub fn name(self) -> &'static str {
        match self {
            DeathReason::Rejected => "rejected",
            DeathReason::Expired => "expired",
            DeathReason::MaxLen => "maxlen",
            DeathReason::DeliveryLimit => "delivery_limit",
        }
    }
}

/// Why the broker closed a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChannelError {
    /// 404: published to an exchange, or fetched from a queue, that is not there.
    NotFound,
    /// 406: settled a delivery tag the broker does not know (R17), or did not
    /// settle in time (R41).
    PreconditionFailed,
    /// 405: used a queue that is another connection's (R37), or fetched from
    /// one that serves a single active consumer.
    ResourceLocked,
}

impl ChannelError {
    /// The AMQP reply code.
    pub fn code(self) -> u16 {
        match self {
            ChannelError::NotFound => 404,
            ChannelError::PreconditionFailed => 406,
            ChannelError::ResourceLocked => 405,
        }
    }
}

/// What an attempt to do the work of a delivery came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Work {
    /// The effect took place, as often now as `times` says.
    Done {
        /// 1 is right; 2 is a duplicate.
        times: u32,
    },
    /// The idempotency key was known: nothing was done again.
    Skipped,
    /// Poison: the handler failed.
    Failed,
}

/// Why a consumer belongs to its group no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Leaving {
    /// It said so.
    Closed,
    /// Its heartbeats stayed away for `session.timeout.ms` (K15).
    SessionOver,
    /// It did not poll for `max.poll.interval.ms` (K14).
    PollOver,
}
