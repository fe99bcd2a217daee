//! Whole pages, one per route.

mod course;
pub mod fidelity;
mod glossary;
mod home;
mod lab;
mod teacher;
mod thumbs;

pub use course::course;
pub use fidelity::fidelity;
pub use glossary::glossary;
pub use home::home;
pub use lab::lab;
pub use teacher::{coming, teacher};
