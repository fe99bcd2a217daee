//! One of several, in a drop-down list.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Properties of [`Select`].
#[derive(Clone, PartialEq, Properties)]
pub struct SelectProps {
    /// What is chosen here.
    pub label: AttrValue,
    /// All there is to choose from.
    pub choices: Vec<AttrValue>,
    /// The one chosen.
    pub chosen: usize,
    /// Called with the place of a choice.
    pub on_choose: Callback<usize>,
}

/// A labelled drop-down list.
#[component]
pub fn Select(props: &SelectProps) -> Html {
    let onchange = props.on_choose.reform(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        usize::try_from(select.selected_index()).unwrap_or_default()
    });
    let option = |(at, label): (usize, &AttrValue)| {
        html! {
            <option key={at} selected={at == props.chosen}>{ label.clone() }</option>
        }
    };
    html! {
        <label class="row">
            <span class="lbl">{ props.label.clone() }</span>
            <select {onchange}>{ for props.choices.iter().enumerate().map(option) }</select>
        </label>
    }
}
