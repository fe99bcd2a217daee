//! Long text made short: deflate, in the letters that an address may hold.

use miniz_oxide::{deflate::compress_to_vec, inflate::decompress_to_vec_with_limit};

use super::problem;
use crate::{scenario::read::Problem, words::shared_runs};

/// Most bytes that a link may unpack to.
pub const UNPACKED_LIMIT: usize = 1 << 20;

/// As hard as the compressor tries.
const LEVEL: u8 = 9;

/// The 64 letters of an address, six bits each.
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The text, packed.
pub(super) fn packed(text: &str) -> String {
    let bytes = compress_to_vec(text.as_bytes(), LEVEL);
    let mut letters = String::with_capacity(bytes.len() * 4 / 3 + 3);
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - chunk.len()));
        for n in 0..=chunk.len() {
            let letter = (bits >> (18 - 6 * n)) & 63;
            letters.push(char::from(LETTERS[letter as usize]));
        }
    }
    letters
}

/// The text that was packed, or the beginning of it as far as the letters are
/// whole, and a problem then.
pub(super) fn unpacked(letters: &str) -> (String, Option<Problem>) {
    let (bytes, strange) = bytes_of(letters);
    let (bytes, damaged) = match decompress_to_vec_with_limit(&bytes, UNPACKED_LIMIT) {
        Ok(bytes) => (bytes, false),
        Err(error) => (written(error.output), true),
    };
    let full = UNPACKED_LIMIT <= bytes.len();
    let (text, damaged) = match String::from_utf8(bytes) {
        Ok(text) => (text, damaged),
        Err(error) => {
            let end = error.utf8_error().valid_up_to();
            (String::from_utf8_lossy(&error.as_bytes()[..end]).into_owned(), true)
        }
    };
    let says = match strange {
        _ if full => shared_runs::unpacks_too_long(&UNPACKED_LIMIT),
        Some((at, letter)) => shared_runs::strange_letter(&(at + 1), &letter.escape_default()),
        None if damaged => shared_runs::DAMAGED.into(),
        None => return (text, None),
    };
    (text, Some(problem("/packed", says)))
}

/// What was unpacked before it failed: the rest of the room is still zero,
/// which stands in no JSON.
fn written(mut room: Vec<u8>) -> Vec<u8> {
    let unused = room.iter().position(|byte| *byte == 0);
    room.truncate(unused.unwrap_or(room.len()));
    room
}

/// Bytes up to the first letter that is none, and that one with its place.
fn bytes_of(letters: &str) -> (Vec<u8>, Option<(usize, char)>) {
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0);
    for (at, letter) in letters.chars().enumerate() {
        let Some(six) = LETTERS.iter().position(|known| char::from(*known) == letter) else {
            return (bytes, Some((at, letter)));
        };
        bits = bits << 6 | six as u32;
        held += 6;
        if 8 <= held {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    (bytes, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_is_unpacked_as_it_was() {
        for text in ["", "a", "ab", "abc", "abcd", "äöü “log”", &"repeat ".repeat(10_000)] {
            assert_eq!(unpacked(&packed(text)), (text.to_owned(), None));
        }
    }

    #[test]
    fn a_small_link_cannot_unpack_to_anything_huge() {
        let (text, problem) = unpacked(&packed(&" ".repeat(50 << 20)));
        assert!(text.len() <= UNPACKED_LIMIT);
        assert!(problem.is_some_and(|problem| problem.says.contains("more than 1048576 bytes")));
    }

    #[test]
    fn the_whole_part_of_a_damaged_link_is_read() {
        let text = (0..500).map(|n| format!("entry {n}, ")).collect::<String>();
        let letters = packed(&text);
        let (read, problem) = unpacked(&letters[..letters.len() / 2]);
        assert!(text.starts_with(&read) && 100 < read.len());
        assert_eq!(problem.expect("it is cut").says, "the link is cut off or damaged");
        let (_, problem) = unpacked(&letters.replacen(&letters[9..10], "!", 1));
        assert!(problem.expect("one is strange").says.contains("“!”"));
    }
}
