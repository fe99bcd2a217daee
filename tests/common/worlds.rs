//! Random small worlds and what is asked of them, for any seed.
//!
//! Names are drawn by number: `x0` to `x2`, `q0` to `q3`, `p0`, `c0` … A
//! number past the last node wraps round, so every name resolves. Nothing is
//! drawn as a `usize`, so that a browser draws the same worlds.

use std::ops::RangeInclusive;

use proptest::{option, prelude::*};
use queuescope::engine::{
    Command, Frame, Outgoing, Settle,
    profile::PROFILES,
    topology::{
        AckMode, Arrivals, Backpressure, BindingSpec, CallerSpec, Confirms, ConsumerSpec,
        CrashPlan, CrashPoint, DeadLetterSpec, DeadLetterStrategy, ExchangeKind, ExchangeSpec,
        HeaderValue, Headers, Marker, OnPoison, Overflow, ProducerSpec, QueueSpec, Response,
        Service, ServiceSpec, Topology, Watch,
    },
};

/// A topology, a seed, and commands with the microseconds before each.
#[derive(Clone, Debug)]
pub struct World {
    pub topology: Topology,
    pub seed: u64,
    pub script: Vec<(u64, Command)>,
}

/// How many nodes of each kind.
#[derive(Clone, Copy, Debug)]
struct Sizes {
    exchanges: u32,
    queues: u32,
    producers: u32,
    consumers: u32,
    callers: u32,
    services: u32,
}

impl Sizes {
    fn exchange(self, n: u32) -> String {
        format!("x{}", n % self.exchanges)
    }

    fn queue(self, n: u32) -> String {
        format!("q{}", n % self.queues)
    }

    fn producer(self, n: u32) -> String {
        format!("p{}", n % self.producers)
    }

    fn consumer(self, n: u32) -> String {
        format!("c{}", n % self.consumers)
    }

    fn caller(self, n: u32) -> String {
        format!("k{}", n % self.callers)
    }

    fn service(self, n: u32) -> String {
        format!("s{}", n % self.services)
    }

    /// A binding or routing key: queues' names, words and patterns.
    fn key(self, n: u32) -> String {
        match n {
            0..4 => self.queue(n),
            4 => "a.b".to_owned(),
            5 => "a.*".to_owned(),
            6 => "#".to_owned(),
            _ => "nowhere".to_owned(),
        }
    }
}

/// Any small world.
pub fn world() -> impl Strategy<Value = World> {
    let broker = (1..=3_u32, 1..=4_u32, 1..=2_u32, 1..=4_u32);
    let sizes = (broker, 1..=2_u32, 1..=3_u32);
    sizes.prop_flat_map(|((exchanges, queues, producers, consumers), callers, services)| {
        let sizes = Sizes { exchanges, queues, producers, consumers, callers, services };
        let script = several((0..8_000_u64, command(sizes)), 0..=23);
        let calls = (
            several(caller(sizes), callers..=callers),
            several(service_called(), services..=services),
        );
        let world = (topology(sizes), calls, any::<u64>(), script);
        world.prop_map(|(broker, (mut callers, mut services), seed, script)| {
            let named = |kind: char| (0..).map(move |n| format!("{kind}{n}"));
            callers.iter_mut().zip(named('k')).for_each(|(spec, name)| spec.name = name);
            services.iter_mut().zip(named('s')).for_each(|(spec, name)| spec.name = name);
            World { topology: Topology { callers, services, ..broker }, seed, script }
        })
    })
}

fn topology(sizes: Sizes) -> impl Strategy<Value = Topology> {
    let nodes = (
        several(exchange(sizes), sizes.exchanges..=sizes.exchanges),
        several(queue(sizes), sizes.queues..=sizes.queues),
        several(binding(sizes), 0..=7),
        several(producer(sizes), sizes.producers..=sizes.producers),
        several(consumer(sizes), sizes.consumers..=sizes.consumers),
        (0.0..2.0, seldom(1..6_u64)),
    );
    nodes.prop_map(|(mut exchanges, mut queues, bindings, mut producers, mut consumers, broker)| {
        let named = |kind: char| (0..).map(move |n| format!("{kind}{n}"));
        exchanges.iter_mut().zip(named('x')).for_each(|(spec, name)| spec.name = name);
        queues.iter_mut().zip(named('q')).for_each(|(spec, name)| spec.name = name);
        producers.iter_mut().zip(named('p')).for_each(|(spec, name)| spec.name = name);
        consumers.iter_mut().zip(named('c')).for_each(|(spec, name)| spec.name = name);
        let (hop_ms, memory_limit) = broker;
        Topology {
            exchanges,
            queues,
            bindings,
            producers,
            consumers,
            hop_ms,
            memory_limit,
            ..Topology::default()
        }
    })
}

