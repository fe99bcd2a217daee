//! How fast it flows, how much waits, how long it takes and who is busy, over
//! the whole run.
//!
//! Lines are drawn on canvas; titles, values and axis labels are HTML, which
//! screen readers find and which costs no text measuring. Behind each chart
//! are its numbers as a table. All charts share one axis of time and show
//! their values at one moment.

mod chart;
mod draw;
mod export;
mod picker;
mod table;

use yew::prelude::*;

use crate::{
    app::{below::Change, shared::Panel, side::Side, state::Action},
    engine::Tick,
    view::{
        figure::Figure,
        figures::{Recorded, Wish, of_one, of_two, shown},
        incidents::{Incident, Incidents},
        states,
        tracked::Tracked,
    },
    words::plots as words,
};

use chart::Chart;

/// The axis of time that all charts share.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// The present, in seconds.
    pub now_s: f64,
    /// Where the axis ends: the present, or the end of what is recorded when
    /// the run was wound back. What lies after the present is drawn pale.
    pub end_s: f64,
    /// Crashes and faults, and what the first of each was.
    pub marks: Vec<(Incident, String)>,
}

/// A node that can have a line of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Pick {
    /// Which.
    pub node: Tracked,
    /// Its name.
    pub name: String,
    /// Whether it has one.
    pub shown: bool,
}

/// Marks nearer to each other than this share of the axis are one.
const APART: f64 = 1.0 / 25.0;

/// All charts of the run on the bench, or of both.
pub fn charts(panel: Panel<'_>) -> Html {
    let state = panel.state;
    let side = state.side();
    let node = match state.selection() {
        Some(crate::app::state::Selection::Node(node)) => Some(node),
        _ => None,
    };
    let wish = Wish { chosen: &state.below.charted, node };
    let (figures, picks) = match state.bench.both() {
        Some((a, b)) => (of_two(recorded(a), recorded(b)), [vec![], vec![]]),
        None => (of_one(recorded(side), wish), picks(side, wish)),
    };
    let on_pick = panel.on_action.reform(|node| Action::Below(Change::Chart(node)));
    html! {
        <Board
            figures={figures.to_vec()}
            picks={picks.to_vec()}
            axis={axis(side, state.now())}
            note={note(side)}
            dark={state.is_dark()}
            room={state.room}
            world={side.scenario().title.clone()}
            {on_pick}
            on_moment={panel.to_moment()}
        />
    }
}

fn recorded(side: &Side) -> Recorded<'_> {
    Recorded { engine: side.engine(), series: side.series() }
}

/// The nodes to choose from for the chart of depths and for that of
/// consumers; one node needs no choice.
fn picks(side: &Side, wish: Wish<'_>) -> [Vec<Pick>; 2] {
    let of = |all: Vec<Tracked>| {
        if all.len() < 2 {
            return vec![];
        }
        let lines = shown(recorded(side), wish, all.clone());
        let pick = |node: Tracked| Pick {
            node,
            name: node.name(side.engine()),
            shown: lines.contains(&node),
        };
        all.into_iter().map(pick).collect()
    };
    [of(Tracked::stores(side.engine()).collect()), of(Tracked::consumers(side.engine()).collect())]
}

fn axis(side: &Side, now: Tick) -> Axis {
    let end = now.max(side.series().end());
    let apart_us = (end.0 as f64 * APART) as u64;
    let told = |mark: Incident| {
        let text = states::sentence(side.engine(), &mark.fact).unwrap_or_default();
        (mark, text)
    };
    let marks = Incidents::apart(side.series().incidents(), apart_us);
    Axis {
        now_s: now.0 as f64 / 1e6,
        end_s: (end.0 as f64 / 1e6).max(1.0),
        marks: marks.into_iter().map(told).collect(),
    }
}

/// What has to be said of how the numbers came about, if anything.
fn note(side: &Side) -> Option<String> {
    let missed = side.series().missed();
    (missed > 0).then(|| words::missed(missed))
}

/// Properties of [`Board`].
#[derive(Clone, PartialEq, Properties)]
pub struct BoardProps {
    /// What is drawn.
    pub figures: Vec<Figure>,
    /// The nodes to choose from, for depths and for consumers.
    pub picks: Vec<Vec<Pick>>,
    /// The axis of time.
    pub axis: Axis,
    /// What has to be said of the numbers.
    pub note: Option<String>,
    /// Dark colours.
    pub dark: bool,
    /// Another number: there may be another room to draw in.
    pub room: u64,
    /// The title of the world, for the names of files.
    pub world: String,
    /// Called with a node that is to have a line, or not.
    pub on_pick: Callback<Tracked>,
    /// Called with a moment in virtual milliseconds, when one is chosen by a
    /// click or by Enter. Without it moments can only be read off.
    #[prop_or_default]
    pub on_moment: Option<Callback<f64>>,
}

/// The charts side by side, read off at one moment.
#[component]
pub fn Board(props: &BoardProps) -> Html {
    let moment = use_state(|| None::<f64>);
    let on_read = {
        let moment = moment.clone();
        Callback::from(move |at: Option<f64>| moment.set(at))
    };
    // The charts of depths and of consumers have nodes to choose from.
    let picks = |at: usize| match at {
        1 => props.picks[0].clone(),
        3 => props.picks[1].clone(),
        _ => vec![],
    };
    let chart = |(at, figure): (usize, &Figure)| {
        html! {
            <Chart
                key={at}
                figure={figure.clone()}
                picks={picks(at)}
                axis={props.axis.clone()}
                note={props.note.clone()}
                moment={*moment}
                dark={props.dark}
                room={props.room}
                world={props.world.clone()}
                on_read={on_read.clone()}
                on_pick={props.on_pick.clone()}
                on_moment={props.on_moment.clone()}
            />
        }
    };
    html! { <div class="charts">{ for props.figures.iter().enumerate().map(chart) }</div> }
}
