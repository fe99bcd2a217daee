//! A place in a JSON text, and what was wrong at each.
//!
//! Reading goes on past what does not fit: whoever asks gets none, and the
//! list gets a problem with its place.

use std::cell::RefCell;

use serde_json::{Map, Value};

use crate::{
    scenario::read::{PROBLEM_LIMIT, Problem, typed},
    tree::Read,
    words::lesson_files as words,
};

/// Most characters of one text.
pub const TEXT: usize = 2_000;

/// A value, where it stands, and the list of problems.
#[derive(Clone)]
pub struct Item<'a> {
    value: &'a Value,
    place: String,
    problems: &'a RefCell<Vec<Problem>>,
}

impl<'a> Item<'a> {
    /// The whole of a text, in which problems are collected.
    pub fn whole(value: &'a Value, problems: &'a RefCell<Vec<Problem>>) -> Self {
        Item { value, place: String::new(), problems }
    }

    /// The value itself.
    pub fn value(&self) -> &'a Value {
        self.value
    }

    /// Tells what is wrong here.
    pub fn says(&self, says: impl Into<String>) {
        self.tell(self.place.clone(), says.into());
    }

    fn tell(&self, place: String, says: String) {
        let mut problems = self.problems.borrow_mut();
        if problems.len() < PROBLEM_LIMIT {
            problems.push(Problem { place, says });
        }
    }

    fn below(&self, value: &'a Value, part: &str) -> Item<'a> {
        let place = format!("{}/{}", self.place, part.replace('~', "~0").replace('/', "~1"));
        Item { value, place, problems: self.problems }
    }

    fn fields(&self) -> Option<&'a Map<String, Value>> {
        let fields = self.value.as_object();
        if fields.is_none() {
            self.says(words::AN_OBJECT);
        }
        fields
    }

    /// A field that may be missing.
    pub fn field(&self, name: &str) -> Option<Item<'a>> {
        let value = self.value.as_object()?.get(name).filter(|value| !value.is_null())?;
        Some(self.below(value, name))
    }

    /// A field that has to be there.
    pub fn need(&self, name: &str) -> Option<Item<'a>> {
        let field = self.fields().and_then(|_| self.field(name));
        if field.is_none() {
            self.says(words::missing(&name));
        }
        field
    }

    /// Tells of every field that is none of these.
    pub fn only(&self, known: &[&str]) {
        for (name, value) in self.fields().into_iter().flatten() {
            if !known.contains(&name.as_str()) {
                self.below(value, name).says(words::unknown_field(&known.join(", ")));
            }
        }
    }

    /// The fields of an object, at most so many.
    pub fn named(&self, most: usize) -> Vec<(&'a str, Item<'a>)> {
        let Some(fields) = self.fields() else {
            return Vec::new();
        };
        self.at_most(fields.len(), most);
        let item =
            |(name, value): (&'a String, &'a Value)| (name.as_str(), self.below(value, name));
        fields.iter().take(most).map(item).collect()
    }

    /// The one name of an object, and what it holds.
    pub fn single(&self) -> Option<(&'a str, Item<'a>)> {
        let mut fields = self.fields()?.iter();
        match (fields.next(), fields.next()) {
            (Some((name, value)), None) => Some((name, self.below(value, name))),
            _ => {
                self.says(words::ONE_NAME);
                None
            }
        }
    }

    /// The items of a list, at most so many.
    pub fn items(&self, most: usize) -> Vec<Item<'a>> {
        let Some(items) = self.value.as_array() else {
            self.says(words::A_LIST);
            return Vec::new();
        };
        self.at_most(items.len(), most);
        let item = |(at, value): (usize, &'a Value)| self.below(value, &at.to_string());
        items.iter().take(most).enumerate().map(item).collect()
    }

    fn at_most(&self, count: usize, most: usize) {
        if most < count {
            self.says(words::too_many(&count, &most));
        }
    }

    /// A text.
    pub fn text(&self) -> Option<&'a str> {
        let text = self.value.as_str().filter(|text| text.chars().count() <= TEXT);
        if text.is_none() {
            self.says(words::a_text(&TEXT));
        }
        text
    }

    /// A number from 0 up to `most`.
    pub fn number(&self, most: f64) -> Option<f64> {
        let number = self.value.as_f64().filter(|number| (0.0..=most).contains(number));
        if number.is_none() {
            self.says(words::a_number(&most));
        }
        number
    }

    /// Yes or no; no without it.
    pub fn flag(&self, name: &str) -> bool {
        let field = self.field(name);
        field.is_some_and(|field| {
            let flag = field.value.as_bool();
            if flag.is_none() {
                field.says(words::A_FLAG);
            }
            flag.unwrap_or(false)
        })
    }

    /// One of some names, by its place among them.
    pub fn one_of(&self, names: &[&str]) -> Option<usize> {
        let text = self.text()?;
        let found = names.iter().position(|name| *name == text);
        if found.is_none() {
            self.says(words::not_known(&text, &names.join(", ")));
        }
        found
    }

    /// Whatever a type takes, by its own rules.
    pub fn typed<T: Read>(&self) -> Option<T> {
        match typed(self.value) {
            Ok(read) => Some(read),
            Err(problem) => {
                self.tell(format!("{}{}", self.place, problem.place), problem.says);
                None
            }
        }
    }

    /// Takes in problems that were found below here.
    pub fn take(&self, found: Vec<Problem>) {
        for problem in found {
            self.tell(format!("{}{}", self.place, problem.place), problem.says);
        }
    }
}
