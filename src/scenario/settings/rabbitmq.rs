//! Queue arguments of RabbitMQ and what `basic.qos` sets.

use super::{Form, Setting, Value};
use crate::engine::{
    Command, QueueChange,
    topology::{ConsumerSpec, DeadLetterStrategy, Overflow, QueueSpec},
};

type Queue = Setting<QueueSpec>;

const fn count(unit: &'static str, to: f64, default: &'static str) -> Form {
    Form::Number { unit, from: 0.0, to, default }
}

fn set(spec: &QueueSpec, change: QueueChange) -> Command {
    Command::SetQueue { queue: spec.name.clone(), change }
}

fn name(text: Option<&str>) -> Value {
    Value::Words(text.unwrap_or_default().to_owned())
}

const MAX_LENGTH: Queue = Queue {
    name: "x-max-length",
    says: "Most ready messages (R10).",
    form: count("msg", 1e9, "none"),
    read: |spec| Value::of(spec.max_length),
    change: Some(|spec, value| Command::SetLimit {
        queue: spec.name.clone(),
        max_length: value.whole(),
        overflow: spec.overflow,
    }),
};

const MAX_LENGTH_BYTES: Queue = Queue {
    name: "x-max-length-bytes",
    says: "Most bytes of ready bodies (R10).",
    form: count("B", 1e9, "none"),
    read: |spec| Value::of(spec.max_length_bytes),
    change: Some(|spec, value| set(spec, QueueChange::MaxLengthBytes(value.whole()))),
};

const OVERFLOWS: [Overflow; 3] =
    [Overflow::DropHead, Overflow::RejectPublish, Overflow::RejectPublishDlx];

const fn overflow(choices: &'static [&'static str]) -> Queue {
    Queue {
        name: "x-overflow",
        says: "What a full queue does with one more message (R9).",
        form: Form::Choice(choices),
        read: |spec| {
            let at = OVERFLOWS.iter().position(|one| *one == spec.overflow);
            Value::Choice(at.unwrap_or_default())
        },
        change: Some(|spec, value| Command::SetLimit {
            queue: spec.name.clone(),
            max_length: spec.max_length,
            overflow: OVERFLOWS[value.place()],
        }),
    }
}

const MESSAGE_TTL: Queue = Queue {
    name: "x-message-ttl",
    says: "How long a message that arrives from now on may wait (R32).",
    form: count("ms", 864_000_000.0, "none"),
    read: |spec| Value::of(spec.message_ttl_ms),
    change: Some(|spec, value| Command::SetTtl {
        queue: spec.name.clone(),
        message_ttl_ms: value.whole(),
    }),
};

const EXPIRES: Queue = Queue {
    name: "x-expires",
    says: "How long the queue may be unused before it is deleted (R26).",
    form: Form::Number { unit: "ms", from: 1.0, to: 864_000_000.0, default: "never" },
    read: |spec| Value::of(spec.expires_ms),
    change: Some(|spec, value| set(spec, QueueChange::ExpiresMs(value.whole()))),
};

const MAX_PRIORITY: Queue = Queue {
    name: "x-max-priority",
    says: "Levels of priority above 0, from 1 to 255; fixed at declaration (R34).",
    form: Form::Words,
    read: |spec| name(spec.max_priority.map(|most| most.to_string()).as_deref()),
    change: None,
};

const SINGLE_ACTIVE: Queue = Queue {
    name: "x-single-active-consumer",
    says: "Whether one consumer at a time is served; fixed at declaration (R36).",
    form: Form::Switch,
    read: |spec| Value::Switch(spec.single_active),
    change: None,
};

const DEAD_LETTER: Queue = Queue {
    name: "x-dead-letter-exchange",
    says: "Where the queue publishes what it gives up on (R26).",
    form: Form::Words,
    read: |spec| {
        let target = spec.dead_letter.as_ref().map(|target| target.exchange.as_str());
        name(target.map(|exchange| if exchange.is_empty() { "default" } else { exchange }))
    },
    change: None,
};

