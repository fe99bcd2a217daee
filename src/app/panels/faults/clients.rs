//! Faults of consumers and producers, and of their links.

use yew::prelude::*;

use super::Faults;
use crate::{
    app::{
        fields::Select,
        icons::{Icon, icon},
        stage::instant,
        state::{Action, Breaking},
    },
    engine::{
        Command, Consumer, Engine, Frame, NodeId,
        topology::{AckMode, CrashPoint, Service},
    },
    words::{Word, faults as words},
};

/// How much longer a slowed consumer works on a message.
const SLOWER: f64 = 4.0;

/// A consumer: dying at an instant of its cycle, hanging, slowing down, its
/// link.
pub fn consumer(faults: &Faults<'_>) -> Html {
    let engine = faults.panel.engine();
    let Some(consumer) = engine.consumers().get(faults.breaking.consumer) else {
        return html! {};
    };
    let breaking = faults.breaking;
    let on_choose = faults
        .panel
        .on_action
        .reform(move |consumer| Action::Break(Some(Breaking { consumer, ..breaking })));
    let choices = engine.consumers().iter().map(|it| it.spec().name.as_str()).collect();
    let select =
        Select { label: words::CONSUMER.text(), choices, chosen: breaking.consumer, on_choose };
    let name = || consumer.spec().name.clone();
    html! {
        <section aria-label={words::A_CONSUMER}>
            { select.html() }
            if !consumer.spec().by_hand {
                { cycle(faults, consumer) }
            }
            <div class="acts">
                { state(faults, consumer) }
                { faults.button(words::LOSE_DELIVERY, Command::LoseNext { client: name(), frame: Frame::Delivery }) }
                { faults.button(words::LOSE_ACK, Command::LoseNext { client: name(), frame: Frame::Ack }) }
                { link(faults, engine, name(), engine.find_consumer(&name()).map(NodeId::Consumer)) }
            </div>
        </section>
    }
}

/// The cycle as a picture; between its acts the three instants at which it
/// can be killed, in the order of its acknowledgement mode.
fn cycle(faults: &Faults<'_>, consumer: &Consumer) -> Html {
    let spec = consumer.spec();
    let acts = match spec.ack {
        AckMode::Last => [words::RECEIVE, words::EFFECT, words::ACK],
        AckMode::First => [words::RECEIVE, words::ACK, words::EFFECT],
        AckMode::Automatic => [words::RECEIVE, words::SETTLED, words::EFFECT],
    };
    let step = |(act, at): (Word, CrashPoint)| {
        let armed = consumer.armed() == Some(at);
        let command = match armed {
            true => Command::CallOffCrash { consumer: spec.name.clone() },
            false => Command::Crash { consumer: spec.name.clone(), at: Some(at) },
        };
        let label = words::kill_at(&instant(spec.ack, at));
        let onclick = faults.panel.click(faults.action(command));
        html! {
            <>
                <span class="act">{ act }</span>
                <button
                    type="button"
                    class="instant"
                    aria-pressed={armed.to_string()}
                    aria-label={label.clone()}
                    title={label}
                    disabled={!consumer.is_up()}
                    {onclick}
                >
                    { icon(Icon::Bolt) }
                </button>
            </>
        }
    };
    let armed = consumer.armed().map(|at| instant(spec.ack, at));
    let says = armed.map_or_else(|| words::CHOOSE_INSTANT.to_string(), |at| words::dies_at(&at));
    html! {
        <>
            <div class="cycle" role="group" aria-label={words::CYCLE}>
                { for acts.into_iter().zip(CrashPoint::ALL).map(step) }
            </div>
            <p class="muted">{ says }</p>
        </>
    }
}

fn state(faults: &Faults<'_>, consumer: &Consumer) -> Html {
    let name = || consumer.spec().name.clone();
    if !consumer.is_up() {
        return faults.button(words::REVIVE, Command::Revive { consumer: name() });
    }
    let hang = match consumer.hangs() {
        Some(_) => faults.button(words::GO_ON, Command::GoOn { consumer: name() }),
        None => faults.button(words::HANG, Command::Hang { consumer: name() }),
    };
    let service = match consumer.spec().service {
        Service::Constant { ms } => Service::Constant { ms: (ms * SLOWER).min(3_600_000.0) },
        Service::Exponential { ms } => Service::Exponential { ms: (ms * SLOWER).min(3_600_000.0) },
    };
    html! {
        <>
            { faults.button(words::KILL, Command::Crash { consumer: name(), at: None }) }
            if !consumer.spec().by_hand {
                { hang }
                { faults.button(words::SLOW_DOWN, Command::SetService { consumer: name(), service }) }
            }
        </>
    }
}

/// Holding a client's link, or repairing it.
fn link(faults: &Faults<'_>, engine: &Engine, client: String, node: Option<NodeId>) -> Html {
    match node.and_then(|node| engine.cut_off(node)) {
        Some(_) => faults.button(words::REPAIR, Command::Repair { client }),
        None => faults.button(words::CUT_OFF, Command::Partition { client }),
    }
}

/// A producer: poison, its link, and what is lost there.
pub fn producer(faults: &Faults<'_>) -> Html {
    let engine = faults.panel.engine();
    let Some(producer) = engine.producers().get(faults.breaking.producer) else {
        return html! {};
    };
    let breaking = faults.breaking;
    let on_choose = faults
        .panel
        .on_action
        .reform(move |producer| Action::Break(Some(Breaking { producer, ..breaking })));
    let choices = engine.producers().iter().map(|it| it.spec().name.as_str()).collect();
    let select =
        Select { label: words::PRODUCER.text(), choices, chosen: breaking.producer, on_choose };
    let name = || producer.spec().name.clone();
    html! {
        <section aria-label={words::A_PRODUCER}>
            { select.html() }
            <div class="acts">
                { faults.button(words::POISON, Command::PoisonNext { producer: name() }) }
                { faults.button(words::LOSE_PUBLISH, Command::LoseNext { client: name(), frame: Frame::Publish }) }
                { faults.button(words::LOSE_CONFIRM, Command::LoseNext { client: name(), frame: Frame::Confirm }) }
                { link(faults, engine, name(), engine.find_producer(&name()).map(NodeId::Producer)) }
            </div>
        </section>
    }
}
