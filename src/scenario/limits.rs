//! What a scenario may hold: every list and number has a limit, and every
//! wire must lead somewhere.

use crate::ordered_map::OrderedSet;

use crate::engine::{
    LAST_TICK,
    range::{self, Range},
    topology::{
        Arrivals, Backpressure, BindingSpec, ConsumerSpec, ProducerSpec, QueueSpec, Response,
        Service, Topology,
    },
};

use super::{Scenario, read::Problem, run::LOG_LIMIT};
use crate::words::{Word, grouped, limits as words, nodes};

mod calls;
mod log;
mod places;
mod several;

/// Most nodes of one kind.
pub const NODES: usize = 1_000;
/// Most bindings.
pub const BINDINGS: usize = 5_000;
/// Most characters of a name.
pub const NAME: usize = 60;
/// Most characters of the words about a scenario.
pub const WORDS: usize = 2_000;

/// Collects problems, each at its place.
struct Check {
    problems: Vec<Problem>,
}

/// Every problem of a scenario; none for one that can run.
pub fn problems(scenario: &Scenario) -> Vec<Problem> {
    let mut check = Check { problems: Vec::new() };
    check.at_most("/title", nodes::CHARACTERS, scenario.title.chars().count(), NAME * 2);
    check.at_most("/about", nodes::CHARACTERS, scenario.about.chars().count(), WORDS);
    check.at_most("/log", nodes::COMMANDS, scenario.log.len(), LOG_LIMIT);
    check.log(scenario);
    check.topology(&scenario.topology);
    check.places(scenario);
    check.problems
}

impl Check {
    fn says(&mut self, place: &str, says: String) {
        self.problems.push(Problem { place: place.to_owned(), says });
    }

    fn at_most(&mut self, place: &str, what: Word, count: usize, most: usize) {
        if most < count {
            self.says(place, words::too_many(&count, &what, &most));
        }
    }

    fn number(&mut self, place: &str, range: Range, value: f64) {
        if !range.contains(value) {
            self.says(place, words::out_of_range(&value, &range.what, &range.allowed));
        }
    }

    fn field(&mut self, place: &str, field: &str, range: Range, value: f64) {
        if !range.contains(value) {
            self.number(&format!("{place}/{field}"), range, value);
        }
    }

    fn maybe(&mut self, place: &str, field: &str, range: Range, value: Option<u64>) {
        if let Some(value) = value {
            self.field(place, field, range, value as f64);
        }
    }

    fn log(&mut self, scenario: &Scenario) {
        let mut before = 0;
        for (n, entry) in scenario.log.iter().enumerate() {
            let place = format!("/log/{n}/at_us");
            if LAST_TICK.0 < entry.at_us {
                self.says(&place, words::run_ends(&LAST_TICK.0));
            }
            if entry.at_us < before {
                self.says(&place, words::IN_TIME.into());
            }
            before = entry.at_us;
        }
    }

    fn topology(&mut self, topology: &Topology) {
        self.number("/topology/hop_ms", range::SPAN, topology.hop_ms);
        self.maybe("/topology", "memory_limit", range::MEMORY, topology.memory_limit);
        let consumers = topology
            .consumers
            .iter()
            .map(|spec| spec.count as usize)
            .fold(0, usize::saturating_add);
        for (list, what, count, most) in [
            ("exchanges", nodes::EXCHANGES, topology.exchanges.len(), NODES),
            ("queues", nodes::QUEUES, topology.queues.len(), NODES),
            ("producers", nodes::PRODUCERS, topology.producers.len(), NODES),
            ("bindings", nodes::BINDINGS, topology.bindings.len(), BINDINGS),
        ] {
            self.at_most(&format!("/topology/{list}"), what, count, most);
        }
        if NODES < topology.consumers.len() {
            self.at_most("/topology/consumers", nodes::CONSUMERS, topology.consumers.len(), NODES);
        } else if NODES < consumers {
            self.too_many_consumers(topology);
        }
        self.names(topology);
        for (n, queue) in topology.queues.iter().enumerate() {
            self.queue(&format!("/topology/queues/{n}"), queue, topology);
        }
        for (n, binding) in topology.bindings.iter().enumerate() {
            self.binding(&format!("/topology/bindings/{n}"), binding, topology);
        }
        for (n, producer) in topology.producers.iter().enumerate() {
            self.producer(&format!("/topology/producers/{n}"), producer, topology);
        }
        for (n, consumer) in topology.consumers.iter().enumerate() {
            self.consumer(&format!("/topology/consumers/{n}"), consumer, topology);
        }
        self.stores(topology);
        self.calls(topology);
    }

