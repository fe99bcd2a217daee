//! Paints partitions and how far groups have come on them, with a pen.

use super::{
    geometry::{Path, Point, at},
    paint::inks,
    palette::Ink,
    pen::{Dash, Pen},
    scene::{Cursor, Fill, Tape},
    states::number,
};

const NAME: &str = "600 12px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const SAYS: &str = "12px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const SMALL: &str = "11px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const TINY: &str = "650 10px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const END: &str = "650 11px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

/// About how wide a character of [`SAYS`] is.
const LETTER: f64 = 6.2;

/// About how wide a digit of [`TINY`] is.
const DIGIT: f64 = 6.0;

/// From one stroke of a hatching to the next.
const HATCH: f64 = 6.0;

/// How high a run of records is.
const BLOCK: f64 = 20.0;

/// How much of a record shows that cannot be read yet.
pub(super) const PALE: f64 = 0.45;

/// A flag that flies to the left: where a group goes on after a restart.
const COMMITTED: &str = "M0-6H-13L-9.5 0-13 6H0z";
/// A flag that flies to the right: where it reads now.
const POSITION: &str = "M0-6H13L9.5 0 13 6H0z";

/// A tape with what is expired, its segments and how far it may be read.
pub(super) fn paint_tape(pen: &mut dyn Pen, tape: &Tape) {
    let lane = tape.lane;
    let (top, bottom) = (lane.y, lane.bottom());
    pen.at(lane.center());
    pen.plate((lane.w, lane.h, 3.0), Ink::Panel, None);
    hatch(pen, (lane.x, tape.start), (top, bottom), (Ink::Edge, 1.0));
    for x in &tape.segments {
        upright(pen, *x, (top, bottom), (Ink::Edge, 1.0), Dash::Solid);
    }
    edges(pen, tape);
    paint_blocks(pen, tape);
    for place in &tape.gaps {
        pen.at(*place);
        pen.disc(1.5, Ink::Edge);
    }
    let beyond = (top - 4.0, bottom + 4.0);
    upright(pen, tape.high_watermark, beyond, (Ink::Full, 1.75), Dash::Solid);
    if let Some(stable) = tape.stable {
        upright(pen, stable, beyond, (Ink::Full, 1.75), Dash::Off);
    }
    for (place, committed) in &tape.ends {
        pen.at(*place);
        pen.plate((18.0, 18.0, 9.0), Ink::Paper, Some(Ink::Edge));
        pen.at(place.shift(0.0, 4.0));
        pen.text(if *committed { "C" } else { "A" }, END, Ink::Soft);
    }
    words(pen, tape);
}

/// The upper and the lower edge; dotted where the next records will lie.
fn edges(pen: &mut dyn Pen, tape: &Tape) {
    let lane = tape.lane;
    pen.home();
    for y in [lane.y, lane.bottom()] {
        let edge = Path::straight(at(lane.x, y), at(lane.right(), y));
        pen.wire(&edge, Ink::Edge, 1.25, Dash::Solid);
    }
    upright(pen, lane.x, (lane.y, lane.bottom()), (Ink::Edge, 1.25), Dash::Solid);
    upright(pen, lane.right(), (lane.y, lane.bottom()), (Ink::Edge, 1.25), Dash::Copy);
}

fn paint_blocks(pen: &mut dyn Pen, tape: &Tape) {
    for block in &tape.blocks {
        let wide = block.right - block.left;
        let middle = at(block.left + wide / 2.0, tape.lane.center().y);
        let (fill, edge, ink) = inks(block.form, block.fill);
        pen.at(middle);
        pen.alpha(if block.fill == Fill::Beyond { PALE } else { 1.0 });
        let wide = if block.message.is_some() { wide - 2.0 } else { wide };
        pen.plate((wide, BLOCK, 2.0), fill.unwrap_or(Ink::Panel), Some(edge));
        let number = block.message.map(|message| number(message).to_string());
        if let Some(number) = number.filter(|it| it.len() as f64 * DIGIT < wide) {
            pen.at(middle.shift(0.0, 3.5));
            pen.text(&number, TINY, ink);
        }
    }
    pen.alpha(1.0);
}

