/** An IPv4 range. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** The number of an IPv4 address, or NaN, so that every comparison with what is none fails. */
export function addressNumber(text: string): number {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return Number.NaN;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

export function addressText(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
}

/** The range of a CIDR block, or undefined if the text is none or has bits set behind its prefix. */
export function cidrRange(text: string): Range | undefined {
  const match = /^([\d.]+)\/(\d{1,2})$/.exec(text);
  const first = addressNumber(match?.[1] ?? '');
  const bits = Number(match?.[2]);
  const size = 2 ** (32 - bits);
  if (!(bits <= 32) || !(first % size === 0)) return undefined;
  return { first, last: first + size - 1 };
}

/** VPCs and subnets lie between /16 and /28. */
export function isAllowedSize({ first, last }: Range): boolean {
  const size = last - first + 1;
  return size <= 2 ** 16 && size >= 2 ** 4;
}

export function contains(outer: string, inner: string): boolean {
  const [range, within] = [cidrRange(outer), cidrRange(inner.includes('/') ? inner : `${inner}/32`)];
  return range !== undefined && within !== undefined && range.first <= within.first && within.last <= range.last;
}

export function overlaps(one: string, other: string): boolean {
  const [left, right] = [cidrRange(one), cidrRange(other)];
  return left !== undefined && right !== undefined && left.first <= right.last && right.first <= left.last;
}
