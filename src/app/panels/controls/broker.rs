//! The broker as a whole.

use yew::prelude::*;

use super::button;
use crate::{app::shared::Panel, engine::Command};

/// The controls.
pub fn broker(panel: Panel<'_>) -> Html {
    let title =
        "Stop and start the broker: connections end, durable queues keep persistent messages";
    html! {
        <div class="acts broker">
            { button(panel, "Restart broker", title.to_owned(), Command::RestartBroker {}) }
        </div>
    }
}
