//! What a teacher is told of a lesson, to be printed; and the page of a lesson
//! that is still on its way.

use yew::prelude::*;

use crate::{
    app::{lessons::Part, perform, shared::Panel},
    lesson::{Lesson, Step, text::plain},
    words::{Word, teacher as words},
};

/// Notes on a lesson.
pub fn teacher(panel: Panel<'_>) -> Html {
    match &panel.state.lessons.lesson {
        Part::There(lesson) => notes(lesson),
        _ => coming(panel),
    }
}

/// A lesson that is not there yet, or cannot be had.
pub fn coming(panel: Panel<'_>) -> Html {
    let says = match &panel.state.lessons.lesson {
        Part::Missing(why) => why.clone(),
        _ => words::COMING.into(),
    };
    html! {
        <main key="coming" class="paper">
            <h1>{ words::LESSON }</h1>
            <p class="prose" role="status">{ says }</p>
            <p><a class="btn" href="#/course">{ words::ALL }</a></p>
        </main>
    }
}

fn notes(lesson: &Lesson) -> Html {
    let print = |_: MouseEvent| {
        if let Some(window) = perform::window() {
            let _ = window.print();
        }
    };
    html! {
        <main key="teacher" class="paper notes">
            <h1>{ lesson.title.clone() }</h1>
            <p class="prose">{ words::notes(&lesson.minutes) }</p>
            <p class="acts off-paper">
                <a class="btn primary" href={format!("#/lesson/{}", lesson.id)}>{ words::OPEN }</a>
                <button type="button" class="btn" onclick={print}>{ words::PRINT }</button>
                <a class="btn" href="#/course">{ words::ALL }</a>
            </p>
            <section>
                <h2>{ words::AIM }</h2>
                <p class="prose">{ plain(&lesson.teacher.aim) }</p>
            </section>
            { list(words::ASK, &lesson.teacher.ask) }
            { list(words::BREAKS, &lesson.teacher.breaks) }
            <section>
                <h2>{ words::STEPS }</h2>
                <ol class="notes-steps">{ for lesson.steps.iter().map(step) }</ol>
            </section>
            { list(words::SUMMARY, &lesson.summary) }
        </main>
    }
}

fn step(step: &Step) -> Html {
    let line = |text: String| html! { <li key={text.clone()}>{ text }</li> };
    let asks = step.predictions.iter().map(|one| words::prediction(&plain(&one.asks)));
    let goals = step.goals.iter().map(|goal| words::goal(&plain(&goal.says)));
    html! {
        <li key={step.id.clone()}>
            <h3 class="h3">{ step.title.clone() }</h3>
            <ul>{ for asks.chain(goals).map(line) }</ul>
        </li>
    }
}

fn list(title: Word, texts: &[String]) -> Html {
    html! {
        <section hidden={texts.is_empty()}>
            <h2>{ title }</h2>
            <ul class="dashes">
                { for texts.iter().enumerate().map(|(at, text)| html! {
                    <li key={at} class="prose">{ plain(text) }</li>
                }) }
            </ul>
        </section>
    }
}
