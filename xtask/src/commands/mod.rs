//! One file per command.

pub mod bench;
pub mod build;
pub mod conform;
mod dist;
mod one_file;
pub mod serve;
pub mod shots;
pub mod size;
pub mod test;
