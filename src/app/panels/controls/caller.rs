//! How often a caller is asked, how long it waits, how often it tries again.

use yew::prelude::*;

use super::{
    arrivals::{Wording, arrivals},
    button,
};
use crate::{
    app::{fields::Number, shared::Panel},
    engine::{Caller, Command, topology::CallerSpec},
    words::{arrivals::CALLS_WHEN_ASKED, call_controls as words, count, field_units},
};

const WORDING: Wording =
    Wording { unit: field_units::REQ, rate: field_units::REQ_PER_S, by_hand: CALLS_WHEN_ASKED };

/// The controls.
pub fn caller(panel: Panel<'_>, at: usize, caller: &Caller) -> Html {
    let spec = caller.spec();
    let name = spec.name.clone();
    let set = move |arrivals| Command::SetRequests { caller: name.clone(), arrivals };
    let ask = Command::Request { caller: spec.name.clone() };
    let workers = count::workers(u64::from(spec.workers));
    let backlog = count::requests(u64::from(spec.backlog));
    html! {
        <div class="rows">
            <p class="muted">
                { words::caller_capacity(&workers, &backlog) }
            </p>
            { arrivals(panel, format!("requests-{at}"), spec.arrivals, WORDING, set) }
            { patience(panel, spec) }
            <div class="acts">
                { button(panel, words::ASK, words::ASK_TITLE.into(), ask) }
            </div>
        </div>
    }
}

fn patience(panel: Panel<'_>, spec: &CallerSpec) -> Html {
    let (timeout_ms, retries, pause_ms) = (spec.timeout_ms, spec.retries, spec.pause_ms);
    let name = spec.name.clone();
    let set = move |timeout_ms, retries, pause_ms| Command::SetPatience {
        caller: name.clone(),
        timeout_ms,
        retries,
        pause_ms,
    };
    let (set_retries, set_pause) = (set.clone(), set.clone());
    let on_timeout =
        panel.ask(move |ms: Option<f64>| set(ms.unwrap_or(timeout_ms), retries, pause_ms));
    let on_retries = panel.ask(move |times: Option<f64>| {
        set_retries(timeout_ms, times.unwrap_or_default() as u32, pause_ms)
    });
    let on_pause =
        panel.ask(move |ms: Option<f64>| set_pause(timeout_ms, retries, ms.unwrap_or_default()));
    html! {
        <div class="rows">
            <Number label={words::TIMEOUT} unit="ms" value={timeout_ms} from={1.0} to={3_600_000.0} on_enter={on_timeout} />
            <Number label={words::RETRIES} unit="" value={f64::from(retries)} to={1_000.0} on_enter={on_retries} />
            <Number label={words::PAUSE} unit="ms" value={pause_ms} to={3_600_000.0} on_enter={on_pause} />
        </div>
    }
}
