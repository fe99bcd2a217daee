//! Paints a scene with a pen, whatever that writes on.

use super::{
    call_words,
    echoes::Leaving,
    geometry::{Heading, Path, Point, at},
    layout::{Layout, Link, TAIL, Wire, pill_box},
    palette::Ink,
    pen::{Dash, Pen},
    scene::{Band, Disc, Fill, Form, Hue, Lease, PIECES, SQUARE, Scene, Sign, Slip, Stamp, Token},
    shapes, states,
    tapes::{PALE, paint_caption, paint_cursor, paint_poles, paint_tape},
};

const NUMBER: &str = "650 12px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const NUMBER_4: &str = "650 10px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const NUMBER_5: &str = "650 8.5px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const BADGE: &str = "700 10px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const STAMP: &str = "600 11px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const COUNT: &str = "600 12px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const KEY: &str = "12px ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/// Paints a scene over the nodes of a layout.
pub fn paint(pen: &mut dyn Pen, scene: &Scene, layout: &Layout) {
    for (wire, idle) in layout.wires.iter().zip(&scene.idle) {
        paint_wire(pen, wire, *idle);
    }
    let bands = scene.bands.iter();
    bands.for_each(|band| paint_band(pen, band, &layout.wires[band.wire]));
    scene.tapes.iter().for_each(|tape| paint_tape(pen, tape));
    scene.cursors.iter().for_each(|cursor| paint_poles(pen, cursor));
    scene.cursors.iter().for_each(|cursor| paint_cursor(pen, cursor));
    let captions = scene.captions.iter();
    captions.for_each(|(place, says)| paint_caption(pen, *place, says));
    pen.home();
    for path in &scene.traces {
        pen.wire(path, Ink::Wire, 1.5, Dash::Back);
    }
    let pills = layout.wires.iter().flat_map(|wire| &wire.pills);
    pills.for_each(|pill| {
        pen.at(pill.middle);
        pen.plate((pill_box(pill).w, 22.0, 11.0), Ink::Paper, Some(Ink::Edge));
        pen.at(pill.middle.shift(0.0, 4.0));
        pen.text(&pill.text, KEY, Ink::Soft);
    });
    paint_squares(pen, scene);
    for ring in &scene.rings {
        pen.at(ring.middle);
        pen.arc(20.0, ring.part, Ink::Full, 3.0);
    }
    scene.tokens.iter().for_each(|token| paint_token(pen, token));
    scene.slips.iter().for_each(|slip| paint_slip(pen, slip));
    scene.leases.iter().for_each(|lease| paint_lease(pen, lease));
    scene.discs.iter().for_each(|disc| paint_disc(pen, disc));
    scene.stamps.iter().for_each(|stamp| paint_stamp(pen, stamp));
    for note in &scene.notes {
        pen.at(note.place.shift(0.0, 4.0));
        pen.text(&format!("+{}", note.more), COUNT, Ink::Faint);
    }
    for (place, age) in &scene.breaks {
        pen.at(*place);
        pen.alpha(1.0 - age);
        pen.stroke(shapes::SPARK, Ink::Full, 1.5, Dash::Solid);
        pen.alpha(1.0);
    }
}

/// A clock that empties: what is left of a lease.
fn paint_lease(pen: &mut dyn Pen, lease: &Lease) {
    pen.at(lease.middle);
    if lease.is_wide {
        return pen.arc(24.5, lease.left, Ink::Edge, 2.0);
    }
    pen.disc(6.0, Ink::Paper);
    pen.arc(4.5, 1.0, Ink::Line, 2.0);
    pen.arc(4.5, lease.left, Ink::Full, 2.0);
}

