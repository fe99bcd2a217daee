//! The page on any host: paths, the policy, offline, and where it cannot run.

use std::fs;

use anyhow::Result;
use serde_json::{Value, json};
use xtask::browser::{Browser, Kind};
use xtask::server::Server;

use crate::course::{PATIENCE, copy, dist, in_both_browsers, site};

in_both_browsers! {
    the_page_runs_under_any_path,
    the_one_file_page_opens_from_disk,
    a_frame_leads_out_to_the_page_it_is_of,
    the_policy_is_in_force_and_nothing_of_ours_offends_it,
    the_page_opens_again_without_its_server,
    a_browser_that_cannot_run_it_says_so,
}

fn the_page_runs_under_any_path(kind: Kind) -> Result<()> {
    let site = site("")?;
    copy(&dist(), &site.path().join("a course/week-1/lab"))?;
    let browser = kind.serving(site.path())?;
    for path in ["a%20course/week-1/lab/", "a%20course/week-1/lab/index.html"] {
        browser.open(&format!("{path}#/lab/fan-out"))?;
        browser.script("await queuescope.ready; await queuescope.runFor(5000)")?;
        let state = browser.script("return await queuescope.state()")?;
        assert_eq!(state["now_ms"], 5_000);
    }
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}

fn the_one_file_page_opens_from_disk(kind: Kind) -> Result<()> {
    for (name, language) in [("queuescope.html", "en"), ("queuescope.de.html", "de")] {
        let browser = kind.start()?;
        browser.goto(&format!("file://{}#/lab/guarantees", dist().join(name).display()))?;
        browser.script("await queuescope.ready; await queuescope.runFor(10000)")?;
        let state = browser.script("return await queuescope.state()")?;
        assert!(state["books"]["effects"]["once"].as_u64() > Some(3), "{state}");
        browser.script("location.hash = '#/lesson/guarantees'")?;
        browser.wait_until("(await queuescope.state()).goals.length === 2", PATIENCE)?;
        browser.script("location.hash = '#/fidelity'")?;
        browser.wait_until("document.querySelector('table.rules')", PATIENCE)?;
        assert_eq!(browser.script("return document.documentElement.lang")?, language);
        assert_eq!(browser.problems()?, Vec::<String>::new(), "{name}");
    }
    Ok(())
}

fn a_frame_leads_out_to_the_page_it_is_of(kind: Kind) -> Result<()> {
    let browser = kind.start()?;
    for page in ["index.html", "queuescope.html"] {
        browser.open(&format!("{page}?embed=1&lab=poison&theme=dark&controls=time"))?;
        browser.script("await queuescope.ready; await queuescope.runFor(4000)")?;
        // Followed in the same window, which a test can look into.
        browser.script("document.querySelector('.embed-top a').target = '_self'")?;
        browser.click(".embed-top a")?;
        browser.wait_until("location.search === '?theme=dark'", PATIENCE)?;
        browser.wait_until("(await queuescope.state?.())?.now_ms === 4000", PATIENCE)?;
        let address = browser.script("return location.pathname")?;
        assert!(address.as_str().is_some_and(|address| address.ends_with(page)), "{address}");
        let look = "const shown = (what) => document.querySelector(what).getClientRects().length;
             return [document.documentElement.dataset.theme, shown('.top') > 0, shown('.embed-top')]";
        assert_eq!(browser.script(look)?, json!(["dark", true, 0]), "{page}");
    }
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}