    /// Names the pool with which the consumers became too many.
    fn too_many_consumers(&mut self, topology: &Topology) {
        let mut total = 0_usize;
        for (n, spec) in topology.consumers.iter().enumerate() {
            total = total.saturating_add(spec.count as usize);
            if NODES < total {
                let total = grouped(total as u64);
                let says = words::consumers_in_all(spec.count.into(), &total, &NODES);
                return self.says(&format!("/topology/consumers/{n}/count"), says);
            }
        }
    }

    /// Names are given, short and unique; clients, groups and services share one
    /// set of names, in which a pool has the names of all its members.
    fn names(&mut self, topology: &Topology) {
        let exchanges = topology.exchanges.iter().map(|spec| vec![spec.name.clone()]);
        let queues = topology.queues.iter().map(|spec| vec![spec.name.clone()]);
        let producers = topology.producers.iter().map(|spec| vec![spec.name.clone()]);
        let consumers = topology.consumers.iter().map(|spec| spec.names().take(NODES).collect());
        self.unique(&mut OrderedSet::new(), "exchanges", exchanges.collect());
        self.unique(&mut OrderedSet::new(), "queues", queues.collect());
        let mut clients = OrderedSet::new();
        self.unique(&mut clients, "producers", producers.collect());
        self.unique(&mut clients, "consumers", consumers.collect());
        let topics = topology.topics.iter().map(|spec| vec![spec.name.clone()]);
        self.unique(&mut OrderedSet::new(), "topics", topics.collect());
        let groups = topology.groups.iter().map(|spec| vec![spec.name.clone()]);
        self.unique(&mut clients, "groups", groups.collect());
        let callers = topology.callers.iter().map(|spec| vec![spec.name.clone()]);
        self.unique(&mut clients, "callers", callers.collect());
        let services = topology.services.iter().map(|spec| vec![spec.name.clone()]);
        self.unique(&mut clients, "services", services.collect());
    }

    fn unique(&mut self, seen: &mut OrderedSet<String>, list: &str, names: Vec<Vec<String>>) {
        for (n, names) in names.into_iter().enumerate() {
            let place = format!("/topology/{list}/{n}");
            for name in names {
                if name.is_empty() || NAME < name.chars().count() {
                    self.says(&place, words::name_length(&NAME));
                    break;
                }
                if seen.contains_key(&name) {
                    self.says(&place, words::name_taken(&name));
                    break;
                }
                seen.add(name);
            }
        }
    }

    fn queue(&mut self, place: &str, spec: &QueueSpec, topology: &Topology) {
        self.maybe(place, "max_length", range::LENGTH, spec.max_length);
        self.maybe(place, "max_length_bytes", range::LENGTH, spec.max_length_bytes);
        self.maybe(place, "message_ttl_ms", range::TTL, spec.message_ttl_ms);
        self.maybe(place, "expires_ms", range::TTL, spec.expires_ms);
        let key = spec.dead_letter.as_ref().and_then(|target| target.routing_key.as_deref());
        self.key(&format!("{place}/dead_letter/routing_key"), key.unwrap_or_default());
        for (field, range, value) in [
            ("consumer_timeout_ms", range::LASTING, spec.consumer_timeout_ms),
            ("retry_min_ms", range::RETRY, spec.retry_min_ms),
            ("retry_max_ms", range::RETRY, spec.retry_max_ms),
            ("lease_ms", range::LEASE, spec.lease_ms),
            ("delay_ms", range::DELAY, spec.delay_ms),
        ] {
            self.maybe(place, field, range, value);
        }
        let limit = f64::from(spec.delivery_limit.unwrap_or(0));
        self.field(place, "delivery_limit", range::ATTEMPTS, limit);
        self.kind(place, spec, topology);
    }

