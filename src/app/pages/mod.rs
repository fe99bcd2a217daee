//! Whole pages, one per route.

pub mod fidelity;
mod home;
mod lab;
mod thumbs;

pub use fidelity::fidelity;
pub use home::home;
pub use lab::lab;
