//! A consumer driven by hand: a row for every delivery it holds, and one to
//! acknowledge again what is settled already (R17).

use yew::prelude::*;

use super::{
    consumer::switch,
    node::{Scenery, heading, status},
};
use crate::{
    engine::{Command, ConsumerId, Delivery, Engine, Fact, NodeId, Settle},
    scenario::switch::Kind,
    view::{
        layout::{Node, Shape},
        states,
        vocabulary::kind,
    },
};

/// Facts looked through for the last settled tag.
const LOOKED_AT: u64 = 4_000;

pub fn body(scenery: &Scenery<'_>, node: &Node, id: ConsumerId) -> Html {
    let consumer = &scenery.engine.consumers()[id.index()];
    let rows = match node.shape {
        Shape::ByHand { rows } => rows,
        _ => 0,
    };
    let (w, h) = (node.body.w, node.body.h);
    let setting = states::setting(scenery.engine, node.id);
    let held = consumer.buffer().take(rows).enumerate();
    let down = (!consumer.is_up()).then_some("down");
    html! {
        <>
            <svg class={classes!("drawing", down)} width={w.to_string()} height={h.to_string()}
                aria-hidden="true">
                <rect class="body" width={w.to_string()} height={h.to_string()} rx="8" />
                <g>{ for (0..rows).map(|n| slot(node, n)) }</g>
            </svg>
            { heading(scenery, node, &setting, switch(scenery, node, consumer)) }
            <div class="deliveries">
                { for held.map(|(n, delivery)| row(scenery, node, id, n, delivery)) }
            </div>
            { again(scenery, node, id, rows) }
            { status(scenery, node) }
        </>
    }
}

fn slot(node: &Node, n: usize) -> Html {
    let y = node.row(n) - node.body.y - 12.0;
    html! {
        <rect key={n} class="slot" x="14" y={y.to_string()} width="28" height="24" rx="5" />
    }
}

fn row(scenery: &Scenery<'_>, node: &Node, id: ConsumerId, n: usize, delivery: &Delivery) -> Html {
    let consumer = scenery.engine.consumers()[id.index()].spec().name.clone();
    let message = scenery.engine.message(delivery.message);
    let message = message.map_or(String::new(), |message| states::label(message.id));
    let tag = delivery.tag;
    let settle = |text: &'static str, how: Settle| {
        let command = Command::Settle { consumer: consumer.clone(), tag, how, multiple: false };
        scenery.button(node, text, format!("{text} {message}"), command)
    };
    let process = match delivery.processed {
        true => html! { <span class="done">{ "processed" }</span> },
        false => {
            let command = Command::Process { consumer: consumer.clone(), tag };
            scenery.button(node, "Process", format!("Process {message}"), command)
        }
    };
    html! {
        <div key={tag.to_string()} class="delivery" ~style={place(node, n)} role="group"
            aria-label={format!("{message}, delivery tag {tag}")}>
            { process }
            { for answers(scenery.engine).iter().map(|(text, how)| settle(text, *how)) }
        </div>
    }
}

/// What can be answered to a delivery, in the words of the product.
pub fn answers(engine: &Engine) -> &'static [(&'static str, Settle)] {
    match kind(engine) {
        Kind::Classic | Kind::Quorum | Kind::Log => {
            &[("Ack", Settle::Ack), ("Requeue", Settle::Requeue), ("Reject", Settle::Reject)]
        }
        Kind::Standard | Kind::Fifo => &[("Delete", Settle::Ack), ("Give back", Settle::Requeue)],
        Kind::Subscription => &[("Ack", Settle::Ack), ("Nack", Settle::Requeue)],
    }
}

fn place(node: &Node, n: usize) -> String {
    let height = node.row_height();
    let top = node.row(n) - node.body.y - height / 2.0;
    format!("top:{top:.1}px;height:{height:.1}px")
}

/// The row that shows what the broker makes of a tag it does not know.
fn again(scenery: &Scenery<'_>, node: &Node, id: ConsumerId, rows: usize) -> Html {
    let name = scenery.engine.consumers()[id.index()].spec().name.clone();
    let is_sqs = kind(scenery.engine).is_sqs();
    let queue = scenery.engine.consumers()[id.index()].spec().queue.clone();
    let inside = match (queue.filter(|_| is_sqs), last_settled(scenery.engine, id)) {
        (Some(queue), _) => {
            let command = Command::Get { consumer: name, queue, auto_ack: false };
            scenery.button(node, "Receive a message", "Receive a message".to_owned(), command)
        }
        (None, Some(tag)) => {
            let command =
                Command::Settle { consumer: name, tag, how: Settle::Ack, multiple: false };
            let text = format!("Ack tag {tag} again");
            let label = format!("Acknowledge delivery tag {tag} again, though it is settled");
            scenery.button(node, &text, label, command)
        }
        (None, None) => html! { <span class="sm">{ "Nothing settled yet" }</span> },
    };
    html! { <div class="delivery again" ~style={place(node, rows)}>{ inside }</div> }
}

/// The tag it settled last on the channel it has now: with every channel
/// tags begin at 1 again, and the old one may name an open delivery.
fn last_settled(engine: &Engine, id: ConsumerId) -> Option<u64> {
    let facts = engine.facts();
    let recent = facts.since(facts.next().saturating_sub(LOOKED_AT)).rev();
    let of_this_channel = recent.map(|(_, _, fact)| fact).take_while(|fact| match fact {
        Fact::ChannelClosed { client, .. } | Fact::FrameLost { client, .. } => {
            *client != NodeId::Consumer(id)
        }
        Fact::Crashed { consumer, .. } | Fact::Revived { consumer } => *consumer != id,
        Fact::BrokerRestarted => false,
        _ => true,
    });
    of_this_channel.into_iter().find_map(|fact| match fact {
        Fact::Settling { consumer, tag, .. } if *consumer == id => Some(*tag),
        _ => None,
    })
}
