const quoted = /"((?:[^"\\]|\\.)*)"/g;
const wellFormed = /^"(?:[^"\\]|\\.)*"(?:\s+"(?:[^"\\]|\\.)*")*$/s;

/** The character strings of a TXT value such as `"one" "two"`, unescaped; undefined if they are not quoted. */
export function textStrings(value: string): readonly string[] | undefined {
  if (!wellFormed.test(value)) return undefined;
  return [...value.matchAll(quoted)].map(([, text = '']) => unescaped(text));
}

/** A backslash escapes the next character, or three octal digits. */
function unescaped(text: string): string {
  return text.replace(/\\([0-3][0-7]{2}|.)/gs, (_all, code: string) =>
    code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : code,
  );
}
