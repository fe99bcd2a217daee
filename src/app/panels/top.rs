//! The bar over everything: where one is, and what concerns the whole page.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{File, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::{
    app::{
        icons::{Icon, brand, icon},
        lessons::Open,
        panels::{
            embed_code::embed_code, legend::legend, preferences::preferences, share::share_sheet,
        },
        shared::Panel,
        state::{Action, Notice, Route, World},
    },
    scenario::{
        catalog::{BLANK, CATALOG},
        share::FILE_LIMIT,
    },
    words::{Word, top as words},
};

/// The bar.
pub fn top(panel: Panel<'_>) -> Html {
    let state = panel.state;
    let in_lab = state.shows_lab();
    html! {
        <header class="top">
            <a class="brand" href="#/">{ brand() }<span>{ "Queuescope" }</span></a>
            <div class="where">
                if in_lab {
                    <h1 class="vh">{ state.about().to_owned() }</h1>
                    { match state.given() {
                        Some(open) => lesson_crumb(open),
                        None => picker(panel),
                    } }
                } else {
                    <nav class="nav" aria-label={words::PAGES}>
                        { page("#/", words::LABS, state.route == Route::Home) }
                        { page("#/course", words::COURSE, state.route == Route::Course) }
                        { page("#/fidelity", words::MODELLED, state.route == Route::Fidelity) }
                    </nav>
                }
            </div>
            <span class="sp"></span>
            { open_button(panel) }
            { share_sheet(panel) }
            { embed_code(panel) }
            { legend() }
            { preferences(panel) }
            <button
                type="button"
                class="btn quiet icon theme"
                aria-label={words::SWITCH_THEME}
                title={words::LIGHT_OR_DARK}
                onclick={panel.click(Action::ToggleTheme)}
            >
                { icon(Icon::Theme) }
            </button>
        </header>
    }
}

fn page(href: &'static str, name: Word, here: bool) -> Html {
    let current = here.then_some("page");
    html! { <a {href} aria-current={current}>{ name }</a> }
}

/// Where in the course one is.
fn lesson_crumb(open: &Open) -> Html {
    html! {
        <nav class="nav" aria-label={words::COURSE}>
            <a href="#/course">{ words::COURSE }</a>
            <b>{ open.lesson.title.clone() }</b>
        </nav>
    }
}

/// All labs in a list, the present one on top of it.
fn picker(panel: Panel<'_>) -> Html {
    let world = &panel.state.world;
    let onchange = panel.on_action.reform(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        Action::Go(Route::of_hash(&format!("lab/{}", select.value())))
    });
    let own = *world == World::Own;
    let option = |id: &'static str, title: String| {
        let selected = *world == World::Exhibit(id.to_owned());
        html! { <option key={id} value={id} {selected}>{ title }</option> }
    };
    let blank = option(BLANK, words::BUILD.to_string());
    let listed = CATALOG.iter().map(|exhibit| match exhibit.group {
        Some(_) => option(exhibit.id, (exhibit.scenario)().title),
        None => option(exhibit.id, words::bench(&(exhibit.scenario)().title)),
    });
    html! {
        <label class="picker">
            <span class="vh">{ words::LAB }</span>
            <select {onchange}>
                <option key="" value="" hidden={!own} selected={own}>{ words::YOUR_SCENARIO }</option>
                { blank }
                { for listed }
            </select>
        </label>
    }
}

/// Opens what was saved: a run or a scenario.
fn open_button(panel: Panel<'_>) -> Html {
    let on_action = panel.on_action.clone();
    let onchange = move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let file = input.files().and_then(|files| files.get(0));
        if let Some(file) = file {
            open_file(file, on_action.clone());
        }
        // The same file may be chosen again after it was edited.
        input.set_value("");
    };
    html! {
        <label class="btn quiet open" title={words::OPEN_MEANS}>
            <input type="file" class="vh" accept=".json,application/json" {onchange} />
            { icon(Icon::Open) }
            <span class="rest">{ words::OPEN_FILE }</span>
        </label>
    }
}

/// Reads a file that is not too large; all else is the state's concern.
pub fn open_file(file: File, on_action: Callback<Action>) {
    let problem = |line: String| {
        Action::Tell(Notice { title: words::NOT_OPENED.to_string(), lines: vec![line] })
    };
    if file.size() > FILE_LIMIT as f64 {
        let line = words::too_large(&file.name(), &file.size(), &FILE_LIMIT);
        return on_action.emit(problem(line));
    }
    spawn_local(async move {
        let text = JsFuture::from(file.text()).await;
        on_action.emit(match text.ok().and_then(|text| text.as_string()) {
            Some(text) => Action::Read(text),
            None => problem(words::unreadable(&file.name())),
        });
    });
}
