//! Callers: workers that are blocked from a call to its answer, and the books
//! of what they were asked for.

use std::collections::VecDeque;

use slotmap::SlotMap;

use super::{
    Engine,
    agenda::Tick,
    call::{Call, CallKey, Failure, Waiter},
    chance::{Chance, Purpose},
    event::Event,
    fact::Fact,
    ids::{CallerId, RequestId, ServiceId},
    link::micros,
    topology::CallerSpec,
};

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ending {
    /// With its answer.
    Answered,
    /// The last try failed.
    Failed(Failure),
    /// The last try took too long.
    TimedOut,
}

/// The books of a caller: requested = answered + failed + timed out + waiting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Requests {
    /// Asked for.
    pub requested: u64,
    /// Answered.
    pub answered: u64,
    /// Failed, or refused because too many waited.
    pub failed: u64,
    /// Timed out with the last try.
    pub timed_out: u64,
    /// Calls again, after a failure or a time-out.
    pub retried: u64,
}

/// A request in a worker's hands.
#[derive(Clone, Copy, Debug)]
pub struct Errand {
    /// Which one.
    pub request: RequestId,
    /// When the worker turned to it.
    pub since: Tick,
    /// Which try it is at, from 1.
    pub attempt: u32,
    /// The call it waits for and from when; none in the pause before a retry.
    pub call: Option<(CallKey, Tick)>,
    /// Microseconds it has waited for answers that are there, or given up.
    blocked_us: u64,
}

/// A caller as it stands.
#[derive(Clone)]
pub struct Caller {
    pub(super) spec: CallerSpec,
    pub(super) chain: Vec<ServiceId>,
    pub(super) workers: Vec<Option<Errand>>,
    line: VecDeque<RequestId>,
    arrivals: Chance,
    epoch: u32,
    requests: Requests,
    blocked_us: u64,
}

impl Caller {
    pub(super) fn new(spec: CallerSpec, chain: Vec<ServiceId>, id: CallerId, seed: u64) -> Self {
        // Numbers of producers and consumers come first.
        let node = 0x2_0000 + u32::from(id.0);
        Caller {
            chain,
            workers: vec![None; spec.workers as usize],
            line: VecDeque::new(),
            arrivals: Chance::new(seed, Purpose::Arrivals, node),
            epoch: 0,
            requests: Requests::default(),
            blocked_us: 0,
            spec,
        }
    }

    /// Its settings.
    pub fn spec(&self) -> &CallerSpec {
        &self.spec
    }

    /// The services it calls, in turn.
    pub fn chain(&self) -> &[ServiceId] {
        &self.chain
    }

    /// Its workers and what each has in hand.
    pub fn workers(&self) -> &[Option<Errand>] {
        &self.workers
    }

    /// Requests that wait for a free worker, oldest first.
    pub fn line(&self) -> impl ExactSizeIterator<Item = RequestId> {
        self.line.iter().copied()
    }

    /// The books of its requests.
    pub fn requests(&self) -> Requests {
        self.requests
    }

    /// Requests it has not answered or given up: in line, or in hand.
    pub fn waiting(&self) -> usize {
        self.line.len() + self.workers.iter().flatten().count()
    }

    /// Microseconds its workers have waited for answers, all together, up
    /// to `now`.
    pub fn blocked_us(&self, now: Tick) -> u64 {
        let waits = self.workers.iter().flatten().filter_map(|errand| errand.call);
        self.blocked_us + waits.map(|(_, since)| now.since(since)).sum::<u64>()
    }

    /// Whether it has been asked for as much as it is to be.
    pub fn is_done(&self) -> bool {
        self.spec.limit.is_some_and(|limit| limit <= self.requests.requested)
    }

    fn free(&self) -> Option<usize> {
        self.workers.iter().position(Option::is_none)
    }

    pub(super) fn is_consistent(&self, calls: &SlotMap<CallKey, Call>, now: Tick) -> bool {
        let waits_right = |(worker, errand): (usize, &Option<Errand>)| {
            let call = errand.and_then(|errand| errand.call);
            call.is_none_or(|(key, _)| {
                let call = calls.get(key);
                call.is_some_and(|call| call.waiter == Waiter::Worker(worker as u16))
            })
        };
        self.workers.len() == self.spec.workers as usize
            && self.line.len() <= self.spec.backlog as usize
            && (self.line.is_empty() || self.free().is_none())
            && self.workers.iter().enumerate().all(waits_right)
            && self.blocked_us(now) <= now.0.saturating_mul(self.workers.len() as u64)
    }
}

impl Engine {
    /// The books of all callers together, and how many requests wait.
    pub fn requests(&self) -> (Requests, u64) {
        let mut all = Requests::default();
        let mut waiting = 0;
        for caller in &self.calling.callers {
            let one = caller.requests;
            all.requested += one.requested;
            all.answered += one.answered;
            all.failed += one.failed;
            all.timed_out += one.timed_out;
            all.retried += one.retried;
            waiting += caller.waiting() as u64;
        }
        (all, waiting)
    }

