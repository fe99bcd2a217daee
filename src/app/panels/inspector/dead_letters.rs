//! The dead-letter desk: what was set aside and why, what replaying it would
//! bring, and what it has brought.

use std::fmt::Display;

use yew::prelude::*;

use super::message_button;
use crate::{
    app::{
        fields::{Number, Select},
        format::span,
        shared::Panel,
        state::{Action, Desk},
    },
    engine::{Command, Engine, NodeId, QueueId, Tick, range::REDRIVE},
    view::{
        letters::{Letter, Outcome, Outlook, dead_letter_queues, letters, outcome, outlook},
        states,
    },
    words::{Word, count, dead_letters as words},
};

/// Where replayed messages go unless somebody chooses.
const TO_SOURCE: Word = words::TO_SOURCE;

/// Every dead-letter queue of the lab.
pub fn dead_letters(panel: Panel<'_>) -> Html {
    let queues = dead_letter_queues(panel.engine());
    html! {
        <div class="dead-letters">{ for queues.into_iter().map(|id| tray(panel, id)) }</div>
    }
}

fn tray(panel: Panel<'_>, id: QueueId) -> Html {
    let engine = panel.engine();
    let queue = &engine.queues()[id.index()];
    let waiting = queue.ready_len();
    let letters = letters(engine, id);
    let more = waiting.saturating_sub(letters.len());
    html! {
        <section key={id.0} class="tray" aria-label={queue.spec().name.clone()}>
            <header>
                <h3 class="h3">{ queue.spec().name.clone() }</h3>
                <span class="muted">{ words::QUEUE }</span>
                <b>{ count::messages(waiting as u64) }</b>
            </header>
            <p class="muted" hidden={waiting > 0}>{ words::EMPTY }</p>
            <ol>{ for letters.iter().map(|letter| row(panel, engine, letter)) }</ol>
            <p class="muted" hidden={more == 0}>{ words::and_more(&more) }</p>
            if waiting > 0 {
                { replay_all(panel, id, &letters) }
            }
            if let Some(brought) = has_brought(outcome(engine, id)) {
                <p class="after">{ brought }</p>
            }
        </section>
    }
}

/// One letter: what, why, how often, since when, and from where.
fn row(panel: Panel<'_>, engine: &Engine, letter: &Letter) -> Html {
    let published_here = || words::PUBLISHED_HERE.to_string();
    let reason = letter.reason.map_or_else(published_here, |reason| reason.name().to_string());
    let age = span(engine.now().since(letter.since) as f64 / 1_000.0);
    let deaths = letter.deaths.max(1);
    let says = match letter.source {
        Some(queue) => words::times_from(&deaths, &engine.name_of(NodeId::Queue(queue)), &age),
        None => format!("×{deaths}, {age}"),
    };
    html! {
        <li key={letter.copy.0}>
            { message_button(panel, letter.message) }
            <span class="stamp">{ reason }</span>
            <span class="muted">{ says }</span>
        </li>
    }
}

/// Where to, how fast, and what is to be expected of it.
fn replay_all(panel: Panel<'_>, id: QueueId, letters: &[Letter]) -> Html {
    let desk = &panel.state.desk;
    let name = panel.engine().name_of(NodeId::Queue(id)).to_owned();
    let redrive = |corrected| {
        let (queue, to) = (name.clone(), desk.to.clone());
        Action::Ask(Command::Redrive { queue, to, per_s: desk.per_s, corrected })
    };
    let purge = Action::Ask(Command::Purge { queue: name.clone() });
    let per_s = {
        let desk = desk.clone();
        panel.on_action.reform(move |per_s: Option<f64>| {
            let per_s = per_s.unwrap_or(desk.per_s);
            Action::SetDesk(Desk { per_s, ..desk.clone() })
        })
    };
    let any_poison = letters.iter().any(|letter| letter.poison);
    html! {
        <div class="replay rows">
            { to_choice(panel) }
            <Number label={words::RATE} unit="/s" value={desk.per_s} from={REDRIVE.from} to={REDRIVE.to} places={1} on_enter={per_s} />
            <div class="acts">
                if any_poison {
                    <button type="button" class="btn sm primary" onclick={panel.click(redrive(true))}>
                        { words::FIX_ALL }
                    </button>
                }
                <button type="button" class="btn sm" onclick={panel.click(redrive(false))}>
                    { words::REPLAY_ALL }
                </button>
                <button type="button" class="btn sm" onclick={panel.click(purge)}>{ words::DISCARD_ALL }</button>
            </div>
            { expected(&outlook(letters, false)) }
        </div>
    }
}

