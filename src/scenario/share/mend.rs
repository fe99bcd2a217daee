//! JSON that breaks off: as much as is whole, closed properly.

use serde_json::Value;

use super::problem;
use crate::{
    scenario::read::{self, Problem},
    words::reading,
};

/// The JSON of a text, or of the longest beginning of it that is whole, and a
/// problem then.
pub(super) fn json(text: &str) -> (Option<Value>, Option<Problem>) {
    let error = match serde_json::from_str(text) {
        Ok(value) => return (Some(value), None),
        Err(error) => error,
    };
    let says = read::syntax(&error);
    let value = serde_json::from_str(&closed(&text[..end_of_sense(text, &error)])).ok();
    let says = match value {
        Some(_) => reading::rest_is_read(&says),
        None => says,
    };
    (value, Some(problem("", says)))
}

/// Where a text stops being JSON, in bytes.
fn end_of_sense(text: &str, error: &serde_json::Error) -> usize {
    if error.is_eof() {
        return text.len();
    }
    let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    let end = lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
    let mut ends = (0..=end.min(text.len())).rev();
    ends.find(|end| text.is_char_boundary(*end)).unwrap_or(0)
}

/// Deeper JSON than this is not read by anybody.
const DEPTH: usize = 128;

/// The text up to the last value that is whole, with every bracket closed.
fn closed(text: &str) -> String {
    let mut open = String::new();
    let mut whole = (0, String::new());
    let (mut in_string, mut escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' if open.len() == DEPTH => break,
            b'{' | b'[' => {
                open.push(if byte == b'{' { '}' } else { ']' });
                whole = (at + 1, open.clone());
            }
            b'}' | b']' => {
                open.pop();
                whole = (at + 1, open.clone());
            }
            b',' => whole = (at, open.clone()),
            _ => {}
        }
    }
    let (end, open) = whole;
    text[..end].chars().chain(open.chars().rev()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(closed(text), expected);
    }

    #[test]
    fn what_is_whole_is_kept() {
        check(r#"{"a":1,"b":[1,2,{"c":"x"#, r#"{"a":1,"b":[1,2,{}]}"#);
        check(r#"{"a":1,"b":[1,2"#, r#"{"a":1,"b":[1]}"#);
        check(r#"{"a":{"b":"]}\",","c":"#, r#"{"a":{"b":"]}\","}}"#);
        check(r#"{"a":[1],"#, r#"{"a":[1]}"#);
        check(r#"{"#, "{}");
        check("", "");
    }

    #[test]
    fn rubbish_in_the_middle_ends_what_is_read() {
        let (value, problem) = json("{\"a\":1,\n\"b\":[1,2],\"c\":!!,\"d\":4}");
        assert_eq!(value, Some(serde_json::json!({"a": 1, "b": [1, 2]})));
        assert!(
            problem.is_some_and(|problem| problem.says.starts_with("this is not JSON, at line 2"))
        );
        assert_eq!(json("!").0, None);
    }
}
