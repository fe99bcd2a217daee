// The packed program of the one-file page, out of the letters that it is
// written in; xtask/src/commands/packed.rs writes them.

// Seven bits a letter. Letters that cannot stand in a script share one of two
// bytes with the letter after them.
function bytesOf(letters, size) {
  const barred = [0, 10, 13, 34, 60, 92];
  const bytes = new Uint8Array(size);
  let at = 0, bits = 0, count = 0;
  const add = (seven) => {
    bits = (bits << 7) | seven;
    count += 7;
    if (count < 8) return;
    count -= 8;
    bytes[at++] = bits >> count;
    bits &= 255 >> (8 - count);
  };
  for (let i = 0; i < letters.length; i++) {
    const letter = letters.charCodeAt(i);
    if (127 < letter) add(barred[(letter >> 7) - 1]);
    add(letter & 127);
  }
  return bytes;
}
