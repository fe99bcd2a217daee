//! What callers and services may be like, and that every chain leads to
//! services that are there.

use crate::ordered_map::OrderedSet;

use crate::engine::{
    range,
    topology::{CallerSpec, Service, ServiceSpec, Topology},
};

use super::{Check, NODES};
use crate::words::{limits as words, nodes};

impl Check {
    pub(super) fn calls(&mut self, topology: &Topology) {
        self.at_most("/topology/callers", nodes::CALLERS, topology.callers.len(), NODES);
        self.at_most("/topology/services", nodes::SERVICES, topology.services.len(), NODES);
        for (n, caller) in topology.callers.iter().enumerate() {
            self.caller(&format!("/topology/callers/{n}"), caller, topology);
        }
        for (n, service) in topology.services.iter().enumerate() {
            self.service(&format!("/topology/services/{n}"), service);
        }
    }

    fn caller(&mut self, place: &str, spec: &CallerSpec, topology: &Topology) {
        self.arrivals(&format!("{place}/arrivals"), spec.arrivals);
        self.field(place, "workers", range::WORKERS, f64::from(spec.workers));
        self.field(place, "timeout_ms", range::PATIENCE, spec.timeout_ms);
        self.field(place, "retries", range::RETRIES, f64::from(spec.retries));
        self.field(place, "pause_ms", range::SPAN, spec.pause_ms);
        self.field(place, "backlog", range::BACKLOG, f64::from(spec.backlog));
        self.field(place, "latency_ms", range::SPAN, spec.latency_ms);
        self.field(place, "chain", range::CHAIN, spec.chain.len() as f64);
        let mut seen = OrderedSet::new();
        for (n, name) in spec.chain.iter().enumerate() {
            let place = format!("{place}/chain/{n}");
            let names = topology.services.iter().map(|spec| spec.name.as_str());
            self.exists(&place, nodes::SERVICE, name, names.collect());
            if !seen.add(name) {
                self.says(&place, words::chain_calls_already(name));
            }
        }
    }

    fn service(&mut self, place: &str, spec: &ServiceSpec) {
        let (kind, ms) = match spec.time {
            Service::Constant { ms } => ("constant", ms),
            Service::Exponential { ms } => ("exponential", ms),
        };
        self.number(&format!("{place}/time/{kind}/ms"), range::SPAN, ms);
        self.field(place, "workers", range::WORKERS, f64::from(spec.workers));
        self.field(place, "failure_share", range::SHARE, spec.failure_share);
        self.field(place, "backlog", range::BACKLOG, f64::from(spec.backlog));
        self.field(place, "latency_ms", range::SPAN, spec.latency_ms);
    }
}
