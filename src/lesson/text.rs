//! The words of a lesson: plain text with two marks.
//!
//! `[[term]]` is a word of the glossary, `[[term|as written here]]` the same
//! under other letters, and `` `code` `` a name as it is typed.

/// A piece of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// Plain words.
    Plain(String),
    /// As it is typed.
    Code(String),
    /// A word of the glossary.
    Term {
        /// Its id there.
        id: String,
        /// As it is written here.
        words: String,
    },
}

/// Cuts a paragraph at its marks; a mark without an end is plain text.
pub fn spans(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['`', '[']) {
        let (before, from) = rest.split_at(at);
        match marked(from) {
            Some((span, after)) => {
                add(&mut spans, before);
                spans.push(span);
                rest = after;
            }
            None => {
                add(&mut spans, &rest[..=at]);
                rest = &rest[at + 1..];
            }
        }
    }
    add(&mut spans, rest);
    spans
}

/// What a text begins with, and what follows.
fn marked(text: &str) -> Option<(Span, &str)> {
    if let Some(code) = text.strip_prefix('`') {
        let (code, after) = code.split_once('`')?;
        return Some((Span::Code(code.to_owned()), after));
    }
    let (term, after) = text.strip_prefix("[[")?.split_once("]]")?;
    let (id, words) = term.split_once('|').unwrap_or((term, term));
    Some((Span::Term { id: slug(id), words: words.to_owned() }, after))
}

/// The id of a term: small letters, and a dash for each gap.
pub fn slug(term: &str) -> String {
    term.trim().to_lowercase().replace(' ', "-")
}

fn add(spans: &mut Vec<Span>, text: &str) {
    match spans.last_mut() {
        _ if text.is_empty() => {}
        Some(Span::Plain(before)) => before.push_str(text),
        _ => spans.push(Span::Plain(text.to_owned())),
    }
}

/// A text without its marks.
pub fn plain(text: &str) -> String {
    let piece = |span| match span {
        Span::Plain(words) | Span::Code(words) | Span::Term { words, .. } => words,
    };
    spans(text).into_iter().map(piece).collect()
}

/// The terms that a text names.
pub fn terms(text: &str) -> impl Iterator<Item = String> {
    spans(text).into_iter().filter_map(|span| match span {
        Span::Term { id, .. } => Some(id),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_and_half_marks_are_words() {
        let term =
            |id: &str, words: &str| Span::Term { id: id.to_owned(), words: words.to_owned() };
        let plain = |text: &str| Span::Plain(text.to_owned());
        assert_eq!(
            spans("An [[Ack]] of `m1`, [[dead-letter queue|set aside]]."),
            [
                plain("An "),
                term("ack", "Ack"),
                plain(" of "),
                Span::Code("m1".to_owned()),
                plain(", "),
                term("dead-letter-queue", "set aside"),
                plain("."),
            ]
        );
        assert_eq!(spans("a [b] `c [[d"), [plain("a [b] `c [[d")]);
        assert_eq!(spans(""), []);
    }
}
