//! Queuescope: a message-broker laboratory in a web page.
//!
//! The layers, in reading order; each knows only those above it.

pub mod order;
pub mod ordered_map;
pub mod words;
pub mod tree;
pub mod engine;
pub mod scenario;
pub mod lesson;
pub mod view;
pub mod embed;
pub mod app;
