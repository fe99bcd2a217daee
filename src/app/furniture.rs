//! What changes the page around the runs, and nothing in any of them.

use super::{
    lessons::{self, Part},
    preferences::{Preferences, Theme},
    side::Side,
    state::{Action, Effect, Route, Selection, State, Tab},
};
use crate::words::{Tongue, tongue};

/// What changes nothing in any run.
pub(super) fn update(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Select(selection) => select(state, selection),
        Action::ShowTab(tab) => {
            state.tab = tab;
            if let Some(open) = &mut state.lessons.open {
                open.unfolded = tab == Tab::Controls;
            }
            state.room += 1;
            state.repaint()
        }
        Action::Below(change) => {
            state.below.take(change);
            state.room += 1;
            state.repaint()
        }
        Action::Resized => {
            state.room += 1;
            vec![]
        }
        Action::ToggleTheme => toggle_theme(state),
        Action::ShowLegend => vec![Effect::ShowLegend],
        Action::Prefer(preferences) => prefer(state, preferences),
        Action::ChooseLanguage(tongue) => choose_language(state, tongue),
        Action::Spoken => say_anew(state),
        Action::Modelled { tongue: of, text } if of == tongue() => {
            let received = state.modelled.receive(text);
            state.stays(received);
            vec![]
        }
        Action::Modelled { .. } => vec![],
        other => set_panels(state, other),
    }
}

/// What concerns single panels.
fn set_panels(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Break(breaking) => {
            state.breaking = breaking;
            vec![]
        }
        Action::SetDesk(desk) => {
            state.desk = desk;
            vec![]
        }
        Action::SystemTheme { dark } => {
            state.setting.system_dark = dark;
            state.recolour()
        }
        Action::Tell(notice) => {
            state.notice = Some(notice);
            vec![]
        }
        Action::TellToo(notice) => {
            state.tell_too(notice);
            vec![]
        }
        Action::DismissNotice => {
            state.notice = None;
            vec![]
        }
        _ => unreachable!("what is about a run is handled before"),
    }
}

fn select(state: &mut State, selection: Option<Selection>) -> Vec<Effect> {
    state.bench.active_mut().selection = selection;
    (state.building.fresh, state.building.refused) = (None, None);
    state.repaint()
}

fn toggle_theme(state: &mut State) -> Vec<Effect> {
    let theme = if state.is_dark() { Theme::Light } else { Theme::Dark };
    prefer(state, Preferences { theme, ..state.setting.preferences })
}

fn prefer(state: &mut State, preferences: Preferences) -> Vec<Effect> {
    state.setting.preferences = preferences;
    state.room += 1;
    let mut effects = vec![Effect::StorePreferences(preferences)];
    effects.extend(state.recolour());
    effects
}

/// What is spoken may be another language than the one preferred: the address
/// asks for one, and words may not come.
fn choose_language(state: &mut State, language: Tongue) -> Vec<Effect> {
    let kept = state.setting.preferences;
    let mut effects = prefer(state, Preferences { language: Some(language), ..kept });
    effects.push(Effect::Speak(language));
    effects
}

/// What was said in words is said again in those of the language spoken now,
/// or is over; no run is touched.
fn say_anew(state: &mut State) -> Vec<Effect> {
    state.room += 1;
    (state.notice, state.offer, state.building.refused) = (None, None, None);
    state.bench.sides_mut().for_each(Side::retell);
    let mut effects = lessons::anew(state);
    match state.route {
        Route::Fidelity => effects.push(Effect::FetchModelled(tongue())),
        _ => state.modelled = Part::Unasked,
    }
    effects.push(state.show_route());
    effects.extend(state.repaint());
    effects
}
