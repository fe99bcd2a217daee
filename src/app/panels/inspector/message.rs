//! A closer look at a message: where it is, its life story, its deaths.

use yew::prelude::*;

use super::{head, pairs};
use crate::{
    app::{
        format::seconds,
        marks::{Mark, mark},
        shared::Panel,
    },
    engine::{Copy, DeathHistory, Engine, Fact, Line, Message, MessageId, NodeId, Tick, Work},
    view::words,
};

/// Most lines of a life story; the latest.
const STORY: usize = 60;

/// The closer look.
pub fn message_view(panel: Panel<'_>, id: MessageId) -> Html {
    let engine = panel.engine();
    let story = story(engine, id);
    // Of several copies the one that has been through most.
    let most = |copy: &&Copy| (copy.deaths.is_some(), copy.redelivered, copy.id);
    let copy = engine.copies_of(id).max_by_key(most);
    let lines: Vec<_> = engine.ledger().filter(|line| line.message == id).collect();
    let status = match copy {
        Some(copy) if copy.redelivered => "delivered before",
        Some(_) => "still in the broker's charge",
        None => "no longer in the broker",
    };
    let deaths = copy.and_then(|copy| copy.deaths.as_deref());
    html! {
        <div class="look">
            { head(panel, mark(drawn(copy, &lines)), words::label(id), status.to_owned()) }
            { pairs(rows(engine, copy, &lines)) }
            <div>{ for deaths.map(|deaths| death_history(engine, deaths)) }</div>
            <h3 class="h3">{ "Life story" }</h3>
            <ol class="story">
                { for story.into_iter().map(|(index, at, fact)| told(engine, index, at, fact)) }
            </ol>
        </div>
    }
}

/// What happened to one message, as far as the window of facts goes back.
fn story(engine: &Engine, message: MessageId) -> Vec<(u64, Tick, &Fact)> {
    let all = engine.facts().since(0).rev();
    let mut story: Vec<_> =
        all.filter(|(_, _, fact)| fact.message() == Some(message)).take(STORY).collect();
    story.reverse();
    story
}

fn told(engine: &Engine, index: u64, at: Tick, fact: &Fact) -> Html {
    let sentence = words::sentence(engine, fact);
    html! {
        <li key={index} hidden={sentence.is_none()}>
            <time>{ seconds(at) }</time>
            <span class="d">{ mark(moment(fact)) }</span>
            <span>{ sentence.unwrap_or_default() }</span>
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

fn rows(engine: &Engine, copy: Option<&Copy>, lines: &[Line]) -> Vec<(&'static str, String)> {
    let mut rows = Vec::new();
    let message = copy.and_then(|copy| engine.message(copy.message));
    if let (Some(copy), Some(message)) = (copy, message) {
        rows.extend(carried(engine, message));
        rows.push(("redelivered", if copy.redelivered { "yes" } else { "no" }.to_owned()));
    }
    let applied: u32 = lines.iter().map(|line| line.times).sum();
    rows.push(("effects", format!("{applied} applied, {} expected", lines.len())));
    let causes: Vec<_> = lines.iter().filter_map(|line| line.lost).collect();
    if let Some(cause) = causes.first() {
        rows.push(("lost", cause.name().to_owned()));
    }
    rows
}

/// What the message carries, as long as the broker has it.
fn carried(engine: &Engine, message: &Message) -> Vec<(&'static str, String)> {
    let mut rows = vec![
        ("published by", engine.name_of(NodeId::Producer(message.producer)).to_owned()),
        ("routing key", engine.key_text(message.key).to_owned()),
    ];
    let body = &engine.envelope(message).body;
    if !body.is_empty() {
        rows.push(("payload", body.to_string()));
    }
    if message.poison {
        rows.push(("poison", "fails every time".to_owned()));
    }
    rows
}

/// `x-death`, newest first.
fn death_history(engine: &Engine, deaths: &DeathHistory) -> Html {
    html! {
        <section class="xds" aria-label="x-death, newest first">
            <h3 class="h3">{ "x-death, newest first" }</h3>
            { for deaths.entries.iter().enumerate().map(|(at, death)| html! {
                <div key={at} class="xd">
                    <header>
                        <b>{ engine.name_of(NodeId::Queue(death.queue)).to_owned() }</b>
                        <span class="stamp">{ death.reason.name() }</span>
                        <span class="muted">{ format!("×{}", death.count) }</span>
                    </header>
                    { pairs(vec![
                        ("exchange", engine.name_of(NodeId::Exchange(death.exchange)).to_owned()),
                        ("routing key", engine.key_text(death.key).to_owned()),
                    ]) }
                </div>
            }) }
        </section>
    }
}
