//! JSON text out of typed values: what `tree` reads.
//!
//! A `Serialize` impl is compiled again for every target that it writes to, so
//! there is one target, a text, and whoever wants an indented text or a tree
//! makes it from that.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{
    Value,
    ser::{Formatter, Serializer},
};

/// The value as JSON, in one line.
pub fn text(value: &impl Serialize) -> String {
    let mut text = Vec::new();
    let written = value.serialize(&mut Serializer::with_formatter(&mut text, Compact));
    written.expect("plain data can be written");
    String::from_utf8(text).expect("JSON is UTF-8")
}

/// Decimals by the standard library, which the program has in it already: the
/// tables of serde's own writer are large. Only `1e+21` has no plus here.
struct Compact;

impl Formatter for Compact {
    fn write_f64<W: Write + ?Sized>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        match (1e-5..1e-4).contains(&value.abs()) {
            true => write!(writer, "{value}"),
            false => write!(writer, "{value:?}"),
        }
    }
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
            "numbers": [0, -1, u64::MAX, 1e21, 1.0, -0.0, 1e-7, 1e-4, 9.5e-5, 1e-5, 9.5e-6,
                1e15, 123456789012345680.0, 1e16, 5e-324, 1.7976931348623157e308, 0.1, -2.5e-5], "deep": [[{ "a": [null, true] }]],
        });
        let theirs = serde_json::to_string_pretty(&awkward).unwrap().replace("e+", "e");
        assert_eq!(lines(&awkward), theirs);
        assert_eq!(text(&[f64::NAN, f64::INFINITY]), "[null,null]");
    }
}
