//! Queue arguments of RabbitMQ and what `basic.qos` sets.

use super::{Empty, Form, Setting, Unit, Value};
use crate::{
    engine::{
        Command, QueueChange,
        topology::{ConsumerSpec, DeadLetterStrategy, Overflow, QueueSpec},
    },
    words::{
        Word, rabbitmq_settings as words,
        settings::{NEVER, NO_LIMIT, NO_WAIT, NONE, UNLIMITED},
    },
};

type Queue = Setting<QueueSpec>;

const fn count(unit: Unit, to: f64, empty: Word) -> Form {
    Form::Number { unit, from: 0.0, to, empty: Empty::Says(empty) }
}

fn set(spec: &QueueSpec, change: QueueChange) -> Command {
    Command::SetQueue { queue: spec.name.clone(), change }
}

fn name(text: Option<&str>) -> Value {
    Value::Words(text.unwrap_or_default().to_owned())
}

const MAX_LENGTH: Queue = Queue {
    name: "x-max-length",
    says: words::MAX_LENGTH,
    form: count(Unit::Messages, 1e9, NONE),
    read: |spec| Value::of(spec.max_length),
    change: Some(|spec, value| Command::SetLimit {
        queue: spec.name.clone(),
        max_length: value.whole(),
        overflow: spec.overflow,
    }),
};

const MAX_LENGTH_BYTES: Queue = Queue {
    name: "x-max-length-bytes",
    says: words::MAX_LENGTH_BYTES,
    form: count(Unit::Bytes, 1e9, NONE),
    read: |spec| Value::of(spec.max_length_bytes),
    change: Some(|spec, value| set(spec, QueueChange::MaxLengthBytes(value.whole()))),
};

const OVERFLOWS: [Overflow; 3] =
    [Overflow::DropHead, Overflow::RejectPublish, Overflow::RejectPublishDlx];

const fn overflow(choices: &'static [&'static str]) -> Queue {
    Queue {
        name: "x-overflow",
        says: words::OVERFLOW,
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
    says: words::MESSAGE_TTL,
    form: count(Unit::Ms, 864_000_000.0, NONE),
    read: |spec| Value::of(spec.message_ttl_ms),
    change: Some(|spec, value| Command::SetTtl {
        queue: spec.name.clone(),
        message_ttl_ms: value.whole(),
    }),
};

const EXPIRES: Queue = Queue {
    name: "x-expires",
    says: words::EXPIRES,
    form: Form::Number { unit: Unit::Ms, from: 1.0, to: 864_000_000.0, empty: Empty::Says(NEVER) },
    read: |spec| Value::of(spec.expires_ms),
    change: Some(|spec, value| set(spec, QueueChange::ExpiresMs(value.whole()))),
};

const MAX_PRIORITY: Queue = Queue {
    name: "x-max-priority",
    says: words::MAX_PRIORITY,
    form: Form::Words,
    read: |spec| name(spec.max_priority.map(|most| most.to_string()).as_deref()),
    change: None,
};

const SINGLE_ACTIVE: Queue = Queue {
    name: "x-single-active-consumer",
    says: words::SINGLE_ACTIVE,
    form: Form::Switch,
    read: |spec| Value::Switch(spec.single_active),
    change: None,
};

const DEAD_LETTER: Queue = Queue {
    name: "x-dead-letter-exchange",
    says: words::DEAD_LETTER,
    form: Form::Words,
    read: |spec| {
        let target = spec.dead_letter.as_ref().map(|target| target.exchange.as_str());
        name(target.map(|exchange| if exchange.is_empty() { "default" } else { exchange }))
    },
    change: None,
};

const DEAD_LETTER_KEY: Queue = Queue {
    name: "x-dead-letter-routing-key",
    says: words::DEAD_LETTER_KEY,
    form: Form::Words,
    read: |spec| name(spec.dead_letter.as_ref().and_then(|target| target.routing_key.as_deref())),
    change: None,
};

const STRATEGY: Queue = Queue {
    name: "x-dead-letter-strategy",
    says: words::STRATEGY,
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
    says: words::DELIVERY_LIMIT,
    form: Form::Number {
        unit: Unit::Plain,
        from: -1.0,
        to: 1_000_000.0,
        empty: Empty::Number(20.0),
    },
    read: |spec| Value::Number(spec.delivery_limit.map(f64::from)),
    change: Some(|spec, value| Command::SetDeliveryLimit {
        queue: spec.name.clone(),
        delivery_limit: value.number().map(|limit| limit as i32),
    }),
};

const CONSUMER_TIMEOUT: Queue = Queue {
    name: "x-consumer-timeout",
    says: words::CONSUMER_TIMEOUT,
    form: Form::Number {
        unit: Unit::Ms,
        from: 1.0,
        to: 864_000_000.0,
        empty: Empty::Number(1_800_000.0),
    },
    read: |spec| Value::of(spec.consumer_timeout_ms),
    change: Some(|spec, value| set(spec, QueueChange::ConsumerTimeoutMs(value.whole()))),
};

const RETRY_MIN: Queue = Queue {
    name: "x-delayed-retry-min",
    says: words::RETRY_MIN,
    form: count(Unit::Ms, 600_000.0, NO_WAIT),
    read: |spec| Value::of(spec.retry_min_ms),
    change: Some(|spec, value| set(spec, QueueChange::RetryMinMs(value.whole()))),
};

const RETRY_MAX: Queue = Queue {
    name: "x-delayed-retry-max",
    says: words::RETRY_MAX,
    form: count(Unit::Ms, 600_000.0, NO_LIMIT),
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
    says: words::PREFETCH,
    form: count(Unit::Messages, 65_535.0, UNLIMITED),
    read: |spec| Value::Number((spec.prefetch > 0).then_some(f64::from(spec.prefetch))),
    change: Some(|spec, value| Command::SetPrefetch {
        consumer: spec.name.clone(),
        prefetch: value.number().unwrap_or_default() as u32,
    }),
}];
