//! Where each thing on a link is now.
//!
//! Motion is derived from the engine's state and the present tick, never
//! stored: pause, slow motion and stepping need no code of their own.

use std::cell::Cell;

use crate::engine::{
    Cargo, CopyKey, DEFAULT_EXCHANGE, Engine, ExchangeId, Flight, KeyId, NodeId, ProducerId,
    QueueId, Target, Tick,
};

use super::{
    geometry::{Heading, Path, Point, at},
    layout::{Layout, Link},
};

/// How far along its wire something is, from 0 to 1.
pub fn progress(sent: Tick, due: Tick, now: Tick) -> f64 {
    let whole = due.since(sent).max(1);
    let travelled = now.since(sent).min(whole);
    travelled as f64 / whole as f64
}

/// Settles into place: fast, then slower.
pub fn ease_out(part: f64) -> f64 {
    1.0 - (1.0 - part.clamp(0.0, 1.0)).powi(3)
}

/// Leaves slowly and arrives slowly.
pub fn ease_in_out(part: f64) -> f64 {
    let part = part.clamp(0.0, 1.0);
    part * part * (3.0 - 2.0 * part)
}

/// Falls: slow, then faster.
pub fn ease_fall(part: f64) -> f64 {
    part.clamp(0.0, 1.0).powi(2)
}

/// Where on its way a frame gets lost that will be lost.
pub const BREAK: f64 = 0.6;

/// The way of a flight across the stage.
#[derive(Clone, Copy, Debug)]
pub enum Track<'a> {
    /// Along a wire, forwards or back.
    Wire(&'a Path, bool),
    /// Straight, where no wire is drawn.
    Line(Point, Point),
}

impl Track<'_> {
    /// The place after a `part` of the way.
    pub fn place(&self, part: f64) -> Point {
        match *self {
            Track::Wire(path, false) => path.place(part),
            Track::Wire(path, true) => path.place(1.0 - part),
            Track::Line(from, to) => from.towards(to, part),
        }
    }

    /// How long the way is, in stage units.
    pub fn length(&self) -> f64 {
        match *self {
            Track::Wire(path, _) => path.length(),
            Track::Line(from, to) => from.distance(to),
        }
    }

    /// The way one looks there.
    pub fn heading(&self, part: f64) -> Heading {
        match *self {
            Track::Wire(path, false) => path.heading(part),
            Track::Wire(path, true) => path.heading(1.0 - part).opposite(),
            Track::Line(from, to) if to.x < from.x => Heading::Left,
            Track::Line(..) => Heading::Right,
        }
    }

    /// The place beside the way, always on the same side of the wire.
    pub fn beside(&self, part: f64, aside: f64) -> Point {
        match *self {
            Track::Wire(path, false) => path.beside(part, aside),
            Track::Wire(path, true) => path.beside(1.0 - part, aside),
            Track::Line(..) => self.place(part).shift(0.0, -aside),
        }
    }
}

/// Finds the ways of flights; remembers the last routing key it looked up.
pub struct Tracks<'a> {
    engine: &'a Engine,
    layout: &'a Layout,
    known: Cell<Option<(KeyId, Option<QueueId>)>>,
}

impl<'a> Tracks<'a> {
    /// For one picture.
    pub fn new(engine: &'a Engine, layout: &'a Layout) -> Self {
        Tracks { engine, layout, known: Cell::new(None) }
    }

