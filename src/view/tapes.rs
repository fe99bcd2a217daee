//! Paints partitions and how far groups have come on them, through the brush.

use super::{
    brush::{Brush, Dash},
    geometry::{Path, Point, at},
    layout::PITCH,
    palette::Ink,
    scene::{Cursor, Tape},
};

const NAME: &str = "600 12px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const SAYS: &str = "12px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const END: &str = "650 11px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

/// About how wide a character of [`SAYS`] is.
const LETTER: f64 = 6.3;

/// From one stroke of a hatching to the next.
const HATCH: f64 = 7.0;

/// A flag that flies to the left: where a group goes on after a restart.
const COMMITTED: &str = "M0-6H-13L-9.5 0-13 6H0z";
/// A flag that flies to the right: where it reads now.
const POSITION: &str = "M0-6H13L9.5 0 13 6H0z";

/// A tape with what is expired, its segments and how far it may be read.
pub(super) fn paint_tape(brush: &mut Brush, tape: &Tape) {
    let lane = tape.lane;
    brush.at(lane.center());
    brush.plate((lane.w, lane.h, 3.0), Ink::Panel, Some(Ink::Edge));
    perforate(brush, tape);
    hatch(brush, (lane.x + 2.0, tape.start), (lane.y + 2.0, lane.bottom() - 2.0), Ink::Edge);
    for x in &tape.segments {
        upright(brush, *x, (lane.y, lane.bottom()), Ink::Edge, Dash::Solid);
    }
    upright(
        brush,
        tape.high_watermark,
        (lane.y - 5.0, lane.bottom() + 5.0),
        Ink::Full,
        Dash::Solid,
    );
    if let Some(stable) = tape.stable {
        upright(brush, stable, (lane.y - 5.0, lane.bottom() + 5.0), Ink::Full, Dash::Off);
    }
    for (place, committed) in &tape.ends {
        brush.at(*place);
        brush.plate((18.0, 18.0, 9.0), Ink::Paper, Some(Ink::Edge));
        brush.at(place.shift(0.0, 4.0));
        brush.text(if *committed { "C" } else { "A" }, END, Ink::Soft);
    }
    brush.at(at(lane.x - 18.0, lane.center().y + 4.0));
    brush.text(&tape.name, NAME, Ink::Soft);
}

/// Holes along both edges, one between two records.
fn perforate(brush: &mut Brush, tape: &Tape) {
    let lane = tape.lane;
    let holes = (lane.w / PITCH) as usize;
    let mut places = Vec::with_capacity(4 * holes);
    for n in 1..holes {
        let x = (lane.x + 4.0 + PITCH * n as f64) as f32;
        places.extend([x, lane.y as f32 + 3.0, x, lane.bottom() as f32 - 3.0]);
    }
    brush.home();
    brush.squares(&places, 2.0, Ink::Edge);
}

/// Strokes that rise to the right: not there, or to be read again.
fn hatch(brush: &mut Brush, (left, right): (f64, f64), (top, bottom): (f64, f64), ink: Ink) {
    brush.home();
    let (wide, strokes) = ((bottom - top) * 0.6, ((right - left) / HATCH) as usize);
    for n in 0..strokes {
        let foot = left + HATCH * n as f64;
        let part = ((right - foot) / wide).min(1.0);
        let head = at(foot + wide * part, bottom - (bottom - top) * part);
        brush.wire(&Path::straight(at(foot, bottom), head), ink, 1.0, Dash::Solid);
    }
}

fn upright(brush: &mut Brush, x: f64, (top, bottom): (f64, f64), ink: Ink, dash: Dash) {
    brush.home();
    let width = if ink == Ink::Full { 1.75 } else { 1.0 };
    brush.wire(&Path::straight(at(x, top), at(x, bottom)), ink, width, dash);
}

/// A group's two flags, the stretch between them that would be read again,
/// and whose they are.
pub(super) fn paint_cursor(brush: &mut Brush, cursor: &Cursor) {
    let row = cursor.row;
    if let (Some(from), Some(to)) = (cursor.committed, cursor.position) {
        hatch(brush, (from.x + 2.0, to.x - 1.0), (from.y + 2.0, from.y + 7.0), Ink::Full);
    }
    if let Some(place) = cursor.position {
        pole(brush, place, row);
        brush.at(at(place.x, row));
        brush.fill(POSITION, Ink::Paper);
        brush.stroke(POSITION, Ink::Full, 1.25, Dash::Solid);
    }
    if let Some(place) = cursor.committed {
        pole(brush, place, row);
        brush.at(at(place.x, row));
        brush.fill(COMMITTED, Ink::Full);
    }
    let flags = [cursor.committed, cursor.position];
    let Some(left) = flags.iter().flatten().map(|place| place.x).reduce(f64::min) else {
        return;
    };
    let right = flags.iter().flatten().map(|place| place.x).fold(left, f64::max);
    let wide = cursor.says.chars().count() as f64 * LETTER;
    let middle = match left - 20.0 - wide < 0.0 {
        false => left - 20.0 - wide / 2.0,
        true => right + 20.0 + wide / 2.0,
    };
    brush.at(at(middle, row + 4.0));
    brush.text(&cursor.says, SAYS, Ink::Soft);
}

fn pole(brush: &mut Brush, top: Point, row: f64) {
    brush.home();
    let foot = at(top.x, row + 6.0);
    brush.wire(&Path::straight(top, foot), Ink::Full, 1.25, Dash::Solid);
}