    /// Queues of one world belong to one product, and to consumers there are.
    fn kind(&mut self, place: &str, spec: &QueueSpec, topology: &Topology) {
        let product = topology.profile.profile().product;
        let own = spec.profile.map_or(product, |id| id.profile().product);
        if own != product {
            self.says(&format!("{place}/profile"), words::other_product(&own, &product));
        }
        if let Some(owner) = &spec.exclusive {
            let names: Vec<String> =
                topology.consumers.iter().flat_map(|spec| spec.names().take(NODES)).collect();
            let names = names.iter().map(String::as_str).collect();
            self.exists(&format!("{place}/exclusive"), nodes::CONSUMER, owner, names);
        }
    }

    fn key(&mut self, place: &str, key: &str) {
        self.number(place, range::KEY_BYTES, key.len() as f64);
    }

    fn binding(&mut self, place: &str, spec: &BindingSpec, topology: &Topology) {
        self.exchange_exists(&format!("{place}/exchange"), &spec.exchange, topology);
        self.key(&format!("{place}/key"), &spec.key);
        self.field(place, "arguments", range::ENTRIES, spec.arguments.len() as f64);
        match (&spec.queue, &spec.to_exchange) {
            (Some(queue), None) => self.queue_exists(&format!("{place}/queue"), queue, topology),
            (None, Some(exchange)) => {
                self.exchange_exists(&format!("{place}/to_exchange"), exchange, topology);
            }
            _ => self.says(place, words::BINDING_ENDS.into()),
        }
    }

    fn producer(&mut self, place: &str, spec: &ProducerSpec, topology: &Topology) {
        if !spec.exchange.is_empty() {
            self.exchange_exists(&format!("{place}/exchange"), &spec.exchange, topology);
        }
        self.arrivals(&format!("{place}/arrivals"), spec.arrivals);
        if let Some(confirms) = spec.confirms {
            self.field(place, "confirms/timeout_ms", range::TIMEOUT, confirms.timeout_ms);
            self.field(place, "confirms/pause_ms", range::SPAN, confirms.pause_ms);
            self.field(place, "confirms/retries", range::RETRIES, f64::from(confirms.retries));
        }
        self.backpressure(&format!("{place}/backpressure"), &spec.backpressure, topology);
        if spec.backpressure.window.is_some() && spec.confirms.is_none() {
            self.says(&format!("{place}/backpressure/window"), words::WINDOW_NEEDS_CONFIRMS.into());
        }
        if let Some(log) = &spec.log {
            self.sending(&format!("{place}/log"), log, topology);
        }
        self.field(place, "poison_share", range::SHARE, spec.poison_share);
        self.maybe(place, "expiration_ms", range::TTL, spec.expiration_ms);
        self.field(place, "latency_ms", range::SPAN, spec.latency_ms);
        self.field(place, "jitter_ms", range::SPAN, spec.jitter_ms);
        self.field(place, "keys", range::ENTRIES, spec.keys.len() as f64);
        self.field(place, "priorities", range::ENTRIES, spec.priorities.len() as f64);
        self.field(place, "groups", range::ENTRIES, spec.groups.len() as f64);
        for (n, group) in spec.groups.iter().enumerate() {
            self.key(&format!("{place}/groups/{n}"), group);
        }
        self.field(place, "headers", range::ENTRIES, spec.headers.len() as f64);
        self.field(place, "body", range::BODY_BYTES, spec.body.len() as f64);
        for (n, key) in spec.keys.iter().enumerate() {
            self.key(&format!("{place}/keys/{n}"), key);
        }
    }

