import { BlockList } from 'node:net';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { cidrContains, cidrsCover, mergeCidrs } from '../../../src/kinds/common/cidr.ts';

describe('blocks merged', () => {
  test.each<readonly [string, readonly string[], readonly string[]]>([
    ['two halves are the whole', ['10.0.128.0/17', '10.0.0.0/17'], ['10.0.0.0/16']],
    ['one inside the other goes', ['10.0.3.0/24', '10.0.0.0/16'], ['10.0.0.0/16']],
    ['neighbours of two parents stay two', ['10.0.1.0/24', '10.0.2.0/24'], ['10.0.1.0/24', '10.0.2.0/24']],
    ['one address between two is not passed over', ['10.0.0.0/32', '10.0.0.2/32'], ['10.0.0.0/32', '10.0.0.2/32']],
    ['an address is a block of one', ['10.0.0.1', '10.0.0.0/32'], ['10.0.0.0/31']],
    ['bits of the host are dropped', ['10.0.5.7/16'], ['10.0.0.0/16']],
    ['everything is one block', ['128.0.0.0/1', '0.0.0.0/1'], ['0.0.0.0/0']],
    [
      'they are in the order of addresses',
      ['192.168.0.0/16', '10.0.0.0/8', '100.64.0.0/10'],
      ['10.0.0.0/8', '100.64.0.0/10', '192.168.0.0/16'],
    ],
    ['what is no IPv4 block counts for nothing', ['::/0', '10.0.0.0/33', '10.0.0/8', '10.0.0.0/', ''], []],
  ])('%s', (_name, blocks, expected) => {
    expect(mergeCidrs(blocks)).toEqual(expected);
  });
});

type Cover = readonly [block: string, others: readonly string[], expected: boolean];

describe('a block covered', () => {
  test.each<readonly [string, ...Cover]>([
    ['by itself', '10.0.0.0/16', ['10.0.0.0/16'], true],
    ['by a larger one', '10.0.0.0/16', ['0.0.0.0/0'], true],
    ['by several together', '10.0.0.0/16', ['10.0.192.0/18', '10.0.0.0/17', '10.0.128.0/18'], true],
    ['but for its last quarter', '10.0.0.0/16', ['10.0.0.0/17', '10.0.128.0/18'], false],
    ['by part of it only', '10.0.0.0/16', ['10.0.5.0/24'], false],
    ['by none', '10.0.0.0/16', [], false],
    ['by another private range', '100.64.0.0/16', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'], false],
    ['that is no IPv4 block', '2001:db8::/32', ['0.0.0.0/0'], false],
  ])('%s', (_name, ...[block, others, expected]) => {
    expect(cidrsCover(others, block)).toBe(expected);
  });
});

// Blocks near each other, so that they meet and overlap, and addresses at their edges.
const address = fc.tuple(fc.constantFrom(0, 10, 255), fc.constantFrom(0, 1, 255), fc.nat(255), fc.nat(255)).map((parts) => parts.join('.'));
const block = fc
  .tuple(address, fc.oneof(fc.integer({ min: 0, max: 32 }), fc.integer({ min: 14, max: 26 })))
  .map((parts) => parts.join('/'));
const blocks = fc.array(block, { maxLength: 8 });

/** What Node itself makes of the same blocks. */
function listOf(all: readonly string[]): BlockList {
  const list = new BlockList();
  for (const one of all) list.addSubnet(one.split('/')[0] ?? '', Number(one.split('/')[1]));
  return list;
}

describe('of any blocks', () => {
  property.prop([blocks, address])("the merged ones hold the same addresses, as Node's own list has it", (all, one) => {
    expect(mergeCidrs(all).some((merged) => cidrContains(merged, one))).toBe(listOf(all).check(one));
  });

  property.prop([blocks])('merging twice, or in another order, is merging once', (all) => {
    const merged = mergeCidrs(all);
    expect(mergeCidrs(merged)).toEqual(merged);
    expect(mergeCidrs(all.toReversed())).toEqual(merged);
    expect(merged.length).toBeLessThanOrEqual(all.length);
  });

  property.prop([blocks, block])('a block is covered exactly if adding it changes nothing', (all, one) => {
    const merged = mergeCidrs(all);
    expect(cidrsCover(all, one)).toBe(mergeCidrs([...all, one]).join() === merged.join());
  });
});
