//! From an engine to a scene: who appears on the stage, and as what.

use crate::engine::{
    Cargo, Copy, CopyKey, Delivery, Engine, Flight, MessageId, MessageKey, NodeId, Outcome, Phase,
    QueueId, Settle,
};

use super::{
    echoes::{Echoes, Leaving, way_back},
    geometry::{Heading, Point},
    layout::{Layout, Link, Node, PITCH, Shape},
    motion::{BREAK, Track, Tracks, ease_fall, ease_in_out, ease_out, progress},
    scene::{Band, Disc, Fill, Form, HUES, Hue, Note, PIECES, Ring, Scene, Sign, Stamp, Token},
};

/// Most things on links that are drawn as tokens and discs.
const FULL: usize = 150;
/// Most that are drawn as squares.
const SQUARES: usize = 20_000;
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

    // Queues ----------------------------------------------------------------

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
        self.more(node.slot(shown), waiting - shown);
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
        let columns = ((node.room() - 2) as f64 * PITCH / 10.0) as usize;
        let head = node.slot(0).shift(10.0, -10.0);
        let engine = self.engine;
        let shown = columns * 3;
        for (n, copy) in engine.ready(id).take(shown).enumerate() {
            let (column, row) = ((n / 3) as f64, (n % 3) as f64);
            let place = head.shift(-10.0 * column, 10.0 * row);
            let poison = engine.message(copy.message).is_some_and(|message| message.poison);
            let hue = match (poison, copy.redelivered) {
                (true, _) => Hue::Poison,
                (false, true) => Hue::Again,
                (false, false) => Hue::Waiting,
            };
            self.scene.square(place, hue);
        }
        let last = node.slot(node.room() - 2);
        self.more(last.shift(-PITCH * 0.6, 0.0), waiting.saturating_sub(shown));
    }

    /// The broker's copies of what is out.
    fn copies(&mut self, node: &Node, id: QueueId) {
        let out = self.engine.queues()[id.index()].unacked_len() as usize;
        let room = node.copy_room();
        let engine = self.engine;
        let shown = if out > room { room.saturating_sub(1) } else { out };
        for (n, (_, copy)) in engine.outstanding(id).take(shown).enumerate() {
            if let Some(face) = self.face(copy.message, copy.redelivered) {
                self.token(&face, node.copy_slot(n), Fill::Copy, copy.deliveries);
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

    // Consumers -------------------------------------------------------------

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
        let held = consumer.buffer().len();
        let shown = match node.shape {
            Shape::Consumer { .. } if held > room => room - 1,
            _ => held.min(room),
        };
        for (n, delivery) in consumer.buffer().take(shown).enumerate() {
            self.delivery(delivery, node.desk_slot(n));
        }
        if matches!(node.shape, Shape::Consumer { .. }) {
            self.more(node.desk_slot(shown), held - shown);
        }
        if let Some(job) = consumer.job() {
            self.delivery(&job.delivery, node.ring());
            let part = match job.is_working() {
                true => progress(job.since, job.due, self.engine.now()),
                false => f64::from(u8::from(job.phase == Phase::Second)),
            };
            self.scene.rings.push(Ring { middle: node.ring(), part });
        }
    }

    fn delivery(&mut self, delivery: &Delivery, place: Point) {
        if let Some(face) = self.face(delivery.message, delivery.redelivered) {
            let nth = if delivery.redelivered { delivery.nth } else { 0 };
            self.token(&face, place, Fill::Held, nth);
        }
    }

    // Links -----------------------------------------------------------------

    fn flights(&mut self) {
        let engine = self.engine;
        let tracks = Tracks::new(engine, self.layout);
        let count = engine.flights().count();
        if count > SQUARES {
            return self.bands(&tracks);
        }
        if count > FULL {
            self.scene.expect_squares(self.layout.width, self.layout.height);
        }
        for (n, flight) in engine.flights().enumerate() {
            let Some(track) = tracks.of(flight) else {
                continue;
            };
            let part = match self.lens.still {
                true => 0.5,
                false => progress(flight.sent, flight.due, engine.now()),
            };
            match count > FULL {
                true => self.small(flight, &track, part, n),
                false => self.large(flight, &track, part),
            }
        }
    }

    fn small(&mut self, flight: &Flight, track: &Track<'_>, part: f64, n: usize) {
        let hue = match &flight.cargo {
            Cargo::Publish { copy, .. } | Cargo::Routed { copy } => self.hue(*copy),
            Cargo::DeadLetter { .. } => Hue::Dead,
            Cargo::Delivery(delivery) if delivery.redelivered => Hue::Again,
            Cargo::Delivery(_) => Hue::Live,
            _ => Hue::Acked,
        };
        let lane = (n * 5 % 7) as f64 - 3.0;
        self.scene.square(track.beside(part, lane * 4.0), hue);
    }

    fn hue(&self, copy: CopyKey) -> Hue {
        let Some(copy) = self.engine.copy(copy) else {
            return Hue::Live;
        };
        match self.engine.message(copy.message).is_some_and(|message| message.poison) {
            true => Hue::Poison,
            false if copy.deaths.is_some() => Hue::Dead,
            false => Hue::Live,
        }
    }

    fn large(&mut self, flight: &Flight, track: &Track<'_>, part: f64) {
        let broken = flight.doomed && part > BREAK;
        let part = if broken { BREAK } else { part };
        let (place, heading) = (track.place(part), track.heading(part));
        match &flight.cargo {
            Cargo::Publish { copy, .. } | Cargo::Routed { copy } | Cargo::DeadLetter { copy } => {
                let Some(copy) = self.engine.copy(*copy) else {
                    return;
                };
                let Some(mut face) = self.face(copy.message, false) else {
                    return;
                };
                if copy.deaths.is_some() {
                    face.form = Form::Dead;
                }
                self.moving(&face, place, heading, 0, broken);
            }
            Cargo::Delivery(delivery) => {
                let nth = if delivery.redelivered { delivery.nth } else { 0 };
                if let Some(face) = self.face(delivery.message, delivery.redelivered) {
                    self.moving(&face, place, heading, nth, broken);
                }
            }
            answer => {
                let (sign, aside) = sign(answer);
                let place = if broken { place } else { track.beside(part, aside) };
                self.scene.discs.push(Disc { place, heading, sign });
            }
        }
        if broken {
            self.scene.breaks.push((place, 0.0));
        }
    }

    fn moving(&mut self, face: &Face, place: Point, heading: Heading, nth: u32, broken: bool) {
        if !broken {
            return self.token(face, place, Fill::Moving(heading), nth);
        }
        let lost = Face { form: Form::Gone(Leaving::Dropped), ..*face };
        self.token(&lost, place, Fill::Held, 0);
    }

    /// Twenty thousand and more: how many on each piece of each wire.
    fn bands(&mut self, tracks: &Tracks<'_>) {
        let mut counts = vec![[0_u32; PIECES]; self.layout.wires.len()];
        for flight in self.engine.flights() {
            let Some(Track::Wire(path, back)) = tracks.of(flight) else {
                continue;
            };
            let wire = self.layout.wires.iter().position(|wire| std::ptr::eq(&wire.path, path));
            let part = progress(flight.sent, flight.due, self.engine.now());
            let part = if back { 1.0 - part } else { part };
            if let Some(wire) = wire {
                counts[wire][((part * PIECES as f64) as usize).min(PIECES - 1)] += 1;
            }
        }
        for (wire, counts) in counts.into_iter().enumerate() {
            let all: u64 = counts.iter().map(|count| u64::from(*count)).sum();
            if all > 0 {
                let middle = self.layout.wires[wire].path.place(0.5).shift(0.0, -34.0);
                self.more(middle, all as usize);
                self.scene.bands.push(Band { wire, counts });
            }
        }
    }

    // After the fact --------------------------------------------------------

    fn recent(&mut self) {
        let echoes = self.echoes;
        for gone in &echoes.gone {
            let fall = match (gone.leaving, self.lens.still) {
                (Leaving::Expired, _) => 0.0,
                (_, true) => 24.0,
                _ => 24.0 * ease_out(gone.part * 3.0),
            };
            let picked = self.lens.picked == Some(gone.message);
            self.scene.tokens.push(Token {
                message: gone.message,
                place: gone.place.shift(0.0, fall),
                form: Form::Gone(gone.leaving),
                fill: Fill::Held,
                nth: 0,
                part: gone.part,
                picked,
            });
        }
        for (message, consumer, part) in &echoes.duplicates {
            if let Some(node) = self.layout.node(NodeId::Consumer(*consumer)) {
                let landed = if self.lens.still { 1.0 } else { ease_out(part * 3.0) };
                let picked = self.lens.picked == Some(*message);
                self.scene.tokens.push(Token {
                    message: *message,
                    place: node.ring(),
                    form: Form::Duplicate,
                    fill: Fill::Held,
                    nth: 0,
                    part: landed,
                    picked,
                });
            }
        }
        self.scene.breaks.extend(&echoes.breaks);
    }
}

/// What an answer looks like, and how far beside its wire it runs.
fn sign(cargo: &Cargo) -> (Sign, f64) {
    match cargo {
        Cargo::Answer { outcome: Outcome::Confirmed, .. } => (Sign::Confirm, -13.0),
        Cargo::Answer { outcome: Outcome::Nacked, .. } => (Sign::Nack, -13.0),
        Cargo::Answer { outcome: Outcome::Returned, .. } => (Sign::Return, -13.0),
        Cargo::Settlement { how: Settle::Ack, .. } => (Sign::Ack, 0.0),
        Cargo::Settlement { how: Settle::Requeue, .. } => (Sign::Requeue, 0.0),
        Cargo::Settlement { how: Settle::Reject, .. } => (Sign::Reject, 0.0),
        Cargo::Close { .. } => (Sign::Close, 0.0),
        _ => (Sign::Get, 0.0),
    }
}

const _: () = assert!(HUES == Hue::Waiting as usize + 1);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::Command,
        scenario::{Run, catalog},
    };

    fn scene(run: &Run, room: (f64, f64)) -> (Scene, Layout) {
        let layout = Layout::new(run.engine(), room);
        let lens = Lens { speed: 1.0, picked: None, still: false };
        let mut scene = Scene::default();
        draw(&mut scene, run.engine(), &layout, lens);
        (scene, layout)
    }

    fn after(world: &str, ms: u64) -> Run {
        let mut run = Run::new(catalog::find(world).expect("is built in")).expect("starts");
        run.advance(ms * 1_000, u64::MAX);
        run
    }

    const ROOM: (f64, f64) = (848.0, 584.0);

    #[test]
    fn a_message_out_is_seen_twice() {
        let (scene, _) = scene(&after("guarantees", 2_300), ROOM);
        let fills: Vec<Fill> = scene.tokens.iter().map(|token| token.fill).collect();
        assert!(fills.contains(&Fill::Copy) && fills.contains(&Fill::Held), "{fills:?}");
        assert_eq!(scene.rings.len(), 1);
    }

    #[test]
    fn what_comes_back_counts_its_deliveries() {
        let mut run = after("guarantees", 2_300);
        let kill = Command::Crash { consumer: "billing".to_owned(), at: None };
        run.ask(kill).expect("it is up");
        run.advance(700_000, u64::MAX);
        let (scene, layout) = scene(&run, ROOM);
        let moving = |token: &&Token| matches!(token.fill, Fill::Moving(_));
        let back = scene.tokens.iter().find(moving);
        let back = back.expect("m1 is on its way back");
        assert_eq!((back.message, back.nth), (MessageId(0), 2));
        assert_eq!(back.form, Form::Again);
        assert_eq!(scene.message_at(back.place), Some(MessageId(0)));
        assert!(scene.idle.iter().any(|idle| *idle), "its wire delivers nothing");
        assert!(layout.height > back.place.y && back.place.y > 0.0);
    }

    #[test]
    fn dead_letters_lie_in_their_tray_with_a_reason() {
        let (scene, layout) = scene(&after("poison", 60_000), ROOM);
        let tray = layout.nodes.iter().find(|node| node.shape == Shape::Tray).expect("stands");
        let inside = |token: &&Token| tray.body.contains(token.place);
        let dead = scene.tokens.iter().filter(inside).count();
        assert!(dead > 2 && scene.stamps.len() >= dead - 1);
    }

    #[test]
    fn thousands_are_squares_and_cost_no_tokens() {
        for (world, least) in [("bench-1k", 100), ("bench-10k", 100)] {
            let (scene, _) = scene(&after(world, 8_000), ROOM);
            let squares = scene.squares[Hue::Live as usize].len() / 2;
            assert!(squares > least && scene.tokens.len() < 20, "{world}: {squares}");
        }
    }

    #[test]
    fn a_full_tube_says_how_many_more_there_are() {
        let mut run = after("work-queue", 1_000);
        for n in 1..=3 {
            let kill = Command::Crash { consumer: format!("billing-{n}"), at: None };
            run.ask(kill).expect("it is up");
        }
        run.advance(15_000_000, u64::MAX);
        let (scene, layout) = scene(&run, ROOM);
        let tube = layout.node(NodeId::Queue(QueueId(0))).expect("stands");
        let waiting = run.engine().queues()[0].ready_len();
        let drawn = scene.tokens.iter().filter(|token| token.fill == Fill::Waiting).count();
        assert_eq!(drawn as u64 + scene.notes[0].more, waiting as u64);
        assert!(tube.body.contains(scene.notes[0].place));
    }

    #[test]
    fn without_motion_nothing_moves_between_two_events() {
        let lens = Lens { speed: 1.0, picked: None, still: true };
        let mut run = after("guarantees", 1_300);
        let layout = Layout::new(run.engine(), ROOM);
        let places = |run: &Run| -> Vec<Point> {
            let mut scene = Scene::default();
            draw(&mut scene, run.engine(), &layout, lens);
            scene.tokens.iter().map(|token| token.place).collect()
        };
        let before = places(&run);
        run.advance(300_000, u64::MAX);
        assert_eq!(before, places(&run));
        assert_eq!(before.len(), 1);
    }

    #[test]
    fn every_world_can_be_drawn_at_any_moment() {
        for exhibit in catalog::CATALOG.iter().filter(|exhibit| exhibit.group.is_some()) {
            let mut run = after(exhibit.id, 0);
            for room in [ROOM, (390.0, 500.0)] {
                for _ in 0..100 {
                    run.advance(130_000, u64::MAX);
                    let (scene, layout) = scene(&run, room);
                    let lost = scene.tokens.iter().find(|token| {
                        !(-40.0..layout.width + 40.0).contains(&token.place.x)
                            || !(-40.0..layout.height + 40.0).contains(&token.place.y)
                    });
                    assert!(lost.is_none(), "{}: {lost:?}", exhibit.id);
                }
            }
        }
    }
}
