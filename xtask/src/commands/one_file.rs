//! The whole page as one HTML file, which also works from disk.
//!
//! Trunk has no such mode, so its output is folded together: the program, its
//! glue and its styles become packed letters of one script (a browser loads no
//! module from `file://`); pictures, and the sheet of what is shown before that
//! script has run, go where they are used.
//!
//! **Invariant:** the result asks for no other file; a part that could not be
//! folded in is an error here, not a blank page there.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use base64::prelude::{BASE64_STANDARD, Engine};
use regex_lite::{Captures, Regex, escape};

use super::{
    dist::Files,
    folded::{self, ENGLISH},
    loader::Loader,
    policy::{self, Inserted, Parts},
};
use crate::server::media_type;

/// The name in dist/ of the file in English.
pub const NAME: &str = "queuescope.html";

/// The file's name in dist/, in a language.
pub fn name(language: &str) -> String {
    match language {
        ENGLISH => NAME.to_owned(),
        _ => NAME.replace(".html", &format!(".{language}.html")),
    }
}

/// The languages that there are words in.
pub fn languages(dist: &Path) -> Result<Vec<String>> {
    let files = Files::read(dist)?;
    let named = files.iter().filter_map(|(name, _)| {
        let language = name.strip_prefix("words/")?.strip_suffix(".json")?;
        Some(language.to_owned())
    });
    Ok(named.collect())
}

/// Folds the page that Trunk built in `dist` into one document, which speaks
/// one language and has its policy.
pub fn pack(dist: &Path, language: &str) -> Result<String> {
    fold(&Files::read(dist)?, language)
        .context("the one-file page could not be made from dist/index.html")
}

