//! Predicates and figures out of JSON: an object with one name, which says
//! what it is, and what that needs.

use super::{Event, Figure, Filter, LEVELS, Predicate, Tally, causes, setting};
use crate::{
    engine::laws::LAWS, lesson::item::Item, scenario::Guarantee, words::lesson_files as words,
};

/// Most predicates in one.
const PARTS: usize = 16;
/// Most predicates in each other.
const DEPTH: usize = 8;
/// Most messages of an order.
pub(in crate::lesson) const ORDER: usize = 32;
/// Largest number that a figure is compared with.
const LARGEST: f64 = 1e9;

/// Figures of latency, and the share of each.
pub const PERCENTILES: [(&str, f64); 3] = [("p50_ms", 0.5), ("p95_ms", 0.95), ("p99_ms", 0.99)];

/// The guarantees, as lessons name them.
pub const GUARANTEES: [(&str, Guarantee); 3] = [
    ("at-most-once", Guarantee::AtMostOnce),
    ("at-least-once", Guarantee::AtLeastOnce),
    ("exactly-once", Guarantee::ExactlyOnce),
];

const RANGE: [&str; 3] = ["at_least", "at_most", "exactly"];
const FILTER: [&str; 3] = ["at", "message", "cause"];

/// What predicates read so far count and remember.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// What they count.
    pub tallies: Vec<Tally>,
    /// How many places they need for what they remember.
    pub slots: usize,
    /// They ask how long messages took.
    pub latency: bool,
    /// They ask which records a group was handed again.
    pub read_again: bool,
}

/// A guarantee by its name.
pub fn guarantee(item: &Item) -> Option<Guarantee> {
    let names = GUARANTEES.map(|(name, _)| name);
    item.one_of(&names).map(|at| GUARANTEES[at].1)
}

impl Reading {
    /// Reads a predicate.
    pub fn predicate(&mut self, item: &Item) -> Option<Predicate> {
        self.within(item, DEPTH)
    }

    fn within(&mut self, item: &Item, depth: usize) -> Option<Predicate> {
        let (name, inside) = item.single()?;
        if depth == 0 {
            inside.says(words::too_deep(&DEPTH));
            return None;
        }
        let parts = |reading: &mut Reading| -> Option<Vec<Predicate>> {
            let parts = inside.items(PARTS);
            parts.iter().map(|part| reading.within(part, depth - 1)).collect()
        };
        Some(match name {
            "all" => Predicate::All(parts(self)?),
            "any" => Predicate::Any(parts(self)?),
            "not" => Predicate::Not(Box::new(self.within(&inside, depth - 1)?)),
            "once" => {
                let that = Box::new(self.within(&inside, depth - 1)?);
                Predicate::Once { slot: self.slot(), that }
            }
            "held" => self.held(&inside, depth)?,
            "guarantee" => {
                Predicate::Guarantee { slot: self.slot(), guarantee: guarantee(&inside)? }
            }
            "setting" => self.setting(&inside)?,
            "order" => self.order(&inside)?,
            "law" => {
                let names: Vec<_> = LAWS.iter().map(|law| law.name).collect();
                Predicate::Law(&LAWS[inside.one_of(&names)?])
            }
            _ => Predicate::Within { figure: self.figure(item, true)?, range: range(&inside)? },
        })
    }

    fn held(&mut self, item: &Item, depth: usize) -> Option<Predicate> {
        item.only(&["that", "ms"]);
        let that = Box::new(self.within(&item.need("that")?, depth - 1)?);
        let us = (item.need("ms")?.number(LARGEST)? * 1_000.0) as u64;
        Some(Predicate::Held { slot: self.slot(), that, us })
    }

    fn setting(&mut self, item: &Item) -> Option<Predicate> {
        let kinds = setting::KINDS;
        let kind = kinds.iter().position(|kind| item.field(kind).is_some());
        let Some(kind) = kind else {
            item.says(words::setting(&kinds.join(", ")));
            return None;
        };
        item.only(&[kinds[kind], "is"]);
        let name = item.need(kinds[kind])?.text()?.to_owned();
        let is = item.need("is")?;
        let is = is.named(PARTS).into_iter().map(|(field, value)| (field, value.value().clone()));
        let is = is.map(|(field, value)| (field.to_owned(), value)).collect();
        let setting = setting::Setting { kind, name, is };
        Some(Predicate::Setting { slot: self.slot(), setting })
    }

    fn order(&mut self, item: &Item) -> Option<Predicate> {
        item.only(&["of", "is", "at", "cause"]);
        let of = item.need("of")?;
        let event = event(of.text()?, &of)?;
        let is = item.need("is")?.items(ORDER);
        let is = is.iter().map(|one| one.number(LARGEST).map(|number| number as u32));
        let is = is.collect::<Option<Vec<u32>>>()?;
        Some(Predicate::Order { tally: self.tally(event, filter(item)?), is })
    }

    /// Reads a figure; one that is compared has a range beside its filter.
    pub fn figure(&mut self, item: &Item, compared: bool) -> Option<Figure> {
        let (name, inside) = item.single()?;
        let range: &[&str] = if compared { &RANGE } else { &[] };
        if let Some((_, share)) = PERCENTILES.iter().find(|(known, _)| *known == name) {
            inside.only(range);
            self.latency = true;
            return Some(Figure::Latency(*share));
        }
        if name == "elapsed_ms" {
            inside.only(range);
            return Some(Figure::Elapsed);
        }
        inside.only(&[range, &FILTER].concat());
        let filter = filter(&inside)?;
        if let Some(level) = LEVELS.iter().position(|(known, _)| *known == name) {
            return Some(Figure::Level(level, filter));
        }
        let event = event(name, &inside)?;
        Some(Figure::Count(self.tally(event, filter)))
    }

    /// Reads what the message that decides a prediction goes through.
    pub fn story(&mut self, item: &Item) -> Option<usize> {
        match self.figure(item, false)? {
            Figure::Count(tally) => Some(tally),
            _ => None,
        }
    }

    fn tally(&mut self, event: Event, filter: Filter) -> usize {
        self.read_again |= event == Event::ReadAgain;
        self.tallies.push(Tally { event, filter });
        self.tallies.len() - 1
    }

    fn slot(&mut self) -> usize {
        self.slots += 1;
        self.slots - 1
    }
}

fn event(name: &str, item: &Item) -> Option<Event> {
    let event = Event::named(name);
    if event.is_none() {
        item.says(words::no_event(&name));
    }
    event
}

fn filter(item: &Item) -> Option<Filter> {
    let cause = match item.field("cause") {
        Some(cause) => {
            let causes = causes();
            Some(causes[cause.one_of(&causes)?].to_owned())
        }
        None => None,
    };
    let at = item.field("at").and_then(|at| at.text()).map(str::to_owned);
    let message = item.field("message").and_then(|number| number.number(LARGEST));
    Some(Filter { at, message: message.map(|number| number as u32), cause })
}

/// From, and up to; at least one without any bound.
fn range(item: &Item) -> Option<(f64, f64)> {
    let bound = |name| match item.field(name) {
        Some(bound) => bound.number(LARGEST).map(Some),
        None => Some(None),
    };
    let [least, most, exactly] = [bound("at_least")?, bound("at_most")?, bound("exactly")?];
    match (least, most, exactly) {
        (None, None, Some(exactly)) => Some((exactly, exactly)),
        (None, None, None) => Some((1.0, f64::INFINITY)),
        (least, most, None) => Some((least.unwrap_or(0.0), most.unwrap_or(f64::INFINITY))),
        _ => {
            item.says(words::EXACTLY_ALONE);
            None
        }
    }
}
