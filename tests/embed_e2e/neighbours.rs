//! A frame among others: sandboxes, twenty of them, focus and accessibility.

use std::{fs, thread, time::Duration};

use anyhow::Result;
use xtask::browser::{Browser, Key, Kind, Look};

use crate::course::{Course, PATIENCE, copy, dist, in_both_browsers, site};

in_both_browsers! {
    a_sandboxed_frame_has_nothing_and_runs,
    the_one_file_page_runs_without_an_address,
    twenty_labs_on_a_page_run_where_they_are_seen,
    a_lab_in_a_hidden_tab_stands_still,
    the_focus_goes_through_a_frame_and_out_again,
}

fn a_sandboxed_frame_has_nothing_and_runs(kind: Kind) -> Result<()> {
    let course = Course::ready(kind, "embed=1&lab=guarantees", "sandbox=allow-scripts")?;
    course.ask("'runFor', 5000")?;
    assert_eq!(course.ask("'getState'")?["now_ms"], 5_000);
    course.ask("'play'")?;
    course.until("told('state').some((one) => one.payload.now_ms > 5000)")?;
    course.no_problems()
}

fn the_one_file_page_runs_without_an_address(kind: Kind) -> Result<()> {
    let site =
        site("<iframe id=lab title=Lab width=720 height=480 sandbox=allow-scripts></iframe>")?;
    fs::copy(dist().join("queuescope.html"), site.path().join("queuescope.html"))?;
    let browser = kind.serving(site.path())?;
    browser.open("")?;
    browser.script("frame().srcdoc = await (await fetch('queuescope.html')).text()")?;
    browser.wait_until("told('answer').length > 0", PATIENCE)?;
    browser.script("await ask('load', 'poison'); await ask('runFor', 9000); await ask('play')")?;
    browser.wait_until("told('state').some((one) => one.payload.now_ms > 9000)", PATIENCE)?;
    let state = browser.script("return await ask('getState')")?;
    assert!(state["nodes"].as_array().is_some_and(|nodes| !nodes.is_empty()), "{state}");
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}

fn twenty_labs_on_a_page_run_where_they_are_seen(kind: Kind) -> Result<()> {
    let frame = "<p><iframe title=Lab width=720 height=480 src=\"lab/?embed=1&lab=guarantees&autoplay=1\"></iframe></p>";
    let site = site(&frame.repeat(20))?;
    copy(&dist(), &site.path().join("lab"))?;
    let browser = kind.serving(site.path())?;
    browser.look(Look::default())?;
    browser.open("")?;
    let all =
        "window.labs = [...document.querySelectorAll('iframe')].map((one) => one.contentWindow);";
    browser.script(all)?;
    let pages = browser.script("return history.length")?;
    browser.wait_until("labs.every((lab) => lab.queuescope?.state)", PATIENCE * 2)?;
    let times = "await Promise.all(labs.map(async (lab) => (await lab.queuescope.state()).now_ms))";
    browser.wait_until(&format!("({times})[0] > 1000"), PATIENCE)?;
    let out_of_view = browser.script(&format!(
        "const before = {times};
         await new Promise((done) => setTimeout(done, 1000));
         const after = {times};
         return after.slice(4).every((now, at) => now === before[at + 4]);"
    ))?;
    assert_eq!(out_of_view, true, "frames that nobody sees go on");
    browser.script("document.querySelectorAll('iframe')[19].scrollIntoView()")?;
    browser.wait_until(&format!("({times})[19] > 500"), PATIENCE)?;
    assert_eq!(browser.script("return history.length")?, pages, "frames fill the history");
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}

