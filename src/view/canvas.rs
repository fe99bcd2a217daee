//! Paints a scene: every call on a canvas context is made here, through the
//! brush.

use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::{
    brush::{Brush, Dash},
    call_words,
    echoes::Leaving,
    geometry::{Heading, Path, Point, at},
    layout::{Layout, Link, TAIL, Wire, pill_box},
    palette::{Ink, palette},
    scene::{Band, Disc, Fill, Form, Hue, Lease, PIECES, SQUARE, Scene, Sign, Slip, Stamp, Token},
    shapes,
    tapes::{PALE, paint_caption, paint_cursor, paint_poles, paint_tape},
    words,
};

const NUMBER: &str = "650 12px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const NUMBER_4: &str = "650 10px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const NUMBER_5: &str = "650 8.5px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const BADGE: &str = "700 10px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const STAMP: &str = "600 11px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const COUNT: &str = "600 12px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const KEY: &str = "12px ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/// More pixels than two in one are not seen.
const MOST_PIXELS: f64 = 2.0;

/// A canvas and a brush for it.
pub struct Canvas {
    element: HtmlCanvasElement,
    brush: Brush,
    scale: f64,
}

impl Canvas {
    /// A canvas to paint on; none where a browser has no 2D context.
    pub fn new(element: HtmlCanvasElement, dark: bool) -> Option<Canvas> {
        let context = element.get_context("2d").ok()??;
        let context = context.dyn_into::<CanvasRenderingContext2d>().ok()?;
        Some(Canvas { element, brush: Brush::new(context, palette(dark)), scale: 1.0 })
    }

    /// Takes the colours of a theme.
    pub fn dress(&mut self, dark: bool) {
        self.brush.dip(palette(dark));
    }

    /// Takes the size of a layout on a screen of so many device pixels in one.
    pub fn fit(&mut self, layout: &Layout, pixels: f64) {
        self.scale = layout.scale * pixels.clamp(1.0, MOST_PIXELS);
        let (width, height) = (
            (layout.width * self.scale).round() as u32,
            (layout.height * self.scale).round() as u32,
        );
        if (self.element.width(), self.element.height()) != (width, height) {
            self.element.set_width(width);
            self.element.set_height(height);
        }
    }

    /// Paints a scene.
    pub fn paint(&mut self, scene: &Scene, layout: &Layout) {
        let brush = &mut self.brush;
        brush.start(self.scale, layout.width, layout.height);
        for (wire, idle) in layout.wires.iter().zip(&scene.idle) {
            paint_wire(brush, wire, *idle);
        }
        let bands = scene.bands.iter();
        bands.for_each(|band| paint_band(brush, band, &layout.wires[band.wire]));
        scene.tapes.iter().for_each(|tape| paint_tape(brush, tape));
        scene.cursors.iter().for_each(|cursor| paint_poles(brush, cursor));
        scene.cursors.iter().for_each(|cursor| paint_cursor(brush, cursor));
        let captions = scene.captions.iter();
        captions.for_each(|(place, says)| paint_caption(brush, *place, says));
        brush.home();
        for path in &scene.traces {
            brush.wire(path, Ink::Wire, 1.5, Dash::Back);
        }
        let pills = layout.wires.iter().flat_map(|wire| &wire.pills);
        pills.for_each(|pill| {
            brush.at(pill.middle);
            brush.plate((pill_box(pill).w, 22.0, 11.0), Ink::Paper, Some(Ink::Edge));
            brush.at(pill.middle.shift(0.0, 4.0));
            brush.text(&pill.text, KEY, Ink::Soft);
        });
        paint_squares(brush, scene);
        for ring in &scene.rings {
            brush.at(ring.middle);
            brush.arc(20.0, ring.part, Ink::Full, 3.0);
        }
        scene.tokens.iter().for_each(|token| paint_token(brush, token));
        scene.slips.iter().for_each(|slip| paint_slip(brush, slip));
        scene.leases.iter().for_each(|lease| paint_lease(brush, lease));
        scene.discs.iter().for_each(|disc| paint_disc(brush, disc));
        scene.stamps.iter().for_each(|stamp| paint_stamp(brush, stamp));
        for note in &scene.notes {
            brush.at(note.place.shift(0.0, 4.0));
            brush.text(&format!("+{}", note.more), COUNT, Ink::Faint);
        }
        for (place, age) in &scene.breaks {
            brush.at(*place);
            brush.alpha(1.0 - age);
            brush.stroke(shapes::SPARK, Ink::Full, 1.5, Dash::Solid);
            brush.alpha(1.0);
        }
    }
}

