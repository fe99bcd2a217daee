//! Services: they do their work when they are called, and in a chain call
//! the next one, holding the worker that waits.

use std::collections::VecDeque;

use slotmap::SlotMap;

use super::{
    Engine,
    agenda::Tick,
    call::{Call, CallKey, Failure, Progress, Waiter},
    chance::{Chance, Purpose},
    event::Event,
    fact::Fact,
    ids::ServiceId,
    link::micros,
    topology::{Service, ServiceSpec},
};

/// What a service has done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Served {
    /// Calls that reached it.
    pub called: u64,
    /// Answered well.
    pub answered: u64,
    /// Answered with a failure, its own or that of a service it called.
    pub failed: u64,
    /// Refused: it was down, or had no room.
    pub refused: u64,
}

/// A service as it stands. (The name `Service` is that of a service time.)
#[derive(Clone)]
pub struct Callee {
    pub(super) spec: ServiceSpec,
    up: bool,
    workers: Vec<Option<CallKey>>,
    line: VecDeque<CallKey>,
    time: Chance,
    failure: Chance,
    served: Served,
    blocked_us: u64,
}

impl Callee {
    pub(super) fn new(spec: ServiceSpec, id: ServiceId, seed: u64) -> Self {
        // Numbers of producers, consumers and callers come first.
        let node = 0x3_0000 + u32::from(id.0);
        let chance = |purpose| Chance::new(seed, purpose, node);
        Callee {
            up: spec.up,
            workers: vec![None; spec.workers as usize],
            line: VecDeque::new(),
            time: chance(Purpose::Service),
            failure: chance(Purpose::Failure),
            served: Served::default(),
            blocked_us: 0,
            spec,
        }
    }

    /// Its settings.
    pub fn spec(&self) -> &ServiceSpec {
        &self.spec
    }

    /// Whether it runs.
    pub fn is_up(&self) -> bool {
        self.up
    }

    /// Its workers and the call each has in hand.
    pub fn workers(&self) -> &[Option<CallKey>] {
        &self.workers
    }

    /// Calls that wait for a free worker, oldest first.
    pub fn line(&self) -> impl ExactSizeIterator<Item = CallKey> {
        self.line.iter().copied()
    }

    /// What it has done so far.
    pub fn served(&self) -> Served {
        self.served
    }

    /// Microseconds its workers have waited for other services, all
    /// together, not counting those that wait now.
    pub fn blocked_us(&self) -> u64 {
        self.blocked_us
    }

    fn time_us(&mut self) -> u64 {
        match self.spec.time {
            Service::Constant { ms } => micros(ms),
            Service::Exponential { ms } => self.time.exponential(ms * 1_000.0),
        }
    }

    fn free(&self) -> Option<usize> {
        self.workers.iter().position(Option::is_none)
    }

    /// The worker is free again, if one was at this call.
    fn let_go(&mut self, call: CallKey) {
        if let Some(worker) = self.workers.iter_mut().find(|worker| **worker == Some(call)) {
            *worker = None;
        }
    }

    pub(super) fn is_consistent(&self, calls: &SlotMap<CallKey, Call>, now: Tick) -> bool {
        let progress = |key: CallKey| calls.get(key).map(|call| call.progress);
        let at_work = |key: &CallKey| {
            matches!(progress(*key), Some(Progress::Working { .. } | Progress::Calling { .. }))
        };
        self.workers.len() == self.spec.workers as usize
            && self.line.len() <= self.spec.backlog as usize
            && (self.line.is_empty() || self.free().is_none())
            && (self.up || self.workers.iter().all(Option::is_none))
            && self.workers.iter().flatten().all(at_work)
            && self.line.iter().all(|key| progress(*key) == Some(Progress::InLine))
            && self.blocked_us <= now.0.saturating_mul(self.workers.len() as u64)
    }
}

impl Engine {
    /// A call reaches its service, which takes it, lets it wait, or refuses.
    pub(super) fn call_arrived(&mut self, key: CallKey) {
        let call = self.calling.calls[key];
        let id = self.calling.service_of(&call);
        let service = &mut self.calling.services[id.index()];
        service.served.called += 1;
        if !service.up {
            return self.refuse_call(id, key, Failure::Down);
        }
        if let Some(worker) = service.free() {
            return self.begin_serving(id, worker, key);
        }
        if service.spec.backlog as usize <= service.line.len() {
            return self.refuse_call(id, key, Failure::Full);
        }
        service.line.push_back(key);
        self.calling.calls[key].progress = Progress::InLine;
        self.record(Fact::CallWaits { request: call.request, service: id });
    }

