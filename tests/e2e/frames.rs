//! What a frame costs: painting, and no render.

use anyhow::Result;
use serde_json::json;

use super::{PATIENCE, Page};

/// Who asks for a render: a frame that paints, the panels' own timer, or
/// somebody else. Everything that comes of a task is counted for that task.
const COUNT_RENDERS: &str = "
    const counts = { frames: 0, in_frames: 0, ticks: 0, in_ticks: 0, every_ms: [] };
    let task = null;
    const ask = window.requestAnimationFrame.bind(window);
    const over = new MessageChannel();
    over.port1.onmessage = () => { if (task === 'frame') task = null; };
    window.requestAnimationFrame = (act) => ask((at) => {
        task = 'frame';
        counts.frames += 1;
        act(at);
        over.port2.postMessage(null);
    });
    const later = window.setTimeout.bind(window);
    window.setTimeout = (act, ms) => later(() => { task = null; act(); }, ms);
    const repeat = window.setInterval.bind(window);
    window.setInterval = (act, ms) => {
        counts.every_ms.push(ms);
        return repeat(() => { task = 'tick'; counts.ticks += 1; act(); }, ms);
    };
    new MutationObserver(() => {
        if (task === 'frame') counts.in_frames += 1;
        if (task === 'tick') counts.in_ticks += 1;
        task = null;
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    window.counts = counts;";

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn frames_paint_and_only_the_panels_timer_renders() -> Result<()> {
    let page = Page::open("#/lab/guarantees")?;
    page.0.script(COUNT_RENDERS)?;
    page.press("Play")?;
    page.0.wait_until("counts.ticks >= 1", PATIENCE)?;
    // What came of pressing the button is over.
    page.0.script("Object.assign(counts, { frames: 0, in_frames: 0, ticks: 0, in_ticks: 0 })")?;
    page.0.wait_until("counts.ticks >= 20 && counts.frames >= 20", PATIENCE)?;
    let counts = page.0.script("return counts")?;
    assert_eq!(counts["in_frames"], 0, "{counts}");
    assert_eq!(counts["every_ms"], json!([100]), "ten times a second: {counts}");
    assert!(counts["in_ticks"].as_u64() > Some(0), "panels are rendered: {counts}");
    assert!(counts["in_ticks"].as_u64() <= counts["ticks"].as_u64(), "once a tick: {counts}");
    page.no_problems()
}
