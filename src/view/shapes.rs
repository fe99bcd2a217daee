//! The outlines of tokens and signs, as path data around their middle.

use super::{
    echoes::Leaving,
    geometry::Heading,
    scene::{Fill, Form},
};

/// A rounded square: a message that waits or is held.
pub const SQUARE: &str =
    "M-9-12H9a5 5 0 0 1 5 5V7a5 5 0 0 1-5 5H-9a5 5 0 0 1-5-5V-7a5 5 0 0 1 5-5z";
/// A swallow tail: delivered before, waiting.
pub const TAIL: &str = "M-16-12H9a5 5 0 0 1 5 5V7a5 5 0 0 1-5 5H-16L-10 0z";
/// An octagon: poison.
pub const OCTAGON: &str = "M-6.5-13H6.5L14-5.5V5.5L6.5 13H-6.5L-14 5.5V-5.5z";
/// An hourglass: out of time.
pub const HOURGLASS: &str = "M-14-12H14L10.5 0 14 12H-14L-10.5 0z";
/// A sheet with a dog-ear: set aside.
pub const SHEET: &str = "M-9-12H5L14-3V7a5 5 0 0 1-5 5H-9a5 5 0 0 1-5-5V-7a5 5 0 0 1 5-5z";
/// The dog-ear itself.
pub const EAR: &str = "M5-12V-3H14z";
/// The stroke through what is lost.
pub const STRIKE: &str = "M-17 14L17-14";
/// A check.
pub const CHECK: &str = "M-4 .4L-1.2 3.2 4.2-3";
/// A cross.
pub const CROSS: &str = "M-3-3L3 3M3-3L-3 3";
/// A flag: a committed offset.
pub const FLAG: &str = "M-3.5 5V-5H4.5L2.5-2 4.5 1H-3.5";
/// An arrow that turns back.
pub const TURN: &str = "M-3.5-2.5H1a2.8 2.8 0 0 1 0 5.6H-2.5M-1.2-5L-3.8-2.5-1.2 0";
/// A broken wire.
pub const SPARK: &str = "M-3-10L2-3-3 2 3 10M-10-4L-6-1M10 4L6 1M-8 7L-5 4M8-7L5-4";
/// A bolt: an instant at which a consumer may die.
pub const BOLT: &str = "M2-7.4L-4.1 1.2H-.4L-2 7.4 4.1-1.2H.4z";
/// The same before a status.
pub const SMALL_BOLT: &str = "M1.8-6.5L-3.6 1.1H-.4L-1.8 6.5 3.6-1.1H.4z";
/// A crack through a body, from its upper edge.
pub const CRACK: &str = "M3-5L-3 12 6 23 -4 38 4 48 0 56";
/// The point of a wire.
pub const ARROW: &str = "M-6-4L0 0-6 4";

/// A nose in the direction of travel.
fn nose(heading: Heading) -> &'static str {
    match heading {
        Heading::Right => "M-9-12H8.5L16.5 0 8.5 12H-9a5 5 0 0 1-5-5V-7a5 5 0 0 1 5-5z",
        Heading::Left => "M9-12H-8.5L-16.5 0-8.5 12H9a5 5 0 0 0 5-5V-7a5 5 0 0 0-5-5z",
        Heading::Down => "M-14-7a5 5 0 0 1 5-5H9a5 5 0 0 1 5 5V6L0 15-14 6z",
        Heading::Up => "M-14 7a5 5 0 0 0 5 5H9a5 5 0 0 0 5-5V-6L0-15-14-6z",
    }
}

/// A nose and a swallow tail.
fn dart(heading: Heading) -> &'static str {
    match heading {
        Heading::Right => "M-16-12H8.5L16.5 0 8.5 12H-16L-10 0z",
        Heading::Left => "M16-12H-8.5L-16.5 0-8.5 12H16L10 0z",
        Heading::Down => "M-14-14L0-9 14-14V6L0 15-14 6z",
        Heading::Up => "M-14 14L0 9 14 14V-6L0-15-14-6z",
    }
}

/// Three speed lines behind a token.
pub fn trail(heading: Heading) -> &'static str {
    match heading {
        Heading::Right => "M-20-6h-8M-20 0h-14M-20 6h-8",
        Heading::Left => "M20-6h8M20 0h14M20 6h8",
        Heading::Down => "M-7-18v-8M0-18v-14M7-18v-8",
        Heading::Up => "M-7 18v8M0 18v14M7 18v8",
    }
}

/// The outline of a token.
pub fn outline(form: Form, fill: Fill) -> &'static str {
    match (form, fill) {
        (Form::Poison, _) => OCTAGON,
        (Form::Dead, _) => SHEET,
        (Form::Gone(Leaving::Expired), _) => HOURGLASS,
        (Form::Fresh, Fill::Moving(heading)) => nose(heading),
        (Form::Again, Fill::Moving(heading)) => dart(heading),
        (Form::Again, fill) if fill != Fill::Place => TAIL,
        _ => SQUARE,
    }
}
