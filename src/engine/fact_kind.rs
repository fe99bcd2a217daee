//! What each kind of fact is called, by scripts and by lessons.

use super::fact::Fact;

/// One table for the name of a fact and the list of all names.
macro_rules! kinds {
    ($($fact:ident $name:literal)*) => {
        /// The names of all kinds.
        pub const KINDS: &[&str] = &[$($name),*];

        impl Fact {
            /// The name of its kind: `published`, `crashed` …
            pub fn kind(&self) -> &'static str {
                match self {
                    $(Fact::$fact { .. } => $name,)*
                }
            }
        }
    };
}

kinds! {
    Published "published"
    Routed "routed"
    Enqueued "enqueued"
    Removed "removed"
    DeadLettered "dead-lettered"
    Confirmed "confirmed"
    Nacked "nacked"
    Returned "returned"
    GaveUp "gave-up"
    Delivered "delivered"
    SettledOnSending "settled-on-sending"
    Received "received"
    GotNothing "got-nothing"
    Started "started"
    Worked "worked"
    Settling "settling"
    Acked "acked"
    Requeued "requeued"
    EffectLost "effect-lost"
    Subscribed "subscribed"
    Cancelled "cancelled"
    Crashed "crashed"
    Revived "revived"
    Hung "hung"
    WentOn "went-on"
    LinkHeld "link-held"
    LinkRepaired "link-repaired"
    FrameLost "frame-lost"
    ChannelClosed "channel-closed"
    Purged "purged"
    QueueDeleted "queue-deleted"
    BrokerRestarted "broker-restarted"
    Configured "configured"
    Members "members"
    ConsumerTimedOut "consumer-timed-out"
    Asked "asked"
    LeaseEnded "lease-ended"
    LeaseExtended "lease-extended"
    StaleAnswer "stale-answer"
    RedriveBegun "redrive-begun"
    Redriven "redriven"
    Produced "produced"
    Appended "appended"
    BatchRefused "batch-refused"
    HighWatermark "high-watermark"
    InSync "in-sync"
    Led "led"
    JoinedGroup "joined-group"
    LeftGroup "left-group"
    Rebalancing "rebalancing"
    JoinedAgain "joined-again"
    SharedOut "shared-out"
    Revoked "revoked"
    Assigned "assigned"
    PositionSet "position-set"
    Fetched "fetched"
    Polled "polled"
    Committing "committing"
    Committed "committed"
    CommitRefused "commit-refused"
    OffsetsExpired "offsets-expired"
    Rolled "rolled"
    SegmentDeleted "segment-deleted"
    Cleaned "cleaned"
    TransactionBegun "transaction-begun"
    TransactionEnded "transaction-ended"
    Fenced "fenced"
    Acquired "acquired"
    Acknowledged "acknowledged"
    Released "released"
    Archived "archived"
    BrokerDown "broker-down"
    BrokerUp "broker-up"
    Requested "requested"
    Called "called"
    CallWaits "call-waits"
    Serving "serving"
    Replied "replied"
    CallTimedOut "call-timed-out"
    AnswerTooLate "answer-too-late"
    RequestEnded "request-ended"
    ServiceDown "service-down"
    ServiceUp "service-up"
    Blocked "blocked"
    Unblocked "unblocked"
    Buffered "buffered"
    SlowedDown "slowed-down"
    SpedUp "sped-up"
    DepthHeard "depth-heard"
    AlarmRaised "alarm-raised"
    AlarmCleared "alarm-cleared"
    ConnectionBlocked "connection-blocked"
    ConnectionUnblocked "connection-unblocked"
}
