//! Producer configs.

use super::{Form, Setting, Value, bytes, fixed, ms, number, place, words};
use crate::engine::{
    Command, SendChange,
    topology::{Acks, LogProducerSpec, ProducerSpec},
};

const ACKS: [Acks; 3] = [Acks::None, Acks::Leader, Acks::All];

fn set(spec: &ProducerSpec, change: SendChange) -> Command {
    Command::SetSending { producer: spec.name.clone(), change }
}

/// Reads the half that sends to a log; of another producer there is nothing
/// to read.
fn read(spec: &ProducerSpec, of: impl Fn(&LogProducerSpec) -> Value) -> Value {
    spec.log.as_ref().map_or(words(""), of)
}

pub const PRODUCER: &[Setting<ProducerSpec>] = &[
    Setting {
        name: "acks",
        says: "What a send waits for: nothing, the leader, or all in sync; less than all goes without idempotence (K3).",
        form: Form::Choice(&["0", "1", "all"]),
        read: |spec| read(spec, |log| place(&ACKS, &log.acks)),
        change: Some(|spec, value| set(spec, SendChange::Acks(ACKS[value.place()]))),
    },
    Setting {
        name: "enable.idempotence",
        says: "Whether a leader knows a batch that it has already; needs acks=all (K6).",
        form: Form::Switch,
        read: |spec| read(spec, |log| Value::Switch(log.idempotent && log.acks == Acks::All)),
        change: Some(|spec, value| set(spec, SendChange::Idempotent(value.is_on()))),
    },
    Setting {
        name: "linger.ms",
        says: "How long a batch waits for more (K8).",
        form: number("ms", 0.0, 3_600_000.0, "5"),
        read: |spec| read(spec, |log| Value::Number(Some(log.linger_ms))),
        change: Some(|spec, value| set(spec, SendChange::LingerMs(value.number().unwrap_or(5.0)))),
    },
    Setting {
        name: "batch.size",
        says: "At how many bytes a batch is sent, and records without a key go elsewhere (K1).",
        form: number("B", 0.0, 2_147_483_647.0, "16384"),
        read: |spec| read(spec, |log| Value::Number(Some(f64::from(log.batch_bytes)))),
        change: Some(|spec, value| {
            set(spec, SendChange::BatchBytes(value.number().unwrap_or(16_384.0) as u32))
        }),
    },
    fixed(
        "max.in.flight.requests.per.connection",
        "Batches on their way at once; a producer is created with it (K2).",
        |spec| read(spec, |log| words(log.in_flight)),
    ),
    fixed(
        "buffer.memory",
        "Bytes for what is not sent yet; a producer is created with it (K8).",
        |spec| read(spec, |log| bytes(log.buffer_bytes)),
    ),
    fixed(
        "max.block.ms",
        "How long send() waits for room in the buffer; a producer is created with it (K8).",
        |spec| read(spec, |log| ms(log.max_block_ms)),
    ),
    fixed(
        "request.timeout.ms",
        "How long an answer may take before another attempt; a producer is created with it (K7).",
        |spec| read(spec, |log| ms(log.request_timeout_ms)),
    ),
    fixed(
        "delivery.timeout.ms",
        "When a send without success fails, its outcome unknown; a producer is created with it (K7).",
        |spec| read(spec, |log| ms(log.delivery_timeout_ms)),
    ),
    fixed(
        "retry.backoff.ms",
        "The wait before another attempt; a producer is created with it (K2).",
        |spec| read(spec, |log| ms(log.retry_backoff_ms)),
    ),
    fixed(
        "transactional.id",
        "Under which name it sends in transactions, and fences its older self; a producer is created with it (K22).",
        |spec| read(spec, |log| words(log.transactional_id.as_deref().unwrap_or_default())),
    ),
    fixed(
        "transaction.timeout.ms",
        "How long a transaction may be open before it is aborted; a producer is created with it (K20).",
        |spec| read(spec, |log| ms(log.transaction_timeout_ms)),
    ),
];