/// Where replayed messages go.
fn to_choice(panel: Panel<'_>) -> Html {
    let desk = panel.state.desk.clone();
    let names: Vec<String> =
        panel.engine().queues().iter().map(|queue| queue.spec().name.clone()).collect();
    let choices =
        std::iter::once(TO_SOURCE.text()).chain(names.iter().map(String::as_str)).collect();
    let chosen = desk.to.as_ref().and_then(|to| names.iter().position(|name| name == to));
    let on_choose = {
        let names = names.clone();
        panel.on_action.reform(move |at: usize| {
            let to = at.checked_sub(1).and_then(|at| names.get(at).cloned());
            Action::SetDesk(Desk { to, ..desk.clone() })
        })
    };
    Select {
        label: words::REPLAY_TO.text(),
        choices,
        chosen: chosen.map_or(0, |at| at + 1),
        on_choose,
    }
    .html()
}

/// A count in a sentence that has a form for one.
type SaysOf = fn(u64) -> String;
/// A count in words that are the same for one.
type Says = fn(&dyn Display) -> String;

/// What replaying would bring, in sentences.
pub fn expected(outlook: &Outlook) -> Html {
    let lines: [(usize, SaysOf); 3] = [
        (outlook.poison, words::poison),
        (outlook.overtaken, words::overtaken),
        (outlook.done, words::repeated),
    ];
    let lines = lines.into_iter().filter(|(n, _)| *n > 0);
    html! {
        <ul class="outlook" aria-label={words::WILL_BRING}>
            { for lines.map(|(n, says)| html! { <li>{ says(n as u64) }</li> }) }
        </ul>
    }
}

/// What replays have brought, in a sentence, if there were any.
fn has_brought(outcome: Outcome) -> Option<String> {
    let parts: [(usize, Says); 4] = [
        (outcome.done, words::done),
        (outcome.again, words::again),
        (outcome.returned, words::returned),
        (outcome.open(), words::not_yet),
    ];
    let parts = parts.iter().filter(|(n, _)| *n > 0).map(|(n, says)| says(n));
    let parts = parts.collect::<Vec<_>>().join(", ");
    (outcome.replayed > 0).then(|| words::replayed(&outcome.replayed, &parts))
}

/// What can be done about one letter, and what it would bring.
pub fn letter_desk(panel: Panel<'_>, id: QueueId, letter: &Letter) -> Html {
    let queue = panel.engine().name_of(NodeId::Queue(id)).to_owned();
    let message = states::number(letter.message);
    let to = panel.state.desk.to.clone();
    let replay = |corrected| {
        let (queue, to) = (queue.clone(), to.clone());
        panel.click(Action::Ask(Command::Replay { queue, message, to, corrected }))
    };
    let discard = panel.click(Action::Ask(Command::Discard { queue: queue.clone(), message }));
    html! {
        <section class="replay rows" aria-label={words::DESK}>
            <p>{ since(panel.engine().now(), letter, &queue) }</p>
            { to_choice(panel) }
            if letter.poison {
                <button type="button" class="btn primary" onclick={replay(true)}>{ words::FIX }</button>
            }
            <button type="button" class="btn" onclick={replay(false)}>{ words::AS_IT_IS }</button>
            <button type="button" class="btn quiet" onclick={discard}>{ words::discard(&message) }</button>
            { expected(&outlook(std::slice::from_ref(letter), false)) }
        </section>
    }
}

fn since(now: Tick, letter: &Letter, queue: &str) -> String {
    let age = span(now.since(letter.since) as f64 / 1_000.0);
    let waits = words::waits(&queue, &age);
    if letter.poison { format!("{waits} {}", words::FAILS) } else { waits }
}
