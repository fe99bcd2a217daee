//! The languages that there are words in, and which of them a page speaks.

/// A language with a file of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tongue {
    /// As in `<html lang>`, and as its files are named.
    pub code: &'static str,
    /// What it calls itself.
    pub name: &'static str,
}

/// The language that is compiled in, and is spoken where no other can be.
pub const ENGLISH: Tongue = Tongue { code: "en", name: "English" };

/// All languages there are.
pub static TONGUES: [Tongue; 2] = [ENGLISH, Tongue { code: "de", name: "Deutsch" }];

impl Tongue {
    /// The language with this code.
    pub fn of(code: &str) -> Option<Tongue> {
        TONGUES.into_iter().find(|tongue| tongue.code == code)
    }

    /// The language of a browser that says `de-AT`.
    pub fn of_browser(says: &str) -> Option<Tongue> {
        Tongue::of(&says.split('-').next()?.to_ascii_lowercase())
    }

    /// The first wish that is among the languages offered, else the first of those.
    pub fn choose(offered: &[Tongue], wishes: [Option<Tongue>; 3]) -> Tongue {
        let wished = wishes.into_iter().flatten().find(|wish| offered.contains(wish));
        wished.or(offered.first().copied()).unwrap_or(ENGLISH)
    }
}
