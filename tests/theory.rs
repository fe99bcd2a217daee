//! Queueing theory against measurement: Q1–Q7, Q9 and Q10.
//!
//! A unit of time is the mean service of one second; links take one tick, so
//! what is measured is the queue and not the way to it. Every run is long and
//! its seed fixed: a result is the same each time.

use std::collections::BTreeMap;

use queuescope::engine::{
    Cause, Engine, Fact, MessageId, ProducerId, Tick,
    topology::{
        Arrivals, CallerSpec, ConsumerSpec, Overflow, ProducerSpec, QueueSpec, Service,
        ServiceSpec, Topology,
    },
};

/// Microseconds in a unit of time.
const UNIT_US: u64 = 1_000_000;

/// What one run showed, in units of time.
#[derive(Default)]
struct Measured {
    /// How long it was.
    time: f64,
    /// How many messages were taken in.
    admitted: f64,
    /// How many more were refused.
    refused: f64,
    /// How many were done.
    done: f64,
    /// Mean number in the system, over time.
    number: f64,
    /// Time in the system of each message that was done.
    sojourns: Vec<f64>,
    /// Time before service, by producer.
    waits: BTreeMap<ProducerId, Vec<f64>>,
    /// How many were in the system at the end.
    left: f64,
}

/// A message in the system.
struct Present {
    since: Tick,
    producer: ProducerId,
}

/// Follows the facts of a run.
#[derive(Default)]
struct Recorder {
    present: BTreeMap<MessageId, Present>,
    measured: Measured,
    latest: Tick,
    next_fact: u64,
}

fn units(us: u64) -> f64 {
    us as f64 / UNIT_US as f64
}

impl Recorder {
    fn read(&mut self, engine: &Engine) {
        for (_, now, fact) in engine.facts().since(self.next_fact) {
            match *fact {
                Fact::Published { message, producer, .. } => {
                    self.pass(now);
                    self.present.insert(message, Present { since: now, producer });
                    self.measured.admitted += 1.0;
                }
                Fact::Removed { message, cause: Cause::Refused, .. } => {
                    self.pass(now);
                    self.present.remove(&message);
                    self.measured.admitted -= 1.0;
                    self.measured.refused += 1.0;
                }
                Fact::Started { message, .. } => {
                    let Present { since, producer } = self.present[&message];
                    let waits = self.measured.waits.entry(producer).or_default();
                    waits.push(units(now.since(since)));
                }
                Fact::Worked { message, .. } => {
                    self.pass(now);
                    let present = self.present.remove(&message).expect("it was published");
                    self.measured.sojourns.push(units(now.since(present.since)));
                    self.measured.done += 1.0;
                }
                _ => {}
            }
        }
        self.next_fact = engine.facts().next();
    }

    /// Time passes with as many in the system as there are.
    fn pass(&mut self, now: Tick) {
        self.measured.number += self.present.len() as f64 * units(now.since(self.latest));
        self.latest = now;
    }

    fn finish(mut self, engine: &Engine) -> Measured {
        self.pass(engine.now());
        let time = units(engine.now().0);
        let left = self.present.len() as f64;
        Measured { time, left, number: self.measured.number / time, ..self.measured }
    }
}

impl Measured {
    /// Messages taken in per unit of time.
    fn rate(&self) -> f64 {
        self.admitted / self.time
    }

    /// Messages done per unit of time.
    fn output(&self) -> f64 {
        self.done / self.time
    }

    fn sojourn(&self) -> f64 {
        mean(self.sojourns.iter())
    }

    fn wait(&self) -> f64 {
        mean(self.waits.values().flatten())
    }

    fn wait_of(&self, producer: u16) -> f64 {
        mean(self.waits[&ProducerId(producer)].iter())
    }

    /// The sojourn that this share of messages stays below.
    fn quantile(&self, share: f64) -> f64 {
        let mut sorted = self.sojourns.clone();
        sorted.sort_by(f64::total_cmp);
        sorted[(sorted.len() as f64 * share) as usize]
    }
}

fn mean<'a>(values: impl Iterator<Item = &'a f64>) -> f64 {
    let (count, sum) = values.fold((0.0, 0.0), |(count, sum), value| (count + 1.0, sum + value));
    sum / count
}

/// Asserts that a measurement lies within so many per cent of the theory.
fn close(what: &str, measured: f64, expected: f64, per_cent: f64) {
    let off = (measured / expected - 1.0) * 100.0;
    assert!(
        off.abs() <= per_cent,
        "{what}: measured {measured:.4}, expected {expected:.4} (off by {off:.2} %)"
    );
}