    /// Books the caller's next request under a new epoch; an older booking
    /// no longer counts.
    pub(super) fn start_requests(&mut self, id: CallerId) {
        self.calling.callers[id.index()].epoch += 1;
        self.book_request(id);
    }

    fn book_request(&mut self, id: CallerId) {
        let caller = &mut self.calling.callers[id.index()];
        if caller.is_done() {
            return;
        }
        let epoch = caller.epoch;
        if let Some(gap) = caller.spec.arrivals.gap_us(&mut caller.arrivals) {
            let due = self.now.after(gap);
            self.agenda.book(self.now, due, Event::Request { caller: id, epoch });
        }
    }

    /// It is time for the caller's next request, or burst of them.
    pub(super) fn requests_come(&mut self, id: CallerId, epoch: u32) {
        if self.calling.callers[id.index()].epoch != epoch {
            return;
        }
        for _ in 0..self.calling.callers[id.index()].spec.arrivals.burst() {
            if !self.calling.callers[id.index()].is_done() {
                self.request(id);
            }
        }
        self.book_request(id);
    }

    /// Somebody asks: a free worker turns to it, or it waits, or it is refused.
    pub(super) fn request(&mut self, id: CallerId) {
        let request = RequestId(self.calling.requests);
        self.calling.requests += 1;
        let caller = &mut self.calling.callers[id.index()];
        caller.requests.requested += 1;
        let room = caller.line.len() < caller.spec.backlog as usize;
        let taken = room || caller.free().is_some();
        if taken {
            caller.line.push_back(request);
        }
        self.record(Fact::Requested { request, caller: id });
        match taken {
            true => self.work_off_line(id),
            false => self.end_request(id, request, Ending::Failed(Failure::Backlog), 0),
        }
    }

    /// Free workers turn to what has waited longest.
    fn work_off_line(&mut self, id: CallerId) {
        loop {
            let caller = &mut self.calling.callers[id.index()];
            let Some(worker) = caller.free() else {
                return;
            };
            let Some(request) = caller.line.pop_front() else {
                return;
            };
            let since = self.now;
            let errand = Errand { request, since, attempt: 1, call: None, blocked_us: 0 };
            caller.workers[worker] = Some(errand);
            self.call_first(id, worker);
        }
    }

    /// A worker calls the first service of the chain.
    fn call_first(&mut self, id: CallerId, worker: usize) {
        let errand = self.errand(id, worker);
        let (request, attempt) = (errand.request, errand.attempt);
        let waiter = Waiter::Worker(worker as u16);
        match self.send_call(request, id, 0, attempt, waiter) {
            Some(call) => self.errand(id, worker).call = Some((call, self.now)),
            None => self.conclude(id, worker, Some(Failure::LabFull)),
        }
    }

    fn errand(&mut self, id: CallerId, worker: usize) -> &mut Errand {
        self.calling.callers[id.index()].workers[worker].as_mut().expect("has it in hand")
    }

    /// The answer to a worker's call, or that there was none.
    pub(super) fn worker_hears(&mut self, id: CallerId, worker: u16, failure: Option<Failure>) {
        self.conclude(id, usize::from(worker), failure);
        self.work_off_line(id);
    }

    /// A try is over: the request ends, or its worker pauses and tries again.
    fn conclude(&mut self, id: CallerId, worker: usize, failure: Option<Failure>) {
        let now = self.now;
        let caller = &mut self.calling.callers[id.index()];
        let (retries, pause) = (caller.spec.retries, micros(caller.spec.pause_ms));
        let errand = caller.workers[worker].as_mut().expect("has it in hand");
        let blocked_us = errand.call.take().map_or(0, |(_, since)| now.since(since));
        errand.blocked_us += blocked_us;
        caller.blocked_us += blocked_us;
        let end = match failure {
            None => Ending::Answered,
            Some(_) if errand.attempt <= retries => {
                errand.attempt += 1;
                let (worker, request) = (worker as u16, errand.request);
                let event = Event::CallAgain { caller: id, worker, request };
                return self.agenda.book(now, now.after(pause), event);
            }
            Some(Failure::TimedOut) => Ending::TimedOut,
            Some(failure) => Ending::Failed(failure),
        };
        let (request, blocked_us) = (errand.request, errand.blocked_us);
        caller.workers[worker] = None;
        self.end_request(id, request, end, blocked_us);
    }

    fn end_request(&mut self, id: CallerId, request: RequestId, end: Ending, blocked_us: u64) {
        let books = &mut self.calling.callers[id.index()].requests;
        match end {
            Ending::Answered => books.answered += 1,
            Ending::Failed(_) => books.failed += 1,
            Ending::TimedOut => books.timed_out += 1,
        }
        self.record(Fact::RequestEnded { request, caller: id, end, blocked_us });
    }

    /// The pause before another try is over: a new call, and so more load.
    pub(super) fn call_again(&mut self, id: CallerId, worker: u16, request: RequestId) {
        let caller = &mut self.calling.callers[id.index()];
        let errand = caller.workers[usize::from(worker)];
        debug_assert!(errand.is_some_and(|errand| errand.request == request));
        caller.requests.retried += 1;
        self.call_first(id, usize::from(worker));
        self.work_off_line(id);
    }
}
