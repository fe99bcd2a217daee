//! From facts to a picture. Everything here but `canvas` is pure.

pub mod geometry;
pub mod layout;
pub mod series;
