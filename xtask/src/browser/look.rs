//! The size of the page, and what its reader prefers.

/// How the page is looked at. The default is a laptop in daylight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// CSS pixels of the page itself, without any window around it.
    pub width: u32,
    pub height: u32,
    /// `prefers-color-scheme: dark`.
    pub dark: bool,
    /// `prefers-reduced-motion: reduce`.
    pub reduced_motion: bool,
}

impl Default for Look {
    fn default() -> Look {
        Look { width: 1440, height: 900, dark: false, reduced_motion: false }
    }
}