const DEAD_LETTER_KEY: Queue = Queue {
    name: "x-dead-letter-routing-key",
    says: "The key of a dead letter; its own without this (R28).",
    form: Form::Words,
    read: |spec| name(spec.dead_letter.as_ref().and_then(|target| target.routing_key.as_deref())),
    change: None,
};

const STRATEGY: Queue = Queue {
    name: "x-dead-letter-strategy",
    says: "Whether a dead letter is kept until all targets have confirmed it; needs x-overflow reject-publish (R31).",
    form: Form::Choice(&["at-most-once", "at-least-once"]),
    read: |spec| {
        let strategy = spec.dead_letter.as_ref().map(|target| target.strategy);
        Value::Choice(usize::from(strategy == Some(DeadLetterStrategy::AtLeastOnce)))
    },
    change: Some(|spec, value| {
        let strategies = [DeadLetterStrategy::AtMostOnce, DeadLetterStrategy::AtLeastOnce];
        set(spec, QueueChange::DeadLetterStrategy(strategies[value.place()]))
    }),
};

const DELIVERY_LIMIT: Queue = Queue {
    name: "x-delivery-limit",
    says: "Returns that count before a message is given up; -1 for no limit (R22).",
    form: Form::Number { unit: "", from: -1.0, to: 1_000_000.0, default: "20" },
    read: |spec| Value::Number(spec.delivery_limit.map(f64::from)),
    change: Some(|spec, value| Command::SetDeliveryLimit {
        queue: spec.name.clone(),
        delivery_limit: value.number().map(|limit| limit as i32),
    }),
};

const CONSUMER_TIMEOUT: Queue = Queue {
    name: "x-consumer-timeout",
    says: "How long a consumer may leave a delivery unsettled (R41).",
    form: Form::Number { unit: "ms", from: 1.0, to: 864_000_000.0, default: "1800000" },
    read: |spec| Value::of(spec.consumer_timeout_ms),
    change: Some(|spec, value| set(spec, QueueChange::ConsumerTimeoutMs(value.whole()))),
};

const RETRY_MIN: Queue = Queue {
    name: "x-delayed-retry-min",
    says: "A message that returned waits this long for every time it was delivered (R25).",
    form: count("ms", 600_000.0, "no wait"),
    read: |spec| Value::of(spec.retry_min_ms),
    change: Some(|spec, value| set(spec, QueueChange::RetryMinMs(value.whole()))),
};

const RETRY_MAX: Queue = Queue {
    name: "x-delayed-retry-max",
    says: "And never longer than this (R25).",
    form: count("ms", 600_000.0, "no limit"),
    read: |spec| Value::of(spec.retry_max_ms),
    change: Some(|spec, value| set(spec, QueueChange::RetryMaxMs(value.whole()))),
};

pub(super) const CLASSIC: &[Queue] = &[
    MAX_LENGTH,
    MAX_LENGTH_BYTES,
    overflow(&["drop-head", "reject-publish", "reject-publish-dlx"]),
    MESSAGE_TTL,
    EXPIRES,
    MAX_PRIORITY,
    SINGLE_ACTIVE,
    DEAD_LETTER,
    DEAD_LETTER_KEY,
];

pub(super) const QUORUM: &[Queue] = &[
    DELIVERY_LIMIT,
    MAX_LENGTH,
    MAX_LENGTH_BYTES,
    overflow(&["drop-head", "reject-publish"]),
    MESSAGE_TTL,
    EXPIRES,
    RETRY_MIN,
    RETRY_MAX,
    CONSUMER_TIMEOUT,
    SINGLE_ACTIVE,
    DEAD_LETTER,
    DEAD_LETTER_KEY,
    STRATEGY,
];

pub(super) const CONSUMER: &[Setting<ConsumerSpec>] = &[Setting {
    name: "Prefetch",
    says: "basic.qos: most unacknowledged deliveries of this consumer (R12).",
    form: count("msg", 65_535.0, "unlimited"),
    read: |spec| Value::Number((spec.prefetch > 0).then_some(f64::from(spec.prefetch))),
    change: Some(|spec, value| Command::SetPrefetch {
        consumer: spec.name.clone(),
        prefetch: value.number().unwrap_or_default() as u32,
    }),
}];
