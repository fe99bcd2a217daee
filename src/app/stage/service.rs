//! A service: a slot for each worker, and below it how much of its own work
//! is done.

use yew::prelude::*;

use super::node::{Scenery, heading, status};
use crate::{
    engine::{Callee, Command, Engine, ServiceId},
    view::{
        cards::calls as card,
        layout::{Node, TOKEN_H, TOKEN_W},
        states,
    },
    words::stage as words,
};

pub fn body(scenery: &Scenery<'_>, node: &Node, id: ServiceId) -> Html {
    let service = &scenery.engine.services()[id.index()];
    html! {
        <>
            { drawing(scenery.engine, node, service) }
            { heading(scenery, node, "", switch(scenery, node, service)) }
            <div class="set sm">
                <span>{ states::setting(scenery.engine, node.id) }</span>
                <b>{ card::line(service) }</b>
            </div>
            { status(scenery, node) }
        </>
    }
}

/// Take it down, or bring it up.
fn switch(scenery: &Scenery<'_>, node: &Node, service: &Callee) -> Html {
    let service_name = service.spec().name.clone();
    match service.is_up() {
        true => {
            let label = words::stop_it(&service_name);
            scenery.button(
                node,
                words::STOP.text(),
                label,
                Command::TakeDown { service: service_name },
            )
        }
        false => {
            let label = words::start_it(&service_name);
            scenery.button(
                node,
                words::START.text(),
                label,
                Command::BringUp { service: service_name },
            )
        }
    }
}

fn drawing(engine: &Engine, node: &Node, service: &Callee) -> Html {
    let (w, h) = (node.body.w, node.body.h);
    let down = (!service.is_up()).then_some("down");
    html! {
        <svg class={classes!("drawing", down)} width={w.to_string()} height={h.to_string()}
            aria-hidden="true">
            <rect class="body" width={w.to_string()} height={h.to_string()} rx="8" />
            <rect class="hatched" x="1" y="1" rx="7" height={(h - 2.0).to_string()}
                width={down.map_or(0.0, |_| w - 2.0).to_string()} />
            <rect class="plate" x="8" y="42" rx="4" height={(h - 46.0).to_string()}
                width={down.map_or(0.0, |_| w - 16.0).to_string()} />
            { for (0..card::slots(node)).map(|n| slot(engine, node, service, n)) }
        </svg>
    }
}

fn slot(engine: &Engine, node: &Node, service: &Callee, n: usize) -> Html {
    let middle = node.worker_slot(n);
    let x = middle.x - node.body.x - TOKEN_W / 2.0;
    let y = middle.y - node.body.y - TOKEN_H / 2.0;
    let done = card::done(engine, service, n);
    let (x, y, w, h) = (x.to_string(), y.to_string(), TOKEN_W.to_string(), TOKEN_H.to_string());
    let below = middle.y - node.body.y + TOKEN_H / 2.0 + 4.0;
    let far = format!("M{x} {below}h{:.1}", TOKEN_W * done);
    html! {
        <g key={n}>
            <rect class="slot" {x} {y} width={w} height={h} rx="5" />
            <path class={classes!("inkl", "thin", (done <= 0.0).then_some("off"))} d={far} />
        </g>
    }
}
