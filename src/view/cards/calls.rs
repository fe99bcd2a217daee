//! Callers and services. A caller has a bar for each worker, filled as far as
//! it has waited; a service a slot for each, and below it how much of its own
//! work is done.

use super::{Align, Card, Dash, Ink, SMALL, SMALL_STRONG, word};
use crate::{
    engine::{
        Callee, Caller, CallerId, Engine, Errand, Fact, Progress, ServiceId, Tick,
        topology::{Arrivals, CallerSpec},
    },
    view::{
        call_words,
        geometry::{Rect, at},
        layout::{BAR_PITCH, Node, Shape, TOKEN_H, TOKEN_W},
        motion::progress,
        states,
        tapes::hatch,
    },
    words::{cards as words, decimal},
};

/// How high a bar is.
const BAR: f64 = 14.0;
/// Room for the name of a request before its bar.
pub const NAME: f64 = 34.0;
/// Most facts looked through for hand-overs.
const LOOKED_AT: u64 = 600;

const _: () = assert!(BAR < BAR_PITCH);

/// The bar of one worker: as long as its caller's patience.
pub struct Bar {
    /// Whose request it is about.
    pub says: String,
    /// Where it is in the body.
    pub frame: Rect,
    /// How much of it is filled, in stage units.
    pub waited: f64,
    /// Where the work was handed on, from the left edge of the body, each
    /// with its moment.
    pub ticks: Vec<(f64, Tick)>,
}

/// How often a caller asks.
pub fn rate(spec: &CallerSpec) -> String {
    match spec.arrivals {
        Arrivals::ByHand => words::BY_HAND.into(),
        Arrivals::Constant { per_s } | Arrivals::Poisson { per_s } => {
            format!("{}/s", decimal(per_s, 1))
        }
        Arrivals::Burst { size, every_ms } => words::burst(&size, &decimal(every_ms / 1_000.0, 1)),
    }
}

/// What stands in the lower edge of a caller.
pub fn foot(engine: &Engine, node: &Node, caller: &Caller) -> String {
    let setting = states::setting(engine, node.id);
    match caller.workers().len() - bars(node) {
        0 => setting,
        more => words::more_workers(more as u64, &setting),
    }
}

/// How many bars there are.
pub fn bars(node: &Node) -> usize {
    match node.shape {
        Shape::Caller { bars } => bars,
        _ => 0,
    }
}

/// The bar of a caller's n-th worker.
pub fn bar(engine: &Engine, node: &Node, caller: &Caller, n: usize) -> Bar {
    let corner = node.bar(n);
    let (x, y) = (corner.x - node.body.x, corner.y - node.body.y);
    let frame = Rect { x: x + NAME, y, w: node.body.w - 2.0 * x - NAME, h: BAR };
    let errand = caller.workers()[n];
    let waited = errand.and_then(|errand| errand.call).map(|(_, since)| since);
    let patience_us = caller.spec().timeout_ms * 1_000.0;
    let part = |at: Tick, since: Tick| (at.since(since) as f64 / patience_us).min(1.0);
    let handed = errand.into_iter().flat_map(|errand| hand_overs(engine, errand));
    let ticks = handed.zip(waited.into_iter().cycle());
    Bar {
        says: errand.map_or_else(|| words::FREE.into(), |errand| call_words::label(errand.request)),
        waited: waited.map_or(0.0, |since| part(engine.now(), since) * frame.w),
        ticks: ticks.map(|(at, since)| (frame.x + part(at, since) * frame.w, at)).collect(),
        frame,
    }
}

/// When a request went from one service to the next, or came back, since its
/// worker last called.
fn hand_overs(engine: &Engine, errand: Errand) -> Vec<Tick> {
    let Some((_, since)) = errand.call else {
        return Vec::new();
    };
    let facts = engine.facts();
    let recent = facts.since(facts.next().saturating_sub(LOOKED_AT)).rev();
    let recent = recent.take_while(|(_, at, _)| since <= *at);
    let mut ticks: Vec<Tick> = recent
        .filter_map(|(_, at, fact)| match fact {
            Fact::Serving { request, .. } | Fact::Replied { request, .. } => {
                (*request == errand.request).then_some(at)
            }
            _ => None,
        })
        .collect();
    ticks.dedup();
    ticks
}

/// How many slots a service shows.
pub fn slots(node: &Node) -> usize {
    match node.shape {
        Shape::Service { slots } => slots,
        _ => 0,
    }
}

/// How much of its own work a service's n-th worker has done, 0 to 1.
pub fn done(engine: &Engine, service: &Callee, n: usize) -> f64 {
    let call = service.workers()[n].and_then(|key| engine.call(key));
    match call.map(|call| call.progress) {
        Some(Progress::Working { since, due }) => progress(since, due, engine.now()),
        Some(Progress::Calling { .. }) => 1.0,
        _ => 0.0,
    }
}

/// How many wait for a worker of a service, in words.
pub fn line(service: &Callee) -> String {
    match service.line().len() {
        0 => String::new(),
        waiting => words::waiting(&waiting),
    }
}

pub(super) fn paint_caller(card: &mut Card<'_>, id: CallerId) {
    let caller = &card.engine.callers()[id.index()];
    let h = card.node.body.h;
    card.desk(true, 0.0);
    for n in 0..bars(card.node) {
        paint_bar(card, bar(card.engine, card.node, caller, n));
    }
    card.heading(&rate(caller.spec()), "", 0.0);
    let foot = foot(card.engine, card.node, caller);
    card.line((10.0, h - 9.0), &[word(&foot, SMALL, Ink::Faint)], Align::Start);
    card.status();
}

fn paint_bar(card: &mut Card<'_>, bar: Bar) {
    let (frame, corner) = (bar.frame, card.node.body);
    let who = [word(&bar.says, SMALL_STRONG, Ink::Soft)];
    card.line((frame.x - NAME, frame.y + BAR - 3.0), &who, Align::Start);
    let middle = frame.center();
    card.at(middle.x, middle.y);
    card.pen.plate((frame.w, frame.h, 3.0), Ink::Paper, Some(Ink::Line));
    let (left, top) = (corner.x + frame.x, corner.y + frame.y);
    hatch(card.pen, (left, left + bar.waited), (top, top + BAR), (Ink::Edge, 1.0));
    for (x, _) in bar.ticks {
        card.at(x, frame.y);
        card.pen.shape(&format!("M0 0v{BAR}"), None, Some((Ink::Full, 2.0, Dash::Solid)));
    }
}

pub(super) fn paint_service(card: &mut Card<'_>, id: ServiceId) {
    let service = &card.engine.services()[id.index()];
    let (w, h) = card.size();
    card.desk(service.is_up(), 42.0);
    for n in 0..slots(card.node) {
        let middle = card.node.worker_slot(n);
        card.slot(middle, service.is_up());
        let part = done(card.engine, service, n);
        if part > 0.0 {
            card.pen.at(at(middle.x - TOKEN_W / 2.0, middle.y + TOKEN_H / 2.0 + 4.0));
            let far = format!("M0 0h{:.1}", TOKEN_W * part);
            card.pen.shape(&far, None, Some((Ink::Full, 1.5, Dash::Solid)));
        }
    }
    card.heading("", "", 0.0);
    let setting = states::setting(card.engine, card.node.id);
    card.line((10.0, h - 9.0), &[word(&setting, SMALL, Ink::Faint)], Align::Start);
    let waiting = line(service);
    card.line((w - 10.0, h - 9.0), &[word(&waiting, SMALL_STRONG, Ink::Full)], Align::End);
    card.status();
}
