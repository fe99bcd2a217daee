//! The script with which Trunk starts the program, and what it becomes.
//!
//! Trunk's own fetches the program as it is. Common hosts send it in gzip; in
//! LZMA it is a fifth smaller, so all pages bring it packed and unpack it.

use anyhow::{Context, Result};
use regex_lite::Regex;

use super::{dist::Files, packed::lzma, slim};

/// Turns the packed program back.
pub const UNPACK: &str = include_str!("../../../static/unpack.js");

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

    /// The program's glue.
    pub fn glue<'a>(&self, files: &'a Files) -> Result<&'a str> {
        files.text(&self.glue)
    }

    /// The program.
    pub fn wasm<'a>(&self, files: &'a Files) -> Result<&'a [u8]> {
        files.bytes(&self.wasm)
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
        let wasm = self.wasm(files)?;
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
}

/// Script text that cannot end the element it stands in.
pub fn inside_script(script: &str) -> String {
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
