//! What a text is known by in the program: its whole place would be most of
//! what the words weigh. The build sees to it that no two are alike.

/// The number of a text's place in a file of words, such as `count.messages.one`
/// (FNV-1a).
pub fn key(place: &str) -> u32 {
    place.bytes().fold(0x811c_9dc5, |key, byte| (key ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
