//! Learning platforms: what a SCORM runtime and an xAPI host hear, and what the learner reads.

use std::path::Path;
use std::process::Command;

use anyhow::Result;
use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::browser::{Browser, Kind};

use crate::course::{PATIENCE, copy, dist, in_both_browsers, site};

in_both_browsers! {
    a_scorm_platform_hears_of_completion,
    the_package_opens_a_lesson_and_reports_its_score,
    a_package_speaks_its_language,
    a_report_that_is_refused_is_said_and_tried_again,
    a_refused_score_leaves_the_lesson_passed,
    an_error_before_the_start_is_said_and_is_no_end,
    an_xapi_host_hears_of_completion_and_score,
    nothing_is_reported_of_what_is_not_there,
    a_page_without_a_platform_says_so,
}

/// A SCORM 1.2 runtime that keeps what it is told, but for what `refused` names.
const RUNTIME: &str = "<script>
    window.calls = [];
    window.core = {};
    window.refused = new Set();
    const took = (call) => { calls.push(call); return refused.has(call) ? 'false' : 'true'; };
    window.API = {
        LMSInitialize: () => took('initialize'),
        LMSGetValue: (name) => core[name] ?? '',
        LMSSetValue: (name, value) => {
            const done = took(`${name.replace('cmi.core.', '')}=${value}`);
            if (done === 'true') core[name] = value;
            return done;
        },
        LMSCommit: () => 'true',
        LMSFinish: () => took('finish'),
        LMSGetLastError: () => '405',
        LMSGetErrorString: (code) => `Error ${code}: incorrect data type`,
    };
</script>";

/// A lesson of one step, which time alone passes; its one prediction is left out.
const LESSON: &str = "lesson=myth-published-is-stored";

/// Lets the lab in the reporting page run.
fn run(browser: &Browser, ms: u32) -> Result<()> {
    let scope = "frame().contentDocument.querySelector('queue-scope')";
    browser.script(&format!("await {scope}.runFor({ms})")).map(drop)
}

/// Waits until the learner reads `words`.
fn reads(browser: &Browser, words: &str) -> Result<()> {
    let shown = "frame().contentDocument?.querySelector('[role=status]')?.textContent";
    browser.wait_until(&format!("{shown}?.includes('{words}')"), PATIENCE)
}

/// The reporting page, opened with `query`, in a page that is a platform by `script`.
fn platform(kind: Kind, script: &str, query: &str) -> Result<(Browser, TempDir)> {
    let site = site(&format!(
        "{script}<iframe id=lab title=Lab width=800 height=700 src=\"lab/course/index.html?{query}\"></iframe>"
    ))?;
    copy(&dist(), &site.path().join("lab"))?;
    let browser = kind.serving(site.path())?;
    browser.open("")?;
    Ok((browser, site))
}

fn a_scorm_platform_hears_of_completion(kind: Kind) -> Result<()> {
    let (browser, _site) = platform(kind, RUNTIME, "lab=poison&watch=2")?;
    browser.wait_until("calls.includes('lesson_status=incomplete')", PATIENCE)?;
    reads(&browser, "Nothing has been reported yet.")?;
    run(&browser, 1_500)?;
    assert_eq!(browser.script("return core['cmi.core.lesson_status']")?, "incomplete");
    run(&browser, 1_000)?;
    browser.wait_until("calls.includes('lesson_status=completed')", PATIENCE)?;
    reads(&browser, "Reported to the platform as completed.")?;
    browser.script("frame().src = 'about:blank'")?;
    browser.wait_until("calls.at(-1) === 'finish'", PATIENCE)?;
    let time = browser.script("return calls.at(-2)")?;
    assert!(time.as_str().is_some_and(|time| time.starts_with("session_time=00:0")), "{time}");
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}

