//! Mounts the app, nothing else.

use yew::prelude::*;

#[component]
fn App() -> Html {
    html! { <h1>{ "Queuescope" }</h1> }
}

fn main() {
    yew::Renderer::<App>::new().render();
}
