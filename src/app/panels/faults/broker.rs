//! Faults of the broker: restarts, members of quorum queues, brokers of a
//! cluster, services.

use yew::prelude::*;

use super::Faults;
use crate::{
    engine::{Command, Queue},
    words::{faults as words, switching},
};

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
        <section aria-label={words::THE_BROKER}>
            <h3 class="h3">{ switching::BROKER }</h3>
            <div class="acts">
                if !leased {
                    { faults.button(words::RESTART, Command::RestartBroker {}) }
                    { faults.button(words::KILL_IT_AND_START, Command::KillBroker {}) }
                }
                { for members.map(|queue| member(faults, queue)) }
                { for brokers.map(|(n, broker)| {
                    let label = if broker.up { words::kill_broker } else { words::start_broker };
                    faults.button(label(&n), Command::SetBroker { broker: n as u8, up: !broker.up })
                }) }
                { for services.map(|service| {
                    let name = service.spec().name.clone();
                    let (label, command) = match service.is_up() {
                        true => (words::stop(&name), Command::TakeDown { service: name }),
                        false => (words::start(&name), Command::BringUp { service: name }),
                    };
                    faults.button(label, command)
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
                { faults.button(words::kill_member(up.into(), name, &all), set(up - 1)) }
            }
            if up < all {
                { faults.button(words::start_members(name), set(all)) }
            }
        </>
    }
}
