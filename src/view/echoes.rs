//! What is drawn after the fact: a requeue takes the broker no time, but the
//! eye wants to see the way back; a message that is dropped is gone, but
//! should be seen to go.
//!
//! Everything here follows from recent facts and the present tick.

use crate::engine::{
    Cause, ConsumerId, CopyId, DeathReason, Engine, Fact, MessageId, NodeId, PartitionId, QueueId,
    Tick, Work,
};

use super::{
    geometry::{Path, Point, Stretch, at},
    layout::{Layout, Link, Node, Orientation, Shape, TOKEN_W, ends},
    motion::{BREAK, nowhere},
};

/// Of arcs back into a queue, in milliseconds of the stage.
const HOP_MS: f64 = 600.0;
/// Of settling into a place.
const SETTLE_MS: f64 = 320.0;
/// How long the outline of what was dropped can be seen.
const LINGER_MS: f64 = 1_000.0;

/// How far to the left of the last one the next falls in the same place.
const ASIDE: f64 = 12.0;

/// Most facts looked at: more in so short a time is a blur anyway.
const LOOKED_AT: u64 = 600;

/// How a message left for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// Lost: it falls and stays as a struck outline.
    Dropped,
    /// Its time ran out: it narrows and fades.
    Expired,
}

/// A message that is no more.
#[derive(Clone, Copy, Debug)]
pub struct Gone {
    /// Which.
    pub message: MessageId,
    /// Where it was.
    pub place: Point,
    /// How it left.
    pub leaving: Leaving,
    /// How much of its last appearance is over, 0 to 1.
    pub part: f64,
}

/// The recent past as the picture needs it.
#[derive(Debug, Default)]
pub struct Echoes {
    /// Copies on their way back: which, from whom, how far (0 to 1).
    pub returning: Vec<(CopyId, ConsumerId, f64)>,
    /// Copies that have just taken their place.
    pub entering: Vec<(CopyId, f64)>,
    /// Heads that have just left a queue: the others close up.
    pub closing: Vec<(QueueId, f64)>,
    /// Records that have just come to the end of a log: the others move up.
    pub appended: Vec<(PartitionId, f64)>,
    /// Messages that are no more.
    pub gone: Vec<Gone>,
    /// Effects that happened once too often.
    pub duplicates: Vec<(MessageId, ConsumerId, f64)>,
    /// Where a frame was lost.
    pub breaks: Vec<(Point, f64)>,
}

/// How much faster than real time a drawn-after-the-fact motion may run.
const FASTEST: f64 = 4.0;

/// The share of `ms` milliseconds that is over since a fact, if it is not
/// over altogether. At up to normal speed the milliseconds are the stage's;
/// faster playback stretches them, so that there is still something to see.
fn part(since_us: u64, ms: f64, speed: f64) -> Option<f64> {
    let part = since_us as f64 / (ms * 1_000.0 * speed.clamp(1.0, FASTEST));
    (part < 1.0).then_some(part)
}

impl Echoes {
    /// Reads them off the recent facts.
    pub fn read(engine: &Engine, layout: &Layout, speed: f64) -> Echoes {
        let mut echoes = Echoes::default();
        let facts = engine.facts();
        let recent = facts.since(facts.next().saturating_sub(LOOKED_AT)).rev();
        for (_, tick, fact) in recent {
            let age = engine.now().since(tick);
            if part(age, LINGER_MS, speed).is_none() {
                break;
            }
            echoes.take(engine, layout, (tick, age, speed), fact);
        }
        echoes
    }

    fn take(
        &mut self,
        engine: &Engine,
        layout: &Layout,
        (tick, age, speed): (Tick, u64, f64),
        fact: &Fact,
    ) {
        let linger = part(age, LINGER_MS, speed).unwrap_or(1.0);
        let settle = part(age, SETTLE_MS, speed);
        match *fact {
            Fact::Requeued { copy, consumer, .. } => {
                let hop = part(age, HOP_MS, speed);
                self.returning.extend(hop.map(|part| (copy, consumer, part)));
            }
            Fact::Enqueued { copy, .. } => {
                self.entering.extend(settle.map(|part| (copy, part)));
            }
            Fact::Appended { copy, partition, .. } => {
                self.entering.extend(settle.map(|part| (copy, part)));
                self.appended.extend(settle.map(|part| (partition, part)));
            }
            Fact::Delivered { queue, .. } => {
                self.closing.extend(settle.map(|part| (queue, part)));
            }
            Fact::DeadLettered { queue, reason, .. } if reason != DeathReason::Rejected => {
                self.closing.extend(settle.map(|part| (queue, part)));
            }
            Fact::Worked { message, consumer, work: Work::Done { times }, .. } if times > 1 => {
                self.duplicates.push((message, consumer, linger));
            }
            Fact::FrameLost { client, .. } => {
                let place = on_wire_of(layout, client);
                self.breaks.extend(place.map(|place| (place, linger)));
            }
            Fact::Removed { message, copy, at, cause } => {
                let place = place_of_removal(engine, layout, copy, at, cause);
                let place = place.map(|place| within(layout, place));
                self.leave(message, place, cause, linger);
            }
            Fact::EffectLost { message, cause: Cause::ConsumerCrashed, .. } => {
                let place = crash_at(engine, layout, tick);
                self.leave(message, place, Cause::ConsumerCrashed, linger);
            }
            _ => {}
        }
    }

