//! Scripts and styles without what only people read.

use std::fs;
use std::path::Path;

use anyhow::Result;
use regex_lite::{Captures, Regex};

use super::dist::Files;

/// Slims the program's glue and all styles that Trunk left in `dist`.
pub fn dist(dist: &Path) -> Result<()> {
    for (name, _) in Files::read(dist)?.iter().filter(|(name, _)| !name.contains('/')) {
        let path = dist.join(name);
        if name.ends_with(".css") {
            fs::write(&path, styles(&fs::read_to_string(&path)?))?;
        } else if name.ends_with(".js") && name.contains('-') {
            fs::write(&path, script(&fs::read_to_string(&path)?))?;
        }
    }
    Ok(())
}

/// A script without lines of comments and without indentation. No string in
/// ours or in the generated ones goes over lines.
pub fn script(text: &str) -> String {
    let told = Regex::new(r"(?s)/\*\*.*?\*/").expect("a fixed pattern").replace_all(text, "");
    let lines = told.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    lines.filter(|line| !line.is_empty()).flat_map(|line| [line, "\n"]).collect()
}

/// Styles without comments, and without the space that means nothing; strings
/// are left as they are.
fn styles(text: &str) -> String {
    let parts = Regex::new(r#"(?s)("[^"]*"|'[^']*')|/\*.*?\*/|\s*([{};])\s*|(:)\s+|(\s)\s*"#)
        .expect("a fixed pattern");
    let slim = |part: &Captures| {
        let kept = (1..=4).find_map(|group| part.get(group)).map_or("", |kept| kept.as_str());
        if kept.trim().is_empty() && !kept.is_empty() { " " } else { kept }.to_owned()
    };
    parts.replace_all(text, slim).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_keeps_its_words() {
        let text = "/** doc */\nlet a = 1; // why\n\n  // alone\n  a += 'http://x';\n";
        assert_eq!(script(text), "let a = 1; // why\na += 'http://x';\n");
    }

    #[test]
    fn styles_keep_strings_and_spaces_between_selectors() {
        let text = "/* a */\n.a  .b,\n.c:hover {\n  content: \"x: { y\";\n  margin: 0 1px;\n}\n";
        assert_eq!(styles(text), ".a .b, .c:hover{content:\"x: { y\";margin:0 1px;}");
    }
}
