//! The same world under another broker: what it becomes, and what it loses.
//!
//! Nothing is left out silently. Whatever the other product cannot express
//! is a [`Loss`], with the rule that says why; what has a counterpart there
//! takes its place without a word.

use std::fmt::Display;

use crate::engine::{
    profile::ProfileId,
    topology::{QueueSpec, Topology},
};

use super::Scenario;

mod clients;
mod from_log;
mod hosted;
mod log;
mod rabbitmq;
mod routes;
mod to_log;

/// Something of a world that the other broker does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The node it belongs to.
    pub place: String,
    /// The setting or feature, under the name it had.
    pub what: String,
    /// Why it goes and what there is instead, in one sentence with its rule.
    pub why: String,
}

/// What a page offers to switch between: the newest version of each.
pub const OFFERED: [ProfileId; 6] = [
    ProfileId::RabbitClassic,
    ProfileId::RabbitQuorum,
    ProfileId::SqsStandard,
    ProfileId::SqsFifo,
    ProfileId::PubSub,
    ProfileId::Kafka,
];

/// Kinds of queues as far as they can express different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// RabbitMQ, one node.
    Classic,
    /// RabbitMQ, a group of nodes.
    Quorum,
    /// Amazon SQS.
    Standard,
    /// Amazon SQS, in order.
    Fifo,
    /// Google Pub/Sub.
    Subscription,
    /// Apache Kafka: no queues but topics.
    Log,
}

impl Kind {
    /// Of what kind the queues of a profile are.
    pub fn of(profile: ProfileId) -> Kind {
        use ProfileId::*;
        match profile {
            RabbitClassic | RabbitClassic42 | RabbitClassic313 | RabbitClassic310 => Kind::Classic,
            RabbitQuorum | RabbitQuorum42 | RabbitQuorum313 | RabbitQuorum310 => Kind::Quorum,
            SqsStandard => Kind::Standard,
            SqsFifo => Kind::Fifo,
            PubSub => Kind::Subscription,
            Kafka => Kind::Log,
        }
    }

    /// Whether a delivery is lent for a time, and not for as long as a
    /// connection lasts.
    pub fn is_leased(self) -> bool {
        matches!(self, Kind::Standard | Kind::Fifo | Kind::Subscription)
    }

    /// Whether it is Amazon's.
    pub fn is_sqs(self) -> bool {
        matches!(self, Kind::Standard | Kind::Fifo)
    }
}

/// Losses as they are found.
#[derive(Default)]
struct Losses(Vec<Loss>);

impl Losses {
    fn add(&mut self, place: &str, what: &dyn Display, why: &dyn Display) {
        let loss = Loss { place: place.to_owned(), what: what.to_string(), why: why.to_string() };
        if !self.0.contains(&loss) {
            self.0.push(loss);
        }
    }

    /// Takes a setting away, and says so if it was there.
    fn take<T: Default + PartialEq>(
        &mut self,
        place: &str,
        setting: &mut T,
        what: &dyn Display,
        why: &dyn Display,
    ) {
        if std::mem::take(setting) != T::default() {
            self.add(place, what, why);
        }
    }
}

/// The kind of a queue of this topology.
fn kind_of(queue: &QueueSpec, topology: &Topology) -> Kind {
    Kind::of(queue.profile.unwrap_or(topology.profile))
}

/// The world with all its queues of the kind `to`, and what is lost by it.
pub fn switched(scenario: &Scenario, to: ProfileId) -> (Scenario, Vec<Loss>) {
    let mut now = scenario.clone();
    let mut losses = Losses::default();
    let other = |queue: &QueueSpec| queue.profile.is_some_and(|profile| profile != to);
    let kind = Kind::of(to);
    let was = Kind::of(now.topology.profile);
    match (was == Kind::Log, kind == Kind::Log) {
        (true, false) => from_log::translate(&mut now, &mut losses),
        (false, true) => to_log::translate(&mut now, &mut losses),
        _ => {}
    }
    if kind != Kind::Log && (now.topology.profile != to || now.topology.queues.iter().any(other)) {
        match kind.is_leased() {
            true => hosted::translate(&mut now, kind, &mut losses),
            false => rabbitmq::translate(&mut now.topology, kind, &mut losses),
        }
        log::translate(&mut now, kind, &mut losses);
    }
    now.topology.profile = to;
    for queue in &mut now.topology.queues {
        queue.profile = None;
    }
    (now, losses.0)
}

/// A span for people.
fn span(ms: u64) -> String {
    match ms {
        ms if ms % 1_000 == 0 => format!("{} s", ms / 1_000),
        ms => format!("{ms} ms"),
    }
}
