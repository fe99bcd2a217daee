//! From facts to a picture. Everything here but `canvas` is pure.

pub mod series;
