//! A caller: a bar for each worker, hatched as far as it has waited, with an
//! ink tick wherever the work was handed on.

use yew::prelude::*;

use super::node::{Scenery, heading, status};
use crate::{
    engine::{CallerId, Command, Tick},
    view::{
        cards::calls::{self as card, Bar},
        layout::Node,
    },
    words::stage as words,
};

pub fn body(scenery: &Scenery<'_>, node: &Node, id: CallerId) -> Html {
    let engine = scenery.engine;
    let caller = &engine.callers()[id.index()];
    let spec = caller.spec();
    let (w, h) = (node.body.w, node.body.h);
    let command = Command::Request { caller: spec.name.clone() };
    let ask = scenery.button(node, words::ASK.text(), words::ask_now(&spec.name), command);
    let foot = card::foot(scenery.engine, node, caller);
    html! {
        <>
            <svg class="drawing" width={w.to_string()} height={h.to_string()} aria-hidden="true">
                <rect class="body" width={w.to_string()} height={h.to_string()} rx="8" />
                { for (0..card::bars(node)).map(|n| bar(n, card::bar(engine, node, caller, n))) }
            </svg>
            { heading(scenery, node, &card::rate(spec), ask) }
            <div class="set sm">{ foot }</div>
            { status(scenery, node) }
        </>
    }
}

/// The bar of the n-th worker.
fn bar(n: usize, bar: Bar) -> Html {
    let frame = bar.frame;
    let tick = |(x, at): &(f64, Tick)| {
        html! { <path key={at.0} class="inkl" d={format!("M{x:.1} {}v{}", frame.y, frame.h)} /> }
    };
    let (x, y, h) = (frame.x.to_string(), frame.y.to_string(), frame.h.to_string());
    html! {
        <g key={n}>
            <text class="who" x={(frame.x - card::NAME).to_string()}
                y={(frame.bottom() - 3.0).to_string()}>{ bar.says }</text>
            <rect class="bar" x={x.clone()} y={y.clone()} width={frame.w.to_string()}
                height={h.clone()} rx="3" />
            <rect class="hatched" {x} {y} width={format!("{:.1}", bar.waited)} height={h} rx="3" />
            { for bar.ticks.iter().map(tick) }
        </g>
    }
}
