//! The whole page as one HTML file, which also works from disk.
//!
//! Trunk has no such mode, so its output is folded together: the glue becomes
//! an inline module (a browser loads no module from `file://`), the WebAssembly
//! packed letters beside it, styles and pictures go where they are used.
//!
//! **Invariant:** the result asks for no other file; a part that could not be
//! folded in is an error here, not a blank page there.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use base64::prelude::{BASE64_STANDARD, Engine};
use regex_lite::{Captures, Regex, escape};

use super::{
    dist::Files,
    loader::{ENGLISH, Loader},
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
/// one language.
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
    let index = index.as_ref();
    let loader = Loader::find(index)?;
    let (before, after) = index.split_once(loader.tag()).expect("the loader was found there");
    let before = inline_links(before, files)?;
    let program = loader.inline(files, language)?;
    let after = inline_links(after, files)?;
    Ok(format!("{before}{program}{after}"))
}

/// Turns `<link>` and `src` into what they point to.
fn inline_links(html: &str, files: &Files) -> Result<String> {
    let links = Regex::new(r"<link\b[^>]*>").expect("a fixed pattern");
    let mut problem = None;
    let html = links.replace_all(html, |link: &Captures| {
        inline_link(&link[0], files).unwrap_or_else(|error| {
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

fn inline_link(link: &str, files: &Files) -> Result<String> {
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
            let css = files.text(&href)?;
            Ok(format!("<style>\n{}\n</style>", inline_names(css, files)))
        }
        _ => Ok(link.to_owned()),
    }
}

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

    const INDEX: &str = "<html lang=\"en\"><head>
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
            ("style-1.css", "b { background: url(./icon.svg) }"),
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
        for name in ["style-1.css", "icon.svg", "app-1.js", "app-1_bg.wasm", "integrity"] {
            assert!(!page.contains(name), "{name} is left in {page}");
        }
        assert!(page.contains("async () => ({ default: start })"));
        assert!(page.contains("url(data:image/svg+xml;base64,"));
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
