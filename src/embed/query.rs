//! The text after the `?` of an address, as pairs and back.

/// Longest query that is read, in bytes.
pub const LONGEST: usize = 4_096;

/// The part of a query that is read: all of it, or as many whole pairs from its
/// beginning as [`LONGEST`] holds.
pub fn within_limits(query: &str) -> &str {
    match query.len() <= LONGEST {
        true => query,
        false => {
            // One more, for it may be the end of a pair that is whole.
            let most = &query[..query.floor_char_boundary(LONGEST + 1)];
            most.rsplit_once('&').map_or("", |(whole, _)| whole)
        }
    }
}

/// The pairs of a query, with or without its `?`, in their order. A name
/// without a value has an empty one.
pub fn pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    let query = query.strip_prefix('?').unwrap_or(query);
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name), decoded(value))
    })
}

/// Text as it was before it went into an address. What is no escape stands
/// for itself, and what is no text in the end is replaced by a mark.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escape = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        match (bytes[at], escape.and_then(|digits| u8::from_str_radix(digits, 16).ok())) {
            (_, Some(byte)) => {
                plain.push(byte);
                at += 2;
            }
            (b'+', None) => plain.push(b' '),
            (byte, None) => plain.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&plain).into_owned()
}

/// Text as it may stand in an address.
pub fn encoded(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b':' | b'/' | b',' => {
                safe.push(char::from(byte));
            }
            _ => safe.push_str(&format!("%{byte:02X}")),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_survives_the_way_through_an_address() {
        for text in ["work-queue", "a&b=c", "100 % sure+", "naïve “queue”", ""] {
            let query = format!("?x={}", encoded(text));
            assert_eq!(pairs(&query).collect::<Vec<_>>(), [("x".to_owned(), text.to_owned())]);
        }
    }

    #[test]
    fn of_a_long_query_the_whole_pairs_at_its_beginning_are_read() {
        assert_eq!(within_limits("a=1&b=2"), "a=1&b=2");
        let long = format!("a=1&b=2&c={}", "ü".repeat(LONGEST));
        assert_eq!(within_limits(&long), "a=1&b=2");
        assert_eq!(within_limits(&"x".repeat(LONGEST + 1)), "");
        let whole = "x".repeat(LONGEST);
        assert_eq!(within_limits(&format!("{whole}&b=2")), whole);
    }

    #[test]
    fn broken_escapes_stand_for_themselves() {
        let read = |query| pairs(query).map(|(_, value)| value).collect::<Vec<_>>();
        assert_eq!(read("?a=%&b=%4&c=%zz&d=%é&e&&f=a+b"), ["%", "%4", "%zz", "%é", "", "a b"]);
        assert_eq!(read("a=%ff"), ["\u{fffd}"]);
    }
}
