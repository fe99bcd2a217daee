//! What lies ahead in the log, each entry removable.

use yew::prelude::*;

use crate::{
    app::{
        format::clock,
        icons::{Icon, icon},
        shared::Panel,
        state::Action,
    },
    engine::{Command, Frame, Tick},
    scenario::Entry,
    words::{panels, scheduled as words},
};

/// Most entries listed.
const LISTED: usize = 20;

/// The list, if there is anything in it.
pub fn scheduled(panel: Panel<'_>) -> Html {
    let ahead = panel.state.side().run().scheduled();
    let more = ahead.len().saturating_sub(LISTED);
    html! {
        <section aria-label={words::SCHEDULED} hidden={ahead.is_empty()}>
            <h3 class="h3">{ words::SCHEDULED }</h3>
            <ul class="ahead">
                { for ahead.iter().take(LISTED).enumerate().map(|(n, entry)| item(panel, n, entry)) }
            </ul>
            <p class="muted" hidden={more == 0}>{ panels::and_more(&more) }</p>
        </section>
    }
}

fn item(panel: Panel<'_>, n: usize, entry: &Entry) -> Html {
    let says = in_words(&entry.command);
    let at = clock(Tick(entry.at_us));
    let label = words::call_off(&says, &at);
    let onclick = panel.click(Action::CallOff(entry.clone()));
    html! {
        <li key={n}>
            <time>{ at }</time>
            <span>{ says }</span>
            <button type="button" class="btn quiet icon sm" aria-label={label} {onclick}>
                { icon(Icon::Close) }
            </button>
        </li>
    }
}

/// What a command does, as a verb and its object.
fn in_words(command: &Command) -> String {
    use Command::*;
    match command {
        Crash { consumer, .. } => words::kill(consumer),
        CallOffCrash { consumer } => words::live(consumer),
        Revive { consumer } => words::revive(consumer),
        Hang { consumer } => words::hang(consumer),
        GoOn { consumer } => words::go_on(consumer),
        SetService { consumer, .. } => words::change_service(consumer),
        Partition { client } => words::cut_off(client),
        Repair { client } => words::repair(client),
        PoisonNext { producer } => words::poison(producer),
        LoseNext { client, frame } => match frame {
            Frame::Publish => words::lose_publish(client),
            Frame::Confirm => words::lose_confirm(client),
            Frame::Delivery => words::lose_delivery(client),
            Frame::Ack => words::lose_ack(client),
        },
        RestartBroker {} => words::RESTART.to_string(),
        KillBroker {} => words::KILL_THE_BROKER.to_string(),
        SetMembersUp { queue, up } => words::keep_members((*up).into(), queue),
        SetBroker { broker, up: false } => words::kill_broker(broker),
        SetBroker { broker, up: true } => words::start_broker(broker),
        TakeDown { service } => words::stop(service),
        BringUp { service } => words::start(service),
        Publish { producer, .. } => words::publish(producer),
        _ => words::CHANGE_SETTING.to_string(),
    }
}