fn a_lab_in_a_hidden_tab_stands_still(kind: Kind) -> Result<()> {
    let site = site(
        "<iframe id=lab title=Lab width=720 height=480 src=\"lab/?embed=1&lab=guarantees&autoplay=1\"></iframe>",
    )?;
    copy(&dist(), &site.path().join("lab"))?;
    let browser = kind.serving(site.path())?;
    browser.open("")?;
    let now = "(await frame().contentWindow.queuescope.state()).now_ms";
    browser.wait_until("frame().contentWindow.queuescope?.state", PATIENCE)?;
    browser.wait_until(&format!("{now} > 500"), PATIENCE)?;
    browser.script(&format!(
        "window.times = [];
         const page = frame().contentDocument;
         const frames = async () => {{
             for (let more = 0; more < 2; more += 1) await new Promise(page.defaultView.requestAnimationFrame);
         }};
         page.addEventListener('visibilitychange', async () => {{
             const [hidden, real] = [page.hidden, performance.now()];
             if (!hidden) await frames();
             times.push([hidden, real, {now}]);
         }});"
    ))?;
    browser.behind_a_tab(|| thread::sleep(Duration::from_secs(3)))?;
    browser.wait_until("times.length === 2", PATIENCE)?;
    let times = browser.script("return times")?;
    assert_eq!([&times[0][0], &times[1][0]], [true, false]);
    let passed = |clock: usize| {
        let at = |when: usize| times[when][clock].as_f64().expect("a number");
        at(1) - at(0)
    };
    assert!(passed(1) >= 2_000.0, "the tab was hidden too shortly: {times}");
    // Browsers run no frames in a hidden tab: what could go wrong is a jump afterwards.
    assert!((0.0..=250.0).contains(&passed(2)), "time was caught up: {times}");
    browser.wait_until(&format!("{now} > times[1][2] + 500"), PATIENCE)?;
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_click_is_waited_for_before_anything_is_fetched() -> Result<()> {
    let browser = Browser::start()?;
    browser.open("?embed=1&lab=poison&load=click")?;
    browser.wait_until("!document.getElementById('start').hidden", PATIENCE)?;
    // The program and its glue.
    let fetched = "performance.getEntriesByType('resource')
         .filter((one) => /\\/queuescope-/.test(one.name)).length";
    assert_eq!(browser.script(&format!("return {fetched}"))?, 0);
    browser.click("#start")?;
    browser.script("await queuescope.ready; await queuescope.runFor(1000)")?;
    assert_eq!(browser.script(&format!("return {fetched}"))?, 2);
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}

fn the_focus_goes_through_a_frame_and_out_again(kind: Kind) -> Result<()> {
    let course = Course::ready(kind, "embed=1&lab=guarantees", "")?;
    course.browser.script("document.getElementById('before').focus()")?;
    let mut way = Vec::new();
    for _ in 0..60 {
        course.browser.press(Key::Tab)?;
        let at = course.browser.script("return document.activeElement.id")?;
        way.push(at.as_str().unwrap_or_default().to_owned());
        if at == "after" {
            break;
        }
    }
    assert_eq!(way.first().map(String::as_str), Some("lab"), "{way:?}");
    assert_eq!(way.last().map(String::as_str), Some("after"), "{way:?}");
    course.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn every_frame_fits_and_is_accessible() -> Result<()> {
    let browser = Browser::start()?;
    for (width, height) in [(720, 480), (390, 640)] {
        for dark in [false, true] {
            browser.look(Look { width, height, dark, reduced_motion: true })?;
            for query in
                ["", "&controls=time", "&controls=none", "&speed=fast", "&lesson=guarantees"]
            {
                browser.open(&format!("?embed=1&lab=guarantees{query}"))?;
                browser.script(
                    "await queuescope.ready; await queuescope.runFor(5000);
                     await new Promise((done) => setTimeout(done, 400));",
                )?;
                let place = format!("{query} at {width}×{height}, dark {dark}");
                let overflow = browser.script("const root = document.documentElement; return root.scrollWidth - root.clientWidth")?;
                assert_eq!(overflow, 0, "{place} scrolls sideways");
                assert_eq!(browser.accessibility_problems()?, Vec::<String>::new(), "{place}");
            }
        }
    }
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_low_frame_shows_the_ledger_and_one_side_of_two() -> Result<()> {
    let browser = Browser::start()?;
    let shown = "const shown = (what) => document.querySelector(what)?.clientHeight ?? 0;";
    browser.look(Look { width: 720, height: 420, dark: false, reduced_motion: true })?;
    browser.open("?embed=1&lab=guarantees")?;
    browser.script("await queuescope.ready; await queuescope.runFor(5000);")?;
    browser.wait_until("document.querySelector('.columns .mark')?.clientHeight", PATIENCE)?;
    let knobs = browser.script(
        "const knobs = document.querySelector('.embed-knobs'); return knobs.scrollWidth - knobs.clientWidth",
    )?;
    assert_eq!(knobs, 0, "the knobs of a frame scroll sideways");
    browser.open("?embed=1&lab=log-or-queue")?;
    browser.script("await queuescope.ready; await queuescope.runFor(5000);")?;
    for side in [1, 2] {
        browser.click(&format!(".lane:nth-child({side}) .letter"))?;
        let active = format!(".lane:nth-child({side}).active .picture");
        browser
            .wait_until(&format!("document.querySelector('{active}')?.clientHeight"), PATIENCE)?;
        let heights = browser.script(&format!(
            "{shown} return [shown('{active}') > 200, shown('.lane:not(.active) .picture'), shown('.ledger')]"
        ))?;
        assert_eq!(heights, serde_json::json!([true, 0, 0]), "side {side}");
    }
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}
