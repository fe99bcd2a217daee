//! Attributes of SQS queues and of Pub/Sub subscriptions, and what their
//! clients are told.

use super::{Empty, Form, Setting, Unit, Value};
use crate::{
    engine::{
        Command, ConsumerChange, QueueChange,
        topology::{ConsumerSpec, QueueSpec},
    },
    words::{
        Word, hosted_settings as words,
        settings::{NEVER, NO_POLICY},
    },
};

type Queue = Setting<QueueSpec>;
type Consumer = Setting<ConsumerSpec>;

const fn seconds(from: f64, to: f64, empty: Empty) -> Form {
    Form::Number { unit: Unit::Seconds, from, to, empty }
}

fn set(spec: &QueueSpec, change: QueueChange) -> Command {
    Command::SetQueue { queue: spec.name.clone(), change }
}

fn tell(spec: &ConsumerSpec, change: ConsumerChange) -> Command {
    Command::SetConsumer { consumer: spec.name.clone(), change }
}

/// A lab keeps a message for ten days at the most.
const RETAINED_S: f64 = 864_000.0;

const fn lease(name: &'static str, says: Word, form: Form) -> Queue {
    Queue {
        name,
        says,
        form,
        read: |spec| Value::seconds(spec.lease_ms),
        change: Some(|spec, value| set(spec, QueueChange::LeaseMs(value.ms()))),
    }
}

const fn retention(name: &'static str, says: Word, form: Form) -> Queue {
    Queue {
        name,
        says,
        form,
        read: |spec| Value::seconds(spec.message_ttl_ms),
        change: Some(|spec, value| Command::SetTtl {
            queue: spec.name.clone(),
            message_ttl_ms: value.ms(),
        }),
    }
}

const fn attempts(name: &'static str, says: Word, form: Form) -> Queue {
    Queue {
        name,
        says,
        form,
        read: |spec| Value::Number(spec.delivery_limit.map(f64::from)),
        change: Some(|spec, value| Command::SetDeliveryLimit {
            queue: spec.name.clone(),
            delivery_limit: value.number().map(|limit| limit as i32),
        }),
    }
}

const fn target(name: &'static str, says: Word) -> Queue {
    Queue {
        name,
        says,
        form: Form::Words,
        read: |spec| {
            let target = spec.dead_letter.as_ref();
            let queue = target.and_then(|target| target.routing_key.clone());
            Value::Words(queue.unwrap_or_default())
        },
        change: None,
    }
}

const VISIBILITY: Queue =
    lease("VisibilityTimeout", words::VISIBILITY, seconds(0.0, 43_200.0, Empty::Number(30.0)));

const DELAY: Queue = Queue {
    name: "DelaySeconds",
    says: words::DELAY,
    form: seconds(0.0, 900.0, Empty::Number(0.0)),
    read: |spec| Value::seconds(spec.delay_ms),
    change: Some(|spec, value| set(spec, QueueChange::DelayMs(value.ms()))),
};

const RETENTION: Queue = retention(
    "MessageRetentionPeriod",
    words::SQS_RETENTION,
    seconds(60.0, RETAINED_S, Empty::Number(345_600.0)),
);

const RECEIVES: Queue = attempts(
    "maxReceiveCount",
    words::RECEIVES,
    Form::Number { unit: Unit::Plain, from: 1.0, to: 1_000.0, empty: Empty::Number(10.0) },
);

const TARGET: Queue = target("deadLetterTargetArn", words::SQS_TARGET);

pub(super) const STANDARD: &[Queue] = &[VISIBILITY, DELAY, RETENTION, RECEIVES, TARGET];

const DEDUP: Queue = Queue {
    name: "ContentBasedDeduplication",
    says: words::DEDUP,
    form: Form::Switch,
    read: |spec| Value::Switch(spec.content_dedup),
    change: Some(|spec, value| set(spec, QueueChange::ContentDedup(value.is_on()))),
};

pub(super) const FIFO: &[Queue] = &[VISIBILITY, DELAY, RETENTION, DEDUP, RECEIVES, TARGET];

