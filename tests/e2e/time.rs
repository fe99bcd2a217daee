//! Ways through time: marks, charts, the log, branches, breakpoints.

use anyhow::{Context, Result};

use super::Page;

impl Page {
    fn now_ms(&self) -> Result<f64> {
        self.state()?["now_ms"].as_f64().context("state() tells the moment")
    }

    /// Chooses what says `words` in the list with this label, as a pointer would.
    fn choose(&self, label: &str, words: &str) -> Result<()> {
        self.0
            .script_with(
                "const labels = [...document.querySelectorAll('label')];
                 const list = labels.find((one) => one.textContent.startsWith(arguments[0]))
                     .querySelector('select');
                 list.selectedIndex = [...list.options].findIndex((one) => one.text === arguments[1]);
                 list.dispatchEvent(new Event('change', { bubbles: true }))",
                vec![label.into(), words.into()],
            )
            .map(drop)
    }
}

/// A crash at three seconds, which charges twice, and fifteen seconds known.
const CRASH: &str = "
    await queuescope.pause();
    await queuescope.runFor(3000);
    await queuescope.command({ crash: { consumer: 'billing', at: 'between' } });
    await queuescope.runFor(12000)";

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_click_leads_to_the_moment_it_means() -> Result<()> {
    let page = Page::open("#/lab/guarantees")?;
    page.0.script(CRASH)?;
    page.settle()?;
    // The middle of a chart that ends at 15 s.
    page.0.click(".chart .lines")?;
    page.settle()?;
    assert!((page.now_ms()? - 7_500.0).abs() < 150.0, "{}", page.now_ms()?);
    page.press("A crash at")?;
    page.settle()?;
    let crash = page.now_ms()?;
    assert!((crash - 3_000.0).abs() < 1.0, "{crash}");
    page.press("Step to the next event")?;
    page.settle()?;
    assert!(crash < page.now_ms()?);
    page.press("Step back to the last event")?;
    page.settle()?;
    assert_eq!(page.now_ms()?, crash);
    page.0.script("document.querySelector('.futures summary').click()")?;
    page.press("Next mark")?;
    page.until("6000 < state.now_ms && state.books.effects.duplicated === 1")?;
    page.0.script("document.querySelector('.futures summary').click()")?;
    page.press("Events")?;
    page.settle()?;
    page.0.script(
        "const says = (line) => line.textContent.includes('billing did the work of m1.');
         [...document.querySelectorAll('.event')].find(says).click()",
    )?;
    page.until("state.now_ms < 3000")?;
    page.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn another_future_is_kept_named_and_compared() -> Result<()> {
    let page = Page::open("#/lab/guarantees")?;
    page.0.script("await queuescope.pause(); await queuescope.runFor(15000)")?;
    page.0.script("await queuescope.seek(4000)")?;
    page.0.script(
        "await queuescope.command({ crash: { consumer: 'billing', at: 'between' } });
         await queuescope.runFor(9000);
         document.querySelector('.futures summary').click()",
    )?;
    page.settle()?;
    page.0.fill(".branches input.name", "as it was")?;
    page.0.script("document.activeElement.blur()")?;
    page.settle()?;
    page.press("Follow")?;
    page.until("state.now_ms === 13000 && state.books.effects.duplicated === 0")?;
    page.settle()?;
    assert!(page.0.text(".futures summary")?.contains("as it was"));
    page.press("Follow")?;
    page.until("state.now_ms === 13000 && state.books.effects.duplicated === 1")?;
    page.settle()?;
    page.press("Show beside")?;
    page.settle()?;
    let heads = page.0.text(".lanes")?;
    assert!(heads.contains("as it was"), "{heads}");
    let told = page.0.text(".differences")?;
    assert!(told.contains("duplicated") && told.contains("2 times"), "{told}");
    page.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn the_page_pauses_by_itself_when_it_happens() -> Result<()> {
    let page = Page::open("#/lab/guarantees")?;
    page.0.script(
        "await queuescope.pause(); await queuescope.runFor(2000);
         await queuescope.command({ crash: { consumer: 'billing', at: 'between' } });
         document.querySelector('.futures summary').click()",
    )?;
    page.settle()?;
    page.choose("Run until", "an effect is duplicated")?;
    page.until("!state.playing && state.books.effects.duplicated === 1")?;
    let at = page.now_ms()?;
    page.settle()?;
    assert_eq!(page.now_ms()?, at);
    page.no_problems()
}
