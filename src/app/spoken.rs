//! Words as Yew takes them: a child of an element, an attribute, a property.

use yew::{html::IntoPropValue, prelude::*, virtual_dom::VText};

use crate::words::Word;

impl From<Word> for AttrValue {
    fn from(word: Word) -> AttrValue {
        AttrValue::Static(word.text())
    }
}

impl IntoPropValue<AttrValue> for Word {
    fn into_prop_value(self) -> AttrValue {
        self.into()
    }
}

impl IntoPropValue<Option<AttrValue>> for Word {
    fn into_prop_value(self) -> Option<AttrValue> {
        Some(self.into())
    }
}

impl IntoPropValue<Html> for Word {
    fn into_prop_value(self) -> Html {
        VText::new(self.text()).into()
    }
}
