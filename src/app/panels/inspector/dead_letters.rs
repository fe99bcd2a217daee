//! The dead-letter desk: what was set aside and why, what replaying it would
//! bring, and what it has brought.

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
    words,
};

/// Where replayed messages go unless somebody chooses.
const TO_SOURCE: &str = "where each died first";

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
                <span class="muted">{ "dead-letter queue" }</span>
                <b>{ words::count::messages(waiting as u64) }</b>
            </header>
            <p class="muted" hidden={waiting > 0}>{ "Empty: nothing waits here." }</p>
            <ol>{ for letters.iter().map(|letter| row(panel, engine, letter)) }</ol>
            <p class="muted" hidden={more == 0}>{ format!("and {more} more behind them") }</p>
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
    let reason = letter.reason.map_or("published here", |reason| reason.name());
    let age = span(engine.now().since(letter.since) as f64 / 1_000.0);
    let source = letter.source.map(|queue| engine.name_of(NodeId::Queue(queue)).to_owned());
    let from = source.map_or_else(String::new, |name| format!(" from {name}"));
    html! {
        <li key={letter.copy.0}>
            { message_button(panel, letter.message) }
            <span class="stamp">{ reason }</span>
            <span class="muted">{ format!("×{}{from}, {age}", letter.deaths.max(1)) }</span>
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
            <Number label="Rate" unit="/s" value={desk.per_s} from={REDRIVE.from} to={REDRIVE.to} places={1} on_enter={per_s} />
            <div class="acts">
                if any_poison {
                    <button type="button" class="btn sm primary" onclick={panel.click(redrive(true))}>
                        { "Fix and replay all" }
                    </button>
                }
                <button type="button" class="btn sm" onclick={panel.click(redrive(false))}>
                    { "Replay all" }
                </button>
                <button type="button" class="btn sm" onclick={panel.click(purge)}>{ "Discard all" }</button>
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
    let choices = std::iter::once(TO_SOURCE).chain(names.iter().map(String::as_str)).collect();
    let chosen = desk.to.as_ref().and_then(|to| names.iter().position(|name| name == to));
    let on_choose = {
        let names = names.clone();
        panel.on_action.reform(move |at: usize| {
            let to = at.checked_sub(1).and_then(|at| names.get(at).cloned());
            Action::SetDesk(Desk { to, ..desk.clone() })
        })
    };
    Select { label: "Replay to", choices, chosen: chosen.map_or(0, |at| at + 1), on_choose }.html()
}

/// What replaying would bring, in sentences.
pub fn expected(outlook: &Outlook) -> Html {
    let count = |n: usize| words::count::messages(n as u64);
    let lines = [
        (outlook.poison, format!("{} of poison will fail and come back.", count(outlook.poison))),
        (
            outlook.overtaken,
            format!(
                "{} will come after younger ones of the same key: the order is broken.",
                count(outlook.overtaken)
            ),
        ),
        (
            outlook.done,
            format!("{} had the effect already: it happens twice.", count(outlook.done)),
        ),
    ];
    html! {
        <ul class="outlook" aria-label="What a replay will bring">
            { for lines.into_iter().filter(|(n, _)| *n > 0).map(|(_, line)| html! { <li>{ line }</li> }) }
        </ul>
    }
}

/// What replays have brought, in a sentence, if there were any.
fn has_brought(outcome: Outcome) -> Option<String> {
    let parts = [
        (outcome.done, "done"),
        (outcome.again, "done twice"),
        (outcome.returned, "set aside again"),
        (outcome.open(), "not processed yet"),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    let told = format!("Replayed {}: {}.", outcome.replayed, parts.join(", "));
    (outcome.replayed > 0).then_some(told)
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
        <section class="replay rows" aria-label="Dead-letter desk">
            <p>{ since(panel.engine().now(), letter, &queue) }</p>
            { to_choice(panel) }
            if letter.poison {
                <button type="button" class="btn primary" onclick={replay(true)}>{ "Fix the payload and replay" }</button>
            }
            <button type="button" class="btn" onclick={replay(false)}>{ "Replay as it is" }</button>
            <button type="button" class="btn quiet" onclick={discard}>{ format!("Discard m{message}") }</button>
            { expected(&outlook(std::slice::from_ref(letter), false)) }
        </section>
    }
}

fn since(now: Tick, letter: &Letter, queue: &str) -> String {
    let age = span(now.since(letter.since) as f64 / 1_000.0);
    let poison = if letter.poison { " Its payload fails every time." } else { "" };
    format!("Waits in {queue} for {age}.{poison}")
}
