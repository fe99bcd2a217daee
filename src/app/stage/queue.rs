//! A queue as a tube with its head to the right, or as a tray for dead
//! letters that nobody reads.

use yew::prelude::*;

use super::node::{Scenery, heading, status};
use crate::{
    engine::{Command, QueueId},
    view::{cards::queue as card, layout::Node, states},
    words::stage as words,
};

pub fn tube(scenery: &Scenery<'_>, node: &Node, id: QueueId) -> Html {
    let queue = &scenery.engine.queues()[id.index()];
    let (w, h) = (node.body.w, node.body.h);
    let limits = states::setting(scenery.engine, node.id);
    let indent = card::leaves_at_tail(scenery.layout, node, id).then_some("indent");
    html! {
        <>
            <svg class="drawing" width={w.to_string()} height={h.to_string()} aria-hidden="true">
                <path class="body" d={card::outline(node)} />
                <ellipse class="body tail" cx="8" cy={(h / 2.0).to_string()} rx="8" ry="22" />
                { upright(card::gate(node), node, "inkl thin") }
                { upright(card::capacity(node, queue.spec().max_length), node, "inkl capacity") }
            </svg>
            <div class={card::from_above(scenery.layout, node).then_some("from-above")}>
                { heading(scenery, node, queue.profile().profile().kind.text(), html! { limits }) }
            </div>
            <div class={classes!("foot", indent)}>
                <div class="held">{ counts(scenery, queue.ready_len(), queue.unacked_len()) }</div>
                { status(scenery, node) }
            </div>
        </>
    }
}

/// A line across the tube, if there is one.
fn upright(x: Option<f64>, node: &Node, class: &'static str) -> Html {
    let line = |x| html! { <path {class} d={format!("M{x} -6V{}", node.body.h + 6.0)} /> };
    html! { <g>{ for x.map(line) }</g> }
}

fn counts(scenery: &Scenery<'_>, ready: usize, unacked: u64) -> Html {
    let (waits, out) = card::count_words(scenery.engine);
    html! {
        <>
            <b>{ ready }</b>{ format!(" {waits}") }
            <b class="second">{ unacked }</b>{ format!(" {out}") }
        </>
    }
}

pub fn tray(scenery: &Scenery<'_>, node: &Node, id: QueueId) -> Html {
    let queue = &scenery.engine.queues()[id.index()];
    let name = queue.spec().name.clone();
    let (w, h) = (node.body.w, node.body.h);
    let label = words::discard_all_of(&name);
    let discard = Command::Purge { queue: name };
    html! {
        <>
            <svg class="drawing" width={w.to_string()} height={h.to_string()} aria-hidden="true">
                <path class="body open" d={card::tray_outline(node)} />
            </svg>
            <div class="foot">
                <div class="head">
                    <span class="nm">{ queue.spec().name.clone() }</span>
                    <span class="sm">{ card::TRAY }</span>
                </div>
                { status(scenery, node) }
                { scenery.button(node, words::DISCARD_ALL.text(), label, discard) }
            </div>
        </>
    }
}
