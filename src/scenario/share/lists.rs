//! What was asked, read entry by entry: one that cannot be read costs no other.

use serde_json::Value;

use super::{moment, problem};
use crate::{
    order::sort_by_number,
    scenario::{
        Entry,
        read::{self, PROBLEM_LIMIT, Problem},
        run::LOG_LIMIT,
    },
    words::shared_runs,
};

/// Reads the entries of a log; `place` is where the list stands.
pub(super) fn entries(list: &[Value], place: &str, problems: &mut Vec<Problem>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (n, value) in list.iter().enumerate() {
        let place = format!("{place}/{n}");
        match read::typed::<Entry>(value) {
            Ok(entry) => entries.extend(in_time(entry, &place, problems)),
            Err(misfit) if problems.len() < PROBLEM_LIMIT => {
                problems.push(problem(&format!("{place}{}", misfit.place), misfit.says));
            }
            Err(_) => {}
        }
    }
    entries
}

/// The entry, if its moment is one.
pub(super) fn in_time(entry: Entry, place: &str, problems: &mut Vec<Problem>) -> Option<Entry> {
    moment(place, Some(entry.at_us), problems).map(|_| entry)
}

/// In the order of time, and no more than a run may hold beside the
/// scenario's own.
pub(super) fn in_order(
    mut entries: Vec<Entry>,
    own: usize,
    place: &str,
    problems: &mut Vec<Problem>,
) -> Vec<Entry> {
    sort_by_number(&mut entries, |entry| entry.at_us);
    let most = LOG_LIMIT.saturating_sub(own);
    if most < entries.len() {
        let says = shared_runs::commands_too_many(&entries.len(), &most);
        problems.push(problem(place, says));
        entries.truncate(most);
    }
    entries
}
