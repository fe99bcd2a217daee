//! From a record's key to its partition (K1).
//!
//! Keys go by their murmur2 hash, as the Java client's partitioner has it,
//! so a key stays in its partition for as long as their number stays.

/// The 32-bit murmur2 hash with the seed that Kafka's clients use.
pub fn murmur2(data: &[u8]) -> u32 {
    const SEED: u32 = 0x9747_b28c;
    const M: u32 = 0x5bd1_e995;
    let mut hash = SEED ^ data.len() as u32;
    let mut words = data.chunks_exact(4);
    for word in &mut words {
        let mut k = u32::from_le_bytes(word.try_into().expect("four bytes")).wrapping_mul(M);
        k ^= k >> 24;
        hash = hash.wrapping_mul(M) ^ k.wrapping_mul(M);
    }
    let rest = words.remainder();
    for (at, byte) in rest.iter().enumerate() {
        hash ^= u32::from(*byte) << (8 * at);
    }
    if !rest.is_empty() {
        hash = hash.wrapping_mul(M);
    }
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(M);
    hash ^ (hash >> 15)
}

/// The partition of a key among so many: its hash without the sign, modulo
/// their number.
pub fn partition_of(key: &str, partitions: u16) -> u16 {
    ((murmur2(key.as_bytes()) & 0x7fff_ffff) % u32::from(partitions.max(1))) as u16
}
