//! The lesson beside the stage: what to read, to predict and to bring about.
//!
//! A goal ticks itself; no button here meets one.

mod prediction;
pub mod prose;
mod strip;

use yew::prelude::*;

use crate::{
    app::{
        format::clock,
        icons::{Icon, icon},
        lessons::{Doing, Open},
        shared::Panel,
        state::Action,
    },
    lesson::{Kind, Step},
};

use prediction::predictions;
use prose::{paragraphs, words};
pub use strip::strip;

/// The column.
pub fn lesson_panel(panel: Panel<'_>, open: &Open) -> Html {
    let (lesson, step) = (&open.lesson, open.step());
    let met = open.met(&panel.state.bench);
    let done = met.iter().all(Option::is_some);
    html! {
        <section class="lesson" aria-label="Lesson">
            <div class="lesson-text" key={open.at}>
                <div class="about">
                    <p class="muted">{ format!("{} · step {} of {}", lesson.title, open.at + 1, lesson.steps.len()) }</p>
                    <h2 class="title">{ step.title.clone() }</h2>
                </div>
                { paragraphs(panel, &step.text) }
                { predictions(panel, open) }
                { goals(panel, open, &met) }
                { after(panel, open, done) }
                { hints(panel, open) }
            </div>
            <p class="vh" role="status" aria-live="polite">{ open.told.clone() }</p>
            { turning(panel, open, done) }
        </section>
    }
}

fn goals(panel: Panel<'_>, open: &Open, met: &[Option<crate::engine::Tick>]) -> Html {
    let goal = |(nth, goal): (usize, &crate::lesson::Goal)| {
        let at = met[nth];
        let spoiled = at.is_none() && open.is_spoiled(&panel.state.bench, nth);
        let (drawn, says) = match (at, spoiled) {
            (Some(_), _) => (Icon::Met, "Met: "),
            (_, true) => (Icon::Spoiled, "Not any more in this run: "),
            _ => (Icon::Unmet, "Not yet: "),
        };
        html! {
            <li key={goal.id.clone()} class={classes!(at.map(|_| "met"))}>
                { icon(drawn) }
                <div>
                    <span class="vh">{ says }</span>
                    { words(panel, &goal.says) }
                    <span class="muted" hidden={!spoiled}>{ " Not any more in this run: reset the step." }</span>
                </div>
                <time class="muted">{ at.map(clock).unwrap_or_default() }</time>
            </li>
        }
    };
    html! {
        <section class="rows" aria-label="Goals">
            <h3 class="h3">{ "Goals" }</h3>
            <ul class="goals">{ for open.step().goals.iter().enumerate().map(goal) }</ul>
        </section>
    }
}

/// What is told once all goals of the step are met, and of the last step of
/// the lesson.
fn after(panel: Panel<'_>, open: &Open, done: bool) -> Html {
    let state = panel.state;
    let last = open.at + 1 == open.lesson.steps.len();
    let passed = state.lessons.kept.of(&open.lesson.id).is_some_and(|kept| kept.passed);
    html! {
        <div class="after">
            <div class="rows" hidden={!done}>
                { paragraphs(panel, &open.step().after) }
                { par(panel, open) }
            </div>
            <div class="rows" hidden={!done || !last}>
                <section class="box rows" aria-label="Summary">
                    <h3 class="h3">{ if passed { "Passed. In short" } else { "In short" } }</h3>
                    { paragraphs(panel, &open.lesson.summary) }
                    { next_lesson(panel, open) }
                </section>
            </div>
        </div>
    }
}

/// How a solution of a challenge compares.
fn par(panel: Panel<'_>, open: &Open) -> Html {
    let comes_to = open.par(&panel.state.bench).filter(|_| open.lesson.kind == Kind::Challenge);
    let (Some(par), Some(comes_to)) = (&open.lesson.par, comes_to) else {
        return html! {};
    };
    let comes_to = comes_to.round();
    html! {
        <p class="prose">
            <b>{ format!("Yours: {comes_to} {}. Par: {}.", par.says, par.is) }</b>
            { " Share above the stage makes a link to your solution." }
        </p>
    }
}

fn next_lesson(panel: Panel<'_>, open: &Open) -> Html {
    let list = panel.state.lessons.list.there();
    let next = list.and_then(|list| {
        let here = list.iter().position(|entry| entry.id == open.lesson.id)?;
        list.get(here + 1)
    });
    html! {
        <p class="acts">
            { for next.map(|entry| html! {
                <a class="btn primary" href={format!("#/lesson/{}", entry.id)}>
                    { format!("Next: {}", entry.title) }
                </a>
            }) }
            <a class="btn" href="#/course">{ "All lessons" }</a>
        </p>
    }
}

/// Hints, one by one.
fn hints(panel: Panel<'_>, open: &Open) -> Html {
    let Step { hints, .. } = open.step();
    let given = open.hints;
    let onclick = panel.click(Action::Lesson(Doing::Hint));
    let more = hints.len() - given;
    html! {
        <section class="rows" aria-label="Hints">
            <ol class="hints" aria-live="polite">
                { for hints[..given].iter().enumerate().map(|(at, hint)| html! {
                    <li key={at}>{ words(panel, hint) }</li>
                }) }
            </ol>
            <div class="acts">
                <button type="button" class="btn sm" hidden={more == 0} {onclick}>
                    { if given == 0 { "Hint" } else { "Another hint" } }
                </button>
                <button type="button" class="btn sm" onclick={panel.click(Action::Lesson(Doing::Again))}>
                    { icon(Icon::Reset) }
                    { "Reset this step" }
                </button>
            </div>
        </section>
    }
}

/// Back, where one is, and next.
fn turning(panel: Panel<'_>, open: &Open, done: bool) -> Html {
    let last = open.lesson.steps.len() - 1;
    let kept = panel.state.lessons.kept.of(&open.lesson.id).map_or(0, |kept| kept.steps);
    let done = done || kept & (1 << open.at) != 0;
    let turn = |at: usize| panel.click(Action::Lesson(Doing::Turn(at)));
    let dot = |at: usize| {
        let class =
            classes!((at == open.at).then_some("here"), (kept & (1 << at) != 0).then_some("done"));
        html! { <i key={at} {class}></i> }
    };
    html! {
        <nav class="turning" aria-label="Steps">
            <button type="button" class="btn quiet sm" disabled={open.at == 0} onclick={turn(open.at.saturating_sub(1))}>
                { "Back" }
            </button>
            <span class="dots" aria-hidden="true">{ for (0..=last).map(dot) }</span>
            <button type="button" class={classes!("btn", "sm", if done { "primary" } else { "quiet" })}
                disabled={open.at == last} onclick={turn(open.at + 1)}>
                { if done { "Next" } else { "Skip" } }
            </button>
        </nav>
    }
}

/// Lesson or controls: which of the two the left column shows.
pub fn sides(panel: Panel<'_>, open: &Open) -> Html {
    let choice = |says: &'static str, controls: bool| {
        let onclick = panel.click(Action::Lesson(Doing::ShowControls(controls)));
        let pressed = (open.controls == controls).to_string();
        html! {
            <button key={says} type="button" class="side-tab" aria-pressed={pressed} {onclick}>{ says }</button>
        }
    };
    let away = panel.click(Action::Lesson(Doing::Unfold(false)));
    html! {
        <nav class="side-tabs" aria-label="Left column">
            { choice("Lesson", false) }
            { choice("Controls", true) }
            <button type="button" class="btn quiet icon sm away" aria-label="To the stage" onclick={away}>
                { icon(Icon::Close) }
            </button>
        </nav>
    }
}
