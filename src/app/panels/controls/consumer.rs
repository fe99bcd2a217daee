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
    words::{Word, consumer_controls as words, lost_frames, service_time, settings::NEVER},
};

const ACKS: [(AckMode, Word); 3] = [
    (AckMode::Last, words::LAST),
    (AckMode::First, words::FIRST),
    (AckMode::Automatic, words::AUTOMATIC),
];

const DELETES: [(AckMode, Word); 2] =
    [(AckMode::Last, words::LAST), (AckMode::First, words::FIRST)];

const POISONS: [(OnPoison, Word); 4] = [
    (OnPoison::Reject, words::REJECT),
    (OnPoison::Requeue, words::REJECT_REQUEUE),
    (OnPoison::Nack, words::NACK_REQUEUE),
    (OnPoison::Crash, words::CRASH),
];

const RECEIVED_POISONS: [(OnPoison, Word); 2] =
    [(OnPoison::Nack, words::VISIBLE), (OnPoison::Crash, words::CRASH)];

const PULLED_POISONS: [(OnPoison, Word); 2] =
    [(OnPoison::Nack, words::NACK), (OnPoison::Crash, words::CRASH)];

const COMMITS: [(AckMode, Word); 2] =
    [(AckMode::Last, words::LAST), (AckMode::First, words::FIRST)];

const READ_POISONS: [(OnPoison, Word); 3] = [
    (OnPoison::Reject, words::PASS_OVER),
    (OnPoison::Requeue, words::READ_AGAIN),
    (OnPoison::Crash, words::CRASH),
];

const SHARED_POISONS: [(OnPoison, Word); 3] = [
    (OnPoison::Reject, words::ARCHIVE),
    (OnPoison::Requeue, words::RELEASE),
    (OnPoison::Crash, words::CRASH),
];

/// What a consumer of such a queue can choose from.
struct Habits {
    acks: &'static [(AckMode, Word)],
    poisons: &'static [(OnPoison, Word)],
    ack: Word,
}

fn habits_of(kind: Kind) -> Habits {
    match kind {
        Kind::Classic | Kind::Quorum => Habits { acks: &ACKS, poisons: &POISONS, ack: words::ACKS },
        Kind::Log => Habits { acks: &COMMITS, poisons: &READ_POISONS, ack: words::COMMITS },
        Kind::Standard | Kind::Fifo => {
            Habits { acks: &DELETES, poisons: &RECEIVED_POISONS, ack: words::DELETES }
        }
        Kind::Subscription => Habits { acks: &DELETES, poisons: &PULLED_POISONS, ack: words::ACKS },
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
                { lose(panel, spec, lost_frames::DELIVERY, Frame::Delivery) }
                { lose(panel, spec, lost_frames::ACK, Frame::Ack) }
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
        label: service_time::VARIES.text(),
        label_hidden: true,
        choices: [service_time::CONSTANT, service_time::EXPONENTIAL].map(Choice::new).to_vec(),
        chosen: Some(usize::from(random)),
        on_choose: on_kind,
    };
    html! {
        <div class="rows">
            <Knob
                label={service_time::TIME}
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
        true => Habits { acks: &COMMITS, poisons: &SHARED_POISONS, ack: words::ACKS },
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
    let poison = select(words::ON_POISON, poisons, spec.on_poison, on_poison);
    html! {
        <div class="rows">
            { acks.html() }
            { poison.html() }
            <label class="row check">
                <span class="lbl">{ words::REMEMBERS }</span>
                <input type="checkbox" checked={spec.idempotent} onchange={on_keys} />
            </label>
        </div>
    }
}

fn select<T: Copy + PartialEq>(
    label: Word,
    choices: &'static [(T, Word)],
    chosen: T,
    on_choose: Callback<usize>,
) -> Select<'static> {
    let chosen = choices.iter().position(|(one, _)| *one == chosen).unwrap_or_default();
    let choices = choices.iter().map(|(_, says)| says.text()).collect();
    Select { label: label.text(), choices, chosen, on_choose }
}

fn limits(panel: Panel<'_>, spec: &ConsumerSpec) -> Html {
    let name = spec.name.clone();
    let on_restart = panel
        .ask(move |ms: Option<f64>| Command::SetRestart { consumer: name.clone(), restart_ms: ms });
    html! {
        <div class="rows">
            { settings(panel, of_consumer(kind_of_queue(panel, spec)), spec) }
            <Number label={words::RESTARTS_AFTER} unit="ms" value={spec.restart_ms} to={3_600_000.0} empty={NEVER} on_enter={on_restart} />
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

fn lose(panel: Panel<'_>, spec: &ConsumerSpec, label: Word, frame: Frame) -> Html {
    let client = spec.name.clone();
    button(panel, label, lost_frames::TITLE.into(), Command::LoseNext { client, frame })
}
