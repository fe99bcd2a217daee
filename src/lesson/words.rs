//! The words of a lesson in one language, by the ids of what they are about.

use super::{Teacher, item::Item};

/// Most paragraphs, hints, questions and the like in one place.
pub const LISTED: usize = 12;

/// Where the words about something are looked up.
pub struct Words<'a>(Option<Item<'a>>);

impl<'a> Words<'a> {
    /// All the words of a file.
    pub fn whole(item: Item<'a>) -> Self {
        item.only(&["version", "title", "aim", "steps", "summary", "teacher", "par"]);
        Words(Some(item))
    }

    /// The words about what has this id in that part.
    pub fn about(&self, part: &str, id: &str) -> Words<'a> {
        let found = self.0.as_ref().and_then(|words| words.need(part)?.need(id));
        Words(found)
    }

    /// Tells of every field that is none of these.
    pub fn only(self, known: &[&str]) -> Self {
        if let Some(item) = &self.0 {
            item.only(known);
        }
        self
    }

    /// A sentence that has to be there.
    pub fn need(&self, name: &str) -> String {
        let found = self.0.as_ref().and_then(|words| words.need(name)?.text());
        found.unwrap_or_default().to_owned()
    }

    /// The sentence that these words are.
    pub fn says(&self) -> String {
        let says = self.0.as_ref().and_then(|words| words.text());
        says.unwrap_or_default().to_owned()
    }

    /// Paragraphs; none without them.
    pub fn list(&self, name: &str) -> Vec<String> {
        let items = self.0.as_ref().and_then(|words| words.field(name));
        let items = items.map_or(Vec::new(), |items| items.items(LISTED));
        items.iter().filter_map(|item| item.text()).map(str::to_owned).collect()
    }

    /// What a teacher is told.
    pub fn teacher(&self) -> Teacher {
        let notes = Words(self.0.as_ref().and_then(|words| words.need("teacher")));
        let notes = notes.only(&["aim", "ask", "break"]);
        Teacher { aim: notes.need("aim"), ask: notes.list("ask"), breaks: notes.list("break") }
    }
}
