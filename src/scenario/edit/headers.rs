//! Headers of a binding as one line of text: `x-match=any, format=pdf`.

use crate::{
    engine::topology::{HeaderValue, Headers},
    words::edits,
};

use super::Sentence;

/// The headers in a line.
pub fn headers_text(headers: &Headers) -> String {
    let one = |(name, value): (&String, &HeaderValue)| match value {
        HeaderValue::Void => name.clone(),
        HeaderValue::Bool(yes) => format!("{name}={yes}"),
        HeaderValue::Int(number) => format!("{name}={number}"),
        HeaderValue::Text(text) => format!("{name}={text}"),
    };
    headers.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The headers that a line means. A name alone asks only that the header is
/// there (R3).
///
/// # Errors
/// A part has no name.
pub fn read_headers(line: &str) -> Result<Headers, Sentence> {
    let mut headers = Headers::new();
    for part in line.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let (name, value) = (name.trim(), value.trim());
        if name.is_empty() {
            return Err(edits::nameless_header(&part));
        }
        let value = match (value, value.parse()) {
            ("", _) => HeaderValue::Void,
            ("true", _) => HeaderValue::Bool(true),
            ("false", _) => HeaderValue::Bool(false),
            (_, Ok(number)) => HeaderValue::Int(number),
            (text, _) => HeaderValue::Text(text.to_owned()),
        };
        headers.insert(name.to_owned(), value);
    }
    Ok(headers)
}
