//! The four charts of a run, and of two runs side by side.

use std::rc::Rc;

use crate::{
    engine::{Engine, NodeId},
    order::sort_by_number,
    scenario::latency::Sum,
    words::{Word, cards, charts as words, vocabulary as products},
};

use super::{
    figure::{DASHES, Dash, Figure, Hue, Line},
    series::Series,
    slice::Slice,
    tracked::Tracked,
    vocabulary::vocabulary,
};

/// A rate and a busy share are those of the two seconds before.
const RATE_S: f64 = 2.0;

/// A latency is that of the effects in the ten seconds before: percentiles
/// of a handful would only jump.
const LATENCY_S: f64 = 10.0;

/// The percentiles, as shares.
const SHARES: [f64; 3] = [0.5, 0.95, 0.99];

/// Most nodes with a line of their own in one chart.
pub const MOST_LINES: usize = DASHES.len();

/// A run and what has been read from it.
#[derive(Clone, Copy)]
pub struct Recorded<'a> {
    /// For names.
    pub engine: &'a Engine,
    /// The points.
    pub series: &'a Series,
}

/// Which nodes have a line of their own.
#[derive(Clone, Copy)]
pub struct Wish<'a> {
    /// Chosen by hand.
    pub chosen: &'a [Tracked],
    /// Selected on the stage.
    pub node: Option<NodeId>,
}

/// Throughput, depth, latency and utilisation of one run.
pub fn of_one(run: Recorded<'_>, wish: Wish<'_>) -> [Figure; 4] {
    let Recorded { engine, series } = run;
    let [p50, p95, p99] = latencies(series);
    [
        throughput(
            series,
            vec![
                Line::new(
                    words::PUBLISHED,
                    Hue::Live,
                    Dash::Solid,
                    rates(series, |slice| slice.published),
                ),
                Line::new(
                    words::DELIVERED,
                    Hue::Ink,
                    Dash::Fine,
                    rates(series, |slice| slice.delivered),
                ),
                Line::new(settled(engine), Hue::Acked, Dash::Long, settled_rates(run)),
            ],
        ),
        depth(run, depth_lines(run, wish)),
        latency(
            series,
            vec![
                Line::new(words::P50, Hue::Ink, Dash::Solid, p50),
                Line::new(words::P95, Hue::Ink, Dash::Long, p95),
                Line::new(words::P99, Hue::Ink, Dash::Fine, p99),
            ],
        ),
        utilisation(series, busy_lines(run, wish)),
    ]
}

/// The same of two runs, the first one in solid lines and the second one in
/// dashes. Each chart keeps its main lines: twelve could not be told apart.
pub fn of_two(a: Recorded<'_>, b: Recorded<'_>) -> [Figure; 4] {
    let [mut one, mut two] = [a.series.clone(), b.series.clone()];
    while one.width_s() < two.width_s() {
        one.widen();
    }
    while two.width_s() < one.width_s() {
        two.widen();
    }
    let a = Recorded { series: &one, ..a };
    let b = Recorded { series: &two, ..b };
    let longer = if one.slices().len() < two.slices().len() { &two } else { &one };
    let pair = |name: Word, hue: Hue, values: &dyn Fn(Recorded<'_>) -> Vec<f64>| {
        [
            Line::new(format!("A {name}"), hue, Dash::Solid, values(a)),
            Line::new(format!("B {name}"), hue, Dash::Long, values(b)),
        ]
    };
    let mut rates_of_both =
        pair(words::PUBLISHED, Hue::Live, &|run| rates(run.series, |slice| slice.published))
            .to_vec();
    rates_of_both
        .extend(pair(words::DONE, Hue::Acked, &|run| rates(run.series, |slice| slice.done)));
    [
        throughput(longer, rates_of_both),
        depth(a, pair(words::WAITING, Hue::Live, &|run| levels(run.series, waiting)).to_vec()),
        latency(
            longer,
            pair(words::P95, Hue::Ink, &|run| latencies(run.series)[1].clone()).to_vec(),
        ),
        utilisation(longer, pair(words::BUSY, Hue::Ink, &|run| busy_mean(run)).to_vec()),
    ]
    .map(|figure| Figure { times: times(longer), ..figure })
}

