//! What a caller and a service are set to, and what they have counted.

use super::{Pair, pair, yes_no};
use crate::{
    app::format::{grouped, span},
    engine::{Callee, Caller, Engine, NodeId, topology::Service},
    words::{inspector as words, rows},
};

/// The rows of a caller.
pub fn caller(engine: &Engine, caller: &Caller) -> Vec<Pair> {
    let (spec, books) = (caller.spec(), caller.requests());
    let chain = caller.chain().iter().map(|id| engine.name_of(NodeId::Service(*id)));
    let now = engine.now();
    let blocked = caller.blocked_us(now);
    let share = blocked as f64 / (now.0.max(1) * caller.workers().len().max(1) as u64) as f64;
    vec![
        pair(rows::KIND, words::CALLER),
        pair(rows::CALLS, chain.collect::<Vec<_>>().join(" → ")),
        pair(
            rows::WORKERS,
            in_use(caller.workers().iter().flatten().count(), caller.workers().len()),
        ),
        pair(rows::TIME_OUT, span(spec.timeout_ms)),
        pair(rows::RETRIES, spec.retries.to_string()),
        pair(rows::REQUESTED, grouped(books.requested)),
        pair(rows::ANSWERED, grouped(books.answered)),
        pair(rows::FAILED, grouped(books.failed)),
        pair(rows::TIMED_OUT, grouped(books.timed_out)),
        pair(rows::WAITING, grouped(caller.waiting() as u64)),
        pair(rows::CALLED_AGAIN, grouped(books.retried)),
        pair(rows::BLOCKED, span(blocked as f64 / 1_000.0)),
        pair(rows::BLOCKED_SHARE, format!("{:.0} %", share * 100.0)),
    ]
}

/// The rows of a service.
pub fn service(service: &Callee) -> Vec<Pair> {
    let (spec, served) = (service.spec(), service.served());
    let time = match spec.time {
        Service::Constant { ms } => span(ms),
        Service::Exponential { ms } => words::on_average(&span(ms)),
    };
    vec![
        pair(rows::KIND, words::SERVICE),
        pair(rows::UP, yes_no(service.is_up())),
        pair(
            rows::WORKERS,
            in_use(service.workers().iter().flatten().count(), service.workers().len()),
        ),
        pair(rows::OWN_WORK, time),
        pair(rows::FAILS, format!("{:.0} %", spec.failure_share * 100.0)),
        pair(rows::IN_LINE, grouped(service.line().len() as u64)),
        pair(rows::CALLED, grouped(served.called)),
        pair(rows::ANSWERED, grouped(served.answered)),
        pair(rows::FAILED, grouped(served.failed)),
        pair(rows::REFUSED, grouped(served.refused)),
        pair(rows::WAITED_FOR_OTHERS, span(service.blocked_us() as f64 / 1_000.0)),
    ]
}

fn in_use(busy: usize, all: usize) -> String {
    words::in_use(&busy, &all)
}
