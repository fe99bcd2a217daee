//! A producer: a box with a nozzle, its rate, and what waits for a confirm.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::node::{Scenery, heading, status};
use crate::{
    app::state::Action,
    engine::{
        Command, Outgoing, Producer, ProducerId, Sender,
        topology::{Arrivals, ProducerSpec, Response},
    },
    view::{layout::Node, log_words, pressure::per_second},
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
                { for is_shut(producer).then(|| gate(scenery, w, h)) }
            </svg>
            { heading(scenery, node, "", html! {}) }
            { rate(scenery, node, id, spec) }
            { cells(producer) }
            { status(scenery, node) }
        </>
    }
}

/// Whether messages wait behind its gate.
fn is_shut(producer: &Producer) -> bool {
    let holds = producer.spec().backpressure.response.holds();
    let waits = holds && producer.gate().is_some() && producer.buffered() > 0;
    waits || producer.sender().is_some() && producer.blocked().is_some()
}

/// A hatched nozzle, and the gate before it in ink.
fn gate(scenery: &Scenery<'_>, w: f64, h: f64) -> Html {
    let (nozzle, bar) = match scenery.is_tall() {
        false => (
            format!("M{} 0L{w} {}L{} {h}z", w - 12.0, h / 2.0, w - 12.0),
            format!("M{} 6V{}", w + 6.0, h - 6.0),
        ),
        true => (format!("M62 {h}L40 {}L18 {h}z", h + 10.0), format!("M16 {0}H64", h + 15.0)),
    };
    html! {
        <>
            <path class="hatched" d={nozzle.clone()} />
            <path class="edge" d={nozzle} />
            <path class="inkl gate" d={bar} />
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
    let producer = &scenery.engine.producers()[id.index()];
    let (now, unit) = match per_second(producer.arrivals_now()) {
        Some(slower) if producer.is_slowed() => (slower, "msg/s now"),
        _ => (per_s, "msg/s"),
    };
    html! {
        <div class="rate">
            <span class="big">{ rate_text(now) }</span>
            <span class="sm">{ unit }</span>
            <input type="range" min="0" max={most.to_string()} step={(most / STEPS).to_string()}
                value={per_s.to_string()} tabindex={scenery.tab(node)}
                ~style={format!("--part:{:.1}%", per_s / most * 100.0)}
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

/// What waits at the producer itself, or else for its confirm.
fn cells(producer: &Producer) -> Html {
    let spec = producer.spec();
    let (count, beside, label) = match (spec.backpressure.response, producer.buffered()) {
        _ if let Some(sender) = producer.sender() => batches(sender),
        (Response::Buffer { limit }, waiting) => {
            let label = format!("{waiting} of {limit} in its own buffer");
            (waiting, format!("{waiting}/{limit}"), label)
        }
        (_, waiting) if waiting > 0 => {
            (waiting, String::new(), format!("{waiting} waiting to be sent"))
        }
        _ if spec.confirms.is_none() => {
            return html! { <div class="cells sm">{ "no confirms" }</div> };
        }
        _ => {
            let count = producer.unconfirmed();
            let more = count.saturating_sub(CELLS);
            let beside = if more > 0 { format!("+{more}") } else { String::new() };
            (count, beside, format!("{count} not confirmed yet"))
        }
    };
    // A count with its limit takes the room of a cell.
    let cells = match beside.len() {
        0..3 => CELLS,
        3..6 => CELLS - 1,
        _ => CELLS - 2,
    };
    let own = (producer.buffered() > 0).then_some("own");
    let cell = |n: usize| {
        let full = (n < count).then_some("full");
        html! { <i key={n} class={classes!("cell", full, own)} /> }
    };
    html! {
        <div class="cells" role="img" aria-label={label.clone()} title={label}>
            { for (0..cells).map(cell) }
            <span key="more" class="sm">{ beside }</span>
        </div>
    }
}

/// What a producer of a log has collected and sent; or how full its
/// `buffer.memory` is, once that is worth a look.
fn batches(sender: &Sender) -> (usize, String, String) {
    let (waiting, in_flight) = sender.unsent();
    let part = sender.used() as f64 / sender.spec().buffer_bytes.max(1) as f64;
    let percent = format!("{:.0} %", part * 100.0);
    let label =
        format!("{waiting} in batches, {in_flight} in flight, {percent} of buffer.memory in use");
    match part < WORTH_A_LOOK {
        true => (waiting + in_flight, log_words::acks(sender.spec()).to_owned(), label),
        false => ((part * (CELLS - 1) as f64).ceil() as usize, percent, label),
    }
}

/// The part of `buffer.memory` in use from which on it is shown.
const WORTH_A_LOOK: f64 = 0.1;

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
