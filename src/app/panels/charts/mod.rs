//! How much waits and how fast it flows, over the whole run.
//!
//! Lines are drawn on canvas; titles, values and axis labels are HTML, which
//! screen readers find and which costs no text measuring. Behind each chart
//! are its numbers as a table.

mod draw;
mod table;

use yew::prelude::*;

use crate::{
    app::{
        format::{clock, grouped, trimmed},
        shared::Panel,
        state::State,
    },
    view::series::{Series, Slice},
};

use draw::{Chart, Line, Stroke};
use table::Table;

/// A rate is that of the two seconds before.
const RATE_S: f64 = 2.0;

/// Throughput and queue depth.
pub fn charts(panel: Panel<'_>) -> Html {
    html! {
        <>
            { throughput(panel.state) }
            { depth(panel.state) }
        </>
    }
}

fn throughput(state: &State) -> Html {
    let series = &state.side().series();
    let published = rates(series, |slice| slice.published);
    let settled = rates(series, |slice| slice.settled);
    let latest = |rates: &[(f64, f64)]| trimmed(rates.last().map_or(0.0, |(_, rate)| *rate), 1);
    let keys = [latest(&published), latest(&settled)];
    let lines = [
        Line { stroke: Stroke::Solid, points: published },
        Line { stroke: Stroke::Dashed, points: settled },
    ];
    let [published, settled] = keys;
    html! {
        <section class="chart" aria-label="Throughput">
            <header>
                <b>{ "Throughput" }</b>
                <span class="unit">{ "msg/s" }</span>
                { key(Stroke::Solid, "published", published) }
                { key(Stroke::Dashed, "settled", settled) }
            </header>
            { plot(state, lines) }
            <Table slices={series.slices().to_vec()} width_s={series.width_s()} />
        </section>
    }
}

/// How often something happened in the two seconds before each moment.
fn rates(series: &Series, count: impl Fn(&Slice) -> u32) -> Vec<(f64, f64)> {
    let width_s = series.width_s();
    let wanted = (RATE_S / width_s).ceil() as usize;
    let slices = series.slices();
    // The slice that is going on would look like a collapse.
    let over = slices.len().saturating_sub(1);
    let rate = |end: usize| {
        let recent = &slices[end.saturating_sub(wanted)..end];
        let sum: u32 = recent.iter().map(&count).sum();
        (end as f64 * width_s, f64::from(sum) / (recent.len().max(1) as f64 * width_s))
    };
    (1..=over).map(rate).collect()
}

fn depth(state: &State) -> Html {
    let series = &state.side().series();
    let books = state.engine().books();
    let lines = [
        line(series, Stroke::Filled, |slice| slice.ready as f64),
        line(series, Stroke::Dotted, |slice| slice.unacked as f64),
    ];
    html! {
        <section class="chart" aria-label="Queue depth">
            <header>
                <b>{ "Queue depth" }</b>
                <span class="unit">{ "messages" }</span>
                { key(Stroke::Filled, "ready", grouped(books.ready)) }
                { key(Stroke::Dotted, "unacked", grouped(books.outstanding)) }
            </header>
            { plot(state, lines) }
            <Table slices={series.slices().to_vec()} width_s={series.width_s()} />
        </section>
    }
}

fn line(series: &Series, stroke: Stroke, value: impl Fn(&Slice) -> f64) -> Line {
    let width_s = series.width_s();
    let points = series.slices().iter().enumerate();
    let points = points.map(|(at, slice)| ((at as f64 + 0.5) * width_s, value(slice)));
    Line { stroke, points: points.collect() }
}

fn key(stroke: Stroke, name: &'static str, value: String) -> Html {
    html! {
        <span class="key">
            <i class={stroke.class()} aria-hidden="true"></i>
            { name }
            <b>{ value }</b>
        </span>
    }
}

/// The lines between axes labelled in HTML.
fn plot(state: &State, lines: [Line; 2]) -> Html {
    let most = lines.iter().flat_map(|line| &line.points).map(|(_, value)| *value);
    let top = round_up(most.fold(0.0, f64::max));
    let dark = state.is_dark();
    html! {
        <div class="plot" aria-hidden="true">
            <span class="y top">{ trimmed(top, 1) }</span>
            <span class="y mid">{ trimmed(top / 2.0, 1) }</span>
            <span class="y low">{ "0" }</span>
            <Chart lines={lines.to_vec()} {top} now_s={state.now().0 as f64 / 1e6} {dark} room={state.room} />
            <span class="x from">{ "0 s" }</span>
            <span class="x to">{ clock(state.now()) }</span>
        </div>
    }
}

/// The next number that halves into one that reads well.
fn round_up(value: f64) -> f64 {
    let tens = 10f64.powf(value.max(1.0).log10().floor());
    let steps = [1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0];
    let top = steps.iter().map(|step| step * tens).find(|top| value <= *top);
    top.unwrap_or(10.0 * tens).max(2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_at_numbers_that_read_well() {
        assert_eq!(round_up(0.0), 2.0);
        assert_eq!(round_up(2.4), 3.0);
        assert_eq!(round_up(13.0), 20.0);
        assert_eq!(round_up(401.0), 600.0);
    }
}
