//! When a producer sends, and what.

use yew::prelude::*;

use super::{button, pressure::pressure};
use crate::{
    app::{
        fields::{Choice, Choices, Knob, Number, Scale},
        shared::Panel,
    },
    engine::{
        Command, Frame, Outgoing, Producer,
        topology::{Arrivals, ProducerSpec},
    },
};

/// A rate to begin with, where there was none.
const RATE: f64 = 1.0;

/// The controls.
pub fn producer(panel: Panel<'_>, at: usize, producer: &Producer) -> Html {
    let spec = producer.spec();
    let name = spec.name.clone();
    let on_poison = panel.ask(move |percent: f64| Command::SetPoisonShare {
        producer: name.clone(),
        share: percent / 100.0,
    });
    html! {
        <div class="rows">
            { kind(panel, at, spec) }
            <div class="rows">{ amount(panel, spec) }</div>
            <Knob
                label="Poison share"
                unit="%"
                value={spec.poison_share * 100.0}
                from={0.0}
                to={100.0}
                scale={Scale::Linear(5.0)}
                places={1}
                on_enter={on_poison}
            />
            { pressure(panel, spec) }
            <div class="acts">
                { button(panel, "Publish one", "Publish one message now".to_owned(), publish(spec)) }
                { button(panel, "Poison next", "Its next message will be a poison one".to_owned(), Command::PoisonNext { producer: spec.name.clone() }) }
                { lose(panel, spec, "Lose next publish", Frame::Publish) }
                { lose(panel, spec, "Lose next confirm", Frame::Confirm) }
            </div>
        </div>
    }
}

/// Which of the kinds of arrivals it is.
fn kind(panel: Panel<'_>, at: usize, spec: &ProducerSpec) -> Html {
    let (producer, present) = (spec.name.clone(), spec.arrivals);
    let rate = rate(present).unwrap_or(RATE);
    let on_choose = panel.ask(move |at: usize| Command::SetArrivals {
        producer: producer.clone(),
        arrivals: match at {
            0 => Arrivals::ByHand,
            1 => Arrivals::Constant { per_s: rate },
            2 => Arrivals::Poisson { per_s: rate },
            _ => Arrivals::Burst { size: 5, every_ms: 5_000.0 / rate.max(0.001) },
        },
    });
    let chosen = match present {
        Arrivals::ByHand => 0,
        Arrivals::Constant { .. } => 1,
        Arrivals::Poisson { .. } => 2,
        Arrivals::Burst { .. } => 3,
    };
    let choices: Vec<_> = ["By hand", "Even", "Poisson", "Bursts"].map(Choice::new).to_vec();
    Choices {
        name: format!("arrivals-{at}").into(),
        label: "Arrivals",
        label_hidden: true,
        choices,
        chosen: Some(chosen),
        on_choose,
    }
    .html()
}

/// Messages a second, on average.
fn rate(arrivals: Arrivals) -> Option<f64> {
    match arrivals {
        Arrivals::ByHand => None,
        Arrivals::Constant { per_s } | Arrivals::Poisson { per_s } => Some(per_s),
        Arrivals::Burst { size, every_ms } => Some(f64::from(size) * 1_000.0 / every_ms),
    }
}

fn amount(panel: Panel<'_>, spec: &ProducerSpec) -> Html {
    let producer = spec.name.clone();
    let set = move |arrivals| Command::SetArrivals { producer: producer.clone(), arrivals };
    match spec.arrivals {
        Arrivals::ByHand => html! { <p class="muted">{ "It publishes only when told to." }</p> },
        Arrivals::Constant { per_s } => {
            rate_knob(per_s, panel.ask(move |per_s| set(Arrivals::Constant { per_s })))
        }
        Arrivals::Poisson { per_s } => {
            rate_knob(per_s, panel.ask(move |per_s| set(Arrivals::Poisson { per_s })))
        }
        Arrivals::Burst { size, every_ms } => {
            let set_too = set.clone();
            let on_size = panel.ask(move |size: Option<f64>| {
                let size = size.unwrap_or(1.0) as u32;
                set(Arrivals::Burst { size, every_ms })
            });
            let on_every = panel.ask(move |every: Option<f64>| {
                let every_ms = every.unwrap_or(1_000.0);
                set_too(Arrivals::Burst { size, every_ms })
            });
            html! {
                <div key="burst" class="rows">
                    <Number label="Burst of" unit="msg" value={f64::from(size)} from={1.0} to={10_000.0} on_enter={on_size} />
                    <Number label="Every" unit="ms" value={every_ms} from={1.0} to={3_600_000.0} on_enter={on_every} />
                </div>
            }
        }
    }
}

fn rate_knob(value: f64, on_enter: Callback<f64>) -> Html {
    html! {
        <Knob
            key="rate"
            label="Rate"
            unit="msg/s"
            {value}
            from={0.1}
            to={100.0}
            most={100_000.0}
            scale={Scale::Log}
            places={2}
            {on_enter}
        />
    }
}

/// One message like those it sends by itself.
fn publish(spec: &ProducerSpec) -> Command {
    Command::Publish { producer: spec.name.clone(), message: Outgoing::like(spec) }
}

fn lose(panel: Panel<'_>, spec: &ProducerSpec, label: &'static str, frame: Frame) -> Html {
    let title = "A frame lost on the way ends the connection, as it does over TCP".to_owned();
    let client = spec.name.clone();
    button(panel, label, title, Command::LoseNext { client, frame })
}