fn throughput(series: &Series, lines: Vec<Line>) -> Figure {
    Figure {
        title: words::THROUGHPUT,
        unit: cards::PER_SECOND,
        places: 1,
        times: times(series),
        lines,
    }
}

fn depth(run: Recorded<'_>, lines: Vec<Line>) -> Figure {
    let (queues, topics) = (run.engine.queues().len(), run.engine.topics().len());
    let title = match (queues, topics) {
        (_, 0) => words::QUEUE_DEPTH,
        (0, _) => words::LAG,
        _ => words::DEPTH_AND_LAG,
    };
    Figure { title, unit: words::MESSAGES, places: 0, times: times(run.series), lines }
}

fn latency(series: &Series, lines: Vec<Line>) -> Figure {
    Figure {
        title: words::LATENCY,
        unit: words::PUBLISH_TO_EFFECT,
        places: 2,
        times: times(series),
        lines,
    }
}

fn utilisation(series: &Series, lines: Vec<Line>) -> Figure {
    Figure {
        title: words::UTILISATION,
        unit: words::PERCENT_BUSY,
        places: 0,
        times: times(series),
        lines,
    }
}

/// The end of each slice; of the last one, the latest reading.
fn times(series: &Series) -> Vec<f64> {
    let end_s = series.end().0 as f64 / 1e6;
    let ends = (1..=series.slices().len()).map(|n| n as f64 * series.width_s());
    ends.map(|end| end.min(end_s)).collect()
}

/// The slices of the last `span_s` seconds before each moment, and how many
/// seconds those are exactly.
fn windows(series: &Series, span_s: f64) -> impl Iterator<Item = (&[Rc<Slice>], f64)> {
    let wanted = (span_s / series.width_s()).ceil() as usize;
    times(series).into_iter().enumerate().map(move |(at, time)| {
        let first = (at + 1).saturating_sub(wanted);
        let lasts = time - first as f64 * series.width_s();
        (&series.slices()[first..=at], lasts.max(series.width_s()))
    })
}

/// How often something happened, a second.
fn rates(series: &Series, count: impl Fn(&Slice) -> u32) -> Vec<f64> {
    let rate = |(recent, lasts): (&[Rc<Slice>], f64)| {
        recent.iter().map(|slice| f64::from(count(slice))).sum::<f64>() / lasts
    };
    windows(series, RATE_S).map(rate).collect()
}

/// What ends a message's way: reading a log settles nothing, so there it is
/// the work done.
fn settled(engine: &Engine) -> Word {
    match engine.topics().is_empty() {
        true => words::SETTLED,
        false => words::DONE,
    }
}

fn settled_rates(run: Recorded<'_>) -> Vec<f64> {
    match run.engine.topics().is_empty() {
        true => rates(run.series, |slice| slice.settled),
        false => rates(run.series, |slice| slice.done),
    }
}

fn levels(series: &Series, level: impl Fn(&Slice) -> u64) -> Vec<f64> {
    series.slices().iter().map(|slice| level(slice) as f64).collect()
}

/// What is ready in queues, and how far groups are behind in partitions.
fn waiting(slice: &Slice) -> u64 {
    let lag: u64 = slice.partitions.iter().sum();
    match slice.partitions.is_empty() {
        true => slice.ready,
        false => slice.queues.iter().sum::<u64>() + lag,
    }
}

/// What waits in all, and behind it the nodes that were wished for.
fn depth_lines(run: Recorded<'_>, wish: Wish<'_>) -> Vec<Line> {
    let stores: Vec<_> = Tracked::stores(run.engine).collect();
    let name = match run.engine.topics().is_empty() {
        true => products::READY,
        false => words::ALL,
    };
    let all = Line::new(name, Hue::Live, Dash::Solid, levels(run.series, waiting)).filled();
    let mut lines = vec![all];
    if let [Tracked::Queue(_)] = stores[..] {
        let outstanding = vocabulary(run.engine).outstanding;
        let values = levels(run.series, |slice| slice.unacked);
        lines.push(Line::new(outstanding, Hue::Live, Dash::Short, values));
        return lines;
    }
    lines.extend(own_lines(run, shown(run, wish, stores)));
    lines
}

