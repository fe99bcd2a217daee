//! A queue as a tube with its head to the right, or as a tray for dead
//! letters that nobody reads.

use yew::prelude::*;

use super::node::{Scenery, heading, status};
use crate::{
    engine::{Command, QueueId},
    view::{
        layout::{Link, Node, PITCH, Shape, ends},
        vocabulary::vocabulary,
        words,
    },
};

pub fn tube(scenery: &Scenery<'_>, node: &Node, id: QueueId) -> Html {
    let queue = &scenery.engine.queues()[id.index()];
    let (w, h) = (node.body.w, node.body.h);
    let outline = format!("M8 0H{}a8 22 0 0 1 0 {h}H8a8 22 0 0 1 0-{h}z", w - 8.0);
    let limits = words::setting(scenery.engine, node.id);
    let indent = leaves_at_tail(scenery, node, id).then_some("indent");
    html! {
        <>
            <svg class="drawing" width={w.to_string()} height={h.to_string()} aria-hidden="true">
                <path class="body" d={outline} />
                <ellipse class="body tail" cx="8" cy={(h / 2.0).to_string()} rx="8" ry="22" />
                { gate(node) }
                { capacity(node, queue.spec().max_length) }
            </svg>
            <div class={from_above(scenery, node).then_some("from-above")}>
                { heading(scenery, node, queue.profile().profile().kind, html! { limits }) }
            </div>
            <div class={classes!("foot", indent)}>
                <div class="held">{ counts(scenery, queue.ready_len(), queue.unacked_len()) }</div>
                { status(scenery, node) }
            </div>
        </>
    }
}

/// Whether a wire for dead letters runs down where the words would begin.
fn leaves_at_tail(scenery: &Scenery<'_>, node: &Node, id: QueueId) -> bool {
    scenery.layout.wires.iter().any(|wire| {
        let from_here = matches!(wire.link, Link::Dead(from, _) if from == id);
        from_here && wire.path.start().x < node.body.x + 40.0
    })
}

/// Whether a wire comes down where the name would stand.
pub fn from_above(scenery: &Scenery<'_>, node: &Node) -> bool {
    let mut wires = scenery.layout.wires.iter();
    wires.any(|wire| {
        let (start, end) = (wire.path.start(), wire.path.end());
        let down = match wire.link {
            Link::Publish(..) => end.y < node.body.y,
            Link::Append(..) => {
                let over = node.body.x..node.body.center().x;
                over.contains(&start.x) && start.y < node.body.y
            }
            _ => false,
        };
        down && ends(wire.link).1 == node.id
    })
}

/// The line between what waits and what is out.
fn gate(node: &Node) -> Html {
    match node.shape {
        Shape::Tube { gate } if node.copy_room() > 0 => {
            let x = gate - node.body.x;
            html! { <path class="inkl thin" d={format!("M{x} -6V{}", node.body.h + 6.0)} /> }
        }
        _ => html! { <g /> },
    }
}

/// The most messages it holds, if its tube is long enough to show where.
fn capacity(node: &Node, most: Option<u64>) -> Html {
    let fits = most.map(|most| most as usize).filter(|most| (1..=node.room()).contains(most));
    match fits {
        Some(most) => {
            let x = node.slot(most - 1).x - PITCH / 2.0 - 2.0 - node.body.x;
            html! { <path class="inkl capacity" d={format!("M{x} -6V{}", node.body.h + 6.0)} /> }
        }
        None => html! { <g /> },
    }
}

fn counts(scenery: &Scenery<'_>, ready: usize, unacked: u64) -> Html {
    let (visible, out) = match vocabulary(scenery.engine).outstanding {
        "in flight" => (" visible", " in flight".to_owned()),
        words => (" ready", format!(" {words}")),
    };
    html! {
        <>
            <b>{ ready }</b>{ visible }
            <b class="second">{ unacked }</b>{ out }
        </>
    }
}

pub fn tray(scenery: &Scenery<'_>, node: &Node, id: QueueId) -> Html {
    let queue = &scenery.engine.queues()[id.index()];
    let name = queue.spec().name.clone();
    let (w, h) = (node.body.w, node.body.h);
    let outline = format!("M-10 0H0V{}a8 8 0 0 0 8 8H{}a8 8 0 0 0 8-8V0h10", h - 8.0, w - 8.0);
    let label = format!("Discard all messages of {name}");
    let discard = Command::Purge { queue: name };
    html! {
        <>
            <svg class="drawing" width={w.to_string()} height={h.to_string()} aria-hidden="true">
                <path class="body open" d={outline} />
            </svg>
            <div class="foot">
                <div class="head">
                    <span class="nm">{ queue.spec().name.clone() }</span>
                    <span class="sm">{ "dead-letter queue" }</span>
                </div>
                { status(scenery, node) }
                { scenery.button(node, "Discard all", label, discard) }
            </div>
        </>
    }
}