    /// The way of a flight; none for what is not drawn.
    pub fn of(&self, flight: &Flight) -> Option<Track<'a>> {
        let wire = |link, back| self.layout.path(link).map(|path| Track::Wire(path, back));
        let drawn = match (&flight.cargo, flight.from, flight.to) {
            (Cargo::Publish { copy, .. }, NodeId::Producer(producer), NodeId::Exchange(to)) => {
                wire(self.publishes(producer, self.target(to, *copy)?), false)
            }
            (
                Cargo::Answer { .. } | Cargo::Pressure { .. },
                NodeId::Exchange(from),
                NodeId::Producer(producer),
            ) => {
                let path = self.answered_on(producer, from);
                path.map(|path| Track::Wire(path, true))
            }
            (Cargo::Routed { .. }, NodeId::Exchange(from), NodeId::Queue(queue)) => {
                return self.routed(from, queue);
            }
            (Cargo::DeadLetter { copy }, NodeId::Queue(queue), NodeId::Exchange(to)) => {
                wire(Link::Dead(queue, self.target(to, *copy)?), false)
            }
            (_, NodeId::Producer(producer), NodeId::Queue(queue)) => {
                wire(self.publishes(producer, Target::Queue(queue)), false)
            }
            (_, NodeId::Queue(queue), NodeId::Producer(producer)) => {
                wire(self.publishes(producer, Target::Queue(queue)), true)
            }
            (_, NodeId::Queue(queue), NodeId::Consumer(consumer)) => {
                wire(Link::Deliver(queue, consumer), false)
            }
            (_, NodeId::Consumer(consumer), NodeId::Queue(queue)) => {
                wire(Link::Settle(consumer, queue), false)
            }
            (Cargo::Batch(request), NodeId::Producer(producer), NodeId::Topic(topic)) => {
                let lane = self.engine.partitions()[request.partition.index()].index();
                let link = Link::Append(self.sender(producer), topic);
                let arm = self.layout.arm(link, usize::from(lane));
                arm.map(|path| Track::Wire(path, false))
            }
            (_, NodeId::Producer(producer), NodeId::Topic(topic)) => {
                wire(Link::Append(self.sender(producer), topic), false)
            }
            (_, NodeId::Topic(topic), NodeId::Producer(producer)) => {
                wire(Link::Append(self.sender(producer), topic), true)
            }
            (_, NodeId::Topic(topic), NodeId::Consumer(consumer)) => {
                wire(Link::Read(topic, consumer), false)
            }
            (_, NodeId::Consumer(consumer), NodeId::Topic(topic)) => {
                wire(Link::Commit(consumer, topic), false)
            }
            (Cargo::Call { .. }, from, NodeId::Service(to)) => wire(Link::Call(from, to), false),
            (Cargo::Reply { .. }, NodeId::Service(from), to) => wire(Link::Call(to, from), true),
            _ => None,
        };
        drawn.or_else(|| self.straight(flight.from, flight.to))
    }

    /// The node whose batches a producer sends: its own, or the consumer whose
    /// half it is.
    fn sender(&self, producer: ProducerId) -> NodeId {
        let owner = self.engine.producers()[producer.index()].owner();
        owner.map_or(NodeId::Producer(producer), NodeId::Consumer)
    }

    /// The link of a producer, or of the consumer whose half it is.
    fn publishes(&self, producer: ProducerId, target: Target) -> Link {
        match self.engine.producers()[producer.index()].owner() {
            Some(consumer) => Link::PublishOn(consumer, target),
            None => Link::Publish(producer, target),
        }
    }

    /// Where a copy on its way to an exchange is drawn to go.
    fn target(&self, exchange: ExchangeId, copy: CopyKey) -> Option<Target> {
        if exchange != DEFAULT_EXCHANGE {
            return Some(Target::Exchange(exchange));
        }
        let key = self.engine.copy(copy)?.key;
        let queue = match self.known.get() {
            Some((known, queue)) if known == key => queue,
            _ => {
                let queue = self.engine.find_queue(self.engine.key_text(key));
                self.known.set(Some((key, queue)));
                queue
            }
        };
        Some(queue.map_or(Target::Exchange(DEFAULT_EXCHANGE), Target::Queue))
    }

    /// The wire on which a producer hears from an exchange. Through the
    /// default one it is the wire of its first queue.
    fn answered_on(&self, producer: ProducerId, exchange: ExchangeId) -> Option<&'a Path> {
        let mut wires = self.layout.wires.iter();
        let answers = |target| match (exchange, target) {
            (DEFAULT_EXCHANGE, Target::Queue(_)) => true,
            (_, target) => target == Target::Exchange(exchange),
        };
        let published = wires.find(|wire| match wire.link {
            Link::Publish(_, target) | Link::PublishOn(_, target) => {
                answers(target) && wire.link == self.publishes(producer, target)
            }
            _ => false,
        });
        published.map(|wire| &wire.path)
    }

    fn routed(&self, from: ExchangeId, queue: QueueId) -> Option<Track<'a>> {
        if let Some(path) = self.layout.journey(from, queue) {
            return Some(Track::Wire(path, false));
        }
        let mouth = self.layout.node(NodeId::Queue(queue))?.mouth();
        let start = match from {
            // One tick long: it has arrived already.
            DEFAULT_EXCHANGE => mouth,
            _ => self.layout.node(NodeId::Exchange(from))?.body.center(),
        };
        Some(Track::Line(start, mouth))
    }

    fn straight(&self, from: NodeId, to: NodeId) -> Option<Track<'a>> {
        let end = |id| Some(self.layout.node(id)?.body.center());
        match (from, end(from), end(to)) {
            (_, Some(from), Some(to)) => Some(Track::Line(from, to)),
            (NodeId::Producer(_), Some(_), None) => {
                let body = self.layout.node(from)?.body;
                Some(Track::Line(at(body.right(), body.center().y), nowhere(self.layout, from)?))
            }
            _ => None,
        }
    }
}

