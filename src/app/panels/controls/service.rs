//! How long a service takes, how often it fails, and whether it runs.

use yew::prelude::*;

use super::button;
use crate::{
    app::{
        fields::{Choice, Choices, Knob, Scale},
        shared::Panel,
    },
    engine::{Callee, Command, topology::Service},
    words::{call_controls as words, count, service_time},
};

/// The controls.
pub fn service(panel: Panel<'_>, at: usize, service: &Callee) -> Html {
    let spec = service.spec();
    let name = spec.name.clone();
    let on_share = panel.ask(move |percent: f64| Command::SetFailureShare {
        service: name.clone(),
        share: percent / 100.0,
    });
    let workers = count::workers(u64::from(spec.workers));
    let backlog = count::calls(u64::from(spec.backlog));
    html! {
        <div class="rows">
            <p class="muted">{ words::service_capacity(&workers, &backlog) }</p>
            { time(panel, at, service) }
            <Knob
                label={words::FAILS}
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
            let title = words::TAKE_DOWN_TITLE.into();
            button(panel, words::TAKE_DOWN, title, Command::TakeDown { service: name })
        }
        false => {
            let title = words::BRING_UP_TITLE.into();
            button(panel, words::BRING_UP, title, Command::BringUp { service: name })
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
