//! The built page in Chromium: start-up, engine speed, script time of frames.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::figure::Figure;
use crate::browser::Browser;

/// The engine's speed in WebAssembly, compared with the native one.
pub const SPEED: &str = "engine in wasm, M/M/1";

/// Runs before the page's own scripts. Times what each frame's callbacks take
/// together, and notes when the page says that it is ready.
///
/// Browsers round their clock to 0.1 ms, so single frames are coarse and only
/// their distribution is read.
const PROBE: &str = "
window.probe = { frames: [], ready: null };
const request = window.requestAnimationFrame.bind(window);
let last = null;
window.requestAnimationFrame = (callback) => request((time) => {
  const started = performance.now();
  callback(time);
  const took = performance.now() - started;
  if (time === last) probe.frames[probe.frames.length - 1] += took;
  else probe.frames.push(took);
  last = time;
});
const look = () => {
  if (!window.queuescope) return setTimeout(look, 1);
  window.queuescope.ready.then(() => { probe.ready = performance.now(); });
};
look();
";

/// Milliseconds from the start of a navigation until the page is ready, the
/// median of some loads.
pub fn start_up(browser: &Browser) -> Result<Vec<Figure>> {
    browser.before_load(PROBE)?;
    let mut loads = vec![];
    for _ in 0..7 {
        browser.open("#/")?;
        let ready = browser.script("await queuescope.ready; return probe.ready")?;
        loads.push(ready.as_f64().context("the page did not become ready")?);
    }
    Ok(vec![Figure::at_most("interactive after", quantile(&mut loads, 0.5), "ms", 800.0)])
}

/// Millions of events a second, flat out for about three seconds.
pub fn engine(browser: &Browser) -> Result<Vec<Figure>> {
    browser.open("#/lab/bench-mm1")?;
    let speed = browser.script(
        "await queuescope.ready;
         await queuescope.pause();
         const before = (await queuescope.state()).events;
         const started = performance.now();
         // A day at a time is some hundred thousand events: short calls
         // would measure the calls.
         while (performance.now() - started < 3000) await queuescope.runFor(86400000);
         const took = performance.now() - started;
         return ((await queuescope.state()).events - before) / took / 1000;",
    )?;
    let speed = speed.as_f64().context("state() tells no number of events")?;
    Ok(vec![Figure::at_least(SPEED, speed, "M events/s", 3.0)])
}

/// Script time of frames while `scenario` plays with `messages` in flight;
/// 95 of 100 may take up to `budget` milliseconds.
pub fn frames(
    browser: &Browser,
    scenario: &str,
    messages: f64,
    budget: f64,
) -> Result<Vec<Figure>> {
    browser.open(&format!("#/lab/{scenario}"))?;
    let played = browser.script(
        "await queuescope.ready;
         const pass = (ms) => new Promise((passed) => setTimeout(passed, ms));
         await queuescope.play();
         await pass(1500);
         probe.frames = [];
         await pass(5000);
         const frames = probe.frames;
         const state = await queuescope.state();
         await queuescope.pause();
         return { frames, flying: state.books.copies.on_link };",
    )?;
    let mut times: Vec<f64> = serde_json::from_value(played["frames"].clone())?;
    ensure!(!times.is_empty(), "{scenario} drew no frame in five seconds");
    let flying = played["flying"].as_f64().context("state() tells no number of copies on links")?;
    let per_second = times.len() as f64 / 5.0;
    let name = |what: &str| format!("{scenario}, {what}");
    Ok(vec![
        Figure::at_most(&name("frame script p95"), quantile(&mut times, 0.95), "ms", budget),
        Figure::shown(&name("frame script p50"), quantile(&mut times, 0.5), "ms"),
        Figure::shown(&name("frames drawn"), per_second, "a second"),
        Figure::at_least(&name("in flight at the end"), flying, "messages", 0.9 * messages),
    ])
}

/// How long going anywhere takes in the run of benches/seek.rs, from the wish
/// until the frame that shows the moment.
pub fn seeking(browser: &Browser) -> Result<Vec<Figure>> {
    browser.open("#/")?;
    let world: Value = serde_json::from_str(include_str!("../../../../benches/seek.json"))?;
    let sought = browser.script_with(
        "await queuescope.ready;
         await queuescope.load(arguments[0]);
         const end = 600000;
         await queuescope.runFor(end);
         const seeks = 101;
         const times = [];
         for (let n = 0; n < seeks; n++) {
           const started = performance.now();
           // Spread evenly, and far from one another in turn.
           await queuescope.seek((n * 7919 % seeks) * (end / seeks));
           await new Promise(requestAnimationFrame);
           times.push(performance.now() - started);
         }
         await queuescope.seek(end);
         const effects = (await queuescope.state()).books.effects;
         return { times, messages: effects.expected };",
        vec![world],
    )?;
    let mut times: Vec<f64> = serde_json::from_value(sought["times"].clone())?;
    let messages = sought["messages"].as_f64().context("state() tells no number of effects")?;
    Ok(vec![
        Figure::at_most("seek in 10 min of 10^5, browser", quantile(&mut times, 0.5), "ms", 100.0),
        Figure::shown("slowest of these seeks", quantile(&mut times, 1.0), "ms"),
        Figure::at_least("messages of that run", messages, "messages", 99_990.0),
    ])
}

/// The value below which `share` of them lie.
fn quantile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let place = share * (values.len() - 1) as f64;
    values[place.round() as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_values_that_occurred() {
        let mut values: Vec<f64> = (0..=100).rev().map(f64::from).collect();
        assert_eq!(quantile(&mut values, 0.95), 95.0);
        assert_eq!(quantile(&mut [7.0], 0.5), 7.0);
    }
}
