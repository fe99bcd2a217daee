//! Synchronous calls: sent, waited for, answered, or waited for in vain.
//!
//! A call goes from a caller, or from a service in the middle of a chain, to
//! the next service. Whoever called holds a worker until the answer is there
//! or the time is up. What is called does not learn of the second: its work
//! goes on, and its answer is dropped.

use slotmap::{SlotMap, new_key_type};

use super::{
    Engine,
    agenda::Tick,
    caller::Caller,
    event::Event,
    fact::Fact,
    ids::{CallerId, NodeId, RequestId, ServiceId},
    link::{Cargo, Flight, micros},
    service::Callee,
};

new_key_type! {
    /// Names a call that is still somewhere.
    pub struct CallKey;
}

/// Why a call, or with it a request, failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Failure {
    /// The service is down.
    Down,
    /// The service has no free worker and no room to wait.
    Full,
    /// The service's own work failed.
    Error,
    /// No answer came in time.
    TimedOut,
    /// The caller itself has no free worker and no room to wait.
    Backlog,
    /// The lab holds as many calls as it may.
    LabFull,
}

/// How far a call has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// On its way to the service.
    Travelling,
    /// At the service, which has no free worker.
    InLine,
    /// A worker of the service is at it.
    Working {
        /// From when.
        since: Tick,
        /// Until when.
        due: Tick,
    },
    /// The service's worker waits for the next service of the chain.
    Calling {
        /// From when.
        since: Tick,
        /// The call it waits for.
        on: CallKey,
    },
    /// The answer is on its way.
    Answered,
}

/// Who is to hear the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Waiter {
    /// This worker of the caller.
    Worker(u16),
    /// The worker that holds this call, one service up the chain.
    Call(CallKey),
}

/// A call from its sending to the arrival of its answer.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// For which request.
    pub request: RequestId,
    /// Whose chain.
    pub caller: CallerId,
    /// Which service of the chain, from 0.
    pub step: u8,
    /// Which of the caller's tries, from 1.
    pub attempt: u32,
    /// How far it has come.
    pub progress: Progress,
    /// Nobody waits for its answer any more.
    pub abandoned: bool,
    pub(super) waiter: Waiter,
}

/// Most calls there may be at once; a browser tab has to hold them too.
pub const CALLS_LIMIT: usize = 1_000_000;

/// Everything that calls and is called.
#[derive(Clone, Default)]
pub(super) struct Calling {
    pub callers: Vec<Caller>,
    pub services: Vec<Callee>,
    pub calls: SlotMap<CallKey, Call>,
    pub requests: u32,
}

impl Calling {
    pub fn service_of(&self, call: &Call) -> ServiceId {
        self.callers[call.caller.index()].chain[usize::from(call.step)]
    }

    /// The node that hears the answer.
    pub fn hearer(&self, call: &Call) -> NodeId {
        match call.waiter {
            Waiter::Worker(_) => NodeId::Caller(call.caller),
            Waiter::Call(_) => {
                let chain = &self.callers[call.caller.index()].chain;
                NodeId::Service(chain[usize::from(call.step) - 1])
            }
        }
    }

    /// One way between a node and the service it calls.
    fn latency_us(&self, from: NodeId) -> u64 {
        micros(match from {
            NodeId::Caller(id) => self.callers[id.index()].spec.latency_ms,
            NodeId::Service(id) => self.services[id.index()].spec.latency_ms,
            _ => unreachable!("only callers and services call"),
        })
    }

    /// Whether every worker holds a call that knows of it, and no more of
    /// them are in use, or have been, than there are.
    pub fn is_consistent(&self, now: Tick) -> bool {
        self.callers.iter().all(|caller| caller.is_consistent(&self.calls, now))
            && self.services.iter().all(|service| service.is_consistent(&self.calls, now))
            && self.calls.values().all(|call| self.is_held(call))
    }

