//! Building: what the page shows to somebody who changes the world by hand.
//!
//! Everything a pointer can do on the stage can be done here by keyboard.

mod bar;
mod connect;
mod editor;
mod empty;

use crate::words::{Word, building};

pub use bar::{bar, build_button};
pub use editor::editor;
pub use empty::empty_stage;

/// What an edit does to the run, in one sentence.
pub const AFRESH: Word = building::AFRESH;
