//! The built page, used as a person and as a script would.
//!
//! `cargo xtask test` builds the page and runs these; alone, they need
//! `dist/` and a browser.

#![cfg(not(target_arch = "wasm32"))]

use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use xtask::browser::{Browser, Key, Look};

#[path = "e2e/building.rs"]
mod building;
#[path = "e2e/frames.rs"]
mod frames;
#[path = "e2e/languages.rs"]
mod languages;
#[path = "e2e/lessons.rs"]
mod lessons;
#[path = "e2e/time.rs"]
mod time;

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

    /// Goes to each route on screens of every size and in both themes, does
    /// what `there` says, and finds that the page fits and axe has no word to
    /// say.
    fn on_every_screen(&self, routes: &[&str], there: impl Fn(&str) -> Result<()>) -> Result<()> {
        for (width, height) in [(1440, 900), (1024, 768), (720, 420), (390, 844)] {
            for dark in [false, true] {
                self.0.look(Look { width, height, dark, reduced_motion: true })?;
                for route in routes {
                    self.go(route)?;
                    there(route)?;
                    self.settle()?;
                    self.fits(&format!("{route} at {width}×{height}, dark {dark}"))?;
                }
            }
        }
        Ok(())
    }

    fn fits(&self, place: &str) -> Result<()> {
        let overflow = self.0.script(
            "const root = document.documentElement; return root.scrollWidth - root.clientWidth",
        )?;
        assert_eq!(overflow, 0, "{place} scrolls sideways");
        assert_eq!(self.0.accessibility_problems()?, Vec::<String>::new(), "{place}");
        Ok(())
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
    page.on_every_screen(&routes, |_| {
        page.0.script("queuescope.pause(); await queuescope.runFor(9000)").map(drop)
    })?;
    page.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_projector_gets_the_stage_alone() -> Result<()> {
    let page = Page::open("#/lab/fan-out")?;
    page.0.click("summary[aria-label='Preferences']")?;
    page.0.script(
        "const labels = [...document.querySelectorAll('.sheet label')];
         labels.find((one) => one.textContent.includes('Presentation')).click();",
    )?;
    page.settle()?;
    for (width, height) in [(1440, 900), (1024, 768), (390, 844)] {
        page.0.look(Look { width, height, ..Look::default() })?;
        page.settle()?;
        let beside = page.0.script(
            "const lab = document.querySelector('.lab');
             const seen = [...lab.children].filter((part) => part.getClientRects().length > 0);
             const narrow = seen.filter((part) => part.offsetWidth < lab.clientWidth - 1);
             return [seen.map((part) => part.className), narrow.map((part) => part.className)]",
        )?;
        assert_eq!(beside, json!([["stage", "time"], []]), "at {width}×{height}");
    }
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

/// Opens the sheet for sharing, and keeps a copy of whatever is saved, with
/// the name it gets.
const KEEP_WHAT_IS_SAVED: &str = "
    document.querySelector('.share summary').click();
    window.saved = [];
    let last;
    const address = URL.createObjectURL;
    URL.createObjectURL = (blob) => { last = blob; return address.call(URL, blob); };
    const click = HTMLElement.prototype.click;
    HTMLElement.prototype.click = function () {
        if (!this.download) return click.call(this);
        window.saved.push({ name: this.download, blob: last });
    };";

/// Looks at the file saved last: its name, its first bytes, and how large and
/// how colourful its picture is.
const LOOK_AT_SAVED: &str = "
    const { name, blob } = window.saved.at(-1);
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const file = { name, type: blob.type, size: bytes.length, head: [...bytes.slice(0, 8)] };
    const url = URL.createObjectURL(blob);
    const made = (element, event) => new Promise((done, failed) => {
        element[event] = done;
        element.onerror = () => failed(new Error(`${name} cannot be shown`));
        element.src = url;
    });
    const image = new Image();
    await made(image, 'onload');
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const pixels = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    return { ...file, width: canvas.width, height: canvas.height, colours: new Set(pixels).size };";

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn the_stage_is_taken_along_as_a_picture() -> Result<()> {
    let page = Page::open("#/lab/log-or-queue")?;
    page.0.script("await queuescope.pause(); await queuescope.runFor(9000)")?;
    page.0.script(KEEP_WHAT_IS_SAVED)?;
    page.press("Save PNG")?;
    page.0.wait_until("saved.length === 1", PATIENCE)?;
    let png = page.0.script(LOOK_AT_SAVED)?;
    assert_eq!(png["name"], "queuescope-log-or-queue-9.00s.png");
    assert_eq!(png["head"], json!([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), "{png}");
    page.press("Save SVG")?;
    page.0.wait_until("saved.length === 2", PATIENCE)?;
    let svg = page.0.script(LOOK_AT_SAVED)?;
    assert_eq!(svg["name"], "queuescope-log-or-queue-9.00s.svg");
    assert_eq!((&svg["type"], &svg["width"]), (&json!("image/svg+xml"), &json!(1120)), "{svg}");
    let twice = |size: &Value| size.as_u64().map(|size| 2 * size);
    assert_eq!(png["width"].as_u64(), twice(&svg["width"]));
    assert_eq!(png["height"].as_u64(), twice(&svg["height"]));
    for picture in [&png, &svg] {
        assert!(picture["colours"].as_u64() > Some(50), "{picture}");
    }
    let text = page.0.script(
        "const text = await saved.at(-1).blob.text();
         const read = new DOMParser().parseFromString(text, 'image/svg+xml');
         return read.querySelector('parsererror') ? 'not well-formed' : read.documentElement.textContent",
    )?;
    let text = text.as_str().context("it is text")?;
    assert!(text.contains("A · Apache Kafka") && text.contains("B · RabbitMQ"), "{text}");
    page.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_clip_shows_the_last_seconds_and_leaves_the_lab_alone() -> Result<()> {
    let page = Page::open("#/lab/guarantees")?;
    page.0.script(
        "await queuescope.pause(); await queuescope.runFor(5000);
         await queuescope.command({ crash: { consumer: 'billing' } });
         await queuescope.runFor(4000)",
    )?;
    let before = page.state()?;
    page.0.script(KEEP_WHAT_IS_SAVED)?;
    page.press("Record a clip")?;
    page.0.wait_until("document.querySelector('progress.clip').value > 0", PATIENCE)?;
    page.press("Cancel the clip")?;
    page.0.wait_until("document.querySelector('progress.clip').hidden", PATIENCE)?;
    page.0.script(
        "const select = document.querySelector('.share select');
         select.selectedIndex = 0; select.dispatchEvent(new Event('change', { bubbles: true }))",
    )?;
    page.press("Record a clip")?;
    page.0.wait_until("saved.length > 0", PATIENCE)?;
    let after = page.state()?;
    assert_eq!((&after["digest"], &after["now_ms"]), (&before["digest"], &before["now_ms"]));
    let saved = page.0.script(
        "const reader = new FileReader();
         reader.readAsDataURL(saved[0].blob);
         await new Promise((done) => { reader.onload = done; });
         return { files: saved.length, name: saved[0].name, url: reader.result };",
    )?;
    assert_eq!(saved["files"], 1, "what was called off is not saved");
    assert_eq!(saved["name"], "queuescope-guarantees-9.00s.webm");
    page.no_problems()?;
    // The page's own policy lets it show no videos: it has none.
    page.0.goto("about:blank")?;
    let clip = page.0.script_with(PLAY, vec![saved["url"].clone()])?;
    assert_eq!(clip["width"], 1280, "{clip}");
    let seconds = clip["seconds"].as_f64().context("it ends")?;
    assert!((1.0..60.0).contains(&seconds), "{clip}");
    assert!(clip["changed"].as_u64() > Some(500), "things have moved: {clip}");
    Ok(())
}

/// Plays a clip: its size, how long it is, and how many pixels differ between
/// its first frame and its last.
const PLAY: &str = "
    const video = document.createElement('video');
    video.muted = true;
    const at = (moment) => new Promise((done) => {
        video.onseeked = done;
        video.currentTime = moment;
    });
    await new Promise((done, failed) => {
        video.onloadeddata = done;
        video.onerror = () => failed(new Error('it cannot be played'));
        video.src = arguments[0];
    });
    const [width, height] = [video.videoWidth, video.videoHeight];
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const frame = () => {
        context.drawImage(video, 0, 0);
        return new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
    };
    const first = frame();
    // A recording does not say how long it is before its end has been seen.
    await at(1e6);
    const seconds = video.duration;
    // It is there before what is to be seen there can be drawn.
    let changed = 0;
    for (let tries = 0; changed === 0 && tries < 100; tries++) {
        await new Promise((done) => setTimeout(done, 50));
        changed = frame().filter((pixel, n) => pixel !== first[n]).length;
    }
    return { width, height, seconds, changed };";

/// Names of the labs that the browser keeps.
const KEPT: &str = "Object.keys(localStorage).filter((name) => name.startsWith('queuescope.lab.'))";

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_lab_that_was_changed_is_offered_after_a_reload() -> Result<()> {
    let page = Page::open("#/lab/guarantees")?;
    page.0.script(
        "await queuescope.pause(); await queuescope.runFor(4000);
         await queuescope.command({ crash: { consumer: 'billing', at: 'between' } });
         await queuescope.runFor(8400)",
    )?;
    let left = page.state()?;
    page.go("#/")?;
    page.0.wait_until("document.querySelector('.kept')", PATIENCE)?;
    let says = page.0.text(".kept")?;
    assert!(says.contains("at 12.4 s, with 1 change, just now"), "{says}");
    let focused = page.0.script("return document.activeElement.tagName")?;
    assert_eq!(focused, "BODY", "an offer takes no focus");
    assert_eq!(page.0.accessibility_problems()?, Vec::<String>::new());
    page.press("Go on")?;
    page.until("state.now_ms === 12400 && !state.playing")?;
    assert_eq!(page.state()?["digest"], left["digest"]);
    assert_eq!(page.0.script("return location.hash")?, "#/lab/guarantees");
    assert_eq!(page.0.script(&format!("return {KEPT}.length"))?, 1, "it was taken over");
    page.go("#/lab/guarantees")?;
    assert_eq!(page.state()?["now_ms"], 0, "nothing goes on by itself");
    page.press("Forget it")?;
    page.0.wait_until("!document.querySelector('.kept')", PATIENCE)?;
    assert_eq!(page.0.script(&format!("return {KEPT}.length"))?, 0);
    page.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn two_windows_keep_their_labs_beside_each_other() -> Result<()> {
    let page = Page::open("#/lab/guarantees")?;
    page.0.script(
        "const crash = (window, consumer) => window.queuescope.command({ crash: { consumer } });
         await crash(window, 'billing');
         const frame = document.createElement('iframe');
         frame.src = './?lab=work-queue';
         const loaded = new Promise((done) => frame.addEventListener('load', done));
         document.body.append(frame);
         await loaded;
         await frame.contentWindow.queuescope.ready;
         await crash(frame.contentWindow, 'billing-1');
         frame.contentWindow.dispatchEvent(new Event('pagehide'));
         await crash(frame.contentWindow, 'billing-2');
         frame.contentWindow.dispatchEvent(new Event('pagehide'))",
    )?;
    page.go("#/")?;
    page.0.wait_until("document.querySelector('.kept .more')", PATIENCE)?;
    assert_eq!(page.0.script(&format!("return {KEPT}.length"))?, 2);
    page.press("Not now")?;
    page.0.wait_until("!document.querySelector('.kept')", PATIENCE)?;
    assert_eq!(page.0.script(&format!("return {KEPT}.length"))?, 2);
    page.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_browser_that_refuses_storage_changes_nothing_else() -> Result<()> {
    let page = Page::open("#/lab/guarantees")?;
    page.0.before_load(
        "for (const name of ['localStorage', 'sessionStorage']) {
           const refused = { get() { throw new DOMException('refused', 'SecurityError') } };
           Object.defineProperty(window, name, refused);
         }",
    )?;
    page.go("#/lab/guarantees")?;
    page.press("At most once")?;
    page.0.script("await queuescope.pause(); await queuescope.runFor(9000)")?;
    page.0.script("window.dispatchEvent(new Event('pagehide'))")?;
    page.settle()?;
    assert_eq!(page.0.script("return document.querySelector('[role=alert], .kept')")?, Value::Null);
    page.0.click(".share > summary")?;
    let says = page.0.text(".share .sheet")?;
    assert!(says.contains("lets the page keep nothing"), "{says}");
    page.go("#/lab/guarantees")?;
    assert_eq!(page.0.script("return document.querySelector('.kept')")?, Value::Null);
    page.no_problems()
}
