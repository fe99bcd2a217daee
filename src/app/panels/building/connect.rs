//! The wires a node may get, in a list with a button: the keyboard's way to
//! do what a pointer does by dragging.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::words::building as words;

/// The id of the list; the focus comes here when a wire was taken away.
pub const CONNECT: &str = "build-connect";

/// Properties of [`Connect`].
#[derive(PartialEq, Properties)]
pub struct ConnectProps {
    /// What each wire would mean.
    pub offers: Vec<String>,
    /// Called with the place of the one that was chosen.
    pub on_connect: Callback<usize>,
}

/// The list and its button; a sentence where there is nothing to offer.
#[component]
pub fn Connect(props: &ConnectProps) -> Html {
    let list = use_node_ref();
    let onclick = {
        let (list, on_connect) = (list.clone(), props.on_connect.clone());
        Callback::from(move |_: MouseEvent| {
            let list = list.cast::<HtmlSelectElement>();
            let chosen = list.map(|list| usize::try_from(list.selected_index()));
            if let Some(Ok(chosen)) = chosen {
                on_connect.emit(chosen);
            }
        })
    };
    let none = props.offers.is_empty();
    html! {
        <div class="connect">
            <label hidden={none}>
                <span class="lbl">{ words::NEW_WIRE }</span>
                <select id={CONNECT} ref={list}>
                    { for props.offers.iter().enumerate().map(|(n, says)| html! {
                        <option key={n} selected={n == 0}>{ says.clone() }</option>
                    }) }
                </select>
            </label>
            <button type="button" class="btn sm" hidden={none} {onclick}>{ words::CONNECT }</button>
            <p class="muted" hidden={!none}>{ words::NOTHING_TO_CONNECT }</p>
        </div>
    }
}
