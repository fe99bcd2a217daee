//! `cargo xtask shots`: pictures of the main views, to be looked at.

use std::time::Instant;

use anyhow::{Context, Result};

use super::build;
use crate::browser::{Browser, Look};
use crate::tools::{BrowserTools, Kind, PageTools};
use crate::{project, say};

/// One view of the page: the name of its picture, the address, and what is done
/// there before the picture is taken.
type View = (&'static str, &'static str, &'static str);

/// Long enough that messages are on every wire and the books are not empty.
const RUN: &str = "await run(12000);";

/// What is pictured. A new view needs one line here.
const VIEWS: &[View] = &[
    ("home", "#/", ""),
    ("course", "#/course", ""),
    ("glossary", "#/glossary", ""),
    ("teacher", "#/teacher/guarantees", ""),
    ("modelled", "#/fidelity", ""),
    ("nowhere", "#/no/such/page", ""),
    ("damaged-link", "#/run/1.nonsense", ""),
    ("work-queue", "#/lab/work-queue", RUN),
    ("fan-out", "#/lab/fan-out", RUN),
    ("topic", "#/lab/topic", RUN),
    ("call-or-queue", "#/lab/call-or-queue", RUN),
    ("guarantees", "#/lab/guarantees", RUN),
    ("poison", "#/lab/poison", RUN),
    ("bounded", "#/lab/bounded", RUN),
    ("by-hand", "#/lab/by-hand", RUN),
    ("blocked", "#/lab/pressure-block", "await run(20300);"),
    ("alarm", "#/lab/pressure-alarm", RUN),
    ("log-or-queue", "#/lab/log-or-queue", RUN),
    ("requeue", "#/lab/requeue", RUN),
    ("exactly-once", "#/lab/exactly-once", RUN),
    ("rebalance", "#/lab/rebalance", RUN),
    ("share-group", "#/lab/share-group", RUN),
    ("deep-queue", "#/lab/bench-1k", "await run(3000);"),
    ("controls", "#/lab/guarantees", "await run(12000); await tab('Controls');"),
    (
        "node",
        "#/lab/guarantees",
        "await run(12000); await click('.is-consumer'); await tab('Inspector');",
    ),
    (
        "message",
        "#/lab/guarantees",
        "await run(12000); await click('.is-tube'); await click('.insp .msg'); await tab('Inspector');",
    ),
    (
        "dead-letters",
        "#/lab/poison",
        "await run(30000); await click('.desk button, .desk'); await tab('Inspector');",
    ),
    ("charts", "#/lab/guarantees", "await run(12000); await tab('Charts');"),
    (
        "space-time",
        "#/lab/guarantees",
        "await run(12000); await tab('Charts'); await press('Space-time');",
    ),
    ("events", "#/lab/guarantees", "await run(12000); await tab('Charts'); await press('Events');"),
    ("books", "#/lab/guarantees", "await run(12000); await tab('Charts'); await press('Books');"),
    ("faults", "#/lab/guarantees", "await run(12000); await press('Break something');"),
    (
        "lines",
        "#/lab/guarantees",
        "await run(12000); await unfold('Branches, undo, and running until something happens');",
    ),
    ("share", "#/lab/guarantees", "await run(12000); await unfold('Share this moment');"),
    ("embed-code", "#/lab/guarantees", "await unfold('Embed this lab in a page of yours');"),
    ("preferences", "#/lab/guarantees", "await unfold('Preferences');"),
    (
        "presenting",
        "#/lab/fan-out",
        "await run(12000); await unfold('Preferences'); seen('.sheet input[type=checkbox]').at(-1).click(); \
         await unfold('Preferences');",
    ),
    ("legend", "#/lab/guarantees", "await unfold('Legend and keys');"),
    ("building", "#/lab/guarantees", "await press('Build');"),
    ("blank", "#/lab/blank", "await press('Build');"),
    ("lesson", "#/lesson/guarantees", RUN),
    ("myth", "#/lesson/myth-auto-commit", RUN),
    ("challenge", "#/lesson/challenge-lag", RUN),
    ("embed", "?embed=1#/lab/guarantees", RUN),
    ("german-home", "?lang=de#/", ""),
    ("german-lab", "?lang=de#/lab/guarantees", "await run(12000); await click('.is-consumer');"),
    ("german-lesson", "?lang=de#/lesson/guarantees", ""),
];

/// What the views' scripts are written in. What is not to be seen on a screen
/// of this size is not there to be pressed.
const VERBS: &str = "
const moment = () => new Promise((done) => setTimeout(done, 300));
const run = async (ms) => { await queuescope.pause(); await queuescope.runFor(ms); await moment(); };
const then = (one) => { one?.click(); return moment(); };
const seen = (css) => [...document.querySelectorAll(css)].filter((one) => one.getClientRects().length > 0);
const says = (one) => one.getAttribute('aria-label') || one.title || one.textContent.trim();
const click = (css) => then(seen(css)[0]);
const press = (words) => then(seen('button').find((one) => says(one).startsWith(words) || one.textContent.trim() === words));
const tab = (words) => then(seen('.tabs button').find((one) => one.textContent.trim() === words));
const unfold = (words) => then(seen('summary').find((one) => one.title === words || says(one) === words));
";

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
    // No picture offers what the one before it left.
    browser.before_load("localStorage.clear()")?;
    for (name, hash, script) in VIEWS {
        for (width, height) in SIZES.iter().copied() {
            for dark in [false, true] {
                let theme = if dark { "dark" } else { "light" };
                let file = format!("{name}-{width}x{height}-{theme}.png");
                browser.look(Look { width, height, dark, ..Look::default() })?;
                show(&browser, hash, script)
                    .with_context(|| format!("{file} could not be taken"))?;
                browser.screenshot(&pictures.join(file))?;
            }
        }
        say::note(name);
    }
    for problem in browser.problems()? {
        say::note(&format!("the page logged an error: {problem}"));
    }
    say::note(&format!("done in {}", say::duration(started.elapsed())));
    println!("{}", pictures.display());
    Ok(())
}

fn show(browser: &Browser, hash: &str, script: &str) -> Result<()> {
    browser.open(hash)?;
    browser.script(&format!("await queuescope.ready; {VERBS} {script} {SETTLE}"))?;
    Ok(())
}
