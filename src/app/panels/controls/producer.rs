//! When a producer sends, and what.

use yew::prelude::*;

use super::{
    arrivals::{Wording, arrivals},
    button,
    pressure::pressure,
    settings::settings,
};
use crate::{
    app::{
        fields::{Knob, Scale},
        shared::Panel,
    },
    engine::{Command, Frame, Outgoing, Producer, Sender, Transaction, topology::ProducerSpec},
    scenario::settings::of_sender,
    words::{
        Word, arrivals::PUBLISHES_WHEN_TOLD, field_units, lost_frames, producer_controls as words,
    },
};

const WORDING: Wording =
    Wording { unit: field_units::MSG, rate: field_units::MSG_PER_S, by_hand: PUBLISHES_WHEN_TOLD };

/// The controls.
pub fn producer(panel: Panel<'_>, at: usize, producer: &Producer) -> Html {
    let spec = producer.spec();
    let name = spec.name.clone();
    let set = move |arrivals| Command::SetArrivals { producer: name.clone(), arrivals };
    let name = spec.name.clone();
    let on_poison = panel.ask(move |percent: f64| Command::SetPoisonShare {
        producer: name.clone(),
        share: percent / 100.0,
    });
    html! {
        <div class="rows">
            { arrivals(panel, format!("arrivals-{at}"), spec.arrivals, WORDING, set) }
            <Knob
                label={words::POISON_SHARE}
                unit="%"
                value={spec.poison_share * 100.0}
                from={0.0}
                to={100.0}
                scale={Scale::Linear(5.0)}
                places={1}
                on_enter={on_poison}
            />
            if producer.sender().is_some() {
                { settings(panel, of_sender(), spec) }
            } else {
                { pressure(panel, spec) }
            }
            <div class="acts">
                { button(panel, words::PUBLISH, words::PUBLISH_TITLE.into(), publish(spec)) }
                { button(panel, words::POISON_NEXT, words::POISON_TITLE.into(), Command::PoisonNext { producer: spec.name.clone() }) }
                { lose(panel, spec, lost_frames::PUBLISH, Frame::Publish) }
                { lose(panel, spec, lost_frames::CONFIRM, Frame::Confirm) }
                { for transaction(panel, producer) }
            </div>
        </div>
    }
}

/// Ends an open transaction by hand (K20).
fn transaction(panel: Panel<'_>, producer: &Producer) -> Vec<Html> {
    let is_open = |sender: &Sender| *sender.transaction() == Transaction::Open;
    if !producer.sender().is_some_and(is_open) {
        return Vec::new();
    }
    let end = |label, commit| {
        let client = producer.spec().name.clone();
        let title = words::END_TITLE.into();
        button(panel, label, title, Command::EndTransaction { client, commit })
    };
    vec![end(words::COMMIT, true), end(words::ABORT, false)]
}

/// One message like those it sends by itself.
fn publish(spec: &ProducerSpec) -> Command {
    Command::Publish { producer: spec.name.clone(), message: Outgoing::like(spec) }
}

fn lose(panel: Panel<'_>, spec: &ProducerSpec, label: Word, frame: Frame) -> Html {
    let client = spec.name.clone();
    button(panel, label, lost_frames::TITLE.into(), Command::LoseNext { client, frame })
}
