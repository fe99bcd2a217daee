//! The list of lessons and the glossary of one language.

use std::cell::RefCell;

use super::{Kind, item::Item, read::json};
use crate::{scenario::read::Problem, words::lesson_files};

/// Most lessons, and most words of a glossary.
pub const LISTED: usize = 500;

/// A lesson as the course lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id in links.
    pub id: String,
    /// Its files' name, without folder and ending.
    pub file: String,
    /// What kind it is.
    pub kind: Kind,
    /// About how long it takes.
    pub minutes: u32,
    /// What it is called.
    pub title: String,
    /// What it is for, in one line.
    pub aim: String,
}

/// A word of the glossary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Its id, as texts name it.
    pub id: String,
    /// As it is written.
    pub word: String,
    /// What it means.
    pub means: String,
}

/// Reads the list of lessons, in their order.
pub fn index(text: &str) -> (Vec<Entry>, Vec<Problem>) {
    listed(text, "lessons", |item| {
        item.only(&["id", "file", "kind", "minutes", "title", "aim"]);
        let kinds = Kind::ALL.map(|(name, _)| name);
        let file = item.need("file")?;
        let name = file.text()?;
        if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            file.says(lesson_files::FILE_NAME);
            return None;
        }
        Some(Entry {
            id: item.need("id")?.text()?.to_owned(),
            file: name.to_owned(),
            kind: Kind::ALL[item.need("kind")?.one_of(&kinds)?].1,
            minutes: item.need("minutes")?.number(240.0)? as u32,
            title: item.need("title")?.text()?.to_owned(),
            aim: item.need("aim")?.text()?.to_owned(),
        })
    })
}

/// Reads the glossary, in its order.
pub fn glossary(text: &str) -> (Vec<Term>, Vec<Problem>) {
    listed(text, "terms", |item| {
        item.only(&["id", "word", "means"]);
        Some(Term {
            id: item.need("id")?.text()?.to_owned(),
            word: item.need("word")?.text()?.to_owned(),
            means: item.need("means")?.text()?.to_owned(),
        })
    })
}

fn listed<T>(text: &str, name: &str, read: impl Fn(&Item) -> Option<T>) -> (Vec<T>, Vec<Problem>) {
    let value = match json(text) {
        Ok(value) => value,
        Err(problem) => return (Vec::new(), vec![problem]),
    };
    let problems = RefCell::default();
    let list = Item::whole(&value, &problems).need(name);
    let list = list.map_or(Vec::new(), |list| list.items(LISTED));
    let read = list.iter().filter_map(read).collect();
    (read, problems.into_inner())
}
