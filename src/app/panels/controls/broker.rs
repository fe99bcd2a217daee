//! The broker as a whole.

use yew::prelude::*;

use super::button;
use crate::{app::shared::PanelProps, engine::Command};

/// The controls.
#[component]
pub fn BrokerControls(props: &PanelProps) -> Html {
    let title =
        "Stop and start the broker: connections end, durable queues keep persistent messages";
    html! {
        <div class="acts broker">
            { button(props, "Restart broker", title.to_owned(), Command::RestartBroker) }
        </div>
    }
}
