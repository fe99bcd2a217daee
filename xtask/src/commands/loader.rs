//! The script with which Trunk starts the program, and what it becomes.
//!
//! Trunk's own fetches the program as it is. Common hosts send it in gzip; in
//! LZMA it is a fifth smaller, so both pages bring it packed and unpack it.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use regex_lite::Regex;

use super::{
    dist::Files,
    packed::{letters, lzma},
    slim,
};

/// The language that is compiled into the program.
pub const ENGLISH: &str = "en";

/// Turns the packed program back.
const UNPACK: &str = include_str!("../../../static/unpack.js");

/// Turns letters of the one-file page into bytes.
const LETTERS: &str = include_str!("../../../static/letters.js");

/// The script with which Trunk starts the program.
pub struct Loader {
    tag: String,
    glue: String,
    wasm: String,
}

impl Loader {
    /// The script in the document.
    pub fn find(index: &str) -> Result<Loader> {
        let scripts = Regex::new(r"(?s)<script\b[^>]*>.*?</script>").expect("a fixed pattern");
        let glue =
            Regex::new(r#"import\(\s*['"](?:\./)?([^'"]+\.js)['"]"#).expect("a fixed pattern");
        let wasm = Regex::new(r#"['"](?:\./)?([^'"]+\.wasm)['"]"#).expect("a fixed pattern");
        scripts
            .find_iter(index)
            .find_map(|script| {
                let tag = script.as_str();
                Some(Loader {
                    tag: tag.to_owned(),
                    glue: glue.captures(tag)?[1].to_owned(),
                    wasm: wasm.captures(tag)?[1].to_owned(),
                })
            })
            .context("it has no script that imports the program")
    }

    /// The whole element.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The same start, with the program packed in a file of its own: that file
    /// and the element.
    ///
    /// A host need not know its type, and it comes whole before it is compiled;
    /// both cost less than what is saved on the way.
    pub fn packed(&self, files: &Files) -> Result<Packed> {
        let wasm = files.bytes(&self.wasm)?;
        let name = self.wasm.replace(".wasm", ".bin");
        let fetched = Regex::new(r#"return fetch\(("[^"]+)\.wasm"\);"#).expect("a fixed pattern");
        let found = fetched.captures(&self.tag).context("it does not fetch the program")?;
        let unpacked = format!(
            r#"return fetch({}.bin").then(function (answer) {{
    if (!answer.ok) throw new Error(answer.status + " " + answer.url);
    return answer.arrayBuffer();
  }}).then(function (packed) {{
    return unpack(new Uint8Array(packed), {});
  }});"#,
            &found[1],
            wasm.len(),
        );
        let tag = self.tag.replace(&found[0], &unpacked);
        let tag = tag.replacen("<script>", &format!("<script>\n{}", inside_script(UNPACK)), 1);
        Ok(Packed { name, bytes: lzma(wasm), raw: self.wasm.clone(), tag })
    }

    /// The same start, from text and bytes in the document itself, which has the
    /// texts of one language.
    ///
    /// Whatever waits for a click, or says that it failed, is in `boot` either
    /// way.
    pub fn inline(&self, files: &Files, language: &str) -> Result<String> {
        let glue = files.text(&self.glue)?;
        ensure!(!glue.contains("./snippets/"), "{} imports script snippets of crates", self.glue);
        let start = Regex::new(r"(\w+)\s+as\s+default").expect("a fixed pattern");
        let start =
            start.captures(glue).with_context(|| format!("{} has no default export", self.glue))?;
        Ok(format!(
            r#"<script type="module">
{glue}
{unpack}
let texts;
if (window.queuescope) window.queuescope.read = async (name) => {{
  texts ??= JSON.parse(new TextDecoder().decode({texts}));
  return texts[name];
}};
window.queuescope?.boot(
  async () => ({{ default: {start} }}),
  async () => {wasm},
);
</script>"#,
            glue = inside_script(glue),
            unpack = inside_script(&format!("{LETTERS}{UNPACK}")),
            texts = in_letters(&texts(files, language)?),
            wasm = in_letters(files.bytes(&self.wasm)?),
            start = &start[1],
        ))
    }
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

/// Script text that cannot end the element it stands in.
fn inside_script(script: &str) -> String {
    slim::script(script).replace("</script", "<\\/script").replace("<!--", "<\\!--")
}

/// The program in a file of its own.
pub struct Packed {
    /// The file.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// The file in whose place it comes.
    pub raw: String,
    /// The element that fetches it.
    pub tag: String,
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
}