fn the_policy_is_in_force_and_nothing_of_ours_offends_it(kind: Kind) -> Result<()> {
    let browser = kind.start()?;
    browser.before_load(
        "window.refused = [];
         addEventListener('securitypolicyviolation', (event) => refused.push(event.violatedDirective));",
    )?;
    for page in [
        "#/",
        "#/lab/guarantees",
        "#/lab/by-hand",
        "#/lab/call-or-queue",
        "#/fidelity",
        "queuescope.html#/lab/poison",
        "queuescope.de.html#/lab/poison",
    ] {
        browser.open(page)?;
        browser.script(
            "await queuescope.ready; await queuescope.runFor(4000);
             document.querySelectorAll('details').forEach((one) => { one.open = true; });
             await new Promise((done) => setTimeout(done, 600));",
        )?;
        assert_eq!(browser.script("return refused")?, json!([]), "{page}");
        assert_eq!(browser.problems()?, Vec::<String>::new(), "{page}");
        browser.script(
            "const bad = document.createElement('script');
             bad.textContent = 'window.ran = true';
             document.body.append(bad);
             document.body.setAttribute('style', 'color: red');
             console.error('said on purpose');
             await new Promise((done) => setTimeout(done, 100));",
        )?;
        let refused = browser.script("return [window.ran ?? false, ...refused]")?;
        assert_eq!(refused, json!([false, "script-src-elem", "style-src-attr"]), "{page}");
        let problems = browser.problems()?.join("\n");
        for one in ["Content", "said on purpose"] {
            assert!(problems.contains(one), "{one} is no problem on {page}: {problems}");
        }
    }
    Ok(())
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn nothing_is_fetched_after_loading() -> Result<()> {
    let browser = Browser::start()?;
    browser.open("?embed=1&lab=guarantees")?;
    let count = "performance.getEntriesByType('resource').length";
    browser.script("await queuescope.ready")?;
    let before = browser.script(&format!("return {count}"))?;
    browser.script(
        "await queuescope.play(); await queuescope.runFor(20000); await queuescope.load('poison')",
    )?;
    assert_eq!(browser.script(&format!("return {count}"))?, before);
    Ok(())
}

fn the_page_opens_again_without_its_server(kind: Kind) -> Result<()> {
    let site = site("")?;
    let browser = kind.serving(site.path())?;
    let server = Server::start(&dist(), 0)?;
    let address = format!("{}#/lab/poison", server.url());
    browser.goto(&address)?;
    browser.script("await queuescope.ready; await navigator.serviceWorker.ready")?;
    drop(server);
    browser.goto("about:blank")?;
    browser.goto(&address)?;
    browser.script("await queuescope.ready; await queuescope.runFor(5000)")?;
    assert_eq!(browser.script("return (await queuescope.state()).now_ms")?, 5_000);
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_new_version_takes_over_at_a_reload() -> Result<()> {
    let folder = tempfile::tempdir()?;
    copy(&dist(), folder.path())?;
    let browser = Browser::serving(folder.path())?;
    browser.open("")?;
    browser.script("await queuescope.ready; await navigator.serviceWorker.ready")?;
    let index = folder.path().join("index.html");
    fs::write(&index, fs::read_to_string(&index)?.replace("<title>", "<title>New "))?;
    let worker = folder.path().join("sw.js");
    fs::write(&worker, fs::read_to_string(&worker)?.replace("VERSION = \"", "VERSION = \"f"))?;
    browser.open("")?;
    browser.script("await queuescope.ready")?;
    // A browser looks for a new version at times of its own, and again after one
    // that came in part; here it is asked to.
    browser.wait_until(
        "await navigator.serviceWorker.getRegistration()
             .then((kept) => kept.update()).then((kept) => kept.waiting, () => null)",
        PATIENCE,
    )?;
    assert_eq!(
        browser
            .script("return (await (await fetch('index.html')).text()).includes('<title>New ')")?,
        false
    );
    browser.open("")?;
    let new = "(await (await fetch('index.html')).text()).includes('<title>New ')";
    browser.wait_until(new, PATIENCE)?;
    browser.script("await queuescope.ready")?;
    assert_eq!(browser.script("return (await caches.keys()).length")?, 1);
    Ok(())
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn frames_and_files_keep_no_copy() -> Result<()> {
    let browser = Browser::start()?;
    browser.open("?embed=1&lab=poison")?;
    browser.script("await queuescope.ready; await queuescope.runFor(1000)")?;
    browser.open("queuescope.html")?;
    browser.script("await queuescope.ready; await queuescope.runFor(1000)")?;
    let kept =
        browser.script("return (await navigator.serviceWorker.getRegistrations()).length")?;
    assert_eq!(kept, 0);
    assert_eq!(browser.script("return document.cookie")?, "");
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}

fn a_browser_that_cannot_run_it_says_so(kind: Kind) -> Result<()> {
    for (lacking, reason, says) in [
        ("delete window.WebAssembly", "", "#needs"),
        (
            "const { WebAssembly } = window;
             WebAssembly.instantiateStreaming = WebAssembly.instantiate = () => Promise.reject(new Error('too old'))",
            "too old",
            "#needs",
        ),
        // Before there is a body to write into.
        ("window.fetch = () => Promise.reject(new TypeError('cut off'))", "cut off", "#absent"),
    ] {
        let browser = kind.start()?;
        browser.before_load(lacking)?;
        browser.open("")?;
        let shown = "document.querySelector('.cannot').getClientRects().length > 0";
        browser.wait_until(shown, PATIENCE)?;
        browser.wait_until(
            &format!("document.querySelector('{says} h1').getClientRects().length > 0"),
            PATIENCE,
        )?;
        browser.wait_until(
            &format!("document.getElementById('why').textContent.includes('{reason}')"),
            PATIENCE,
        )?;
        let said = browser.script(
            "return ['needs', 'absent'].filter((id) => document.getElementById(id).getClientRects().length)
                 .map((id) => `#${id}`)",
        )?;
        assert_eq!(said, json!([says]), "{lacking}");
        let picture = browser.script(
            "return document.querySelector('.cannot svg').getBoundingClientRect().height > 50",
        )?;
        assert_eq!(
            (
                picture,
                browser.script("return document.getElementById('app').getClientRects().length")?
            ),
            (json!(true), json!(0))
        );
    }
    Ok(())
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_fault_of_the_page_is_said_and_can_be_left() -> Result<()> {
    let browser = Browser::start()?;
    browser.open("#/lab/guarantees")?;
    // A script that acts while the page answers it finds the page at work.
    browser.script(
        "await queuescope.ready;
         await queuescope.runFor(1500);
         await queuescope.command({ crash: { consumer: 'billing', at: 'between' } });
         await new Promise((done) => setTimeout(done, 300));
         const parse = JSON.parse;
         JSON.parse = (text) => { JSON.parse = parse; queuescope.play(); return parse(text); };
         try { await queuescope.state(); } catch {}
         JSON.parse = parse;",
    )?;
    browser.wait_until("document.querySelector('.trouble')", PATIENCE)?;
    assert_eq!(browser.script("return document.activeElement.matches('[data-reload]')")?, true);
    let report = browser.script("return document.querySelector('.trouble textarea').value")?;
    let report = report.as_str().unwrap_or_default();
    assert!(report.contains("panicked at") && report.contains("#/lab/guarantees"), "{report}");
    browser.wait_until(
        "/#\\/run\\//.test(document.querySelector('.trouble textarea').value)",
        PATIENCE,
    )?;
    let run = browser.script(
        "return document.querySelector('.trouble textarea').value.match(/#\\/run\\/.*/)[0]",
    )?;
    browser.click(".trouble [data-copy]")?;
    browser.click(".trouble [data-reload]")?;
    browser
        .wait_until("!document.querySelector('.trouble') && window.queuescope?.state", PATIENCE)?;
    browser.open(run.as_str().unwrap_or_default())?;
    browser.script("await queuescope.ready")?;
    browser.wait_until("(await queuescope.state()).now_ms === 1500", PATIENCE)?;
    let state = browser.script("return await queuescope.state()")?;
    let armed = |node: &Value| node["id"] == "billing" && node["armed"] == "between";
    assert!(state["nodes"].as_array().is_some_and(|nodes| nodes.iter().any(armed)), "{state}");
    browser.script("await queuescope.runFor(1000)").map(drop)
}