fn paint_wire(pen: &mut dyn Pen, wire: &Wire, idle: bool) {
    let dash = match (wire.link, idle) {
        (Link::Settle(..) | Link::Commit(..), _) => Dash::Back,
        (_, true) => Dash::Off,
        (_, false) => Dash::Solid,
    };
    pen.home();
    pen.wire(&wire.path, Ink::Wire, 1.5, dash);
    for arm in &wire.arms {
        let end = arm.end();
        pen.wire(&Path::straight(end.shift(TAIL, 0.0), end), Ink::Wire, 1.5, dash);
    }
    let alone = std::slice::from_ref(&wire.path);
    for path in if wire.arms.is_empty() { alone } else { &wire.arms } {
        let (before, end) = (path.short_of_end(6.0), path.end());
        pen.turned(end, before.direction(end));
        pen.stroke(shapes::ARROW, Ink::Wire, 1.5, Dash::Solid);
        pen.home();
    }
}

/// A dozen things on a piece of wire are twice as thick as two or three.
fn paint_band(pen: &mut dyn Pen, band: &Band, wire: &Wire) {
    for (piece, count) in band.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let part = (piece as f64 + 0.5) / PIECES as f64;
        let thick = 4.0 + 3.0 * f64::from(*count).log2();
        let wide = wire.path.length() / PIECES as f64 + 1.0;
        pen.at(wire.path.place(part));
        match wire.path.heading(part) {
            Heading::Left | Heading::Right => pen.plate((wide, thick, 0.0), Ink::Live, None),
            Heading::Up | Heading::Down => pen.plate((thick, wide, 0.0), Ink::Live, None),
        }
    }
}

/// Squares by colour, each with the mark that says the same in grey.
fn paint_squares(pen: &mut dyn Pen, scene: &Scene) {
    pen.home();
    let all = [
        (Hue::Waiting, Ink::Live, Some((Ink::LiveTint, 5.0))),
        (Hue::Live, Ink::Live, None),
        (Hue::Acked, Ink::Acked, None),
        (Hue::Again, Ink::AgainEdge, Some((Ink::Again, 5.0))),
        (Hue::Poison, Ink::PoisonEdge, Some((Ink::Poison, 6.0))),
        (Hue::Dead, Ink::Dead, Some((Ink::Paper, 3.0))),
    ];
    for (hue, ink, mark) in all {
        let places = &scene.squares[hue as usize];
        pen.squares(places, SQUARE, ink);
        if let Some((ink, side)) = mark {
            pen.squares(places, side, ink);
        }
    }
}

/// Fill, edge and number of a token.
pub(super) fn inks(form: Form, fill: Fill) -> (Option<Ink>, Ink, Ink) {
    use Ink::*;
    match (form, fill) {
        (_, Fill::Place) => (None, Edge, Faint),
        (Form::Fresh, Fill::Moving(_)) => (Some(Live), Live, LiveOn),
        (Form::Fresh, Fill::Waiting | Fill::Stored | Fill::Beyond) => {
            (Some(LiveTint), Live, LiveText)
        }
        (Form::Fresh, Fill::Held) => (Some(Paper), Live, LiveText),
        (Form::Fresh, Fill::Copy) => (None, Live, Faint),
        (Form::Again, Fill::Moving(_)) => (Some(Again), AgainEdge, AgainOn),
        (Form::Again, Fill::Waiting | Fill::Stored | Fill::Beyond) => {
            (Some(AgainTint), AgainEdge, AgainText)
        }
        (Form::Again, Fill::Held) => (Some(Paper), AgainEdge, AgainText),
        (Form::Again, Fill::Copy) => (None, AgainEdge, Faint),
        (Form::Poison, Fill::Copy) => (None, Faint, Faint),
        (Form::Poison, _) => (Some(Poison), PoisonEdge, PoisonOn),
        (Form::Dead, _) => (Some(Dead), Dead, DeadOn),
        (Form::Duplicate, _) => (Some(Wrong), Wrong, WrongOn),
        (Form::Aborted, _) => (None, Expired, Faint),
        (Form::Gone(Leaving::Expired), _) => (Some(Expired), Expired, ExpiredOn),
        (Form::Gone(Leaving::Dropped), _) => (None, Wrong, WrongText),
    }
}

