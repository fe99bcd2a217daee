//! The page in a frame of another page: how it is opened, and how the two
//! talk. Knows the engine and the scenarios, and nothing of the app.

pub mod query;
pub mod schema;
pub mod snippet;
pub mod protocol;
pub mod bridge;
