import { ApiError } from '../handler.ts';

/** Characters that Route 53 writes as `\` and three octal digits; it keeps all others. */
const special = /[^a-z0-9_-]/gu;
const maximumName = 255;
const maximumLabel = 63;

/**
 * A name in Route 53's normal form: lower case, other characters than letters, digits, `-` and `_` escaped (`*` is `\052`), with the
 * final dot. Refuses what is no name.
 */
export function normalName(name: string): string {
  const labels = labelsOf(name);
  const wrong = labels.some((label) => label.length === 0 || label.length > maximumLabel);
  if (labels.length === 0 || wrong || labels.join('.').length > maximumName) throw invalidDomainName(name);
  return `${labels.map(escaped).join('.')}.`;
}

/** A normal name as a resolver knows it: not escaped, without the final dot. */
export function plainName(name: string): string {
  return labelsOf(name).join('.');
}

/**
 * What names are listed by: the labels reversed, with the final dot, in ASCII order
 * (https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html).
 */
export function nameOrder(name: string): string {
  return `${labelsOf(name).toReversed().join('.')}.`;
}

/** Whether a normal name is the zone's own or one below it. */
export function isWithin(name: string, zoneName: string): boolean {
  return name === zoneName || name.endsWith(`.${zoneName}`);
}

/** Lower case, and with escapes taken back; a dot within an escape is none between labels. */
function labelsOf(name: string): string[] {
  return name
    .replace(/\.$/, '')
    .split('.')
    .map((label) =>
      label.replace(/\\([0-3][0-7]{2})/g, (_all, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))).toLowerCase(),
    );
}

function escaped(label: string): string {
  return label.replace(special, escapeOf);
}

function escapeOf(character: string): string {
  const code = character.charCodeAt(0);
  if (code > 0o377) throw invalidDomainName(character);
  return `\\${code.toString(8).padStart(3, '0')}`;
}

function invalidDomainName(name: string): ApiError {
  return new ApiError('InvalidDomainName', `${name === '' ? 'The empty text' : name} is not a valid domain name`);
}
