//! How often a caller is asked, how long it waits, how often it tries again.

use yew::prelude::*;

use super::{
    arrivals::{Wording, arrivals},
    button,
};
use crate::{
    app::{fields::Number, shared::Panel},
    engine::{Caller, Command, topology::CallerSpec},
    words,
};

const WORDING: Wording =
    Wording { unit: "req", rate: "req/s", by_hand: "It calls only when it is asked." };

/// The controls.
pub fn caller(panel: Panel<'_>, at: usize, caller: &Caller) -> Html {
    let spec = caller.spec();
    let name = spec.name.clone();
    let set = move |arrivals| Command::SetRequests { caller: name.clone(), arrivals };
    let ask = Command::Request { caller: spec.name.clone() };
    let workers = words::count::workers(u64::from(spec.workers));
    let backlog = words::count::requests(u64::from(spec.backlog));
    html! {
        <div class="rows">
            <p class="muted">
                { format!("{workers}, each blocked from a call to its answer; at most {backlog} wait.") }
            </p>
            { arrivals(panel, format!("requests-{at}"), spec.arrivals, WORDING, set) }
            { patience(panel, spec) }
            <div class="acts">
                { button(panel, "Ask once", "One more request now".to_owned(), ask) }
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
            <Number label="Time-out" unit="ms" value={timeout_ms} from={1.0} to={3_600_000.0} on_enter={on_timeout} />
            <Number label="Retries" unit="" value={f64::from(retries)} to={1_000.0} on_enter={on_retries} />
            <Number label="Pause before a retry" unit="ms" value={pause_ms} to={3_600_000.0} on_enter={on_pause} />
        </div>
    }
}
