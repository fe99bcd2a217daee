//! The element `<queue-scope>`: what it answers, and what it does when nothing answers it.

use anyhow::Result;
use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::browser::{Browser, Kind};

use crate::course::{PATIENCE, copy, dist, in_both_browsers, site};

in_both_browsers! {
    the_element_has_methods_events_and_a_height,
    what_does_not_answer_is_said,
    what_cannot_be_sent_is_said_and_loses_nothing_else,
    a_tongue_of_a_region_is_understood,
    a_request_lets_a_frame_out_of_sight_load,
    a_button_follows_its_attributes_and_waits_for_the_reader,
}

/// Half a minute of silence passes in a moment, and nothing else does.
const IMPATIENT: &str = "<script>
    window.patient = setTimeout;
    window.setTimeout = (act, ms) => patient(act, ms === 30000 ? 200 : ms);
</script>";

/// A host page with the script and `body`, and the lab in a folder beside it.
fn page(kind: Kind, body: &str) -> Result<(Browser, TempDir)> {
    let site = site(&format!("<script src=lab/embed.js></script>{body}"))?;
    copy(&dist(), &site.path().join("lab"))?;
    let browser = kind.serving(site.path())?;
    browser.open("")?;
    browser.script(
        "window.lab = frame();
         window.shown = (what) => lab.shadowRoot.querySelector(what);",
    )?;
    Ok((browser, site))
}

/// What the script, a request, is refused with.
fn refusal(browser: &Browser, script: &str) -> String {
    browser.script(&format!("await {script}")).expect_err(script).to_string()
}

fn the_element_has_methods_events_and_a_height(kind: Kind) -> Result<()> {
    let browser = kind.start()?;
    browser.open("examples/element.html")?;
    // Asked before the frame has loaded, a request waits for it.
    let ran = browser.script(
        "window.lab = document.getElementById('lab');
         window.frame = () => lab.shadowRoot.querySelector('iframe');
         return await lab.runFor(3000)",
    )?;
    assert_eq!(ran["complete"], true);
    assert_eq!(browser.script("return (await lab.getState()).now_ms")?, 3_000);
    let says = refusal(&browser, "lab.step(-1)");
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
    let gone =
        refusal(&browser, "(() => { const asked = lab.runFor(1); lab.remove(); return asked; })()");
    assert!(gone.contains("taken out"), "{gone}");
    let gone = refusal(&browser, "lab.runFor(1)");
    assert!(gone.contains("not in a page"), "{gone}");
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}

fn what_does_not_answer_is_said(kind: Kind) -> Result<()> {
    let (browser, _site) =
        page(kind, &format!("{IMPATIENT}<queue-scope id=lab src=nowhere/></queue-scope>"))?;
    browser.script(
        "window.errors = [];
         addEventListener('queuescope-error', ({ detail }) => errors.push(detail.says));",
    )?;
    let refused = |src: &str| {
        browser.script(&format!("lab.setAttribute('src', '{src}')"))?;
        Ok::<_, anyhow::Error>(refusal(&browser, "lab.runFor(1)"))
    };
    let not_found = refusal(&browser, "lab.runFor(1)");
    let address = browser.url("nowhere/?embed=1");
    assert!(not_found.contains(&format!("Nothing at {address} answers")), "{not_found}");
    assert_eq!(refusal(&browser, "lab.play()"), not_found, "it is known by now");
    let another_page = refused("./")?;
    assert!(another_page.contains("answers as Queuescope does"), "{another_page}");
    // No server is there.
    let refuses = refused("http://127.0.0.1:2/")?;
    assert!(refuses.contains("Nothing at http://127.0.0.1:2/?embed=1"), "{refuses}");
    let no_address = refused("http://[")?;
    assert!(no_address.contains("http://[ is no address"), "{no_address}");
    browser.script(
        "window.setTimeout = patient; lab.setAttribute('origin', 'https://course.example')",
    )?;
    let other_host = refused("lab/")?;
    assert!(other_host.contains("does not talk to"), "{other_host}");
    let heard = browser.script("return errors.map((says) => says.split(' ')[0])")?;
    assert_eq!(heard, json!(["Nothing", "Nothing", "Nothing", "http://[", "http://[", "This"]));
    browser.script("lab.removeAttribute('origin')")?;
    assert_eq!(browser.script("return (await lab.runFor(1000)).complete")?, true);
    let stray = refusal(&browser, "document.createElement('queue-scope').play()");
    assert!(stray.contains("not in a page"), "{stray}");
    Ok(())
}

