//! One chart: its values in the head, its lines on a canvas, and a moment to
//! read it off at.
//!
//! The plot is a slider over time. Arrow keys go from moment to moment and
//! say what was then; the pointer does the same by hovering.

use web_sys::{KeyboardEvent, MouseEvent};
use yew::prelude::*;

use super::{Axis, Pick, draw::Canvas, picker::picker, table::Table};
use crate::{
    app::{
        format::{clock, grouped, plain, trimmed},
        pointed,
    },
    engine::Tick,
    view::{
        figure::{Dash, Figure, Hue, Line},
        tracked::Tracked,
    },
    words::plots as words,
};

/// Properties of [`Chart`].
#[derive(Clone, PartialEq, Properties)]
pub struct ChartProps {
    /// What is drawn.
    pub figure: Figure,
    /// The nodes to choose from.
    pub picks: Vec<Pick>,
    /// The axis of time.
    pub axis: Axis,
    /// What has to be said of the numbers.
    pub note: Option<String>,
    /// The moment that is read off, in seconds; otherwise the present.
    pub moment: Option<f64>,
    /// Dark colours.
    pub dark: bool,
    /// Another number: there may be another room to draw in.
    pub room: u64,
    /// The title of the world.
    pub world: String,
    /// Called with a moment to read off, or with none.
    pub on_read: Callback<Option<f64>>,
    /// Called with a node that is to have a line, or not.
    pub on_pick: Callback<Tracked>,
    /// Called with a chosen moment in virtual milliseconds.
    pub on_moment: Option<Callback<f64>>,
}

/// The chart.
#[component]
pub fn Chart(props: &ChartProps) -> Html {
    let figure = &props.figure;
    let place = figure.at(props.moment.unwrap_or(props.axis.now_s));
    html! {
        <section class="chart" aria-label={figure.title}>
            <header>
                <b>{ figure.title }</b>
                <span class="unit">{ figure.unit }</span>
            </header>
            <div class="keys">{ for figure.lines.iter().map(|line| key(figure, line, place)) }</div>
            { plot(props, place) }
            <footer>
                { picker(&props.picks, &props.on_pick) }
                <Table
                    figure={figure.clone()}
                    note={props.note.clone()}
                    axis={props.axis.clone()}
                    dark={props.dark}
                    world={props.world.clone()}
                />
            </footer>
        </section>
    }
}

/// A name of so few bytes, such as `p95`, is never cut short.
const BRIEF: usize = 4;

/// A line's look, name and value.
fn key(figure: &Figure, line: &Line, place: Option<usize>) -> Html {
    html! {
        <span class="key" title={line.name.clone()}>
            <i class={look(line)} aria-hidden="true"></i>
            <span class={(line.name.len() <= BRIEF).then_some("brief")}>{ line.name.clone() }</span>
            <b>{ value(figure, line, place) }</b>
        </span>
    }
}

/// A value in the head or in a sentence.
fn value(figure: &Figure, line: &Line, place: Option<usize>) -> String {
    match Figure::value(line, place) {
        None => "–".to_owned(),
        Some(value) if figure.places == 0 => grouped(value.round() as u64),
        Some(value) => trimmed(value, figure.places),
    }
}

/// The class of a line's key.
fn look(line: &Line) -> Classes {
    let hue = match line.hue {
        Hue::Live => "live",
        Hue::Acked => "acked",
        Hue::Ink => "inked",
    };
    let dash = match line.dash {
        _ if line.filled => "filled",
        Dash::Solid => "solid",
        Dash::Long => "long",
        Dash::Short => "short",
        Dash::Fine => "fine",
    };
    classes!(hue, dash)
}

