//! Is it right? One story for every rule, named after it.

mod consumers;
mod dead_letters;
mod delivery;
mod failures;
mod fifo;
mod guarantees;
mod keeping;
mod lab;
mod lifetimes;
mod limits;
mod polling;
mod publishing;
mod pubsub;
mod quorum;
mod routing;
mod sqs;
mod verbs;