pub(super) const SUBSCRIPTION: &[Queue] = &[
    lease("ackDeadlineSeconds", words::ACK_DEADLINE, seconds(10.0, 600.0, Empty::Number(10.0))),
    retention(
        "messageRetentionDuration",
        words::PUBSUB_RETENTION,
        seconds(600.0, RETAINED_S, Empty::Number(604_800.0)),
    ),
    Queue {
        name: "minimumBackoff",
        says: words::MIN_BACKOFF,
        form: seconds(0.0, 600.0, Empty::Says(NO_POLICY)),
        read: |spec| Value::seconds(spec.retry_min_ms),
        change: Some(|spec, value| set(spec, QueueChange::RetryMinMs(value.ms()))),
    },
    Queue {
        name: "maximumBackoff",
        says: words::MAX_BACKOFF,
        form: seconds(0.0, 600.0, Empty::Number(600.0)),
        read: |spec| Value::seconds(spec.retry_max_ms),
        change: Some(|spec, value| set(spec, QueueChange::RetryMaxMs(value.ms()))),
    },
    Queue {
        name: "enableMessageOrdering",
        says: words::ORDERING,
        form: Form::Switch,
        read: |spec| Value::Switch(spec.ordered),
        change: None,
    },
    Queue {
        name: "enableExactlyOnceDelivery",
        says: words::EXACTLY_ONCE,
        form: Form::Switch,
        read: |spec| Value::Switch(spec.exactly_once),
        change: Some(|spec, value| set(spec, QueueChange::ExactlyOnce(value.is_on()))),
    },
    attempts(
        "maxDeliveryAttempts",
        words::ATTEMPTS,
        Form::Number { unit: Unit::Plain, from: 5.0, to: 100.0, empty: Empty::Number(5.0) },
    ),
    target("deadLetterTopic", words::PUBSUB_TARGET),
];

const fn extension(name: &'static str, says: Word, to: f64) -> Consumer {
    Consumer {
        name,
        says,
        form: seconds(0.0, to, Empty::Says(NEVER)),
        read: |spec| Value::Number((spec.extend_ms > 0.0).then_some(spec.extend_ms / 1_000.0)),
        change: Some(|spec, value| {
            tell(spec, ConsumerChange::ExtendMs(value.ms().unwrap_or_default() as f64))
        }),
    }
}

pub(super) const RECEIVER: &[Consumer] = &[
    Consumer {
        name: "MaxNumberOfMessages",
        says: words::BATCH,
        form: Form::Number { unit: Unit::Messages, from: 1.0, to: 10.0, empty: Empty::Not },
        read: |spec| Value::Number(Some(f64::from(spec.batch))),
        change: Some(|spec, value| {
            tell(spec, ConsumerChange::Batch(value.number().unwrap_or(1.0) as u32))
        }),
    },
    Consumer {
        name: "WaitTimeSeconds",
        says: words::WAIT,
        form: seconds(0.0, 20.0, Empty::Number(0.0)),
        read: |spec| Value::Number(Some(spec.wait_ms / 1_000.0)),
        change: Some(|spec, value| {
            tell(spec, ConsumerChange::WaitMs(value.ms().unwrap_or_default() as f64))
        }),
    },
    extension("ChangeMessageVisibility", words::EXTEND_VISIBILITY, 43_200.0),
];

pub(super) const SUBSCRIBER: &[Consumer] = &[
    Consumer {
        name: "maxOutstandingMessages",
        says: words::OUTSTANDING,
        form: Form::Number { unit: Unit::Messages, from: 1.0, to: 65_535.0, empty: Empty::Not },
        read: |spec| Value::Number((spec.prefetch > 0).then_some(f64::from(spec.prefetch))),
        change: Some(|spec, value| Command::SetPrefetch {
            consumer: spec.name.clone(),
            prefetch: value.number().unwrap_or(1.0) as u32,
        }),
    },
    extension("maxAckExtensionPeriod", words::EXTEND_DEADLINE, 3_600.0),
];
