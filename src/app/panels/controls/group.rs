//! A group's settings, and going on to read somewhere else.

use yew::prelude::*;

use super::{button, settings::settings};
use crate::{
    app::{fields::Number, shared::Panel},
    engine::{Command, Group, SeekTo},
    scenario::settings::of_group,
    words::group_controls as words,
};

/// The controls.
pub fn group(panel: Panel<'_>, group: &Group) -> Html {
    let spec = group.spec();
    let seek = |to| Command::Seek { client: spec.name.clone(), to };
    let name = spec.name.clone();
    let on_offset = panel.ask(move |offset: Option<f64>| Command::Seek {
        client: name.clone(),
        to: SeekTo::Offset(offset.unwrap_or_default() as u64),
    });
    let (replay, skip) = (words::REPLAY_TITLE.into(), words::SKIP_TITLE.into());
    html! {
        <div class="rows">
            { settings(panel, of_group(spec), spec) }
            if !spec.share {
                <Number
                    label={words::MOVE_TO}
                    unit=""
                    value={None::<f64>}
                    from={0.0}
                    to={1e15}
                    empty={words::WHERE_IT_IS}
                    on_enter={on_offset}
                />
                <div class="acts">
                    { button(panel, words::REPLAY, replay, seek(SeekTo::Beginning)) }
                    { button(panel, words::SKIP, skip, seek(SeekTo::End)) }
                </div>
            }
        </div>
    }
}
