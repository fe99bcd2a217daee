//! Is it right? One story for every rule, named after it.

mod calls;
mod consumers;
mod backpressure;
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
mod shop;
mod sqs;
mod verbs;
