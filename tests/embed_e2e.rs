//! The built page in other people's pages: any path, any host, any sandbox.
//!
//! `cargo xtask test` builds the page and runs these; alone, they need
//! `dist/` and a browser.

#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;
use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::browser::{Browser, Key, Look};
use xtask::server::Server;

/// How long anything on a page may take to come about.
const PATIENCE: Duration = Duration::from_secs(40);

/// A host page's half of the protocol, for the frame `#lab`.
const HOST: &str = "
    window.said = [];
    window.asked = new Map();
    let last = 0;
    const frame = () => document.getElementById('lab');
    const heard = ({ data }) => {
        window.said.push(data);
        if (data.type === 'answer') asked.get(data.id)?.resolve(data.payload);
        if (data.type === 'error') asked.get(data.id)?.reject(new Error(data.payload.says));
    };
    addEventListener('message', (event) => {
        if (event.source !== frame().contentWindow) return;
        heard(event);
        if (event.data.type === 'ready' && !window.silent) shake(event.source);
    });
    window.shake = (target) => {
        const channel = new MessageChannel();
        window.port = channel.port1;
        port.onmessage = heard;
        target.postMessage({ ns: 'queuescope', v: 1, id: 0, type: 'init' }, '*', [channel.port2]);
    };
    window.ask = (type, payload) => new Promise((resolve, reject) => {
        last += 1;
        asked.set(last, { resolve, reject });
        port.postMessage({ ns: 'queuescope', v: 1, id: last, type, payload });
    });
    window.told = (type) => said.filter((one) => one.type === type || one.subject === type);";

fn dist() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("dist")
}

/// A folder with a host page around `body`.
fn site(body: &str) -> Result<TempDir> {
    let site = tempfile::tempdir()?;
    let page = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Host</title>
         <link rel=icon href=data:,><script>{HOST}</script><main><h1>Host</h1>{body}</main>"
    );
    fs::write(site.path().join("index.html"), page)?;
    Ok(site)
}

/// A browser on a host page with one frame, whose lab another server has.
struct Course {
    browser: Browser,
    _site: TempDir,
    _lab: Server,
}

impl Course {
    /// `frame` are the attributes of the frame but its address.
    fn open(query: &str, frame: &str) -> Result<Course> {
        let lab = Server::start(&dist(), 0)?;
        let address = format!("{}?{query}", lab.url());
        let body = format!(
            "<button id=before>before</button>
             <iframe id=lab title=Lab width=720 height=480 {frame} src=\"{address}\"></iframe>
             <button id=after>after</button>"
        );
        let site = site(&body)?;
        let browser = Browser::serving(site.path())?;
        browser.look(Look::default())?;
        browser.open("")?;
        Ok(Course { browser, _site: site, _lab: lab })
    }

    /// The same, with hands shaken.
    fn ready(query: &str, frame: &str) -> Result<Course> {
        let course = Course::open(query, frame)?;
        course.until("told('answer').length > 0")?;
        Ok(course)
    }

    fn until(&self, condition: &str) -> Result<()> {
        self.browser.wait_until(condition, PATIENCE)
    }

    fn ask(&self, call: &str) -> Result<Value> {
        self.browser.script(&format!("return await ask({call})"))
    }

    /// What a request that is refused is told.
    fn refusal(&self, call: &str) -> String {
        self.ask(call).expect_err(call).to_string()
    }

