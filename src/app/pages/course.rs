//! The course: every lesson, what has been done of each, and the way to take
//! that along.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::{
    app::{
        files,
        icons::{Icon, icon},
        lessons::{Doing, Part},
        shared::Panel,
        state::{Action, State},
    },
    lesson::{Kind, index::Entry, kept::Done},
    words::{Word, course as words, glossary},
};

/// Longest file of progress that is read, in bytes.
const FILE_BYTES: f64 = 65_536.0;

const KINDS: [(Kind, Word, Word); 3] = [
    (Kind::Lesson, words::LESSONS, words::LESSONS_ABOUT),
    (Kind::Myth, words::MYTHS, words::MYTHS_ABOUT),
    (Kind::Challenge, words::CHALLENGES, words::CHALLENGES_ABOUT),
];

/// The page.
pub fn course(panel: Panel<'_>) -> Html {
    let lessons = &panel.state.lessons;
    html! {
        <main key="course" class="paper course">
            <h1>{ words::COURSE }</h1>
            <p class="prose">
                { words::ABOUT }
            </p>
            { match &lessons.list {
                Part::There(list) => listed(panel, list),
                Part::Missing(why) => html! { <p key="missing" class="prose">{ why.clone() }</p> },
                _ => html! { <p key="coming" class="prose muted">{ words::COMING }</p> },
            } }
        </main>
    }
}

fn listed(panel: Panel<'_>, list: &[Entry]) -> Html {
    let state = panel.state;
    let passed = state.lessons.kept.passed().min(list.len());
    let found: Vec<&Entry> =
        list.iter().filter(|entry| matches(entry, &state.lessons.search)).collect();
    let oninput = panel.on_action.reform(|event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        Action::Lesson(Doing::Search(input.value()))
    });
    let none = found.is_empty();
    html! {
        <div key="listed" class="rows wide">
            <div class="course-bar">
                <label class="field">
                    <span class="lbl">{ words::SEARCH }</span>
                    <input type="search" class="search" value={state.lessons.search.clone()} {oninput} />
                </label>
                <span class="muted" role="status">
                    { words::shown(&found.len(), &list.len(), &passed) }
                </span>
                <span class="sp"></span>
                <a class="btn" href="#/glossary">{ glossary::GLOSSARY }</a>
            </div>
            { for KINDS.iter().map(|(kind, title, says)| {
                let of_kind: Vec<&&Entry> = found.iter().filter(|entry| entry.kind == *kind).collect();
                html! {
                    <section key={title.text()} hidden={of_kind.is_empty()}>
                        <h2>{ *title }</h2>
                        <p class="muted">{ *says }</p>
                        <ul class="cards lessons">{ for of_kind.iter().map(|entry| card(state, entry)) }</ul>
                    </section>
                }
            }) }
            <p class="prose" hidden={!none}>{ words::NONE }</p>
            // A frame keeps nothing.
            if !panel.state.setting.embed {
                { own(panel) }
            }
        </div>
    }
}

/// Whether every word looked for is in a lesson's title or aim.
fn matches(entry: &Entry, search: &str) -> bool {
    let text = format!("{} {} {}", entry.title, entry.aim, entry.id).to_lowercase();
    search.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

fn card(state: &State, entry: &Entry) -> Html {
    let kept = state.lessons.kept.of(&entry.id);
    let (drawn, says) = match kept {
        Some(Done { passed: true, .. }) => (Icon::Met, words::PASSED.into()),
        Some(Done { step, .. }) => (Icon::Begun, words::at_step(&(step + 1))),
        None => (Icon::Unmet, words::NOT_BEGUN.into()),
    };
    html! {
        <li key={entry.id.clone()} class="card lesson-card">
            <a href={format!("#/lesson/{}", entry.id)}><h3>{ entry.title.clone() }</h3></a>
            <p>{ entry.aim.clone() }</p>
            <p class="muted foot">
                <span class="state">{ icon(drawn) }{ says }</span>
                <span>{ words::minutes(&entry.minutes) }</span>
                <span class="sp"></span>
                <a href={format!("#/teacher/{}", entry.id)}>{ words::NOTES }</a>
            </p>
        </li>
    }
}

/// What the learner has done, as a file, and away with it.
fn own(panel: Panel<'_>) -> Html {
    let shared = panel.shared.clone();
    let save = move |_: MouseEvent| {
        let text = shared.read().lessons.kept.write();
        files::save_text("queuescope-progress.txt", "text/plain", &text);
    };
    let on_action = panel.on_action.clone();
    let take = move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let file = input.files().and_then(|files| files.get(0));
        input.set_value("");
        let Some(file) = file else {
            return;
        };
        let (on_action, small) = (on_action.clone(), file.size() <= FILE_BYTES);
        spawn_local(async move {
            let text = if small { JsFuture::from(file.text()).await.ok() } else { None };
            let text = text.and_then(|text| text.as_string()).unwrap_or_default();
            on_action.emit(Action::Lesson(Doing::Import(text)));
        });
    };
    html! {
        <section aria-label={words::PROGRESS}>
            <h2>{ words::PROGRESS }</h2>
            <p class="prose">{ words::KEPT_HERE }</p>
            <div class="acts">
                <button type="button" class="btn" onclick={save}>{ words::SAVE }</button>
                <label class="btn open">
                    <input type="file" class="vh" accept=".txt,text/plain" onchange={take} />
                    { words::OPEN }
                </label>
                <details class="confirm">
                    <summary class="btn">{ words::FORGET }</summary>
                    <div class="acts">
                        <span>{ words::ALL_OF_IT }</span>
                        <button type="button" class="btn" onclick={panel.click(Action::Lesson(Doing::Forget))}>
                            { words::FORGET_ALL }
                        </button>
                    </div>
                </details>
            </div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_that_is_looked_for_has_to_be_there() {
        let entry = Entry {
            id: "acks".to_owned(),
            file: "05-acks".to_owned(),
            kind: Kind::Lesson,
            minutes: 5,
            title: "Lost, twice, or once".to_owned(),
            aim: "What a crash does".to_owned(),
        };
        assert!(matches(&entry, "") && matches(&entry, "CRASH lost") && matches(&entry, "acks"));
        assert!(!matches(&entry, "crash kafka"));
    }
}