/// A list of as many as `count` allows. Those that proptest itself draws are
/// others where a `usize` has 32 bits; these are the same everywhere.
pub fn several<S>(one: S, count: RangeInclusive<u32>) -> impl Strategy<Value = Vec<S::Value>>
where
    S: Strategy + 'static,
{
    let one = one.boxed();
    let most = vec![one; *count.end() as usize];
    (count, most).prop_map(|(count, mut list)| {
        list.truncate(count as usize);
        list
    })
}

/// Mostly nothing; sometimes something.
pub fn seldom<S: Strategy>(strategy: S) -> impl Strategy<Value = Option<S::Value>> {
    option::weighted(0.25, strategy)
}

fn exchange(sizes: Sizes) -> impl Strategy<Value = ExchangeSpec> {
    let kinds = prop_oneof![
        Just(ExchangeKind::Direct),
        Just(ExchangeKind::Fanout),
        Just(ExchangeKind::Topic),
        Just(ExchangeKind::Headers),
    ];
    (kinds, prop::bool::weighted(0.8), seldom(0..4_u32)).prop_map(
        move |(kind, durable, alternate)| ExchangeSpec {
            name: String::new(),
            kind,
            durable,
            alternate: alternate.map(|n| match n {
                3 => "nowhere".to_owned(),
                n => sizes.exchange(n),
            }),
        },
    )
}

fn binding(sizes: Sizes) -> impl Strategy<Value = BindingSpec> {
    let parts = (0..3_u32, 0..4_u32, seldom(0..3_u32), 0..8_u32, headers());
    parts.prop_map(move |(from, queue, exchange, key, arguments)| BindingSpec {
        exchange: sizes.exchange(from),
        queue: exchange.is_none().then(|| sizes.queue(queue)),
        to_exchange: exchange.map(|n| sizes.exchange(n)),
        key: sizes.key(key),
        arguments,
    })
}

