//! The current lab, kept in the browser from one visit to the next.
//!
//! Here is decided what is worth keeping, as which text, and what a reader is
//! offered, in which words; `keeper` has the storage. What was kept is as
//! hostile as any text from outside: anybody may have changed it there.
//!
//! A kept lab is the file of its run under one line of its own: when it was
//! kept, in milliseconds since 1970, and the id of the built-in lab it is from.

use crate::{
    engine::Tick,
    order::sort_by_number,
    scenario::{
        Scenario, catalog,
        share::{self, Shared},
    },
    words::keeping as says,
};

use super::{
    format::trimmed,
    sharing,
    side::Side,
    state::{Effect, Route, State, World},
};

/// Most labs kept; beyond, the oldest goes.
pub const LABS: usize = 5;

/// Longest run kept, in bytes: five of them are half of what the smallest
/// storage holds.
pub const RUN_BYTES: usize = 1 << 18;

/// Fewest bytes of a command in a log: a longer log is not even written.
const COMMAND_BYTES: usize = 24;

/// What the storage holds, as it was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The labs kept by other pages than this one: their ids and texts.
    pub labs: Vec<(String, String)>,
    /// The one that this tab kept last, before it was loaded again.
    pub own: Option<String>,
    /// The present, in milliseconds since 1970.
    pub now_ms: f64,
}

/// A lab that a reader may go on with.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// Its name in the storage.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The rest of the sentence about it.
    pub says: String,
    /// Whether there is anything in it to go on with.
    pub readable: bool,
}

/// How keeping goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keeping {
    /// What is worth it is kept.
    #[default]
    Works,
    /// The run is longer than [`RUN_BYTES`].
    TooLarge,
    /// The browser does not let the page keep anything, or no more.
    Refused,
}

/// What may happen to the labs that are kept.
#[derive(Clone, Debug)]
pub enum Change {
    /// These are there, and offered.
    Found(Found),
    /// These are there now: those that are offered no longer say what is true.
    Seen(Found),
    /// The reader wants to go on with this one.
    GoOn(String),
    /// This is its text, if it is still there.
    Taken(Option<String>),
    /// The reader does not want this one any more.
    Forget(String),
    /// The reader does not want to choose now.
    NotNow,
    /// How keeping the current lab went.
    Went(Keeping),
}

/// Carries a change out.
pub(super) fn update(state: &mut State, change: Change) -> Vec<Effect> {
    match change {
        Change::Found(found) => {
            state.kept = offered(found);
            resized(state)
        }
        Change::Seen(found) => {
            let known = std::mem::take(&mut state.kept);
            let still = |lab: &Kept| known.iter().any(|one| one.id == lab.id);
            state.kept = offered(found).into_iter().filter(still).collect();
            resized(state)
        }
        Change::GoOn(id) => vec![Effect::TakeKept(id)],
        Change::Taken(text) => take(state, text),
        Change::Forget(id) => {
            state.kept.retain(|lab| lab.id != id);
            let mut effects = resized(state);
            effects.push(Effect::ForgetKept(id));
            effects
        }
        Change::NotNow => {
            state.kept.clear();
            resized(state)
        }
        Change::Went(keeping) => {
            if keeping == Keeping::TooLarge && state.keeping != keeping {
                state.tell(says::NOT_KEPT, vec![says::GROWN_TOO_LARGE.into()]);
            }
            state.keeping = keeping;
            vec![]
        }
    }
}

/// The offer takes room from what is below it.
fn resized(state: &mut State) -> Vec<Effect> {
    state.room += 1;
    state.repaint()
}

/// Whether a reader would miss the current lab: something was asked, edited or
/// tried another way, or it is a scenario of their own, to which no address
/// leads back. What a learner has done in lessons is kept as their progress.
pub fn is_worth_keeping(state: &State) -> bool {
    let changed = || state.bench.sides().any(Side::is_changed);
    let worth = match &state.world {
        World::Home | World::Lesson(_) => false,
        World::Exhibit(_) => changed(),
        World::Own => !matches!(state.route, Route::Run(_)) || changed(),
    };
    // On its way to a moment a run does not stand where its reader left it.
    worth && !state.setting.embed && !state.bench.is_travelling()
}

/// The current run as it is kept; none if it is too large for that.
pub fn run_text(state: &State) -> Option<String> {
    let commands: usize = state.bench.sides().map(|side| side.run().log().len()).sum();
    if RUN_BYTES < commands * COMMAND_BYTES {
        return None;
    }
    Some(share::file(&sharing::shared(state))).filter(|text| text.len() <= RUN_BYTES)
}

/// The text of a lab: the line of its own, and its run.
pub fn written(state: &State, run: &str, saved_ms: f64) -> String {
    let lab = match &state.world {
        World::Exhibit(id) => id,
        _ => "",
    };
    format!("{saved_ms:.0} {lab}\n{run}")
}

/// When a lab was kept; 0 if that cannot be read.
pub fn saved_ms(text: &str) -> f64 {
    let digits = text.split_once(' ').map_or("", |(digits, _)| digits);
    digits.parse::<u64>().map_or(0.0, |ms| ms as f64)
}