    fn leave(&mut self, message: MessageId, place: Option<Point>, cause: Cause, part: f64) {
        let leaving = match cause {
            Cause::DeadLettered => return,
            Cause::Expired => Leaving::Expired,
            _ => Leaving::Dropped,
        };
        let Some(place) = place else {
            return;
        };
        // Where many go at once, one falls for all of them, and the next
        // only once it has left the place.
        let close = |other: &&Gone| other.place.distance(place) < 24.0;
        let before = self.gone.iter().filter(close);
        match before.map(|other| other.part).reduce(f64::max) {
            None => self.gone.push(Gone { message, place, leaving, part }),
            Some(latest) if latest + 0.4 < part => {
                let place = place.shift(-ASIDE, 14.0);
                self.gone.push(Gone { message, place, leaving, part });
            }
            Some(_) => {}
        }
    }

    /// How far the messages of a queue still have to close up, in slots.
    pub fn gap(&self, queue: QueueId) -> f64 {
        let left = self.closing.iter().filter(|(of, _)| *of == queue);
        left.map(|(_, part)| 1.0 - super::motion::ease_out(*part)).sum()
    }

    /// How far the records of a partition still have to move up, in places.
    pub fn slide(&self, partition: PartitionId) -> f64 {
        let new = self.appended.iter().filter(|(of, _)| *of == partition);
        new.map(|(_, part)| 1.0 - super::motion::ease_out(*part)).sum()
    }
}

/// The place, or the nearest one where what falls there is not cut by the left
/// edge of a stage: a tube that is as wide as a phone begins near it.
fn within(layout: &Layout, place: Point) -> Point {
    match layout.orientation {
        Orientation::Tall => at(place.x.max(TOKEN_W / 2.0 + ASIDE + 2.0), place.y),
        Orientation::Wide => place,
    }
}

/// Where a copy was when it left the books.
fn place_of_removal(
    engine: &Engine,
    layout: &Layout,
    copy: CopyId,
    at: NodeId,
    cause: Cause,
) -> Option<Point> {
    match (at, cause) {
        (_, Cause::LinkLost) => on_wire_of(layout, at),
        // What retention and compaction take is seen on the tape.
        (NodeId::Topic(_), Cause::Refused) => layout.node(at).map(Node::entrance),
        (NodeId::Topic(_), _) => None,
        (NodeId::Queue(_), cause) => layout.node(at).map(|node| in_queue(node, cause)),
        (_, Cause::Restart) => on_wire_of(layout, at),
        (NodeId::Exchange(_), _) => match layout.node(at) {
            Some(node) => Some(node.body.center().shift(0.0, node.body.h / 2.0 + 4.0)),
            None => nowhere(layout, publisher_of(engine, copy)?),
        },
        _ => layout.node(at).map(|node| node.body.center()),
    }
}

fn in_queue(node: &Node, cause: Cause) -> Point {
    let below = node.body.h / 2.0;
    match cause {
        Cause::Refused => node.mouth().shift(-30.0, 4.0),
        Cause::Rejected => node.copy_slot(0).shift(0.0, below),
        _ => node.slot(0).shift(0.0, below),
    }
}

/// Who published a copy, not long ago.
fn publisher_of(engine: &Engine, wanted: CopyId) -> Option<NodeId> {
    let facts = engine.facts();
    let mut recent = facts.since(facts.next().saturating_sub(LOOKED_AT)).rev();
    recent.find_map(|(_, _, fact)| match fact {
        Fact::Published { copy, producer, .. } if *copy == wanted => {
            Some(NodeId::Producer(*producer))
        }
        _ => None,
    })
}

