//! A producer: a box with a nozzle, its rate, and what waits for a confirm.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::node::{Scenery, heading, status};
use crate::{
    app::state::Action,
    engine::{
        Command, Outgoing, Producer, ProducerId,
        topology::{Arrivals, ProducerSpec},
    },
    view::{cards::producer as card, layout::Node, pressure::per_second},
    words::stage as words,
};

/// Steps of the rate slider.
const STEPS: f64 = 80.0;

pub fn body(scenery: &Scenery<'_>, node: &Node, id: ProducerId) -> Html {
    let producer = &scenery.engine.producers()[id.index()];
    let spec = producer.spec();
    let (w, h) = (node.body.w, node.body.h);
    html! {
        <>
            <svg class="drawing" width={w.to_string()} height={h.to_string()} aria-hidden="true">
                <path class="body" d={card::outline(node, scenery.is_tall())} />
                { for card::is_shut(producer).then(|| gate(scenery, node)) }
            </svg>
            { heading(scenery, node, "", html! {}) }
            { rate(scenery, node, id, spec) }
            { cells(producer) }
            { status(scenery, node) }
        </>
    }
}

/// A hatched nozzle, and the gate before it in ink.
fn gate(scenery: &Scenery<'_>, node: &Node) -> Html {
    let (nozzle, bar) = card::gate(node, scenery.is_tall());
    html! {
        <>
            <path class="hatched" d={nozzle.clone()} />
            <path class="edge" d={nozzle} />
            <path class="inkl gate" d={bar} />
        </>
    }
}

fn rate(scenery: &Scenery<'_>, node: &Node, id: ProducerId, spec: &ProducerSpec) -> Html {
    let producer = &scenery.engine.producers()[id.index()];
    let Some((per_s, (now, unit))) = per_second(spec.arrivals).zip(card::rate(producer)) else {
        let command =
            Command::Publish { producer: spec.name.clone(), message: Outgoing::like(spec) };
        let label = words::publish_as(&spec.name);
        return html! {
            <div class="rate">{ scenery.button(node, words::PUBLISH.text(), label, command) }</div>
        };
    };
    let most = most_per_second(scenery, id, per_s);
    html! {
        <div class="rate">
            <span class="big">{ now }</span>
            <span class="sm">{ unit }</span>
            <input type="range" min="0" max={most.to_string()} step={(most / STEPS).to_string()}
                value={per_s.to_string()} tabindex={scenery.tab(node)}
                ~style={format!("--part:{:.1}%", per_s / most * 100.0)}
                aria-label={words::rate_of(&spec.name)}
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

/// What waits at the producer itself, or else for its confirm.
fn cells(producer: &Producer) -> Html {
    let Some(cells) = card::cells(producer) else {
        return html! { <div class="cells sm">{ card::NO_CONFIRMS }</div> };
    };
    let own = cells.own.then_some("own");
    let cell = |n: usize| {
        let full = (n < cells.full).then_some("full");
        html! { <i key={n} class={classes!("cell", full, own)} /> }
    };
    html! {
        <div class="cells" role="img" aria-label={cells.label.clone()} title={cells.label}>
            { for (0..cells.all).map(cell) }
            <span key="more" class="sm">{ cells.beside }</span>
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
