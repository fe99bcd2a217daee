//! Accessibility rules that a program can check, by axe-core in the page.

use std::env;
use std::fs;

use anyhow::{Context, Result};

use super::Browser;

/// Names the file of axe-core's script, `axe.min.js`; `cargo xtask test` sets it.
pub const AXE_VARIABLE: &str = "QUEUESCOPE_AXE";

const ASK: &str = "
const found = await axe.run(document, { resultTypes: ['violations'] });
return found.violations.flatMap((rule) => rule.nodes.map((node) =>
  `${rule.id} (${rule.impact}): ${rule.help}, at ${node.target.join(' ')}`));
";

impl Browser {
    /// What axe objects to on the page as it stands, one sentence for each place.
    pub fn accessibility_problems(&self) -> Result<Vec<String>> {
        if self.script("return typeof axe")? == "undefined" {
            let path = env::var_os(AXE_VARIABLE).with_context(|| {
                format!(
                    "{AXE_VARIABLE} does not name axe-core's script; `cargo xtask test` sets it"
                )
            })?;
            let axe = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            // It makes itself a global of the page, wherever it runs.
            self.script(&axe)?;
        }
        let found = self.script(ASK)?;
        serde_json::from_value(found).context("axe answered in another form")
    }
}
