//! The script that starts the one-file page: all that the page is made of
//! stands in it, packed.
//!
//! What the script inserts into the document runs by its hash, as what stands
//! there from the beginning does: the page's policy has to list both.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use regex_lite::Regex;
use serde_json::json;

use super::{
    dist::Files,
    loader::{Loader, UNPACK, inside_script},
    packed::{letters, lzma},
};

/// The language that is compiled into the program.
pub const ENGLISH: &str = "en";

/// Turns letters of the one-file page into bytes.
const LETTERS: &str = include_str!("../../../static/letters.js");

/// The start of a page that has everything within itself.
pub struct Folded {
    /// The element.
    pub tag: String,
    /// The text of the style sheet that it inserts.
    pub style: String,
    /// The text of the module that it inserts: the program's glue.
    pub glue: String,
}

/// Folds a program, all styles that only the program needs, and the texts of
/// one language into one element.
///
/// Whatever waits for a click, or says that it failed, is in `boot`, as in the
/// page of many files.
pub fn fold(loader: &Loader, files: &Files, style: String, language: &str) -> Result<Folded> {
    let glue = glue(loader.glue(files)?)?;
    let parts = serde_json::to_vec(&json!({ "style": style, "glue": glue }))?;
    let tag = format!(
        r#"<script type="module">
{unpack}
const text = (bytes) => JSON.parse(new TextDecoder().decode(bytes));
function insert(kind, text, type) {{
  const element = document.createElement(kind);
  if (type) element.type = type;
  element.textContent = text;
  document.head.append(element);
}}
const parts = text({parts});
insert("style", parts.style);
let texts;
if (window.queuescope) window.queuescope.read = async (name) => {{
  texts ??= text({texts});
  return texts[name];
}};
window.queuescope?.boot(
  () => new Promise((resolve) => {{
    addEventListener("{GLUE}", (event) => resolve({{ default: event.detail }}), {{ once: true }});
    insert("script", parts.glue, "module");
  }}),
  async () => {wasm},
);
</script>"#,
        unpack = inside_script(&format!("{LETTERS}{UNPACK}")),
        parts = in_letters(&parts),
        texts = in_letters(&texts(files, language)?),
        wasm = in_letters(loader.wasm(files)?),
    );
    Ok(Folded { tag, style, glue })
}

/// The event with which the inserted glue hands over how the program starts.
const GLUE: &str = "queuescope-glue";

/// The glue as a module that stands in a document, from where nothing can
/// import it.
fn glue(glue: &str) -> Result<String> {
    ensure!(!glue.contains("./snippets/"), "the glue imports script snippets of crates");
    let start = Regex::new(r"(\w+)\s+as\s+default").expect("a fixed pattern");
    let start = &start.captures(glue).context("the glue has no default export")?[1];
    Ok(format!("{glue}\ndispatchEvent(new CustomEvent(\"{GLUE}\", {{ detail: {start} }}));"))
}

/// What gives these bytes back, in the words of a script.
fn in_letters(bytes: &[u8]) -> String {
    let packed = lzma(bytes);
    let (letters, size) = (letters(&packed), bytes.len());
    format!("unpack(bytesOf(\"{letters}\", {}), {size})", packed.len())
}

/// The folders of texts that a page reads by their names, with one folder for
/// each language in them, or one file.
const TEXTS: [&str; 3] = ["lessons/", "modelled/", "words/"];

/// All texts that a page in this language reads, by their names, as JSON.
fn texts(files: &Files, language: &str) -> Result<Vec<u8>> {
    let read = files.iter().map(|(name, _)| name).filter(|name| is_read(name, language));
    let texts = read.map(|name| Ok((name, files.text(name)?)));
    let texts = texts.collect::<Result<BTreeMap<&str, &str>>>()?;
    Ok(serde_json::to_vec(&texts)?)
}

/// What is in no language, or in this one; English words are in the program.
fn is_read(name: &str, language: &str) -> bool {
    let Some(rest) = TEXTS.iter().find_map(|folder| name.strip_prefix(folder)) else {
        return false;
    };
    match rest.split_once('/') {
        Some((of, _)) => of == language,
        None => {
            name.starts_with("lessons/")
                || language != ENGLISH && rest == format!("{language}.json")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_page_has_the_texts_of_its_language_and_no_other() {
        let of = |language: &str| {
            let names = [
                "lessons/01-a.json",
                "lessons/de/01-a.json",
                "lessons/en/01-a.json",
                "modelled/de/fidelity.md",
                "modelled/en/fidelity.md",
                "words/de.json",
                "words/en.json",
                "style-1.css",
            ];
            names.into_iter().filter(|name| is_read(name, language)).collect::<Vec<_>>()
        };
        let english = ["lessons/01-a.json", "lessons/en/01-a.json", "modelled/en/fidelity.md"];
        assert_eq!(of("en"), english);
        let german = [
            "lessons/01-a.json",
            "lessons/de/01-a.json",
            "modelled/de/fidelity.md",
            "words/de.json",
        ];
        assert_eq!(of("de"), german);
    }

    #[test]
    fn glue_hands_over_its_start() {
        let glued = glue("const a = 1;\nexport { a as default };").unwrap();
        assert!(glued.ends_with("{ detail: a }));"), "{glued}");
        assert!(glue("const a = 1;").is_err());
        assert!(glue("import './snippets/a.js'; export { a as default };").is_err());
    }
}