/// Where a publish ends that leads nowhere: in front of its producer.
pub fn nowhere(layout: &Layout, producer: NodeId) -> Option<Point> {
    let body = layout.node(producer)?.body;
    Some(at(body.right() + 44.0, body.center().y))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::Stage,
        scenario::{Run, catalog},
    };

    fn seen(world: &str, ms: u64) -> (Run, Layout) {
        let mut run = Run::new(catalog::find(world).expect("is built in")).expect("starts");
        run.advance(ms * 1_000, u64::MAX);
        let layout = Layout::new(run.engine(), (848.0, 584.0));
        (run, layout)
    }

    #[test]
    fn progress_is_linear_and_stays_on_the_wire() {
        assert_eq!(progress(Tick(100), Tick(300), Tick(150)), 0.25);
        assert_eq!(progress(Tick(100), Tick(300), Tick(50)), 0.0);
        assert_eq!(progress(Tick(100), Tick(300), Tick(900)), 1.0);
    }

    #[test]
    fn a_publish_through_the_default_exchange_flies_to_its_queue() {
        let (run, layout) = seen("guarantees", 1_500);
        let engine = run.engine();
        let flight = engine.flights().next().expect("m1 is on its way");
        let track = Tracks::new(engine, &layout).of(flight).expect("is drawn");
        let tube = layout.node(NodeId::Queue(QueueId(0))).expect("stands");
        assert!(track.place(1.0).distance(at(tube.body.x, tube.body.center().y)) < 3.0);
        let half = progress(flight.sent, flight.due, engine.now());
        assert_eq!(half, 0.5);
        assert_eq!(track.heading(half), Heading::Right);
    }

    #[test]
    fn everything_on_a_link_is_drawn_in_every_world() {
        for exhibit in catalog::CATALOG.iter().filter(|exhibit| exhibit.group.is_some()) {
            let (mut run, layout) = seen(exhibit.id, 1);
            for _ in 0..400 {
                run.advance(50_000, u64::MAX);
                let tracks = Tracks::new(run.engine(), &layout);
                for flight in run.engine().flights() {
                    assert!(tracks.of(flight).is_some(), "{}: {flight:?}", exhibit.id);
                }
            }
            let on_link = run.engine().books().on_link;
            let copies = run.engine().flights().flat_map(|flight| match &flight.cargo {
                Cargo::Publish { copy, .. }
                | Cargo::Routed { copy }
                | Cargo::DeadLetter { copy } => vec![*copy],
                Cargo::Batch(request) => request.copies.clone(),
                _ => vec![],
            });
            let moving = |key: &CopyKey| {
                run.engine().copy(*key).is_some_and(|copy| copy.stage == Stage::OnLink)
            };
            let drawn = copies.filter(moving).count() as u64;
            // What waits for its batch is not on a wire yet, but left its caller.
            let producers = run.engine().producers().iter();
            let unsent = producers.filter_map(|it| it.sender()).map(|sender| sender.unsent().0);
            assert!(
                drawn <= on_link && on_link <= drawn + unsent.sum::<usize>() as u64,
                "{}",
                exhibit.id
            );
        }
    }
}
