//! One of several, where a choice is a request that may be declined.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::words::Word;

/// Properties of [`Standing`].
#[derive(PartialEq, Properties)]
pub struct StandingProps {
    /// The id of the list, where the focus has to return to it.
    #[prop_or_default]
    pub id: Option<&'static str>,
    /// Its row in the style sheet, if it has one of its own.
    #[prop_or_default]
    pub class: Classes,
    /// What is chosen here.
    pub label: Word,
    /// All there is to choose from.
    pub choices: Vec<String>,
    /// In which language each of them is, where that is not the page's.
    #[prop_or_default]
    pub languages: Vec<&'static str>,
    /// The one that stands.
    pub chosen: usize,
    /// Called with the place of a choice.
    pub on_choose: Callback<usize>,
}

/// A labelled drop-down list that always shows what stands: another choice is
/// shown only when it has been carried out.
#[component]
pub fn Standing(props: &StandingProps) -> Html {
    let list = use_node_ref();
    let at = props.chosen;
    let show = move |list: &NodeRef| {
        if let Some(list) = list.cast::<HtmlSelectElement>() {
            list.set_selected_index(at as i32);
        }
    };
    use_effect_with((list.clone(), at), move |(list, _)| show(list));
    let onchange = {
        let (list, on_choose) = (list.clone(), props.on_choose.clone());
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            let chosen = usize::try_from(select.selected_index()).unwrap_or_default();
            show(&list);
            on_choose.emit(chosen);
        })
    };
    let option = |(at, choice): (usize, &String)| {
        html! { <option lang={props.languages.get(at).copied()}>{ choice }</option> }
    };
    html! {
        <label class={classes!("row", props.class.clone())}>
            <span class="lbl">{ props.label }</span>
            <select id={props.id} ref={list} {onchange}>
                { for props.choices.iter().enumerate().map(option) }
            </select>
        </label>
    }
}
