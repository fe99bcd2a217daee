//! A caller: a bar for each worker, hatched as far as it has waited, with an
//! ink tick wherever the work was handed on.

use yew::prelude::*;

use super::node::{Scenery, heading, status};
use crate::{
    engine::{
        Caller, CallerId, Command, Engine, Errand, Fact, Tick,
        topology::{Arrivals, CallerSpec},
    },
    view::{
        call_words,
        layout::{BAR_PITCH, Node, Shape},
        words,
    },
};

/// How high a bar is.
const BAR: f64 = 14.0;
/// Room for the name of a request before its bar.
const NAME: f64 = 34.0;
/// Most facts looked through for hand-overs.
const LOOKED_AT: u64 = 600;

pub fn body(scenery: &Scenery<'_>, node: &Node, id: CallerId) -> Html {
    let engine = scenery.engine;
    let caller = &engine.callers()[id.index()];
    let spec = caller.spec();
    let (w, h) = (node.body.w, node.body.h);
    let bars = match node.shape {
        Shape::Caller { bars } => bars,
        _ => 0,
    };
    let command = Command::Request { caller: spec.name.clone() };
    let ask = scenery.button(node, "Ask", format!("Ask {} for one thing now", spec.name), command);
    let foot = format!("{}{}", words::setting(engine, node.id), more(caller, bars));
    html! {
        <>
            <svg class="drawing" width={w.to_string()} height={h.to_string()} aria-hidden="true">
                <rect class="body" width={w.to_string()} height={h.to_string()} rx="8" />
                { for (0..bars).map(|n| bar(engine, node, caller, n)) }
            </svg>
            { heading(scenery, node, &rate(spec), ask) }
            <div class="set sm">{ foot }</div>
            { status(scenery, node) }
        </>
    }
}

fn more(caller: &Caller, bars: usize) -> String {
    match caller.workers().len() - bars {
        0 => String::new(),
        more => format!(", {more} more workers"),
    }
}

fn rate(spec: &CallerSpec) -> String {
    match spec.arrivals {
        Arrivals::ByHand => "by hand".to_owned(),
        Arrivals::Constant { per_s } | Arrivals::Poisson { per_s } => format!("{per_s:.1}/s"),
        Arrivals::Burst { size, every_ms } => format!("{size} every {:.1} s", every_ms / 1_000.0),
    }
}

/// The bar of one worker: as long as its caller's patience.
fn bar(engine: &Engine, node: &Node, caller: &Caller, n: usize) -> Html {
    let corner = node.bar(n);
    let (x, y) = (corner.x - node.body.x, corner.y - node.body.y);
    let (from, wide) = (x + NAME, node.body.w - 2.0 * x - NAME);
    let errand = caller.workers()[n];
    let waited = errand.and_then(|errand| errand.call).map(|(_, since)| since);
    let patience_us = caller.spec().timeout_ms * 1_000.0;
    let part = |at: Tick, since: Tick| (at.since(since) as f64 / patience_us).min(1.0);
    let long = waited.map_or(0.0, |since| part(engine.now(), since) * wide);
    let ticks = errand.into_iter().flat_map(|errand| hand_overs(engine, errand));
    let ticks = ticks.zip(waited.into_iter().cycle());
    let tick = |(at, since): (Tick, Tick)| {
        let x = from + part(at, since) * wide;
        html! { <path key={at.0} class="inkl" d={format!("M{x:.1} {y}v{BAR}")} /> }
    };
    let text = (y + BAR - 3.0).to_string();
    html! {
        <g key={n}>
            <text class="who" x={x.to_string()} y={text}>
                { errand.map_or_else(|| "free".to_owned(), |errand| call_words::label(errand.request)) }
            </text>
            <rect class="bar" x={from.to_string()} y={y.to_string()} width={wide.to_string()}
                height={BAR.to_string()} rx="3" />
            <rect class="hatched" x={from.to_string()} y={y.to_string()}
                width={format!("{long:.1}")} height={BAR.to_string()} rx="3" />
            { for ticks.map(tick) }
        </g>
    }
}

const _: () = assert!(BAR < BAR_PITCH);

/// When a request went from one service to the next, or came back, since its
/// worker last called.
fn hand_overs(engine: &Engine, errand: Errand) -> Vec<Tick> {
    let Some((_, since)) = errand.call else {
        return Vec::new();
    };
    let facts = engine.facts();
    let recent = facts.since(facts.next().saturating_sub(LOOKED_AT)).rev();
    let recent = recent.take_while(|(_, at, _)| since <= *at);
    let mut ticks: Vec<Tick> = recent
        .filter_map(|(_, at, fact)| match fact {
            Fact::Serving { request, .. } | Fact::Replied { request, .. } => {
                (*request == errand.request).then_some(at)
            }
            _ => None,
        })
        .collect();
    ticks.dedup();
    ticks
}
