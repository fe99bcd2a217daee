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
    embed::{
        query,
        schema::{self, Parameters},
        snippet,
    },
    words::{
        ENGLISH, Tongue, Word, embedding as words, languages, panels, parameters, preferences,
        tongue, transport,
    },
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
        &[("system", words::AS_READER), ("reduced", words::IN_STEPS)],
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
    // Whoever does not write in English wants no frame in the reader's language.
    let lang = Some(tongue()).filter(|tongue| *tongue != ENGLISH);
    let begun = Parameters { embed: true, lab, lesson, lang, ..Parameters::default() };
    let key = begun.query();
    html! { <EmbedCode {key} {begun} {title} /> }
}

#[derive(PartialEq, Properties)]
struct CodeProps {
    begun: Parameters,
    title: String,
}

/// What has been chosen so far.
struct Chosen {
    parameters: UseStateHandle<Parameters>,
    /// As the element, and not as a plain frame.
    element: UseStateHandle<bool>,
    /// Why the seed that was typed is none; the one before holds.
    seed_problem: UseStateHandle<Option<String>>,
}

impl Chosen {
    /// Chooses another value of a parameter.
    fn choose<T: 'static>(
        &self,
        take: impl Fn(&Parameters, T) -> Parameters + 'static,
    ) -> Callback<T> {
        let parameters = self.parameters.clone();
        Callback::from(move |value| parameters.set(take(&parameters, value)))
    }
}

#[component]
fn EmbedCode(props: &CodeProps) -> Html {
    let open = use_state(|| false);
    let chosen = Chosen {
        parameters: use_state(|| props.begun.clone()),
        element: use_state(|| false),
        seed_problem: use_state(|| None),
    };
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
                    { sheet(&props.title, &chosen) }
                }
            </div>
        </details>
    }
}

fn sheet(title: &str, chosen: &Chosen) -> Html {
    let page = perform::page_address().filter(|page| page.starts_with("http"));
    match page {
        Some(page) => code(&page, title, chosen),
        None => html! { <p class="muted">{ words::NO_ADDRESS }</p> },
    }
}

fn code(page: &str, title: &str, chosen: &Chosen) -> Html {
    let code = match *chosen.element {
        true => snippet::element(page, title, &chosen.parameters),
        false => snippet::iframe(page, title, &chosen.parameters),
    };
    let src = snippet::address(page, &chosen.parameters);
    html! {
        <>
            <div class="choices">
                { choices(chosen) }
                { form(chosen) }
            </div>
            <p id="seed-problem" class="muted" role="alert">{ (*chosen.seed_problem).clone() }</p>
            <textarea id="embed-code" readonly=true rows="4" aria-label={words::CODE} value={code} />
            <button type="button" class="btn primary" data-copy="embed-code" data-copied={words::COPIED}>{ words::COPY }</button>
            <iframe key={src.clone()} {src} title={words::preview(&title)}></iframe>
        </>
    }
}

fn choices(chosen: &Chosen) -> Html {
    // A lesson begins when its reader is ready, and has a seed of its own.
    let lesson = chosen.parameters.lesson.is_some();
    let apt = CHOICES.iter().filter(|(name, ..)| !lesson || *name != "autoplay");
    let tongues = perform::tongues().iter().map(|tongue| (tongue.code, tongue.name));
    let languages: Vec<_> = [("", words::AS_READER.text())].into_iter().chain(tongues).collect();
    let spoken = chosen.parameters.lang.map_or("", |tongue| tongue.code);
    let in_language = chosen.choose(|parameters, code: String| Parameters {
        lang: Tongue::of(&code),
        ..parameters.clone()
    });
    html! {
        <>
            { for apt.map(|(name, label, values)| {
                let values: Vec<_> = values.iter().map(|(value, says)| (*value, says.text())).collect();
                let on_choose = chosen.choose(|parameters, value: String| parameters.with(name, &value));
                choice(*label, &values, "", on_choose)
            }) }
            if languages.len() > 2 {
                { choice(languages::CHOOSE, &languages, spoken, in_language) }
            }
            if !lesson {
                { seed(chosen) }
            }
        </>
    }
}

fn seed(chosen: &Chosen) -> Html {
    let problem = chosen.seed_problem.clone();
    let take = chosen.choose(|parameters, seed| Parameters { seed, ..parameters.clone() });
    let onchange = move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let text = input.value();
        let (read, problems) = match text.trim() {
            "" => Default::default(),
            text => schema::read(&format!("seed={}", query::encoded(text))),
        };
        let wrong = problems.into_iter().next();
        if wrong.is_none() {
            take.emit(read.seed);
        }
        problem.set(wrong);
    };
    let invalid = chosen.seed_problem.is_some().to_string();
    html! {
        <label>
            <span class="lbl">{ transport::SEED }</span>
            <input type="text" inputmode="numeric" maxlength="20" autocomplete="off"
                placeholder={parameters::OWN_SEED.text()}
                aria-invalid={invalid} aria-describedby="seed-problem" {onchange} />
        </label>
    }
}

/// A frame or the element: the script of the element does not lie beside a page
/// that has everything in it.
fn form(chosen: &Chosen) -> Html {
    if perform::is_packed() {
        return html! {};
    }
    let element = chosen.element.clone();
    let on_choose = Callback::from(move |form: String| element.set(form == "element"));
    let forms = [("iframe", words::FRAME.text()), ("element", words::ELEMENT.text())];
    choice(words::AS_FORM, &forms, "", on_choose)
}

/// A list of values with their words; at first `chosen`, or the first if it is
/// none of them.
fn choice(
    label: Word,
    values: &[(&'static str, &'static str)],
    chosen: &str,
    on_choose: Callback<String>,
) -> Html {
    let onchange = on_choose.reform(|event: Event| {
        let list: HtmlSelectElement = event.target_unchecked_into();
        list.value()
    });
    let at_first = values.iter().position(|(value, _)| *value == chosen).unwrap_or_default();
    html! {
        <label key={label.text()}>
            <span class="lbl">{ label }</span>
            <select {onchange}>
                { for values.iter().enumerate().map(|(at, (value, says))| html! {
                    <option key={*value} value={*value} selected={at == at_first}>{ *says }</option>
                }) }
            </select>
        </label>
    }
}