fn paint_token(pen: &mut dyn Pen, token: &Token) {
    let (fill, edge, ink) = inks(token.form, token.fill);
    let shape = shapes::outline(token.form, token.fill);
    let dash = match token.fill {
        Fill::Held if matches!(token.form, Form::Fresh | Form::Again | Form::Poison) => Dash::Held,
        Fill::Copy => Dash::Copy,
        Fill::Place => Dash::Place,
        _ => Dash::Solid,
    };
    place_token(pen, token);
    if let Fill::Moving(heading) = token.fill {
        pen.stroke(shapes::trail(heading), edge, 2.0, Dash::Solid);
    }
    if token.form == Form::Duplicate {
        return paint_duplicate(pen, token);
    }
    if let Some(fill) = fill {
        pen.fill(shape, fill);
    }
    let width = if token.form == Form::Poison && fill.is_some() { 2.0 } else { 1.5 };
    pen.stroke(shape, edge, width, dash);
    match token.form {
        Form::Dead => {
            pen.fill(shapes::EAR, Ink::Paper);
            pen.stroke(shapes::EAR, Ink::Dead, 1.5, Dash::Solid);
        }
        Form::Gone(Leaving::Dropped) | Form::Aborted => {
            pen.stroke(shapes::STRIKE, edge, 1.5, Dash::Solid)
        }
        _ => {}
    }
    if token.fill != Fill::Place {
        number(pen, token, ink);
    }
    extras(pen, token);
    pen.alpha(1.0);
}

/// Sets the origin, narrower and fainter for what is leaving.
fn place_token(pen: &mut dyn Pen, token: &Token) {
    match token.form {
        Form::Gone(Leaving::Expired) => {
            let narrow = 1.0 - 0.4 * token.part.min(0.5) * 2.0;
            pen.stretched(token.place, narrow, 1.0);
            pen.alpha(1.0 - (token.part - 0.5).max(0.0) * 2.0);
        }
        Form::Gone(Leaving::Dropped) => {
            pen.at(token.place);
            pen.alpha(1.0 - (token.part - 0.7).max(0.0) * 3.0);
        }
        _ => {
            pen.at(token.place);
            pen.alpha(if token.fill == Fill::Beyond { PALE } else { 1.0 });
        }
    }
}

fn number(pen: &mut dyn Pen, token: &Token, ink: Ink) {
    let number = states::number(token.message);
    let (font, down) = match number {
        0..=999 => (NUMBER, 4.3),
        1_000..=9_999 => (NUMBER_4, 3.6),
        _ => (NUMBER_5, 3.0),
    };
    let nudge = if token.form == Form::Dead { 1.5 } else { 0.0 };
    pen.at(token.place.shift(-0.5, down + nudge));
    pen.text(&number.to_string(), font, ink);
}

/// The badge that counts deliveries, and the frame of what is selected.
fn extras(pen: &mut dyn Pen, token: &Token) {
    if token.nth > 1 {
        let corner = match token.fill {
            Fill::Moving(Heading::Right) => at(-5.0, -17.0),
            Fill::Moving(Heading::Left) => at(5.0, -17.0),
            _ => at(13.0, -12.0),
        };
        badge(pen, token.place.shift(corner.x, corner.y), token.nth);
    }
    if token.picked && token.fill != Fill::Place {
        pen.at(token.place);
        pen.frame((40.0, 36.0, 8.0), Ink::Full, 2.0, Dash::Solid);
    }
}

fn badge(pen: &mut dyn Pen, place: Point, count: u32) {
    let text = count.to_string();
    let wide = 15.0 + 6.0 * (text.len() as f64 - 1.0);
    pen.at(place);
    pen.plate((wide + 1.5, 16.5, 8.25), Ink::Paper, None);
    pen.plate((wide, 15.0, 7.5), Ink::Full, None);
    pen.at(place.shift(0.0, 3.6));
    pen.text(&text, BADGE, Ink::Paper);
}

/// Two squares, the second landing on the first.
fn paint_duplicate(pen: &mut dyn Pen, token: &Token) {
    pen.at(token.place.shift(4.0, -4.0));
    pen.fill(shapes::SQUARE, Ink::WrongTint);
    pen.stroke(shapes::SQUARE, Ink::Wrong, 1.5, Dash::Solid);
    let drop = (1.0 - token.part) * 20.0;
    pen.at(token.place.shift(-1.0, 2.0 - drop));
    pen.fill(shapes::SQUARE, Ink::Wrong);
    pen.at(token.place.shift(-1.5, 6.3 - drop));
    pen.text("2×", NUMBER, Ink::WrongOn);
}

