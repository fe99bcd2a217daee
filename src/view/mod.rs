//! From facts to a picture. Everything here but `canvas` is pure.

pub mod geometry;
pub mod layout;
pub mod motion;
pub mod echoes;
pub mod scene;
pub mod cast;
pub mod shapes;
pub mod palette;
pub mod pressure;
mod brush;
pub mod canvas;
pub mod words;
pub mod call_words;
pub mod desk_words;
pub mod log_sentence;
pub mod log_words;
mod tapes;
mod corner;
pub mod vocabulary;
pub mod sentence;
pub mod series;
pub mod differences;
