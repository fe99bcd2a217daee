//! The run as the hash of an address.
//!
//! `#/run/1/guarantees?seed=7&at=12.4s&do=kill:billing:between@8.5s` while
//! that is short; `#/run/1/packed/…` for a world that is not built in, or a
//! long log. `with`, `with-seed` and `with-do` are the second side.

use super::{
    Shared, Side, VERSION, listed, lists, moment, packed,
    percent::unescaped,
    problem,
    saved::{self, Ids},
    speed, time, words,
};
use crate::{
    engine::Tick,
    scenario::{
        Entry, FIRST_SEED,
        read::{PROBLEM_LIMIT, Problem, decimal},
    },
    words::{quoted, shared_runs},
};

/// Longest link that is read, and that is worth writing, in bytes.
pub const LINK_LIMIT: usize = 1 << 16;

/// Beyond so many bytes some programs cut links off.
pub const LONG: usize = 2_000;

/// A link in words is preferred up to this length.
const READABLE: usize = 400;

/// What may be done with a link of some length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// It works everywhere.
    Fine,
    /// Some programs cut it off.
    Long,
    /// It is not opened again; save a file instead.
    TooLong,
}

/// How long a link is.
pub fn length(link: &str) -> Length {
    match link.len() {
        0..=LONG => Length::Fine,
        length if length <= LINK_LIMIT => Length::Long,
        _ => Length::TooLong,
    }
}

/// The run as a hash, beginning with `#/run/`: in words if that is short, and
/// otherwise whichever way is shorter.
pub fn link(shared: &Shared) -> String {
    let ids = saved::known_ids(shared);
    let in_words = in_words(shared, ids);
    if let Some(text) = in_words.as_ref().filter(|text| text.len() <= READABLE) {
        return text.clone();
    }
    let packed = format!("#/run/{VERSION}/packed/{}", packed::packed(&saved::written(shared, ids)));
    in_words.filter(|text| text.len() <= packed.len()).unwrap_or(packed)
}

fn in_words(shared: &Shared, [main, other]: Ids) -> Option<String> {
    let main = main?;
    let mut link = format!("#/run/{VERSION}/{main}?");
    link.push_str(&format!("at={}", time::written(shared.at.0)));
    if shared.speed != 1.0 {
        link.push_str(&format!("&speed={}", shared.speed));
    }
    if let Some(digest) = shared.digest {
        link.push_str(&format!("&run={digest:08x}"));
    }
    push_side(&mut link, "", &shared.side);
    if let Some(beside) = &shared.beside {
        let other = other?;
        link.push_str(&format!("&with={other}"));
        push_side(&mut link, "with-", beside);
    }
    Some(link)
}

fn push_side(link: &mut String, prefix: &str, side: &Side) {
    if side.scenario.seed != FIRST_SEED {
        link.push_str(&format!("&{prefix}seed={}", side.scenario.seed));
    }
    let ask = |entry: &Entry| {
        format!("{}@{}", words::written(&entry.command), time::written(entry.at_us))
    };
    if !side.asked.is_empty() {
        let asks: Vec<String> = side.asked.iter().map(ask).collect();
        link.push_str(&format!("&{prefix}do={}", asks.join(";")));
    }
}

/// Reads a link: an address or its hash alone; never panics.
///
/// Returns what could be read, if it amounts to a run, and every problem met
/// on the way. A problem's place is the part of the link: `do[2]`, `speed`.
pub fn open(link: &str) -> (Option<Shared>, Vec<Problem>) {
    let whole = |says: String| (None, vec![problem("", says)]);
    if LINK_LIMIT < link.len() {
        return whole(shared_runs::link_too_long(&link.len(), &LINK_LIMIT));
    }
    let hash = link.split_once('#').map_or(link, |(_, hash)| hash);
    let Some(path) = hash.trim_start_matches('/').strip_prefix("run/") else {
        return whole(shared_runs::NO_LINK.into());
    };
    let (version, rest) = path.split_once('/').unwrap_or((path, ""));
    if version.parse() != Ok(VERSION) {
        let version = quoted(version);
        return whole(shared_runs::link_version(&version, &VERSION));
    }
    match rest.strip_prefix("packed/") {
        Some(letters) => open_packed(letters),
        None => open_words(rest),
    }
}

