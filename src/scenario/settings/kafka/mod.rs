//! Settings of topics, producers and groups under the names Kafka gives them.
//!
//! What a lab cannot change says so in its sentence. Kafka itself creates
//! its clients with their settings; the lab lets go of that where another
//! value needs nothing but another value.

use super::{Empty, Form, Setting, Unit, Value};
use crate::words::Word;

mod group;
mod producer;
mod topic;

pub(super) use group::{CLASSIC, SHARE};
pub(super) use producer::PRODUCER;
pub(super) use topic::TOPIC;

/// A number; an empty field stands for `default`.
const fn number(unit: Unit, from: f64, to: f64, default: f64) -> Form {
    Form::Number { unit, from, to, empty: Empty::Number(default) }
}

/// A year, the longest span of a log.
const YEAR_MS: f64 = 31_536_000_000.0;

/// A setting that stays as it was given.
const fn fixed<Spec>(name: &'static str, says: Word, read: fn(&Spec) -> Value) -> Setting<Spec> {
    Setting { name, says, form: Form::Words, read, change: None }
}

fn text(text: impl ToString) -> Value {
    Value::Words(text.to_string())
}

fn ms(span: impl ToString) -> Value {
    Value::Words(format!("{} ms", span.to_string()))
}

fn bytes(count: impl ToString) -> Value {
    Value::Words(format!("{} B", count.to_string()))
}

/// The place of a value among those that can be chosen.
fn place<T: PartialEq>(choices: &[T], value: &T) -> Value {
    Value::Choice(choices.iter().position(|one| one == value).unwrap_or_default())
}