    /// Whether a call that somebody waits for is what they wait for.
    fn is_held(&self, call: &Call) -> bool {
        let is_this = |key: CallKey| self.calls.get(key).is_some_and(|it| std::ptr::eq(it, call));
        call.abandoned
            || match call.waiter {
                Waiter::Worker(worker) => {
                    let errand = self.callers[call.caller.index()].workers[usize::from(worker)];
                    errand.and_then(|errand| errand.call).is_some_and(|(key, _)| is_this(key))
                }
                Waiter::Call(parent) => match self.calls.get(parent).map(|call| call.progress) {
                    Some(Progress::Calling { on, .. }) => is_this(on),
                    _ => false,
                },
            }
    }
}

impl Cargo {
    /// Whether it travels beside the broker and not through it.
    pub fn is_between_services(&self) -> bool {
        matches!(self, Cargo::Call { .. } | Cargo::Reply { .. })
    }
}

impl Engine {
    /// All callers.
    pub fn callers(&self) -> &[Caller] {
        &self.calling.callers
    }

    /// All services.
    pub fn services(&self) -> &[Callee] {
        &self.calling.services
    }

    /// A call that is still somewhere.
    pub fn call(&self, key: CallKey) -> Option<&Call> {
        self.calling.calls.get(key)
    }

    /// Calls the service of `step`, and books how long to wait at most;
    /// none where the lab has no room for another call.
    pub(super) fn send_call(
        &mut self,
        request: RequestId,
        caller: CallerId,
        step: u8,
        attempt: u32,
        waiter: Waiter,
    ) -> Option<CallKey> {
        if CALLS_LIMIT <= self.calling.calls.len() || self.is_full() {
            return None;
        }
        let progress = Progress::Travelling;
        let call = Call { request, caller, step, attempt, progress, abandoned: false, waiter };
        let key = self.calling.calls.insert(call);
        let (from, service) = (self.calling.hearer(&call), self.calling.service_of(&call));
        let due = self.now.after(self.calling.latency_us(from));
        self.between_services(from, NodeId::Service(service), due, Cargo::Call { call: key });
        self.record(Fact::Called { request, from, service, attempt, due });
        let patience = micros(self.calling.callers[caller.index()].spec.timeout_ms);
        self.agenda.book(self.now, self.now.after(patience), Event::TimeOut { call: key });
        Some(key)
    }

    /// Sends a service's answer to whoever called.
    pub(super) fn send_reply(&mut self, key: CallKey, failure: Option<Failure>) {
        let call = &mut self.calling.calls[key];
        call.progress = Progress::Answered;
        let (call, request) = (*call, call.request);
        let (to, service) = (self.calling.hearer(&call), self.calling.service_of(&call));
        let due = self.now.after(self.calling.latency_us(to));
        let cargo = Cargo::Reply { call: key, failure };
        self.between_services(NodeId::Service(service), to, due, cargo);
        self.record(Fact::Replied { request, service, to, failure, due });
    }

    fn between_services(&mut self, from: NodeId, to: NodeId, due: Tick, cargo: Cargo) {
        self.book_flight(Flight { cargo, from, to, sent: self.now, due, doomed: false });
    }

    /// An answer is back; it counts if somebody still waits for it.
    pub(super) fn reply_arrived(&mut self, key: CallKey, failure: Option<Failure>) {
        let call = self.calling.calls.remove(key).expect("it stays until its answer is back");
        if call.abandoned {
            let (from, service) = (self.calling.hearer(&call), self.calling.service_of(&call));
            return self.record(Fact::AnswerTooLate { request: call.request, from, service });
        }
        self.hear(call, failure);
    }

    /// The time for an answer is up. The call itself goes on: what was asked
    /// for is still being done.
    pub(super) fn time_out(&mut self, key: CallKey) {
        let Some(call) = self.calling.calls.get_mut(key).filter(|call| !call.abandoned) else {
            return;
        };
        call.abandoned = true;
        let call = *call;
        let (from, service) = (self.calling.hearer(&call), self.calling.service_of(&call));
        let (request, attempt) = (call.request, call.attempt);
        self.record(Fact::CallTimedOut { request, from, service, attempt });
        self.hear(call, Some(Failure::TimedOut));
    }

    fn hear(&mut self, call: Call, failure: Option<Failure>) {
        match call.waiter {
            Waiter::Worker(worker) => self.worker_hears(call.caller, worker, failure),
            Waiter::Call(parent) => self.service_hears(parent, failure),
        }
    }
}