fn busy_lines(run: Recorded<'_>, wish: Wish<'_>) -> Vec<Line> {
    own_lines(run, shown(run, wish, Tracked::consumers(run.engine).collect())).collect()
}

/// Which of these nodes get a line: the selected one, then those chosen by
/// hand, or else those with the highest values.
pub fn shown(run: Recorded<'_>, wish: Wish<'_>, all: Vec<Tracked>) -> Vec<Tracked> {
    let selected = |one: &Tracked| wish.node.is_some_and(|node| one.belongs_to(run.engine, node));
    let mut shown: Vec<_> = all.iter().copied().filter(selected).take(MOST_LINES).collect();
    let chosen = all.iter().copied().filter(|one| wish.chosen.contains(one));
    let mut others: Vec<_> = chosen.collect();
    if others.is_empty() {
        others = all;
        sort_by_number(&mut others, |one| u64::MAX - total(run.series, *one));
        others.truncate(MOST_LINES);
    }
    others.retain(|one| !shown.contains(one));
    shown.extend(others);
    shown.truncate(MOST_LINES);
    // In the order of the world: a line keeps its dash while values change.
    shown.sort_unstable();
    shown
}

fn total(series: &Series, one: Tracked) -> u64 {
    series.slices().iter().map(|slice| reading(slice, one)).sum()
}

fn reading(slice: &Slice, one: Tracked) -> u64 {
    let (values, at) = match one {
        Tracked::Queue(id) => (&slice.queues, id.index()),
        Tracked::Partition(id) => (&slice.partitions, id.index()),
        Tracked::Consumer(id) => (&slice.busy_us, id.index()),
    };
    values.get(at).copied().unwrap_or(0)
}

fn own_lines(run: Recorded<'_>, shown: Vec<Tracked>) -> impl Iterator<Item = Line> {
    shown.into_iter().zip(DASHES).map(move |(one, dash)| {
        let values = match one {
            Tracked::Consumer(_) => shares(run.series, |slice| reading(slice, one)),
            _ => levels(run.series, |slice| reading(slice, one)),
        };
        Line::new(one.name(run.engine), Hue::Ink, dash, values)
    })
}

/// Microseconds at work as a share of the time, in per cent.
fn shares(series: &Series, busy_us: impl Fn(&Slice) -> u64) -> Vec<f64> {
    let share = |(recent, lasts): (&[Rc<Slice>], f64)| {
        let busy_us: u64 = recent.iter().map(|slice| busy_us(slice)).sum();
        (busy_us as f64 / 1e4 / lasts).min(100.0)
    };
    windows(series, RATE_S).map(share).collect()
}

fn busy_mean(run: Recorded<'_>) -> Vec<f64> {
    let count = Tracked::consumers(run.engine).count().max(1) as u64;
    shares(run.series, |slice| slice.busy_us.iter().sum::<u64>() / count)
}

/// The percentiles before each moment, in seconds; not a number where there
/// was no effect.
fn latencies(series: &Series) -> [Vec<f64>; 3] {
    let wanted = (LATENCY_S / series.width_s()).ceil() as usize;
    let slices = series.slices();
    let mut recent = Sum::default();
    let mut found = [(); 3].map(|()| Vec::with_capacity(slices.len()));
    for (at, slice) in slices.iter().enumerate() {
        recent.add(&slice.latency);
        if let Some(gone) = at.checked_sub(wanted) {
            recent.take(&slices[gone].latency);
        }
        let now = recent.quantiles(SHARES).unwrap_or([f64::NAN; 3]);
        for (values, us) in found.iter_mut().zip(now) {
            values.push(us / 1e6);
        }
    }
    found
}

#[cfg(test)]
mod tests;