fn the_package_opens_a_lesson_and_reports_its_score(kind: Kind) -> Result<()> {
    let site = site(&format!("{RUNTIME}<iframe id=lab title=Lab width=800 height=700></iframe>"))?;
    let package = site.path().join("package");
    unpack(&dist().join("scorm.zip"), &package)?;
    let manifest = std::fs::read_to_string(package.join("imsmanifest.xml"))?;
    assert!(manifest.contains("parameters=\"?lesson=guarantees\""), "{manifest}");
    let browser = kind.serving(site.path())?;
    browser.open("")?;
    browser.script("frame().src = 'package/course/index.html?lesson=guarantees'")?;
    browser.wait_until("calls.includes('lesson_status=incomplete')", PATIENCE)?;
    browser.script(&format!("frame().src = 'package/course/index.html?{LESSON}'"))?;
    browser.wait_until(
        "calls.filter((call) => call === 'lesson_status=incomplete').length === 2",
        PATIENCE,
    )?;
    run(&browser, 18_000)?;
    reads(&browser, "Reported to the platform as passed.")?;
    let score = ["lesson_status", "score.raw", "score.min", "score.max"];
    let kept = browser.script_with(
        "return [...arguments].map((name) => core[`cmi.core.${name}`])",
        score.map(Value::from).to_vec(),
    )?;
    // Two goals of two, and no prediction of one.
    assert_eq!(kept, json!(["passed", "67", "0", "100"]));
    browser.script("calls.length = 0; frame().contentWindow.location.reload()")?;
    browser.wait_until("calls.includes('initialize')", PATIENCE)?;
    reads(&browser, "The platform already has this as passed.")?;
    run(&browser, 1_000)?;
    assert_eq!(browser.script("return core['cmi.core.lesson_status']")?, "passed");
    // Somebody else at the same computer.
    browser
        .script("window.core = {}; calls.length = 0; frame().contentWindow.location.reload()")?;
    browser.wait_until("calls.includes('lesson_status=incomplete')", PATIENCE)?;
    run(&browser, 18_000)?;
    reads(&browser, "Reported to the platform as passed.")?;
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}

fn a_package_speaks_its_language(kind: Kind) -> Result<()> {
    let site = site(&format!("{RUNTIME}<iframe id=lab title=Lab width=800 height=700></iframe>"))?;
    let package = site.path().join("package");
    unpack(&dist().join("scorm.de.zip"), &package)?;
    let manifest = std::fs::read_to_string(package.join("imsmanifest.xml"))?;
    assert!(manifest.contains("<title>Verloren, doppelt oder einmal</title>"), "{manifest}");
    let (_, opens) = manifest.split_once("parameters=\"").expect("it opens something");
    let (opens, _) = opens.split_once('"').expect("it is quoted");
    let browser = kind.serving(site.path())?;
    browser.open("")?;
    let address = format!("package/course/index.html{}", opens.replace("&amp;", "&"));
    browser.script(&format!("frame().src = '{address}'"))?;
    reads(&browser, "Noch wurde nichts gemeldet.")?;
    let lab = "frame().contentDocument.querySelector('queue-scope').shadowRoot.querySelector('iframe').contentDocument";
    browser.wait_until(&format!("{lab}.documentElement.lang === 'de'"), PATIENCE)?;
    browser.wait_until(
        &format!("{lab}.querySelector('h1')?.textContent === 'Verloren, doppelt oder einmal'"),
        PATIENCE,
    )?;
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}

fn unpack(archive: &Path, to: &Path) -> Result<()> {
    let mut python = Command::new("python3");
    let status = python.args(["-m", "zipfile", "-e"]).args([archive, to]).status()?;
    assert!(status.success(), "{} could not be unpacked", archive.display());
    Ok(())
}

/// Stops the clock of the reporting page, and lets it go on by so much.
const CLOCK: &str = "const clock = frame().contentWindow.performance;
    const at = clock.now();
    clock.now = () => at + ms;";

