//! The built page, used as a person and as a script would.
//!
//! `cargo xtask test` builds the page and runs these; alone, they need
//! `dist/` and a browser.

#![cfg(not(target_arch = "wasm32"))]

use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use xtask::browser::{Browser, Key, Look};

/// How long anything on the page may take to come about.
const PATIENCE: Duration = Duration::from_secs(20);

/// A page on one route, ready.
struct Page(Browser);

impl Page {
    fn open(route: &str) -> Result<Page> {
        let page = Page(Browser::start()?);
        page.0.look(Look::default())?;
        page.go(route)?;
        Ok(page)
    }

    fn go(&self, route: &str) -> Result<()> {
        self.0.open(route)?;
        self.0.script("await queuescope.ready").map(drop)
    }

    /// Clicks the button, or the label of the choice, that says `words`, as
    /// a pointer would.
    fn press(&self, words: &str) -> Result<()> {
        let mark = "
            const says = (element) => (element.getAttribute('aria-label') || element.textContent).trim();
            const visible = (element) => element.getClientRects().length > 0;
            const all = [...document.querySelectorAll('button, .seg label')].filter(visible);
            const found = all.find((one) => says(one) === arguments[0])
                || all.find((one) => says(one).startsWith(arguments[0]));
            if (!found) throw new Error(`nothing says ${arguments[0]}; there is ${all.map(says).join(' | ')}`);
            document.querySelectorAll('[data-press]').forEach((one) => one.removeAttribute('data-press'));
            found.setAttribute('data-press', '');
            found.scrollIntoView({ block: 'center' });";
        self.0.script_with(mark, vec![json!(words)])?;
        self.0.click("[data-press]").with_context(|| format!("pressing “{words}”"))
    }

    fn state(&self) -> Result<Value> {
        self.0.script("return await queuescope.state()")
    }

    /// Waits until an expression over `state` is true.
    fn until(&self, expression: &str) -> Result<()> {
        let condition = format!("(state => {expression})(await queuescope.state())");
        self.0.wait_until(&condition, PATIENCE)
    }

    /// Waits in the page until its panels have caught up.
    fn settle(&self) -> Result<()> {
        self.0.script("await new Promise((done) => setTimeout(done, 400))").map(drop)
    }

