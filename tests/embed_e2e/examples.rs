//! Pages to copy from: the examples, and the dialog that writes the code of a frame.

use anyhow::Result;
use serde_json::Value;
use xtask::browser::{Browser, Key, Kind, Look};

use crate::course::{PATIENCE, in_both_browsers};

in_both_browsers! {
    every_example_loads_without_an_error,
    the_example_host_lists_what_the_lab_says,
}

fn every_example_loads_without_an_error(kind: Kind) -> Result<()> {
    let browser = kind.start()?;
    browser.look(Look { height: 2_400, ..Look::default() })?;
    for name in ["index", "course", "host", "element", "one-file"] {
        browser.open(&format!("examples/{name}.html"))?;
        browser.script("await new Promise((done) => setTimeout(done, 2500))")?;
        assert_eq!(browser.problems()?, Vec::<String>::new(), "{name}");
        assert_eq!(browser.accessibility_problems()?, Vec::<String>::new(), "{name}");
        // It also asks the frames, and Firefox logs that one without an origin cannot hear it.
        browser.problems()?;
    }
    Ok(())
}

fn the_example_host_lists_what_the_lab_says(kind: Kind) -> Result<()> {
    let browser = kind.start()?;
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
    let seed = |text: &str| {
        let script = "const field = document.querySelector('.code input');
             field.value = arguments[0];
             field.dispatchEvent(new Event('change', { bubbles: true }));";
        browser.script_with(script, vec![text.into()])
    };
    seed("7")?;
    browser.wait_until("/seed=7/.test(document.getElementById('embed-code').value)", PATIENCE)?;
    seed("seven")?;
    let problem = "document.getElementById('seed-problem').textContent";
    browser.wait_until(&format!("{problem}.includes('seed cannot be “seven”')"), PATIENCE)?;
    // The one before holds.
    let code = browser.script("return document.getElementById('embed-code').value")?;
    assert!(code.as_str().is_some_and(|code| code.contains("seed=7")), "{code}");
    assert_eq!(browser.accessibility_problems()?, Vec::<String>::new());

    browser.script("document.querySelector('.code select').focus()")?;
    browser.press(Key::Escape)?;
    browser.wait_until("!document.querySelector('.code').open", PATIENCE)?;
    assert_eq!(browser.script("return document.activeElement.tagName")?, "SUMMARY");
    browser.open("#/lesson/guarantees")?;
    browser.wait_until(
        "document.querySelector('summary[aria-label=\"Embed this lesson\"]')",
        PATIENCE,
    )?;
    browser.click("summary[aria-label='Embed this lesson']")?;
    browser.wait_until(
        "/lesson=guarantees/.test(document.getElementById('embed-code')?.value)",
        PATIENCE,
    )?;
    assert_eq!(browser.script("return document.querySelector('.code input')")?, Value::Null);
    assert_eq!(browser.accessibility_problems()?, Vec::<String>::new());
    assert_eq!(browser.problems()?, Vec::<String>::new());
    Ok(())
}
