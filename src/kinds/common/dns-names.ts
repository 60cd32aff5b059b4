/**
 * A domain name as Route 53 returns it: lower case, with its final dot, and every character but letters, digits, `-` and `_` as a
 * backslash and three octal digits, so that `*.Example.com` is `\052.example.com.` (Route 53 guide, "DNS domain name format").
 */
export function normalName(name: string): string {
  const normal = name.replaceAll(/\\[0-7]{3}|[^.]/g, (part) => normalCharacter(part));
  return normal.endsWith('.') ? normal : `${normal}.`;
}

function normalCharacter(part: string): string {
  const character = (part.length > 1 ? String.fromCodePoint(Number.parseInt(part.slice(1), 8)) : part).toLowerCase();
  return /[a-z0-9_-]/.test(character) ? character : `\\${(character.codePointAt(0) ?? 0).toString(8).padStart(3, '0')}`;
}

/** Whether two spellings are one name. */
export function sameName(one: string, other: string): boolean {
  return normalName(one) === normalName(other);
}

/** Whether a zone of that name can hold the name: it is the zone's own name or lies below it. */
export function isInZone(name: string, zone: string): boolean {
  return sameName(name, zone) || normalName(name).endsWith(`.${normalName(zone)}`);
}
