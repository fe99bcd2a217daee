//! What callers and services do, in plain words: their statuses, and a
//! sentence for each fact about a call.

use crate::{
    engine::{
        Call, CallerId, Ending, Engine, Fact, Failure, NodeId, Progress, RequestId, ServiceId,
        topology::{Arrivals, Service},
    },
    words::{Word, call_facts, calls as words, corners, decimal, states},
};

use super::states::{Mark, Status, seconds};

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
        return Status::new(Mark::Bars, words::all_blocked(&line));
    }
    let first = caller.workers().iter().flatten().next();
    match (busy, first) {
        (1, Some(errand)) if all == 1 || errand.call.is_some() => {
            let request = label(errand.request);
            Status::new(
                Mark::Clock,
                match errand.call {
                    Some(_) => words::waits_for_answer(&request),
                    None => words::calls_again(&request),
                },
            )
        }
        (1.., _) => Status::new(Mark::Clock, words::blocked(&busy, &all)),
        _ if caller.is_done() => {
            Status::new(Mark::Ring, words::asked_all(&caller.requests().requested))
        }
        _ => Status::new(
            Mark::Ring,
            match caller.spec().arrivals {
                Arrivals::ByHand => words::BY_HAND,
                _ => words::ALL_FREE,
            },
        ),
    }
}

/// What a service does now.
pub fn service(engine: &Engine, id: ServiceId) -> Status {
    let service = &engine.services()[id.index()];
    if !service.is_up() {
        return Status::new(Mark::Bolt, words::DOWN);
    }
    let calls: Vec<&Call> =
        service.workers().iter().flatten().filter_map(|key| engine.call(*key)).collect();
    let blocked = calls.iter().filter(|call| matches!(call.progress, Progress::Calling { .. }));
    match (calls.as_slice(), blocked.count()) {
        ([], _) => Status::new(Mark::Ring, states::IDLE),
        ([call], 0) => {
            let text = match call.abandoned {
                true => words::at_work_in_vain(&label(call.request)),
                false => words::at_work(&label(call.request)),
            };
            Status::new(Mark::Turning, text)
        }
        ([call], _) => {
            let next = engine.callers()[call.caller.index()].chain()[usize::from(call.step) + 1];
            let next = engine.name_of(NodeId::Service(next));
            Status::new(Mark::Clock, words::waits_for_service(&next, &label(call.request)))
        }
        (calls, 0) => Status::new(Mark::Turning, words::at_work_on_calls(&calls.len())),
        (_, blocked) => {
            let all = service.workers().len();
            Status::new(Mark::Clock, words::blocked(&blocked, &all))
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
    (waiting > 0).then(|| words::in_line(&waiting))
}

/// A caller's setting that matters most.
pub fn caller_setting(engine: &Engine, id: CallerId) -> String {
    let spec = engine.callers()[id.index()].spec();
    let time_out = seconds((spec.timeout_ms * 1_000.0) as u64);
    match spec.retries {
        0 => corners::time_out_no_retry(&time_out),
        retries => corners::time_out(retries.into(), &time_out),
    }
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
        true => corners::fails(&time, &decimal(spec.failure_share * 100.0, 0)),
        false => time,
    }
}

/// What happened to a request or a call, in one sentence; none for a fact
/// about something else.
pub fn sentence(engine: &Engine, fact: &Fact) -> Option<String> {
    use Fact::*;
    let name = |node: NodeId| engine.name_of(node);
    let asker = |id: CallerId| engine.name_of(NodeId::Caller(id));
    let served = |id: ServiceId| engine.name_of(NodeId::Service(id));
    Some(match *fact {
        Requested { request, caller } => call_facts::requested(&asker(caller), &label(request)),
        Called {
            request, from: from @ NodeId::Caller(_), service, attempt: attempt @ 2.., ..
        } => call_facts::calls_again(&name(from), &served(service), &attempt, &label(request)),
        Called { request, from, service, .. } => {
            call_facts::calls(&name(from), &served(service), &label(request))
        }
        CallWaits { request, service } => call_facts::waits(&label(request), &served(service)),
        Serving { request, service } => call_facts::serves(&served(service), &label(request)),
        Replied { request, service, to, failure: None, .. } => {
            call_facts::answers(&served(service), &name(to), &label(request))
        }
        Replied { request, service, to, failure: Some(failure), .. } => {
            let why = because(failure);
            call_facts::tells_failure(&served(service), &name(to), &label(request), &why)
        }
        CallTimedOut { request, from, service, .. } => {
            call_facts::stops_waiting(&name(from), &served(service), &label(request))
        }
        AnswerTooLate { request, from, service } => {
            call_facts::too_late(&name(from), &served(service), &label(request))
        }
        RequestEnded { request, caller, end, blocked_us } => {
            ended(asker(caller), label(request), end, seconds(blocked_us))
        }
        ServiceDown { service } => call_facts::goes_down(&served(service)),
        ServiceUp { service } => call_facts::up(&served(service)),
        _ => return None,
    })
}

fn ended(caller: &str, request: String, end: Ending, blocked: String) -> String {
    match end {
        Ending::Answered => call_facts::answered(&caller, &request, &blocked),
        Ending::Failed(failure) => {
            call_facts::failed(&request, &caller, &blocked, &because(failure))
        }
        Ending::TimedOut => call_facts::timed_out(&request, &caller, &blocked),
    }
}

/// A failure as the second half of a sentence.
pub fn because(failure: Failure) -> Word {
    match failure {
        Failure::Down => call_facts::BECAUSE_DOWN,
        Failure::Full => call_facts::BECAUSE_FULL,
        Failure::Error => call_facts::BECAUSE_ERROR,
        Failure::TimedOut => call_facts::BECAUSE_TIMED_OUT,
        Failure::Backlog => call_facts::BECAUSE_BACKLOG,
        Failure::LabFull => call_facts::BECAUSE_LAB_FULL,
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