/// A clock that empties: what is left of a lease.
fn paint_lease(brush: &mut Brush, lease: &Lease) {
    brush.at(lease.middle);
    if lease.is_wide {
        return brush.arc(24.5, lease.left, Ink::Edge, 2.0);
    }
    brush.disc(6.0, Ink::Paper);
    brush.arc(4.5, 1.0, Ink::Line, 2.0);
    brush.arc(4.5, lease.left, Ink::Full, 2.0);
}

fn paint_wire(brush: &mut Brush, wire: &Wire, idle: bool) {
    let dash = match (wire.link, idle) {
        (Link::Settle(..) | Link::Commit(..), _) => Dash::Back,
        (_, true) => Dash::Off,
        (_, false) => Dash::Solid,
    };
    brush.home();
    brush.wire(&wire.path, Ink::Wire, 1.5, dash);
    for arm in &wire.arms {
        let end = arm.end();
        brush.wire(&Path::straight(end.shift(TAIL, 0.0), end), Ink::Wire, 1.5, dash);
    }
    let alone = std::slice::from_ref(&wire.path);
    for path in if wire.arms.is_empty() { alone } else { &wire.arms } {
        let (before, end) = (path.short_of_end(6.0), path.end());
        brush.turned(end, before.direction(end));
        brush.stroke(shapes::ARROW, Ink::Wire, 1.5, Dash::Solid);
        brush.home();
    }
}

/// A dozen things on a piece of wire are twice as thick as two or three.
fn paint_band(brush: &mut Brush, band: &Band, wire: &Wire) {
    for (piece, count) in band.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let part = (piece as f64 + 0.5) / PIECES as f64;
        let thick = 4.0 + 3.0 * f64::from(*count).log2();
        let wide = wire.path.length() / PIECES as f64 + 1.0;
        brush.at(wire.path.place(part));
        match wire.path.heading(part) {
            Heading::Left | Heading::Right => brush.plate((wide, thick, 0.0), Ink::Live, None),
            Heading::Up | Heading::Down => brush.plate((thick, wide, 0.0), Ink::Live, None),
        }
    }
}

