//! Where in a JSON text something stands.
//!
//! The parser says how far it has come; the names and numbers that lead there
//! are found by walking the text once more. Tracking them while parsing would
//! cost a second copy of every deserialiser, and the page would grow by a
//! tenth.

/// Where the walk is: in a list or in an object.
enum Level {
    List { index: usize },
    Object { key: Option<String>, next_is_key: bool },
}

/// The JSON pointer of what ends `offset` bytes into valid JSON: a value, or
/// the name of one.
pub fn pointer_at(text: &str, offset: usize) -> String {
    let mut levels: Vec<Level> = Vec::new();
    let bytes = &text.as_bytes()[..offset.min(text.len())];
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'{' => levels.push(Level::Object { key: None, next_is_key: true }),
            b'[' => levels.push(Level::List { index: 0 }),
            b'}' | b']' => drop(levels.pop()),
            b',' => next_entry(&mut levels),
            b'"' => {
                let end = end_of_string(bytes, at);
                name_entry(&mut levels, &text[at..end]);
                at = end - 1;
            }
            _ => {}
        }
        at += 1;
    }
    levels.iter().map(part).collect()
}

fn next_entry(levels: &mut [Level]) {
    match levels.last_mut() {
        Some(Level::List { index }) => *index += 1,
        Some(Level::Object { next_is_key, .. }) => *next_is_key = true,
        None => {}
    }
}

/// A string is the name of an entry where one is due, and else a value.
fn name_entry(levels: &mut [Level], quoted: &str) {
    if let Some(Level::Object { key, next_is_key }) = levels.last_mut()
        && std::mem::take(next_is_key)
    {
        *key = serde_json::from_str(quoted).ok();
    }
}

fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    bytes.len().min(at + 1)
}

fn part(level: &Level) -> String {
    match level {
        Level::List { index } => format!("/{index}"),
        Level::Object { key: Some(key), .. } => {
            format!("/{}", key.replace('~', "~0").replace('/', "~1"))
        }
        Level::Object { key: None, .. } => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::pointer_at;

    /// The place of the first `!`, which stands for where the parser stopped.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let offset = text.find('!').expect("marks the place");
        assert_eq!(pointer_at(&text.replacen('!', "", 1), offset), expected);
    }

    #[test]
    fn names_and_numbers_lead_to_a_value() {
        check(r#"{"a":[{"b":1},{"b":2!}]}"#, "/a/1/b");
        check(r#"{"a":[{"b":1},{"b":2}!]}"#, "/a/1");
        check(r#"{"a":{"b":[]}, "c"!:1}"#, "/c");
        check(r#"{"a":[1,2]!}"#, "/a");
    }

    #[test]
    fn strings_hide_what_looks_like_structure() {
        check(r#"{"a,b":"},[\"", "c/d":"x"!}"#, "/c~1d");
    }
}
