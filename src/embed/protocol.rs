//! What a host page and the frame say to each other, as data.
//!
//! Every message is an envelope `{ns, v, id, type, payload}`. The frame tells
//! its parent that it is `ready`; the parent answers `init` with a
//! `MessagePort`, and everything else goes through that port: requests, each
//! answered by `answer` or `error` under its id, and notices, which have none.
//!
//! Which requests there are is not known here: they are the verbs of the
//! page's handle, and a new verb is a new request.

use crate::words::{host_messages as words, quoted};

/// The name in `ns` that tells our messages from all others in a window.
pub const NAMESPACE: &str = "queuescope";

/// The version in `v`. Another one is refused in words.
pub const VERSION: f64 = 1.0;

/// Requests at once, and each second after that.
const BURST: f64 = 200.0;
const PER_SECOND: f64 = 50.0;

/// What a message says of itself; what is missing or of another type is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Head {
    /// `ns`.
    pub namespace: Option<String>,
    /// `v`.
    pub version: Option<f64>,
    /// `id`, chosen by who asks.
    pub id: Option<f64>,
    /// `type`.
    pub kind: Option<String>,
}

/// What is to be made of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// Not ours: others talk through windows as well.
    Nothing,
    /// Ours, and wrong: this sentence is the answer.
    Nonsense(String),
    /// The handshake.
    Init,
    /// A request, by the verb that answers it.
    Ask(&'static str),
}

/// Understands a message, given the verbs there are.
pub fn hear(head: &Head, verbs: &[&'static str]) -> Heard {
    if head.namespace.as_deref() != Some(NAMESPACE) {
        return Heard::Nothing;
    }
    if head.version != Some(VERSION) {
        return Heard::Nonsense(words::wrong_version(&VERSION));
    }
    if head.id.is_none() {
        return Heard::Nonsense(words::NO_ID.into());
    }
    let kind = head.kind.as_deref().unwrap_or_default();
    let asked = verb(kind);
    match verbs.iter().find(|verb| **verb == asked) {
        _ if kind == "init" => Heard::Init,
        Some(verb) => Heard::Ask(verb),
        None => Heard::Nonsense(words::unknown_type(&quoted(kind), &verbs.join(", "))),
    }
}

/// The verb for a type: `getState` asks for `state`.
fn verb(kind: &str) -> String {
    let asked =
        kind.strip_prefix("get").filter(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
    match asked {
        Some(rest) => rest[..1].to_ascii_lowercase() + &rest[1..],
        None => kind.to_owned(),
    }
}

/// Who may talk to this frame.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    allowed: Vec<String>,
    /// The one that has shaken hands. No other one may, once there is one.
    held: Option<String>,
}

impl Origins {
    /// Only these; with none named, whoever shakes hands first.
    pub fn new(allowed: Vec<String>) -> Self {
        Origins { allowed, held: None }
    }

    /// Shakes hands with an origin.
    ///
    /// # Errors
    /// Why not, in a sentence.
    pub fn accept(&mut self, origin: &str) -> Result<(), String> {
        if !self.allowed.is_empty() && !self.allowed.iter().any(|one| one == origin) {
            return Err(words::other_origin(&origin));
        }
        match &self.held {
            Some(held) if held != origin => Err(words::other_page(&origin)),
            _ => {
                self.held = Some(origin.to_owned());
                Ok(())
            }
        }
    }
}

/// Counts requests, so that a flood costs next to nothing.
#[derive(Clone, Debug)]
pub struct Meter {
    left: f64,
    last_ms: f64,
}

impl Default for Meter {
    fn default() -> Self {
        Meter { left: BURST, last_ms: 0.0 }
    }
}

impl Meter {
    /// Takes a request in at a moment of real time.
    ///
    /// # Errors
    /// That there were too many, in a sentence.
    pub fn take(&mut self, now_ms: f64) -> Result<(), String> {
        let waited_s = (now_ms - self.last_ms).max(0.0) / 1_000.0;
        self.last_ms = now_ms;
        self.left = (self.left + waited_s * PER_SECOND).min(BURST);
        if self.left < 1.0 {
            return Err(words::too_many(&BURST, &PER_SECOND));
        }
        self.left -= 1.0;
        Ok(())
    }
}
