//! Faults of the broker: restarts, members of quorum queues, brokers of a
//! cluster, services.

use yew::prelude::*;

use super::Faults;
use crate::engine::{Command, Queue};

/// Most buttons of one kind.
const LISTED: usize = 12;

/// The broker and everything it consists of.
pub fn broker(faults: &Faults<'_>) -> Html {
    let engine = faults.panel.engine();
    let leased = crate::view::vocabulary::kind(engine).is_leased();
    let members = engine.queues().iter().filter(|queue| queue.members().1 > 1).take(LISTED);
    let brokers = engine.brokers().iter().take(LISTED).enumerate();
    let services = engine.services().iter().take(LISTED);
    html! {
        <section aria-label="The broker">
            <h3 class="h3">{ "Broker" }</h3>
            <div class="acts">
                if !leased {
                    { faults.button("Restart it", Command::RestartBroker {}) }
                    { faults.button("Kill it, start it again", Command::KillBroker {}) }
                }
                { for members.map(|queue| member(faults, queue)) }
                { for brokers.map(|(n, broker)| {
                    let label = format!("{} broker {n}", if broker.up { "Kill" } else { "Start" });
                    faults.button(label, Command::SetBroker { broker: n as u8, up: !broker.up })
                }) }
                { for services.map(|service| {
                    let name = service.spec().name.clone();
                    let (verb, command) = match service.is_up() {
                        true => ("Stop", Command::TakeDown { service: name.clone() }),
                        false => ("Start", Command::BringUp { service: name.clone() }),
                    };
                    faults.button(format!("{verb} {name}"), command)
                }) }
            </div>
        </section>
    }
}

/// One member fewer of a quorum queue, or all of them up again.
fn member(faults: &Faults<'_>, queue: &Queue) -> Html {
    let name = &queue.spec().name;
    let (up, all) = queue.members();
    let set = |up| Command::SetMembersUp { queue: name.clone(), up };
    html! {
        <>
            if up > 0 {
                { faults.button(format!("Kill a member of {name} ({up} of {all} up)"), set(up - 1)) }
            }
            if up < all {
                { faults.button(format!("Start all members of {name}"), set(all)) }
            }
        </>
    }
}
