//! `cargo xtask shots`: pictures of the main views, to be looked at.

use std::time::Instant;

use anyhow::{Context, Result};

use super::build;
use crate::browser::{Browser, Look};
use crate::tools::{BrowserTools, Kind, PageTools};
use crate::{project, say};

/// One view of the page.
struct View {
    /// Names the picture's file.
    name: &'static str,
    /// Where in the page it is.
    hash: &'static str,
    /// Runs in the page before the picture is taken; may await.
    script: &'static str,
}

/// Long enough that messages are on every wire and the books are not empty.
const RUN: &str = "queuescope.pause(); await queuescope.runFor(12000);";

/// What is pictured. A new view needs one line here.
const VIEWS: &[View] = &[
    View { name: "home", hash: "#/", script: "" },
    View { name: "work-queue", hash: "#/lab/work-queue", script: RUN },
    View { name: "fan-out", hash: "#/lab/fan-out", script: RUN },
    View { name: "poison", hash: "#/lab/poison", script: RUN },
    View { name: "guarantees", hash: "#/lab/guarantees", script: RUN },
    View { name: "bounded", hash: "#/lab/bounded", script: RUN },
    View { name: "call-or-queue", hash: "#/lab/call-or-queue", script: RUN },
    View { name: "lesson", hash: "#/lesson/guarantees", script: RUN },
    View { name: "course", hash: "#/course", script: "" },
    View {
        name: "blocked",
        hash: "#/lab/pressure-block",
        script: "queuescope.pause(); await queuescope.runFor(20300);",
    },
    View { name: "alarm", hash: "#/lab/pressure-alarm", script: RUN },
];

/// A laptop, a small laptop or tablet, a frame in a course page, a phone.
const SIZES: &[(u32, u32)] = &[(1440, 900), (1024, 768), (720, 420), (390, 844)];

/// Lets panels, which render about ten times a second, catch up with a run.
const SETTLE: &str = "
await new Promise((settled) => setTimeout(settled, 300));
await document.fonts.ready;
";

/// Builds the page and takes every view in every size and theme.
pub fn run() -> Result<()> {
    let page = PageTools::ensure()?;
    BrowserTools::ensure(Kind::Chromium)?;
    build::build(&page)?;
    let pictures = project::target().join("shots");
    say::step(&format!("taking {} pictures", VIEWS.len() * SIZES.len() * 2));
    let started = Instant::now();
    let browser = Browser::start()?;
    for view in VIEWS {
        for (width, height) in SIZES.iter().copied() {
            for dark in [false, true] {
                let theme = if dark { "dark" } else { "light" };
                let file = format!("{}-{width}x{height}-{theme}.png", view.name);
                browser.look(Look { width, height, dark, ..Look::default() })?;
                show(&browser, view).with_context(|| format!("{file} could not be taken"))?;
                browser.screenshot(&pictures.join(file))?;
            }
        }
        say::note(view.name);
    }
    for problem in browser.problems()? {
        say::note(&format!("the page logged an error: {problem}"));
    }
    say::note(&format!("done in {}", say::duration(started.elapsed())));
    println!("{}", pictures.display());
    Ok(())
}

fn show(browser: &Browser, view: &View) -> Result<()> {
    browser.open(view.hash)?;
    browser.script(&format!("await queuescope.ready; {} {SETTLE}", view.script))?;
    Ok(())
}
