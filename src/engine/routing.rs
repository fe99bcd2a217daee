//! From an exchange and a message to queues (R1–R5).
//!
//! A queue gets one copy however many bindings lead to it. Exchanges may be
//! bound to exchanges, in circles too; each is visited once. What no binding
//! takes goes to the alternate exchange, if that exists.

use std::rc::Rc;

use super::{
    ids::{DEFAULT_EXCHANGE, ExchangeId, QueueId},
    ordered_map::OrderedMap,
    topology::{ExchangeKind, HeaderValue, Headers},
};

/// Where a binding leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// To a queue.
    Queue(QueueId),
    /// To another exchange.
    Exchange(ExchangeId),
}

/// A binding of one exchange.
#[derive(Clone, Debug)]
pub struct Binding {
    /// The binding key; a pattern on topic exchanges.
    pub key: String,
    /// Headers to match, on headers exchanges.
    pub arguments: Headers,
    /// Where it leads.
    pub target: Target,
}

/// An exchange and the bindings that leave it.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// Its name; empty for the default exchange.
    pub name: String,
    /// How it matches.
    pub kind: ExchangeKind,
    /// Whether it outlives a restart.
    pub durable: bool,
    /// Where unmatched messages go, by name: it need not exist.
    pub alternate: Option<String>,
    /// False after a restart that it did not outlive.
    pub exists: bool,
    /// In the order declared.
    pub bindings: Vec<Binding>,
}

/// All exchanges, and a memory of routes already worked out.
#[derive(Clone, Default)]
pub(super) struct Router {
    pub exchanges: Vec<Exchange>,
    queues: Vec<(String, QueueId)>,
    /// Routes by exchange, key and envelope: bindings seldom change, and a
    /// message like the last one goes where the last one went.
    known: OrderedMap<(ExchangeId, u32, u32), Rc<[QueueId]>>,
}

/// Most routes remembered; then the memory starts afresh.
const KNOWN_ROUTES: usize = 4_096;

impl Router {
    /// The exchange of that name, if it was ever declared.
    pub fn find(&self, name: &str) -> Option<ExchangeId> {
        let index = self.exchanges.iter().position(|exchange| exchange.name == name)?;
        Some(ExchangeId(index as u16))
    }

    /// Declares an exchange.
    pub fn declare(&mut self, exchange: Exchange) {
        self.exchanges.push(exchange);
    }

    /// Makes a queue reachable through the default exchange (R4).
    pub fn queue_declared(&mut self, name: &str, queue: QueueId) {
        self.queues.push((name.to_owned(), queue));
        self.known.clear();
    }

    /// Removes a queue and every binding that leads to it.
    pub fn queue_deleted(&mut self, queue: QueueId) {
        self.queues.retain(|(_, known)| *known != queue);
        for exchange in &mut self.exchanges {
            exchange.bindings.retain(|binding| binding.target != Target::Queue(queue));
        }
        self.known.clear();
    }

    /// Removes an exchange and every binding that leads to it.
    pub fn exchange_deleted(&mut self, gone: ExchangeId) {
        self.exchanges[gone.index()].exists = false;
        self.exchanges[gone.index()].bindings.clear();
        self.exchanges[gone.index()].alternate = None;
        for exchange in &mut self.exchanges {
            exchange.bindings.retain(|binding| binding.target != Target::Exchange(gone));
        }
        self.known.clear();
    }

    /// The queues a message reaches from `exchange`, in the order of the
    /// queues. `words` are the interned key and envelope.
    pub fn route(
        &mut self,
        exchange: ExchangeId,
        words: (u32, u32),
        key: &str,
        headers: &Headers,
    ) -> Rc<[QueueId]> {
        let place = (exchange, words.0, words.1);
        if let Some(known) = self.known.get(&place) {
            return known.clone();
        }
        let mut queues = Vec::new();
        self.collect(exchange, key, headers, &mut queues);
        let route: Rc<[QueueId]> = queues.into();
        if self.known.len() == KNOWN_ROUTES {
            self.known.clear();
        }
        self.known.insert(place, route.clone());
        route
    }

