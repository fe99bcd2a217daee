//! How a consumer works, when it acknowledges, and how it dies.

use yew::prelude::*;

use super::{button, crash::crash_controls, settings::settings};
use crate::{
    app::{
        fields::{Choice, Choices, Knob, Number, Scale, Select},
        shared::Panel,
    },
    engine::{
        Command, Consumer, Frame,
        topology::{AckMode, ConsumerSpec, OnPoison, Service},
    },
    scenario::{settings::of_consumer, switch::Kind},
};

const ACKS: [(AckMode, &str); 3] = [
    (AckMode::Last, "last, after the effect"),
    (AckMode::First, "first, then the effect"),
    (AckMode::Automatic, "automatic: settled on sending"),
];

const DELETES: [(AckMode, &str); 2] =
    [(AckMode::Last, "last, after the effect"), (AckMode::First, "first, then the effect")];

const POISONS: [(OnPoison, &str); 4] = [
    (OnPoison::Reject, "reject: dead-letter or drop"),
    (OnPoison::Requeue, "reject with requeue: back, a failed try"),
    (OnPoison::Nack, "nack with requeue: given back"),
    (OnPoison::Crash, "crash"),
];

const RECEIVED_POISONS: [(OnPoison, &str); 2] =
    [(OnPoison::Nack, "visible again at once"), (OnPoison::Crash, "crash")];

const PULLED_POISONS: [(OnPoison, &str); 2] =
    [(OnPoison::Nack, "nack: delivered again"), (OnPoison::Crash, "crash")];

const COMMITS: [(AckMode, &str); 2] =
    [(AckMode::Last, "last, after the effect"), (AckMode::First, "first, then the effect")];

const READ_POISONS: [(OnPoison, &str); 3] = [
    (OnPoison::Reject, "pass over: committed all the same"),
    (OnPoison::Requeue, "read it again, and nothing behind it"),
    (OnPoison::Crash, "crash"),
];

const SHARED_POISONS: [(OnPoison, &str); 3] = [
    (OnPoison::Reject, "reject: archived"),
    (OnPoison::Requeue, "release: available again"),
    (OnPoison::Crash, "crash"),
];

/// What a consumer of such a queue can choose from.
struct Habits {
    acks: &'static [(AckMode, &'static str)],
    poisons: &'static [(OnPoison, &'static str)],
    ack: &'static str,
}

fn habits_of(kind: Kind) -> Habits {
    match kind {
        Kind::Classic | Kind::Quorum => Habits { acks: &ACKS, poisons: &POISONS, ack: "Acks" },
        Kind::Log => Habits { acks: &COMMITS, poisons: &READ_POISONS, ack: "Commits" },
        Kind::Standard | Kind::Fifo => {
            Habits { acks: &DELETES, poisons: &RECEIVED_POISONS, ack: "Deletes" }
        }
        Kind::Subscription => Habits { acks: &DELETES, poisons: &PULLED_POISONS, ack: "Acks" },
    }
}

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
    let Habits { acks, poisons, ack } = match shares(panel, spec) {
        true => Habits { acks: &COMMITS, poisons: &SHARED_POISONS, ack: "Acks" },
        false => habits_of(kind_of_queue(panel, spec)),
    };
    let name = spec.name.clone();
    let on_ack =
        panel.ask(move |at: usize| Command::SetAck { consumer: name.clone(), ack: acks[at].0 });
    let name = spec.name.clone();
    let on_poison = panel.ask(move |at: usize| Command::SetOnPoison {
        consumer: name.clone(),
        on_poison: poisons[at].0,
    });
    let (consumer, idempotent) = (spec.name.clone(), !spec.idempotent);
    let on_keys = panel
        .ask(move |_: Event| Command::SetIdempotent { consumer: consumer.clone(), idempotent });
    let acks = select(ack, acks, spec.ack, on_ack);
    let poison = select("On poison", poisons, spec.on_poison, on_poison);
    html! {
        <div class="rows">
            { acks.html() }
            { poison.html() }
            <label class="row check">
                <span class="lbl">{ "Remembers keys of done work" }</span>
                <input type="checkbox" checked={spec.idempotent} onchange={on_keys} />
            </label>
        </div>
    }
}

fn select<T: Copy + PartialEq>(
    label: &'static str,
    choices: &'static [(T, &'static str)],
    chosen: T,
    on_choose: Callback<usize>,
) -> Select<'static> {
    let chosen = choices.iter().position(|(one, _)| *one == chosen).unwrap_or_default();
    Select { label, choices: choices.iter().map(|(_, says)| *says).collect(), chosen, on_choose }
}

fn limits(panel: Panel<'_>, spec: &ConsumerSpec) -> Html {
    let name = spec.name.clone();
    let on_restart = panel
        .ask(move |ms: Option<f64>| Command::SetRestart { consumer: name.clone(), restart_ms: ms });
    html! {
        <div class="rows">
            { settings(panel, of_consumer(kind_of_queue(panel, spec)), spec) }
            <Number label="Restarts after" unit="ms" value={spec.restart_ms} to={3_600_000.0} empty="never" on_enter={on_restart} />
        </div>
    }
}

/// Whether it is a member of a share group.
fn shares(panel: Panel<'_>, spec: &ConsumerSpec) -> bool {
    let mut groups = panel.engine().groups().iter().map(|group| group.spec());
    groups.any(|group| group.share && Some(&group.name) == spec.group.as_ref())
}

/// The kind of the queue that it consumes from.
fn kind_of_queue(panel: Panel<'_>, spec: &ConsumerSpec) -> Kind {
    let queues = panel.engine().queues();
    let queue = queues.iter().find(|queue| Some(&queue.spec().name) == spec.queue.as_ref());
    let profile = panel.state.side().scenario().topology.profile;
    Kind::of(queue.map_or(profile, |queue| queue.profile()))
}

fn lose(panel: Panel<'_>, spec: &ConsumerSpec, label: &'static str, frame: Frame) -> Html {
    let title = "A frame lost on the way ends the connection, as it does over TCP".to_owned();
    let client = spec.name.clone();
    button(panel, label, title, Command::LoseNext { client, frame })
}
