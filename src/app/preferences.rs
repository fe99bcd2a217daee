//! What a person prefers of the page, kept from one visit to the next.
//!
//! Kept as `name=value` pairs. What cannot be read is as if it were not
//! there: a preference is never worth a complaint.

pub use crate::embed::schema::{Controls, Theme};
use crate::words::Tongue;

/// How much moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Motion {
    /// As the system prefers.
    #[default]
    System,
    /// Messages travel.
    Full,
    /// Things stand still until they have arrived.
    Steps,
}

/// Every preference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// Light or dark.
    pub theme: Theme,
    /// How much moves.
    pub motion: Motion,
    /// Keys without a modifier do something while the stage has the focus.
    pub single_keys: bool,
    /// For a projector: only stage, caption and time, larger.
    pub presenting: bool,
    /// The language of the page; none for that of the browser.
    pub language: Option<Tongue>,
}

impl Default for Preferences {
    fn default() -> Self {
        Preferences {
            theme: Theme::default(),
            motion: Motion::default(),
            single_keys: true,
            presenting: false,
            language: None,
        }
    }
}

const THEMES: [(Theme, &str); 3] =
    [(Theme::System, "system"), (Theme::Light, "light"), (Theme::Dark, "dark")];
const MOTIONS: [(Motion, &str); 3] =
    [(Motion::System, "system"), (Motion::Full, "full"), (Motion::Steps, "steps")];
const SWITCHES: [(bool, &str); 2] = [(true, "on"), (false, "off")];

fn named<T: Copy>(choices: &[(T, &str)], name: &str, value: &mut T) {
    if let Some((choice, _)) = choices.iter().find(|(_, known)| *known == name) {
        *value = *choice;
    }
}

fn name<T: PartialEq>(choices: &[(T, &'static str)], value: T) -> &'static str {
    choices.iter().find(|(choice, _)| *choice == value).map_or("", |(_, name)| name)
}

impl Preferences {
    /// Reads what was kept.
    pub fn read(text: &str) -> Self {
        let mut read = Preferences::default();
        for (key, value) in text.split_whitespace().filter_map(|pair| pair.split_once('=')) {
            match key {
                "theme" => named(&THEMES, value, &mut read.theme),
                "motion" => named(&MOTIONS, value, &mut read.motion),
                "keys" => named(&SWITCHES, value, &mut read.single_keys),
                "presenting" => named(&SWITCHES, value, &mut read.presenting),
                "lang" => read.language = Tongue::of(value),
                _ => {}
            }
        }
        read
    }

    /// Writes what is to be kept.
    pub fn write(&self) -> String {
        let language =
            self.language.map_or(String::new(), |tongue| format!(" lang={}", tongue.code));
        format!(
            "theme={} motion={} keys={} presenting={}{language}",
            name(&THEMES, self.theme),
            name(&MOTIONS, self.motion),
            name(&SWITCHES, self.single_keys),
            name(&SWITCHES, self.presenting)
        )
    }
}

/// How the page was opened: what its reader prefers, and where it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Setting {
    /// The system prefers less motion.
    pub reduced_motion: bool,
    /// The page is a frame in another one.
    pub embed: bool,
    /// The system prefers dark colours.
    pub system_dark: bool,
    /// What a frame shows around its stage.
    pub controls: Controls,
    /// Chosen by hand, or asked for in the address.
    pub preferences: Preferences,
    /// The languages that the page can speak.
    pub tongues: &'static [Tongue],
}

impl Setting {
    /// Whether things stand still until they have arrived, and time does not
    /// start by itself.
    pub fn is_still(&self) -> bool {
        match self.preferences.motion {
            Motion::System => self.reduced_motion,
            Motion::Full => false,
            Motion::Steps => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        for (theme, _) in THEMES {
            for (motion, _) in MOTIONS {
                for language in [None, Tongue::of("de")] {
                    let (single_keys, presenting) = (false, true);
                    let kept = Preferences { theme, motion, single_keys, presenting, language };
                    assert_eq!(Preferences::read(&kept.write()), kept);
                }
            }
        }
    }

    #[test]
    fn what_cannot_be_read_is_passed_over() {
        let read = Preferences::read("theme=dark motion=never keys theme= nonsense=1 =");
        assert_eq!(read, Preferences { theme: Theme::Dark, ..Preferences::default() });
    }
}
