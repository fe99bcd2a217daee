//! The inputs that panels are made of.
//!
//! All are native form elements: keyboard, labels and screen readers come
//! with them, and only their looks are ours.

mod choice;
mod line;
mod number;
mod select;

pub use choice::{Choice, Choices};
pub use line::Line;
pub use number::{Knob, Number, Scale};
pub use select::Select;
