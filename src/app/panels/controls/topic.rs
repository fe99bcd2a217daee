//! A topic's settings, and the brokers of the cluster it lies on.

use yew::prelude::*;

use super::{button, settings::settings};
use crate::{
    app::shared::Panel,
    engine::{Command, Topic},
    scenario::settings::of_topic,
    words::broker_controls as words,
};

/// The controls.
pub fn topic(panel: Panel<'_>, topic: &Topic) -> Html {
    html! { <div class="rows">{ settings(panel, of_topic(), topic.spec()) }</div> }
}

/// The brokers of the cluster, one by one, where there are several (K5).
pub fn cluster(panel: Panel<'_>) -> Html {
    let brokers = panel.engine().brokers();
    if brokers.len() < 2 {
        return html! {};
    }
    html! {
        <div class="rows broker">
            { for (0..brokers.len() as u8).map(|broker| one(panel, broker)) }
        </div>
    }
}

fn one(panel: Panel<'_>, id: u8) -> Html {
    let broker = &panel.engine().brokers()[usize::from(id)];
    let (up, stalled) = (broker.up, broker.stalled);
    let state = match (up, stalled) {
        (false, _) => words::is_down(&id),
        (true, true) => words::is_stalled(&id),
        (true, false) => words::is_up(&id),
    };
    let power = match up {
        true => button(
            panel,
            words::KILL,
            words::kill_title(&id),
            Command::SetBroker { broker: id, up: false },
        ),
        false => button(
            panel,
            words::START,
            words::start_title(&id),
            Command::SetBroker { broker: id, up: true },
        ),
    };
    let follow = button(
        panel,
        if stalled { words::FOLLOW } else { words::STALL },
        words::follow_title(&id),
        Command::StallBroker { broker: id, stalled: !stalled },
    );
    html! {
        <div key={id} class="row">
            <span class="lbl">{ state }</span>
            <span class="acts">{ power }{ for up.then_some(follow) }</span>
        </div>
    }
}
