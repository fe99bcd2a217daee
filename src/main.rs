//! Mounts the app, nothing else.

use queuescope::app::{App, languages, trouble};

fn main() {
    trouble::set_hook();
    languages::begin(mount);
}

fn mount() {
    let shell = web_sys::window().and_then(|window| window.document()?.get_element_by_id("app"));
    match shell {
        Some(shell) => {
            // The static shell has done its work once there is a page.
            shell.set_inner_html("");
            yew::Renderer::<App>::with_root(shell).render()
        }
        None => yew::Renderer::<App>::new().render(),
    };
}
