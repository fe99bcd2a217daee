//! A run as JSON: what packed links hold, and files.
//!
//! The short fields come first and the log last, so that a text that breaks
//! off loses the end of the log before anything else.

use serde_json::{Map, Value};

use super::{Shared, Side, VERSION, digest, listed, lists, mend, moment, problem, speed};
use crate::{
    engine::Tick,
    scenario::{
        FIRST_SEED, Scenario, catalog,
        read::{self, Problem},
        text,
    },
    words::{quoted, shared_runs},
};

/// Longest file that is looked at, in bytes: a full log has about as many.
pub const FILE_LIMIT: usize = 8 << 20;

/// The run as the text of a file: everything is in it, built-in worlds too.
pub fn file(shared: &Shared) -> String {
    written(shared, [None, None])
}

/// Reads a file, a run or a scenario; never panics.
///
/// Returns what could be read, if it amounts to a run, and every problem met
/// on the way.
pub fn open_file(text: &str) -> (Option<Shared>, Vec<Problem>) {
    if FILE_LIMIT < text.len() {
        let says = shared_runs::file_too_long(&text.len(), &FILE_LIMIT);
        return (None, vec![problem("", says)]);
    }
    read(text)
}

/// The run as JSON; the world of a side by its id, if one is given.
pub(super) fn written(shared: &Shared, [main, other]: Ids) -> String {
    let mut text = format!(r#"{{"run":{VERSION},"at_us":{},"speed":{}"#, shared.at.0, shared.speed);
    if let Some(digest) = shared.digest {
        text.push_str(&format!(r#","digest":"{digest:08x}""#));
    }
    text.push_str(&fields(&shared.side, main));
    if let Some(beside) = &shared.beside {
        let fields = fields(beside, other);
        text.push_str(&format!(r#","beside":{{{}}}"#, &fields[1..]));
    }
    text.push('}');
    text
}

/// The fields of one side, each after a comma.
fn fields(side: &Side, id: Option<&str>) -> String {
    let seed = side.scenario.seed;
    let mut text = match id {
        Some(id) => format!(r#","world":"{id}","seed":{seed}"#),
        None => {
            let scenario = text::text(&side.scenario);
            format!(r#","scenario":{scenario}"#)
        }
    };
    if !side.asked.is_empty() {
        let asked = text::text(&side.asked);
        text.push_str(&format!(r#","log":{asked}"#));
    }
    text
}

/// The ids of the built-in worlds that both sides are.
pub(super) type Ids = [Option<&'static str>; 2];

/// Looked for once in a link: all built-in worlds are made for that.
pub(super) fn known_ids(shared: &Shared) -> Ids {
    let beside = shared.beside.as_ref().and_then(|beside| known_id(&beside.scenario));
    [known_id(&shared.side.scenario), beside]
}

/// The id of the built-in world that this is, whatever its seed and its language.
fn known_id(scenario: &Scenario) -> Option<&'static str> {
    let scenario = catalog::retold(scenario);
    let exhibits = catalog::CATALOG.iter();
    let mut same = exhibits.filter(|exhibit| {
        let known = Scenario { seed: scenario.seed, ..(exhibit.scenario)() };
        known == scenario
    });
    same.next().map(|exhibit| exhibit.id)
}

/// The built-in world of that id, or a problem that lists those there are. Its
/// seed is that of a run which names none, whatever the world itself begins with:
/// shared runs mean the same for ever.
pub(super) fn known(id: &str, place: &str, problems: &mut Vec<Problem>) -> Option<Scenario> {
    let found = catalog::find(id);
    if found.is_none() {
        let ids = catalog::CATALOG.iter().filter(|exhibit| exhibit.group.is_some());
        let ids: Vec<&str> = ids.map(|exhibit| exhibit.id).collect();
        let id = quoted(id);
        let says = shared_runs::no_world(&id, &ids.join(", "));
        problems.push(problem(place, says));
    }
    found.map(|world| Scenario { seed: FIRST_SEED, ..world })
}

/// Reads a run or a scenario from a text that may be anything.
pub(super) fn read(text: &str) -> (Option<Shared>, Vec<Problem>) {
    let (value, broken) = mend::json(text);
    let mut problems: Vec<Problem> = broken.into_iter().collect();
    let shared = match value {
        Some(Value::Object(fields)) if fields.contains_key("run") => run(&fields, &mut problems),
        Some(value) => scenario(value, "", &mut problems).map(|scenario| Shared {
            side: Side { scenario, asked: Vec::new() },
            beside: None,
            speed: 1.0,
            at: Tick(0),
            digest: None,
        }),
        None => None,
    };
    (shared, listed(problems))
}

const FIELDS: [&str; 9] =
    ["run", "at_us", "speed", "digest", "world", "seed", "scenario", "log", "beside"];

fn run(fields: &Map<String, Value>, problems: &mut Vec<Problem>) -> Option<Shared> {
    let version = &fields["run"];
    if version.as_u64() != Some(u64::from(VERSION)) {
        let version = quoted(&text::text(version));
        let says = shared_runs::run_version(&version, &VERSION);
        problems.push(problem("/run", says));
        return None;
    }
    for name in fields.keys().filter(|name| !FIELDS.contains(&name.as_str())).take(5) {
        let name = quoted(name);
        problems.push(problem("", shared_runs::no_field(&name)));
    }
    let at = match fields.get("at_us") {
        Some(at) => moment("/at_us", at.as_u64(), problems),
        None => None,
    };
    let speed = match fields.get("speed") {
        Some(pace) => speed("/speed", pace.as_f64(), problems),
        None => 1.0,
    };
    let digest = match fields.get("digest") {
        Some(text) => digest("/digest", text.as_str(), problems),
        None => None,
    };
    let beside = match fields.get("beside") {
        Some(Value::Object(beside)) => side(beside, "/beside", problems),
        Some(_) => {
            problems.push(problem("/beside", shared_runs::A_RUN));
            None
        }
        None => None,
    };
    let side = side(fields, "", problems)?;
    Some(Shared { side, beside, speed, at: Tick(at.unwrap_or(0)), digest })
}

fn side(fields: &Map<String, Value>, place: &str, problems: &mut Vec<Problem>) -> Option<Side> {
    let mut world = match (fields.get("scenario"), fields.get("world")) {
        (Some(value), _) => scenario(value.clone(), &format!("{place}/scenario"), problems),
        (None, Some(Value::String(id))) => known(id, &format!("{place}/world"), problems),
        _ => {
            problems.push(problem(place, shared_runs::WHICH_WORLD));
            None
        }
    }?;
    if let Some(seed) = fields.get("seed") {
        match seed.as_u64() {
            Some(seed) => world.seed = seed,
            None => {
                problems.push(problem(&format!("{place}/seed"), shared_runs::SEED));
            }
        }
    }
    let place = format!("{place}/log");
    let asked = match fields.get("log") {
        Some(Value::Array(list)) => lists::entries(list, &place, problems),
        Some(_) => {
            problems.push(problem(&place, shared_runs::A_LIST_OF_COMMANDS));
            Vec::new()
        }
        None => Vec::new(),
    };
    let asked = lists::in_order(asked, world.log.len(), &place, problems);
    Some(Side { scenario: world, asked })
}

/// A scenario, by the rules of [`read::scenario`], with the places of its
/// problems as they are in the whole text.
fn scenario(value: Value, place: &str, problems: &mut Vec<Problem>) -> Option<Scenario> {
    let (scenario, found) = read::from_value(value);
    problems.extend(
        found
            .into_iter()
            .map(|found| Problem { place: format!("{place}{}", found.place), ..found }),
    );
    scenario
}
