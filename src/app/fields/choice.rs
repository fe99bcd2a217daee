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

/// A labelled segmented control.
pub struct Choices {
    /// Unique in the page: it keeps groups of radio buttons apart.
    pub name: AttrValue,
    /// What is chosen here.
    pub label: &'static str,
    /// Whether the label is read only, because something beside it says it.
    pub label_hidden: bool,
    /// All there is to choose from.
    pub choices: Vec<Choice>,
    /// The one chosen, if any.
    pub chosen: Option<usize>,
    /// Called with the place of a choice.
    pub on_choose: Callback<usize>,
}

impl Choices {
    /// Its form elements.
    pub fn html(&self) -> Html {
        let label = if self.label_hidden { "vh" } else { "lbl" };
        html! {
            <div class="field choices" role="radiogroup" aria-label={self.label}>
                <span class={label} aria-hidden="true">{ self.label }</span>
                <span class="seg">
                    { for self.choices.iter().enumerate().map(|(at, choice)| self.choice(at, choice)) }
                </span>
            </div>
        }
    }

    fn choice(&self, at: usize, choice: &Choice) -> Html {
        let checked = self.chosen == Some(at);
        let onchange = self.on_choose.reform(move |_: Event| at);
        html! {
            <label key={at} class={classes!(checked.then_some("on"))}>
                <input type="radio" class="vh" name={self.name.clone()} {checked} {onchange} />
                <span>{ choice.label.clone() }<span class="rest">{ choice.rest.clone() }</span></span>
            </label>
        }
    }
}
