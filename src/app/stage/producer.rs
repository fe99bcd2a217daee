//! A producer: a box with a nozzle, its rate, and what waits for a confirm.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::node::{Scenery, heading, status};
use crate::{
    app::state::Action,
    engine::{
        Command, Outgoing, ProducerId,
        topology::{Arrivals, ProducerSpec},
    },
    view::layout::Node,
};

/// Cells for messages that wait for a confirm.
const CELLS: usize = 4;

/// Steps of the rate slider.
const STEPS: f64 = 80.0;

pub fn body(scenery: &Scenery<'_>, node: &Node, id: ProducerId) -> Html {
    let producer = &scenery.engine.producers()[id.index()];
    let spec = producer.spec();
    let (w, h) = (node.body.w, node.body.h);
    let outline = match scenery.is_tall() {
        false => format!(
            "M6 0H{}L{w} {} {} {h}H6a6 6 0 0 1-6-6V6a6 6 0 0 1 6-6z",
            w - 12.0,
            h / 2.0,
            w - 12.0
        ),
        true => format!(
            "M6 0H{}a6 6 0 0 1 6 6V{h}H62L40 {} 18 {h}H0V6a6 6 0 0 1 6-6z",
            w - 6.0,
            h + 10.0
        ),
    };
    html! {
        <>
            <svg class="drawing" width={w.to_string()} height={h.to_string()} aria-hidden="true">
                <path class="body" d={outline} />
            </svg>
            { heading(scenery, node, "", html! {}) }
            { rate(scenery, node, id, spec) }
            { cells(producer.unconfirmed(), spec.confirms.is_some()) }
            { status(scenery, node) }
        </>
    }
}

fn rate(scenery: &Scenery<'_>, node: &Node, id: ProducerId, spec: &ProducerSpec) -> Html {
    let Some(per_s) = per_second(spec.arrivals) else {
        let command =
            Command::Publish { producer: spec.name.clone(), message: Outgoing::like(spec) };
        let label = format!("Publish a message as {}", spec.name);
        return html! {
            <div class="rate">{ scenery.button(node, "Publish", label, command) }</div>
        };
    };
    let most = most_per_second(scenery, id, per_s);
    html! {
        <div class="rate">
            <span class="big">{ rate_text(per_s) }</span>
            <span class="sm">{ "msg/s" }</span>
            <input type="range" min="0" max={most.to_string()} step={(most / STEPS).to_string()}
                value={per_s.to_string()} tabindex={scenery.tab(node)}
                style={format!("--part:{:.1}%", per_s / most * 100.0)}
                aria-label={format!("Messages a second of {}", spec.name)}
                oninput={set_rate(scenery, spec)} />
        </div>
    }
}

fn set_rate(scenery: &Scenery<'_>, spec: &ProducerSpec) -> Callback<InputEvent> {
    let (producer, arrivals) = (spec.name.clone(), spec.arrivals);
    let on_action = scenery.on_action.clone();
    Callback::from(move |event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let arrivals = with_rate(arrivals, input.value_as_number().max(0.0));
        let command = Command::SetArrivals { producer: producer.clone(), arrivals };
        on_action.emit(Action::Ask(command));
    })
}

/// The mean rate of an arrival process; none for by hand.
fn per_second(arrivals: Arrivals) -> Option<f64> {
    match arrivals {
        Arrivals::ByHand => None,
        Arrivals::Constant { per_s } | Arrivals::Poisson { per_s } => Some(per_s),
        Arrivals::Burst { size, every_ms } => Some(f64::from(size) * 1_000.0 / every_ms.max(1.0)),
    }
}

/// The same kind of arrivals at another rate. A burst keeps its size.
fn with_rate(arrivals: Arrivals, per_s: f64) -> Arrivals {
    match arrivals {
        Arrivals::ByHand => Arrivals::ByHand,
        Arrivals::Constant { .. } => Arrivals::Constant { per_s },
        Arrivals::Poisson { .. } => Arrivals::Poisson { per_s },
        Arrivals::Burst { size, .. } => {
            let every_ms = (f64::from(size) * 1_000.0 / per_s.max(1e-6)).min(3_600_000.0);
            Arrivals::Burst { size, every_ms }
        }
    }
}

/// The end of the slider: five times the rate the world began with.
fn most_per_second(scenery: &Scenery<'_>, id: ProducerId, now: f64) -> f64 {
    let first = scenery.scenario.topology.producers.get(id.index());
    let first = first.and_then(|spec| per_second(spec.arrivals)).unwrap_or(0.0);
    (first * 5.0).ceil().max(now.ceil()).clamp(4.0, 100_000.0)
}

fn rate_text(per_s: f64) -> String {
    if per_s < 100.0 { format!("{per_s:.1}") } else { format!("{per_s:.0}") }
}

/// The message that a press of the button sends.
fn cells(unconfirmed: usize, confirms: bool) -> Html {
    if !confirms {
        return html! { <div class="cells sm">{ "no confirms" }</div> };
    }
    let label = format!("{unconfirmed} not confirmed yet");
    let cell = |n: usize| {
        let full = (n < unconfirmed).then_some("full");
        html! { <i key={n} class={classes!("cell", full)} /> }
    };
    let more = unconfirmed.saturating_sub(CELLS);
    html! {
        <div class="cells" role="img" aria-label={label.clone()} title={label}>
            { for (0..CELLS).map(cell) }
            <span key="more" class="sm">{ (more > 0).then(|| format!("+{more}")) }</span>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_rate_keeps_the_kind_of_arrivals() {
        let burst = with_rate(Arrivals::Burst { size: 10, every_ms: 1_000.0 }, 5.0);
        assert_eq!(burst, Arrivals::Burst { size: 10, every_ms: 2_000.0 });
        assert_eq!(per_second(burst), Some(5.0));
        let poisson = with_rate(Arrivals::Poisson { per_s: 1.0 }, 0.0);
        assert_eq!(poisson, Arrivals::Poisson { per_s: 0.0 });
    }
}