fn paint_disc(pen: &mut dyn Pen, disc: &Disc) {
    let small = matches!(disc.sign, Sign::Confirm | Sign::Nack | Sign::Return | Sign::Get);
    let (ink, on, shape) = match disc.sign {
        Sign::Ack => (Ink::Acked, Ink::AckedOn, shapes::CHECK),
        Sign::Confirm => (Ink::Live, Ink::LiveOn, shapes::CHECK),
        Sign::Requeue => (Ink::Again, Ink::AgainOn, shapes::TURN),
        Sign::Reject => (Ink::Dead, Ink::DeadOn, shapes::CROSS),
        Sign::Nack => (Ink::Wrong, Ink::WrongOn, shapes::CROSS),
        Sign::Return => (Ink::Wrong, Ink::WrongOn, shapes::TURN),
        Sign::Close => (Ink::Full, Ink::Paper, shapes::CROSS),
        Sign::Get => (Ink::Edge, Ink::Paper, shapes::TURN),
        Sign::Answer => (Ink::Acked, Ink::AckedOn, shapes::CHECK),
        Sign::Failure => (Ink::Wrong, Ink::WrongOn, shapes::CROSS),
        Sign::TooLate => (Ink::Expired, Ink::ExpiredOn, shapes::CHECK),
        Sign::Commit => (Ink::Acked, Ink::AckedOn, shapes::FLAG),
    };
    let size = if small { 0.68 } else { 1.0 };
    pen.stretched(disc.place, size, size);
    pen.disc(9.5, ink);
    pen.stroke(shape, on, 2.0, Dash::Solid);
    if !small {
        let along = match disc.heading {
            Heading::Left => at(1.0, 0.0),
            Heading::Up => at(0.0, 1.0),
            Heading::Right => at(-1.0, 0.0),
            Heading::Down => at(0.0, -1.0),
        };
        pen.turned(disc.place, along);
        pen.stroke("M13-4h5M13 4h5M13 0h9", ink, 2.0, Dash::Solid);
    }
}

/// A call: the shape of a message, with the name of its request.
fn paint_slip(pen: &mut dyn Pen, slip: &Slip) {
    let form = if slip.attempt > 1 { Form::Again } else { Form::Fresh };
    let (fill, edge, ink) = match (slip.abandoned, slip.fill) {
        (false, fill) => inks(form, fill),
        (true, Fill::Moving(_)) => (Some(Ink::Expired), Ink::Expired, Ink::ExpiredOn),
        (true, _) => (Some(Ink::Paper), Ink::Expired, Ink::Faint),
    };
    let shape = shapes::outline(form, slip.fill);
    pen.at(slip.place);
    if let Fill::Moving(heading) = slip.fill {
        pen.stroke(shapes::trail(heading), edge, 2.0, Dash::Solid);
    }
    if let Some(fill) = fill {
        pen.fill(shape, fill);
    }
    let dash = if slip.fill == Fill::Held { Dash::Held } else { Dash::Solid };
    pen.stroke(shape, edge, 1.5, dash);
    let text = call_words::label(slip.request);
    let font = [NUMBER, NUMBER_4, NUMBER_5][text.len().saturating_sub(3).min(2)];
    pen.at(slip.place.shift(-0.5, 4.0));
    pen.text(&text, font, ink);
    if slip.attempt > 1 {
        badge(pen, slip.place.shift(13.0, -12.0), slip.attempt);
    }
}

fn paint_stamp(pen: &mut dyn Pen, stamp: &Stamp) {
    let text = stamp.reason.name();
    pen.at(stamp.place);
    pen.plate((text.len() as f64 * 6.1 + 12.0, 18.0, 3.0), Ink::Paper, Some(Ink::Dead));
    pen.at(stamp.place.shift(0.0, 4.0));
    pen.text(text, STAMP, Ink::DeadText);
}