/// What stands beside a tape, and the offsets above it.
fn words(pen: &mut dyn Pen, tape: &Tape) {
    let lines = tape.says.len() as f64;
    for (n, line) in tape.says.iter().enumerate() {
        let down = 13.0 * (n as f64 - (lines - 1.0) / 2.0) + 4.0;
        pen.at(tape.label.shift(0.0, down));
        match n {
            0 => pen.text(line, NAME, Ink::Soft),
            _ => pen.text(line, SMALL, Ink::Faint),
        }
    }
    let older = match tape.older {
        0 => String::new(),
        older => crate::words::logs::older(&older),
    };
    let taken = tape.lane.x + 6.0 * older.len() as f64;
    for (x, offset) in tape.axis.iter().filter(|(x, _)| older.is_empty() || taken + 8.0 < *x) {
        pen.at(at(*x, tape.lane.y - 5.0));
        pen.text(&offset.to_string(), SMALL, Ink::Faint);
    }
    pen.at(at(tape.lane.x.midpoint(taken), tape.lane.y - 5.0));
    pen.text(&older, SMALL, Ink::Soft);
}

/// Strokes that rise to the right: not there, not at work, or to be read again.
pub(super) fn hatch(
    pen: &mut dyn Pen,
    (left, right): (f64, f64),
    (top, bottom): (f64, f64),
    (ink, width): (Ink, f64),
) {
    pen.home();
    let high = bottom - top;
    let mut foot = left - high;
    while foot < right {
        let (from, to) = (foot.max(left), (foot + high).min(right));
        if from < to {
            let stroke =
                Path::straight(at(from, bottom - (from - foot)), at(to, bottom - (to - foot)));
            pen.wire(&stroke, ink, width, Dash::Solid);
        }
        foot += HATCH;
    }
}

fn upright(
    pen: &mut dyn Pen,
    x: f64,
    (top, bottom): (f64, f64),
    (ink, width): (Ink, f64),
    dash: Dash,
) {
    pen.home();
    pen.wire(&Path::straight(at(x, top), at(x, bottom)), ink, width, dash);
}

/// The poles of a group's flags; they pass behind what is said of others.
pub(super) fn paint_poles(pen: &mut dyn Pen, cursor: &Cursor) {
    for top in [cursor.committed, cursor.position].into_iter().flatten() {
        upright(pen, top.x, (top.y, cursor.row + 6.0), (Ink::Full, 1.25), Dash::Solid);
    }
}

/// A group's two flags, the stretch between them that would be read again,
/// and whose they are.
pub(super) fn paint_cursor(pen: &mut dyn Pen, cursor: &Cursor) {
    let row = cursor.row;
    if let (Some(from), Some(to)) = (cursor.committed, cursor.position)
        && cursor.again
    {
        hatch(pen, (from.x + 1.0, to.x - 1.0), (row - 5.0, row + 2.0), (Ink::Full, 1.0));
    }
    if let Some(place) = cursor.position {
        pen.at(at(place.x, row));
        pen.fill(POSITION, Ink::Paper);
        pen.stroke(POSITION, Ink::Full, 1.25, Dash::Solid);
    }
    if let Some(place) = cursor.committed {
        pen.at(at(place.x, row));
        pen.fill(COMMITTED, Ink::Full);
    }
    says(pen, cursor);
}

/// Left of the flags if there is room, else right of them, in as many words
/// as fit; without flags at the beginning of the tape.
fn says(pen: &mut dyn Pen, cursor: &Cursor) {
    let (start, end) = cursor.sides;
    let flags = [cursor.committed, cursor.position];
    let left = flags.iter().flatten().map(|place| place.x).reduce(f64::min);
    let right = flags.iter().flatten().map(|place| place.x).reduce(f64::max);
    let wide = |says: &str| says.chars().count() as f64 * LETTER;
    let beside = |says: &str| match (left, right) {
        (Some(left), _) if start + wide(says) + 18.0 < left => Some(left - 18.0 - wide(says) / 2.0),
        (_, Some(right)) if right + wide(says) + 18.0 < end + 20.0 => {
            Some(right + 18.0 + wide(says) / 2.0)
        }
        (None, _) => Some(start + wide(says) / 2.0),
        _ => None,
    };
    let fits = cursor.says.iter().find_map(|says| Some((says, beside(says)?)));
    let Some((says, middle)) = fits else {
        return;
    };
    pen.at(at(middle, cursor.row));
    pen.plate((wide(says) + 4.0, 15.0, 2.0), Ink::Paper, None);
    pen.at(at(middle, cursor.row + 4.0));
    pen.text(says, SAYS, Ink::Soft);
}

/// A line of plain words.
pub(super) fn paint_caption(pen: &mut dyn Pen, place: Point, says: &str) {
    pen.at(place);
    pen.text(says, SMALL, Ink::Faint);
}
