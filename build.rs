//! Makes the words of the page callable: one constant or function for each text
//! of `static/words/en.json`, in a module for each section. A missing word, or
//! one with another number of values, does not compile.

use std::{collections::BTreeSet, env, fmt::Write, fs, path::Path};

use serde_json::{Map, Value};

#[path = "src/words/key.rs"]
mod key;

const WORDS: &str = "static/words/en.json";

fn main() {
    println!("cargo::rerun-if-changed={WORDS}");
    println!("cargo::rerun-if-changed=src/words/key.rs");
    let text = fs::read_to_string(WORDS).expect("the English words are there");
    let sections: Map<String, Value> = serde_json::from_str(&text).expect("they are JSON");
    let out = env::var("OUT_DIR").expect("Cargo says where");
    fs::write(Path::new(&out).join("words.rs"), Table::of(&sections).code())
        .expect("it can be written");
}

/// The texts in their order, and the modules that name them.
#[derive(Default)]
struct Table {
    keys: Vec<String>,
    texts: Vec<String>,
    modules: String,
}

impl Table {
    fn of(sections: &Map<String, Value>) -> Table {
        let mut table = Table::default();
        for (section, words) in sections {
            let words = words.as_object().unwrap_or_else(|| panic!("{section} is a section"));
            writeln!(table.modules, "pub mod {section} {{ use super::*;").expect("memory");
            for (key, word) in words {
                table.word(section, key, word);
            }
            table.modules.push_str("}\n");
        }
        table
    }

    fn word(&mut self, section: &str, key: &str, word: &Value) {
        let index = self.keys.len();
        let place = format!("{section}.{key}");
        match word {
            Value::String(text) => {
                self.push(place, text);
                self.single(key, text, index);
            }
            Value::Object(forms) => {
                let form = |name: &str| {
                    let text = forms.get(name).and_then(Value::as_str);
                    text.unwrap_or_else(|| panic!("{place} has the form `{name}`"))
                };
                let (one, other) = (form("one"), form("other"));
                self.push(format!("{place}.one"), one);
                self.push(format!("{place}.other"), other);
                self.plural(key, other, index);
            }
            _ => panic!("{place} is a text, or has the forms `one` and `other`"),
        }
    }

    fn push(&mut self, key: String, text: &str) {
        self.keys.push(key);
        self.texts.push(text.to_owned());
    }

    /// A constant, or a function of the values that the text has places for.
    fn single(&mut self, key: &str, text: &str, index: usize) {
        let names = placeholders(text);
        writeln!(self.modules, "#[doc = {text:?}]").expect("memory");
        if names.is_empty() {
            let name = key.to_uppercase();
            writeln!(self.modules, "pub const {name}: Word = Word({index});").expect("memory");
            return;
        }
        let (parameters, values) = (parameters(&names), values(&names));
        writeln!(
            self.modules,
            "pub fn {key}({parameters}) -> String {{ Word({index}).fill(&[{values}]) }}"
        )
        .expect("memory");
    }

    /// A function of a count, `{n}` in the text, and what else it has places for.
    fn plural(&mut self, key: &str, text: &str, index: usize) {
        let names: Vec<String> =
            placeholders(text).into_iter().filter(|name| name != "n").collect();
        let (parameters, values) = (parameters(&names), values(&names));
        writeln!(
            self.modules,
            "#[doc = {text:?}]\npub fn {key}(n: u64, {parameters}) -> String {{ \
             Word({index}).count(n, &[{values}]) }}"
        )
        .expect("memory");
    }

    fn code(&self) -> String {
        let keys: Vec<u32> = self.keys.iter().map(|place| key::key(place)).collect();
        let count = keys.iter().collect::<BTreeSet<_>>().len();
        assert_eq!(count, self.keys.len(), "two places have the same key: rename one");
        assert!(!self.texts.iter().any(|text| text.contains(BETWEEN)), "that ends a text");
        format!(
            "pub(super) static KEYS: [u32; {count}] = {keys:?};\n\
             pub(super) const BETWEEN: char = {BETWEEN:?};\n\
             pub(super) const ENGLISH: &str = {:?};\n{}",
            self.texts.join(&BETWEEN.to_string()),
            self.modules
        )
    }
}

/// Stands between two texts: a table of where each begins would weigh more.
const BETWEEN: char = '\n';

fn parameters(names: &[String]) -> String {
    names.iter().map(|name| format!("{name}: &dyn Display, ")).collect()
}

fn values(names: &[String]) -> String {
    names.iter().map(|name| format!("({name:?}, {name}), ")).collect()
}

/// The names in braces, each once, in the order in which they come.
fn placeholders(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for part in text.split('{').skip(1) {
        let (name, _) =
            part.split_once('}').unwrap_or_else(|| panic!("a brace is open in {text:?}"));
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}
