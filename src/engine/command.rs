//! What the outside may ask, and how it is refused.
//!
//! Commands name nodes by their names, because they are written down: in
//! logs, links and scripts. Facts use ids.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::topology::{
    AckMode, Arrivals, Confirms, CrashPlan, CrashPoint, Headers, OnPoison, Overflow, Service,
};

/// A message to publish by hand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Outgoing {
    /// The exchange; empty means the default exchange.
    pub exchange: String,
    /// The routing key.
    pub key: String,
    /// The payload.
    pub body: String,
    /// Message headers.
    pub headers: Headers,
    /// Delivery mode 2 (R38).
    pub persistent: bool,
    /// Return it when it reaches no queue (R5).
    pub mandatory: bool,
    /// Message property `expiration`, in milliseconds (R32).
    pub expiration_ms: Option<u64>,
    /// Message property `priority` (R34).
    pub priority: Option<u8>,
    /// No consumer can process it.
    pub poison: bool,
}

impl Default for Outgoing {
    fn default() -> Self {
        Outgoing {
            exchange: String::new(),
            key: String::new(),
            body: String::new(),
            headers: Headers::new(),
            persistent: true,
            mandatory: false,
            expiration_ms: None,
            priority: None,
            poison: false,
        }
    }
}

/// How a delivery is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Settle {
    /// `basic.ack`: done, forget it.
    Ack,
    /// `basic.nack` or `basic.reject` with requeue: back to its place (R19).
    Requeue,
    /// `basic.nack` or `basic.reject` without requeue: dead-letter it or
    /// drop it (R26).
    Reject,
}

/// A frame that can be lost on a client's link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Frame {
    /// From a producer to the broker.
    Publish,
    /// The broker's answer to a publish.
    Confirm,
    /// From a queue to a consumer.
    Delivery,
    /// A consumer's ack, nack or reject.
    Ack,
}

/// Everything that can be asked of a running engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
        /// Which producer.
        producer: String,
        /// From now on.
        arrivals: Arrivals,
    },
    /// Changes the share of poison messages (0 to 1).
    SetPoisonShare {
        /// Which producer.
        producer: String,
        /// From now on.
        share: f64,
    },
    /// Makes the producer's next message a poison one.
    PoisonNext {
        /// Which producer.
        producer: String,
    },
    /// Switches confirms and retries on or off.
    SetConfirms {
        /// Which producer.
        producer: String,
        /// `null` switches them off.
        confirms: Option<Confirms>,
    },
    /// Changes how long processing takes, from the next message on.
    SetService {
        /// Which consumer.
        consumer: String,
        /// From now on.
        service: Service,
    },
    /// Subscribes again with another prefetch; what is outstanding stays so.
    SetPrefetch {
        /// Which consumer.
        consumer: String,
        /// Most unacknowledged deliveries; 0 = unlimited.
        prefetch: u32,
    },
    /// Subscribes again with another acknowledgement mode.
    SetAck {
        /// Which consumer.
        consumer: String,
        /// From now on.
        ack: AckMode,
    },
    /// Switches the idempotency key store on or off.
    SetIdempotent {
        /// Which consumer.
        consumer: String,
        /// From now on.
        idempotent: bool,
    },
    /// Changes what the consumer does with poison.
    SetOnPoison {
        /// Which consumer.
        consumer: String,
        /// From now on.
        on_poison: OnPoison,
    },
    /// Changes the crashes that happen by themselves.
    SetCrashPlan {
        /// Which consumer.
        consumer: String,
        /// `null` for none.
        plan: Option<CrashPlan>,
    },
    /// Changes whether and when the consumer restarts after a crash.
    SetRestart {
        /// Which consumer.
        consumer: String,
        /// `null` for never.
        restart_ms: Option<f64>,
    },
    /// Changes a queue's limits, as a policy would; applied at once.
    SetLimit {
        /// Which queue.
        queue: String,
        /// `null` for none.
        max_length: Option<u64>,
        /// What a full queue does.
        overflow: Overflow,
    },
    /// Changes a queue's message TTL for messages that arrive from now on.
    SetTtl {
        /// Which queue.
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
    /// Starts a crashed consumer again.
    Revive {
        /// Who.
        consumer: String,
    },
    /// Deletes a queue's ready messages.
    Purge {
        /// Which queue.
        queue: String,
    },
    /// Stops and starts the broker in good order (R38).
    RestartBroker {},
    /// Loses the next such frame on a client's link. Over TCP a lost frame
    /// ends the connection, and so it does here.
    LoseNext {
        /// A producer for publish and confirm, a consumer for delivery and ack.
        client: String,
        /// What is lost.
        frame: Frame,
    },
}

