//! Worlds as data: a topology, a seed, and what was asked of it when.
//!
//! Scenario, seed and command log are the whole run. Reading one from text
//! never panics and drops nothing silently (`read`).

use queuescope_derive::Read;
use serde::{Deserialize, Serialize};

use crate::engine::{Command, topology::Topology};

pub mod births;
pub mod catalog;
pub mod edit;
pub mod guarantee;
pub mod involved;
pub mod latency;
pub mod limits;
pub mod mirror;
pub mod read;
pub mod run;
pub mod settings;
pub mod share;
pub mod switch;
pub mod text;
pub mod timeline;

pub use guarantee::Guarantee;
pub use run::Run;
pub use timeline::Timeline;

/// The version of the scenario format written now.
pub const VERSION: u32 = 1;

/// A world, ready to run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The format's version; this one is [`VERSION`].
    pub version: u32,
    /// What it is called.
    pub title: String,
    /// What there is to see, in a sentence or two.
    #[serde(default)]
    pub about: String,
    /// The world.
    pub topology: Topology,
    /// Where chance starts.
    #[serde(default = "first_seed")]
    pub seed: u64,
    /// What is asked, and when; in the order of time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub log: Vec<Entry>,
    /// Where nodes were put by hand; all others have automatic places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub positions: Vec<edit::Position>,
    /// How much of the stage was seen then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<edit::Sheet>,
}

/// A command and its moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Microseconds since the start. It is carried out after everything
    /// that falls due at that tick.
    pub at_us: u64,
    /// What is asked.
    pub command: Command,
}

impl Scenario {
    /// A scenario of this version without a script.
    pub fn new(title: impl Into<String>, about: impl Into<String>, topology: Topology) -> Self {
        Scenario {
            version: VERSION,
            title: title.into(),
            about: about.into(),
            topology,
            seed: FIRST_SEED,
            log: Vec::new(),
            positions: Vec::new(),
            sheet: None,
        }
    }
}

/// The seed of a scenario, and of a shared run, that names none.
pub const FIRST_SEED: u64 = 1;

fn first_seed() -> u64 {
    FIRST_SEED
}
