//! Producer configs.

use super::{Form, Setting, Unit, Value, bytes, fixed, ms, number, place, text};
use crate::{
    engine::{
        Command, SendChange,
        topology::{Acks, LogProducerSpec, ProducerSpec},
    },
    words::sender_settings as words,
};

const ACKS: [Acks; 3] = [Acks::None, Acks::Leader, Acks::All];

fn set(spec: &ProducerSpec, change: SendChange) -> Command {
    Command::SetSending { producer: spec.name.clone(), change }
}

/// Reads the half that sends to a log; of another producer there is nothing
/// to read.
fn read(spec: &ProducerSpec, of: impl Fn(&LogProducerSpec) -> Value) -> Value {
    spec.log.as_ref().map_or(text(""), of)
}

pub const PRODUCER: &[Setting<ProducerSpec>] = &[
    Setting {
        name: "acks",
        says: words::ACKS,
        form: Form::Choice(&["0", "1", "all"]),
        read: |spec| read(spec, |log| place(&ACKS, &log.acks)),
        change: Some(|spec, value| set(spec, SendChange::Acks(ACKS[value.place()]))),
    },
    Setting {
        name: "enable.idempotence",
        says: words::IDEMPOTENCE,
        form: Form::Switch,
        read: |spec| read(spec, |log| Value::Switch(log.idempotent && log.acks == Acks::All)),
        change: Some(|spec, value| set(spec, SendChange::Idempotent(value.is_on()))),
    },
    Setting {
        name: "linger.ms",
        says: words::LINGER,
        form: number(Unit::Ms, 0.0, 3_600_000.0, 5.0),
        read: |spec| read(spec, |log| Value::Number(Some(log.linger_ms))),
        change: Some(|spec, value| set(spec, SendChange::LingerMs(value.number().unwrap_or(5.0)))),
    },
    Setting {
        name: "batch.size",
        says: words::BATCH_SIZE,
        form: number(Unit::Bytes, 0.0, 2_147_483_647.0, 16_384.0),
        read: |spec| read(spec, |log| Value::Number(Some(f64::from(log.batch_bytes)))),
        change: Some(|spec, value| {
            set(spec, SendChange::BatchBytes(value.number().unwrap_or(16_384.0) as u32))
        }),
    },
    fixed("max.in.flight.requests.per.connection", words::IN_FLIGHT, |spec| {
        read(spec, |log| text(log.in_flight))
    }),
    fixed("buffer.memory", words::BUFFER, |spec| read(spec, |log| bytes(log.buffer_bytes))),
    fixed("max.block.ms", words::MAX_BLOCK, |spec| read(spec, |log| ms(log.max_block_ms))),
    fixed("request.timeout.ms", words::REQUEST_TIMEOUT, |spec| {
        read(spec, |log| ms(log.request_timeout_ms))
    }),
    fixed("delivery.timeout.ms", words::DELIVERY_TIMEOUT, |spec| {
        read(spec, |log| ms(log.delivery_timeout_ms))
    }),
    fixed("retry.backoff.ms", words::RETRY_BACKOFF, |spec| {
        read(spec, |log| ms(log.retry_backoff_ms))
    }),
    fixed("transactional.id", words::TRANSACTIONAL_ID, |spec| {
        read(spec, |log| text(log.transactional_id.as_deref().unwrap_or_default()))
    }),
    fixed("transaction.timeout.ms", words::TRANSACTION_TIMEOUT, |spec| {
        read(spec, |log| ms(log.transaction_timeout_ms))
    }),
];