    fn collect(&self, from: ExchangeId, key: &str, headers: &Headers, queues: &mut Vec<QueueId>) {
        let mut seen = vec![false; self.exchanges.len()];
        let mut waiting = vec![from];
        while let Some(id) = waiting.pop() {
            if std::mem::replace(&mut seen[id.index()], true) {
                continue;
            }
            let targets = self.targets(id, key, headers);
            if targets.is_empty() {
                waiting.extend(self.alternate(id));
            }
            for target in targets {
                match target {
                    Target::Queue(queue) => add_in_order(queues, queue),
                    Target::Exchange(next) => waiting.push(next),
                }
            }
        }
    }

    fn alternate(&self, id: ExchangeId) -> Option<ExchangeId> {
        let name = self.exchanges[id.index()].alternate.as_deref()?;
        self.find(name).filter(|found| self.exchanges[found.index()].exists)
    }

    fn targets(&self, id: ExchangeId, key: &str, headers: &Headers) -> Vec<Target> {
        if id == DEFAULT_EXCHANGE {
            let named = self.queues.iter().filter(|(name, _)| name == key);
            return named.map(|(_, queue)| Target::Queue(*queue)).collect();
        }
        let exchange = &self.exchanges[id.index()];
        let matching = exchange.bindings.iter().filter(|b| matches(exchange.kind, b, key, headers));
        matching.map(|binding| binding.target).collect()
    }
}

/// Adds a queue to queues in their order, once.
pub(super) fn add_in_order(queues: &mut Vec<QueueId>, queue: QueueId) {
    if let Err(place) = queues.binary_search(&queue) {
        queues.insert(place, queue);
    }
}

/// Whether one binding takes a message.
pub fn matches(kind: ExchangeKind, binding: &Binding, key: &str, headers: &Headers) -> bool {
    match kind {
        ExchangeKind::Fanout => true,
        ExchangeKind::Direct => binding.key == key,
        ExchangeKind::Topic => topic_matches(&binding.key, key),
        ExchangeKind::Headers => headers_match(&binding.arguments, headers),
    }
}

/// Whether `pattern` takes `key`, both split on dots: `*` is exactly one
/// word, `#` zero or more (R2).
///
/// Keeps the set of pattern positions reachable after each word, so that
/// many `#` cost no more than their number.
pub fn topic_matches(pattern: &str, key: &str) -> bool {
    let pattern: Vec<&str> = words(pattern).collect();
    let mut reached = vec![false; pattern.len() + 1];
    reached[0] = true;
    skip_hashes(&pattern, &mut reached);
    for word in words(key) {
        let mut next = vec![false; pattern.len() + 1];
        for (at, part) in pattern.iter().enumerate().filter(|(at, _)| reached[*at]) {
            match *part {
                "#" => next[at] = true,
                "*" => next[at + 1] = true,
                same => next[at + 1] |= same == word,
            }
        }
        skip_hashes(&pattern, &mut next);
        reached = next;
    }
    reached[pattern.len()]
}

/// The empty key has no words at all.
fn words(key: &str) -> impl Iterator<Item = &str> {
    key.split('.').filter(move |_| !key.is_empty())
}

/// A `#` may also stand for nothing.
fn skip_hashes(pattern: &[&str], reached: &mut [bool]) {
    for (at, part) in pattern.iter().enumerate() {
        if reached[at] && *part == "#" {
            reached[at + 1] = true;
        }
    }
}

/// Whether binding arguments take a message's headers (R3).
pub fn headers_match(arguments: &Headers, headers: &Headers) -> bool {
    let mode = match arguments.get("x-match") {
        Some(HeaderValue::Text(mode)) => mode.as_str(),
        _ => "all",
    };
    let with_x = mode.ends_with("-with-x");
    let asked = arguments
        .iter()
        .filter(|(name, _)| name.as_str() != "x-match" && (with_x || !name.starts_with("x-")));
    let mut answers = asked.map(|(name, wanted)| match headers.get(name) {
        None => false,
        Some(_) if *wanted == HeaderValue::Void => true,
        Some(value) => value == wanted,
    });
    match mode {
        "any" | "any-with-x" => answers.any(|yes| yes),
        _ => answers.all(|yes| yes),
    }
}
