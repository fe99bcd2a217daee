//! A topic: its name and what is set of it. The
//! tapes themselves are painted, because they move with the messages.

use yew::prelude::*;

use super::node::{Scenery, heading, status};
use crate::{
    engine::TopicId,
    view::{cards::queue::from_above, layout::Node, log_words},
};

pub fn body(scenery: &Scenery<'_>, node: &Node, id: TopicId) -> Html {
    let setting = log_words::setting(scenery.engine, id);
    html! {
        <>
            <div class={from_above(scenery.layout, node).then_some("from-above")}>
                { heading(scenery, node, &setting, html! {}) }
            </div>
            { status(scenery, node) }
        </>
    }
}