fn headers() -> impl Strategy<Value = Headers> {
    let pairs = prop_oneof![
        Just(vec![]),
        Just(vec![("x-match", HeaderValue::Text("any".to_owned()))]),
        Just(vec![("a", HeaderValue::Int(1))]),
        Just(vec![("a", HeaderValue::Void), ("b", HeaderValue::Bool(true))]),
    ];
    pairs.prop_map(|pairs| pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn overflow() -> impl Strategy<Value = Overflow> {
    prop_oneof![
        2 => Just(Overflow::DropHead),
        2 => Just(Overflow::RejectPublish),
        1 => Just(Overflow::RejectPublishDlx),
    ]
}

fn ttl_ms() -> impl Strategy<Value = u64> {
    prop_oneof![Just(0), Just(1), Just(10), Just(40)]
}

fn queue(sizes: Sizes) -> impl Strategy<Value = QueueSpec> {
    let dead_letter = (0..5_u32, option::of(0..4_u32), strategy());
    let dead_letter = dead_letter.prop_map(move |(exchange, key, strategy)| {
        let exchange = match exchange {
            3 => String::new(),
            4 => "nowhere".to_owned(),
            n => sizes.exchange(n),
        };
        DeadLetterSpec { exchange, routing_key: key.map(|n| sizes.queue(n)), strategy }
    });
    let parts = (
        prop::bool::weighted(0.8),
        seldom(0..4_u64),
        seldom(0..8_u64),
        overflow(),
        seldom(ttl_ms()),
        option::weighted(0.1, prop_oneof![Just(0), Just(5), Just(50)]),
        option::of(dead_letter),
        seldom(1..4_u8),
    );
    (parts, kind(sizes)).prop_map(
        |(
            (durable, max_length, bytes, overflow, ttl, expires, dead_letter, max_priority),
            kind,
        )| {
            QueueSpec {
                durable,
                max_length,
                max_length_bytes: bytes,
                overflow,
                message_ttl_ms: ttl,
                expires_ms: expires,
                dead_letter,
                max_priority,
                ..kind
            }
        },
    )
}

fn strategy() -> impl Strategy<Value = DeadLetterStrategy> {
    prop_oneof![Just(DeadLetterStrategy::AtMostOnce), Just(DeadLetterStrategy::AtLeastOnce)]
}

/// What differs from one kind of queue to another.
fn kind(sizes: Sizes) -> impl Strategy<Value = QueueSpec> {
    let profile = (0..PROFILES.len() as u32).prop_map(|at| PROFILES[at as usize].id);
    let parts = (
        option::weighted(0.7, profile),
        seldom(-1..3_i32),
        prop::bool::weighted(0.2),
        option::weighted(0.1, 0..4_u32),
        seldom(1..60_u64),
        seldom((0..10_u64, option::of(0..20_u64))),
        (option::of(0..30_u64), seldom(0..10_u64), any::<[bool; 3]>()),
    );
    parts.prop_map(
        move |(profile, delivery_limit, single_active, owner, timeout, retry, leased)| {
            let (lease_ms, delay_ms, [content_dedup, ordered, exactly_once]) = leased;
            QueueSpec {
                lease_ms,
                delay_ms,
                content_dedup,
                ordered,
                exactly_once,
                profile,
                delivery_limit,
                single_active,
                exclusive: owner.map(|n| sizes.consumer(n)),
                consumer_timeout_ms: timeout,
                retry_min_ms: retry.map(|(least, _)| least),
                retry_max_ms: retry.and_then(|(_, most)| most),
                ..QueueSpec::named("")
            }
        },
    )
}

pub fn arrivals() -> impl Strategy<Value = Arrivals> {
    prop_oneof![
        Just(Arrivals::ByHand),
        (0.0..2_000.0).prop_map(|per_s| Arrivals::Constant { per_s }),
        (0.0..2_000.0).prop_map(|per_s| Arrivals::Poisson { per_s }),
        (0..6_u32, 1.0..20.0).prop_map(|(size, every_ms)| Arrivals::Burst { size, every_ms }),
    ]
}

fn confirms() -> impl Strategy<Value = Confirms> {
    (1.0..30.0, 0..4_u32, 0.0..10.0).prop_map(|(timeout_ms, retries, pause_ms)| Confirms {
        timeout_ms,
        retries,
        pause_ms,
    })
}

fn backpressure(sizes: Sizes) -> impl Strategy<Value = Backpressure> {
    let watch =
        (0..4_u32, 1..4_u64, 0..3_u64, 1.0..8.0).prop_map(move |(queue, high, less, every_ms)| {
            Watch { queue: sizes.queue(queue), high, low: high.saturating_sub(less + 1), every_ms }
        });
    let response = prop_oneof![
        1 => Just(Response::Ignore),
        2 => Just(Response::Block),
        2 => (0..4_u32).prop_map(|limit| Response::Buffer { limit }),
        1 => (0.0..200.0).prop_map(|per_s| Response::SlowDown { per_s }),
    ];
    let parts = (option::of(1..4_u32), option::of(watch), response);
    parts.prop_map(|(window, watch, response)| Backpressure { window, watch, response })
}

fn producer(sizes: Sizes) -> impl Strategy<Value = ProducerSpec> {
    let route = (0..6_u32, several(0..8_u32, 0..=2), headers());
    let sends = (arrivals(), 1..16_u64, 0.0..0.5, option::of(confirms()));
    let message = (
        any::<bool>(),
        any::<bool>(),
        seldom(ttl_ms()),
        several(0..5_u8, 0..=2),
        prop_oneof![Just(""), Just("body")],
        0..4_u32,
    );
    let link = (0.0..4.0, prop_oneof![Just(0.0), 0.0..4.0], seldom(backpressure(sizes)));
    (route, sends, message, link).prop_map(move |(route, sends, message, link)| ProducerSpec {
        name: String::new(),
        exchange: match route.0 {
            0..3 => sizes.exchange(route.0),
            _ => String::new(),
        },
        keys: route.1.into_iter().map(|n| sizes.key(n)).collect(),
        headers: route.2,
        arrivals: sends.0,
        limit: Some(sends.1),
        poison_share: sends.2,
        confirms: sends.3,
        mandatory: message.0,
        persistent: message.1,
        expiration_ms: message.2,
        priorities: message.3,
        groups: groups(message.5 as usize),
        body: message.4.to_owned(),
        latency_ms: link.0,
        jitter_ms: link.1,
        log: None,
        backpressure: link.2.unwrap_or_default(),
    })
}

/// The first so many groups.
fn groups(count: usize) -> Vec<String> {
    ["g0", "g1", "g2"].into_iter().take(count).map(str::to_owned).collect()
}

pub fn ack() -> impl Strategy<Value = AckMode> {
    prop_oneof![1 => Just(AckMode::Automatic), 1 => Just(AckMode::First), 2 => Just(AckMode::Last)]
}

pub fn service() -> impl Strategy<Value = Service> {
    prop_oneof![
        (0.0..6.0).prop_map(|ms| Service::Constant { ms }),
        (0.0..6.0).prop_map(|ms| Service::Exponential { ms }),
    ]
}

fn marker() -> impl Strategy<Value = Marker> {
    prop_oneof![2 => Just(Marker::Atomic), 1 => Just(Marker::Before), 1 => Just(Marker::After)]
}

pub fn on_poison() -> impl Strategy<Value = OnPoison> {
    prop_oneof![
        Just(OnPoison::Reject),
        Just(OnPoison::Requeue),
        Just(OnPoison::Nack),
        Just(OnPoison::Crash),
    ]
}

pub fn crash_point() -> impl Strategy<Value = CrashPoint> {
    prop_oneof![
        Just(CrashPoint::BeforeBoth),
        Just(CrashPoint::Between),
        Just(CrashPoint::AfterBoth),
    ]
}

pub fn crash_plan() -> impl Strategy<Value = CrashPlan> {
    (crash_point(), 0.0..0.5, option::of(1..5_u64)).prop_map(|(at, probability, nth)| CrashPlan {
        at,
        probability,
        nth,
    })
}

fn consumer(sizes: Sizes) -> impl Strategy<Value = ConsumerSpec> {
    let subscription = (option::weighted(0.8, 0..4_u32), 0..4_u32, -1..2_i32, ack());
    let works =
        (service(), 0.0..2.0, prop::bool::weighted(0.2), any::<bool>(), on_poison(), marker());
    let dies = (seldom(crash_plan()), option::of(0.0..15.0));
    let link = (0.0..4.0, prop_oneof![Just(0.0), 0.0..4.0]);
    let asks =
        (1..4_u32, prop_oneof![Just(0.0), 0.0..20.0], 0.0..5.0, prop_oneof![Just(0.0), 0.0..40.0]);
    let asks = (asks, seldom(0..4_u32)).prop_map(|(a, made)| (a.0, a.1, a.2, a.3, made));
    (subscription, works, dies, link, asks).prop_map(
        move |(subscription, works, dies, link, asks)| ConsumerSpec {
            batch: asks.0,
            wait_ms: asks.1,
            poll_gap_ms: asks.2,
            extend_ms: asks.3,
            produces: asks.4.map(|n| sizes.queue(n)),
            queue: subscription.0.map(|n| sizes.queue(n)),
            prefetch: subscription.1,
            priority: subscription.2,
            ack: subscription.3,
            service: works.0,
            gap_ms: works.1,
            by_hand: works.2,
            idempotent: works.3,
            marker: works.5,
            on_poison: works.4,
            crash: dies.0,
            restart_ms: dies.1,
            latency_ms: link.0,
            jitter_ms: link.1,
            ..ConsumerSpec::named("", "")
        },
    )
}

fn caller(sizes: Sizes) -> impl Strategy<Value = CallerSpec> {
    let asked = (arrivals(), 1..16_u64, 1..4_u32, 0..4_u32);
    let waits = (1.0..30.0, 0..4_u32, 0.0..5.0, 0.0..4.0);
    let chain = (0..3_u32, 1..=3_u32);
    (asked, waits, chain).prop_map(move |(asked, waits, (first, length))| {
        let length = length.min(sizes.services);
        CallerSpec {
            name: String::new(),
            workers: asked.2,
            chain: (first..first + length).map(|n| sizes.service(n)).collect(),
            arrivals: asked.0,
            limit: Some(asked.1),
            timeout_ms: waits.0,
            retries: waits.1,
            pause_ms: waits.2,
            backlog: asked.3,
            latency_ms: waits.3,
        }
    })
}

fn service_called() -> impl Strategy<Value = ServiceSpec> {
    let parts = (service(), 1..4_u32, 0..4_u32, 0.0..0.5, prop::bool::weighted(0.8), 0.0..4.0);
    parts.prop_map(|(time, workers, backlog, failure_share, up, latency_ms)| ServiceSpec {
        name: String::new(),
        workers,
        time,
        failure_share,
        up,
        backlog,
        latency_ms,
    })
}

/// Anything that can be asked.
fn command(sizes: Sizes) -> impl Strategy<Value = Command> {
    prop_oneof![
        2 => to_producer(sizes),
        2 => setting(sizes),
        3 => to_client(sizes),
        2 => fault(sizes),
        1 => to_queue(sizes),
        3 => to_calls(sizes),
    ]
}

fn to_producer(sizes: Sizes) -> impl Strategy<Value = Command> {
    let producer = (0..2_u32).prop_map(move |n| sizes.producer(n));
    let publish = (producer.clone(), outgoing(sizes))
        .prop_map(|(producer, message)| Command::Publish { producer, message });
    prop_oneof![
        4 => publish,
        1 => (producer.clone(), arrivals())
            .prop_map(|(producer, arrivals)| Command::SetArrivals { producer, arrivals }),
        1 => (producer.clone(), -0.1..1.0)
            .prop_map(|(producer, share)| Command::SetPoisonShare { producer, share }),
        1 => producer.clone().prop_map(|producer| Command::PoisonNext { producer }),
        1 => (producer.clone(), option::of(confirms()))
            .prop_map(|(producer, confirms)| Command::SetConfirms { producer, confirms }),
        2 => (producer, backpressure(sizes)).prop_map(|(producer, backpressure)| {
            Command::SetBackpressure { producer, backpressure }
        }),
    ]
}

fn outgoing(sizes: Sizes) -> impl Strategy<Value = Outgoing> {
    let route = (0..5_u32, 0..8_u32, headers());
    let message =
        (any::<bool>(), any::<bool>(), seldom(ttl_ms()), option::of(0..5_u8), any::<bool>());
    let message = (message, seldom(0..3_u8)).prop_map(|(m, d)| (m.0, m.1, m.2, m.3, m.4, d));
    (route, message).prop_map(move |(route, message)| Outgoing {
        exchange: match route.0 {
            0..3 => sizes.exchange(route.0),
            _ => String::new(),
        },
        key: sizes.key(route.1),
        body: "body".to_owned(),
        headers: route.2,
        persistent: message.0,
        mandatory: message.1,
        expiration_ms: message.2,
        priority: message.3,
        poison: message.4,
        group: groups(message.4 as usize).concat(),
        dedup: message.5.map(|n| format!("d{n}")),
    })
}

fn setting(sizes: Sizes) -> impl Strategy<Value = Command> {
    let consumer = (0..4_u32).prop_map(move |n| sizes.consumer(n));
    prop_oneof![
        (consumer.clone(), service())
            .prop_map(|(consumer, service)| Command::SetService { consumer, service }),
        (consumer.clone(), 0..4_u32)
            .prop_map(|(consumer, prefetch)| Command::SetPrefetch { consumer, prefetch }),
        (consumer.clone(), ack()).prop_map(|(consumer, ack)| Command::SetAck { consumer, ack }),
        (consumer.clone(), any::<bool>())
            .prop_map(|(consumer, idempotent)| Command::SetIdempotent { consumer, idempotent }),
        (consumer.clone(), on_poison())
            .prop_map(|(consumer, on_poison)| Command::SetOnPoison { consumer, on_poison }),
        (consumer.clone(), option::of(crash_plan()))
            .prop_map(|(consumer, plan)| Command::SetCrashPlan { consumer, plan }),
        (consumer, option::of(0.0..15.0))
            .prop_map(|(consumer, restart_ms)| Command::SetRestart { consumer, restart_ms }),
    ]
}

fn to_client(sizes: Sizes) -> impl Strategy<Value = Command> {
    let consumer = (0..4_u32).prop_map(move |n| sizes.consumer(n));
    let queue = (0..4_u32).prop_map(move |n| sizes.queue(n));
    let how = prop_oneof![
        Just(Settle::Ack),
        Just(Settle::Requeue),
        Just(Settle::Fail),
        Just(Settle::Reject),
    ];
    let subscribe = (consumer.clone(), queue.clone(), 0..4_u32, any::<bool>(), -1..2_i32).prop_map(
        |(consumer, queue, prefetch, auto_ack, priority)| Command::Subscribe {
            consumer,
            queue,
            prefetch,
            auto_ack,
            priority,
        },
    );
    let settle = (consumer.clone(), 0..6_u64, how, any::<bool>()).prop_map(
        |(consumer, tag, how, multiple)| Command::Settle { consumer, tag, how, multiple },
    );
    prop_oneof![
        subscribe,
        consumer.clone().prop_map(|consumer| Command::Cancel { consumer }),
        (consumer.clone(), queue, any::<bool>())
            .prop_map(|(consumer, queue, auto_ack)| Command::Get { consumer, queue, auto_ack }),
        (consumer.clone(), 1..6_u64).prop_map(|(consumer, tag)| Command::Process { consumer, tag }),
        (consumer, 1..6_u64, 0..20_u64).prop_map(|(consumer, tag, ms)| Command::Extend {
            consumer,
            tag,
            ms
        }),
        settle,
    ]
}

fn fault(sizes: Sizes) -> impl Strategy<Value = Command> {
    let consumer = (0..4_u32).prop_map(move |n| sizes.consumer(n));
    let client = prop_oneof![consumer.clone(), (0..2_u32).prop_map(move |n| sizes.producer(n)),];
    let frame = prop_oneof![
        Just(Frame::Publish),
        Just(Frame::Confirm),
        Just(Frame::Delivery),
        Just(Frame::Ack),
    ];
    prop_oneof![
        3 => (consumer.clone(), option::of(crash_point()))
            .prop_map(|(consumer, at)| Command::Crash { consumer, at }),
        1 => consumer.clone().prop_map(|consumer| Command::CallOffCrash { consumer }),
        2 => consumer.clone().prop_map(|consumer| Command::Revive { consumer }),
        2 => consumer.clone().prop_map(|consumer| Command::Hang { consumer }),
        2 => consumer.prop_map(|consumer| Command::GoOn { consumer }),
        2 => client.clone().prop_map(|client| Command::Partition { client }),
        2 => client.clone().prop_map(|client| Command::Repair { client }),
        4 => (client, frame).prop_map(|(client, frame)| Command::LoseNext { client, frame }),
    ]
}

fn to_queue(sizes: Sizes) -> impl Strategy<Value = Command> {
    let queue = (0..4_u32).prop_map(move |n| sizes.queue(n));
    let limit = (queue.clone(), option::of(0..4_u64), overflow()).prop_map(
        |(queue, max_length, overflow)| Command::SetLimit { queue, max_length, overflow },
    );
    prop_oneof![
        limit,
        (queue.clone(), option::of(ttl_ms()))
            .prop_map(|(queue, message_ttl_ms)| Command::SetTtl { queue, message_ttl_ms }),
        (queue.clone(), option::of(-1..3_i32)).prop_map(|(queue, delivery_limit)| {
            Command::SetDeliveryLimit { queue, delivery_limit }
        }),
        (queue.clone(), 0..4_u8).prop_map(|(queue, up)| Command::SetMembersUp { queue, up }),
        (queue.clone(), option::of(queue.clone()), 100.0..500.0, any::<bool>()).prop_map(
            |(queue, to, per_s, corrected)| Command::Redrive { queue, to, per_s, corrected }
        ),
        (queue.clone(), 1..12_u32, option::of(queue.clone()), any::<bool>()).prop_map(
            |(queue, message, to, corrected)| Command::Replay { queue, message, to, corrected }
        ),
        (queue.clone(), 1..12_u32).prop_map(|(queue, message)| Command::Discard { queue, message }),
        queue.prop_map(|queue| Command::Purge { queue }),
        Just(Command::RestartBroker {}),
        Just(Command::KillBroker {}),
        option::of(1..6_u64).prop_map(|messages| Command::SetMemoryLimit { messages }),
    ]
}

fn to_calls(sizes: Sizes) -> impl Strategy<Value = Command> {
    let caller = (0..2_u32).prop_map(move |n| sizes.caller(n));
    let called = (0..3_u32).prop_map(move |n| sizes.service(n));
    let patience = (caller.clone(), 0.0..30.0, 0..4_u32, 0.0..5.0).prop_map(
        |(caller, timeout_ms, retries, pause_ms)| Command::SetPatience {
            caller,
            timeout_ms,
            retries,
            pause_ms,
        },
    );
    prop_oneof![
        4 => caller.clone().prop_map(|caller| Command::Request { caller }),
        1 => (caller, arrivals())
            .prop_map(|(caller, arrivals)| Command::SetRequests { caller, arrivals }),
        1 => patience,
        1 => (called.clone(), service())
            .prop_map(|(service, time)| Command::SetServiceTime { service, time }),
        1 => (called.clone(), -0.1..1.0)
            .prop_map(|(service, share)| Command::SetFailureShare { service, share }),
        3 => called.clone().prop_map(|service| Command::TakeDown { service }),
        3 => called.prop_map(|service| Command::BringUp { service }),
    ]
}
