//! Commands in words: `kill:worker-2:between`.
//!
//! A word stands for a command whose values are all plain; a table says which
//! value stands where. Any other command is its own name and its values as
//! JSON. What is written is read back at once, so a link never says anything
//! else than what was asked.

use serde_json::{Map, Value};

use super::percent::{escaped, unescaped};
use crate::{
    engine::Command,
    scenario::{read, text},
    words::{quoted, shared_runs},
};

/// What a value is; an empty place stands for `null`, or what goes without
/// saying.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Text,
    Number,
    /// `on` or `off`.
    Flag,
}
use Kind::{Flag, Number, Text};

/// A word, the command it stands for, and where its values go: their places
/// in the command, as names joined by `/`.
struct Word {
    word: &'static str,
    command: &'static str,
    values: &'static [(&'static str, Kind)],
}

const fn word(
    word: &'static str,
    command: &'static str,
    values: &'static [(&'static str, Kind)],
) -> Word {
    Word { word, command, values }
}

const WORDS: [Word; 35] = [
    word("kill", "crash", &[("consumer", Text), ("at", Text)]),
    word("spare", "call-off-crash", &[("consumer", Text)]),
    word("revive", "revive", &[("consumer", Text)]),
    word("poison", "poison-next", &[("producer", Text)]),
    word("lose", "lose-next", &[("client", Text), ("frame", Text)]),
    word("purge", "purge", &[("queue", Text)]),
    word("restart", "restart-broker", &[]),
    word("kill-broker", "kill-broker", &[]),
    word("broker", "set-broker", &[("broker", Number), ("up", Flag)]),
    word("stall", "stall-broker", &[("broker", Number), ("stalled", Flag)]),
    word("rate", "set-arrivals", &[("producer", Text), ("arrivals/constant/per_s", Number)]),
    word("random-rate", "set-arrivals", &[("producer", Text), ("arrivals/poisson/per_s", Number)]),
    word(
        "burst",
        "set-arrivals",
        &[("producer", Text), ("arrivals/burst/size", Number), ("arrivals/burst/every_ms", Number)],
    ),
    word("poison-share", "set-poison-share", &[("producer", Text), ("share", Number)]),
    word("time", "set-service", &[("consumer", Text), ("service/constant/ms", Number)]),
    word("random-time", "set-service", &[("consumer", Text), ("service/exponential/ms", Number)]),
    word("prefetch", "set-prefetch", &[("consumer", Text), ("prefetch", Number)]),
    word("ack", "set-ack", &[("consumer", Text), ("ack", Text)]),
    word("idempotent", "set-idempotent", &[("consumer", Text), ("idempotent", Flag)]),
    word("on-poison", "set-on-poison", &[("consumer", Text), ("on_poison", Text)]),
    word("restart-after", "set-restart", &[("consumer", Text), ("restart_ms", Number)]),
    word("limit", "set-limit", &[("queue", Text), ("overflow", Text), ("max_length", Number)]),
    word("ttl", "set-ttl", &[("queue", Text), ("message_ttl_ms", Number)]),
    word("attempts", "set-delivery-limit", &[("queue", Text), ("delivery_limit", Number)]),
    word("members", "set-members-up", &[("queue", Text), ("up", Number)]),
    word("cancel", "cancel", &[("consumer", Text)]),
    word("get", "get", &[("consumer", Text), ("queue", Text), ("auto_ack", Flag)]),
    word("process", "process", &[("consumer", Text), ("tag", Number)]),
    word(
        "settle",
        "settle",
        &[("consumer", Text), ("tag", Number), ("how", Text), ("multiple", Flag)],
    ),
    word("redrive", "redrive", &[("queue", Text), ("per_s", Number), ("to", Text)]),
    word("request", "request", &[("caller", Text)]),
    word("take-down", "take-down", &[("service", Text)]),
    word("bring-up", "bring-up", &[("service", Text)]),
    word("failures", "set-failure-share", &[("service", Text), ("share", Number)]),
    word("memory", "set-memory-limit", &[("messages", Number)]),
];

/// The command in words, or its name and JSON.
pub(super) fn written(command: &Command) -> String {
    let Value::Object(command_as_json) = text::tree(command) else {
        return String::new();
    };
    let Some((name, values)) = command_as_json.iter().next() else {
        return String::new();
    };
    let candidates = WORDS.iter().filter(|word| word.command == name);
    let mut in_words = candidates.filter_map(|word| word.write(values));
    let faithful = |text: &String| read(text).is_ok_and(|read| read == *command);
    let as_json = || format!("{name}:{}", escaped(&text::text(values)));
    in_words.find(faithful).unwrap_or_else(as_json)
}

/// The command that the words stand for.
///
/// # Errors
/// What is wrong with them.
pub(super) fn read(text: &str) -> Result<Command, String> {
    let mut parts = text.split(':').map(unescaped);
    let name = parts.next().unwrap_or_default();
    let parts: Vec<String> = parts.collect();
    let value = match (parts.as_slice(), WORDS.iter().find(|word| word.word == name)) {
        ([json], _) if json.starts_with('{') => {
            let values = serde_json::from_str(json).map_err(|error| read::syntax(&error))?;
            named(&name, values)
        }
        (_, Some(word)) => named(word.command, word.read(&parts)?),
        (_, None) => {
            let known: Vec<&str> = WORDS.iter().map(|word| word.word).collect();
            let name = quoted(&name);
            return Err(shared_runs::no_command(&name, &known.join(", ")));
        }
    };
    read::typed(&value).map_err(|problem| problem.says)
}