fn run(topology: &Topology, time: u64) -> Measured {
    let mut engine = Engine::new(topology, 1).expect("every name is there");
    let mut recorder = Recorder::default();
    let end = Tick(time * UNIT_US);
    while engine.now() < end {
        engine.run_for(end.since(engine.now()), 5_000);
        recorder.read(&engine);
    }
    recorder.finish(&engine)
}

fn poisson(name: &str, queue: &str, per_s: f64) -> ProducerSpec {
    ProducerSpec { arrivals: Arrivals::Poisson { per_s }, ..ProducerSpec::named(name, queue) }
}

/// Servers of rate 1 that take one message at a time.
fn servers(queue: &str, count: u32, service: Service) -> ConsumerSpec {
    let name = format!("server-of-{queue}");
    ConsumerSpec { count, prefetch: 1, service, ..ConsumerSpec::named(name, queue) }
}

const EXPONENTIAL: Service = Service::Exponential { ms: 1_000.0 };
const CONSTANT: Service = Service::Constant { ms: 1_000.0 };

/// One queue, Poisson arrivals at `rate`, `count` servers of rate 1.
fn one_queue(rate: f64, count: u32, service: Service) -> Topology {
    Topology {
        queues: vec![QueueSpec::named("q")],
        producers: vec![poisson("source", "q", rate)],
        consumers: vec![servers("q", count, service)],
        ..Topology::default()
    }
}

/// One queue that refuses what would be more than `most` in the system, the
/// one in service included.
fn bounded(rate: f64, most: u64) -> Measured {
    let mut topology = one_queue(rate, 1, EXPONENTIAL);
    topology.queues[0].max_length = Some(most - 1);
    topology.queues[0].overflow = Overflow::RejectPublish;
    run(&topology, 200_000)
}

fn blocked(measured: &Measured) -> f64 {
    measured.refused / (measured.refused + measured.admitted)
}

#[test]
fn q1_q2_one_server_at_four_fifths() {
    let measured = run(&one_queue(0.8, 1, EXPONENTIAL), 500_000);
    close("mean number L", measured.number, 4.0, 3.0);
    close("mean sojourn W", measured.sojourn(), 5.0, 3.0);
    close("mean wait Wq", measured.wait(), 4.0, 3.0);
    close("95th percentile", measured.quantile(0.95), 14.98, 4.0);
    close("99th percentile", measured.quantile(0.99), 23.03, 5.0);
    close("L = λW", measured.number, measured.rate() * measured.sojourn(), 0.1);
}

#[test]
fn q3_two_servers_at_one_queue() {
    let measured = run(&one_queue(1.6, 2, EXPONENTIAL), 250_000);
    close("mean wait Wq", measured.wait(), 1.778, 3.0);
    close("mean sojourn W", measured.sojourn(), 2.778, 3.0);
}

#[test]
fn q3_ten_servers_wait_far_less_at_the_same_load() {
    let measured = run(&one_queue(8.0, 10, EXPONENTIAL), 50_000);
    close("mean wait Wq", measured.wait(), 0.2046, 5.0);
}

#[test]
fn q4_two_queues_of_their_own_are_slower_than_a_shared_one() {
    let apart = Topology {
        queues: vec![QueueSpec::named("a"), QueueSpec::named("b")],
        producers: vec![poisson("to-a", "a", 0.8), poisson("to-b", "b", 0.8)],
        consumers: vec![servers("a", 1, EXPONENTIAL), servers("b", 1, EXPONENTIAL)],
        ..Topology::default()
    };
    close("apart", run(&apart, 250_000).sojourn(), 5.0, 3.0);
    close("shared", run(&one_queue(1.6, 2, EXPONENTIAL), 250_000).sojourn(), 2.778, 3.0);
}

#[test]
fn q5_constant_service_halves_the_wait() {
    let measured = run(&one_queue(0.8, 1, CONSTANT), 500_000);
    close("mean wait Wq", measured.wait(), 2.0, 3.0);
}

#[test]
fn q6_a_bound_blocks_its_share() {
    let five = bounded(0.8, 5);
    close("blocked, K = 5", blocked(&five), 0.0888, 3.0);
    close("mean number L", five.number, 1.868, 2.0);
    close("mean sojourn W of the admitted", five.sojourn(), 2.563, 2.0);
    let ten = bounded(1.2, 10);
    close("blocked, K = 10", blocked(&ten), 0.1926, 3.0);
}