/// Squares by colour, each with the mark that says the same in grey.
fn paint_squares(brush: &mut Brush, scene: &Scene) {
    brush.home();
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
        brush.squares(places, SQUARE, ink);
        if let Some((ink, side)) = mark {
            brush.squares(places, side, ink);
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

fn paint_token(brush: &mut Brush, token: &Token) {
    let (fill, edge, ink) = inks(token.form, token.fill);
    let shape = shapes::outline(token.form, token.fill);
    let dash = match token.fill {
        Fill::Held if matches!(token.form, Form::Fresh | Form::Again | Form::Poison) => Dash::Held,
        Fill::Copy => Dash::Copy,
        Fill::Place => Dash::Place,
        _ => Dash::Solid,
    };
    place_token(brush, token);
    if let Fill::Moving(heading) = token.fill {
        brush.stroke(shapes::trail(heading), edge, 2.0, Dash::Solid);
    }
    if token.form == Form::Duplicate {
        return paint_duplicate(brush, token);
    }
    if let Some(fill) = fill {
        brush.fill(shape, fill);
    }
    let width = if token.form == Form::Poison && fill.is_some() { 2.0 } else { 1.5 };
    brush.stroke(shape, edge, width, dash);
    match token.form {
        Form::Dead => {
            brush.fill(shapes::EAR, Ink::Paper);
            brush.stroke(shapes::EAR, Ink::Dead, 1.5, Dash::Solid);
        }
        Form::Gone(Leaving::Dropped) | Form::Aborted => {
            brush.stroke(shapes::STRIKE, edge, 1.5, Dash::Solid)
        }
        _ => {}
    }
    if token.fill != Fill::Place {
        number(brush, token, ink);
    }
    extras(brush, token);
    brush.alpha(1.0);
}

/// Sets the origin, narrower and fainter for what is leaving.
fn place_token(brush: &mut Brush, token: &Token) {
    match token.form {
        Form::Gone(Leaving::Expired) => {
            let narrow = 1.0 - 0.4 * token.part.min(0.5) * 2.0;
            brush.stretched(token.place, narrow, 1.0);
            brush.alpha(1.0 - (token.part - 0.5).max(0.0) * 2.0);
        }
        Form::Gone(Leaving::Dropped) => {
            brush.at(token.place);
            brush.alpha(1.0 - (token.part - 0.7).max(0.0) * 3.0);
        }
        _ => {
            brush.at(token.place);
            brush.alpha(if token.fill == Fill::Beyond { PALE } else { 1.0 });
        }
    }
}

fn number(brush: &mut Brush, token: &Token, ink: Ink) {
    let number = words::number(token.message);
    let (font, down) = match number {
        0..=999 => (NUMBER, 4.3),
        1_000..=9_999 => (NUMBER_4, 3.6),
        _ => (NUMBER_5, 3.0),
    };
    let nudge = if token.form == Form::Dead { 1.5 } else { 0.0 };
    brush.at(token.place.shift(-0.5, down + nudge));
    brush.text(&number.to_string(), font, ink);
}

/// The badge that counts deliveries, and the frame of what is selected.
fn extras(brush: &mut Brush, token: &Token) {
    if token.nth > 1 {
        let corner = match token.fill {
            Fill::Moving(Heading::Right) => at(-5.0, -17.0),
            Fill::Moving(Heading::Left) => at(5.0, -17.0),
            _ => at(13.0, -12.0),
        };
        badge(brush, token.place.shift(corner.x, corner.y), token.nth);
    }
    if token.picked && token.fill != Fill::Place {
        brush.at(token.place);
        brush.frame((40.0, 36.0, 8.0), Ink::Full, 2.0);
    }
}

fn badge(brush: &mut Brush, place: Point, count: u32) {
    let text = count.to_string();
    let wide = 15.0 + 6.0 * (text.len() as f64 - 1.0);
    brush.at(place);
    brush.plate((wide + 1.5, 16.5, 8.25), Ink::Paper, None);
    brush.plate((wide, 15.0, 7.5), Ink::Full, None);
    brush.at(place.shift(0.0, 3.6));
    brush.text(&text, BADGE, Ink::Paper);
}

/// Two squares, the second landing on the first.
fn paint_duplicate(brush: &mut Brush, token: &Token) {
    brush.at(token.place.shift(4.0, -4.0));
    brush.fill(shapes::SQUARE, Ink::WrongTint);
    brush.stroke(shapes::SQUARE, Ink::Wrong, 1.5, Dash::Solid);
    let drop = (1.0 - token.part) * 20.0;
    brush.at(token.place.shift(-1.0, 2.0 - drop));
    brush.fill(shapes::SQUARE, Ink::Wrong);
    brush.at(token.place.shift(-1.5, 6.3 - drop));
    brush.text("2×", NUMBER, Ink::WrongOn);
}

fn paint_disc(brush: &mut Brush, disc: &Disc) {
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
    brush.stretched(disc.place, size, size);
    brush.disc(9.5, ink);
    brush.stroke(shape, on, 2.0, Dash::Solid);
    if !small {
        let along = match disc.heading {
            Heading::Left => at(1.0, 0.0),
            Heading::Up => at(0.0, 1.0),
            Heading::Right => at(-1.0, 0.0),
            Heading::Down => at(0.0, -1.0),
        };
        brush.turned(disc.place, along);
        brush.stroke("M13-4h5M13 4h5M13 0h9", ink, 2.0, Dash::Solid);
    }
}

/// A call: the shape of a message, with the name of its request.
fn paint_slip(brush: &mut Brush, slip: &Slip) {
    let form = if slip.attempt > 1 { Form::Again } else { Form::Fresh };
    let (fill, edge, ink) = match (slip.abandoned, slip.fill) {
        (false, fill) => inks(form, fill),
        (true, Fill::Moving(_)) => (Some(Ink::Expired), Ink::Expired, Ink::ExpiredOn),
        (true, _) => (Some(Ink::Paper), Ink::Expired, Ink::Faint),
    };
    let shape = shapes::outline(form, slip.fill);
    brush.at(slip.place);
    if let Fill::Moving(heading) = slip.fill {
        brush.stroke(shapes::trail(heading), edge, 2.0, Dash::Solid);
    }
    if let Some(fill) = fill {
        brush.fill(shape, fill);
    }
    let dash = if slip.fill == Fill::Held { Dash::Held } else { Dash::Solid };
    brush.stroke(shape, edge, 1.5, dash);
    let text = call_words::label(slip.request);
    let font = [NUMBER, NUMBER_4, NUMBER_5][text.len().saturating_sub(3).min(2)];
    brush.at(slip.place.shift(-0.5, 4.0));
    brush.text(&text, font, ink);
    if slip.attempt > 1 {
        badge(brush, slip.place.shift(13.0, -12.0), slip.attempt);
    }
}

fn paint_stamp(brush: &mut Brush, stamp: &Stamp) {
    let text = stamp.reason.name();
    brush.at(stamp.place);
    brush.plate((text.len() as f64 * 6.1 + 12.0, 18.0, 3.0), Ink::Paper, Some(Ink::Dead));
    brush.at(stamp.place.shift(0.0, 4.0));
    brush.text(text, STAMP, Ink::DeadText);
}
