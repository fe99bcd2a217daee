//! The Content-Security-Policy of a page, written into the page itself.
//!
//! A static host often cannot be told to send headers, so the policy is a
//! `<meta>`. Scripts and styles in the document, and those that it inserts
//! later, are allowed by their hashes, which only the build knows; nothing else
//! in it may run.

use anyhow::{Context, Result};
use base64::prelude::{BASE64_STANDARD, Engine};
use regex_lite::Regex;
use sha2::{Digest, Sha256};

/// Where a page gets its parts from.
#[derive(Clone, Copy)]
pub enum Parts<'a> {
    /// From files beside it.
    Beside,
    /// From itself alone.
    Within(Inserted<'a>),
}

/// The texts of the elements that a page inserts into itself.
#[derive(Clone, Copy)]
pub struct Inserted<'a> {
    /// A style sheet.
    pub style: &'a str,
    /// A script.
    pub script: &'a str,
}

/// Writes the policy into a document, before anything it concerns.
pub fn guard(html: &str, parts: Parts<'_>) -> Result<String> {
    let head = Regex::new(r#"<meta charset="?utf-8"?\s*/?>"#).expect("a fixed pattern");
    let at = head.find(html).context("it does not declare its character set")?.end();
    let policy = policy(html, parts);
    let meta =
        format!("\n    <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\" />");
    Ok(format!("{}{meta}{}", &html[..at], &html[at..]))
}

fn policy(html: &str, parts: Parts<'_>) -> String {
    let (scripts, styles) = (hashes(html, "script"), hashes(html, "style"));
    let directives = match parts {
        Parts::Beside => vec![
            format!("script-src 'self' 'wasm-unsafe-eval'{scripts}"),
            format!("style-src 'self'{styles}"),
            "img-src 'self' data: blob:".to_owned(),
            "connect-src 'self'".to_owned(),
            "manifest-src 'self'".to_owned(),
            "worker-src 'self'".to_owned(),
            "frame-src 'self'".to_owned(),
        ],
        Parts::Within(Inserted { style, script }) => vec![
            format!("script-src 'wasm-unsafe-eval'{scripts}{}", hash(script)),
            format!("style-src{styles}{}", hash(style)),
            "img-src data: blob:".to_owned(),
            // The preview of embedding: the page once more.
            "frame-src 'self'".to_owned(),
        ],
    };
    format!("default-src 'none'; {}; base-uri 'none'; form-action 'none'", directives.join("; "))
}

/// The hashes of all such elements with text of their own, each after a space.
fn hashes(html: &str, element: &str) -> String {
    let pattern = format!(r"(?s)<{element}\b([^>]*)>(.*?)</{element}>");
    let elements = Regex::new(&pattern).expect("a fixed pattern");
    let inline = elements.captures_iter(html).filter(|found| !found[1].contains("src="));
    inline.map(|found| hash(&found[2])).collect()
}

/// What allows a script or style of this text, after a space.
fn hash(text: &str) -> String {
    format!(" 'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_the_document_is_allowed_by_its_hash() {
        let page = "<head><meta charset=\"utf-8\" /><script>alert(1)</script><script src=\"./a.js\"></script>";
        let page = guard(page, Parts::Beside).unwrap();
        // The well-known hash of that text.
        let hash = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='";
        assert!(page.contains(hash), "{page}");
        assert_eq!(page.matches("sha256-").count(), 1, "{page}");
        assert!(
            page.starts_with("<head><meta charset=\"utf-8\" />\n    <meta http-equiv"),
            "{page}"
        );
    }

    #[test]
    fn a_page_on_its_own_fetches_nothing() {
        let inserted = Inserted { style: "i{}", script: "alert(1)" };
        let page = "<meta charset=\"utf-8\" /><style>b{}</style>";
        let page = guard(page, Parts::Within(inserted)).unwrap();
        assert!(
            page.contains("default-src 'none'; script-src 'wasm-unsafe-eval' 'sha256-bhHHL"),
            "{page}"
        );
        assert!(!page.contains("connect-src"), "{page}");
        assert!(page.contains("style-src 'sha256-"), "{page}");
        assert_eq!(page.matches("sha256-").count(), 3, "{page}");
    }

    #[test]
    fn a_document_without_a_place_for_it_is_an_error() {
        assert!(guard("<p>text</p>", Parts::Beside).is_err());
    }
}
