//! The present lab or lesson for a course page: code to copy, and how it will
//! look.

use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::{
    app::{
        icons::{Icon, icon},
        perform,
        shared::Panel,
        state::World,
    },
    embed::{schema::Parameters, snippet},
    words::{Word, embedding as words, languages, panels, parameters, preferences, transport},
};

/// Values of a parameter, each with its words; the first is the default.
type Values = &'static [(&'static str, Word)];

/// What can be chosen: the parameter, its label, and its values.
const CHOICES: [(&str, Word, Values); 6] = [
    (
        "theme",
        preferences::COLOURS,
        &[("system", words::AS_READER), ("light", words::LIGHT), ("dark", words::DARK)],
    ),
    (
        "controls",
        words::AROUND,
        &[("all", words::EVERYTHING), ("time", words::TIME_ONLY), ("none", panels::NOTHING)],
    ),
    (
        "speed",
        transport::SPEED,
        &[("1", words::REAL), ("0.5", words::HALF), ("2", words::DOUBLE), ("5", words::FIVEFOLD)],
    ),
    ("autoplay", words::STARTS, &[("0", words::WHEN_PLAYED), ("1", words::BY_ITSELF)]),
    ("load", words::FETCHED, &[("now", words::WITH_PAGE), ("click", words::AT_CLICK)]),
    (
        "motion",
        preferences::MESSAGES_MOVE,
        &[("system", words::AS_READER), ("reduced", preferences::IN_STEPS)],
    ),
];

/// A button that opens the dialog, in a lab or a lesson that others can open by
/// its id.
pub fn embed_code(panel: Panel<'_>) -> Html {
    let (lab, lesson) = match &panel.state.world {
        World::Exhibit(lab) => (Some(lab.clone()), None),
        World::Lesson(lesson) => (None, Some(lesson.clone())),
        World::Home | World::Own => return html! {},
    };
    if !panel.state.shows_lab() {
        return html! {};
    }
    let title = panel.state.about().to_owned();
    let begun = Parameters { embed: true, lab, lesson, ..Parameters::default() };
    let key = begun.query();
    html! { <EmbedCode {key} {begun} {title} /> }
}

#[derive(PartialEq, Properties)]
struct CodeProps {
    begun: Parameters,
    title: String,
}

#[component]
fn EmbedCode(props: &CodeProps) -> Html {
    let open = use_state(|| false);
    let element = use_state(|| false);
    let chosen = use_state(|| props.begun.clone());
    let ontoggle = {
        let open = open.clone();
        move |event: Event| {
            let details: HtmlElement = event.target_unchecked_into();
            open.set(details.has_attribute("open"));
        }
    };
    let (says, means) = match props.begun.lesson {
        Some(_) => (words::EMBED_LESSON, words::EMBED_LESSON_MEANS),
        None => (words::EMBED, words::EMBED_MEANS),
    };
    html! {
        <details class="legend code" {ontoggle}>
            <summary class="btn quiet icon" aria-label={says} title={means}>
                { icon(Icon::Embed) }
            </summary>
            <div class="sheet">
                if *open {
                    <h2>{ says }</h2>
                    { sheet(&props.title, &chosen, &element) }
                }
            </div>
        </details>
    }
}

fn sheet(title: &str, chosen: &UseStateHandle<Parameters>, element: &UseStateHandle<bool>) -> Html {
    let page = perform::page_address().filter(|page| page.starts_with("http"));
    match page {
        Some(page) => code(&page, title, chosen, element),
        None => html! { <p class="muted">{ words::NO_ADDRESS }</p> },
    }
}

fn code(
    page: &str,
    title: &str,
    chosen: &UseStateHandle<Parameters>,
    element: &UseStateHandle<bool>,
) -> Html {
    let code = match **element {
        true => snippet::element(page, title, chosen),
        false => snippet::iframe(page, title, chosen),
    };
    let src = snippet::address(page, chosen);
    html! {
        <>
            <div class="choices">
                { choices(chosen) }
                { form(element) }
            </div>
            <textarea id="embed-code" readonly=true rows="4" aria-label={words::CODE} value={code} />
            <button type="button" class="btn primary" data-copy="embed-code">{ words::COPY }</button>
            <iframe key={src.clone()} {src} title={words::preview(&title)}></iframe>
        </>
    }
}

fn choices(chosen: &UseStateHandle<Parameters>) -> Html {
    let choose = |name: &'static str| {
        let chosen = chosen.clone();
        Callback::from(move |value: String| chosen.set(chosen.with(name, &value)))
    };
    let tongues = perform::tongues().iter().map(|tongue| (tongue.code, tongue.name));
    let languages: Vec<_> = [("", words::AS_READER.text())].into_iter().chain(tongues).collect();
    let onchange = choose("seed").reform(|event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        input.value()
    });
    html! {
        <>
            { for CHOICES.iter().map(|(name, label, values)| {
                let values: Vec<_> = values.iter().map(|(value, says)| (*value, says.text())).collect();
                choice(*label, &values, choose(name))
            }) }
            if languages.len() > 2 {
                { choice(languages::CHOOSE, &languages, choose("lang")) }
            }
            // A lesson has a seed of its own.
            <label hidden={chosen.lesson.is_some()}>
                <span class="lbl">{ transport::SEED }</span>
                <input type="number" min="0" step="1" placeholder={parameters::OWN_SEED.text()} {onchange} />
            </label>
        </>
    }
}

/// A frame or the element: the script of the element does not lie beside a page
/// that has everything in it.
fn form(element: &UseStateHandle<bool>) -> Html {
    if perform::is_packed() {
        return html! {};
    }
    let element = element.clone();
    let on_choose = Callback::from(move |form: String| element.set(form == "element"));
    let forms = [("iframe", words::FRAME.text()), ("element", words::ELEMENT.text())];
    choice(words::AS_FORM, &forms, on_choose)
}

fn choice(
    label: Word,
    values: &[(&'static str, &'static str)],
    on_choose: Callback<String>,
) -> Html {
    let onchange = on_choose.reform(|event: Event| {
        let list: HtmlSelectElement = event.target_unchecked_into();
        list.value()
    });
    html! {
        <label key={label.text()}>
            <span class="lbl">{ label }</span>
            <select {onchange}>
                { for values.iter().enumerate().map(|(at, (value, says))| html! {
                    <option key={*value} value={*value} selected={at == 0}>{ *says }</option>
                }) }
            </select>
        </label>
    }
}
