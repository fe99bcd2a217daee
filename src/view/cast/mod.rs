//! From an engine to a scene: who appears on the stage, and as what.

use crate::engine::{
    ConsumerId, Copy, Delivery, Engine, MessageId, MessageKey, NodeId, Phase, QueueId, Tick,
    TopicId,
};

use super::{
    echoes::{Echoes, way_back},
    geometry::Point,
    layout::{Layout, Link, Node, PITCH, Shape},
    motion::{ease_fall, ease_in_out, ease_out, progress},
    scene::{Fill, Form, HUES, Hue, Lease, Note, Ring, Scene, Stamp, Token},
};

mod calls;
mod links;
mod members;
mod recent;
mod tapes;
#[cfg(test)]
mod tests;
mod window;

/// A queue this many times longer than its tube has room for is a crowd.
const CROWD: usize = 4;

/// How a picture is to be made.
#[derive(Clone, Copy, Debug)]
pub struct Lens {
    /// Virtual milliseconds per real one.
    pub speed: f64,
    /// The selected message.
    pub picked: Option<MessageId>,
    /// Without motion: things stand half-way until they have arrived.
    pub still: bool,
}

/// Draws the engine's present moment into a scene.
pub fn draw(scene: &mut Scene, engine: &Engine, layout: &Layout, lens: Lens) {
    scene.clear();
    let echoes = Echoes::read(engine, layout, lens.speed);
    let picture = &mut Picture { scene, engine, layout, lens, echoes: &echoes };
    picture.wires();
    for node in &layout.nodes {
        match (node.id, node.shape) {
            (NodeId::Queue(id), Shape::Tube { .. }) => picture.tube(node, id),
            (NodeId::Queue(id), Shape::Tray) => picture.tray(node, id),
            (NodeId::Consumer(_), _) => picture.desk(node),
            (NodeId::Service(id), _) => picture.service(node, id),
            (NodeId::Topic(id), _) => picture.topic(node, id),
            _ => {}
        }
    }
    picture.flights();
    picture.recent();
}

struct Picture<'a> {
    scene: &'a mut Scene,
    engine: &'a Engine,
    layout: &'a Layout,
    lens: Lens,
    echoes: &'a Echoes,
}

/// Whether a member has a partition of a topic to read.
fn reads(engine: &Engine, topic: TopicId, id: ConsumerId) -> bool {
    let consumer = &engine.consumers()[id.index()];
    let mut partitions = engine.topics()[topic.index()].partitions();
    let member = consumer.member();
    consumer.shares().is_some()
        || member.is_some_and(|it| partitions.any(|partition| it.assigned().contains(&partition)))
}

/// Whose copy or delivery it is, and what happened to it.
struct Face {
    message: MessageId,
    form: Form,
}