#[test]
fn q7_priority_helps_some_at_the_cost_of_others() {
    let ranked =
        |producer: ProducerSpec, priority| ProducerSpec { priorities: vec![priority], ..producer };
    let topology = Topology {
        queues: vec![QueueSpec { max_priority: Some(1), ..QueueSpec::named("q") }],
        producers: vec![
            ranked(poisson("urgent", "q", 0.3), 1),
            ranked(poisson("normal", "q", 0.5), 0),
        ],
        consumers: vec![servers("q", 1, EXPONENTIAL)],
        ..Topology::default()
    };
    let measured = run(&topology, 1_000_000);
    close("urgent", measured.wait_of(0), 1.143, 3.0);
    close("normal", measured.wait_of(1), 5.714, 4.0);
    close("all", measured.wait(), 4.0, 4.0);
}

/// Messages a second through one consumer 50 ms away and back, 5 ms each.
fn far_away(prefetch: u32) -> f64 {
    let mut topology = one_queue(0.0, 1, Service::Constant { ms: 5.0 });
    topology.producers[0].arrivals = Arrivals::Burst { size: 500, every_ms: 1_000.0 };
    topology.consumers[0].prefetch = prefetch;
    topology.consumers[0].latency_ms = 25.0;
    run(&topology, 200).output()
}

#[test]
fn q9_a_prefetch_of_one_waits_for_the_round_trip() {
    close("prefetch 1", far_away(1), 18.18, 1.0);
    close("prefetch 2", far_away(2), 36.36, 1.0);
    close("prefetch 11", far_away(11), 200.0, 1.0);
    close("prefetch 50", far_away(50), 200.0, 1.0);
}

#[test]
fn q10_beyond_capacity_the_backlog_grows_and_below_it_output_is_input() {
    let over = run(&one_queue(1.5, 1, EXPONENTIAL), 50_000);
    close("growth", over.left / over.time, 0.5, 3.0);
    close("output at capacity", over.output(), 1.0, 2.0);
    let stable = run(&one_queue(0.8, 1, EXPONENTIAL), 50_000);
    close("output", stable.output(), stable.rate(), 0.1);
    close("input", stable.rate(), 0.8, 1.0);
}

/// A caller with so many workers and a chain of services with as many, which
/// takes one second a request on average.
fn chain(workers: u32, per_s: f64) -> Topology {
    let service = |(name, ms): (&str, f64)| ServiceSpec {
        workers,
        time: Service::Exponential { ms },
        ..ServiceSpec::named(name)
    };
    Topology {
        callers: vec![CallerSpec {
            workers,
            arrivals: Arrivals::Poisson { per_s },
            timeout_ms: 3_600_000.0,
            backlog: 10_000,
            ..CallerSpec::named("caller", &["a", "b", "c"])
        }],
        services: [("a", 200.0), ("b", 300.0), ("c", 500.0)].map(service).to_vec(),
        ..Topology::default()
    }
}

/// Time from asking to the answer, and workers blocked, both on average.
fn called(topology: &Topology, requests: u64) -> (f64, f64) {
    let mut engine = Engine::new(topology, 1).expect("every name is there");
    let (mut asked, mut spans, mut next) = (BTreeMap::new(), Vec::new(), 0);
    while (spans.len() as u64) < requests {
        engine.run_for(1_000 * UNIT_US, u64::MAX);
        for (_, now, fact) in engine.facts().since(next) {
            match *fact {
                Fact::Requested { request, .. } => drop(asked.insert(request, now)),
                Fact::RequestEnded { request, .. } => {
                    spans.push(units(now.since(asked.remove(&request).expect("was asked for"))));
                }
                _ => {}
            }
        }
        next = engine.facts().next();
    }
    let blocked = units(engine.callers()[0].blocked_us(engine.now())) / units(engine.now().0);
    (mean(spans.iter()), blocked)
}

#[test]
fn a_chain_takes_the_sum_of_its_steps_and_blocks_as_many_workers() {
    let (latency, blocked) = called(&chain(100, 3.0), 100_000);
    close("latency with workers enough", latency, 1.0, 1.0);
    close("workers blocked, by Little's law", blocked, 3.0, 1.0);
}

#[test]
fn a_caller_with_one_worker_is_a_queue_with_one_server() {
    // Pollaczek and Khinchine, with the variance of the three steps.
    let variance = 0.2 * 0.2 + 0.3 * 0.3 + 0.5 * 0.5;
    let wait = 0.6 * (1.0 + variance) / (2.0 * (1.0 - 0.6));
    let (latency, blocked) = called(&chain(1, 0.6), 300_000);
    close("latency", latency, 1.0 + wait, 3.0);
    close("share of time blocked", blocked, 0.6, 1.0);
}
