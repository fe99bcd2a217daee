//! The present lab for a course page: code to copy, and how it will look.

use web_sys::{HtmlElement, HtmlSelectElement};
use yew::prelude::*;

use crate::{
    app::{
        icons::{Icon, icon},
        perform,
        shared::Panel,
        state::World,
    },
    embed::{schema::Parameters, snippet},
    words::{Word, embedding as words, panels, preferences, transport},
};

/// Values of a parameter, each with its words; the first is the default.
type Values = &'static [(&'static str, Word)];

/// What can be chosen: the parameter, its label, and its values.
const CHOICES: [(&str, Word, Values); 5] = [
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
];

/// In which form the code can be had.
const FORMS: [(&str, Word); 2] = [("iframe", words::FRAME), ("element", words::ELEMENT)];

/// A button that opens the dialog, in a lab that others can open by its id.
pub fn embed_code(panel: Panel<'_>) -> Html {
    let World::Exhibit(lab) = &panel.state.world else {
        return html! {};
    };
    let title = panel.state.side().scenario().title.clone();
    html! { <EmbedCode key={lab.clone()} lab={lab.clone()} {title} /> }
}

#[derive(PartialEq, Properties)]
struct LabProps {
    lab: String,
    title: String,
}

#[component]
fn EmbedCode(props: &LabProps) -> Html {
    let open = use_state(|| false);
    let element = use_state(|| false);
    let begun =
        || Parameters { embed: true, lab: Some(props.lab.clone()), ..Parameters::default() };
    let chosen = use_state(begun);
    let ontoggle = {
        let open = open.clone();
        move |event: Event| {
            let details: HtmlElement = event.target_unchecked_into();
            open.set(details.has_attribute("open"));
        }
    };
    html! {
        <details class="legend code" {ontoggle}>
            <summary class="btn quiet icon" aria-label={words::EMBED} title={words::EMBED_MEANS}>
                { icon(Icon::Embed) }
            </summary>
            <div class="sheet">
                if *open {
                    { sheet(props, &chosen, &element) }
                }
            </div>
        </details>
    }
}

fn sheet(
    props: &LabProps,
    chosen: &UseStateHandle<Parameters>,
    element: &UseStateHandle<bool>,
) -> Html {
    let page = perform::page_address();
    let title = &props.title;
    let code = match **element {
        true => snippet::element(&page, title, chosen),
        false => snippet::iframe(&page, title, chosen),
    };
    let on_form = {
        let element = element.clone();
        move |event: Event| {
            let list: HtmlSelectElement = event.target_unchecked_into();
            element.set(list.value() == "element");
        }
    };
    html! {
        <>
            <h2>{ words::EMBED }</h2>
            <div class="choices">
                { for CHOICES.iter().map(|(name, label, values)| {
                    let (chosen, name) = (chosen.clone(), *name);
                    let onchange = Callback::from(move |event: Event| {
                        let list: HtmlSelectElement = event.target_unchecked_into();
                        chosen.set(chosen.with(name, &list.value()));
                    });
                    choice(*label, values, onchange)
                }) }
                { choice(words::AS_FORM, &FORMS, Callback::from(on_form)) }
            </div>
            <textarea id="embed-code" readonly=true rows="6" aria-label={words::CODE} value={code} />
            <button type="button" class="btn primary" data-copy="embed-code">{ words::COPY }</button>
            { preview(&page, title, chosen) }
        </>
    }
}

fn choice(label: Word, values: Values, onchange: Callback<Event>) -> Html {
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

/// The frame itself, where it can be fetched again.
fn preview(page: &str, title: &str, chosen: &Parameters) -> Html {
    if !page.starts_with("http") {
        return html! {
            <p class="muted">{ words::NO_ADDRESS }</p>
        };
    }
    let src = snippet::address(page, chosen);
    html! { <iframe key={src.clone()} {src} title={words::preview(&title)}></iframe> }
}
