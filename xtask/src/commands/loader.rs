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

    /// The same start, from text and bytes in the document itself.
    ///
    /// Whatever waits for a click, or says that it failed, is in `boot` either
    /// way.
    pub fn inline(&self, files: &Files) -> Result<String> {
        let glue = files.text(&self.glue)?;
        ensure!(!glue.contains("./snippets/"), "{} imports script snippets of crates", self.glue);
        let start = Regex::new(r"(\w+)\s+as\s+default").expect("a fixed pattern");
        let start =
            start.captures(glue).with_context(|| format!("{} has no default export", self.glue))?;
        Ok(format!(
            r#"<script type="module">
{glue}
{unpack}
let lessons;
if (window.queuescope) window.queuescope.read = async (name) => {{
  lessons ??= JSON.parse(new TextDecoder().decode({lessons}));
  return lessons[name];
}};
window.queuescope?.boot(
  async () => ({{ default: {start} }}),
  async () => {wasm},
);
</script>"#,
            glue = inside_script(glue),
            unpack = inside_script(&format!("{LETTERS}{UNPACK}")),
            lessons = in_letters(&lessons(files)?),
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

/// All lessons by their names, as JSON.
fn lessons(files: &Files) -> Result<Vec<u8>> {
    let names = files.iter().filter_map(|(path, _)| Some((path, path.strip_prefix("lessons/")?)));
    let texts = names.map(|(path, name)| Ok((name, files.text(path)?)));
    let texts = texts.collect::<Result<BTreeMap<&str, &str>>>()?;
    Ok(serde_json::to_vec(&texts)?)
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
