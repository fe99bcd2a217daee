//! What a person prefers of the page.

use yew::prelude::*;

use crate::{
    app::{
        fields::Select,
        icons::{Icon, icon},
        panels::language::language_choice,
        preferences::{Motion, Preferences, Theme},
        shared::Panel,
        state::Action,
    },
    words::{Word, preferences as words},
};

const THEMES: [(Word, Theme); 3] = [
    (words::AS_THE_SYSTEM, Theme::System),
    (words::LIGHT, Theme::Light),
    (words::DARK, Theme::Dark),
];
const MOTIONS: [(Word, Motion); 3] = [
    (words::AS_THE_SYSTEM, Motion::System),
    (words::TRAVELLING, Motion::Full),
    (words::IN_STEPS, Motion::Steps),
];

/// A button that opens the preferences.
pub fn preferences(panel: Panel<'_>) -> Html {
    let now = panel.state.setting.preferences;
    html! {
        <details class="legend">
            <summary class="btn quiet icon" aria-label={words::PREFERENCES} title={words::PREFERENCES}>
                { icon(Icon::Preferences) }
            </summary>
            <div class="sheet rows">
                { language_choice(panel) }
                { choice(panel, words::COLOURS, &THEMES, now.theme, |kept, theme| kept.theme = theme) }
                { choice(panel, words::MESSAGES_MOVE, &MOTIONS, now.motion, |kept, motion| {
                    kept.motion = motion
                }) }
                { switch(panel, words::SINGLE_KEYS, now.single_keys, |kept| {
                    kept.single_keys = !kept.single_keys
                }) }
                { switch(panel, words::PRESENTATION, now.presenting, |kept| {
                    kept.presenting = !kept.presenting
                }) }
            </div>
        </details>
    }
}

fn choice<T: Copy + PartialEq + 'static>(
    panel: Panel<'_>,
    label: Word,
    choices: &'static [(Word, T)],
    now: T,
    change: fn(&mut Preferences, T),
) -> Html {
    let kept = panel.state.setting.preferences;
    let on_choose = panel.on_action.reform(move |at: usize| {
        let mut next = kept;
        change(&mut next, choices[at].1);
        Action::Prefer(next)
    });
    let chosen = choices.iter().position(|(_, choice)| *choice == now).unwrap_or_default();
    let choices = choices.iter().map(|(name, _)| name.text()).collect();
    Select { label: label.text(), choices, chosen, on_choose }.html()
}

fn switch(panel: Panel<'_>, label: Word, on: bool, change: fn(&mut Preferences)) -> Html {
    let kept = panel.state.setting.preferences;
    let onchange = panel.on_action.reform(move |_: Event| {
        let mut next = kept;
        change(&mut next);
        Action::Prefer(next)
    });
    html! {
        <label class="row">
            <span class="lbl">{ label }</span>
            <input type="checkbox" checked={on} {onchange} />
        </label>
    }
}
