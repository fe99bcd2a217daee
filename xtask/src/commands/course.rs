//! The package for learning platforms, one for each language: the page that
//! reports a lab, and the lab in one file, for some platforms serve no
//! WebAssembly.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::{dist::Files, folded::ENGLISH, one_file, zip};

/// What the package in English is called.
const NAME: &str = "scorm.zip";

const MANIFEST: &str = "course/imsmanifest.xml";

/// The lesson that the manifest opens.
const LESSON: &str = "guarantees";

/// The package's name in dist/, in a language.
pub fn name(language: &str) -> String {
    match language {
        ENGLISH => NAME.to_owned(),
        _ => NAME.replace(".zip", &format!(".{language}.zip")),
    }
}

/// The package in a language.
pub fn package(files: &Files, language: &str) -> Result<Vec<u8>> {
    let manifest = manifest(files, language)?;
    let mut packed = vec![
        ("imsmanifest.xml", manifest.as_bytes()),
        ("index.html", files.bytes(&one_file::name(language))?),
    ];
    for name in ["course/course.css", "course/index.html", "course/report.js", "embed.js"] {
        packed.push((name, files.bytes(name)?));
    }
    Ok(zip::archive(&packed))
}

/// The manifest, which stands there in English.
fn manifest(files: &Files, language: &str) -> Result<String> {
    let title = |language: &str| -> Result<String> {
        Ok(format!("<title>{}</title>", lesson_title(files, language)?))
    };
    let manifest = files.text(MANIFEST)?;
    let (english, opens) = (title(ENGLISH)?, format!("\"?lesson={LESSON}\""));
    for needed in [&english, &opens] {
        ensure!(manifest.contains(needed), "{MANIFEST} has no {needed}");
    }
    let opened = match language {
        ENGLISH => opens.clone(),
        _ => format!("\"?lesson={LESSON}&amp;lang={language}\""),
    };
    Ok(manifest.replace(&english, &title(language)?).replace(&opens, &opened))
}

fn lesson_title(files: &Files, language: &str) -> Result<String> {
    let name = format!("lessons/{language}/index.json");
    let index: Value = serde_json::from_str(files.text(&name)?)?;
    let lessons = index["lessons"].as_array().context("no list of lessons")?;
    let lesson = lessons.iter().find(|lesson| lesson["id"] == LESSON);
    let title = lesson.and_then(|lesson| lesson["title"].as_str());
    let title = title.with_context(|| format!("{name} has no title for {LESSON}"))?;
    Ok(title.replace('&', "&amp;").replace('<', "&lt;"))
}