/// The consumer that crashed at a tick.
fn crash_at(engine: &Engine, layout: &Layout, wanted: Tick) -> Option<Point> {
    let facts = engine.facts();
    let recent = facts.since(facts.next().saturating_sub(LOOKED_AT)).rev();
    let mut then =
        recent.skip_while(|(_, tick, _)| wanted < *tick).take_while(|(_, tick, _)| *tick == wanted);
    let consumer = then.find_map(|(_, _, fact)| match fact {
        Fact::Crashed { consumer, .. } => Some(NodeId::Consumer(*consumer)),
        _ => None,
    })?;
    layout.node(consumer).map(|node| node.ring())
}

/// A place on the wire of a client.
fn on_wire_of(layout: &Layout, client: NodeId) -> Option<Point> {
    let wire = layout.wires.iter().find(|wire| {
        let (from, to) = ends(wire.link);
        !matches!(wire.link, Link::Settle(..)) && (from == client || to == client)
    })?;
    Some(wire.path.place(BREAK))
}

/// The way back from a consumer to a place in a queue.
pub fn way_back(layout: &Layout, consumer: ConsumerId, slot: Point) -> Option<Path> {
    let node = layout.node(NodeId::Consumer(consumer))?;
    if layout.orientation == Orientation::Tall {
        return Some(Path::straight(at(slot.x, node.body.y), slot));
    }
    let start = match node.shape {
        Shape::ByHand { .. } => at(node.body.x, node.body.y + 12.0),
        _ => at(node.body.x, node.body.y + 14.0),
    };
    let high = (start.y.min(slot.y) - 84.0).max(8.0);
    let curve = Stretch::Curve(start.shift(-70.0, (high - start.y) * 0.8), at(slot.x, high), slot);
    Some(Path::new(start, &[curve]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::{Command, Frame},
        scenario::{Run, catalog},
    };

    fn echoes(run: &Run) -> Echoes {
        let layout = Layout::new(run.engine(), (848.0, 584.0));
        Echoes::read(run.engine(), &layout, 1.0)
    }

    fn after(world: &str, ms: u64) -> Run {
        let mut run = Run::new(catalog::find(world).expect("is built in")).expect("starts");
        run.advance(ms * 1_000, u64::MAX);
        run
    }

    #[test]
    fn a_requeue_is_drawn_for_a_while_and_then_forgotten() {
        let mut run = after("guarantees", 2_300);
        let kill = Command::Crash { consumer: "billing".to_owned(), at: None };
        run.ask(kill).expect("it is up");
        run.advance(700_000, u64::MAX);
        let returning = echoes(&run).returning;
        assert_eq!(returning.len(), 1);
        assert_eq!(returning[0].2, 0.5, "the close takes 400 ms to arrive");
        run.advance(400_000, u64::MAX);
        assert!(echoes(&run).returning.is_empty());
    }

    #[test]
    fn a_lost_frame_leaves_a_mark_on_its_wire() {
        let mut run = after("guarantees", 1_000);
        let lose = Command::LoseNext { client: "checkout".to_owned(), frame: Frame::Publish };
        run.ask(lose).expect("publishes travel there");
        run.advance(1_000_000, u64::MAX);
        let echoes = echoes(&run);
        assert_eq!(echoes.breaks.len(), 1);
        assert_eq!(echoes.gone.len(), 1, "the copy on it is gone");
    }

    #[test]
    fn what_automatic_ack_lost_falls_at_its_consumer() {
        let mut run = after("guarantees", 0);
        let auto = crate::engine::topology::AckMode::Automatic;
        run.ask(Command::SetAck { consumer: "billing".to_owned(), ack: auto }).expect("is there");
        run.ask(Command::SetConfirms { producer: "checkout".to_owned(), confirms: None })
            .expect("is there");
        run.advance(2_700_000, u64::MAX);
        run.ask(Command::Crash { consumer: "billing".to_owned(), at: None }).expect("it is up");
        let gone = echoes(&run).gone;
        assert_eq!(gone.len(), 1);
        assert_eq!(gone[0].leaving, Leaving::Dropped);
    }

    #[test]
    fn what_a_full_queue_refuses_falls_within_a_tall_stage() {
        for world in ["bounded", "pressure-block"] {
            let mut run = after(world, 0);
            let layout = Layout::new(run.engine(), (390.0, 500.0));
            let mut seen = 0;
            for _ in 0..300 {
                run.advance(100_000, u64::MAX);
                let gone = Echoes::read(run.engine(), &layout, 1.0).gone;
                seen += gone.len();
                let cut = gone.iter().find(|gone| gone.place.x < TOKEN_W / 2.0);
                assert!(cut.is_none(), "{world}: {cut:?}");
            }
            assert!(seen > 0, "{world}");
        }
    }
}
