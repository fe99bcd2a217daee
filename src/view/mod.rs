//! From facts to a picture. Everything here but `canvas` is pure.

pub mod geometry;
pub mod layout;
pub mod motion;
pub mod echoes;
pub mod palette;
pub mod words;
pub mod sentence;
pub mod series;
