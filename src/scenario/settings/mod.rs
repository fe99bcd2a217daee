//! The settings that each kind of queue really has: their names, units,
//! ranges and defaults, where they are kept and what changes them.
//!
//! Ranges are those of the product. The engine allows more, so that a lab
//! can stretch or shorten what would take hours to watch.

use crate::{
    engine::{
        Command,
        topology::{ConsumerSpec, GroupSpec, ProducerSpec, QueueSpec, TopicSpec},
    },
    words::{Word, field_units},
};

use super::switch::Kind;

mod hosted;
mod kafka;
mod rabbitmq;

/// A setting of a node.
pub struct Setting<Spec: 'static> {
    /// Its real name.
    pub name: &'static str,
    /// What it does, with its rule.
    pub says: Word,
    /// What may be entered.
    pub form: Form,
    /// Reads the present value.
    pub read: fn(&Spec) -> Value,
    /// What changes it; none for what is fixed when the node is declared.
    pub change: Option<fn(&Spec, Value) -> Command>,
}

/// What may be entered for a setting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Form {
    /// A number.
    Number {
        /// In what.
        unit: Unit,
        /// The least.
        from: f64,
        /// The most.
        to: f64,
        /// What an empty field means.
        empty: Empty,
    },
    /// On or off.
    Switch,
    /// One of several, under their real names.
    Choice(&'static [&'static str]),
    /// One of several, in words.
    Way(&'static [Word]),
    /// Words that cannot be changed.
    Words,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// What its setting says.
    Plain,
    /// Messages.
    Messages,
    /// Bytes.
    Bytes,
    /// Milliseconds.
    Ms,
    /// Seconds.
    Seconds,
}

impl Unit {
    /// Beside a field.
    pub fn text(self) -> &'static str {
        match self {
            Unit::Plain => "",
            Unit::Messages => field_units::MSG.text(),
            Unit::Bytes => "B",
            Unit::Ms => "ms",
            Unit::Seconds => "s",
        }
    }
}

/// What an empty field means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Empty {
    /// Nothing: a number has to be given.
    Not,
    /// This number.
    Number(f64),
    /// What the word says.
    Says(Word),
}

impl Empty {
    /// In the place of a number; empty where one has to be given.
    pub fn text(self) -> String {
        match self {
            Empty::Not => String::new(),
            Empty::Number(number) => number.to_string(),
            Empty::Says(word) => word.into(),
        }
    }
}

/// The value of a setting.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number in the unit of its form, or the default.
    Number(Option<f64>),
    /// On or off.
    Switch(bool),
    /// The place of a choice.
    Choice(usize),
    /// Words; empty for none.
    Words(String),
}

impl Value {
    /// A number, if it is one that was given.
    pub fn number(&self) -> Option<f64> {
        match self {
            Value::Number(number) => *number,
            _ => None,
        }
    }

    fn whole(&self) -> Option<u64> {
        self.number().map(|number| number as u64)
    }

    /// From seconds to milliseconds.
    fn ms(&self) -> Option<u64> {
        self.number().map(|seconds| (seconds * 1_000.0).round() as u64)
    }

    fn is_on(&self) -> bool {
        *self == Value::Switch(true)
    }

    fn place(&self) -> usize {
        match self {
            Value::Choice(place) => *place,
            _ => 0,
        }
    }

    fn of(number: Option<u64>) -> Value {
        Value::Number(number.map(|number| number as f64))
    }

    /// From milliseconds to seconds.
    fn seconds(ms: Option<u64>) -> Value {
        Value::Number(ms.map(|ms| ms as f64 / 1_000.0))
    }
}

/// The settings of a queue of this kind; a log has none.
pub fn of_queue(kind: Kind) -> &'static [Setting<QueueSpec>] {
    match kind {
        Kind::Classic => rabbitmq::CLASSIC,
        Kind::Quorum => rabbitmq::QUORUM,
        Kind::Standard => hosted::STANDARD,
        Kind::Fifo => hosted::FIFO,
        Kind::Subscription => hosted::SUBSCRIPTION,
        Kind::Log => &[],
    }
}

/// The settings of a consumer of such a queue. Members of a group have those
/// of their group.
pub fn of_consumer(kind: Kind) -> &'static [Setting<ConsumerSpec>] {
    match kind {
        Kind::Classic | Kind::Quorum => rabbitmq::CONSUMER,
        Kind::Standard | Kind::Fifo => hosted::RECEIVER,
        Kind::Subscription => hosted::SUBSCRIBER,
        Kind::Log => &[],
    }
}

/// The settings of a topic.
pub fn of_topic() -> &'static [Setting<TopicSpec>] {
    kafka::TOPIC
}

/// The settings of a producer that sends to a topic.
pub fn of_sender() -> &'static [Setting<ProducerSpec>] {
    kafka::PRODUCER
}

/// The settings of a group and of its members.
pub fn of_group(spec: &GroupSpec) -> &'static [Setting<GroupSpec>] {
    if spec.share { kafka::SHARE } else { kafka::CLASSIC }
}
