//! A bug of ours, said in words.
//!
//! A panic ends the program for good, and a frozen page says nothing. The
//! hook writes over it, with nothing but calls that cannot fail again.

use std::panic::PanicHookInfo;

use super::perform;

/// Shows every panic to the person.
pub fn set_hook() {
    std::panic::set_hook(Box::new(show));
}

fn show(info: &PanicHookInfo<'_>) {
    let what = info.to_string();
    let Some(document) = perform::window().and_then(|window| window.document()) else {
        return;
    };
    let (Some(body), Ok(overlay)) = (document.body(), document.create_element("div")) else {
        return;
    };
    overlay.set_class_name("trouble");
    let _ = overlay.set_attribute("role", "alertdialog");
    let _ = overlay.set_attribute("aria-label", "The page has stopped");
    overlay.set_inner_html(WORDS);
    if let Ok(Some(place)) = overlay.query_selector("pre") {
        place.set_text_content(Some(&what));
    }
    let _ = body.append_child(&overlay);
    web_sys::console::error_1(&what.into());
}

const WORDS: &str = r#"
<div>
  <h2>The page has stopped</h2>
  <p>This is a fault of the page, not of your scenario. Nothing was sent anywhere.
  Load it again to go on; the words below help to mend it.</p>
  <pre></pre>
  <button type="button" class="btn primary" onclick="location.reload()">Load the page again</button>
</div>"#;