/// Which labs are one too many, by their ids and when they were kept: the
/// oldest, and never the page's `own`.
pub fn surplus(mut labs: Vec<(String, f64)>, own: &str) -> Vec<String> {
    let too_many = labs.len().saturating_sub(LABS);
    labs.retain(|(id, _)| id != own);
    sort_by_number(&mut labs, |(_, saved_ms)| *saved_ms as u64);
    labs.into_iter().take(too_many).map(|(id, _)| id).collect()
}

/// What may be chosen: the tab's own lab first, then the latest; what cannot
/// be read comes last, for somebody may yet have a page that reads it.
fn offered(found: Found) -> Vec<Kept> {
    let mut labs = found.labs;
    sort_by_number(&mut labs, |(_, text)| u64::MAX - saved_ms(text) as u64);
    sort_by_number(&mut labs, |(id, _)| u64::from(Some(id) != found.own.as_ref()));
    labs.truncate(LABS);
    let mut kept: Vec<Kept> =
        labs.into_iter().map(|(id, text)| kept(id, &text, found.now_ms)).collect();
    sort_by_number(&mut kept, |lab| u64::from(!lab.readable));
    kept
}

fn kept(id: String, text: &str, now_ms: f64) -> Kept {
    let ago = ago(now_ms, saved_ms(text));
    let (shared, problems) = share::open_file(run_of(text));
    let first = problems.first().map(|problem| problem.to_string());
    match shared {
        Some(shared) => {
            let mut told = summary(&shared);
            told.extend(ago);
            let mut says = format!(", {}.", told.join(", "));
            if first.is_some() {
                says += " ";
                says += says::PART_NOT_READ.text();
            }
            let title = match catalog::retold(&shared.side.scenario).title {
                title if title.trim().is_empty() => says::A_LAB.into(),
                title => title,
            };
            Kept { id, title, says, readable: true }
        }
        None => {
            let says = says::not_read(&first.unwrap_or_default());
            let title = ago.map_or(says::KEPT_HERE.into(), |ago| says::kept_ago(&ago));
            Kept { id, title, says, readable: false }
        }
    }
}

fn run_of(text: &str) -> &str {
    text.split_once('\n').map_or("", |(_, run)| run)
}

/// `at 12.4 s` and `with 5 changes`: the side with more of them counts.
fn summary(shared: &Shared) -> Vec<String> {
    let Tick(us) = shared.at;
    let mut told = vec![says::at(&trimmed(us as f64 / 1e6, 1))];
    let sides = [Some(&shared.side), shared.beside.as_ref()];
    let changes = sides.into_iter().flatten().map(|side| side.asked.len()).max();
    if let Some(changes @ 1..) = changes {
        told.push(says::with_changes(changes as u64));
    }
    told
}

/// `3 min ago`; none if that is not known.
fn ago(now_ms: f64, saved_ms: f64) -> Option<String> {
    let minutes = ((now_ms - saved_ms) / 60_000.0).max(0.0) as u64;
    match minutes {
        _ if saved_ms == 0.0 => None,
        0 => Some(says::JUST_NOW.into()),
        1..60 => Some(says::minutes_ago(&minutes)),
        60..1_440 => Some(says::hours_ago(&(minutes / 60))),
        _ => Some(says::days_ago(minutes / 1_440)),
    }
}

/// Goes on with a lab: what could be read is shown, paused at its moment, and
/// what could not is told.
fn take(state: &mut State, text: Option<String>) -> Vec<Effect> {
    state.kept.clear();
    let Some(text) = text else {
        state.tell(says::GONE, vec![says::GONE_WHY.into()]);
        return resized(state);
    };
    let (shared, problems) = share::open_file(run_of(&text));
    let Some(shared) = shared else {
        state.tell(says::NOT_OPENED, sharing::lines(&problems));
        return resized(state);
    };
    let (route, world) = place(&text, &shared);
    let mut effects = sharing::arrive(state, route, world, shared);
    state.bench.resume();
    if !problems.is_empty() {
        state.tell(says::LAB_PART_NOT_READ, sharing::lines(&problems));
    }
    effects.extend(resized(state));
    effects
}

/// Where the lab was: on the page of the built-in one it says it is from, if
/// it bears that title in a language that has been read, or is the same in all
/// but its words; and otherwise on that of one's own scenarios.
fn place(text: &str, shared: &Shared) -> (Route, World) {
    let line = text.lines().next().unwrap_or_default();
    let id = line.split_once(' ').map_or("", |(_, id)| id);
    let same = catalog::find(id).is_some_and(|known| is_of(known, &shared.side.scenario));
    match same {
        true => (Route::Lab(id.to_owned()), World::Exhibit(id.to_owned())),
        false => (Route::Own, World::Own),
    }
}

fn is_of(known: Scenario, kept: &Scenario) -> bool {
    let same_title = known.title == catalog::retold(kept).title;
    let (title, about) = (kept.title.clone(), kept.about.clone());
    same_title || *kept == Scenario { title, about, seed: kept.seed, ..known }
}

/// What the page does with the lab when nobody saves it, in one sentence.
pub fn words(keeping: Keeping) -> &'static str {
    let word = match keeping {
        Keeping::Works => says::WORKS,
        Keeping::TooLarge => says::TOO_LARGE,
        Keeping::Refused => says::REFUSED,
    };
    word.text()
}
