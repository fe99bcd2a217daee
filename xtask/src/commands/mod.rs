//! One file per command.

pub mod bench;
pub mod build;
pub mod conform;
mod course;
mod dist;
mod folded;
mod loader;
mod offline;
mod one_file;
mod packed;
mod policy;
pub mod serve;
pub mod shots;
pub mod size;
mod slim;
pub mod test;
mod zip;