fn fold(files: &Files, language: &str) -> Result<String> {
    let root = Regex::new(r#"<html lang="?en"?"#).expect("a fixed pattern");
    let index = files.text("index.html")?;
    ensure!(root.is_match(index), "it does not say its language");
    // What is written in the document is in English, until the program speaks.
    let index = root.replace(index, format!("<html lang=\"en\" data-packed=\"{language}\""));
    let loader = Loader::find(&index)?;
    let mut later = String::new();
    let (before, after) = index.split_once(loader.tag()).expect("the loader was found there");
    let before = inline_links(before, files, &mut later)?;
    let after = inline_links(after, files, &mut later)?;
    let start = folded::fold(&loader, files, later, language)?;
    let inserted = Inserted { style: &start.style, script: &start.glue };
    policy::guard(&format!("{before}{}{after}", start.tag), Parts::Within(inserted))
}

/// Turns `<link>` and `src` into what they point to; styles that only the
/// program needs are added to `later`.
fn inline_links(html: &str, files: &Files, later: &mut String) -> Result<String> {
    let links = Regex::new(r"<link\b[^>]*>").expect("a fixed pattern");
    let mut problem = None;
    let html = links.replace_all(html, |link: &Captures| {
        inline_link(&link[0], files, later).unwrap_or_else(|error| {
            problem.get_or_insert(error);
            String::new()
        })
    });
    match problem {
        Some(problem) => Err(problem),
        None => {
            let html = inline_names(&html, files);
            check_complete(&html, files)?;
            Ok(html)
        }
    }
}

fn inline_link(link: &str, files: &Files, later: &mut String) -> Result<String> {
    let attribute = |name: &str| {
        let pattern =
            Regex::new(&format!(r#"\b{name}\s*=\s*["']?([^"'\s>]+)"#)).expect("a fixed pattern");
        Some(pattern.captures(link)?[1].trim_start_matches("./").to_owned())
    };
    match (attribute("rel").as_deref(), attribute("href")) {
        // Hints to fetch early, and what an installed app would need: no use in one file.
        (Some("modulepreload" | "preload" | "prefetch" | "manifest" | "apple-touch-icon"), _) => {
            Ok(String::new())
        }
        (Some("stylesheet"), Some(href)) => {
            let css = inline_names(files.text(&href)?, files);
            if href.starts_with(SHELL) {
                return Ok(format!("<style>\n{css}\n</style>"));
            }
            *later += &css;
            Ok(String::new())
        }
        _ => Ok(link.to_owned()),
    }
}

/// What the name of the sheet begins with that the document needs by itself.
const SHELL: &str = "shell";

/// Puts every file that `text` quotes by name into it, as a `data:` address.
fn inline_names(text: &str, files: &Files) -> String {
    let mut text = text.to_owned();
    for (name, bytes) in files.iter() {
        let quoted = quoted(name);
        if quoted.is_match(&text) {
            let kind = media_type(Path::new(name)).replace("; ", ";");
            let data = format!("data:{kind};base64,{}", BASE64_STANDARD.encode(bytes));
            text = quoted
                .replace_all(&text, |around: &Captures| {
                    format!("{}{data}{}", &around[1], &around[2])
                })
                .into_owned();
        }
    }
    text
}

/// `src="./name"`, `href=name`, `url(name)`: a file's name where only an address stands.
fn quoted(name: &str) -> Regex {
    Regex::new(&format!(
        r#"((?:\b(?:src|href)\s*=\s*|url\(\s*)["']?)(?:\./)?{}(["'\s>)])"#,
        escape(name)
    ))
    .expect("an escaped name in a fixed pattern")
}

fn check_complete(html: &str, files: &Files) -> Result<()> {
    let missing =
        Regex::new(r#"\b(?:src|href)\s*=\s*["']?(\./[^"'\s>]+)"#).expect("a fixed pattern");
    if let Some(missing) = missing.captures(html) {
        bail!("it still asks for {}, which is not in dist/", &missing[1]);
    }
    let left = files
        .iter()
        .map(|(name, _)| name)
        .find(|name| name.ends_with(".css") && html.contains(*name));
    ensure!(
        left.is_none(),
        "{} is named in a way that cannot be folded in",
        left.expect("not none")
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const INDEX: &str = "<html lang=\"en\"><head><meta charset=\"utf-8\">
        <link rel=\"stylesheet\" href=\"./shell-1.css\"/>
        <link rel=\"stylesheet\" href=\"./style-1.css\" integrity=\"sha384-x\"/>
        <link rel=\"icon\" href=\"./icon.svg\">
        <script>
        queuescope.boot(() => import('./app-1.js'), () => fetch('./app-1_bg.wasm'));
        </script>
        <link rel=\"modulepreload\" href=\"./app-1.js\"></head></html>";

    /// Packs a small page in which `index` is the document.
    fn packed(index: &str) -> Result<String> {
        packed_in(index, ENGLISH)
    }

    fn packed_in(index: &str, language: &str) -> Result<String> {
        let dist = tempfile::tempdir().unwrap();
        let files = [
            ("index.html", index),
            ("shell-1.css", "b { background: url(./icon.svg) }"),
            ("style-1.css", "i { background: url(./icon.svg) }"),
            ("icon.svg", "<svg/>"),
            ("app-1.js", "const end = '</script>';\nexport { start as default };"),
            ("app-1_bg.wasm", "\0asm"),
            ("lessons/en/index.json", "{}"),
        ];
        for (name, text) in files {
            let path = dist.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        pack(dist.path(), language)
    }

    #[test]
    fn one_file_asks_for_no_other() {
        let page = packed(INDEX).unwrap();
        for name in
            ["shell-1.css", "style-1.css", "icon.svg", "app-1.js", "app-1_bg.wasm", "integrity"]
        {
            assert!(!page.contains(name), "{name} is left in {page}");
        }
        assert!(page.contains("b { background: url(data:image/svg+xml;base64,"));
        assert!(!page.contains("i { background"), "the program's own styles are packed");
        // Its own two elements, and what they insert.
        assert_eq!(page.matches("'sha256-").count(), 4);
    }

    #[test]
    fn a_page_begins_in_english_and_says_which_language_it_is_packed_in() {
        assert!(packed(INDEX).unwrap().starts_with("<html lang=\"en\" data-packed=\"en\">"));
        assert!(
            packed_in(INDEX, "de").unwrap().starts_with("<html lang=\"en\" data-packed=\"de\">")
        );
        assert!(packed(&INDEX.replace(" lang=\"en\"", "")).is_err());
        assert_eq!((name("en"), name("de")), (NAME.to_owned(), "queuescope.de.html".to_owned()));
    }

    #[test]
    fn script_text_does_not_end_its_element() {
        let page = packed(INDEX).unwrap();
        assert_eq!(page.matches("</script>").count(), 1);
    }

    #[test]
    fn a_file_that_is_not_there_is_an_error() {
        let error = packed(&INDEX.replace("icon.svg", "logo.svg")).unwrap_err();
        assert!(format!("{error:#}").contains("still asks for ./logo.svg"), "{error:#}");
    }
}
