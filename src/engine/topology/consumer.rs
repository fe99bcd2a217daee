//! Consumers to start.

use queuescope_derive::Read;
use serde::{Deserialize, Serialize};

use super::is_default;

/// When a consumer settles a delivery, against when it does the work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "kebab-case")]
pub enum AckMode {
    /// The broker settles on sending (R13): at most once.
    Automatic,
    /// The consumer acknowledges, then works: at most once.
    First,
    /// The consumer works, then acknowledges: at least once (R15).
    #[default]
    Last,
}

/// How long processing takes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, Read)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Service {
    /// Always the same.
    #[serde(rename_all = "snake_case")]
    Constant {
        /// Milliseconds.
        ms: f64,
    },
    /// Exponential with this mean.
    #[serde(rename_all = "snake_case")]
    Exponential {
        /// Milliseconds on average.
        ms: f64,
    },
}

/// What a consumer does with a message it cannot process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "kebab-case")]
pub enum OnPoison {
    /// `basic.reject(requeue=false)`: to the dead-letter exchange, if any (R26).
    #[default]
    Reject,
    /// `basic.reject(requeue=true)`: back to its place, for ever (R24).
    Requeue,
    /// The process dies.
    Crash,
    /// `basic.nack(requeue=true)`: back as well, without counting as a
    /// failure where only failures count (R23).
    Nack,
}

/// When an idempotent consumer stores the key of a message it processes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "kebab-case")]
pub enum Marker {
    /// In one transaction with the effect.
    #[default]
    Atomic,
    /// Before the work: a crash in between loses the effect.
    Before,
    /// After the effect, with the second act of the cycle: a crash in between
    /// duplicates it.
    After,
}

/// An instant of the consume cycle: between which of its two acts the
/// consumer dies. The acts are effect and ack, in the order of [`AckMode`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Read)]
#[serde(rename_all = "kebab-case")]
pub enum CrashPoint {
    /// Received, neither act done.
    BeforeBoth,
    /// The first act done, the second not.
    Between,
    /// Both done.
    AfterBoth,
}

impl CrashPoint {
    /// All, in the order of the cycle.
    pub const ALL: [CrashPoint; 3] =
        [CrashPoint::BeforeBoth, CrashPoint::Between, CrashPoint::AfterBoth];

    /// As commands and lessons name it.
    pub fn name(self) -> &'static str {
        match self {
            CrashPoint::BeforeBoth => "before-both",
            CrashPoint::Between => "between",
            CrashPoint::AfterBoth => "after-both",
        }
    }
}

/// Crashes that happen by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct CrashPlan {
    /// At which instant of the cycle.
    pub at: CrashPoint,
    /// Chance of a crash with each message, 0 to 1.
    #[serde(default)]
    pub probability: f64,
    /// Crash with the n-th message received, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nth: Option<u64>,
}

/// A client that consumes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct ConsumerSpec {
    /// Its name; with `count` above 1 the name of a pool: `name-1`, `name-2` …
    pub name: String,
    /// How many such consumers compete.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub count: u32,
    /// The queue it subscribes to at the start and after every revival;
    /// none for a client that is driven by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    /// Further queues it subscribes to on the same channel, each with the
    /// prefetch of its own (R12).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// The group it belongs to, if it reads topics of the log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// It publishes a message for each one it processes: to the topic, the
    /// queue or else the exchange of that name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub produces: Option<String>,
    /// It does not start with the rest: somebody starts it later.
    #[serde(default, skip_serializing_if = "is_default")]
    pub late: bool,
    /// `basic.qos`: most unacknowledged deliveries; 0 = unlimited (R12).
    #[serde(default)]
    pub prefetch: u32,
    /// Consumer priority, `x-priority`: higher is served first (R14).
    #[serde(default)]
    pub priority: i32,
    /// `MaxNumberOfMessages`: most messages it asks for at once, where it has
    /// to ask (S9); 1 to 10.
    #[serde(default = "ten", skip_serializing_if = "is_ten")]
    pub batch: u32,
    /// `WaitTimeSeconds`: how long an ask waits for a message, in
    /// milliseconds; 0 is a short poll (S9).
    #[serde(default, skip_serializing_if = "is_default")]
    pub wait_ms: f64,
    /// How long after an empty answer it asks again, in milliseconds.
    #[serde(default = "a_second", skip_serializing_if = "is_a_second")]
    pub poll_gap_ms: f64,
    /// For how long in all it extends the lease of what it holds, in
    /// milliseconds; 0: never (S1, P1).
    #[serde(default, skip_serializing_if = "is_default")]
    pub extend_ms: f64,
    /// When it acknowledges.
    #[serde(default)]
    pub ack: AckMode,
    /// How long processing takes.
    #[serde(default = "half_second")]
    pub service: Service,
    /// Between the two acts of the cycle, in milliseconds. Real consumers
    /// take next to none; a lesson stretches it so that it can be seen.
    #[serde(default)]
    pub gap_ms: f64,
    /// A person settles its deliveries one by one; it does nothing itself.
    #[serde(default)]
    pub by_hand: bool,
    /// Keeps the ids of messages it has processed, and skips those it knows.
    #[serde(default)]
    pub idempotent: bool,
    /// When it stores the key, if it is idempotent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub marker: Marker,
    /// What it does with a message it cannot process.
    #[serde(default)]
    pub on_poison: OnPoison,
    /// Crashes that happen by themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crash: Option<CrashPlan>,
    /// Starts again this long after a crash, in milliseconds; never without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restart_ms: Option<f64>,
    /// One way between this client and the broker, in milliseconds.
    #[serde(default)]
    pub latency_ms: f64,
    /// Up to this much more, drawn evenly, without overtaking.
    #[serde(default)]
    pub jitter_ms: f64,
}

impl ConsumerSpec {
    /// A consumer of `queue` that acknowledges after half a second of work.
    pub fn named(name: impl Into<String>, queue: impl Into<String>) -> Self {
        ConsumerSpec {
            name: name.into(),
            count: 1,
            queue: Some(queue.into()),
            also: Vec::new(),
            group: None,
            produces: None,
            late: false,
            prefetch: 0,
            priority: 0,
            batch: ten(),
            wait_ms: 0.0,
            poll_gap_ms: a_second(),
            extend_ms: 0.0,
            ack: AckMode::Last,
            service: half_second(),
            gap_ms: 0.0,
            by_hand: false,
            idempotent: false,
            marker: Marker::Atomic,
            on_poison: OnPoison::Reject,
            crash: None,
            restart_ms: None,
            latency_ms: 0.0,
            jitter_ms: 0.0,
        }
    }

    /// Every queue it subscribes to.
    pub fn queues(&self) -> impl Iterator<Item = &str> {
        self.queue.iter().chain(&self.also).map(String::as_str)
    }

    /// The names of the consumers this stands for: itself, or its pool.
    pub fn names(&self) -> impl Iterator<Item = String> + '_ {
        (1..=self.count).map(|n| match self.count {
            1 => self.name.clone(),
            _ => format!("{}-{n}", self.name),
        })
    }
}

fn one() -> u32 {
    1
}

fn is_one(value: &u32) -> bool {
    *value == 1
}

fn ten() -> u32 {
    10
}

fn is_ten(value: &u32) -> bool {
    *value == 10
}

fn a_second() -> f64 {
    1_000.0
}

fn is_a_second(value: &f64) -> bool {
    *value == 1_000.0
}

fn half_second() -> Service {
    Service::Constant { ms: 500.0 }
}
