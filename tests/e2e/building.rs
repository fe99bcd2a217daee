//! Building by keyboard alone, by pointer, and for those who hear the page.

use anyhow::{Result, bail};
use serde_json::{Value, json};
use xtask::browser::Key;

use super::{PATIENCE, Page};

impl Page {
    /// Presses Tab until what has the focus is called so.
    pub(super) fn tab_to(&self, words: &str) -> Result<()> {
        let name = "
            const it = document.activeElement;
            const label = it.labels && it.labels[0];
            return (it.getAttribute('aria-label') || (label || it).textContent || '').trim()";
        let mut met = Vec::new();
        for _ in 0..200 {
            self.0.press(Key::Tab)?;
            let name = self.0.script(name)?.as_str().unwrap_or_default().to_owned();
            if name.starts_with(words) {
                return Ok(());
            }
            met.push(name);
        }
        bail!("Tab never came to “{words}”; it came to {}", met.join(" | "));
    }

    pub(super) fn enter(&self, words: &str) -> Result<()> {
        self.tab_to(words)?;
        self.0.press(Key::Enter)
    }

    /// Adds a node by its kind, and types its name.
    fn add(&self, kind: &str, name: &str) -> Result<()> {
        self.enter("Add")?;
        self.enter(kind)?;
        self.0.wait_until("document.activeElement.matches('.editor input')", PATIENCE)?;
        self.0.type_text(name)?;
        self.0.press(Key::Enter)?;
        self.until(&format!("state.nodes.some((node) => node.id === '{name}')"))
    }

    /// Drags from the middle of one element to the middle of another.
    fn drag(&self, from: &str, to: &str) -> Result<Value> {
        let drag = "
            const middle = (css) => {
                const box = document.querySelector(css).getBoundingClientRect();
                return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
            };
            const send = (kind, at) => document.elementFromPoint(at.x, at.y).dispatchEvent(
                new PointerEvent(kind, { bubbles: true, button: 0, clientX: at.x, clientY: at.y }));
            const pause = () => new Promise((done) => setTimeout(done, 150));
            const [from, to] = [middle(arguments[0]), middle(arguments[1])];
            send('pointerdown', from);
            await pause();
            send('pointermove', { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 });
            send('pointermove', to);
            await pause();
            const seen = [...document.querySelectorAll('.node.dimmed')].length;
            send('pointerup', to);
            await pause();
            return seen;";
        self.0.script_with(drag, vec![json!(from), json!(to)])
    }
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn the_keyboard_builds_two_consumers_kills_one_and_redrives_its_dead_letter() -> Result<()> {
    let page = Page::open("#/")?;
    page.enter("Build your own")?;
    page.0.wait_until("location.hash === '#/lab/blank'", PATIENCE)?;
    page.enter("Begin with all three")?;
    page.until("state.nodes.some((node) => node.id === 'consumer')")?;
    page.tab_to("producer producer")?;
    page.0.press(Key::Right)?;
    page.0.press(Key::Enter)?;
    page.0.wait_until("document.querySelector('.editor')", PATIENCE)?;
    page.add("consumer", "audit")?;
    page.add("queue", "dead")?;
    page.tab_to("queue queue")?;
    page.0.press(Key::Enter)?;
    page.tab_to("New wire")?;
    page.0.type_text("dead")?;
    page.enter("Connect")?;
    let wires = "document.querySelector('.wires').textContent";
    page.0.wait_until(&format!("{wires}.includes('dead-letters to dead')"), PATIENCE)?;
    page.enter("Done")?;
    page.enter("Break something")?;
    page.enter("Poison the next message")?;
    page.0.press(Key::Escape)?;
    page.enter("Play")?;
    page.until("state.nodes.find((node) => node.id === 'dead').ready === 1")?;
    page.enter("now, wherever it is")?;
    page.until("state.nodes.some((node) => node.crashes === 1)")?;
    page.enter("Fix and replay all")?;
    page.until("state.nodes.find((node) => node.id === 'dead').ready === 0")?;
    page.0.wait_until("document.body.textContent.includes('Replayed 1: 1 done.')", PATIENCE)?;
    page.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_pointer_moves_nodes_and_draws_wires_and_back_leads_out() -> Result<()> {
    let page = Page::open("#/lab/work-queue")?;
    page.press("Build")?;
    page.0.click("#build-add")?;
    page.press("queue")?;
    page.until("state.nodes.some((node) => node.id === 'queue')")?;
    page.settle()?;
    // The new queue stands after the first one.
    let dimmed = page.drag("#stage-node-1 .port", "#stage-node-2")?;
    assert_eq!(dimmed, 4, "neither the producer nor who reads it already is an end for a wire");
    page.0.wait_until(
        "document.querySelector('.wires').textContent.includes('dead-letters to queue')",
        PATIENCE,
    )?;
    let place = "const box = document.querySelector('#stage-node-0').getBoundingClientRect(); return [box.x, box.y]";
    let before = page.0.script(place)?;
    let others = "const box = document.querySelector('#stage-node-1').getBoundingClientRect(); return [box.x, box.y]";
    let still = page.0.script(others)?;
    page.drag("#stage-node-0 .nm", "#stage-node-0 .st")?;
    assert_ne!(page.0.script(place)?, before);
    assert_eq!(page.0.script(others)?, still, "nothing else moves");
    page.press("Undo: move")?;
    page.settle()?;
    assert_eq!(page.0.script(place)?, before);
    page.0.script("history.back()")?;
    page.until("state.nodes.every((node) => node.id !== 'queue')")?;
    page.0.script("history.forward()")?;
    page.until("state.nodes.some((node) => node.id === 'queue')")?;
    page.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn building_fits_and_is_accessible() -> Result<()> {
    let page = Page::open("#/lab/topic")?;
    page.on_every_screen(&["#/lab/blank", "#/lab/topic"], |route| {
        if route != "#/lab/blank" {
            page.0.script(
                "document.querySelector('.build').click();
                 await new Promise((done) => setTimeout(done, 300));
                 document.querySelector('#stage-node-1').click()",
            )?;
        }
        Ok(())
    })?;
    page.no_problems()
}