    fn no_problems(&self) -> Result<()> {
        assert_eq!(self.browser.problems()?, Vec::<String>::new());
        Ok(())
    }
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        match entry.file_type()?.is_dir() {
            true => copy(&entry.path(), &to.join(entry.file_name()))?,
            false => fs::copy(entry.path(), to.join(entry.file_name())).map(drop)?,
        }
    }
    Ok(())
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn the_page_runs_under_any_path() -> Result<()> {
    let site = site("")?;
    copy(&dist(), &site.path().join("a course/week-1/lab"))?;
    let browser = Browser::serving(site.path())?;
    for path in ["a%20course/week-1/lab/", "a%20course/week-1/lab/index.html"] {
        browser.open(&format!("{path}#/lab/fan-out"))?;
        browser.script("await queuescope.ready; await queuescope.runFor(5000)")?;
        let state = browser.script("return await queuescope.state()")?;
        assert_eq!(state["now_ms"], 5_000);
    }
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_page_of_another_origin_drives_the_lab() -> Result<()> {
    let course = Course::ready("embed=1&lab=guarantees&seed=7", "")?;
    let ready = course.browser.script("return told('ready')[0]")?;
    assert_eq!((&ready["ns"], &ready["v"]), (&json!("queuescope"), &json!(1)));
    assert_eq!(ready["payload"]["problems"], json!([]));
    course.ask("'command', { crash: { consumer: 'billing', at: 'between' } }")?;
    assert_eq!(course.ask("'runFor', 8000")?["complete"], true);
    let state = course.ask("'getState'")?;
    assert_eq!((&state["seed"], &state["now_ms"]), (&json!(7), &json!(8_000)));
    assert_eq!(state["books"]["effects"]["duplicated"], 1, "{state}");
    let facts = course.ask("'getFacts', 0")?;
    assert!(facts["facts"].as_array().is_some_and(|facts| facts.len() > 10), "{facts}");
    course.ask("'play'")?;
    course
        .until("told('state').some((one) => one.payload.playing && one.payload.now_ms > 8000)")?;
    course.ask("'pause'")?;
    course.until("said.findLast((one) => one.type === 'state').payload.playing === false")?;
    course.ask("'load', 'poison'")?;
    course.until("told('state').some((one) => one.payload.lab === 'poison')")?;
    course.until("told('resize').length > 0 && told('lti.frameResize').length > 0")?;
    let height = course.browser.script("return told('resize').at(-1).payload.height")?;
    assert!(height.as_f64() > Some(240.0), "{height}");
    course.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn notices_are_few_however_busy_the_lab_is() -> Result<()> {
    let course = Course::ready("embed=1&lab=work-queue&speed=10&autoplay=1", "")?;
    course.until("told('state').length > 2")?;
    let count = course.browser.script(
        "const before = told('state').length;
         await new Promise((done) => setTimeout(done, 2000));
         return told('state').length - before;",
    )?;
    assert!((1..=9).contains(&count.as_u64().unwrap_or_default()), "{count} in two seconds");
    course.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_sandboxed_frame_has_nothing_and_runs() -> Result<()> {
    let course = Course::ready("embed=1&lab=guarantees", "sandbox=allow-scripts")?;
    course.ask("'runFor', 5000")?;
    assert_eq!(course.ask("'getState'")?["now_ms"], 5_000);
    course.ask("'play'")?;
    course.until("told('state').some((one) => one.payload.now_ms > 5000)")?;
    course.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn the_one_file_page_runs_without_an_address() -> Result<()> {
    let site =
        site("<iframe id=lab title=Lab width=720 height=480 sandbox=allow-scripts></iframe>")?;
    fs::copy(dist().join("queuescope.html"), site.path().join("queuescope.html"))?;
    let browser = Browser::serving(site.path())?;
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

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn nonsense_is_answered_and_changes_nothing() -> Result<()> {
    let course = Course::ready("embed=1&lab=work-queue", "")?;
    let before = course.ask("'getState'")?;
    for (call, expected) in [
        ("'explode'", "There is no message of type “explode”"),
        ("'constructor'", "no message of type"),
        ("'load', 'nowhere'", "no lab named “nowhere”"),
        ("'load', 7", "the id of a lab or a scenario"),
        ("'runFor', 'soon'", "a number"),
        ("'step', -1", "from 1"),
        ("'command', { explode: {} }", "unknown variant"),
        ("'command', null", "command"),
        ("'init'", "shaken already"),
    ] {
        let says = course.refusal(call);
        assert!(says.contains(expected), "{call} said: {says}");
    }
    course.browser.script(
        "for (const bad of [null, 7, 'text', [], {}, { ns: 'other' }, { ns: 'queuescope' },
                            { ns: 'queuescope', v: 9, id: 1, type: 'play' }]) {
             port.postMessage(bad);
             frame().contentWindow.postMessage(bad, '*');
         }
         frame().contentWindow.postMessage({ ns: 'queuescope', v: 1, id: 99, type: 'play' }, '*');
         frame().contentWindow.postMessage({ ns: 'queuescope', v: 1, id: 98, type: 'init' }, '*');",
    )?;
    course.until(
        "told('error').some((one) => one.id === 98 && /MessagePort/.test(one.payload.says))",
    )?;
    course.until(
        "told('error').some((one) => one.id === 99 && /through the port/.test(one.payload.says))",
    )?;
    let after = course.ask("'getState'")?;
    assert_eq!((&after["digest"], &after["playing"]), (&before["digest"], &json!(false)));
    course.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_flood_is_cut_off_and_the_lab_goes_on() -> Result<()> {
    let course = Course::ready("embed=1&lab=work-queue", "")?;
    let refused = course.browser.script(
        "const all = await Promise.allSettled(Array.from({ length: 5000 }, () => ask('step', 1)));
         return all.filter((one) => one.status === 'rejected').map((one) => one.reason.message);",
    )?;
    let refused = refused.as_array().expect("a list");
    assert!((4_000..4_900).contains(&refused.len()), "{}", refused.len());
    assert!(refused[0].as_str().is_some_and(|says| says.contains("Too many requests")));
    course.browser.script("await new Promise((done) => setTimeout(done, 500))")?;
    assert!(course.ask("'runFor', 100")?["complete"] == true);
    course.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn only_pages_that_the_address_names_may_talk() -> Result<()> {
    let course = Course::open("embed=1&lab=work-queue&origin=https://course.example", "")?;
    course.until("told('error').length > 0")?;
    let says = course.browser.script("return told('error')[0].payload.says")?;
    assert!(says.as_str().is_some_and(|says| says.contains("does not talk to http://")), "{says}");
    course.browser.script(
        "port.postMessage({ ns: 'queuescope', v: 1, id: 1, type: 'play' });
         await new Promise((done) => setTimeout(done, 500));",
    )?;
    assert_eq!(course.browser.script("return told('answer').length")?, 0);
    course.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn wrong_parameters_are_said_to_both() -> Result<()> {
    let course = Course::ready("embed=1&lab=work-queue&speed=fast&sped=2", "")?;
    let problems = course.browser.script("return told('ready')[0].payload.problems.join(' ')")?;
    let problems = problems.as_str().unwrap_or_default();
    assert!(problems.contains("speed cannot be “fast”"), "{problems}");
    assert!(problems.contains("There is no parameter “sped”"), "{problems}");
    course.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn twenty_labs_on_a_page_run_where_they_are_seen() -> Result<()> {
    let frame = "<p><iframe title=Lab width=720 height=480 src=\"lab/?embed=1&lab=guarantees&autoplay=1\"></iframe></p>";
    let site = site(&frame.repeat(20))?;
    copy(&dist(), &site.path().join("lab"))?;
    let browser = Browser::serving(site.path())?;
    browser.look(Look::default())?;
    browser.open("")?;
    let all =
        "window.labs = [...document.querySelectorAll('iframe')].map((one) => one.contentWindow);";
    browser.script(all)?;
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
    assert_eq!(
        browser.script("return history.length")?,
        browser.script("return 2")?,
        "frames fill the history"
    );
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn the_page_opens_again_without_its_server() -> Result<()> {
    let site = site("")?;
    let browser = Browser::serving(site.path())?;
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
    browser.wait_until("(await navigator.serviceWorker.getRegistration())?.waiting", PATIENCE)?;
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

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn the_policy_is_in_force_and_nothing_of_ours_offends_it() -> Result<()> {
    let browser = Browser::start()?;
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
             await new Promise((done) => setTimeout(done, 100));",
        )?;
        let refused = browser.script("return [window.ran ?? false, ...refused]")?;
        assert_eq!(refused, json!([false, "script-src-elem", "style-src-attr"]), "{page}");
        browser.problems()?;
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

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_click_is_waited_for_before_anything_is_fetched() -> Result<()> {
    let browser = Browser::start()?;
    browser.open("?embed=1&lab=poison&load=click")?;
    browser.wait_until("!document.getElementById('start').hidden", PATIENCE)?;
    let wasm =
        "performance.getEntriesByType('resource').filter((one) => /wasm/.test(one.name)).length";
    assert_eq!(browser.script(&format!("return {wasm}"))?, 0);
    browser.click("#start")?;
    browser.script("await queuescope.ready; await queuescope.runFor(1000)")?;
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_browser_that_cannot_run_it_says_so() -> Result<()> {
    for (lacking, reason) in [
        ("delete window.WebAssembly", ""),
        (
            "WebAssembly.instantiateStreaming = WebAssembly.instantiate = () => Promise.reject(new Error('too old'))",
            "too old",
        ),
    ] {
        let browser = Browser::start()?;
        browser.before_load(lacking)?;
        browser.open("")?;
        let shown = "document.querySelector('.cannot').getClientRects().length > 0";
        browser.wait_until(shown, PATIENCE)?;
        assert!(browser.text(".cannot h1")?.contains("cannot run here"));
        assert!(browser.text("#why")?.contains(reason), "{lacking}");
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
    let course = Course::ready("embed=1&lab=guarantees", "")?;
    course.ask("'runFor', 1000")?;
    let browser = Browser::start()?;
    browser.open("#/lab/guarantees")?;
    // A script that acts while the page answers it finds the page at work.
    browser.script(
        "await queuescope.ready;
         const parse = JSON.parse;
         JSON.parse = (text) => { JSON.parse = parse; queuescope.play(); return parse(text); };
         try { await queuescope.state(); } catch {}
         JSON.parse = parse;",
    )?;
    browser.wait_until("document.querySelector('.trouble')", PATIENCE)?;
    let report = browser.script("return document.querySelector('.trouble textarea').value")?;
    let report = report.as_str().unwrap_or_default();
    assert!(report.contains("panicked at") && report.contains("#/lab/guarantees"), "{report}");
    browser.click("[data-copy]")?;
    browser.click("[data-reload]")?;
    browser
        .wait_until("!document.querySelector('.trouble') && window.queuescope?.state", PATIENCE)?;
    browser.script("await queuescope.runFor(1000)").map(drop)
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn every_example_loads_without_an_error() -> Result<()> {
    let browser = Browser::start()?;
    browser.look(Look { height: 2_400, ..Look::default() })?;
    for name in ["index", "course", "host", "element", "one-file"] {
        browser.open(&format!("examples/{name}.html"))?;
        browser.script("await new Promise((done) => setTimeout(done, 2500))")?;
        assert_eq!(browser.accessibility_problems()?, Vec::<String>::new(), "{name}");
        assert_eq!(browser.problems()?, Vec::<String>::new(), "{name}");
    }
    Ok(())
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn the_example_host_lists_what_the_lab_says() -> Result<()> {
    let browser = Browser::start()?;
    browser.open("examples/host.html")?;
    let says =
        |text: &str| format!("document.getElementById('notices').textContent.includes('{text}')");
    browser.wait_until(&says("answer to 0"), PATIENCE)?;
    for (button, answer) in [
        ("runFor", "\"complete\":true"),
        ("getState", "\"books\""),
        ("nonsense", "There is no message of type"),
    ] {
        browser.click(&format!("[data-ask={button}]"))?;
        browser.wait_until(&says(answer), PATIENCE)?;
    }
    browser.click("[data-ask=play]")?;
    browser.wait_until(&says("\"playing\":true"), PATIENCE)?;
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn the_element_has_methods_events_and_a_height() -> Result<()> {
    let browser = Browser::start()?;
    browser.open("examples/element.html")?;
    // Asked before the frame has loaded, a request waits for it.
    let ran = browser.script(
        "window.lab = document.getElementById('lab');
         window.frame = () => lab.shadowRoot.querySelector('iframe');
         return await lab.runFor(3000)",
    )?;
    assert_eq!(ran["complete"], true);
    assert_eq!(browser.script("return (await lab.getState()).now_ms")?, 3_000);
    let says = browser.script("await lab.step(-1)").expect_err("is refused").to_string();
    assert!(says.contains("from 1"), "{says}");
    browser.wait_until("frame().style.height !== '480px'", PATIENCE)?;
    browser.click("#play")?;
    browser.wait_until(
        "/effects happened once/.test(document.getElementById('status').textContent)",
        PATIENCE,
    )?;
    browser.script("lab.setAttribute('lab', 'poison')")?;
    let profile = browser
        .script("return (await lab.getState()).nodes.some((node) => node.id === 'orders.dead')")?;
    assert_eq!(profile, true);
    assert_eq!(
        browser.script(
            "return document.querySelectorAll('queue-scope')[1].shadowRoot.querySelector('iframe')"
        )?,
        Value::Null
    );
    let gone = browser.script("const asked = lab.runFor(1); lab.remove(); await asked");
    assert!(gone.expect_err("has nobody to answer").to_string().contains("taken out"));
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_scorm_platform_hears_of_completion() -> Result<()> {
    let site = site(
        "<script>
             window.calls = [];
             const core = {};
             window.API = {
                 LMSInitialize: () => { calls.push('initialize'); return 'true'; },
                 LMSGetValue: (name) => core[name] ?? '',
                 LMSSetValue: (name, value) => { core[name] = value; calls.push(`${name}=${value}`); return 'true'; },
                 LMSCommit: () => 'true',
                 LMSFinish: () => { calls.push('finish'); return 'true'; },
             };
         </script>
         <iframe id=lab title=Lab width=800 height=700 src=\"package/course/index.html?lab=poison&watch=2\"></iframe>",
    )?;
    let package = site.path().join("package");
    unpack(&dist().join("scorm.zip"), &package)?;
    let browser = Browser::serving(site.path())?;
    browser.open("")?;
    browser.wait_until("calls.includes('cmi.core.lesson_status=incomplete')", PATIENCE)?;
    browser.script(
        "const scope = frame().contentDocument.querySelector('queue-scope');
         await scope.runFor(2500)",
    )?;
    browser.wait_until("calls.includes('cmi.core.lesson_status=completed')", PATIENCE)?;
    browser.script("frame().src = 'about:blank'")?;
    browser.wait_until("calls.at(-1) === 'finish'", PATIENCE)?;
    let time = browser.script("return calls.at(-2)")?;
    assert!(
        time.as_str().is_some_and(|time| time.starts_with("cmi.core.session_time=00:0")),
        "{time}"
    );
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}

fn unpack(archive: &Path, to: &Path) -> Result<()> {
    let mut python = std::process::Command::new("python3");
    let status = python.args(["-m", "zipfile", "-e"]).args([archive, to]).status()?;
    assert!(status.success(), "{} could not be unpacked", archive.display());
    assert!(to.join("imsmanifest.xml").is_file());
    Ok(())
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn an_xapi_host_hears_statements() -> Result<()> {
    let lab = Server::start(&dist(), 0)?;
    let site = site(&format!(
        "<iframe id=lab title=Lab width=800 height=700 src=\"{}course/index.html?lab=poison&watch=1&speed=5\"></iframe>",
        lab.url()
    ))?;
    let browser = Browser::serving(site.path())?;
    browser.look(Look::default())?;
    browser.open("")?;
    let statements =
        "said.filter((one) => one.type === 'xapi.statement').map((one) => one.statement)";
    browser.wait_until(&format!("({statements}).length === 1"), PATIENCE)?;
    let first = browser.script(&format!("return ({statements})[0]"))?;
    assert_eq!(first["verb"]["id"], "http://adlnet.gov/expapi/verbs/attempted");
    assert_eq!(first.get("actor"), None, "only the platform knows who that is");
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn the_focus_goes_through_a_frame_and_out_again() -> Result<()> {
    let course = Course::ready("embed=1&lab=guarantees", "")?;
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
            for query in ["", "&controls=time", "&controls=none", "&speed=fast"] {
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
fn the_code_to_embed_is_that_of_the_preview() -> Result<()> {
    let browser = Browser::start()?;
    browser.look(Look::default())?;
    browser.open("#/lab/guarantees")?;
    browser.script("await queuescope.ready")?;
    browser.click("summary[aria-label='Embed this lab']")?;
    browser.wait_until(
        "document.querySelector('.code iframe')?.contentWindow.queuescope?.state",
        PATIENCE,
    )?;
    browser.script(
        "const list = document.querySelector('.code select');
         list.value = 'dark';
         list.dispatchEvent(new Event('change', { bubbles: true }));",
    )?;
    browser
        .wait_until("/theme=dark/.test(document.getElementById('embed-code').value)", PATIENCE)?;
    let code = browser.script("return document.getElementById('embed-code').value")?;
    let src = browser.script("return document.querySelector('.code iframe').src")?;
    let src = src.as_str().unwrap_or_default().replace('&', "&amp;");
    assert!(code.as_str().is_some_and(|code| code.contains(&src)), "{code} has not {src}");
    assert_eq!(browser.accessibility_problems()?, Vec::<String>::new());
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}
