/** What XML 1.0 has no way to write, escaped or not. */
const unwritable = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;
const allUnwritable = new RegExp(unwritable.source, 'gu');

export function isWritable(text: string): boolean {
  return !unwritable.test(text);
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Text for an XML element, with a sign in the place of what XML cannot carry. */
export function escapeText(text: string): string {
  return text.replace(allUnwritable, '\u{fffd}').replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
