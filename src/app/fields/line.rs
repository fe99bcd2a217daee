//! A line of text that becomes a wish when it is finished.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::typed;

/// Properties of [`Line`].
#[derive(Clone, PartialEq, Properties)]
pub struct LineProps {
    /// What it is.
    pub label: AttrValue,
    /// The present text.
    pub value: AttrValue,
    /// What stands there while there is no text.
    #[prop_or_default]
    pub empty: AttrValue,
    /// Whether the field takes the focus when it appears, its text selected.
    #[prop_or_default]
    pub fresh: bool,
    /// Called with what was entered.
    pub on_enter: Callback<String>,
}

/// A labelled field for a text. What was typed stays until there is another
/// present text: a refusal loses nothing.
#[component]
pub fn Line(props: &LineProps) -> Html {
    let input = use_node_ref();
    let draft = use_state(|| None::<String>);
    use_effect_with(props.value.clone(), {
        let draft = draft.clone();
        move |_| draft.set(None)
    });
    use_effect_with((input.clone(), props.fresh), |(input, fresh)| {
        if let Some(input) = input.cast::<HtmlInputElement>().filter(|_| *fresh) {
            let _ = input.focus();
            input.select();
        }
    });
    let oninput = typed(&draft);
    let onchange = {
        let (draft, props) = (draft.clone(), props.clone());
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let text = input.value().trim().to_owned();
            match text == props.value.as_str() {
                true => draft.set(None),
                false => props.on_enter.emit(text),
            }
        })
    };
    let value = (*draft).clone().unwrap_or_else(|| props.value.to_string());
    html! {
        <label class="row line">
            <span class="lbl">{ props.label.clone() }</span>
            <input ref={input} type="text" maxlength="200" autocomplete="off" spellcheck="false"
                placeholder={props.empty.clone()} {value} {oninput} {onchange} />
        </label>
    }
}
