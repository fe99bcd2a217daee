//! What a teacher is told of a lesson, to be printed; and the page of a lesson
//! that is still on its way.

use yew::prelude::*;

use crate::{
    app::{lessons::Part, perform, shared::Panel},
    lesson::{Lesson, Step, text::plain},
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
        _ => "The lesson is on its way.".to_owned(),
    };
    html! {
        <main key="coming" class="paper">
            <h1>{ "Lesson" }</h1>
            <p class="prose" role="status">{ says }</p>
            <p><a class="btn" href="#/course">{ "All lessons" }</a></p>
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
            <p class="prose">{ format!("Teacher notes · about {} minutes", lesson.minutes) }</p>
            <p class="acts off-paper">
                <a class="btn primary" href={format!("#/lesson/{}", lesson.id)}>{ "Open the lesson" }</a>
                <button type="button" class="btn" onclick={print}>{ "Print" }</button>
                <a class="btn" href="#/course">{ "All lessons" }</a>
            </p>
            <section>
                <h2>{ "Aim" }</h2>
                <p class="prose">{ plain(&lesson.teacher.aim) }</p>
            </section>
            { list("Questions to ask", &lesson.teacher.ask) }
            { list("What to break", &lesson.teacher.breaks) }
            <section>
                <h2>{ "Steps" }</h2>
                <ol class="notes-steps">{ for lesson.steps.iter().map(step) }</ol>
            </section>
            { list("In short", &lesson.summary) }
        </main>
    }
}

fn step(step: &Step) -> Html {
    let line = |text: String| html! { <li key={text.clone()}>{ text }</li> };
    let asks = step.predictions.iter().map(|one| format!("Prediction: {}", plain(&one.asks)));
    let goals = step.goals.iter().map(|goal| format!("Goal: {}", plain(&goal.says)));
    html! {
        <li key={step.id.clone()}>
            <h3 class="h3">{ step.title.clone() }</h3>
            <ul>{ for asks.chain(goals).map(line) }</ul>
        </li>
    }
}

fn list(title: &'static str, texts: &[String]) -> Html {
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
