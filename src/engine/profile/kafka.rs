//! Apache Kafka: a log of topics and groups, as documented for 4.2 (K1–K26).
//!
//! A log has no queues, and what a queue would do says nothing here. Topics,
//! groups and their clients have all their settings in the topology.

use super::{Profile, ProfileId, rabbitmq};
use crate::words::nodes;

/// Apache Kafka 4.2.
pub const LOG: Profile = Profile {
    id: ProfileId::Kafka,
    product: "Apache Kafka",
    kind: nodes::TOPIC,
    version: "4.2",
    rules: "K1–K26",
    mechanics: rabbitmq::CLASSIC.mechanics,
};
