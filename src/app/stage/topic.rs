//! A topic: its name and what is set of it, and in words how it is led. The
//! tapes themselves are painted, because they move with the messages.

use yew::prelude::*;

use super::node::{Scenery, heading, status};
use crate::{
    engine::TopicId,
    view::{layout::Node, log_words},
};

pub fn body(scenery: &Scenery<'_>, node: &Node, id: TopicId) -> Html {
    let led = log_words::led(scenery.engine, id);
    html! {
        <>
            { heading(scenery, node, &log_words::setting(scenery.engine, id), html! { led }) }
            { status(scenery, node) }
        </>
    }
}
