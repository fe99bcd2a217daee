//! Routing keys, each kept once and named by a number.

use std::rc::Rc;

use super::store::KeyId;

/// The table of routing keys seen so far.
#[derive(Clone, Default)]
pub(super) struct Keys {
    texts: Vec<Rc<str>>,
    /// Their numbers in the order of the texts.
    sorted: Vec<KeyId>,
}

impl Keys {
    /// The number of `text`, new if it was never seen.
    pub fn intern(&mut self, text: &str) -> KeyId {
        match self.sorted.binary_search_by(|id| self.text(*id).cmp(text)) {
            Ok(at) => self.sorted[at],
            Err(at) => {
                let id = KeyId(self.texts.len() as u32);
                self.texts.push(text.into());
                self.sorted.insert(at, id);
                id
            }
        }
    }

    /// The text behind a number.
    pub fn text(&self, id: KeyId) -> &str {
        &self.texts[id.0 as usize]
    }
}
