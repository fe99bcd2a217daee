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
};

/// Longest file of progress that is read, in bytes.
const FILE_BYTES: f64 = 65_536.0;

const KINDS: [(Kind, &str, &str); 3] = [
    (Kind::Lesson, "Lessons", "From why queues exist to what each broker really promises."),
    (Kind::Myth, "Myths", "What many believe of brokers, and the run that shows otherwise."),
    (Kind::Challenge, "Challenges", "Puzzles. The run itself says whether you have solved one."),
];

/// The page.
pub fn course(panel: Panel<'_>) -> Html {
    let lessons = &panel.state.lessons;
    html! {
        <main key="course" class="paper course">
            <h1>{ "Course" }</h1>
            <p class="prose">
                { "Every lesson is a broker that runs. Say what you expect, let it happen, and look at the message that decided." }
            </p>
            { match &lessons.list {
                Part::There(list) => listed(panel, list),
                Part::Missing(why) => html! { <p key="missing" class="prose">{ why.clone() }</p> },
                _ => html! { <p key="coming" class="prose muted">{ "The lessons are on their way." }</p> },
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
                    <span class="lbl">{ "Search" }</span>
                    <input type="search" class="search" value={state.lessons.search.clone()} {oninput} />
                </label>
                <span class="muted" role="status">
                    { format!("{} of {} shown, {passed} passed", found.len(), list.len()) }
                </span>
                <span class="sp"></span>
                <a class="btn" href="#/glossary">{ "Glossary" }</a>
            </div>
            { for KINDS.iter().map(|(kind, title, says)| {
                let of_kind: Vec<&&Entry> = found.iter().filter(|entry| entry.kind == *kind).collect();
                html! {
                    <section key={*title} hidden={of_kind.is_empty()}>
                        <h2>{ *title }</h2>
                        <p class="muted">{ *says }</p>
                        <ul class="cards lessons">{ for of_kind.iter().map(|entry| card(state, entry)) }</ul>
                    </section>
                }
            }) }
            <p class="prose" hidden={!none}>{ "No lesson has these words." }</p>
            { own(panel) }
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
        Some(Done { passed: true, .. }) => (Icon::Met, "passed".to_owned()),
        Some(Done { step, .. }) => (Icon::Begun, format!("at step {}", step + 1)),
        None => (Icon::Unmet, "not begun".to_owned()),
    };
    html! {
        <li key={entry.id.clone()} class="card lesson-card">
            <a href={format!("#/lesson/{}", entry.id)}><h3>{ entry.title.clone() }</h3></a>
            <p>{ entry.aim.clone() }</p>
            <p class="muted foot">
                <span class="state">{ icon(drawn) }{ says }</span>
                <span>{ format!("{} min", entry.minutes) }</span>
                <span class="sp"></span>
                <a href={format!("#/teacher/{}", entry.id)}>{ "Teacher notes" }</a>
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
        <section aria-label="Your progress">
            <h2>{ "Your progress" }</h2>
            <p class="prose">{ "It is kept in this browser and sent nowhere." }</p>
            <div class="acts">
                <button type="button" class="btn" onclick={save}>{ "Save as a file" }</button>
                <label class="btn open">
                    <input type="file" class="vh" accept=".txt,text/plain" onchange={take} />
                    { "Open a saved file" }
                </label>
                <details class="confirm">
                    <summary class="btn">{ "Forget it" }</summary>
                    <div class="acts">
                        <span>{ "All of it?" }</span>
                        <button type="button" class="btn" onclick={panel.click(Action::Lesson(Doing::Forget))}>
                            { "Yes, forget all progress" }
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
