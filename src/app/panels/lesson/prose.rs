//! The words of lessons: plain text, names as they are typed, and terms that
//! are explained below the text that names them.

use yew::prelude::*;

use crate::{
    app::{lessons::Doing, shared::Panel, state::Action},
    lesson::text::{Span, spans},
};

/// Paragraphs.
pub fn paragraphs(panel: Panel<'_>, texts: &[String]) -> Html {
    html! {
        <div class="rows">
            { for texts.iter().enumerate().map(|(at, text)| html! {
                <div key={at} class="prose">{ explained(panel, text) }</div>
            }) }
        </div>
    }
}

/// A text, and what the term means that was asked for in it.
pub fn explained(panel: Panel<'_>, text: &str) -> Html {
    let lessons = &panel.state.lessons;
    let asked = lessons.explained.as_ref().filter(|(_, of)| of == text).map(|(id, _)| id);
    let terms = lessons.terms.there();
    let means = asked.and_then(|id| terms?.iter().find(|term| term.id == *id));
    let piece = |(at, span)| piece(panel, text, at, span, asked);
    html! {
        <span>
            <span>{ for spans(text).into_iter().enumerate().map(piece) }</span>
            <span class="meaning" role="note" hidden={means.is_none()}>
                <b>{ means.map_or(String::new(), |term| format!("{}: ", term.word)) }</b>
                { means.map_or(String::new(), |term| term.means.clone()) }
            </span>
        </span>
    }
}

fn piece(panel: Panel<'_>, text: &str, at: usize, span: Span, asked: Option<&String>) -> Html {
    match span {
        Span::Plain(words) => html! { <span key={at}>{ words }</span> },
        Span::Code(name) => html! { <code key={at}>{ name }</code> },
        Span::Term { id, words } => {
            let open = asked == Some(&id);
            let asks = (!open).then(|| (id, text.to_owned()));
            let onclick = panel.click(Action::Lesson(Doing::Explain(asks)));
            html! {
                <button key={at} type="button" class="term" aria-expanded={open.to_string()} {onclick}>
                    { words }
                </button>
            }
        }
    }
}