fn named(name: &str, values: Value) -> Value {
    let mut fields = Map::new();
    fields.insert(name.to_owned(), values);
    Value::Object(fields)
}

impl Word {
    /// The values in words, if each has its place here.
    fn write(&self, values: &Value) -> Option<String> {
        let mut texts = vec![String::new(); self.values.len()];
        self.fill(values, "", &mut texts)?;
        while texts.last().is_some_and(String::is_empty) {
            texts.pop();
        }
        let parts = [self.word.to_owned()].into_iter().chain(texts);
        Some(parts.collect::<Vec<_>>().join(":"))
    }

    fn fill(&self, value: &Value, place: &str, texts: &mut [String]) -> Option<()> {
        if let Value::Object(fields) = value {
            let below = |name: &String| match place {
                "" => name.clone(),
                place => format!("{place}/{name}"),
            };
            return fields
                .iter()
                .try_for_each(|(name, value)| self.fill(value, &below(name), texts));
        }
        let at = self.values.iter().position(|(known, _)| *known == place)?;
        texts[at] = match (self.values[at].1, value) {
            (_, Value::Null) => String::new(),
            (Text, Value::String(text)) => escaped(text),
            (Number, Value::Number(number)) => {
                let number = text::text(number);
                number.strip_suffix(".0").map_or(number.clone(), str::to_owned)
            }
            (Flag, Value::Bool(flag)) => if *flag { "on" } else { "off" }.to_owned(),
            _ => return None,
        };
        Some(())
    }

    /// The values of the command, from their words.
    fn read(&self, parts: &[String]) -> Result<Value, String> {
        if self.values.len() < parts.len() {
            let most = self.values.len();
            return Err(shared_runs::values_too_many(&parts.len(), &self.word, &most));
        }
        let mut values = Value::Object(Map::new());
        for ((place, kind), text) in self.values.iter().zip(parts) {
            if !text.is_empty() {
                *at(&mut values, place) = scalar(*kind, text)?;
            }
        }
        Ok(values)
    }
}

/// The value at a place, with the objects that lead to it.
fn at<'a>(values: &'a mut Value, place: &str) -> &'a mut Value {
    place.split('/').fold(values, |value, name| &mut value[name])
}

fn scalar(kind: Kind, text: &str) -> Result<Value, String> {
    match (kind, text) {
        (Text, text) => Ok(Value::String(text.to_owned())),
        (Flag, "on") => Ok(Value::Bool(true)),
        (Flag, "off") => Ok(Value::Bool(false)),
        (Flag, _) => Err(shared_runs::ON_OR_OFF.into()),
        (Number, text) => match serde_json::from_str(text) {
            Ok(Value::Number(number)) => Ok(Value::Number(number)),
            _ => Err(shared_runs::A_NUMBER.into()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{
        Outgoing,
        topology::{Arrivals, CrashPoint},
    };

    #[track_caller]
    fn check(command: Command, text: &str) {
        assert_eq!(written(&command), text);
        assert_eq!(read(text), Ok(command));
    }

    #[test]
    fn frequent_commands_are_words() {
        let consumer = || "worker-2".to_owned();
        check(Command::Crash { consumer: consumer(), at: None }, "kill:worker-2");
        let at = Some(CrashPoint::Between);
        check(Command::Crash { consumer: consumer(), at }, "kill:worker-2:between");
        check(
            Command::Purge { queue: "orders.dead: é".to_owned() },
            "purge:orders.dead%3A%20%C3%A9",
        );
        check(Command::RestartBroker {}, "restart");
        let arrivals = Arrivals::Constant { per_s: 2.5 };
        check(Command::SetArrivals { producer: "p".to_owned(), arrivals }, "rate:p:2.5");
        check(
            Command::SetIdempotent { consumer: consumer(), idempotent: true },
            "idempotent:worker-2:on",
        );
        check(
            Command::SetRestart { consumer: "c".to_owned(), restart_ms: None },
            "restart-after:c",
        );
    }

    #[test]
    fn other_commands_are_their_name_and_json() {
        let message = Outgoing { body: "by hand".to_owned(), ..Outgoing::default() };
        let publish = Command::Publish { producer: "p".to_owned(), message };
        let text = written(&publish);
        assert!(text.starts_with("publish:%7B%22"), "{text}");
        assert_eq!(read(&text), Ok(publish));
        // A name that is empty has no word of its own.
        let nobody = Command::Revive { consumer: String::new() };
        assert_eq!(read(&written(&nobody)), Ok(nobody));
    }

    #[test]
    fn every_word_stands_for_a_command_there_is() {
        for word in &WORDS {
            let problem = read(word.word).err().unwrap_or_default();
            assert!(!problem.contains("unknown variant"), "{}: {problem}", word.word);
        }
    }

    #[test]
    fn wrong_words_are_told_what_there_is() {
        let says = |text: &str| read(text).expect_err("wrong");
        assert!(
            says("explode:a").starts_with("there is no command “explode”; there is kill, spare")
        );
        assert_eq!(says("kill:a:b:c"), "3 values are too many; kill has 2");
        assert_eq!(says("rate:p:fast"), "here stands a number");
        assert_eq!(says("idempotent:c:yes"), "here stands on or off");
        assert_eq!(says("kill"), "missing field `consumer`");
    }
}
