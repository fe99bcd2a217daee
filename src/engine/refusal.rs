//! Why a command is refused, in a sentence for whoever asked.

use std::fmt;

use super::command::Frame;

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
    /// The consumer, or service, is up already.
    Up(String),
    /// The consumer works by itself; only one driven by hand can be told to.
    NotByHand(String),
    /// The consumer has no connection at present.
    NotConnected(String),
    /// The consumer is driven by hand and has no cycle to die or hang in.
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
    /// The queue sends nothing unasked.
    Polled(String),
    /// The producer sends to no topic.
    NoLog(String),
    /// The message is not ready in that queue.
    NotWaiting {
        /// Which queue.
        queue: String,
        /// Its number as asked for.
        message: u32,
    },
    /// The consumer hangs already.
    Hangs(String),
    /// The consumer does not hang.
    Works(String),
    /// The client's link is held already.
    CutOff(String),
    /// The client's link is not held.
    NotCutOff(String),
    /// The queue is on one node and has no members to lose.
    NoGroup(String),
    /// The consumer is not a member of its group now.
    NoMember(String),
    /// The group shares records one by one: it has no position to move.
    NoPosition(String),
    /// The client has no transaction open.
    NoTransaction(String),
    /// The cluster has no broker of that number.
    NoSuchBroker {
        /// As asked for.
        broker: u8,
        /// How many there are, counted from 0.
        count: usize,
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
    /// The producer stands still over a message and cannot send another.
    StandsStill(String),
    /// The run is at the end of time.
    Over,
    /// The run holds as many commands as it may.
    LogFull,
    /// The service is down already.
    DownAlready(String),
}

fn word_for(frame: Frame) -> &'static str {
    match frame {
        Frame::Publish => "publish",
        Frame::Confirm => "confirm",
        Frame::Delivery => "delivery",
        Frame::Ack => "ack",
    }
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
                    "{name} is driven by hand and has no cycle to die or hang in; kill it now instead."
                )
            }
            Refusal::NothingToProcess { consumer, tag } => {
                write!(f, "{consumer} holds no unprocessed delivery {tag}.")
            }
            Refusal::WrongFrame { client, frame } => {
                let frame = word_for(*frame);
                write!(
                    f,
                    "No {frame} travels on the link of {client}: producers send publishes and get confirms, consumers get deliveries and send acks."
                )
            }
            Refusal::Polled(name) => {
                write!(f, "{name} sends nothing unasked; let the consumer ask for messages.")
            }
            Refusal::NoMember(name) => {
                write!(f, "{name} is not a member of its group at present.")
            }
            Refusal::NoPosition(name) => {
                write!(f, "{name} shares records one by one and has no position to move.")
            }
            Refusal::NoTransaction(name) => write!(f, "{name} has no transaction open."),
            Refusal::NoSuchBroker { broker, count: 0 } => {
                write!(f, "There is no broker {broker}: this world has no log.")
            }
            Refusal::NoSuchBroker { broker, count } => {
                write!(f, "There is no broker {broker}; they are numbered 0 to {}.", count - 1)
            }
            Refusal::NoLog(name) => {
                write!(f, "{name} publishes to exchanges and queues, not to a topic.")
            }
            Refusal::NoGroup(name) => {
                write!(f, "{name} is kept by one node; only a quorum queue has members to lose.")
            }
            other => other.rest(f),
        }
    }
}

impl Refusal {
    /// The sentences of faults, of numbers and of what is full or over.
    fn rest(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::NotWaiting { queue, message } => {
                write!(f, "No m{message} is ready in {queue}.")
            }
            Refusal::Hangs(name) => write!(f, "{name} hangs already."),
            Refusal::Works(name) => write!(f, "{name} does not hang."),
            Refusal::CutOff(name) => {
                write!(f, "{name} is cut off from the broker; repair its link first.")
            }
            Refusal::NotCutOff(name) => write!(f, "The link of {name} is not held."),
            Refusal::OutOfRange { what, allowed } => write!(f, "The {what} must be {allowed}."),
            Refusal::Full => {
                write!(f, "The lab holds as many messages as it may; let some leave first.")
            }
            Refusal::StandsStill(name) => {
                write!(f, "{name} is blocked: it stands still until its last message has left.")
            }
            Refusal::Over => write!(f, "The run has reached its last moment."),
            Refusal::DownAlready(name) => write!(f, "{name} is down already."),
            Refusal::LogFull => {
                write!(f, "This run holds as many commands as it may; reset it to go on.")
            }
            _ => unreachable!("its sentence stands above"),
        }
    }
}
