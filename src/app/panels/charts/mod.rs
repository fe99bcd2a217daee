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
        shared::PanelProps,
        state::State,
    },
    view::series::{Series, Slice},
};

use draw::{Chart, Line, Stroke};
use table::Table;

/// The rate shown in the head of a chart is that of the latest two seconds.
const RECENT_S: f64 = 2.0;

/// Throughput and queue depth.
#[component]
pub fn Charts(props: &PanelProps) -> Html {
    let state = props.state.read();
    html! {
        <>
            { throughput(&state) }
            { depth(&state) }
        </>
    }
}

fn throughput(state: &State) -> Html {
    let series = &state.series;
    let published = |slice: &Slice| f64::from(slice.published) / series.width_s();
    let settled = |slice: &Slice| f64::from(slice.settled) / series.width_s();
    let lines = [line(series, Stroke::Solid, published), line(series, Stroke::Dashed, settled)];
    let recent = |value: &dyn Fn(&Slice) -> f64| trimmed(recent(series, value), 1);
    html! {
        <section class="chart" aria-label="Throughput">
            <header>
                <b>{ "Throughput" }</b>
                <span class="unit">{ "msg/s" }</span>
                { key(Stroke::Solid, "published", recent(&published)) }
                { key(Stroke::Dashed, "settled", recent(&settled)) }
            </header>
            { plot(state, lines) }
            <Table slices={series.slices().to_vec()} width_s={series.width_s()} />
        </section>
    }
}

fn depth(state: &State) -> Html {
    let series = &state.series;
    let books = state.run.engine().books();
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

/// The average over the latest slices that are over.
fn recent(series: &Series, value: &dyn Fn(&Slice) -> f64) -> f64 {
    let over = series.slices().split_last().map_or(&[][..], |(_, over)| over);
    let wanted = (RECENT_S / series.width_s()).ceil() as usize;
    let latest = &over[over.len().saturating_sub(wanted)..];
    match latest.len() {
        0 => 0.0,
        count => latest.iter().map(value).sum::<f64>() / count as f64,
    }
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
            <Chart lines={lines.to_vec()} {top} now_s={state.now().0 as f64 / 1e6} {dark} />
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