/// The lines between axes labelled in HTML.
fn plot(props: &ChartProps, place: Option<usize>) -> Html {
    let (figure, axis) = (&props.figure, &props.axis);
    let top = figure.top();
    let now = props.moment.unwrap_or(axis.now_s).min(axis.end_s);
    let wound_back = axis.now_s < axis.end_s && axis.end_s > 1.0;
    let to = Tick((axis.end_s * 1e6) as u64);
    html! {
        <div class="plot">
            <span class="y top" aria-hidden="true">{ trimmed(top, 2) }</span>
            <span class="y mid" aria-hidden="true">{ trimmed(top / 2.0, 2) }</span>
            <span class="y low" aria-hidden="true">{ "0" }</span>
            <div
                class="lines"
                role="slider"
                tabindex="0"
                aria-label={words::at_a_moment(&figure.title)}
                aria-orientation="horizontal"
                aria-valuemin="0"
                aria-valuemax={plain(axis.end_s, 2)}
                aria-valuenow={plain(now, 2)}
                aria-valuetext={spoken(props, now, place)}
                onmousemove={on_hover(props)}
                onmouseleave={props.on_read.reform(|_: MouseEvent| None)}
                onclick={on_click(props)}
                onkeydown={on_key(props, place)}
                onblur={props.on_read.reform(|_: FocusEvent| None)}
            >
                <Canvas
                    lines={figure.lines.clone()}
                    times={figure.times.clone()}
                    {top}
                    axis={axis.clone()}
                    moment={props.moment}
                    dark={props.dark}
                    room={props.room}
                />
            </div>
            <span class="x from" aria-hidden="true">{ "0 s" }</span>
            if let Some(at) = props.moment {
                <span class="x at" ~style={format!("left:{:.2}%", share(at, axis) * 100.0)} aria-hidden="true">
                    { moment_text(axis, at) }
                </span>
            }
            <span class="x to" hidden={props.moment.is_some()} aria-hidden="true">
                { if wound_back { words::recorded_to(&clock(to)) } else { clock(to) } }
            </span>
        </div>
    }
}

/// Where on the axis a moment lies, from 0 to 1.
fn share(seconds: f64, axis: &Axis) -> f64 {
    (seconds / axis.end_s).clamp(0.0, 1.0)
}

/// A moment, and what broke at it.
fn moment_text(axis: &Axis, at: f64) -> String {
    let time = clock(Tick((at * 1e6) as u64));
    match broken(axis, at) {
        None => time,
        Some(what) => format!("{time} · {what}"),
    }
}

/// What broke near a moment: nearer than a hand can point.
fn broken(axis: &Axis, at: f64) -> Option<String> {
    let near = axis.end_s / 80.0;
    let mut marks = axis.marks.iter().map(|(mark, text)| (mark, text, mark.at.0 as f64 / 1e6));
    let (mark, text, _) = marks.find(|(_, _, when)| (when - at).abs() < near)?;
    Some(match mark.count {
        1 => text.clone(),
        count => words::text_and_more(text, &(count - 1)),
    })
}

/// All values at a moment as one sentence.
fn spoken(props: &ChartProps, at: f64, place: Option<usize>) -> String {
    let figure = &props.figure;
    let of = |line: &Line| format!("{} {}", line.name, value(figure, line, place));
    let values: Vec<_> = figure.lines.iter().map(of).collect();
    format!("{}: {} {}", moment_text(&props.axis, at), values.join(", "), figure.unit)
}

/// The moment under the pointer.
fn pointed(event: &MouseEvent, axis: &Axis) -> Option<f64> {
    let bounds = pointed::room(event, ".lines")?;
    let share = (f64::from(event.client_x()) - bounds.left()) / bounds.width().max(1.0);
    Some(share.clamp(0.0, 1.0) * axis.end_s)
}

fn on_hover(props: &ChartProps) -> Callback<MouseEvent> {
    let (axis, on_read) = (props.axis.clone(), props.on_read.clone());
    Callback::from(move |event: MouseEvent| on_read.emit(pointed(&event, &axis)))
}

fn on_click(props: &ChartProps) -> Callback<MouseEvent> {
    let (axis, on_moment) = (props.axis.clone(), props.on_moment.clone());
    Callback::from(move |event: MouseEvent| {
        if let (Some(at), Some(on_moment)) = (pointed(&event, &axis), &on_moment) {
            on_moment.emit(at * 1_000.0);
        }
    })
}

fn on_key(props: &ChartProps, place: Option<usize>) -> Callback<KeyboardEvent> {
    let props = props.clone();
    Callback::from(move |event: KeyboardEvent| {
        let times = &props.figure.times;
        let (Some(place), Some(last)) = (place, times.len().checked_sub(1)) else {
            return;
        };
        let to = match event.key().as_str() {
            "ArrowRight" | "ArrowUp" => (place + 1).min(last),
            "ArrowLeft" | "ArrowDown" => place.saturating_sub(1),
            "PageUp" => (place + 10).min(last),
            "PageDown" => place.saturating_sub(10),
            "Home" => 0,
            "End" => last,
            "Escape" => return props.on_read.emit(None),
            "Enter" => {
                if let Some(on_moment) = &props.on_moment {
                    on_moment.emit(times[place] * 1_000.0);
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        props.on_read.emit(Some(times[to]));
    })
}
