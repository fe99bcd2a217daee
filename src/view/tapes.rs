//! Paints partitions and how far groups have come on them, through the brush.

use super::{
    brush::{Brush, Dash},
    canvas::inks,
    geometry::{Path, Point, at},
    palette::Ink,
    scene::{Cursor, Fill, Tape},
    words::number,
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
pub(super) fn paint_tape(brush: &mut Brush, tape: &Tape) {
    let lane = tape.lane;
    let (top, bottom) = (lane.y, lane.bottom());
    brush.at(lane.center());
    brush.plate((lane.w, lane.h, 3.0), Ink::Panel, None);
    hatch(brush, (lane.x, tape.start), (top, bottom), Ink::Edge);
    for x in &tape.segments {
        upright(brush, *x, (top, bottom), (Ink::Edge, 1.0), Dash::Solid);
    }
    edges(brush, tape);
    paint_blocks(brush, tape);
    for place in &tape.gaps {
        brush.at(*place);
        brush.disc(1.5, Ink::Edge);
    }
    let beyond = (top - 4.0, bottom + 4.0);
    upright(brush, tape.high_watermark, beyond, (Ink::Full, 1.75), Dash::Solid);
    if let Some(stable) = tape.stable {
        upright(brush, stable, beyond, (Ink::Full, 1.75), Dash::Off);
    }
    for (place, committed) in &tape.ends {
        brush.at(*place);
        brush.plate((18.0, 18.0, 9.0), Ink::Paper, Some(Ink::Edge));
        brush.at(place.shift(0.0, 4.0));
        brush.text(if *committed { "C" } else { "A" }, END, Ink::Soft);
    }
    words(brush, tape);
}

/// The upper and the lower edge; dotted where the next records will lie.
fn edges(brush: &mut Brush, tape: &Tape) {
    let lane = tape.lane;
    brush.home();
    for y in [lane.y, lane.bottom()] {
        let edge = Path::straight(at(lane.x, y), at(lane.right(), y));
        brush.wire(&edge, Ink::Edge, 1.25, Dash::Solid);
    }
    upright(brush, lane.x, (lane.y, lane.bottom()), (Ink::Edge, 1.25), Dash::Solid);
    upright(brush, lane.right(), (lane.y, lane.bottom()), (Ink::Edge, 1.25), Dash::Copy);
}

fn paint_blocks(brush: &mut Brush, tape: &Tape) {
    for block in &tape.blocks {
        let wide = block.right - block.left;
        let middle = at(block.left + wide / 2.0, tape.lane.center().y);
        let (fill, edge, ink) = inks(block.form, block.fill);
        brush.at(middle);
        brush.alpha(if block.fill == Fill::Beyond { PALE } else { 1.0 });
        let wide = if block.message.is_some() { wide - 2.0 } else { wide };
        brush.plate((wide, BLOCK, 2.0), fill.unwrap_or(Ink::Panel), Some(edge));
        let number = block.message.map(|message| number(message).to_string());
        if let Some(number) = number.filter(|it| it.len() as f64 * DIGIT < wide) {
            brush.at(middle.shift(0.0, 3.5));
            brush.text(&number, TINY, ink);
        }
    }
    brush.alpha(1.0);
}

/// What stands beside a tape, and the offsets above it.
fn words(brush: &mut Brush, tape: &Tape) {
    let lines = tape.says.len() as f64;
    for (n, line) in tape.says.iter().enumerate() {
        let down = 13.0 * (n as f64 - (lines - 1.0) / 2.0) + 4.0;
        brush.at(tape.label.shift(0.0, down));
        match n {
            0 => brush.text(line, NAME, Ink::Soft),
            _ => brush.text(line, SMALL, Ink::Faint),
        }
    }
    let older = match tape.older {
        0 => String::new(),
        older => format!("{older} older"),
    };
    let taken = tape.lane.x + 6.0 * older.len() as f64;
    for (x, offset) in tape.axis.iter().filter(|(x, _)| older.is_empty() || taken + 8.0 < *x) {
        brush.at(at(*x, tape.lane.y - 5.0));
        brush.text(&offset.to_string(), SMALL, Ink::Faint);
    }
    brush.at(at(tape.lane.x.midpoint(taken), tape.lane.y - 5.0));
    brush.text(&older, SMALL, Ink::Soft);
}

/// Strokes that rise to the right: not there, or to be read again.
fn hatch(brush: &mut Brush, (left, right): (f64, f64), (top, bottom): (f64, f64), ink: Ink) {
    brush.home();
    let high = bottom - top;
    let mut foot = left - high;
    while foot < right {
        let (from, to) = (foot.max(left), (foot + high).min(right));
        if from < to {
            let stroke =
                Path::straight(at(from, bottom - (from - foot)), at(to, bottom - (to - foot)));
            brush.wire(&stroke, ink, 1.0, Dash::Solid);
        }
        foot += HATCH;
    }
}

fn upright(
    brush: &mut Brush,
    x: f64,
    (top, bottom): (f64, f64),
    (ink, width): (Ink, f64),
    dash: Dash,
) {
    brush.home();
    brush.wire(&Path::straight(at(x, top), at(x, bottom)), ink, width, dash);
}

/// The poles of a group's flags; they pass behind what is said of others.
pub(super) fn paint_poles(brush: &mut Brush, cursor: &Cursor) {
    for top in [cursor.committed, cursor.position].into_iter().flatten() {
        upright(brush, top.x, (top.y, cursor.row + 6.0), (Ink::Full, 1.25), Dash::Solid);
    }
}

/// A group's two flags, the stretch between them that would be read again,
/// and whose they are.
pub(super) fn paint_cursor(brush: &mut Brush, cursor: &Cursor) {
    let row = cursor.row;
    if let (Some(from), Some(to)) = (cursor.committed, cursor.position)
        && cursor.again
    {
        hatch(brush, (from.x + 1.0, to.x - 1.0), (row - 5.0, row + 2.0), Ink::Full);
    }
    if let Some(place) = cursor.position {
        brush.at(at(place.x, row));
        brush.fill(POSITION, Ink::Paper);
        brush.stroke(POSITION, Ink::Full, 1.25, Dash::Solid);
    }
    if let Some(place) = cursor.committed {
        brush.at(at(place.x, row));
        brush.fill(COMMITTED, Ink::Full);
    }
    says(brush, cursor);
}

/// Left of the flags if there is room, else right of them, in as many words
/// as fit; without flags at the beginning of the tape.
fn says(brush: &mut Brush, cursor: &Cursor) {
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
    brush.at(at(middle, cursor.row));
    brush.plate((wide(says) + 4.0, 15.0, 2.0), Ink::Paper, None);
    brush.at(at(middle, cursor.row + 4.0));
    brush.text(says, SAYS, Ink::Soft);
}

/// A line of plain words.
pub(super) fn paint_caption(brush: &mut Brush, place: Point, says: &str) {
    brush.at(place);
    brush.text(says, SMALL, Ink::Faint);
}
