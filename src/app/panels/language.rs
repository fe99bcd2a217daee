//! The language of the page, to be chosen.

use yew::prelude::*;

use crate::{
    app::{fields::Standing, shared::Panel, state::Action},
    words::{languages as words, tongue},
};

/// All languages that this page can speak; nothing where it is only one. The
/// language spoken is shown until another one is, which may never come.
pub fn language_choice(panel: Panel<'_>) -> Html {
    let tongues = panel.state.setting.tongues;
    if tongues.len() < 2 {
        return html! {};
    }
    let choices: Vec<String> = tongues.iter().map(|tongue| tongue.name.to_owned()).collect();
    let chosen = tongues.iter().position(|known| *known == tongue()).unwrap_or_default();
    let languages: Vec<&str> = tongues.iter().map(|tongue| tongue.code).collect();
    let on_choose = panel.on_action.reform(move |at: usize| Action::ChooseLanguage(tongues[at]));
    html! { <Standing label={words::CHOOSE} {choices} {languages} {chosen} {on_choose} /> }
}
