//! A queue's limits and its messages' time to live.

use yew::prelude::*;

use super::button;
use crate::{
    app::{
        fields::{Number, Select},
        shared::Panel,
    },
    engine::{Command, Queue, topology::Overflow},
};

const OVERFLOWS: [(Overflow, &str); 2] = [
    (Overflow::DropHead, "drop-head: the oldest goes"),
    (Overflow::RejectPublish, "reject-publish: refuse the new one"),
];

/// The controls.
pub fn queue(panel: Panel<'_>, queue: &Queue) -> Html {
    let spec = queue.spec();
    let (name, max_length, overflow) = (spec.name.clone(), spec.max_length, spec.overflow);
    let limit = move |max_length: Option<u64>, overflow| Command::SetLimit {
        queue: name.clone(),
        max_length,
        overflow,
    };
    let limit_too = limit.clone();
    let on_limit =
        panel.ask(move |most: Option<f64>| limit(most.map(|most| most as u64), overflow));
    let on_overflow = panel.ask(move |at: usize| limit_too(max_length, OVERFLOWS[at].0));
    let name = spec.name.clone();
    let on_ttl = panel.ask(move |ms: Option<f64>| Command::SetTtl {
        queue: name.clone(),
        message_ttl_ms: ms.map(|ms| ms as u64),
    });
    let chosen = OVERFLOWS.iter().position(|(one, _)| *one == overflow);
    let when_full = Select {
        label: "When full",
        choices: OVERFLOWS.map(|(_, says)| says).to_vec(),
        chosen: chosen.unwrap_or_default(),
        on_choose: on_overflow,
    };
    html! {
        <div class="rows">
            <Number label="Limit" unit="msg" value={spec.max_length.map(|most| most as f64)} to={1e6} empty="none" on_enter={on_limit} />
            { when_full.html() }
            <Number label="Message TTL" unit="ms" value={spec.message_ttl_ms.map(|ms| ms as f64)} to={8.64e7} empty="none" on_enter={on_ttl} />
            <div class="acts">
                { button(
                    panel,
                    "Purge",
                    format!("Delete what is ready in {}", spec.name),
                    Command::Purge { queue: spec.name.clone() },
                ) }
            </div>
        </div>
    }
}
