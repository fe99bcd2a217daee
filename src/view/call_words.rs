//! What callers and services do, in plain words: their statuses, and a
//! sentence for each fact about a call.

use crate::engine::{
    Call, CallerId, Ending, Engine, Fact, Failure, NodeId, Progress, RequestId, ServiceId,
    topology::{Arrivals, Service},
};

use super::words::{Mark, Status, count, seconds};

/// The name of a request on screen: people count from 1.
pub fn label(request: RequestId) -> String {
    format!("r{}", request.0.saturating_add(1))
}

/// What a caller does now.
pub fn caller(engine: &Engine, id: CallerId) -> Status {
    let caller = &engine.callers()[id.index()];
    let (busy, all) = (caller.workers().iter().flatten().count(), caller.workers().len());
    let line = caller.line().len() as u64;
    if line > 0 {
        let text = count(line, "request waits", "requests wait");
        return Status::new(Mark::Bars, format!("all workers blocked, {text}"));
    }
    let first = caller.workers().iter().flatten().next();
    match (busy, first) {
        (1, Some(errand)) if all == 1 || errand.call.is_some() => {
            let request = label(errand.request);
            Status::new(
                Mark::Clock,
                match errand.call {
                    Some(_) => format!("waiting for the answer to {request}"),
                    None => format!("about to call again for {request}"),
                },
            )
        }
        (1.., _) => Status::new(Mark::Clock, format!("{busy} of {all} workers blocked")),
        _ if caller.is_done() => {
            Status::new(Mark::Ring, format!("asked all {}", caller.requests().requested))
        }
        _ => Status::new(
            Mark::Ring,
            match caller.spec().arrivals {
                Arrivals::ByHand => "asked by hand",
                _ => "all workers free",
            },
        ),
    }
}

/// What a service does now.
pub fn service(engine: &Engine, id: ServiceId) -> Status {
    let service = &engine.services()[id.index()];
    if !service.is_up() {
        return Status::new(Mark::Bolt, "down: refuses every call");
    }
    let calls: Vec<&Call> =
        service.workers().iter().flatten().filter_map(|key| engine.call(*key)).collect();
    let line = service.line().len();
    let blocked = calls.iter().filter(|call| matches!(call.progress, Progress::Calling { .. }));
    let blocked = blocked.count();
    let waits = match line {
        0 => String::new(),
        1 => ", 1 call waits".to_owned(),
        many => format!(", {many} calls wait"),
    };
    match (calls.as_slice(), blocked) {
        ([], _) => Status::new(Mark::Ring, "idle"),
        ([call], 0) => {
            let request = label(call.request);
            let nobody = if call.abandoned { " for nobody" } else { "" };
            Status::new(Mark::Turning, format!("at work on {request}{nobody}{waits}"))
        }
        ([call], _) => {
            let next = engine.callers()[call.caller.index()].chain()[usize::from(call.step) + 1];
            let next = engine.name_of(NodeId::Service(next));
            let request = label(call.request);
            Status::new(Mark::Clock, format!("waiting for {next} with {request}{waits}"))
        }
        (calls, 0) => Status::new(Mark::Turning, format!("at work on {}{waits}", calls.len())),
        (calls, blocked) => {
            let text = format!("{blocked} of {} workers blocked{waits}", calls.len());
            Status::new(Mark::Clock, text)
        }
    }
}

/// A caller's setting that matters most.
pub fn caller_setting(engine: &Engine, id: CallerId) -> String {
    let spec = engine.callers()[id.index()].spec();
    let retries = match spec.retries {
        0 => "no retry".to_owned(),
        some => count(u64::from(some), "retry", "retries"),
    };
    format!("time-out {}, {retries}", seconds((spec.timeout_ms * 1_000.0) as u64))
}

/// A service's setting that matters most.
pub fn service_setting(engine: &Engine, id: ServiceId) -> String {
    let spec = engine.services()[id.index()].spec();
    let (Service::Constant { ms } | Service::Exponential { ms }) = spec.time;
    let time = match ms < 1_000.0 {
        true => format!("{ms:.0} ms"),
        false => seconds((ms * 1_000.0) as u64),
    };
    match spec.failure_share > 0.0 {
        true => format!("{time}, fails {:.0} %", spec.failure_share * 100.0),
        false => time,
    }
}

/// What happened to a request or a call, in one sentence; none for a fact
/// about something else.
pub fn sentence(engine: &Engine, fact: &Fact) -> Option<String> {
    use Fact::*;
    let name = |node: NodeId| engine.name_of(node);
    let served = |id: ServiceId| engine.name_of(NodeId::Service(id));
    Some(match *fact {
        Requested { request, caller } => {
            format!("{} is asked for {}.", name(NodeId::Caller(caller)), label(request))
        }
        Called { request, from, service, attempt, .. } => {
            let again = match (from, attempt) {
                (NodeId::Caller(_), 2..) => format!(" again, try {attempt},"),
                _ => String::new(),
            };
            let (from, service) = (name(from), served(service));
            format!("{from} calls {service}{again} for {} and waits.", label(request))
        }
        CallWaits { request, service } => {
            format!("{} waits: all workers of {} are busy.", label(request), served(service))
        }
        Serving { request, service } => {
            format!("{} begins its work for {}.", served(service), label(request))
        }
        Replied { request, service, to, failure: None, .. } => {
            format!("{} answers {} for {}.", served(service), name(to), label(request))
        }
        Replied { request, service, to, failure: Some(failure), .. } => {
            let (service, to) = (served(service), name(to));
            format!("{service} tells {to} that {} failed: {}.", label(request), because(failure))
        }
        CallTimedOut { request, from, service, .. } => {
            let (from, service) = (name(from), served(service));
            format!("{from} stops waiting for {service}, which goes on with {}.", label(request))
        }
        AnswerTooLate { request, from, service } => {
            let (from, service) = (name(from), served(service));
            format!("{from} drops the answer of {service} for {}: too late.", label(request))
        }
        RequestEnded { request, caller, end, blocked_us } => {
            let caller = name(NodeId::Caller(caller));
            ended(caller, label(request), end, seconds(blocked_us))
        }
        ServiceDown { service } => {
            format!("{} goes down: every call to it is refused.", served(service))
        }
        ServiceUp { service } => format!("{} takes calls again.", served(service)),
        _ => return None,
    })
}

fn ended(caller: &str, request: String, end: Ending, blocked: String) -> String {
    match end {
        Ending::Answered => {
            format!("{caller} has the answer to {request}; a worker was blocked for {blocked}.")
        }
        Ending::Failed(failure) => {
            format!("{request} fails at {caller} after {blocked}: {}.", because(failure))
        }
        Ending::TimedOut => {
            format!("{request} times out at {caller}; a worker was blocked for {blocked}.")
        }
    }
}

/// A failure as the second half of a sentence.
pub fn because(failure: Failure) -> &'static str {
    match failure {
        Failure::Down => "the service is down",
        Failure::Full => "the service has too many calls waiting",
        Failure::Error => "an error in the service",
        Failure::TimedOut => "no answer came in time",
        Failure::Backlog => "too many requests wait already",
        Failure::LabFull => "the lab holds as many calls as it may",
    }
}
