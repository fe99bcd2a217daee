//! The language of the page, to be chosen.

use yew::prelude::*;

use crate::{
    app::{fields::Select, perform, preferences::Preferences, shared::Panel, state::Action},
    words::{languages as words, tongue},
};

/// All languages that this page can speak; nothing where it is only one.
pub fn language_choice(panel: Panel<'_>) -> Html {
    let tongues = perform::tongues();
    if tongues.len() < 2 {
        return html! { <span /> };
    }
    let kept = panel.state.setting.preferences;
    let choices = tongues.iter().map(|tongue| tongue.name).collect();
    let chosen = tongues.iter().position(|known| *known == tongue()).unwrap_or_default();
    let on_choose = panel.on_action.reform(move |at: usize| {
        Action::Prefer(Preferences { language: Some(tongues[at]), ..kept })
    });
    Select { label: words::CHOOSE.text(), choices, chosen, on_choose }
        .html_in(&|at| perform::tongues().get(at).map(|tongue| tongue.code))
}
