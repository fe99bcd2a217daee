//! The exact run as text: a link, or a file.
//!
//! Scenario, seed, what was asked, speed and the moment shown are the whole
//! run. Short ones are written in words, longer ones are compressed. Whatever
//! can be read of a damaged one is returned beside its problems; nothing is
//! run here, so reading is quick however long the run is.
//!
//! How a page uses it: [`Shared::of`] the timeline, [`link()`] and its
//! [`length`]; and back: [`open`] the address, [`Shared::start`], and
//! [`Timeline::go_on`] in slices until it has arrived, paused. Then
//! [`Shared::differs`] says whether the run came out as it was.

use crate::{
    engine::{Engine, LAST_TICK, Refusal, Tick},
    words::shared_runs,
};

use super::{
    Entry, Scenario, Timeline,
    read::{PROBLEM_LIMIT, Problem},
    timeline::Observer,
};

mod link;
mod lists;
mod mend;
mod packed;
mod percent;
mod saved;
mod time;
mod words;

pub use link::{LINK_LIMIT, LONG, Length, length, link, open};
pub use packed::UNPACKED_LIMIT;
pub use saved::{FILE_LIMIT, file, open_file};

/// The version of links and files written now; every older one is read.
pub const VERSION: u32 = 1;

/// Slowest and fastest playback a link may ask for.
pub const SPEEDS: [f64; 2] = [0.1, 100.0];

/// A world and what was asked of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// The world, with its seed and its own log.
    pub scenario: Scenario,
    /// What was asked by hand beside that, in the order of time.
    pub asked: Vec<Entry>,
}

/// A run to be shared, or one that was.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    /// The run.
    pub side: Side,
    /// Another one beside it, on the same clock.
    pub beside: Option<Side>,
    /// Virtual milliseconds per real one.
    pub speed: f64,
    /// The moment shown.
    pub at: Tick,
    /// The first half of the digest of all facts until then.
    pub digest: Option<u32>,
}

impl Side {
    /// A timeline of this side, heading for the moment `at`.
    ///
    /// # Errors
    /// The topology names a node that is not there.
    pub fn start<O: Observer>(&self, at: Tick, observer: O) -> Result<Timeline<O>, Refusal> {
        Timeline::open(self.scenario.clone(), &self.asked, at, observer)
    }

    fn of<O: Observer>(timeline: &Timeline<O>) -> Self {
        Side { scenario: timeline.run().scenario().clone(), asked: timeline.asked() }
    }
}

impl Shared {
    /// The run of a timeline as it is shown now.
    pub fn of<O: Observer>(timeline: &Timeline<O>, speed: f64) -> Self {
        Shared {
            side: Side::of(timeline),
            beside: None,
            speed,
            at: timeline.now(),
            digest: Some(half(timeline.run().engine())),
        }
    }

    /// With another run beside it.
    pub fn and<O: Observer>(self, beside: &Timeline<O>) -> Self {
        Shared { beside: Some(Side::of(beside)), ..self }
    }

    /// A timeline of the run, heading for the moment that was shown.
    ///
    /// # Errors
    /// The topology names a node that is not there.
    pub fn start<O: Observer>(&self, observer: O) -> Result<Timeline<O>, Refusal> {
        self.side.start(self.at, observer)
    }

    /// Says so if the run, having arrived, came out differently from the one
    /// that was shared.
    pub fn differs(&self, engine: &Engine) -> Option<Problem> {
        let arrived = engine.now() == self.at;
        let differs = self.digest.is_some_and(|digest| arrived && digest != half(engine));
        differs.then(|| problem("", shared_runs::RUN_DIFFERS))
    }
}

/// The first half of a run's digest: enough to tell runs apart.
fn half(engine: &Engine) -> u32 {
    (engine.facts().digest() >> 32) as u32
}

fn problem(place: &str, says: impl Into<String>) -> Problem {
    let says: String = says.into();
    Problem { place: place.to_owned(), says: says.chars().take(600).collect() }
}

/// A speed within its range, or a problem.
fn speed(place: &str, speed: Option<f64>, problems: &mut Vec<Problem>) -> f64 {
    let [slowest, fastest] = SPEEDS;
    match speed {
        Some(speed) if (slowest..=fastest).contains(&speed) => speed,
        _ => {
            problems.push(problem(place, shared_runs::speed(&slowest, &fastest)));
            1.0
        }
    }
}

/// A moment before the end of time, or a problem.
fn moment(place: &str, us: Option<u64>, problems: &mut Vec<Problem>) -> Option<u64> {
    let at = us.filter(|us| *us <= LAST_TICK.0);
    if at.is_none() {
        problems.push(problem(place, shared_runs::MOMENT));
    }
    at
}

/// Half a digest in hexadecimal, or a problem.
fn digest(place: &str, text: Option<&str>, problems: &mut Vec<Problem>) -> Option<u32> {
    let digest = text.and_then(|text| u32::from_str_radix(text, 16).ok());
    if digest.is_none() {
        problems.push(problem(place, shared_runs::DIGEST));
    }
    digest
}

/// As much as is listed.
fn listed(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.truncate(PROBLEM_LIMIT);
    problems
}
