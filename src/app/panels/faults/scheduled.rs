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
};

/// Most entries listed.
const LISTED: usize = 20;

/// The list, if there is anything in it.
pub fn scheduled(panel: Panel<'_>) -> Html {
    let ahead = panel.state.side().run().scheduled();
    let more = ahead.len().saturating_sub(LISTED);
    html! {
        <section aria-label="Scheduled" hidden={ahead.is_empty()}>
            <h3 class="h3">{ "Scheduled" }</h3>
            <ul class="ahead">
                { for ahead.iter().take(LISTED).enumerate().map(|(n, entry)| item(panel, n, entry)) }
            </ul>
            <p class="muted" hidden={more == 0}>{ format!("and {more} more") }</p>
        </section>
    }
}

fn item(panel: Panel<'_>, n: usize, entry: &Entry) -> Html {
    let says = in_words(&entry.command);
    let at = clock(Tick(entry.at_us));
    let label = format!("Do not {says} at {at}");
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
        Crash { consumer, .. } => format!("kill {consumer}"),
        CallOffCrash { consumer } => format!("let {consumer} live"),
        Revive { consumer } => format!("revive {consumer}"),
        Hang { consumer } => format!("let {consumer} hang"),
        GoOn { consumer } => format!("let {consumer} go on"),
        SetService { consumer, .. } => format!("change the service time of {consumer}"),
        Partition { client } => format!("cut {client} off"),
        Repair { client } => format!("repair the link of {client}"),
        PoisonNext { producer } => format!("poison the next message of {producer}"),
        LoseNext { client, frame } => {
            let frame = match frame {
                Frame::Publish => "publish",
                Frame::Confirm => "confirm",
                Frame::Delivery => "delivery",
                Frame::Ack => "ack",
            };
            format!("lose the next {frame} of {client}")
        }
        RestartBroker {} => "restart the broker".to_owned(),
        KillBroker {} => "kill the broker and start it again".to_owned(),
        SetMembersUp { queue, up } => format!("leave {up} members of {queue} up"),
        SetBroker { broker, up: false } => format!("kill broker {broker}"),
        SetBroker { broker, up: true } => format!("start broker {broker}"),
        TakeDown { service } => format!("stop {service}"),
        BringUp { service } => format!("start {service}"),
        Publish { producer, .. } => format!("have {producer} publish a message"),
        _ => "change a setting".to_owned(),
    }
}
