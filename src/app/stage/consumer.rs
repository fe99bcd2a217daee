//! A consumer: slots for what it has fetched, a ring that shows its progress,
//! and the track of its cycle with the three instants at which it may die.

use yew::prelude::*;

use super::{
    marks,
    node::{Scenery, heading, status},
};
use crate::{
    engine::{
        Command, Consumer, ConsumerId,
        topology::{AckMode, CrashPoint},
    },
    view::{
        cards::consumer as card,
        geometry::Point,
        layout::{Node, Shape},
        shapes::CRACK,
        states,
    },
    words::stage as words,
};

pub fn body(scenery: &Scenery<'_>, node: &Node, id: ConsumerId) -> Html {
    let consumer = &scenery.engine.consumers()[id.index()];
    let setting = states::setting(scenery.engine, node.id);
    html! {
        <>
            { drawing(scenery, node, consumer) }
            { heading(scenery, node, &setting, switch(scenery, node, consumer)) }
            { track(scenery, node, consumer) }
            { status(scenery, node) }
        </>
    }
}

/// Kill, or revive.
pub fn switch(scenery: &Scenery<'_>, node: &Node, consumer: &Consumer) -> Html {
    let name = consumer.spec().name.clone();
    match consumer.is_up() {
        true => {
            let label = words::kill_now(&name);
            scenery.button(
                node,
                words::KILL.text(),
                label,
                Command::Crash { consumer: name, at: None },
            )
        }
        false => {
            let label = words::revive_it(&name);
            scenery.button(node, words::REVIVE.text(), label, Command::Revive { consumer: name })
        }
    }
}

fn drawing(scenery: &Scenery<'_>, node: &Node, consumer: &Consumer) -> Html {
    let (w, h) = (node.body.w, node.body.h);
    let up = card::is_at_work(scenery.engine, consumer);
    let slots = match node.shape {
        Shape::Consumer { slots } => slots,
        _ => 0,
    };
    let slot = |n: usize| {
        let Point { x, y } = node.desk_slot(n);
        let (x, y) = (x - node.body.x - 14.0, y - node.body.y - 12.0);
        html! {
            <rect key={n} class="slot" x={x.to_string()} y={y.to_string()} width="28" height="24"
                rx="5" />
        }
    };
    let ring = node.ring();
    let (cx, cy) = (ring.x - node.body.x, ring.y - node.body.y);
    html! {
        <svg class={classes!("drawing", (!up).then_some("down"))} width={w.to_string()}
            height={h.to_string()} aria-hidden="true">
            <rect class="body" width={w.to_string()} height={h.to_string()} rx="8" />
            { hatched(node, up) }
            <g>{ for (0..slots).map(slot) }</g>
            <circle class="ring" cx={cx.to_string()} cy={cy.to_string()} r="20" />
            <path class="hair" d={format!("M12 54.5H{}", w - 12.0)} />
            { fracture(scenery, node, consumer) }
        </svg>
    }
}

fn hatched(node: &Node, up: bool) -> Html {
    if up {
        return html! { <g /> };
    }
    let (w, h) = (node.body.w - 2.0, node.body.h - 2.0);
    html! {
        <g>
            <rect class="hatched" x="1" y="1" width={w.to_string()} height={h.to_string()} rx="7" />
            <rect class="plate" x="8" y="58" width={(w - 14.0).to_string()}
                height={(h - 62.0).to_string()} rx="4" />
        </g>
    }
}

/// A crack through the body at the instant of its death.
fn fracture(scenery: &Scenery<'_>, node: &Node, consumer: &Consumer) -> Html {
    let Some(x) = card::crack(scenery.engine, consumer, node.body.w) else {
        return html! { <g /> };
    };
    html! {
        <g transform={format!("translate({x} 0)")}>
            <path class="gap" d={CRACK} />
            <path class="inkl" d={CRACK} transform="translate(-3 0)" />
            <path class="inkl" d={CRACK} transform="translate(3 0)" />
        </g>
    }
}

/// receive ⚡ effect ⚡ ack ⚡, in the order in which it acts.
fn track(scenery: &Scenery<'_>, node: &Node, consumer: &Consumer) -> Html {
    let said = card::track(scenery.engine, consumer, card::mode(consumer));
    let (middles, bolts) = card::places(said);
    let wide = node.body.w / card::TRACK;
    let acts = consumer.job().map(|job| job.phase as usize);
    let word = |n: usize| {
        let style = format!("left:{:.1}px", middles[n] * wide);
        let now = (acts == Some(n)).then_some("now");
        html! { <span key={n} class={classes!("word", now)} ~style={style}>{ said[n + 1] }</span> }
    };
    html! {
        <div class="track" role="group" aria-label={words::CRASH_POINT}>
            <span key="receive" class="word first">{ said[0] }</span>
            <span key="words">{ for (0..2).map(word) }</span>
            <span key="bolts">
                { for (0..3).map(|n| bolt(scenery, node, consumer, n, bolts[n] * wide)) }
            </span>
        </div>
    }
}

fn bolt(scenery: &Scenery<'_>, node: &Node, consumer: &Consumer, n: usize, x: f64) -> Html {
    let point = CrashPoint::ALL[n];
    let armed = consumer.armed() == Some(point);
    let fell = consumer.fell().is_some_and(|(_, at)| at == Some(point));
    let name = consumer.spec().name.clone();
    let label = words::crash_at(&name, &instant(consumer.spec().ack, point));
    let command = match armed {
        true => Command::CallOffCrash { consumer: name },
        false => Command::Crash { consumer: name, at: Some(point) },
    };
    let class = classes!("bolt", fell.then_some("fell"));
    html! {
        <button key={n} type="button" {class} ~style={format!("left:{x:.1}px")}
            tabindex={scenery.tab(node)} aria-pressed={armed.to_string()} title={label.clone()}
            aria-label={label} disabled={!consumer.is_up()} onclick={scenery.ask(command)}>
            { marks::bolt() }
        </button>
    }
}

/// An instant of the cycle in words.
pub fn instant(mode: AckMode, at: CrashPoint) -> &'static str {
    let effect_first = mode == AckMode::Last;
    let word = match (at, effect_first) {
        (CrashPoint::BeforeBoth, _) => words::BEFORE_BOTH,
        (CrashPoint::Between, true) => words::AFTER_EFFECT,
        (CrashPoint::Between, false) => words::AFTER_ACK,
        (CrashPoint::AfterBoth, _) => words::AFTER_BOTH,
    };
    word.text()
}
