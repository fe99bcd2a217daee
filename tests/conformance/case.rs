//! The file format of a recorded case.

use std::{collections::BTreeMap, path::Path};

use queuescope::engine::{
    profile::ProfileId,
    topology::{
        BindingSpec, DeadLetterSpec, ExchangeKind, ExchangeSpec, Headers, Overflow, QueueSpec,
    },
};
use serde::Deserialize;
use serde_json::Value;

/// A script, and what a real broker answered to it. Who recorded it on what,
/// which the file also says, does not matter here.
#[derive(Deserialize)]
pub struct Case {
    version: u32,
    pub declare: Vec<Declare>,
    pub steps: Vec<Step>,
}

/// Something that exists before the first step.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum Declare {
    Bind { bind: Bind },
    Queue(Queue),
    Exchange(Exchange),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bind {
    exchange: String,
    queue: Option<String>,
    to_exchange: Option<String>,
    #[serde(default)]
    key: String,
    #[serde(default)]
    args: Headers,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    exchange: String,
    #[serde(rename = "type")]
    kind: ExchangeKind,
    #[serde(default = "yes")]
    durable: bool,
    #[serde(default)]
    args: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Queue {
    queue: String,
    #[serde(rename = "type", default)]
    kind: QueueKind,
    #[serde(default = "yes")]
    durable: bool,
    #[serde(default)]
    args: QueueArgs,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum QueueKind {
    #[default]
    Classic,
    Quorum,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct QueueArgs {
    max_length: Option<u64>,
    max_length_bytes: Option<u64>,
    overflow: Option<String>,
    message_ttl_ms: Option<u64>,
    expires_ms: Option<u64>,
    dead_letter_exchange: Option<String>,
    dead_letter_routing_key: Option<String>,
    delivery_limit: Option<u64>,
    max_priority: Option<u8>,
    single_active_consumer: Option<bool>,
}

/// One step of the script; what its verb does not use is absent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    #[serde(rename = "do")]
    pub verb: String,
    pub consumer: Option<String>,
    pub queue: Option<String>,
    pub prefetch: Option<u32>,
    pub auto_ack: Option<bool>,
    pub priority: Option<i32>,
    pub body: Option<String>,
    pub multiple: Option<bool>,
    pub requeue: Option<bool>,
    pub again: Option<bool>,
    pub ms: Option<u64>,
    pub messages: Option<Vec<Publish>>,
    pub exchange: Option<String>,
    pub key: Option<String>,
    pub headers: Option<Headers>,
    pub persistent: Option<bool>,
    pub mandatory: Option<bool>,
    pub expiration_ms: Option<u64>,
    /// Absent: nothing to compare. `null` means something.
    #[serde(default, deserialize_with = "present")]
    pub expect: Option<Value>,
}

/// A message to publish.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publish {
    pub body: String,
    #[serde(default)]
    pub exchange: String,
    #[serde(default)]
    pub key: String,
    #[serde(default)]
    pub headers: Headers,
    #[serde(default = "yes")]
    pub persistent: bool,
    #[serde(default)]
    pub mandatory: bool,
    pub expiration_ms: Option<u64>,
    pub priority: Option<u8>,
}

impl Case {
    /// Reads a case.
    pub fn read(path: &Path) -> Result<Case, String> {
        let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
        let case: Case = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        match case.version {
            1 => Ok(case),
            other => Err(format!("version {other} of the format is not known")),
        }
    }
}

impl Bind {
    pub fn spec(&self) -> BindingSpec {
        BindingSpec {
            exchange: self.exchange.clone(),
            queue: self.queue.clone(),
            to_exchange: self.to_exchange.clone(),
            key: self.key.clone(),
            arguments: self.args.clone(),
        }
    }
}

impl Exchange {
    pub fn spec(&self) -> ExchangeSpec {
        ExchangeSpec {
            name: self.exchange.clone(),
            kind: self.kind,
            durable: self.durable,
            alternate: self.args.get("alternate_exchange").cloned(),
        }
    }
}

impl Queue {
    /// The queue in the engine's terms, or what the engine lacks for it.
    pub fn spec(&self) -> Result<QueueSpec, String> {
        let args = &self.args;
        let profile = match self.kind {
            QueueKind::Classic => ProfileId::RabbitClassic310,
            QueueKind::Quorum => ProfileId::RabbitQuorum310,
        };
        let overflow = match args.overflow.as_deref() {
            None | Some("drop-head") => Overflow::DropHead,
            Some("reject-publish") => Overflow::RejectPublish,
            Some("reject-publish-dlx") => Overflow::RejectPublishDlx,
            Some(other) => return Err(format!("overflow {other}")),
        };
        let dead_letter = args.dead_letter_exchange.as_ref().map(|exchange| DeadLetterSpec {
            exchange: exchange.clone(),
            routing_key: args.dead_letter_routing_key.clone(),
            ..DeadLetterSpec::default()
        });
        Ok(QueueSpec {
            profile: Some(profile),
            durable: self.durable,
            max_length: args.max_length,
            max_length_bytes: args.max_length_bytes,
            overflow,
            message_ttl_ms: args.message_ttl_ms,
            expires_ms: args.expires_ms,
            dead_letter,
            max_priority: args.max_priority,
            delivery_limit: args.delivery_limit.map(|limit| limit as i32),
            single_active: args.single_active_consumer.unwrap_or(false),
            ..QueueSpec::named(&self.queue)
        })
    }
}

/// Tells `"expect": null` from no `expect` at all.
fn present<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(from).map(Some)
}

fn yes() -> bool {
    true
}