    fn refuse_call(&mut self, id: ServiceId, key: CallKey, failure: Failure) {
        self.calling.services[id.index()].served.refused += 1;
        self.send_reply(key, Some(failure));
    }

    fn begin_serving(&mut self, id: ServiceId, worker: usize, key: CallKey) {
        let service = &mut self.calling.services[id.index()];
        service.workers[worker] = Some(key);
        let (since, due) = (self.now, self.now.after(service.time_us()));
        let call = &mut self.calling.calls[key];
        call.progress = Progress::Working { since, due };
        let request = call.request;
        self.agenda.book(since, due, Event::Serve { call: key });
        self.record(Fact::Serving { request, service: id });
    }

    /// A service's own work for a call is done: it fails, calls the next
    /// service, or answers.
    pub(super) fn serve(&mut self, key: CallKey) {
        // A service that went down in the meantime has answered already.
        let working = |call: &&Call| matches!(call.progress, Progress::Working { .. });
        let Some(call) = self.calling.calls.get(key).filter(working).copied() else {
            return;
        };
        let id = self.calling.service_of(&call);
        let service = &mut self.calling.services[id.index()];
        if service.failure.happens(service.spec.failure_share) {
            return self.finish(key, Some(Failure::Error));
        }
        let last = self.calling.callers[call.caller.index()].chain.len() - 1;
        if usize::from(call.step) == last {
            return self.finish(key, None);
        }
        let waiter = Waiter::Call(key);
        match self.send_call(call.request, call.caller, call.step + 1, call.attempt, waiter) {
            Some(on) => {
                let since = self.now;
                self.calling.calls[key].progress = Progress::Calling { since, on };
            }
            None => self.finish(key, Some(Failure::LabFull)),
        }
    }

    /// The next service has answered, or has not in time: so does this one.
    pub(super) fn service_hears(&mut self, key: CallKey, failure: Option<Failure>) {
        self.unblock(key);
        self.finish(key, failure);
    }

    /// A worker that waited for another service waits no longer; returns the
    /// call it waited for.
    fn unblock(&mut self, key: CallKey) -> Option<CallKey> {
        let call = &self.calling.calls[key];
        let Progress::Calling { since, on } = call.progress else {
            return None;
        };
        let id = self.calling.service_of(call);
        self.calling.services[id.index()].blocked_us += self.now.since(since);
        Some(on)
    }

    /// Answers, and turns to what has waited longest.
    fn finish(&mut self, key: CallKey, failure: Option<Failure>) {
        let id = self.calling.service_of(&self.calling.calls[key]);
        let service = &mut self.calling.services[id.index()];
        service.let_go(key);
        match failure {
            None => service.served.answered += 1,
            Some(_) => service.served.failed += 1,
        }
        self.send_reply(key, failure);
        let service = &mut self.calling.services[id.index()];
        if let (Some(worker), Some(next)) = (service.free(), service.line.pop_front()) {
            self.begin_serving(id, worker, next);
        }
    }

    /// Stops a service. Whoever waits for it hears so at once; what it has
    /// asked of others goes on there, for nobody.
    pub(super) fn take_down(&mut self, id: ServiceId) {
        let service = &mut self.calling.services[id.index()];
        service.up = false;
        let in_hand: Vec<CallKey> = service
            .workers
            .iter_mut()
            .filter_map(Option::take)
            .chain(service.line.drain(..))
            .collect();
        service.served.failed += in_hand.len() as u64;
        self.record(Fact::ServiceDown { service: id });
        for key in in_hand {
            if let Some(on) = self.unblock(key) {
                self.calling.calls[on].abandoned = true;
            }
            self.send_reply(key, Some(Failure::Down));
        }
    }

    /// Starts a stopped service again, with nothing in hand.
    pub(super) fn bring_up(&mut self, id: ServiceId) {
        self.calling.services[id.index()].up = true;
        self.record(Fact::ServiceUp { service: id });
    }
}