    fn arrivals(&mut self, place: &str, arrivals: Arrivals) {
        match arrivals {
            Arrivals::ByHand => {}
            Arrivals::Constant { per_s } => self.field(place, "constant/per_s", range::RATE, per_s),
            Arrivals::Poisson { per_s } => self.field(place, "poisson/per_s", range::RATE, per_s),
            Arrivals::Burst { size, every_ms } => {
                self.field(place, "burst/size", range::BURST, f64::from(size));
                self.field(place, "burst/every_ms", range::BURST_GAP, every_ms);
            }
        }
    }

    fn backpressure(&mut self, place: &str, spec: &Backpressure, topology: &Topology) {
        self.maybe(place, "window", range::WINDOW, spec.window.map(u64::from));
        if let Some(watch) = &spec.watch {
            let place = format!("{place}/watch");
            self.queue_exists(&format!("{place}/queue"), &watch.queue, topology);
            self.field(&place, "high", range::HIGH, watch.high as f64);
            self.field(&place, "low", range::below(watch.high), watch.low as f64);
            self.field(&place, "every_ms", range::WATCH, watch.every_ms);
        }
        let place = format!("{place}/response");
        match spec.response {
            Response::Ignore | Response::Block => {}
            Response::Buffer { limit } => {
                self.field(&place, "buffer/limit", range::BUFFER, f64::from(limit));
            }
            Response::SlowDown { per_s } => {
                self.field(&place, "slow-down/per_s", range::RATE, per_s);
            }
        }
    }

    fn consumer(&mut self, place: &str, spec: &ConsumerSpec, topology: &Topology) {
        if let Some(queue) = &spec.queue {
            self.queue_exists(&format!("{place}/queue"), queue, topology);
        }
        self.reading(place, spec, topology);
        self.further_queues(&format!("{place}/also"), spec, topology);
        if spec.count == 0 {
            self.says(&format!("{place}/count"), words::no_consumers(&NODES));
        }
        self.field(place, "prefetch", range::PREFETCH, f64::from(spec.prefetch));
        self.field(place, "batch", range::BATCH, f64::from(spec.batch));
        self.field(place, "wait_ms", range::WAIT, spec.wait_ms);
        self.field(place, "poll_gap_ms", range::SPAN, spec.poll_gap_ms);
        self.field(place, "extend_ms", range::LEASE, spec.extend_ms);
        let (kind, ms) = match spec.service {
            Service::Constant { ms } => ("constant", ms),
            Service::Exponential { ms } => ("exponential", ms),
        };
        self.number(&format!("{place}/service/{kind}/ms"), range::SPAN, ms);
        self.field(place, "gap_ms", range::SPAN, spec.gap_ms);
        if let Some(plan) = spec.crash {
            self.field(place, "crash/probability", range::SHARE, plan.probability);
        }
        if let Some(ms) = spec.restart_ms {
            self.field(place, "restart_ms", range::SPAN, ms);
        }
        self.field(place, "latency_ms", range::SPAN, spec.latency_ms);
        self.field(place, "jitter_ms", range::SPAN, spec.jitter_ms);
    }

    fn exchange_exists(&mut self, place: &str, name: &str, topology: &Topology) {
        let names = topology.exchanges.iter().map(|spec| spec.name.as_str());
        self.exists(place, nodes::EXCHANGE, name, names.collect());
    }

    fn queue_exists(&mut self, place: &str, name: &str, topology: &Topology) {
        let names = topology.queues.iter().map(|spec| spec.name.as_str());
        self.exists(place, nodes::QUEUE, name, names.collect());
    }

    fn exists(&mut self, place: &str, kind: Word, name: &str, names: Vec<&str>) {
        if names.contains(&name) {
            return;
        }
        let says = match names.as_slice() {
            [] => words::nowhere_none(&kind, &name),
            names => words::nowhere(&kind, &name, &names[..names.len().min(12)].join(", ")),
        };
        self.says(place, says);
    }
}
