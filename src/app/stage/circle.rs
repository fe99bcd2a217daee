//! The room of a group: its name, what it is about, and its members. One
//! that commits what it makes together with its offsets has a dashed edge:
//! inside it everything happens once.

use yew::prelude::*;

use crate::{
    engine::Engine,
    view::{layout::Circle, log_words},
};

pub fn circle(engine: &Engine, circle: &Circle) -> Html {
    let frame = circle.frame;
    let style = format!(
        "left:{:.2}px;top:{:.2}px;width:{:.2}px;height:{:.2}px",
        frame.x, frame.y, frame.w, frame.h
    );
    let spec = engine.groups()[circle.group.index()].spec();
    let transaction = spec.transactional.then_some("transaction");
    html! {
        <div key={circle.group.0} class={classes!("circle", transaction)} ~style={style}>
            <b>{ spec.name.clone() }</b>
            <span class="sm">{ log_words::group_about(engine, circle.group) }</span>
        </div>
    }
}
