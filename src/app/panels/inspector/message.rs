//! A closer look at a message: where it is, its life story, its deaths.

use yew::prelude::*;

use super::{Pair, dead_letters::letter_desk, head, pair, pairs, yes_no};
use crate::{
    app::{
        format::seconds,
        marks::{Mark, mark},
        shared::Panel,
    },
    engine::{Copy, DeathHistory, Engine, Fact, Line, Message, MessageId, NodeId, Work},
    view::{
        letters::letter_of,
        states,
        story::{Place, Step, Story, effect, places, story},
    },
    words::{books, legend, message_look as words, rows},
};

/// The closer look.
pub fn message_view(panel: Panel<'_>, id: MessageId) -> Html {
    let engine = panel.engine();
    let story = story(engine, id);
    let letter = letter_of(engine, id);
    // Of several copies the one that has been through most.
    let most = |copy: &&Copy| (copy.deaths.is_some(), copy.redelivered, copy.id);
    let copy = engine.copies_of(id).max_by_key(most);
    let lines: Vec<_> = engine.ledger().filter(|line| line.message == id).collect();
    let status = match copy {
        Some(copy) if copy.redelivered => words::DELIVERED_BEFORE,
        Some(_) => words::KEPT,
        None => words::GONE,
    };
    let deaths = copy.and_then(|copy| copy.deaths.as_deref());
    html! {
        <div class="look">
            { head(panel, mark(drawn(copy, &lines)), states::label(id), status.to_string()) }
            { pairs(rows(engine, copy)) }
            <div>{ for deaths.map(|deaths| death_history(engine, deaths)) }</div>
            <div>{ for letter.map(|(queue, letter)| letter_desk(panel, queue, &letter)) }</div>
            { copies(&places(engine, id, &story)) }
            { effects(engine, &lines) }
            { life(&story) }
        </div>
    }
}

/// Where each copy is.
fn copies(places: &[Place]) -> Html {
    html! {
        <section hidden={places.is_empty()} aria-label={books::COPIES}>
            <h3 class="h3">{ books::COPIES }</h3>
            <ul>{ for places.iter().map(|place| html! { <li key={place.copy.0}>{ place.text.clone() }</li> }) }</ul>
        </section>
    }
}

/// What came of it for each who is to process it.
fn effects(engine: &Engine, lines: &[Line]) -> Html {
    let rows = lines.iter().map(|line| effect(engine, line));
    html! {
        <section hidden={lines.is_empty()} aria-label={books::EFFECTS}>
            <h3 class="h3">{ books::EFFECTS }</h3>
            <dl class="kv">
                { for rows.enumerate().map(|(n, (whose, stands))| html! {
                    <div key={n}><dt>{ whose }</dt><dd>{ stands }</dd></div>
                }) }
            </dl>
        </section>
    }
}

/// What happened to it, each step with the rule behind it.
fn life(story: &Story) -> Html {
    html! {
        <section aria-label={words::LIFE}>
            <h3 class="h3">{ words::LIFE }</h3>
            <p class="muted" hidden={!story.has_earlier}>
                { words::EARLIER }
            </p>
            <ol class="story">{ for story.steps.iter().map(told) }</ol>
        </section>
    }
}

fn told(step: &Step) -> Html {
    html! {
        <li key={step.index}>
            <time>{ seconds(step.at) }</time>
            <span class="d">{ mark(moment(&step.fact)) }</span>
            <div>
                <span>{ step.text.clone() }</span>
                if let Some(why) = step.why {
                    <details class="why">
                        <summary aria-label={words::why_rule(&why.rule)}>{ words::WHY }</summary>
                        <p><b>{ why.rule }</b>{ " " }{ why.text }</p>
                    </details>
                }
            </div>
        </li>
    }
}

fn moment(fact: &Fact) -> Mark {
    match fact {
        Fact::Enqueued { .. } => Mark::Ready,
        Fact::Published { .. } | Fact::Routed { .. } => Mark::Flight,
        Fact::Delivered { redelivered: true, .. } | Fact::Requeued { .. } => Mark::Again,
        Fact::Delivered { .. } | Fact::Received { .. } | Fact::Started { .. } => Mark::Unacked,
        Fact::Worked { work: Work::Done { times: 1 }, .. } => Mark::Open,
        Fact::Worked { work: Work::Done { .. }, .. } => Mark::Twice,
        Fact::Worked { work: Work::Failed, .. } => Mark::Poison,
        Fact::Acked { .. } | Fact::SettledOnSending { .. } => Mark::Done,
        Fact::DeadLettered { .. } => Mark::Dead,
        Fact::Removed { .. } | Fact::EffectLost { .. } => Mark::Struck,
        Fact::Crashed { .. } => Mark::Bolt,
        _ => Mark::Dot,
    }
}

fn drawn(copy: Option<&Copy>, lines: &[Line]) -> Mark {
    let times = lines.iter().map(|line| line.times).max();
    let lost = lines.iter().any(|line| line.lost.is_some());
    match (copy, times) {
        (_, Some(2..)) => Mark::Twice,
        (Some(copy), _) if copy.deaths.is_some() => Mark::Dead,
        (Some(copy), _) if copy.redelivered => Mark::Again,
        (Some(_), _) => Mark::Ready,
        (None, _) if lost => Mark::Struck,
        (None, Some(1)) => Mark::Done,
        (None, _) => Mark::Dot,
    }
}

fn rows(engine: &Engine, copy: Option<&Copy>) -> Vec<Pair> {
    let mut rows = Vec::new();
    let message = copy.and_then(|copy| engine.message(copy.message));
    if let (Some(copy), Some(message)) = (copy, message) {
        rows.extend(carried(engine, copy, message));
        rows.push(pair(legend::REDELIVERED, yes_no(copy.redelivered)));
    }
    rows
}

/// What the message carries, as long as the broker has it.
fn carried(engine: &Engine, copy: &Copy, message: &Message) -> Vec<Pair> {
    let mut rows = vec![
        pair(rows::PUBLISHED_BY, engine.name_of(NodeId::Producer(message.producer)).to_owned()),
        pair(rows::ROUTING_KEY, engine.key_text(message.key).to_owned()),
    ];
    let body = &engine.envelope(message).body;
    if !body.is_empty() {
        rows.push(pair(rows::PAYLOAD, body.to_string()));
    }
    if engine.is_poison(copy) {
        rows.push(pair(legend::POISON, legend::POISON_MEANS));
    }
    rows
}

/// `x-death`, newest first.
fn death_history(engine: &Engine, deaths: &DeathHistory) -> Html {
    html! {
        <section class="xds" aria-label={words::DEATHS}>
            <h3 class="h3">{ words::DEATHS }</h3>
            { for deaths.entries.iter().enumerate().map(|(at, death)| html! {
                <div key={at} class="xd">
                    <header>
                        <b>{ engine.name_of(NodeId::Queue(death.queue)).to_owned() }</b>
                        <span class="stamp">{ death.reason.name() }</span>
                        <span class="muted">{ format!("×{}", death.count) }</span>
                    </header>
                    { pairs(vec![
                        pair(rows::EXCHANGE, engine.name_of(NodeId::Exchange(death.exchange)).to_owned()),
                        pair(rows::ROUTING_KEY, engine.key_text(death.key).to_owned()),
                    ]) }
                </div>
            }) }
        </section>
    }
}
