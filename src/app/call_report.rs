//! Callers, services and the books of calls, as `state()` answers them.

use serde::Serialize;

use crate::engine::{CallerId, Engine, NodeId, ServiceId};

use super::report::NodeReport;

/// The books of calls.
#[derive(Debug, Serialize)]
pub struct CallsReport {
    requested: u64,
    answered: u64,
    failed: u64,
    timed_out: u64,
    waiting: u64,
    /// Calls again, after a failure or a time-out.
    retried: u64,
    /// Worker-time spent waiting for answers, of all callers together.
    blocked_ms: f64,
}

/// What a caller or a service has and other nodes have not.
#[derive(Debug, Default, Serialize)]
pub struct CallNodeReport {
    /// Workers it has.
    workers: usize,
    /// Workers that hold a request or a call.
    busy: usize,
    /// Requests or calls that wait for a free worker.
    in_line: usize,
    answered: u64,
    failed: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    requested: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timed_out: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retried: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    blocked_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    called: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<u64>,
}

/// The books of all callers together.
pub fn books(engine: &Engine) -> CallsReport {
    let (books, waiting) = engine.requests();
    let blocked = engine.callers().iter().map(|caller| caller.blocked_us(engine.now()));
    CallsReport {
        requested: books.requested,
        answered: books.answered,
        failed: books.failed,
        timed_out: books.timed_out,
        waiting,
        retried: books.retried,
        blocked_ms: milliseconds(blocked.sum()),
    }
}

/// Adds all callers and services; `node` fills in what every node has.
pub fn add_nodes(
    engine: &Engine,
    node: &dyn Fn(&'static str, NodeId) -> NodeReport,
    nodes: &mut Vec<NodeReport>,
) {
    for id in (0..engine.callers().len() as u16).map(CallerId) {
        nodes.push(node("caller", NodeId::Caller(id)).with_calls(None, caller(engine, id)));
    }
    for id in (0..engine.services().len() as u16).map(ServiceId) {
        let up = engine.services()[id.index()].is_up();
        let node = node("service", NodeId::Service(id));
        nodes.push(node.with_calls(Some(up), service(engine, id)));
    }
}

fn caller(engine: &Engine, id: CallerId) -> CallNodeReport {
    let caller = &engine.callers()[id.index()];
    let books = caller.requests();
    CallNodeReport {
        workers: caller.workers().len(),
        busy: caller.workers().iter().flatten().count(),
        in_line: caller.line().len(),
        answered: books.answered,
        failed: books.failed,
        requested: Some(books.requested),
        timed_out: Some(books.timed_out),
        retried: Some(books.retried),
        blocked_ms: Some(milliseconds(caller.blocked_us(engine.now()))),
        ..CallNodeReport::default()
    }
}

fn service(engine: &Engine, id: ServiceId) -> CallNodeReport {
    let service = &engine.services()[id.index()];
    let served = service.served();
    CallNodeReport {
        workers: service.workers().len(),
        busy: service.workers().iter().flatten().count(),
        in_line: service.line().len(),
        answered: served.answered,
        failed: served.failed,
        called: Some(served.called),
        refused: Some(served.refused),
        ..CallNodeReport::default()
    }
}

fn milliseconds(us: u64) -> f64 {
    us as f64 / 1_000.0
}