fn what_cannot_be_sent_is_said_and_loses_nothing_else(kind: Kind) -> Result<()> {
    let (browser, _site) = page(kind, "<queue-scope id=lab src=lab/ load=click></queue-scope>")?;
    let refused = "(says) => /cannot be sent/.test(says)";
    let before = browser.script(&format!(
        "const asked = [lab.command(() => 1), lab.runFor(1000), lab.getState()];
         shown('button').click();
         const [command, ran, state] = await Promise.allSettled(asked);
         return [({refused})(command.reason.message), ran.value.complete, state.value.now_ms]"
    ))?;
    assert_eq!(before, json!([true, true, 1_000]));
    let after = refusal(&browser, "lab.command({ act() {} })");
    assert!(after.contains("cannot be sent"), "{after}");
    assert_eq!(browser.script("return (await lab.getState()).now_ms")?, 1_000);
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}

fn a_tongue_of_a_region_is_understood(kind: Kind) -> Result<()> {
    let (browser, _site) =
        page(kind, "<queue-scope id=lab src=lab/ lang=de-AT load=click></queue-scope>")?;
    assert_eq!(browser.script("return shown('button').textContent")?, "Queuescope starten");
    let problems = browser.script(
        "const ready = new Promise((done) => lab.addEventListener('queuescope-ready', done, { once: true }));
         shown('button').click();
         return (await ready).detail.problems",
    )?;
    assert_eq!(problems, json!([]));
    let spoken = browser.script("return shown('iframe').contentDocument.documentElement.lang")?;
    assert_eq!(spoken, "de");
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}

fn a_request_lets_a_frame_out_of_sight_load(kind: Kind) -> Result<()> {
    let (browser, _site) = page(
        kind,
        &format!(
            "{IMPATIENT}<div style='height: 20000px'></div><queue-scope id=lab src=lab/></queue-scope>"
        ),
    )?;
    browser.script("await new Promise((done) => patient(done, 1000))")?;
    let loaded = "shown('iframe').contentDocument.URL !== 'about:blank'";
    assert_eq!(browser.script(&format!("return {loaded}"))?, false, "nobody has come near");
    browser.script("window.setTimeout = patient")?;
    assert_eq!(browser.script("return (await lab.runFor(1000)).complete")?, true);
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}

fn a_button_follows_its_attributes_and_waits_for_the_reader(kind: Kind) -> Result<()> {
    let (browser, _site) = page(
        kind,
        "<queue-scope id=lab src=lab/?load=click lab=guarantees load=click title=Crashes></queue-scope>",
    )?;
    let label =
        |script: &str| browser.script(&format!("{script}; return shown('button').textContent"));
    assert_eq!(label("")?, "Start Crashes");
    assert_eq!(label("lab.title = 'Abstürze'; lab.lang = 'de-AT'")?, "Abstürze starten");
    assert_eq!(label("lab.removeAttribute('title'); lab.lang = 'en'")?, "Start Queuescope");
    // Whoever asks does not press the button.
    browser.script("lab.runFor(1000).then((ran) => { window.ran = ran; })")?;
    assert_eq!(browser.script("return shown('iframe')")?, Value::Null);
    browser.script("shown('button').click()")?;
    assert_eq!(browser.script("return lab.shadowRoot.activeElement.localName")?, "iframe");
    browser.wait_until("window.ran?.complete", PATIENCE)?;
    // Once the frame is there, it stays; the attribute counts again elsewhere.
    browser.script("lab.removeAttribute('load'); lab.setAttribute('load', 'click')")?;
    assert_eq!(browser.script("return (await lab.getState()).now_ms")?, 1_000);
    browser.script("document.body.append(lab)")?;
    assert_eq!(label("")?, "Start Queuescope");
    browser.script("lab.setAttribute('load', 'now')")?;
    assert_eq!(browser.script("return (await lab.runFor(500)).complete")?, true);
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}
