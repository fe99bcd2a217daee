//! The glossary: every word that lessons explain.

use yew::prelude::*;

use crate::{
    app::{lessons::Part, shared::Panel},
    lesson::index::Term,
    words::{glossary as words, teacher},
};

/// The page.
pub fn glossary(panel: Panel<'_>) -> Html {
    let term = |term: &Term| {
        html! {
            <div key={term.id.clone()}><dt>{ term.word.clone() }</dt><dd>{ term.means.clone() }</dd></div>
        }
    };
    html! {
        <main key="glossary" class="paper">
            <h1>{ words::GLOSSARY }</h1>
            <p class="prose"><a href="#/course">{ teacher::ALL }</a></p>
            { match &panel.state.lessons.terms {
                Part::There(terms) => html! { <dl key="terms" class="terms">{ for terms.iter().map(term) }</dl> },
                Part::Missing(why) => html! { <p key="missing" class="prose">{ why.clone() }</p> },
                _ => html! { <p key="coming" class="prose muted">{ words::COMING }</p> },
            } }
        </main>
    }
}
