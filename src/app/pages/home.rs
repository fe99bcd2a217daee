//! The home page: what this is, running; and all the labs.

use yew::prelude::*;

use super::thumbs::thumb;
use crate::{
    app::{
        icons::{Icon, icon},
        keys,
        panels::{caption::caption_line, transport::play_button},
        shared::Panel,
    },
    scenario::catalog::{CATALOG, Exhibit},
    words::{Word, home as words, tongue},
};

/// The page around a stage.
pub fn home(panel: Panel<'_>, stage: Html) -> Html {
    html! {
        <main key="home" class="home">
            <section class="hero">
                <h1>{ words::TITLE }</h1>
                <div>
                    <p>{ words::PROMISE }</p>
                    <div class="cta">
                        <a class="btn primary" href="#/course">{ words::TAKE_COURSE }</a>
                        <a class="btn" href="#/lab/guarantees">{ words::FIRST_LAB }</a>
                        <a class="btn" href="#/lab/blank">{ words::BUILD }</a>
                    </div>
                </div>
            </section>
            <figure class="live">
                <div class="picture">{ stage }</div>
                <figcaption>
                    { play_button(panel) }
                    { caption_line(panel) }
                    <button type="button" class="btn" onclick={panel.click_then(keys::crash)}>
                        { icon(Icon::Bolt) }
                        { words::CRASH }
                    </button>
                </figcaption>
            </figure>
            <Labs language={tongue().code} />
        </main>
    }
}

/// The groups of labs, in the order of the catalogue.
fn groups() -> Vec<(Word, Vec<&'static Exhibit>)> {
    let mut groups: Vec<(Word, Vec<&Exhibit>)> = Vec::new();
    for exhibit in &CATALOG {
        let Some(name) = exhibit.group else {
            continue;
        };
        match groups.iter_mut().find(|(group, _)| *group == name) {
            Some((_, exhibits)) => exhibits.push(exhibit),
            None => groups.push((name, vec![exhibit])),
        }
    }
    groups
}

/// What the cards are given.
#[derive(Clone, PartialEq, Properties)]
struct LabsProps {
    language: &'static str,
}

/// A card for every lab; a component, because nothing in it ever changes but
/// the language.
#[component]
fn Labs(_: &LabsProps) -> Html {
    let card = |exhibit: &&'static Exhibit| {
        let scenario = (exhibit.scenario)();
        html! {
            <a key={exhibit.id} class="card" href={format!("#/lab/{}", exhibit.id)}>
                <span class="th">{ thumb(exhibit.id) }</span>
                <h3>{ scenario.title }</h3>
                <p>{ scenario.about }</p>
            </a>
        }
    };
    html! {
        <div class="cat">
            { for groups().iter().map(|(name, exhibits)| html! {
                <section key={name.text()}>
                    <h2>{ *name }</h2>
                    <div class="cards">{ for exhibits.iter().map(card) }</div>
                </section>
            }) }
        </div>
    }
}
