//! A group's settings, and going on to read somewhere else.

use yew::prelude::*;

use super::{button, settings::settings};
use crate::{
    app::{fields::Number, shared::Panel},
    engine::{Command, Group, SeekTo},
    scenario::settings::of_group,
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
    let replay = "Read everything that is still stored once more".to_owned();
    let skip = "Pass over everything that is stored".to_owned();
    html! {
        <div class="rows">
            { settings(panel, of_group(spec), spec) }
            if !spec.share {
                <Number
                    label="Move to offset"
                    unit=""
                    value={None::<f64>}
                    from={0.0}
                    to={1e15}
                    empty="where it is"
                    on_enter={on_offset}
                />
                <div class="acts">
                    { button(panel, "Replay from the beginning", replay, seek(SeekTo::Beginning)) }
                    { button(panel, "Skip to the end", skip, seek(SeekTo::End)) }
                </div>
            }
        </div>
    }
}
