//! Settings as goals: the fields of a node's specification, by the names and
//! values that scenarios use.

use serde_json::{Map, Value};

use super::event::is_called;
use crate::{engine::Engine, scenario::text};

/// The kinds of nodes that have settings.
pub const KINDS: [&str; 7] =
    ["producer", "queue", "consumer", "topic", "group", "caller", "service"];

/// Settings of a node, or of all nodes of a pool.
#[derive(Clone, Debug)]
pub struct Setting {
    /// By its place in [`KINDS`].
    pub kind: usize,
    /// Its name, or its pool's.
    pub name: String,
    /// Fields and their values; a field that has its default may be `null`.
    pub is: Map<String, Value>,
}

impl Setting {
    /// Whether all nodes that are meant have these settings, and there is one.
    pub fn holds(&self, engine: &Engine) -> bool {
        let mut meant = self.specs(engine).into_iter().peekable();
        meant.peek().is_some() && meant.all(|spec| self.is_met(&spec))
    }

    fn is_met(&self, spec: &Value) -> bool {
        let has =
            |(field, value): (&String, &Value)| spec.get(field).unwrap_or(&Value::Null) == value;
        self.is.iter().all(has)
    }

    fn specs(&self, engine: &Engine) -> Vec<Value> {
        macro_rules! named {
            ($nodes:expr) => {{
                let specs = $nodes.iter().map(|node| node.spec());
                specs.filter(|spec| is_called(&spec.name, &self.name)).map(text::tree).collect()
            }};
        }
        match KINDS[self.kind] {
            "producer" => named!(engine.producers()),
            "queue" => named!(engine.queues()),
            "consumer" => named!(engine.consumers()),
            "topic" => named!(engine.topics()),
            "group" => named!(engine.groups()),
            "caller" => named!(engine.callers()),
            _ => named!(engine.services()),
        }
    }
}
