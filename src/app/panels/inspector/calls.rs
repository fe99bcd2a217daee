//! What a caller and a service are set to, and what they have counted.

use crate::{
    app::format::{grouped, span},
    engine::{Callee, Caller, Engine, NodeId, topology::Service},
};

/// The rows of a caller.
pub fn caller(engine: &Engine, caller: &Caller) -> Vec<(&'static str, String)> {
    let (spec, books) = (caller.spec(), caller.requests());
    let chain = caller.chain().iter().map(|id| engine.name_of(NodeId::Service(*id)));
    let now = engine.now();
    let blocked = caller.blocked_us(now);
    let share = blocked as f64 / (now.0.max(1) * caller.workers().len().max(1) as u64) as f64;
    vec![
        ("kind", "synchronous caller".to_owned()),
        ("calls", chain.collect::<Vec<_>>().join(" → ")),
        ("workers", in_use(caller.workers().iter().flatten().count(), caller.workers().len())),
        ("time-out", span(spec.timeout_ms)),
        ("retries", spec.retries.to_string()),
        ("requested", grouped(books.requested)),
        ("answered", grouped(books.answered)),
        ("failed", grouped(books.failed)),
        ("timed out", grouped(books.timed_out)),
        ("waiting", grouped(caller.waiting() as u64)),
        ("called again", grouped(books.retried)),
        ("blocked", span(blocked as f64 / 1_000.0)),
        ("blocked share", format!("{:.0} %", share * 100.0)),
    ]
}

/// The rows of a service.
pub fn service(service: &Callee) -> Vec<(&'static str, String)> {
    let (spec, served) = (service.spec(), service.served());
    let time = match spec.time {
        Service::Constant { ms } => span(ms),
        Service::Exponential { ms } => format!("{} on average", span(ms)),
    };
    vec![
        ("kind", "service".to_owned()),
        ("up", if service.is_up() { "yes" } else { "no" }.to_owned()),
        ("workers", in_use(service.workers().iter().flatten().count(), service.workers().len())),
        ("own work takes", time),
        ("fails", format!("{:.0} %", spec.failure_share * 100.0)),
        ("in line", grouped(service.line().len() as u64)),
        ("called", grouped(served.called)),
        ("answered", grouped(served.answered)),
        ("failed", grouped(served.failed)),
        ("refused", grouped(served.refused)),
        ("waited for others", span(service.blocked_us() as f64 / 1_000.0)),
    ]
}

fn in_use(busy: usize, all: usize) -> String {
    format!("{busy} of {all} in use")
}
