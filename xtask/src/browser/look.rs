//! The size of the page, and what its reader prefers.

use serde_json::{Value, json};

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

impl Look {
    /// The DevTools commands that bring it about.
    ///
    /// Emulated, since a window cannot be made as narrow as a phone.
    pub(super) fn commands(&self) -> [(&'static str, Value); 2] {
        let size = json!({
            "width": self.width,
            "height": self.height,
            "deviceScaleFactor": 1,
            "mobile": false,
        });
        let preferences = json!({ "features": [
            {
                "name": "prefers-color-scheme",
                "value": if self.dark { "dark" } else { "light" },
            },
            {
                "name": "prefers-reduced-motion",
                "value": if self.reduced_motion { "reduce" } else { "no-preference" },
            },
        ] });
        [("Emulation.setDeviceMetricsOverride", size), ("Emulation.setEmulatedMedia", preferences)]
    }
}
