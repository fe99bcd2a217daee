//! What callers and services do, in plain words: their statuses, and a
//! sentence for each fact about a call.

use crate::engine::{
    Call, CallerId, Ending, Engine, Fact, Failure, NodeId, Progress, RequestId, ServiceId,
    topology::{Arrivals, Service},
};

use super::states::{Mark, Status, count, seconds};

/// The name of a request on screen: people count from 1.
pub fn label(request: RequestId) -> String {
    format!("r{}", request.0.saturating_add(1))
}

/// What a caller does now.
pub fn caller(engine: &Engine, id: CallerId) -> Status {
    let caller = &engine.callers()[id.index()];
    let (busy, all) = (caller.workers().iter().flatten().count(), caller.workers().len());
    let line = caller.line().len();
    if line > 0 {
        return Status::new(Mark::Bars, format!("all workers blocked, {line} in line"));
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
        return Status::new(Mark::Bolt, "down: refuses calls");
    }
    let calls: Vec<&Call> =
        service.workers().iter().flatten().filter_map(|key| engine.call(*key)).collect();
    let blocked = calls.iter().filter(|call| matches!(call.progress, Progress::Calling { .. }));
    match (calls.as_slice(), blocked.count()) {
        ([], _) => Status::new(Mark::Ring, "idle"),
        ([call], 0) => {
            let vain = if call.abandoned { " in vain" } else { "" };
            Status::new(Mark::Turning, format!("at work on {}{vain}", label(call.request)))
        }
        ([call], _) => {
            let next = engine.callers()[call.caller.index()].chain()[usize::from(call.step) + 1];
            let next = engine.name_of(NodeId::Service(next));
            Status::new(Mark::Clock, format!("waiting for {next} with {}", label(call.request)))
        }
        (calls, 0) => Status::new(Mark::Turning, format!("at work on {} calls", calls.len())),
        (_, blocked) => {
            let all = service.workers().len();
            Status::new(Mark::Clock, format!("{blocked} of {all} workers blocked"))
        }
    }
}

/// How many wait at a caller or a service, for those who do not see it.
pub fn in_line(engine: &Engine, node: NodeId) -> Option<String> {
    let waiting = match node {
        NodeId::Caller(id) => engine.callers()[id.index()].line().len(),
        NodeId::Service(id) => engine.services()[id.index()].line().len(),
        _ => 0,
    };
    (waiting > 0).then(|| format!("{waiting} in line"))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::Command,
        scenario::{Run, catalog},
        view::states,
    };

    fn run(ms: u64) -> Run {
        let world = catalog::find("call-or-queue").expect("is built in");
        let mut run = Run::new(world).expect("starts");
        run.advance(ms * 1_000, u64::MAX);
        run
    }

    fn states(run: &Run) -> [String; 4] {
        let service = |n| NodeId::Service(ServiceId(n));
        [NodeId::Caller(CallerId(0)), service(0), service(1), service(2)]
            .map(|node| states::status(run.engine(), node))
    }

    #[test]
    fn a_chain_says_who_waits_for_whom() {
        // Asked for at 2,000 ms; every hop takes 300 or 400 ms.
        assert_eq!(
            states(&run(4_500)),
            [
                "2 of 4 workers blocked",
                "1 of 4 workers blocked",
                "waiting for email with r1",
                "at work on r1",
            ]
        );
    }

    #[test]
    fn a_service_that_is_down_says_what_that_means() {
        let mut run = run(1_000);
        run.ask(Command::TakeDown { service: "stock".to_owned() }).expect("it is up");
        assert_eq!(states(&run)[1], "down: refuses calls");
        run.advance(10_000_000, u64::MAX);
        let engine = run.engine();
        let log = engine.facts().since(0).filter_map(|(_, _, fact)| sentence(engine, fact));
        let log: Vec<String> = log.collect();
        assert!(log.iter().all(|line| line.ends_with('.') && line.len() < 100));
        assert!(
            log.contains(&"stock tells shop-sync that r1 failed: the service is down.".to_owned())
        );
    }
}
