//! The words of lessons: plain text, names as they are typed, and terms that
//! unfold what they mean.

use yew::prelude::*;

use crate::{
    app::state::State,
    lesson::text::{Span, spans},
};

/// Paragraphs.
pub fn paragraphs(state: &State, texts: &[String]) -> Html {
    html! {
        <div class="rows">
            { for texts.iter().enumerate().map(|(at, text)| html! {
                <div key={at} class="prose">{ words(state, text) }</div>
            }) }
        </div>
    }
}

/// A text in which terms can be unfolded.
pub fn words(state: &State, text: &str) -> Html {
    html! { { for spans(text).into_iter().enumerate().map(|(at, span)| piece(state, at, span)) } }
}

fn piece(state: &State, at: usize, span: Span) -> Html {
    match span {
        Span::Plain(words) => html! { <span key={at}>{ words }</span> },
        Span::Code(name) => html! { <code key={at}>{ name }</code> },
        Span::Term { id, words } => {
            let terms = state.lessons.terms.there();
            let means = terms.and_then(|terms| terms.iter().find(|term| term.id == id));
            match means {
                Some(term) => html! {
                    <details key={at} class="term">
                        <summary>{ words }</summary>
                        <span class="sheet" role="note">{ term.means.clone() }</span>
                    </details>
                },
                None => html! { <span key={at}>{ words }</span> },
            }
        }
    }
}
