//! Pages that hold a lab: the examples, the element, learning platforms, and the dialog that writes their code.

use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};
use xtask::browser::{Browser, Look};
use xtask::server::Server;

use crate::course::{PATIENCE, dist, site};

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
        ("getState", "\"digest\""),
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
    let own = browser.script("return frame().style.height")?;
    let heights = "lab.setAttribute('height', '700');
         const fixed = frame().style.height;
         lab.removeAttribute('height');
         return [fixed, frame().style.height]";
    assert_eq!(browser.script(heights)?, json!(["700px", own]));
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
