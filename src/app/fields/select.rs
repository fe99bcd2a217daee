//! One of several, in a drop-down list.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// A labelled drop-down list.
pub struct Select<'a> {
    /// What is chosen here.
    pub label: &'static str,
    /// All there is to choose from.
    pub choices: Vec<&'a str>,
    /// The one chosen.
    pub chosen: usize,
    /// Called with the place of a choice.
    pub on_choose: Callback<usize>,
}

impl Select<'_> {
    /// Its form elements.
    pub fn html(&self) -> Html {
        let onchange = self.on_choose.reform(|event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            usize::try_from(select.selected_index()).unwrap_or_default()
        });
        let option = |(at, says): (usize, &&str)| {
            html! { <option key={at} selected={at == self.chosen}>{ says.to_owned() }</option> }
        };
        html! {
            <label class="row">
                <span class="lbl">{ self.label }</span>
                <select {onchange}>{ for self.choices.iter().enumerate().map(option) }</select>
            </label>
        }
    }
}
