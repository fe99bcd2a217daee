//! The inputs that panels are made of.
//!
//! All are native form elements: keyboard, labels and screen readers come
//! with them, and only their looks are ours.

use web_sys::HtmlInputElement;
use yew::prelude::*;

mod choice;
mod line;
mod number;
mod select;
mod standing;

pub use choice::{Choice, Choices};
pub use line::Line;
pub use number::{Knob, Number, Scale};
pub use select::Select;
pub use standing::Standing;

/// Keeps what is being typed, until it is finished.
fn typed(draft: &UseStateHandle<Option<String>>) -> Callback<InputEvent> {
    let draft = draft.clone();
    Callback::from(move |event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        draft.set(Some(input.value()));
    })
}
