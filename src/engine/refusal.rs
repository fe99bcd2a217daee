//! Why a command is refused, in a sentence for whoever asked.

use std::fmt;

use super::command::Frame;
use crate::words::{Word, refusals as words};

/// Why a command was not carried out. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No node of that kind has that name.
    NoSuchNode {
        /// What it is.
        kind: Word,
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
        what: Word,
        /// The range in words.
        allowed: Word,
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

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence())
    }
}

impl Refusal {
    /// The refusal in the language of the page.
    fn sentence(&self) -> String {
        match self {
            Refusal::NoSuchNode { kind, name, known } if known.is_empty() => {
                words::no_such_none(kind, name)
            }
            Refusal::NoSuchNode { kind, name, known } => {
                words::no_such(kind, name, &known.join(", "))
            }
            Refusal::Down(name) => words::down(name),
            Refusal::Up(name) => words::up(name),
            Refusal::NotByHand(name) => words::not_by_hand(name),
            Refusal::NotConnected(name) => words::not_connected(name),
            Refusal::NoCycle(name) => words::no_cycle(name),
            Refusal::NothingToProcess { consumer, tag } => words::nothing_to_process(consumer, tag),
            Refusal::WrongFrame { client, frame } => wrong_frame(client, *frame),
            Refusal::Polled(name) => words::polled(name),
            Refusal::NoMember(name) => words::no_member(name),
            Refusal::NoPosition(name) => words::no_position(name),
            Refusal::NoTransaction(name) => words::no_transaction(name),
            Refusal::NoSuchBroker { broker, count: 0 } => words::no_log(broker),
            Refusal::NoSuchBroker { broker, count } => words::no_broker(broker, &(count - 1)),
            Refusal::NoLog(name) => words::no_topic(name),
            Refusal::NoGroup(name) => words::no_group(name),
            Refusal::NotWaiting { queue, message } => words::not_waiting(message, queue),
            Refusal::Hangs(name) => words::hangs(name),
            Refusal::Works(name) => words::works(name),
            Refusal::CutOff(name) => words::cut_off(name),
            Refusal::NotCutOff(name) => words::not_cut_off(name),
            Refusal::OutOfRange { what, allowed } => words::out_of_range(what, allowed),
            Refusal::Full => words::FULL.into(),
            Refusal::StandsStill(name) => words::stands_still(name),
            Refusal::Over => words::OVER.into(),
            Refusal::DownAlready(name) => words::down_already(name),
            Refusal::LogFull => words::LOG_FULL.into(),
        }
    }
}

fn wrong_frame(client: &str, frame: Frame) -> String {
    match frame {
        Frame::Publish => words::wrong_publish(&client),
        Frame::Confirm => words::wrong_confirm(&client),
        Frame::Delivery => words::wrong_delivery(&client),
        Frame::Ack => words::wrong_ack(&client),
    }
}
