//! One of a few: radio buttons that look like one segmented control.

use yew::prelude::*;

/// One of the choices.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Short words.
    pub label: AttrValue,
    /// What a narrow page leaves out.
    pub rest: AttrValue,
}

impl Choice {
    /// A choice in a few words.
    pub fn new(label: impl Into<AttrValue>) -> Self {
        Choice { label: label.into(), rest: AttrValue::default() }
    }
}

/// Properties of [`Choices`].
#[derive(Clone, PartialEq, Properties)]
pub struct ChoicesProps {
    /// Unique in the page: it keeps groups of radio buttons apart.
    pub name: AttrValue,
    /// What is chosen here.
    pub label: AttrValue,
    /// Whether the label is read only, because something beside it says it.
    #[prop_or_default]
    pub label_hidden: bool,
    /// All there is to choose from.
    pub choices: Vec<Choice>,
    /// The one chosen, if any.
    pub chosen: Option<usize>,
    /// Called with the place of a choice.
    pub on_choose: Callback<usize>,
}

/// A labelled segmented control.
#[component]
pub fn Choices(props: &ChoicesProps) -> Html {
    let choice = |(at, choice): (usize, &Choice)| {
        let on_choose = props.on_choose.clone();
        let checked = props.chosen == Some(at);
        html! {
            <label key={at} class={classes!(checked.then_some("on"))}>
                <input
                    type="radio"
                    class="vh"
                    name={props.name.clone()}
                    {checked}
                    onchange={move |_: Event| on_choose.emit(at)}
                />
                <span>
                    { choice.label.clone() }
                    <span class="rest">{ choice.rest.clone() }</span>
                </span>
            </label>
        }
    };
    html! {
        <div class="field choices" role="radiogroup" aria-label={props.label.clone()}>
            <span class={if props.label_hidden { "vh" } else { "lbl" }} aria-hidden="true">
                { props.label.clone() }
            </span>
            <span class="seg">{ for props.choices.iter().enumerate().map(choice) }</span>
        </div>
    }
}