impl Picture<'_> {
    fn wires(&mut self) {
        let consumers = self.engine.consumers();
        let idle = self.layout.wires.iter().map(|wire| match wire.link {
            Link::Deliver(_, id) | Link::Settle(id, _) => !consumers[id.index()].is_connected(),
            Link::Read(topic, id) => !reads(self.engine, topic, id),
            Link::Call(_, id) => !self.engine.services()[id.index()].is_up(),
            _ => false,
        });
        self.scene.idle.extend(idle);
    }

    fn face(&self, message: MessageKey, again: bool) -> Option<Face> {
        let message = self.engine.message(message)?;
        let form = match (message.poison, again) {
            (true, _) => Form::Poison,
            (false, true) => Form::Again,
            (false, false) => Form::Fresh,
        };
        Some(Face { message: message.id, form })
    }

    fn token(&mut self, face: &Face, place: Point, fill: Fill, nth: u32) {
        let picked = self.lens.picked == Some(face.message);
        self.scene.tokens.push(Token {
            message: face.message,
            place,
            form: face.form,
            fill,
            nth,
            part: 0.0,
            picked,
        });
    }

    fn more(&mut self, place: Point, more: usize) {
        if more > 0 {
            self.scene.notes.push(Note { place, more: more as u64 });
        }
    }

    fn tube(&mut self, node: &Node, id: QueueId) {
        self.copies(node, id);
        let waiting = self.engine.queues()[id.index()].ready_len();
        let room = node.room();
        if waiting > room * CROWD {
            return self.crowd(node, id, waiting);
        }
        let shown = if waiting > room { room - 1 } else { waiting };
        let gap = match self.lens.still {
            true => 0.0,
            false => self.echoes.gap(id).min(2.0) * PITCH,
        };
        let engine = self.engine;
        for (n, copy) in engine.ready(id).take(shown).enumerate() {
            self.waiting(node, copy, n, gap);
        }
        self.more(node.slot(shown).shift(-gap, 0.0), waiting - shown);
    }

    /// A message in a tube: in its slot, or on its way there.
    fn waiting(&mut self, node: &Node, copy: &Copy, n: usize, gap: f64) {
        let Some(face) = self.face(copy.message, copy.redelivered) else {
            return;
        };
        let nth = if copy.redelivered { copy.deliveries + 1 } else { 0 };
        let slot = node.slot(n);
        let back = self.echoes.returning.iter().find(|(of, ..)| *of == copy.id);
        if let Some((_, consumer, part)) = back
            && let Some(path) = way_back(self.layout, *consumer, slot)
        {
            self.token(&face, slot, Fill::Place, 0);
            let part = if self.lens.still { 1.0 } else { ease_in_out(*part) };
            self.token(&face, path.place(part), Fill::Moving(path.heading(part)), nth);
            self.scene.traces.push(path);
            return;
        }
        let entering = self.echoes.entering.iter().find(|(of, _)| *of == copy.id);
        let place = match entering {
            Some((_, part)) if !self.lens.still => node.mouth().towards(slot, ease_out(*part)),
            _ => slot.shift(-gap, 0.0),
        };
        self.token(&face, place, Fill::Waiting, nth);
    }

    /// More than a tube can show: three rows of squares, and a count.
    fn crowd(&mut self, node: &Node, id: QueueId, waiting: usize) {
        self.scene.expect_squares(self.layout.width, self.layout.height);
        let columns = ((node.room().saturating_sub(2)) as f64 * PITCH / 10.0) as usize;
        let head = node.slot(0).shift(10.0, -10.0);
        let engine = self.engine;
        let shown = columns * 3;
        for (n, copy) in engine.ready(id).take(shown).enumerate() {
            let (column, row) = ((n / 3) as f64, (n % 3) as f64);
            let place = head.shift(-10.0 * column, 10.0 * row);
            let poison = engine.is_poison(copy);
            let hue = match (poison, copy.redelivered) {
                (true, _) => Hue::Poison,
                (false, true) => Hue::Again,
                (false, false) => Hue::Waiting,
            };
            self.scene.square(place, hue);
        }
        let last = node.slot(node.room().saturating_sub(2));
        self.more(last.shift(-PITCH * 0.6, 0.0), waiting.saturating_sub(shown));
    }

    /// The broker's copies of what is out.
    fn copies(&mut self, node: &Node, id: QueueId) {
        let out = self.engine.queues()[id.index()].unacked_len() as usize;
        let room = node.copy_room();
        let engine = self.engine;
        let shown = if out > room { room.saturating_sub(1) } else { out };
        for (n, (copy, lease)) in engine.leases(id).take(shown).enumerate() {
            if let Some(face) = self.face(copy.message, copy.redelivered) {
                self.token(&face, node.copy_slot(n), Fill::Copy, copy.deliveries);
                self.lease(lease, node.copy_slot(n), false);
            }
        }
        if room > 0 {
            self.more(node.copy_slot(shown), out - shown);
        }
    }

    /// A tray shows the latest; the oldest lies at the left.
    fn tray(&mut self, node: &Node, id: QueueId) {
        let waiting = self.engine.queues()[id.index()].ready_len();
        let room = node.room();
        let (first, skipped) = match waiting > room {
            true => (1, waiting - (room - 1)),
            false => (0, 0),
        };
        let engine = self.engine;
        for (n, copy) in engine.ready(id).skip(skipped).enumerate() {
            self.buried(node, copy, node.slot(first + n));
        }
        self.more(node.slot(0), skipped);
    }

    fn buried(&mut self, node: &Node, copy: &Copy, slot: Point) {
        let Some(face) = self.face(copy.message, false) else {
            return;
        };
        let entering = self.echoes.entering.iter().find(|(of, _)| *of == copy.id);
        let fallen = entering.filter(|_| !self.lens.still);
        let place = match fallen {
            Some((_, part)) => {
                let from = self.mouth_of_tray(node).unwrap_or(slot);
                let part = ease_fall(*part);
                from.towards(slot, part)
            }
            None => slot,
        };
        let dead = Face { form: Form::Dead, ..face };
        self.token(&dead, place, Fill::Waiting, 0);
        let newest = copy.deaths.as_ref().and_then(|deaths| deaths.entries.first());
        if let (None, Some(death)) = (fallen, newest) {
            self.scene.stamps.push(Stamp { place: slot.shift(0.0, 33.0), reason: death.reason });
        }
    }

    /// Where a wire ends above a tray.
    fn mouth_of_tray(&self, node: &Node) -> Option<Point> {
        let into =
            self.layout.wires.iter().find(|wire| super::layout::ends(wire.link).1 == node.id);
        into.map(|wire| wire.path.end())
    }

    fn desk(&mut self, node: &Node) {
        let NodeId::Consumer(id) = node.id else {
            return;
        };
        let consumer = &self.engine.consumers()[id.index()];
        let room = match node.shape {
            Shape::Consumer { slots } => slots,
            Shape::ByHand { rows } => rows,
            _ => 0,
        };
        let waiting = || {
            let fetched = consumer.member().into_iter().flat_map(|member| member.fetched());
            consumer.buffer().chain(fetched)
        };
        let held = waiting().count();
        let shown = match node.shape {
            Shape::Consumer { .. } if held > room => room - 1,
            _ => held.min(room),
        };
        for (n, delivery) in waiting().take(shown).enumerate() {
            self.delivery(delivery, node.desk_slot(n));
            self.lease(self.engine.lease(delivery), node.desk_slot(n), false);
        }
        if matches!(node.shape, Shape::Consumer { .. }) {
            self.more(node.desk_slot(shown), held - shown);
        }
        if let Some(job) = consumer.job() {
            self.delivery(&job.delivery, node.ring());
            self.lease(self.engine.lease(&job.delivery), node.ring(), true);
            let part = match job.is_working() {
                true => progress(job.since, job.due, self.engine.now()),
                false => f64::from(u8::from(job.phase == Phase::Second)),
            };
            self.scene.rings.push(Ring { middle: node.ring(), part });
        }
        self.lease(self.deadline(consumer), node.ring(), true);
    }

    /// What is left of a lease: around a consumer's ring, or at a token's
    /// upper left corner.
    fn lease(&mut self, lease: Option<(Tick, Tick)>, place: Point, is_wide: bool) {
        if let Some((since, until)) = lease {
            let left = 1.0 - progress(since, until, self.engine.now());
            let middle = if is_wide { place } else { place.shift(-12.0, -12.0) };
            self.scene.leases.push(Lease { middle, left, is_wide });
        }
    }

    fn delivery(&mut self, delivery: &Delivery, place: Point) {
        if let Some(face) = self.face(delivery.message, delivery.redelivered) {
            let nth = if delivery.redelivered { delivery.nth } else { 0 };
            self.token(&face, place, Fill::Held, nth);
        }
    }
}

const _: () = assert!(HUES == Hue::Waiting as usize + 1);
