//! What is on links: tokens, then squares, then bands of density.

use crate::ordered_map::OrderedMap;

use crate::engine::{Cargo, CopyKey, Delivery, Flight, MessageKey, NodeId, Outcome, Settle};

use super::{
    super::{
        echoes::Leaving,
        geometry::{Heading, Point},
        motion::{BREAK, Track, Tracks, progress},
        scene::{Band, Disc, Fill, Form, Hue, PIECES, Sign},
    },
    Face, Picture,
};

/// Most things on links that are drawn as tokens and discs.
const FULL: usize = 150;
/// The part of a wire that one unread frame takes.
const IN_LINE: f64 = 0.15;
/// Most messages of one batch that are drawn as tokens.
const TRAIN: usize = 4;
/// From one of them to the next, and the longest part of a wire that a train
/// takes.
const COUPLING: (f64, f64) = (46.0, 0.5);
/// Most that are drawn as squares.
const SQUARES: usize = 20_000;

impl Picture<'_> {
    pub(super) fn flights(&mut self) {
        let engine = self.engine;
        let tracks = Tracks::new(engine, self.layout);
        let count = engine.flights().count();
        if count > SQUARES {
            return self.bands(&tracks);
        }
        if count > FULL {
            self.scene.expect_squares(self.layout.width, self.layout.height);
        }
        let mut unread: OrderedMap<NodeId, f64> = OrderedMap::new();
        for (n, flight) in engine.flights().enumerate() {
            let Some(track) = tracks.of(flight) else {
                continue;
            };
            let part = match self.lens.still {
                _ if flight.due < engine.now() => line_up(unread.or_default(flight.from)),
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
            Cargo::Call { call } => self.call_hue(*call),
            _ => Hue::Acked,
        };
        let lane = (n * 5 % 7) as f64 - 3.0;
        self.scene.square(track.beside(part, lane * 4.0), hue);
    }

    fn hue(&self, copy: CopyKey) -> Hue {
        let Some(copy) = self.engine.copy(copy) else {
            return Hue::Live;
        };
        match self.engine.is_poison(copy) {
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
            Cargo::Call { call } => self.call_on_its_way(*call, place, heading),
            Cargo::Batch(request) => {
                let copies = request.copies.iter().filter_map(|key| self.engine.copy(*key));
                let messages: Vec<_> = copies.map(|copy| (copy.message, 0)).collect();
                self.train(&messages, track, part, broken);
            }
            records if !records.deliveries().is_empty() => {
                let nth = |it: &Delivery| if it.redelivered { it.nth } else { 0 };
                let read = records.deliveries().iter();
                let messages: Vec<_> = read.map(|it| (it.message, nth(it))).collect();
                self.train(&messages, track, part, broken);
            }
            answer => {
                let (sign, aside) = self.sign_of(answer);
                let place = if broken { place } else { track.beside(part, aside) };
                self.scene.discs.push(Disc { place, heading, sign });
            }
        }
        if broken {
            self.scene.breaks.push((place.shift(0.0, -26.0), 0.0));
        }
    }

    /// Several messages that travel together, the first in front; of many
    /// only the first are drawn, with a count.
    fn train(
        &mut self,
        messages: &[(MessageKey, u32)],
        track: &Track<'_>,
        part: f64,
        broken: bool,
    ) {
        let shown = messages.len().min(TRAIN);
        let coupling = (COUPLING.0 / track.length().max(1.0)).min(COUPLING.1 / shown as f64);
        for (n, (message, nth)) in messages.iter().take(shown).enumerate().rev() {
            let behind = (part - coupling * n as f64).max(0.0);
            if let Some(face) = self.face(*message, *nth > 1) {
                let heading = track.heading(behind);
                self.moving(&face, track.place(behind), heading, *nth, broken);
            }
        }
        let more = messages.len() - shown;
        self.more(track.beside(part, 26.0), more);
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
}

/// What a broker in alarm does not read lines up before it, the oldest in
/// front.
fn line_up(ahead: &mut f64) -> f64 {
    *ahead += 1.0;
    1.0 - (*ahead * IN_LINE).min(0.9)
}

/// What the broker's or a client's answer looks like, and how far beside its wire it runs.
pub(super) fn sign(cargo: &Cargo) -> (Sign, f64) {
    match cargo {
        Cargo::Answer { outcome: Outcome::Confirmed, .. } => (Sign::Confirm, -13.0),
        Cargo::Answer { outcome: Outcome::Nacked, .. } => (Sign::Nack, -13.0),
        Cargo::Answer { outcome: Outcome::Returned, .. } => (Sign::Return, -13.0),
        Cargo::Settlement { how: Settle::Ack, .. } => (Sign::Ack, 0.0),
        Cargo::Settlement { how: Settle::Requeue, .. } => (Sign::Requeue, 0.0),
        Cargo::Settlement { how: Settle::Reject, .. } => (Sign::Reject, 0.0),
        Cargo::Close { .. } | Cargo::Leave { .. } | Cargo::ShareClose { .. } => (Sign::Close, 0.0),
        Cargo::BatchAnswer { error: None, .. } => (Sign::Confirm, -13.0),
        Cargo::BatchAnswer { .. } => (Sign::Nack, -13.0),
        Cargo::TransactionAnswer { fenced: false } => (Sign::Confirm, -13.0),
        Cargo::TransactionAnswer { .. } | Cargo::CommitRefused { .. } => (Sign::Nack, -13.0),
        Cargo::Commit { .. } | Cargo::ShareAnswers { .. } | Cargo::EndTransaction(_) => {
            (Sign::Commit, 0.0)
        }
        _ => (Sign::Get, 0.0),
    }
}
