//! JSON text out of typed values: what `tree` reads.
//!
//! A `Serialize` impl is compiled again for every target that it writes to, so
//! there is one target, a text, and whoever wants an indented text or a tree
//! makes it from that.

use serde::Serialize;
use serde_json::Value;

/// The value as JSON, in one line.
pub fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain data can be written")
}

/// The value as a JSON tree.
pub fn tree(value: &impl Serialize) -> Value {
    serde_json::from_str(&text(value)).expect("what was written is JSON")
}

/// The value as JSON, a line for every item and field.
pub fn lines(value: &impl Serialize) -> String {
    indented(&text(value))
}

/// The same JSON, of which strings are left as they are.
fn indented(text: &str) -> String {
    let mut lines = String::with_capacity(2 * text.len());
    let (mut depth, mut in_string, mut escaped, mut before) = (0, false, false, ' ');
    for letter in text.chars() {
        let empty = matches!((before, letter), ('{', '}') | ('[', ']'));
        let ends = !in_string && matches!(letter, '}' | ']');
        depth -= usize::from(ends);
        if (ends || matches!(before, '{' | '[' | ',')) && !empty {
            lines.push('\n');
            lines.extend(std::iter::repeat_n("  ", depth));
        }
        lines.push(letter);
        match letter {
            '"' if !escaped => in_string = !in_string,
            '{' | '[' if !in_string => depth += 1,
            ':' if !in_string => lines.push(' '),
            _ => {}
        }
        escaped = in_string && letter == '\\' && !escaped;
        before = if in_string { ' ' } else { letter };
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::catalog::CATALOG;

    #[test]
    fn every_world_is_written_as_serde_json_writes_it() {
        for exhibit in CATALOG {
            let scenario = (exhibit.scenario)();
            assert_eq!(lines(&scenario), serde_json::to_string_pretty(&scenario).unwrap());
            assert_eq!(tree(&scenario), serde_json::to_value(&scenario).unwrap());
        }
    }

    #[test]
    fn awkward_values_are_written_as_serde_json_writes_them() {
        let awkward = serde_json::json!({
            "quotes": "\"[\\\\\"{,:\\", "lines": "a\n\u{1}\u{7f}é", "": {}, "none": [],
            "numbers": [0, -1, u64::MAX, 1e21, 1.0, -0.0, 1e-7], "deep": [[{ "a": [null, true] }]],
        });
        assert_eq!(lines(&awkward), serde_json::to_string_pretty(&awkward).unwrap());
        assert_eq!(text(&[f64::NAN, f64::INFINITY]), "[null,null]");
    }
}
