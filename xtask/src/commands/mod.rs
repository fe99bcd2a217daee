//! One file per command.

pub mod build;
pub mod conform;
mod dist;
mod one_file;
pub mod serve;
pub mod size;
