//! Pictures of the stage to take along: SVG, PNG, and a clip of the last
//! seconds. All are painted from the same shapes as the stage itself.

use wasm_bindgen::prelude::*;
use web_sys::Blob;
use yew::Callback;

use super::{
    files::{canvas, save_blob, save_text, slug},
    format::{clock, seconds},
    panels::switch::name,
    side::Side,
    state::{Action, Notice, Selection, State, World},
};
use crate::{
    engine::{NodeId, Tick},
    view::{
        canvas::Canvas,
        cast::Lens,
        picture::{Picture, Take},
    },
    words::pictures as words,
};

mod clip;

pub use clip::{Clip, FRAME_MS, SECONDS, Shown, is_possible};

/// Pixels of a PNG in a stage unit.
const SCALE: f64 = 2.0;

/// Most pixels of a PNG on a side: browsers refuse larger ones.
const MOST_PIXELS: f64 = 8_000.0;

/// The picture of everything on the bench, set up.
fn picture(state: &State) -> Picture {
    let head = |(letter, take): (&str, &Take<'_>)| {
        format!("{letter} · {}", name(take.scenario.topology.profile))
    };
    let takes = takes(state);
    let heads: Vec<String> = ["A", "B"].into_iter().zip(&takes).map(head).collect();
    let runs: Vec<(Take<'_>, String)> = takes.into_iter().zip(heads).collect();
    Picture::new(state.side().scenario().title.clone(), &runs)
}

/// How a side is shown: at this speed, with what is picked on it.
fn manner(state: &State, side: &Side) -> (Lens, Option<NodeId>) {
    let (picked, node) = match side.selection {
        Some(Selection::Message(message)) => (Some(message), None),
        Some(Selection::Node(node)) => (None, Some(node)),
        None => (None, None),
    };
    (Lens { speed: state.speed, picked, still: state.setting.is_still() }, node)
}

fn takes(state: &State) -> Vec<Take<'_>> {
    let take = |side| {
        let (lens, node) = manner(state, side);
        Take { engine: Side::engine(side), scenario: side.scenario(), lens, node }
    };
    state.bench.sides().map(take).collect()
}

/// `queuescope-guarantees-12.40s.png`.
fn file_name(state: &State, at: Tick, kind: &str) -> String {
    let world = match &state.world {
        World::Exhibit(id) | World::Lesson(id) => id.clone(),
        World::Home | World::Own => slug(&state.side().scenario().title),
    };
    format!("queuescope-{world}-{}s.{kind}", seconds(at))
}

/// Saves the present moment as an SVG document.
pub fn save_svg(state: &State) {
    let svg = picture(state).svg(&takes(state), &clock(state.now()), state.is_dark());
    save_text(&file_name(state, state.now(), "svg"), "image/svg+xml", &svg);
}

/// Saves the present moment as a PNG.
pub fn save_png(state: &State, on_action: Callback<Action>) {
    let mut picture = picture(state);
    let Some(mut canvas) = canvas().and_then(|element| Canvas::new(element, state.is_dark()))
    else {
        return on_action.emit(failed(words::NONE_HERE.text()));
    };
    let (width, height) = picture.size();
    canvas.resize((width, height), SCALE.min(MOST_PIXELS / width).min(MOST_PIXELS / height));
    canvas.paint_picture(&mut picture, &takes(state), &clock(state.now()));
    let name = file_name(state, state.now(), "png");
    let on_made = Closure::once_into_js(move |made: Option<Blob>| match made {
        Some(blob) => save_blob(&name, &blob),
        None => on_action.emit(failed(words::TOO_LARGE.text())),
    });
    // A canvas that nothing from elsewhere was painted on may be read.
    let _ = canvas.element().to_blob(on_made.unchecked_ref());
}

/// Says why there is no picture.
pub fn failed(why: &str) -> Action {
    Action::Tell(Notice { title: words::NOT_SAVED.into(), lines: vec![why.to_owned()] })
}