/// Why a command was not carried out. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No node of that kind has that name.
    NoSuchNode {
        /// `producer`, `queue` …
        kind: &'static str,
        /// As asked for.
        name: String,
        /// Names that would do.
        known: Vec<String>,
    },
    /// The consumer is down, and only a running one can do this.
    Down(String),
    /// The consumer is up already.
    Up(String),
    /// The consumer works by itself; only one driven by hand can be told to.
    NotByHand(String),
    /// The consumer has no connection at present.
    NotConnected(String),
    /// The consumer is driven by hand and has no cycle to die in.
    NoCycle(String),
    /// The consumer holds no such delivery, or its work is done already.
    NothingToProcess {
        /// Who.
        consumer: String,
        /// As asked for.
        tag: u64,
    },
    /// That frame does not travel on that client's link.
    WrongFrame {
        /// Whose link.
        client: String,
        /// As asked for.
        frame: Frame,
    },
    /// A number outside its range.
    OutOfRange {
        /// What the number is.
        what: &'static str,
        /// The range in words.
        allowed: &'static str,
    },
    /// The lab holds as many messages as it may.
    Full,
    /// The run is at the end of time.
    Over,
    /// The run holds as many commands as it may.
    LogFull,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::NoSuchNode { kind, name, known } if known.is_empty() => {
                write!(f, "There is no {kind} named “{name}”; this lab has none.")
            }
            Refusal::NoSuchNode { kind, name, known } => {
                let known = known.join(", ");
                write!(f, "There is no {kind} named “{name}”; there is {known}.")
            }
            Refusal::Down(name) => write!(f, "{name} is down; revive it first."),
            Refusal::Up(name) => write!(f, "{name} is up already."),
            Refusal::NotByHand(name) => {
                write!(f, "{name} works by itself; only a consumer driven by hand can be told to.")
            }
            Refusal::NotConnected(name) => {
                write!(f, "{name} is not connected; let it consume or fetch first.")
            }
            Refusal::NoCycle(name) => {
                write!(
                    f,
                    "{name} is driven by hand and has no cycle to die in; kill it now instead."
                )
            }
            Refusal::NothingToProcess { consumer, tag } => {
                write!(f, "{consumer} holds no unprocessed delivery {tag}.")
            }
            Refusal::WrongFrame { client, frame } => {
                let frame = match frame {
                    Frame::Publish => "publish",
                    Frame::Confirm => "confirm",
                    Frame::Delivery => "delivery",
                    Frame::Ack => "ack",
                };
                write!(
                    f,
                    "No {frame} travels on the link of {client}: producers send publishes and get confirms, consumers get deliveries and send acks."
                )
            }
            Refusal::OutOfRange { what, allowed } => write!(f, "The {what} must be {allowed}."),
            Refusal::Full => {
                write!(f, "The lab holds as many messages as it may; let some leave first.")
            }
            Refusal::Over => write!(f, "The run has reached its last moment."),
            Refusal::LogFull => {
                write!(f, "This run holds as many commands as it may; reset it to go on.")
            }
        }
    }
}

/// What happened to a publish, as its producer hears it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The broker has taken charge of it.
    Confirmed,
    /// At least one queue refused it (R9).
    Nacked,
    /// It reached no queue and came back; the confirm follows (R5).
    Returned,
}
