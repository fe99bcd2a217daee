//! Broker products as data: a name, a version, its rules, and a setting for
//! every mechanism.

use queuescope_derive::Read;
use serde::{Deserialize, Serialize};

use super::mechanics::Mechanics;
use crate::words::Word;

mod kafka;
mod pubsub;
mod rabbitmq;
mod sqs;

/// Names a profile; its serde name is what scenarios write.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Read,
)]
pub enum ProfileId {
    /// RabbitMQ 4.3, classic queues.
    #[default]
    #[serde(rename = "rabbitmq-classic")]
    RabbitClassic,
    /// RabbitMQ 4.3, quorum queues.
    #[serde(rename = "rabbitmq-quorum")]
    RabbitQuorum,
    /// RabbitMQ 4.2, classic queues.
    #[serde(rename = "rabbitmq-4.2-classic")]
    RabbitClassic42,
    /// RabbitMQ 4.0 to 4.2, quorum queues.
    #[serde(rename = "rabbitmq-4.2-quorum")]
    RabbitQuorum42,
    /// RabbitMQ 3.13, classic queues.
    #[serde(rename = "rabbitmq-3.13-classic")]
    RabbitClassic313,
    /// RabbitMQ 3.13, quorum queues.
    #[serde(rename = "rabbitmq-3.13-quorum")]
    RabbitQuorum313,
    /// RabbitMQ 3.10, classic queues.
    #[serde(rename = "rabbitmq-3.10-classic")]
    RabbitClassic310,
    /// RabbitMQ 3.10, quorum queues.
    #[serde(rename = "rabbitmq-3.10-quorum")]
    RabbitQuorum310,
    /// Amazon SQS, standard queues.
    #[serde(rename = "sqs-standard")]
    SqsStandard,
    /// Amazon SQS, FIFO queues.
    #[serde(rename = "sqs-fifo")]
    SqsFifo,
    /// Google Pub/Sub, pull subscriptions.
    #[serde(rename = "pubsub")]
    PubSub,
    /// Apache Kafka 4.2: topics in the place of queues.
    #[serde(rename = "kafka")]
    Kafka,
}

/// A kind of queue of one version of one product.
#[derive(Clone, Copy, Debug)]
pub struct Profile {
    /// Its id.
    pub id: ProfileId,
    /// The product; the stores of one topology belong to one product.
    pub product: &'static str,
    /// The kind of queue.
    pub kind: Word,
    /// The version it is read from.
    pub version: &'static str,
    /// The rules it follows.
    pub rules: &'static str,
    /// A setting for every mechanism.
    pub mechanics: Mechanics,
}

/// Every profile.
pub static PROFILES: [Profile; 12] = [
    rabbitmq::CLASSIC,
    rabbitmq::QUORUM,
    rabbitmq::CLASSIC_42,
    rabbitmq::QUORUM_42,
    rabbitmq::CLASSIC_313,
    rabbitmq::QUORUM_313,
    rabbitmq::CLASSIC_310,
    rabbitmq::QUORUM_310,
    sqs::STANDARD,
    sqs::FIFO,
    pubsub::SUBSCRIPTION,
    kafka::LOG,
];

impl ProfileId {
    /// The profile itself.
    pub fn profile(self) -> &'static Profile {
        PROFILES.iter().find(|profile| profile.id == self).expect("every id has its profile")
    }

    /// Its settings.
    pub fn mechanics(self) -> &'static Mechanics {
        &self.profile().mechanics
    }
}
