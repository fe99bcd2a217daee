//! Typed values out of a JSON tree, with the place of what does not fit.
//!
//! A `Deserialize` impl is compiled again for every source that it reads, as a
//! loop over names for every struct and every choice: that was a tenth of the
//! program. So types of ours are read out of trees alone, a field a call.
//! Names and numbers that lead to an error are gathered on its way out.

mod leaf;
mod misfit;
mod read;

pub use misfit::Misfit;
pub use read::{Fields, Read, Variant, present};
