//! When messages or requests come: by hand, evenly, at random, in bursts.

use yew::prelude::*;

use crate::{
    app::{
        fields::{Choice, Choices, Knob, Number, Scale},
        shared::Panel,
    },
    engine::{Command, topology::Arrivals},
    words::{Word, arrivals as words},
};

/// A rate to begin with, where there was none.
const RATE: f64 = 1.0;

/// What comes, in words.
#[derive(Clone, Copy)]
pub struct Wording {
    /// Short, as a unit: `msg`.
    pub unit: Word,
    /// As a rate: `msg/s`.
    pub rate: Word,
    /// What to say where nothing comes by itself.
    pub by_hand: Word,
}

/// The kind of arrivals, and how many.
pub fn arrivals(
    panel: Panel<'_>,
    key: String,
    present: Arrivals,
    wording: Wording,
    set: impl Fn(Arrivals) -> Command + Clone + 'static,
) -> Html {
    html! {
        <div class="rows">
            { kind(panel, key, present, set.clone()) }
            <div class="rows">{ amount(panel, present, wording, set) }</div>
        </div>
    }
}

/// Which of the kinds it is.
fn kind(
    panel: Panel<'_>,
    key: String,
    present: Arrivals,
    set: impl Fn(Arrivals) -> Command + 'static,
) -> Html {
    let rate = rate(present).unwrap_or(RATE);
    let on_choose = panel.ask(move |at: usize| {
        set(match at {
            0 => Arrivals::ByHand,
            1 => Arrivals::Constant { per_s: rate },
            2 => Arrivals::Poisson { per_s: rate },
            _ => Arrivals::Burst { size: 5, every_ms: 5_000.0 / rate.max(0.001) },
        })
    });
    let chosen = match present {
        Arrivals::ByHand => 0,
        Arrivals::Constant { .. } => 1,
        Arrivals::Poisson { .. } => 2,
        Arrivals::Burst { .. } => 3,
    };
    let kinds = [words::BY_HAND, words::EVEN, words::POISSON, words::BURSTS];
    Choices {
        name: key.into(),
        label: words::ARRIVALS.text(),
        label_hidden: true,
        choices: kinds.map(Choice::new).to_vec(),
        chosen: Some(chosen),
        on_choose,
    }
    .html()
}

/// How many a second, on average.
fn rate(arrivals: Arrivals) -> Option<f64> {
    match arrivals {
        Arrivals::ByHand => None,
        Arrivals::Constant { per_s } | Arrivals::Poisson { per_s } => Some(per_s),
        Arrivals::Burst { size, every_ms } => Some(f64::from(size) * 1_000.0 / every_ms),
    }
}

fn amount(
    panel: Panel<'_>,
    present: Arrivals,
    wording: Wording,
    set: impl Fn(Arrivals) -> Command + Clone + 'static,
) -> Html {
    match present {
        Arrivals::ByHand => html! { <p class="muted">{ wording.by_hand }</p> },
        Arrivals::Constant { per_s } => {
            let on_enter = panel.ask(move |per_s| set(Arrivals::Constant { per_s }));
            rate_knob(per_s, wording.rate, on_enter)
        }
        Arrivals::Poisson { per_s } => {
            let on_enter = panel.ask(move |per_s| set(Arrivals::Poisson { per_s }));
            rate_knob(per_s, wording.rate, on_enter)
        }
        Arrivals::Burst { size, every_ms } => {
            let set_too = set.clone();
            let on_size = panel.ask(move |size: Option<f64>| {
                let size = size.unwrap_or(1.0) as u32;
                set(Arrivals::Burst { size, every_ms })
            });
            let on_every = panel.ask(move |every: Option<f64>| {
                let every_ms = every.unwrap_or(1_000.0);
                set_too(Arrivals::Burst { size, every_ms })
            });
            html! {
                <div key="burst" class="rows">
                    <Number label={words::BURST_OF} unit={wording.unit} value={f64::from(size)} from={1.0} to={10_000.0} on_enter={on_size} />
                    <Number label={words::EVERY} unit="ms" value={every_ms} from={1.0} to={3_600_000.0} on_enter={on_every} />
                </div>
            }
        }
    }
}

fn rate_knob(value: f64, unit: Word, on_enter: Callback<f64>) -> Html {
    html! {
        <Knob
            key="rate"
            label={words::RATE}
            {unit}
            {value}
            from={0.1}
            to={100.0}
            most={100_000.0}
            scale={Scale::Log}
            places={2}
            {on_enter}
        />
    }
}
