//! Routing keys, each kept once and named by a number.

use std::{collections::BTreeMap, rc::Rc};

use super::store::KeyId;

/// The table of routing keys seen so far.
#[derive(Clone, Default)]
pub(super) struct Keys {
    texts: Vec<Rc<str>>,
    ids: BTreeMap<Rc<str>, KeyId>,
}

impl Keys {
    /// The number of `text`, new if it was never seen.
    pub fn intern(&mut self, text: &str) -> KeyId {
        if let Some(id) = self.ids.get(text) {
            return *id;
        }
        let id = KeyId(self.texts.len() as u32);
        let text: Rc<str> = text.into();
        self.texts.push(text.clone());
        self.ids.insert(text, id);
        id
    }

    /// The text behind a number.
    pub fn text(&self, id: KeyId) -> &str {
        &self.texts[id.0 as usize]
    }
}
