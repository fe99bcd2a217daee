//! How a consumer works, when it acknowledges, and how it dies.

use yew::prelude::*;

use super::{button, crash::crash_controls};
use crate::{
    app::{
        fields::{Choice, Choices, Knob, Number, Scale, Select},
        shared::Panel,
    },
    engine::{
        Command, Consumer, Frame,
        topology::{AckMode, ConsumerSpec, OnPoison, Service},
    },
};

const ACKS: [(AckMode, &str); 3] = [
    (AckMode::Automatic, "automatic: settled on sending"),
    (AckMode::First, "first, then the effect"),
    (AckMode::Last, "last, after the effect"),
];

const POISONS: [(OnPoison, &str); 4] = [
    (OnPoison::Reject, "reject: dead-letter or drop"),
    (OnPoison::Requeue, "reject with requeue: back, a failed try"),
    (OnPoison::Nack, "nack with requeue: given back"),
    (OnPoison::Crash, "crash"),
];

/// The controls.
pub fn consumer(panel: Panel<'_>, at: usize, consumer: &Consumer) -> Html {
    let spec = consumer.spec();
    html! {
        <div class="rows">
            { crash_controls(panel, consumer) }
            <div class="rows" hidden={spec.by_hand}>
                { service(panel, at, spec) }
                { habits(panel, spec) }
            </div>
            { limits(panel, spec) }
            <div class="acts">
                { lose(panel, spec, "Lose next delivery", Frame::Delivery) }
                { lose(panel, spec, "Lose next ack", Frame::Ack) }
            </div>
        </div>
    }
}

fn service(panel: Panel<'_>, at: usize, spec: &ConsumerSpec) -> Html {
    let (Service::Constant { ms } | Service::Exponential { ms }) = spec.service;
    let random = matches!(spec.service, Service::Exponential { .. });
    let name = spec.name.clone();
    let set = move |random, ms| Command::SetService {
        consumer: name.clone(),
        service: match random {
            false => Service::Constant { ms },
            true => Service::Exponential { ms },
        },
    };
    let set_too = set.clone();
    let on_kind = panel.ask(move |at: usize| set(at == 1, ms));
    let on_ms = panel.ask(move |ms: f64| set_too(random, ms));
    let kind = Choices {
        name: format!("service-{at}").into(),
        label: "Service time varies",
        label_hidden: true,
        choices: vec![Choice::new("Constant"), Choice::new("Exponential")],
        chosen: Some(usize::from(random)),
        on_choose: on_kind,
    };
    html! {
        <div class="rows">
            <Knob
                label="Service time"
                unit="ms"
                value={ms}
                from={1.0}
                to={10_000.0}
                most={3_600_000.0}
                scale={Scale::Log}
                places={1}
                on_enter={on_ms}
            />
            { kind.html() }
        </div>
    }
}

fn habits(panel: Panel<'_>, spec: &ConsumerSpec) -> Html {
    let name = spec.name.clone();
    let on_ack =
        panel.ask(move |at: usize| Command::SetAck { consumer: name.clone(), ack: ACKS[at].0 });
    let name = spec.name.clone();
    let on_poison = panel.ask(move |at: usize| Command::SetOnPoison {
        consumer: name.clone(),
        on_poison: POISONS[at].0,
    });
    let (consumer, idempotent) = (spec.name.clone(), !spec.idempotent);
    let on_keys = panel
        .ask(move |_: Event| Command::SetIdempotent { consumer: consumer.clone(), idempotent });
    let ack = ACKS.iter().position(|(ack, _)| *ack == spec.ack);
    let poison = POISONS.iter().position(|(one, _)| *one == spec.on_poison);
    let ack = select("Acks", ACKS.map(|(_, says)| says), ack, on_ack);
    let poison = select("On poison", POISONS.map(|(_, says)| says), poison, on_poison);
    html! {
        <div class="rows">
            { ack.html() }
            { poison.html() }
            <label class="row check">
                <span class="lbl">{ "Remembers keys of done work" }</span>
                <input type="checkbox" checked={spec.idempotent} onchange={on_keys} />
            </label>
        </div>
    }
}

fn select<const N: usize>(
    label: &'static str,
    choices: [&'static str; N],
    chosen: Option<usize>,
    on_choose: Callback<usize>,
) -> Select<'static> {
    Select { label, choices: choices.to_vec(), chosen: chosen.unwrap_or_default(), on_choose }
}

fn limits(panel: Panel<'_>, spec: &ConsumerSpec) -> Html {
    let name = spec.name.clone();
    let on_prefetch = panel.ask(move |most: Option<f64>| Command::SetPrefetch {
        consumer: name.clone(),
        prefetch: most.unwrap_or_default() as u32,
    });
    let name = spec.name.clone();
    let on_restart = panel
        .ask(move |ms: Option<f64>| Command::SetRestart { consumer: name.clone(), restart_ms: ms });
    let prefetch = (spec.prefetch > 0).then_some(f64::from(spec.prefetch));
    html! {
        <div class="rows">
            <Number label="Prefetch" unit="msg" value={prefetch} to={65_535.0} empty="unlimited" on_enter={on_prefetch} />
            <Number label="Restarts after" unit="ms" value={spec.restart_ms} to={3_600_000.0} empty="never" on_enter={on_restart} />
        </div>
    }
}

fn lose(panel: Panel<'_>, spec: &ConsumerSpec, label: &'static str, frame: Frame) -> Html {
    let title = "A frame lost on the way ends the connection, as it does over TCP".to_owned();
    let client = spec.name.clone();
    button(panel, label, title, Command::LoseNext { client, frame })
}
