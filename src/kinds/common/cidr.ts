import { isIPv4 } from 'node:net';

/** IPv4 addresses from `first` to `last`, both included, as numbers. */
interface Range {
  readonly first: number;
  readonly last: number;
}

/** The fewest CIDR blocks that hold exactly the addresses of these, in the order of addresses. What is no IPv4 block counts for nothing. */
export function mergeCidrs(blocks: readonly string[]): string[] {
  return merged(blocks.flatMap(rangesOf)).flatMap(blocksOf);
}

/** Whether every address of an IPv4 CIDR block lies in one of the others. Never true of what is no IPv4 block. */
export function cidrsCover(others: readonly string[], block: string): boolean {
  const [range] = rangesOf(block);
  return range !== undefined && merged(others.flatMap(rangesOf)).some(({ first, last }) => first <= range.first && range.last <= last);
}

/** Whether an IPv4 address lies in a CIDR block. */
export function cidrContains(block: string, address: string): boolean {
  return cidrsCover([block], address);
}

function rangesOf(block: string): readonly Range[] {
  const [address = '', prefix = '32'] = block.split('/', 2);
  const bits = Number(prefix);
  if (!isIPv4(address) || !/^\d+$/.test(prefix) || bits > 32) return [];
  const size = 2 ** (32 - bits);
  const first = Math.floor(numberOf(address) / size) * size;
  return [{ first, last: first + size - 1 }];
}

/** Ranges that overlap or touch become one. */
function merged(ranges: readonly Range[]): readonly Range[] {
  const whole: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a.first - b.first)) {
    const before = whole.at(-1);
    if (before === undefined || range.first > before.last + 1) whole.push(range);
    else whole[whole.length - 1] = { first: before.first, last: Math.max(before.last, range.last) };
  }
  return whole;
}

function blocksOf({ first, last }: Range): string[] {
  const blocks: string[] = [];
  for (let address = first; address <= last; ) {
    let bits = 32;
    while (bits > 0 && address % 2 ** (33 - bits) === 0 && address + 2 ** (33 - bits) - 1 <= last) bits -= 1;
    blocks.push(`${textOf(address)}/${bits}`);
    address += 2 ** (32 - bits);
  }
  return blocks;
}

function numberOf(address: string): number {
  return address.split('.').reduce((number, part) => number * 256 + Number(part), 0);
}

function textOf(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
