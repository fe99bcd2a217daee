//! What the outside may ask.
//!
//! Commands name nodes by their names, because they are written down: in
//! logs, links and scripts. Facts use ids.

use queuescope_derive::Read;
use serde::{Deserialize, Serialize};

pub use super::wire::{Frame, Outcome, Settle};

use super::{
    configure::{ConsumerChange, QueueChange},
    log::{GroupChange, SeekTo, SendChange, TopicChange},
    outgoing::Outgoing,
    topology::{
        AckMode, Arrivals, Backpressure, Confirms, CrashPlan, CrashPoint, OnPoison, Overflow,
        Service,
    },
};

/// Everything that can be asked of a running engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Read)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Command {
    /// The producer sends this message now.
    Publish {
        /// Who sends.
        producer: String,
        /// What.
        message: Outgoing,
    },
    /// Changes when a producer sends.
    SetArrivals {
        producer: String,
        /// From now on.
        arrivals: Arrivals,
    },
    /// Changes the share of poison messages (0 to 1).
    SetPoisonShare {
        producer: String,
        /// From now on.
        share: f64,
    },
    /// Makes the producer's next message a poison one.
    PoisonNext { producer: String },
    /// Switches confirms and retries on or off.
    SetConfirms {
        producer: String,
        /// `null` switches them off.
        confirms: Option<Confirms>,
    },
    /// Changes how long processing takes, from the next message on.
    SetService {
        consumer: String,
        /// From now on.
        service: Service,
    },
    /// Subscribes again with another prefetch; what is outstanding stays so.
    SetPrefetch {
        consumer: String,
        /// Most unacknowledged deliveries; 0 = unlimited.
        prefetch: u32,
    },
    /// Subscribes again with another acknowledgement mode.
    SetAck {
        consumer: String,
        /// From now on.
        ack: AckMode,
    },
    /// Switches the idempotency key store on or off.
    SetIdempotent {
        consumer: String,
        /// From now on.
        idempotent: bool,
    },
    /// Changes what the consumer does with poison.
    SetOnPoison {
        consumer: String,
        /// From now on.
        on_poison: OnPoison,
    },
    /// Changes the crashes that happen by themselves.
    SetCrashPlan {
        consumer: String,
        /// `null` for none.
        plan: Option<CrashPlan>,
    },
    /// Changes whether and when the consumer restarts after a crash.
    SetRestart {
        consumer: String,
        /// `null` for never.
        restart_ms: Option<f64>,
    },
    /// Changes a queue's limits, as a policy would; applied at once.
    SetLimit {
        queue: String,
        /// `null` for none.
        max_length: Option<u64>,
        /// What a full queue does.
        overflow: Overflow,
    },
    /// Changes a queue's message TTL for messages that arrive from now on.
    SetTtl {
        queue: String,
        /// `null` for none.
        message_ttl_ms: Option<u64>,
    },
    /// A client starts to consume.
    Subscribe {
        /// Who.
        consumer: String,
        /// What.
        queue: String,
        /// Most unacknowledged deliveries; 0 = unlimited.
        #[serde(default)]
        prefetch: u32,
        /// The broker settles on sending.
        #[serde(default)]
        auto_ack: bool,
        /// Higher is served first (R14).
        #[serde(default)]
        priority: i32,
    },
    /// Ends a client's subscriptions; its deliveries stay with it (R16).
    Cancel {
        /// Who.
        consumer: String,
    },
    /// Fetches one message, as `basic.get` does; prefetch does not matter (R13).
    Get {
        /// Who asks.
        consumer: String,
        /// From which queue.
        queue: String,
        /// The broker settles on sending.
        #[serde(default)]
        auto_ack: bool,
    },
    /// A client driven by hand does the work of a delivery it holds.
    Process {
        /// Who.
        consumer: String,
        /// The delivery tag.
        tag: u64,
    },
    /// A client driven by hand settles a delivery.
    Settle {
        /// Who.
        consumer: String,
        /// The delivery tag; one the broker does not know closes the
        /// channel (R17).
        tag: u64,
        /// How.
        how: Settle,
        /// Every open delivery up to and including this tag; tag 0 then
        /// stands for all of them.
        #[serde(default)]
        multiple: bool,
    },
    /// Kills a consumer: now, or at the next such instant of its cycle.
    Crash {
        /// Who.
        consumer: String,
        /// `null` for now.
        #[serde(default)]
        at: Option<CrashPoint>,
    },
    /// Calls off a crash that was asked for but has not happened yet.
    CallOffCrash {
        /// Who.
        consumer: String,
    },
    /// A consumer's work stands still though its process lives: what beats
    /// its heart goes on, what reads, works and polls does not (K14, R41).
    Hang {
        /// Who.
        consumer: String,
    },
    /// A consumer that hangs goes on where it stood.
    GoOn {
        /// Who.
        consumer: String,
    },
    /// Holds everything on a client's link, in both directions.
    Partition {
        /// A producer or a consumer.
        client: String,
    },
    /// Lets what was held on a client's link go on, in its order.
    Repair {
        /// A producer or a consumer.
        client: String,
    },
    /// Starts a crashed consumer again.
    Revive {
        /// Who.
        consumer: String,
    },
    /// Goes on reading somewhere else (K17).
    Seek {
        /// A member, or a group: all its members, or what it has committed if
        /// it has none.
        client: String,
        /// Where.
        to: SeekTo,
    },
    /// Commits or aborts a client's open transaction (K20).
    EndTransaction {
        /// A producer, or a consumer that publishes on.
        client: String,
        /// Commit, or abort.
        commit: bool,
    },
    /// Kills a broker of the cluster, or starts it again.
    SetBroker {
        /// Which, from 0.
        broker: u8,
        /// Whether its process runs.
        up: bool,
    },
    /// Makes a broker of the cluster fall behind the leaders it follows, or
    /// follow again.
    StallBroker {
        /// Which, from 0.
        broker: u8,
        /// Whether it has stopped following.
        stalled: bool,
    },
    /// Deletes a queue's ready messages.
    Purge { queue: String },
    /// Stops and starts the broker in good order (R38).
    RestartBroker {},
    /// Kills the broker and starts it again: classic queues then mark every
    /// message they recover as redelivered (R18).
    KillBroker {},
    /// Moves what waits in a queue now to another one, oldest first (S6).
    Redrive {
        /// From which queue.
        queue: String,
        /// Where to; `null` for the queue in which each message died first.
        #[serde(default)]
        to: Option<String>,
        /// Messages a second, at most 500.
        per_s: f64,
        /// Whoever moves them corrects payloads that fail on the way.
        #[serde(default)]
        corrected: bool,
    },
    /// Moves one message that waits in a queue, at once: a client takes it
    /// out and publishes it anew, as a copy without a history.
    Replay {
        /// From which queue.
        queue: String,
        /// Its number as people count: 5 for `m5`.
        message: u32,
        /// Where to; `null` for the queue in which it died first.
        #[serde(default)]
        to: Option<String>,
        /// A payload that fails is corrected on the way.
        #[serde(default)]
        corrected: bool,
    },
    /// Takes one message that waits in a queue out of it for good.
    Discard {
        /// From which queue.
        queue: String,
        /// Its number as people count: 5 for `m5`.
        message: u32,
    },
    /// A client changes how long a delivery is still its own, from the
    /// arrival of this on: `ChangeMessageVisibility`, `modifyAckDeadline`.
    Extend {
        /// Who; driven by hand.
        consumer: String,
        /// The delivery tag.
        tag: u64,
        /// Milliseconds; 0 gives the message back.
        ms: u64,
    },
    /// So many members of a queue's group are up from now on (R39).
    SetMembersUp {
        /// Which queue; it has to have a group.
        queue: String,
        /// How many, up to all of them.
        up: u8,
    },
    /// Changes a queue's delivery limit, as a policy would (R22).
    SetDeliveryLimit {
        queue: String,
        /// -1 for none, `null` for what its kind has by default.
        delivery_limit: Option<i32>,
    },
    /// Changes one setting of a queue.
    SetQueue {
        queue: String,
        /// Which setting, and its value from now on.
        change: QueueChange,
    },
    /// Changes one setting of a consumer.
    SetConsumer {
        consumer: String,
        /// Which setting, and its value from now on.
        change: ConsumerChange,
    },
    /// Changes one setting of a topic.
    SetTopic {
        topic: String,
        /// Which setting, and its value from now on.
        change: TopicChange,
    },
    /// Changes one setting of a group.
    SetGroup {
        group: String,
        /// Which setting, and its value from now on.
        change: GroupChange,
    },
    /// Changes one setting of a producer that sends to a topic.
    SetSending {
        producer: String,
        /// Which setting, and its value from now on.
        change: SendChange,
    },
    /// Loses the next such frame on a client's link. Over TCP a lost frame
    /// ends the connection, and so it does here.
    LoseNext {
        /// A producer for publish and confirm, a consumer for delivery and ack.
        client: String,
        /// What is lost.
        frame: Frame,
    },

    /// Asks a caller for something now.
    Request { caller: String },
    /// Changes when a caller is asked for something.
    SetRequests {
        caller: String,
        /// From now on.
        arrivals: Arrivals,
    },
    /// Changes how long a caller waits, and how often it tries again, from
    /// the next call on.
    SetPatience {
        caller: String,
        /// Longest wait for an answer, in milliseconds.
        timeout_ms: f64,
        /// How often to call again after a failure or a time-out.
        retries: u32,
        /// Pause before calling again, in milliseconds.
        pause_ms: f64,
    },
    /// Changes how long a service works on a call, from the next one on.
    SetServiceTime {
        service: String,
        /// From now on.
        time: Service,
    },
    /// Changes the share of calls on which a service fails (0 to 1).
    SetFailureShare {
        service: String,
        /// From now on.
        share: f64,
    },
    /// Stops a service: what it has in hand fails, and calls are refused.
    TakeDown { service: String },
    /// Starts a stopped service again.
    BringUp { service: String },
    /// Changes what closes a producer's gate and what it does then.
    SetBackpressure {
        producer: String,
        /// From now on.
        backpressure: Backpressure,
    },
    /// Changes the broker's memory watermark; applied at once (R42).
    SetMemoryLimit {
        /// Most copies in the broker without an alarm; `null` for no alarm.
        messages: Option<u64>,
    },
}
