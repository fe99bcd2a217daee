// Unpacks the program: from LZMA, a fifth smaller than what browsers unpack by
// themselves. xtask/src/commands/packed.rs packs, and knows the same numbers.

// The decoder of the LZMA specification, for lc = 4, lp = 0, pb = 0.
function unpack(packed, size) {
  const isMatch = 0, isRepeat = 12, isOther = 24, isOlder = 36, isOldest = 48, isLong = 60;
  const slots = 72, special = 328, align = 443, lengths = 459, repeatLengths = 733, literals = 1007;
  const chances = new Uint16Array(literals + (0x300 << 4)).fill(1024);
  const out = new Uint8Array(size);
  let from = 1, range = -1 >>> 0, code = 0;
  while (from < 5) code = ((code << 8) | packed[from++]) >>> 0;

  function refill() {
    if (range < 0x1000000) {
      range = (range << 8) >>> 0;
      code = ((code << 8) | packed[from++]) >>> 0;
    }
  }
  function bit(at) {
    refill();
    const chance = chances[at], bound = (range >>> 11) * chance;
    if (code < bound) {
      range = bound;
      chances[at] = chance + ((2048 - chance) >> 5);
      return 0;
    }
    range -= bound;
    code -= bound;
    chances[at] = chance - (chance >> 5);
    return 1;
  }
  function number(base, bits) {
    let path = 1;
    for (let n = 0; n < bits; n++) path = (path << 1) | bit(base + path);
    return path - (1 << bits);
  }
  function reversed(base, bits) {
    let path = 1, value = 0;
    for (let n = 0; n < bits; n++) {
      const one = bit(base + path);
      path = (path << 1) | one;
      value |= one << n;
    }
    return value;
  }
  function even(bits) {
    let value = 0;
    while (bits--) {
      refill();
      range >>>= 1;
      const one = code < range ? 0 : 1;
      if (one) code -= range;
      value = (value << 1) | one;
    }
    return value;
  }
  function length(base) {
    if (!bit(base)) return 2 + number(base + 2, 3);
    return bit(base + 1) ? 18 + number(base + 18, 8) : 10 + number(base + 10, 3);
  }
  function distance(length) {
    const slot = number(slots + 64 * Math.min(length - 2, 3), 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1, start = (2 | (slot & 1)) << bits;
    if (slot < 14) return start + reversed(special + start - slot, bits);
    return start + (even(bits - 4) << 4) + reversed(align, 4);
  }

  let at = 0, state = 0, last = [0, 0, 0, 0];
  function literal() {
    const base = literals + 0x300 * ((at ? out[at - 1] : 0) >> 4);
    let path = 1;
    if (6 < state) {
      let other = out[at - last[0] - 1], same = true;
      while (same && path < 256) {
        const expected = (other >> 7) & 1, one = bit(base + ((1 + expected) << 8) + path);
        other <<= 1;
        path = (path << 1) | one;
        same = expected === one;
      }
    }
    while (path < 256) path = (path << 1) | bit(base + path);
    out[at++] = path;
    state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
  }
  function copy(length) {
    for (const end = at + length; at < end; at++) out[at] = out[at - last[0] - 1];
  }
  function repeat() {
    if (!bit(isOther + state)) {
      if (bit(isLong + state)) return length(repeatLengths);
      state = state < 7 ? 9 : 11;
      return 1;
    }
    const nth = !bit(isOlder + state) ? 1 : !bit(isOldest + state) ? 2 : 3;
    last.unshift(...last.splice(nth, 1));
    return length(repeatLengths);
  }
  while (at < size) {
    if (!bit(isMatch + state)) {
      literal();
    } else if (bit(isRepeat + state)) {
      const many = repeat();
      if (1 < many) state = state < 7 ? 8 : 11;
      copy(many);
    } else {
      const many = length(lengths);
      state = state < 7 ? 7 : 10;
      last = [distance(many), last[0], last[1], last[2]];
      copy(many);
    }
  }
  return out;
}
