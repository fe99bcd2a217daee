//! Colour by meaning, for light and dark. Chrome is ink; only messages and
//! what happened to them have a hue.

/// What a colour is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Ink {
    /// The ground of the stage.
    Paper,
    /// Node bodies.
    Panel,
    /// Decorative lines.
    Line,
    /// Wires.
    Wire,
    /// Borders.
    Edge,
    /// Secondary text.
    Faint,
    /// Status text.
    Soft,
    /// Text and marks.
    Full,
    /// A fresh message on its way.
    Live,
    /// A number on it.
    LiveOn,
    /// A fresh message that waits.
    LiveTint,
    /// A number on that.
    LiveText,
    /// A message delivered again.
    Again,
    /// A number on it.
    AgainOn,
    /// One that waits.
    AgainTint,
    /// A number on that.
    AgainText,
    /// Its outline.
    AgainEdge,
    /// Poison.
    Poison,
    /// A number on it.
    PoisonOn,
    /// Its outline.
    PoisonEdge,
    /// Settled.
    Acked,
    /// A sign on it.
    AckedOn,
    /// Lost, or done twice.
    Wrong,
    /// A number on it.
    WrongOn,
    /// Its outlined form's number.
    WrongText,
    /// The square behind a duplicate.
    WrongTint,
    /// Set aside.
    Dead,
    /// A number on it.
    DeadOn,
    /// A stamp's words.
    DeadText,
    /// Out of time.
    Expired,
    /// A number on it.
    ExpiredOn,
    /// The ground of what is sunk in.
    Well,
    /// Strokes through what does not work.
    Hatch,
}

/// How many there are.
pub const INKS: usize = 33;

/// The colours of one theme, by [`Ink`].
pub type Palette = [&'static str; INKS];

/// On white paper.
pub const LIGHT: Palette = [
    "#FDFDFC", "#F5F5F3", "#DBDBD7", "#888C8F", "#7E8285", "#5E6367", "#474C50", "#17191B",
    "#0072B2", "#FFFFFF", "#CFE6F5", "#00507F", "#E69F00", "#17191B", "#FBE6BC", "#6E4A00",
    "#9A6800", "#F0E442", "#17191B", "#17191B", "#007D5A", "#FFFFFF", "#C25200", "#FFFFFF",
    "#A84700", "#F9DDC9", "#A54C7C", "#FFFFFF", "#8A3A65", "#6B7277", "#FFFFFF", "#EAEAE7",
    "#C9C9C4",
];

/// On black.
pub const DARK: Palette = [
    "#121416", "#1A1D20", "#31363B", "#6A727A", "#737B82", "#939BA2", "#B6BCC1", "#ECEEEF",
    "#56B4E9", "#0E1011", "#123247", "#A9DBF7", "#F0B13A", "#0E1011", "#43300B", "#F7CE85",
    "#F0B13A", "#F0E442", "#0E1011", "#ECEEEF", "#35BD92", "#0E1011", "#F58A4B", "#0E1011",
    "#F7A878", "#47240F", "#DD94BC", "#0E1011", "#E6AECB", "#9AA2A9", "#0E1011", "#25292D",
    "#363C42",
];

/// The colours of a theme.
pub fn palette(dark: bool) -> &'static Palette {
    if dark { &DARK } else { &LIGHT }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ink_has_a_colour_in_its_place() {
        for palette in [&LIGHT, &DARK] {
            assert!(palette.iter().all(|colour| colour.len() == 7 && colour.starts_with('#')));
        }
        assert_eq!(LIGHT[Ink::Live as usize], "#0072B2");
        assert_eq!(LIGHT[Ink::PoisonEdge as usize], "#17191B");
        assert_eq!(LIGHT[Ink::Acked as usize], "#007D5A");
        assert_eq!(DARK[Ink::Dead as usize], "#DD94BC");
        assert_eq!(DARK[Ink::ExpiredOn as usize], "#0E1011");
        assert_eq!(LIGHT[Ink::Hatch as usize], "#C9C9C4");
        assert_eq!(Ink::Hatch as usize + 1, INKS);
    }
}