fn open_packed(letters: &str) -> (Option<Shared>, Vec<Problem>) {
    let (text, damage) = packed::unpacked(letters.trim_end());
    let (shared, found) = saved::read(&text);
    // Where the JSON breaks off only follows from where the link does.
    let cut = damage.is_some();
    let found = found.into_iter().filter(|problem| !(cut && problem.place.is_empty()));
    let mut problems: Vec<Problem> = damage.into_iter().chain(found).collect();
    if shared.is_none() {
        problems.push(problem("", shared_runs::NOT_ENOUGH));
    }
    (shared, listed(problems))
}

/// The parameters of one side, as they stand.
#[derive(Default)]
struct Parts<'a> {
    world: &'a str,
    seed: Option<&'a str>,
    asks: &'a str,
}

fn open_words(text: &str) -> (Option<Shared>, Vec<Problem>) {
    let mut problems = Vec::new();
    let (world, query) = text.split_once('?').unwrap_or((text, ""));
    let mut here = Parts { world, ..Parts::default() };
    let mut beside = Parts::default();
    let (mut at, mut pace, mut digest) = (0, 1.0, None);
    for part in query.split('&').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        match name {
            "at" => at = moment("/at", time::read(value), &mut problems).unwrap_or(0),
            "speed" => pace = speed("/speed", decimal(value), &mut problems),
            "run" => digest = super::digest("/run", Some(value), &mut problems),
            "seed" => here.seed = Some(value),
            "do" => here.asks = value,
            "with" => beside.world = value,
            "with-seed" => beside.seed = Some(value),
            "with-do" => beside.asks = value,
            _ if problems.len() < PROBLEM_LIMIT => {
                let name = quoted(&unescaped(name));
                problems.push(problem("", shared_runs::no_part(&name)));
            }
            _ => {}
        }
    }
    let beside = match beside.world {
        "" => None,
        _ => side(&beside, "with-", &mut problems),
    };
    let shared = side(&here, "", &mut problems);
    let shared = shared.map(|side| Shared { side, beside, speed: pace, at: Tick(at), digest });
    (shared, listed(problems))
}

fn side(parts: &Parts, prefix: &str, problems: &mut Vec<Problem>) -> Option<Side> {
    let id = unescaped(parts.world.trim_end_matches('/'));
    let mut scenario = saved::known(&id, "", problems)?;
    if let Some(text) = parts.seed {
        match text.parse() {
            Ok(seed) => scenario.seed = seed,
            Err(_) => {
                problems.push(problem(&format!("/{prefix}seed"), shared_runs::SEED));
            }
        }
    }
    let place = format!("/{prefix}do");
    let mut asked = Vec::new();
    let asks = parts.asks.split(';').enumerate().filter(|(_, ask)| !ask.is_empty());
    for (n, text) in asks {
        match ask(text) {
            Ok(entry) => asked.extend(lists::in_time(entry, &format!("{place}/{n}"), problems)),
            Err(says) if problems.len() < PROBLEM_LIMIT => {
                problems.push(problem(&format!("{place}/{n}"), says));
            }
            Err(_) => {}
        }
    }
    let asked = lists::in_order(asked, scenario.log.len(), &place, problems);
    Some(Side { scenario, asked })
}

/// Reads `kill:billing@8.5s`.
fn ask(text: &str) -> Result<Entry, String> {
    let (command, at) = text.rsplit_once('@').ok_or(shared_runs::NO_TIME)?;
    let at_us = time::read(at).ok_or(shared_runs::NO_SECONDS)?;
    Ok(Entry { at_us, command: words::read(command)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_of_a_link_says_what_may_be_done_with_it() {
        let of = |bytes: usize| length(&"x".repeat(bytes));
        assert_eq!([of(0), of(LONG), of(LONG + 1)], [Length::Fine, Length::Fine, Length::Long]);
        assert_eq!([of(LINK_LIMIT), of(LINK_LIMIT + 1)], [Length::Long, Length::TooLong]);
    }
}
