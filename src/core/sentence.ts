/** With a full stop at its end: AWS's own words often have none. */
export function sentence(words: string): string {
  return words.replace(/(?<![.!?])$/, '.');
}
