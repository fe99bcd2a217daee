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
    words::{Word, desk as words},
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
        scenery.button(node, text, words::with_message(&text, &message), command)
    };
    let process = match delivery.processed {
        true => html! { <span class="done">{ words::PROCESSED }</span> },
        false => {
            let command = Command::Process { consumer: consumer.clone(), tag };
            let text = words::PROCESS.text();
            scenery.button(node, text, words::with_message(&text, &message), command)
        }
    };
    html! {
        <div key={tag.to_string()} class="delivery" ~style={place(node, n)} role="group"
            aria-label={words::delivery(&message, &tag)}>
            { process }
            { for answers(scenery.engine).into_iter().map(|(text, how)| settle(text, how)) }
        </div>
    }
}

/// What can be answered to a delivery, in the words of the product.
pub fn answers(engine: &Engine) -> Vec<(&'static str, Settle)> {
    let answers: &[(Word, Settle)] = match kind(engine) {
        Kind::Classic | Kind::Quorum | Kind::Log => &[
            (words::ACK, Settle::Ack),
            (words::REQUEUE, Settle::Requeue),
            (words::REJECT, Settle::Reject),
        ],
        Kind::Standard | Kind::Fifo => {
            &[(words::DELETE, Settle::Ack), (words::GIVE_BACK, Settle::Requeue)]
        }
        Kind::Subscription => &[(words::ACK, Settle::Ack), (words::NACK, Settle::Requeue)],
    };
    answers.iter().map(|(word, how)| (word.text(), *how)).collect()
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
            scenery.button(node, words::RECEIVE.text(), words::RECEIVE.into(), command)
        }
        (None, Some(tag)) => {
            let command =
                Command::Settle { consumer: name, tag, how: Settle::Ack, multiple: false };
            let text = words::ack_again(&tag);
            let label = words::acknowledge_again(&tag);
            scenery.button(node, &text, label, command)
        }
        (None, None) => html! { <span class="sm">{ words::NOTHING_SETTLED }</span> },
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
