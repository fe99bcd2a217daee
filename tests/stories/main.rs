//! Is it right? One story for every rule, named after it.

mod backpressure;
mod dead_letters;
mod delivery;
mod failures;
mod guarantees;
mod lab;
mod lifetimes;
mod limits;
mod publishing;
mod routing;