fn a_report_that_is_refused_is_said_and_tried_again(kind: Kind) -> Result<()> {
    let (browser, _site) = platform(kind, RUNTIME, "lab=poison&watch=2")?;
    browser.wait_until("calls.includes('lesson_status=incomplete')", PATIENCE)?;
    browser.script(&format!("refused.add('lesson_status=completed'); const ms = 0; {CLOCK}"))?;
    run(&browser, 2_500)?;
    let says = "The platform did not take the report. \
                LMSSetValue cmi.core.lesson_status: Error 405: incorrect data type";
    reads(&browser, says)?;
    browser.script("refused.clear()")?;
    // Three more notices, all of them too soon.
    browser.script(
        "const scope = frame().contentDocument.querySelector('queue-scope');
         for (let more = 0; more < 3; more += 1) {
             const told = new Promise((done) => scope.addEventListener('queuescope-state', done, { once: true }));
             await scope.runFor(100);
             await told;
         }",
    )?;
    reads(&browser, says)?;
    let tries = "calls.filter((call) => call === 'lesson_status=completed').length";
    assert_eq!(browser.script(&format!("return {tries}"))?, 1);
    browser.script(&format!("const ms = 5000; {CLOCK}"))?;
    run(&browser, 100)?;
    reads(&browser, "Reported to the platform as completed.")?;
    assert_eq!(browser.script(&format!("return {tries}"))?, 2);
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}

fn a_refused_score_leaves_the_lesson_passed(kind: Kind) -> Result<()> {
    let (browser, _site) = platform(kind, RUNTIME, LESSON)?;
    browser.wait_until("calls.includes('lesson_status=incomplete')", PATIENCE)?;
    browser.script(&format!("refused.add('score.raw=67'); const ms = 0; {CLOCK}"))?;
    run(&browser, 18_000)?;
    reads(&browser, "did not take the report. LMSSetValue cmi.core.score.raw: Error 405")?;
    assert_eq!(browser.script("return core['cmi.core.lesson_status']")?, "passed");
    browser.script(&format!("refused.clear(); const ms = 5000; {CLOCK}"))?;
    run(&browser, 100)?;
    reads(&browser, "Reported to the platform as passed.")?;
    assert_eq!(browser.script("return core['cmi.core.score.raw']")?, "67");
    let told = "calls.filter((call) => call === 'lesson_status=passed').length";
    assert_eq!(browser.script(&format!("return {told}"))?, 1);
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}

fn an_error_before_the_start_is_said_and_is_no_end(kind: Kind) -> Result<()> {
    let (browser, _site) = platform(kind, RUNTIME, "lab=poison&load=click")?;
    reads(&browser, "Nothing has been reported yet.")?;
    // Whatever it was: a refused origin, or half a minute of silence.
    browser.script(
        "window.scope = frame().contentDocument.querySelector('queue-scope');
         scope.dispatchEvent(new CustomEvent('queuescope-error', { detail: { says: 'Silence.' } }));",
    )?;
    reads(&browser, "Nothing has been reported yet.Silence.")?;
    browser.script("scope.shadowRoot.querySelector('button').click()")?;
    browser.wait_until("calls.includes('lesson_status=incomplete')", PATIENCE)?;
    reads(&browser, "Nothing has been reported yet.")?;
    // A platform that refuses everything stays in the words for what is not there.
    let refuses = format!("{RUNTIME}<script>refused.add('initialize')</script>");
    let (browser, _site) = platform(kind, &refuses, "lab=nowhere")?;
    reads(&browser, "lab cannot be")?;
    run(&browser, 1_000)?;
    browser.script("await new Promise((done) => setTimeout(done, 600))")?;
    reads(&browser, "did not take the report. LMSInitialize: Error 405")?;
    Ok(())
}

const STATEMENTS: &str =
    "said.filter((one) => one.type === 'xapi.statement').map((one) => one.statement)";

