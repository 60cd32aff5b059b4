import { createHash } from 'node:crypto';

/** A stream of numbers in [0, 1) that depends on its seed alone (mulberry32 over a hash of the seed). */
export function seededRandom(seed: string): () => number {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A new array in random order. */
export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .sort((left, right) => left.rank - right.rank)
    .map(({ item }) => item);
}

const hexDigits = '0123456789abcdef';
const labelCharacters = 'abcdefghijklmnopqrstuvwxyz0123456789';

function characters(alphabet: string, length: number, random: () => number): string {
  return Array.from({ length }, () => alphabet.charAt(Math.floor(random() * alphabet.length))).join('');
}

export function randomHex(length: number, random: () => number): string {
  return characters(hexDigits, length, random);
}

/** Lower-case letters and digits, as in the names AWS gives endpoints. */
export function randomLabel(length: number, random: () => number): string {
  return characters(labelCharacters, length, random);
}
