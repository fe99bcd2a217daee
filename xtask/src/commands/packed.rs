//! The program as letters of a script, which static/unpack.js turns back.
//!
//! Base64 of gzip is a third longer than its bytes. Seven bits a letter are a
//! seventh longer, and LZMA is a fifth shorter than gzip, for some 200 ms of
//! unpacking. Any decoder of UTF-8 leaves these letters as they are.

use std::io::Write;

use lzma_rust2::{EncodeMode, LzmaOptions, LzmaWriter, MfType};

/// Letters that would end a string or a script, or that HTML replaces.
const BARRED: [u8; 6] = [0, b'\n', b'\r', b'"', b'<', b'\\'];

/// `bytes` in LZMA at its best, without a header. The numbers are those that
/// the decoder knows.
pub fn lzma(bytes: &[u8]) -> Vec<u8> {
    let options = LzmaOptions {
        dict_size: 1 << 22,
        lc: 4,
        lp: 0,
        pb: 0,
        mode: EncodeMode::Normal,
        nice_len: 273,
        mf: MfType::Bt4,
        depth_limit: 1000,
        preset_dict: None,
    };
    let mut packed = LzmaWriter::new_no_header(Vec::new(), &options, false)
        .expect("the options are within their ranges");
    packed.write_all(bytes).expect("memory takes everything");
    packed.finish().expect("memory takes everything")
}

/// `bytes` as letters, seven bits each. A barred one and the letter after it
/// are together one letter of two bytes.
pub fn letters(bytes: &[u8]) -> String {
    let mut sevens = sevens(bytes);
    let mut letters = String::with_capacity(bytes.len() * 8 / 7 + 2);
    while let Some(seven) = sevens.next() {
        letters.push(match BARRED.iter().position(|barred| *barred == seven) {
            None => char::from(seven),
            Some(at) => {
                let both = 0x80 * (at as u32 + 1) + u32::from(sevens.next().unwrap_or(0));
                char::from_u32(both).expect("below all surrogates")
            }
        });
    }
    letters
}

/// The bits of `bytes`, seven at a time; zeroes fill up the last.
fn sevens(bytes: &[u8]) -> impl Iterator<Item = u8> {
    (0..(bytes.len() * 8).div_ceil(7)).map(|nth| {
        let (at, bit) = (nth * 7 / 8, nth * 7 % 8);
        let next = bytes.get(at + 1).copied().unwrap_or(0);
        let both = u16::from(bytes[at]) << 8 | u16::from(next);
        (both >> (9 - bit)) as u8 & 0x7f
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_can_stand_in_a_script() {
        let all: Vec<u8> = (0..=255).cycle().take(7 * 256).collect();
        let letters = letters(&all);
        assert!(letters.len() <= all.len() * 8 / 7 + 2, "{}", letters.len());
        assert!(!letters.chars().any(|letter| BARRED.iter().any(|b| char::from(*b) == letter)));
    }

    #[test]
    fn bits_come_in_their_order() {
        let bits = [0b1010_1010, 0b1100_1100];
        assert_eq!(sevens(&bits).collect::<Vec<_>>(), [0b101_0101, 0b011_0011, 0]);
    }
}
