//! Lessons, by pointer, by keyboard alone, and on a phone.

use anyhow::Result;
use xtask::browser::{Key, Look};

use super::{PATIENCE, Page};

/// Every goal of the step has ticked itself.
const MET: &str = "state.goals.every((goal) => goal.met)";

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_lesson_asks_first_and_the_run_answers() -> Result<()> {
    let page = Page::open("#/lesson/guarantees")?;
    page.until("state.goals.length === 2")?;
    page.press("Play")?;
    page.0.wait_until("document.querySelector('[role=alert]')", PATIENCE)?;
    assert_eq!(page.state()?["playing"], false, "it waits for a prediction");
    page.press("Dismiss")?;
    page.0.click(".guess input")?;
    page.0.type_text("3")?;
    page.settle()?;
    page.press("Lock it in and play")?;
    page.until("state.playing && state.now_ms > 200")?;
    page.0.script("await queuescope.pause(); await queuescope.runFor(20000)")?;
    page.until("state.goals.every((goal) => goal.met)")?;
    page.settle()?;
    let says = page.0.text("[aria-label='Prediction']")?;
    assert!(says.contains("You said 3") && says.contains("m3"), "{says}");
    page.0.click(".life-here summary")?;
    page.press("Open it in the inspector")?;
    page.settle()?;
    assert!(page.0.text("[aria-label='Inspector']")?.contains("m3"));
    page.0.script("await queuescope.seek(1000)")?;
    page.until("state.goals.every((goal) => !goal.met)")?;
    page.0.script("location.hash = '#/course'")?;
    page.settle()?;
    assert!(page.0.text("main")?.contains("at step 1"));
    page.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn the_keyboard_alone_passes_a_lesson() -> Result<()> {
    let page = Page::open("#/course")?;
    page.enter("Lost, twice, or once")?;
    page.until("state.goals.length === 2")?;

    page.tab_to("Your guess")?;
    page.0.type_text("1")?;
    page.enter("Lock it in and play")?;
    page.until(MET)?;
    page.enter("Next")?;
    page.until("state.goals.length === 3")?;

    page.tab_to("producer checkout")?;
    page.0.press(Key::Right)?;
    page.0.press(Key::Right)?;
    page.enter("Crash billing after the effect, before the ack")?;
    page.tab_to("None")?;
    page.0.press(Key::Down)?;
    page.enter("Lock it in and play")?;
    page.until(MET)?;
    page.enter("Next")?;
    page.until("!state.goals.some((goal) => goal.met)")?;

    page.tab_to("At least once")?;
    page.0.press(Key::Right)?;
    page.enter("Crash billing after the effect, before the ack")?;
    page.tab_to("Once")?;
    page.0.press(Key::Down)?;
    page.enter("Lock it in and play")?;
    page.until(MET)?;
    page.settle()?;
    let summary = page.0.text("[aria-label='Summary']")?;
    assert!(summary.contains("Passed"), "{summary}");
    page.no_problems()
}

impl Page {
    /// Says on a phone what will happen, lets it, and waits for the goals.
    fn predict_and_play(&self, answer: impl FnOnce(&Page) -> Result<()>) -> Result<()> {
        self.press("Lesson")?;
        answer(self)?;
        self.settle()?;
        self.press("Lock it in and play")?;
        self.until(MET)?;
        self.press("Lesson")
    }
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_phone_passes_a_lesson() -> Result<()> {
    let page = Page::open("#/course")?;
    page.0.look(Look { width: 390, height: 844, ..Look::default() })?;
    page.go("#/lesson/guarantees")?;
    page.until("state.goals.length === 2")?;
    page.predict_and_play(|page| {
        page.0.click(".guess input")?;
        page.0.type_text("1")
    })?;
    page.press("Next")?;
    page.until("state.goals.length === 3")?;

    let second = |page: &Page| page.0.click(".option:nth-child(2)");
    page.press("Stage")?;
    page.press("Crash billing after the effect, before the ack")?;
    page.predict_and_play(second)?;
    page.press("Next")?;
    page.until("!state.goals.some((goal) => goal.met)")?;

    page.press("Stage")?;
    page.press("Exactly once")?;
    page.press("Crash billing after the effect, before the ack")?;
    page.predict_and_play(second)?;
    page.settle()?;
    page.fits("a lesson that is passed, on a phone")?;
    assert!(page.0.text("[aria-label='Summary']")?.contains("Passed"));
    page.no_problems()
}
