//! How long a service takes, how often it fails, and whether it runs.

use yew::prelude::*;

use super::button;
use crate::{
    app::{
        fields::{Choice, Choices, Knob, Scale},
        shared::Panel,
    },
    engine::{Callee, Command, topology::Service},
    words,
};

/// The controls.
pub fn service(panel: Panel<'_>, at: usize, service: &Callee) -> Html {
    let spec = service.spec();
    let name = spec.name.clone();
    let on_share = panel.ask(move |percent: f64| Command::SetFailureShare {
        service: name.clone(),
        share: percent / 100.0,
    });
    let workers = words::count::workers(u64::from(spec.workers));
    let backlog = words::count::calls(u64::from(spec.backlog));
    html! {
        <div class="rows">
            <p class="muted">{ format!("{workers}; at most {backlog} wait, more are refused.") }</p>
            { time(panel, at, service) }
            <Knob
                label="Fails"
                unit="%"
                value={spec.failure_share * 100.0}
                from={0.0}
                to={100.0}
                scale={Scale::Linear(5.0)}
                places={1}
                on_enter={on_share}
            />
            <div class="acts">{ switch(panel, service) }</div>
        </div>
    }
}

fn switch(panel: Panel<'_>, service: &Callee) -> Html {
    let name = service.spec().name.clone();
    match service.is_up() {
        true => {
            let title = "What it has in hand fails, and calls to it are refused".to_owned();
            button(panel, "Take down", title, Command::TakeDown { service: name })
        }
        false => {
            let title = "It takes calls again".to_owned();
            button(panel, "Bring up", title, Command::BringUp { service: name })
        }
    }
}

fn time(panel: Panel<'_>, at: usize, service: &Callee) -> Html {
    let spec = service.spec();
    let (Service::Constant { ms } | Service::Exponential { ms }) = spec.time;
    let random = matches!(spec.time, Service::Exponential { .. });
    let name = spec.name.clone();
    let set = move |random, ms| Command::SetServiceTime {
        service: name.clone(),
        time: match random {
            false => Service::Constant { ms },
            true => Service::Exponential { ms },
        },
    };
    let set_too = set.clone();
    let on_kind = panel.ask(move |at: usize| set(at == 1, ms));
    let on_ms = panel.ask(move |ms: f64| set_too(random, ms));
    let kind = Choices {
        name: format!("service-time-{at}").into(),
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
