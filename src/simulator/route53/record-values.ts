import { isIPv4, isIPv6 } from 'node:net';
import type { RecordSet } from '../world-dns.ts';
import { isAlias } from './record-sets.ts';
import { textStrings } from './text-values.ts';

/** Values of a record set at most (aws-facts §6). */
const mostValues = 400;
const longestString = 255;
const domainName = /^([\w*-]|\\[0-3][0-7]{2})([\w-]|\\[0-3][0-7]{2})*(\.([\w-]|\\[0-3][0-7]{2})+)*\.?$/;

/** What is wrong with one value, in AWS's words where they are known; undefined if nothing is. */
type Check = (value: string) => string | undefined;

const isName: Check = (value) => (domainName.test(value) ? undefined : 'DomainNameIllegal (Value is not a valid domain name)');
const numbersAndName =
  (count: number): Check =>
  (value) => {
    const parts = value.split(/\s+/);
    const numbers = parts.slice(0, -1);
    const valid = numbers.length === count && numbers.every((part) => /^\d{1,5}$/.test(part)) && domainName.test(parts.at(-1) ?? '');
    return valid ? undefined : `RRDATAFieldIllegal (Value must be ${count} numbers and a domain name)`;
  };

const checks: Readonly<Record<string, Check>> = {
  A: (value) => (isIPv4(value) ? undefined : 'ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)'),
  AAAA: (value) => (isIPv6(value) ? undefined : 'AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)'),
  CNAME: isName,
  NS: isName,
  PTR: isName,
  MX: numbersAndName(1),
  SRV: numbersAndName(3),
  SOA: (value) => (value.split(/\s+/).length === 7 ? undefined : 'SOARRDATAIllegal (Value must have seven fields)'),
  TXT: textProblem,
};

/** Everything that is wrong with a record set's values. */
export function valueProblems({ type, data }: RecordSet): readonly string[] {
  if (isAlias(data)) return [];
  const check = checks[type];
  if (!check) return [`The record type ${type} is not supported by this simulator`];
  if (data.values.length > mostValues) return [`Number of values limit of ${mostValues} exceeded.`];
  if ((type === 'CNAME' || type === 'SOA') && data.values.length > 1) return [`RRSet of type ${type} must have exactly one value`];
  return [...repeated(data.values), ...data.values.flatMap((value) => problemsOf(value, check))];
}

function problemsOf(value: string, check: Check): readonly string[] {
  const problem = check(value);
  return problem === undefined ? [] : [`Invalid Resource Record: 'FATAL problem: ${problem} encountered with '${value}''`];
}

function repeated(values: readonly string[]): readonly string[] {
  return values.filter((value, index) => values.indexOf(value) !== index).map((value) => `Duplicate Resource Record: '${value}'`);
}

function textProblem(value: string): string | undefined {
  const strings = textStrings(value);
  if (!strings) return 'InvalidCharacterString (Value should be enclosed in quotation marks)';
  return strings.some((each) => each.length > longestString) ? 'CharacterStringTooLong (Value is too long)' : undefined;
}
