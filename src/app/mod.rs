//! The page: knows everything, and is known by nothing.

pub mod state;