fn an_xapi_host_hears_of_completion_and_score(kind: Kind) -> Result<()> {
    let heard = |query: &str, ms: u32| -> Result<[Value; 2]> {
        let (browser, _site) = platform(kind, "", query)?;
        browser.wait_until(&format!("({STATEMENTS}).length === 1"), PATIENCE)?;
        run(&browser, ms)?;
        reads(&browser, "Sent to the page around this one as ")?;
        let statements = browser.script(&format!("return {STATEMENTS}"))?;
        assert_eq!(browser.problems()?, Vec::<String>::new());
        Ok(serde_json::from_value(statements)?)
    };
    let verb = |name: &str| format!("http://adlnet.gov/expapi/verbs/{name}");
    let [attempted, completed] = heard("lab=poison&watch=1", 1_500)?;
    assert_eq!(attempted["verb"]["id"], verb("attempted"));
    assert_eq!(attempted.get("actor"), None, "only the platform knows who that is");
    assert_eq!(completed["verb"]["id"], verb("completed"));
    assert_eq!(completed["object"], attempted["object"]);
    assert!(
        completed["object"]["id"]
            .as_str()
            .is_some_and(|id| id.ends_with("course/index.html?lab=poison"))
    );
    let result = &completed["result"];
    assert_eq!((&result["completion"], result.get("score")), (&json!(true), None), "{result}");
    let [attempted, passed] = heard(LESSON, 18_000)?;
    assert_eq!(attempted["verb"]["id"], verb("attempted"));
    assert_eq!(passed["verb"]["id"], verb("passed"));
    let result = &passed["result"];
    assert_eq!([&result["completion"], &result["success"]], [true, true]);
    assert!(
        result["score"]["scaled"].as_f64().is_some_and(|score| (0.66..0.67).contains(&score)),
        "{result}"
    );
    assert!(result["duration"].as_str().is_some_and(|time| time.starts_with("PT")), "{result}");
    Ok(())
}

fn nothing_is_reported_of_what_is_not_there(kind: Kind) -> Result<()> {
    for query in ["lab=nowhere&watch=1", "lesson=nowhere", "lesson=No%20id"] {
        let (browser, _site) = platform(kind, "", query)?;
        reads(&browser, "What was asked for is not here: nothing will be reported.")?;
        // Another lab does not count in its place.
        browser
            .script("await frame().contentDocument.querySelector('queue-scope').load('poison')")?;
        run(&browser, 2_000)?;
        browser.script("await new Promise((done) => setTimeout(done, 600))")?;
        assert_eq!(browser.script(&format!("return {STATEMENTS}"))?, json!([]), "{query}");
        // That nothing is reported, and why, each once.
        let lines = "return frame().contentDocument.querySelector('[role=status]').children.length";
        assert_eq!(browser.script(lines)?, 2, "{query}");
    }
    Ok(())
}

fn a_page_without_a_platform_says_so(kind: Kind) -> Result<()> {
    let browser = kind.start()?;
    let shown = |words: &str| {
        let text = "document.querySelector('[role=status]').textContent";
        browser.wait_until(&format!("{text}.includes('{words}')"), PATIENCE)
    };
    browser.open("course/index.html?lab=poison&watch=2&speed=fast&controls=time&motion=reduced")?;
    shown("There is no learning platform around this page: nothing will be reported.")?;
    shown("speed cannot be “fast”")?;
    let address = browser.script(
        "return document.querySelector('queue-scope').shadowRoot.querySelector('iframe').src",
    )?;
    for part in ["lab=poison", "controls=time", "motion=reduced"] {
        assert!(address.as_str().is_some_and(|address| address.contains(part)), "{address}");
    }
    browser.script("await document.querySelector('queue-scope').runFor(2500)")?;
    shown("This is completed. There is no learning platform here to report it to.")?;
    for watch in ["abc", "0", "86401", "1e9"] {
        browser.open(&format!("course/index.html?watch={watch}&lang=de"))?;
        shown(&format!("watch kann nicht „{watch}“ sein"))?;
        shown("Es wird nichts gemeldet.")?;
    }
    browser.script("await document.querySelector('queue-scope').runFor(20500)")?;
    shown("Dies ist abgeschlossen.")?;
    assert_eq!(browser.accessibility_problems()?, Vec::<String>::new());
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}
