//! A measured value and what it must be.

use serde_json::{Value, json};

/// One line of the table.
pub struct Figure {
    pub name: String,
    pub measured: f64,
    unit: &'static str,
    budget: Budget,
}

enum Budget {
    AtLeast(f64),
    AtMost(f64),
    /// Shown for understanding, promised by nobody.
    None,
}

impl Figure {
    pub const HEADING: &str =
        "figure                                          measured          budget  verdict";

    pub fn at_least(name: &str, measured: f64, unit: &'static str, least: f64) -> Figure {
        Figure { name: name.to_owned(), measured, unit, budget: Budget::AtLeast(least) }
    }

    pub fn at_most(name: &str, measured: f64, unit: &'static str, most: f64) -> Figure {
        Figure { name: name.to_owned(), measured, unit, budget: Budget::AtMost(most) }
    }

    pub fn shown(name: &str, measured: f64, unit: &'static str) -> Figure {
        Figure { name: name.to_owned(), measured, unit, budget: Budget::None }
    }

    /// The line as text, its columns below those of `HEADING`.
    pub fn row(&self) -> String {
        let measured = format!("{} {}", number(self.measured), self.unit);
        let budget = match self.budget {
            Budget::AtLeast(least) => format!(">= {}", number(least)),
            Budget::AtMost(most) => format!("<= {}", number(most)),
            Budget::None => String::new(),
        };
        let row = format!("{:<40} {measured:>15} {budget:>15}  {}", self.name, self.verdict());
        row.trim_end().to_owned()
    }

    pub fn json(&self) -> Value {
        let (bound, budget) = match self.budget {
            Budget::AtLeast(least) => ("at least", Some(least)),
            Budget::AtMost(most) => ("at most", Some(most)),
            Budget::None => ("none", None),
        };
        json!({
            "figure": self.name,
            "measured": self.measured,
            "unit": self.unit,
            "bound": bound,
            "budget": budget,
            "verdict": self.verdict(),
        })
    }

    fn verdict(&self) -> &'static str {
        let held = match self.budget {
            Budget::AtLeast(least) => least <= self.measured,
            Budget::AtMost(most) => self.measured <= most,
            Budget::None => return "",
        };
        if held { "held" } else { "MISSED" }
    }
}

/// Three digits that matter.
fn number(value: f64) -> String {
    if 100.0 <= value {
        format!("{value:.0}")
    } else if 10.0 <= value {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_held_up_to_its_very_value() {
        assert_eq!(Figure::at_most("frame", 1.5, "ms", 1.5).verdict(), "held");
        assert_eq!(Figure::at_most("frame", 1.51, "ms", 1.5).verdict(), "MISSED");
        assert_eq!(Figure::at_least("speed", 4.99, "M/s", 5.0).verdict(), "MISSED");
    }
}
