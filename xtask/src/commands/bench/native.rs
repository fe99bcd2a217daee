//! The engine without a browser: criterion's benchmarks and what they promise.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::figure::Figure;
use crate::{process, project};

/// The figure that the engine in the browser is compared with.
pub const SPEED: &str = "engine native, M/M/1";

/// The benchmark behind it, by the last part of its id in benches/engine.rs.
const SPEED_ID: &str = "mm1";

/// Cost per event must stay nearly flat between two sizes of the same thing.
const GROWTH: &[(&str, &str, &str)] = &[
    ("cost per event, 1 to 1,000 queues", "queues/1", "queues/1000"),
    ("cost per event, 10^3 to 10^6 stored", "stored/1000", "stored/1000000"),
];

const GROWTH_AT_MOST: f64 = 2.5;

/// Runs benches/engine.rs and reads what criterion wrote.
///
/// A benchmark states its events as criterion's throughput in elements. One
/// named in [`GROWTH`] has both its sizes or neither.
pub fn measure() -> Result<Vec<Figure>> {
    let started = SystemTime::now();
    process::run(
        Command::new("cargo")
            .args(["bench", "--package", "queuescope", "--bench", "engine"])
            .current_dir(project::root()),
    )?;
    let results = results(&project::target().join("criterion"), started)?;
    ensure!(!results.is_empty(), "criterion wrote no results");
    figures(&results)
}

/// Runs benches/memory.rs.
pub fn memory() -> Result<Vec<Figure>> {
    let printed = line_of("memory")?;
    let bytes = number(&printed, "bytes_each")?;
    Ok(vec![Figure::at_most("memory per message, 10^6 stored", bytes, "bytes", 200.0)])
}

/// Runs benches/seek.rs.
pub fn seeking() -> Result<Vec<Figure>> {
    let printed = line_of("seek")?;
    let megabytes = number(&printed, "measured_bytes")? / f64::from(1 << 20);
    Ok(vec![
        Figure::at_most(
            "seek in 10 min of 10^5, native",
            number(&printed, "median_ms")?,
            "ms",
            100.0,
        ),
        Figure::at_most("checkpoints of that run", megabytes, "MiB", 64.0),
    ])
}

/// The line of JSON that a benchmark prints.
fn line_of(bench: &str) -> Result<Value> {
    let printed = process::answer(
        Command::new("cargo")
            .args(["bench", "--package", "queuescope", "--bench", bench])
            .current_dir(project::root()),
    );
    let output = printed.with_context(|| format!("benches/{bench}.rs did not run"))?;
    let line =
        output.lines().rfind(|line| line.starts_with('{')).context("it printed no figure")?;
    serde_json::from_str(line).context("it printed something else")
}

fn number(printed: &Value, name: &str) -> Result<f64> {
    printed[name].as_f64().with_context(|| format!("it printed no {name}"))
}

/// One benchmark: its id, and nanoseconds per event.
struct Timing {
    id: String,
    event_ns: f64,
}

impl Timing {
    /// Whether this is the benchmark `id`, in whatever group.
    fn is(&self, id: &str) -> bool {
        let rest = self.id.strip_suffix(id);
        rest.is_some_and(|group| group.is_empty() || group.ends_with('/'))
    }
}

fn figures(results: &[Timing]) -> Result<Vec<Figure>> {
    let cost = |id: &str| {
        let timing = results.iter().find(|timing| timing.is(id))?;
        Some(timing.event_ns)
    };
    let speed = cost(SPEED_ID).with_context(|| format!("there is no benchmark `{SPEED_ID}`"))?;
    let mut figures = vec![Figure::at_least(SPEED, 1000.0 / speed, "M events/s", 5.0)];
    for (name, small, large) in GROWTH.iter().copied() {
        if let (Some(small), Some(large)) = (cost(small), cost(large)) {
            figures.push(Figure::at_most(name, large / small, "times", GROWTH_AT_MOST));
        }
    }
    let others = results.iter().filter(|timing| !timing.is(SPEED_ID));
    figures.extend(others.map(|timing| Figure::shown(&timing.id, timing.event_ns, "ns/event")));
    Ok(figures)
}

/// Every result below `dir` that was written after `since`.
fn results(dir: &Path, since: SystemTime) -> Result<Vec<Timing>> {
    let mut results = vec![];
    let mut folders = vec![dir.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries =
            fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
        let mut below: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        below.retain(|path| path.is_dir());
        for path in below {
            if path.ends_with("new") {
                results.extend(timing(&path, since)?);
            } else {
                folders.push(path);
            }
        }
    }
    results.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(results)
}

/// The result in criterion's folder `dir`, unless it is an old one.
fn timing(dir: &Path, since: SystemTime) -> Result<Option<Timing>> {
    let estimates = dir.join("estimates.json");
    let written = fs::metadata(&estimates).and_then(|file| file.modified());
    if written.is_ok_and(|written| written < since) {
        return Ok(None);
    }
    let benchmark = json(&dir.join("benchmark.json"))?;
    let mean = json(&estimates)?["mean"]["point_estimate"].as_f64();
    let mean = mean.with_context(|| format!("{} has no mean", estimates.display()))?;
    let events = benchmark["throughput"]["Elements"].as_f64().unwrap_or(1.0);
    let id = benchmark["full_id"].as_str().unwrap_or_default().to_owned();
    Ok(Some(Timing { id, event_ns: mean / events }))
}

fn json(path: &Path) -> Result<Value> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is not JSON", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timing(id: &str, event_ns: f64) -> Timing {
        Timing { id: id.to_owned(), event_ns }
    }

    #[test]
    fn a_benchmark_is_known_by_the_end_of_its_id() {
        assert!(timing("engine/mm1", 1.0).is("mm1"));
        assert!(timing("mm1", 1.0).is("mm1"));
        assert!(!timing("engine/lamm1", 1.0).is("mm1"));
        assert!(!timing("queues/10000", 1.0).is("queues/1000"));
    }

    #[test]
    fn growth_is_shown_where_both_sizes_were_measured() {
        let results =
            [timing("mm1", 200.0), timing("queues/1", 100.0), timing("queues/1000", 150.0)];
        let figures = figures(&results).unwrap();
        let of = |name: &str| figures.iter().find(|figure| figure.name == name).unwrap().measured;
        assert_eq!(of(SPEED), 5.0);
        assert_eq!(of("cost per event, 1 to 1,000 queues"), 1.5);
        assert_eq!(figures.len(), 4);
    }
}
