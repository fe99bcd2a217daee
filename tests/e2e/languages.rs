//! The page in the language of its reader.

use anyhow::Result;
use xtask::browser::Look;

use super::{PATIENCE, Page};

impl Page {
    /// Waits until the page says that it is in this language.
    fn speaks(&self, code: &str) -> Result<()> {
        self.0.wait_until(&format!("document.documentElement.lang === '{code}'"), PATIENCE)?;
        self.settle()
    }

    fn choose_language(&self, name: &str) -> Result<()> {
        let choose = "
            const options = [...document.querySelectorAll('.sheet select option')];
            const option = options.find((one) => one.text === arguments[0]);
            const list = option.parentElement;
            list.selectedIndex = option.index;
            list.dispatchEvent(new Event('change', { bubbles: true }))";
        self.0.script_with(choose, vec![name.into()]).map(drop)
    }
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_page_that_is_asked_for_in_german_is_german_everywhere() -> Result<()> {
    let page = Page::open("?lang=de#/")?;
    page.speaks("de")?;
    let home = page.0.text("main")?;
    assert!(home.contains("Sieh, was ein Broker tut"), "{home}");
    for (route, words) in [
        ("?lang=de#/lab/guarantees", "Absturzpunkt"),
        ("?lang=de#/course", "Lektionen"),
        ("?lang=de#/fidelity", "nicht modelliert"),
    ] {
        for (width, height) in [(1440, 900), (390, 844)] {
            page.0.look(Look { width, height, ..Look::default() })?;
            page.go(route)?;
            page.speaks("de")?;
            let shown = page.0.script("return document.body.innerHTML")?;
            assert!(shown.as_str().is_some_and(|shown| shown.contains(words)), "{route}: {words}");
            page.fits(&format!("{route} at {width}×{height}"))?;
        }
    }
    page.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn another_language_is_chosen_in_the_middle_of_a_run() -> Result<()> {
    let page = Page::open("#/lab/guarantees")?;
    page.speaks("en")?;
    page.0.script("await queuescope.runFor(3000)")?;
    page.choose_language("Deutsch")?;
    page.speaks("de")?;
    assert_eq!(page.state()?["now_ms"], 3000.0, "the run is where it was");
    let title = page.0.script("return document.title")?;
    assert_eq!(title, "Drei Garantien, ein Absturz · Queuescope");
    page.press("Absturz von billing jetzt auslösen")?;
    page.until("state.nodes.some((node) => node.crashes === 1)")?;
    page.go("#/course")?;
    page.speaks("de")?;
    assert!(page.0.text("main")?.contains("Lektionen"), "it is remembered");
    page.choose_language("English")?;
    page.speaks("en")?;
    assert!(page.0.text("main")?.contains("Lessons"));
    page.no_problems()
}