    fn no_problems(&self) -> Result<()> {
        assert_eq!(self.0.problems()?, Vec::<String>::new());
        Ok(())
    }
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_crash_between_effect_and_ack_charges_twice() -> Result<()> {
    let page = Page::open("#/lab/guarantees")?;
    page.press("At least once")?;
    page.press("Crash billing after the effect, before the ack")?;
    page.press("Play")?;
    page.until("state.books.effects.duplicated === 1")?;
    page.press("Pause")?;
    let effects = &page.state()?["books"]["effects"];
    assert_eq!(effects["lost"], json!({}), "{effects}");
    page.settle()?;
    let ledger = page.0.text("[aria-label='Effect ledger']")?;
    assert!(ledger.contains("twice") || ledger.contains("duplicated"), "{ledger}");
    page.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_crash_before_the_effect_loses_under_automatic_ack() -> Result<()> {
    let page = Page::open("#/lab/guarantees")?;
    page.press("At most once")?;
    // Slow arrivals keep one message outstanding at a time.
    page.0.script(
        "await queuescope.command({ 'set-arrivals': { producer: 'checkout',
            arrivals: { constant: { per_s: 0.4 } } } })",
    )?;
    page.press("Crash billing after the ack, before the effect")?;
    page.press("Play")?;
    page.until("state.nodes.some((node) => node.crashes === 1)")?;
    page.until("Object.values(state.books.effects.lost).length === 1")?;
    let effects = &page.state()?["books"]["effects"];
    assert_eq!(effects["lost"], json!({ "consumer-crashed": 1 }), "{effects}");
    assert_eq!(effects["duplicated"], 0, "{effects}");
    page.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn poison_fills_the_dead_letter_queue() -> Result<()> {
    let page = Page::open("#/lab/poison")?;
    let dead = "state.nodes.find((node) => node.id === 'orders.dead').ready";
    assert_eq!(
        page.0.script(&format!("const state = await queuescope.state(); return {dead}"))?,
        0
    );
    page.press("Play")?;
    page.until(&format!("{dead} >= 1"))?;
    page.0.script("queuescope.pause(); await queuescope.runFor(30000)")?;
    page.until(&format!("{dead} >= 3"))?;
    page.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn bad_scenarios_are_told_why_and_the_lab_goes_on() -> Result<()> {
    let page = Page::open("#/lab/fan-out")?;
    page.0.script("await queuescope.pause(); await queuescope.runFor(5000)")?;
    let before = page.state()?["digest"].clone();
    let good = serde_json::to_value(queuescope::scenario::catalog::find("fan-out"))?;
    let with = |place: &str, value: Value| {
        let mut bad = good.clone();
        *bad.pointer_mut(place).unwrap_or_else(|| panic!("{place} is there")) = value;
        bad.to_string()
    };
    let truncated = good.to_string()[..200].to_owned();
    let cases = [
        (
            with("/topology/queues/0", json!({ "name": "email", "colour": "red" })),
            "queues[0].colour",
        ),
        (
            with("/topology/producers/0/arrivals", json!({ "constant": { "per_s": -3 } })),
            "from 0 to 100,000 a second",
        ),
        (
            with("/topology/consumers/0/prefetch", json!(1_000_000_000)),
            "from 0 (unlimited) to 65,535",
        ),
        (with("/topology/bindings/0/queue", json!("nowhere")), "leads nowhere"),
        (truncated, "ends in the middle"),
    ];
    for (text, expected) in cases {
        page.0.script_with(OPEN_FILE, vec![json!(text)])?;
        page.0.wait_until("document.querySelector('[role=alert]')", PATIENCE)?;
        let says = page.0.text("[role=alert]")?;
        assert!(says.contains(expected), "{says}");
        assert_eq!(page.state()?["digest"], before);
        page.press("Dismiss")?;
        page.0.wait_until("!document.querySelector('[role=alert] li')", PATIENCE)?;
        if let Ok(object) = serde_json::from_str::<Value>(&text) {
            let error = page.0.script_with("await queuescope.load(arguments[0])", vec![object]);
            let says = error.expect_err("is refused").to_string();
            assert!(says.contains(expected), "{says}");
            assert_eq!(page.state()?["digest"], before);
        }
    }
    page.no_problems()
}

/// Gives a file to the page as its file chooser would.
const OPEN_FILE: &str = "
    const input = document.querySelector('input[type=file]');
    const files = new DataTransfer();
    files.items.add(new File([arguments[0]], 'lab.json', { type: 'application/json' }));
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));";

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn nonsense_is_rejected_with_a_sentence() -> Result<()> {
    let page = Page::open("#/lab/work-queue")?;
    let before = page.state()?;
    for (call, expected) in [
        ("queuescope.load('no-such-world')", "work-queue"),
        ("queuescope.load(7)", "scenario"),
        ("queuescope.step(-1)", "from 1"),
        ("queuescope.runFor('soon')", "number"),
        ("queuescope.runFor(NaN)", "number"),
        ("queuescope.runFor(1e12)", "from 0"),
        ("queuescope.command({ explode: {} })", "unknown variant"),
        ("queuescope.command({ crash: { consumer: 'nobody' } })", "billing-1"),
        ("queuescope.command(null)", "command"),
        ("queuescope.facts(-5)", "from 0"),
    ] {
        let says = page.0.script(&format!("await {call}")).expect_err(call).to_string();
        assert!(says.contains(expected), "{call} said: {says}");
    }
    let after = page.state()?;
    assert_eq!((&after["digest"], &after["now_ms"]), (&before["digest"], &before["now_ms"]));
    page.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn the_keyboard_plays_steps_and_crashes() -> Result<()> {
    let page = Page::open("#/lab/guarantees")?;
    page.0.script("await queuescope.pause(); document.activeElement.blur()")?;
    let before = page.state()?["now_ms"].clone();
    page.0.type_text(".")?;
    assert_eq!(page.state()?["now_ms"], before, "single keys belong to the stage");
    page.0.script("document.querySelector('.stage-view').focus()")?;
    page.0.type_text(".")?;
    assert_ne!(page.state()?["now_ms"], before);
    page.0.type_text(" ")?;
    page.until("state.playing")?;
    page.0.type_text(" ")?;
    page.until("!state.playing")?;
    page.0.type_text("c")?;
    page.until("state.nodes.some((node) => node.armed === 'between')")?;
    page.0.press(Key::Tab)?;
    let focused = page.0.script("return document.activeElement.tagName")?;
    assert_ne!(focused, "BODY");
    page.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_paused_page_asks_for_no_frames() -> Result<()> {
    let page = Page::open("#/lab/work-queue")?;
    page.0.script("await queuescope.play()")?;
    page.until("state.now_ms > 200")?;
    page.0.script("await queuescope.pause()")?;
    page.settle()?;
    let frames = page.0.script(
        "let asked = 0;
         const ask = window.requestAnimationFrame;
         window.requestAnimationFrame = (callback) => { asked += 1; return ask.call(window, callback); };
         await new Promise((done) => setTimeout(done, 1000));
         window.requestAnimationFrame = ask;
         return asked;",
    )?;
    assert_eq!(frames, 0);
    page.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn every_view_fits_and_is_accessible() -> Result<()> {
    let page = Page::open("#/")?;
    let sizes = [(1440, 900), (1024, 768), (720, 420), (390, 844)];
    let routes = [
        "#/",
        "#/lab/work-queue",
        "#/lab/fan-out",
        "#/lab/call-or-queue",
        "#/lab/poison",
        "#/lab/by-hand",
        "#/fidelity",
        "#/lesson/guarantees",
        "#/course",
        "#/teacher/guarantees",
        "#/glossary",
    ];
    for (width, height) in sizes {
        for dark in [false, true] {
            page.0.look(Look { width, height, dark, reduced_motion: true })?;
            for route in routes {
                page.go(route)?;
                page.0.script("queuescope.pause(); await queuescope.runFor(9000)")?;
                page.settle()?;
                let place = format!("{route} at {width}×{height}, dark {dark}");
                let overflow = page.0.script(
                    "const root = document.documentElement; return root.scrollWidth - root.clientWidth",
                )?;
                assert_eq!(overflow, 0, "{place} scrolls sideways");
                assert_eq!(page.0.accessibility_problems()?, Vec::<String>::new(), "{place}");
            }
        }
    }
    page.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn the_one_file_page_opens_from_disk() -> Result<()> {
    let page = Page(Browser::start()?);
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("dist/queuescope.html");
    page.0.goto(&format!("file://{}#/lab/guarantees", file.display()))?;
    page.0.script("await queuescope.ready; await queuescope.runFor(10000)")?;
    let state = page.state()?;
    assert!(state["books"]["effects"]["once"].as_u64() > Some(3), "{state}");
    page.0.script("location.hash = '#/lesson/guarantees'")?;
    page.until("state.goals.length === 2")?;
    page.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_lesson_asks_first_and_the_run_answers() -> Result<()> {
    let page = Page::open("#/lesson/guarantees")?;
    page.until("state.goals.length === 2")?;
    page.press("Play")?;
    page.0.wait_until("document.querySelector('[role=alert]')", PATIENCE)?;
    assert_eq!(page.state()?["playing"], false, "it waits for a prediction");
    page.press("Dismiss")?;
    page.0.click(".guess input")?;
    page.0.type_text("3")?;
    page.settle()?;
    page.press("Lock it in and play")?;
    page.until("state.playing && state.now_ms > 200")?;
    page.0.script("await queuescope.pause(); await queuescope.runFor(20000)")?;
    page.until("state.goals.every((goal) => goal.met)")?;
    page.settle()?;
    let says = page.0.text("[aria-label='Prediction']")?;
    assert!(says.contains("You said 3") && says.contains("m3"), "{says}");
    page.0.click(".life-here summary")?;
    page.press("Open it in the inspector")?;
    page.settle()?;
    assert!(page.0.text("[aria-label='Inspector']")?.contains("m3"));
    page.0.script("await queuescope.seek(1000)")?;
    page.until("state.goals.every((goal) => !goal.met)")?;
    page.0.script("location.hash = '#/course'")?;
    page.settle()?;
    assert!(page.0.text("main")?.contains("at step 1"));
    page.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn back_and_forward_move_between_labs() -> Result<()> {
    let page = Page::open("#/lab/work-queue")?;
    page.0.script("location.hash = '#/lab/fan-out'")?;
    page.until("state.nodes.some((node) => node.id === 'signups')")?;
    page.0.script("history.back()")?;
    page.until("state.nodes.some((node) => node.id === 'billing-3')")?;
    page.0.script("history.forward()")?;
    page.until("state.nodes.some((node) => node.id === 'signups')")?;
    page.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn the_same_crash_on_both_sides_leaves_different_ledgers() -> Result<()> {
    let page = Page::open("#/lab/log-or-queue")?;
    page.0.script("await queuescope.pause(); await queuescope.runFor(9000)")?;
    page.0.script("await queuescope.command({ crash: { consumer: 'worker-1' } })")?;
    page.0.script("await queuescope.runFor(40000)")?;
    let state = page.state()?;
    let beside = &state["beside"];
    assert_eq!((&state["profile"], state["now_ms"].as_f64()), (&json!("kafka"), Some(49_000.0)));
    assert_eq!(beside["now_ms"], state["now_ms"]);
    let crashes = |state: &Value| -> Option<i64> {
        let nodes = state["nodes"].as_array()?;
        nodes.iter().find(|node| node["id"] == "worker-1")?["crashes"].as_i64()
    };
    assert_eq!((crashes(&state), crashes(beside)), (Some(1), Some(1)));
    assert_ne!(state["books"]["effects"], beside["books"]["effects"]);
    assert_eq!(state["books"]["effects"]["out_of_order"], 0);
    page.settle()?;
    let table = page.0.text("[aria-label='Differences']")?;
    assert!(table.contains("can be replayed") && table.contains("from the start"), "{table}");
    page.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_shared_link_opens_at_the_very_moment() -> Result<()> {
    let page = Page::open("#/lab/guarantees")?;
    page.0.script(
        "await queuescope.pause(); await queuescope.runFor(4000);
         await queuescope.command({ crash: { consumer: 'billing', at: 'between' } });
         await queuescope.runFor(6000); await queuescope.seek(7500)",
    )?;
    let before = page.state()?;
    let link = page.0.script("return await queuescope.link()")?;
    let link = link.as_str().context("a link is a text")?.to_owned();
    let hash = link.split_once('#').context("it has a hash")?.1.to_owned();
    page.go(&format!("#{hash}"))?;
    page.until("state.now_ms === 7500 && !state.playing")?;
    assert_eq!(page.state()?["digest"], before["digest"]);
    page.no_problems()
}
