import { describe, expect, test } from 'vitest';
import { regionZones } from '../../src/simulator/regions.ts';
import { defaultSettings } from '../../src/simulator/settings.ts';
import { createWorld } from '../../src/simulator/world-store.ts';
import { virtualClock } from './support/virtual-clock.ts';

const make = (seed: number) => createWorld({ ...defaultSettings, seed }, virtualClock(0));
const accounts = ['111111111111', '222222222222', '333333333333', '444444444444'];

test('an account has one name for each zone, in letters from a', () => {
  const world = make(1);
  for (const [region, zoneIDs] of regionZones) {
    for (const account of accounts) {
      const names = zoneIDs.map((zoneID) => world.zoneName(account, zoneID));
      expect(new Set(names)).toEqual(new Set(zoneIDs.map((_zone, index) => `${region}${'abcdef'[index]}`)));
      expect(names.map((name) => world.zoneID(account, name))).toEqual(zoneIDs);
    }
  }
});

test('accounts disagree about the names, and another seed makes them disagree otherwise', () => {
  const orders = [1, 2].flatMap((seed) =>
    accounts.map((account) =>
      regionZones
        .get('us-east-1')
        ?.map((zoneID) => make(seed).zoneName(account, zoneID))
        .join(),
    ),
  );
  expect(new Set(orders).size).toBeGreaterThan(accounts.length);
});

test('the same seed makes the same IDs, another seed others', () => {
  expect(make(7).newID('vpce')).toMatch(/^vpce-0[0-9a-f]{16}$/);
  expect(make(7).newID('vpce')).toBe(make(7).newID('vpce'));
  expect(make(7).newID('vpce')).not.toBe(make(8).newID('vpce'));
});

test('an unknown zone has no ID, and its name is a mistake', () => {
  expect(make(1).zoneID('111111111111', 'eu-west-1z')).toBeUndefined();
  expect(() => make(1).zoneName('111111111111', 'euw1-az9')).toThrow('euw1-az9');
});

describe('changes come due', () => {
  function agenda() {
    const clock = virtualClock(0);
    return { clock, world: createWorld(defaultSettings, clock), log: [] as string[] };
  }

  test('in order of time, and in the order asked for within one moment', () => {
    const { clock, world, log } = agenda();
    for (const [at, name] of [
      [20, 'c'],
      [10, 'a'],
      [10, 'b'],
      [30, 'd'],
    ] as const)
      world.after(at, () => log.push(name));
    clock.advance(20);
    world.settle();
    expect(log).toEqual(['a', 'b', 'c']);
  });

  test('counted from the moment the change before them was due, however late it is looked at', () => {
    const { clock, world, log } = agenda();
    world.after(10, () => {
      log.push('first');
      world.after(10, () => log.push('second'));
      world.after(1_000, () => log.push('third'));
    });
    clock.advance(500);
    world.settle();
    expect(log).toEqual(['first', 'second']);
    clock.advance(509);
    world.settle();
    expect(log).toEqual(['first', 'second']);
    clock.advance(1);
    world.settle();
    expect(log).toEqual(['first', 'second', 'third']);
  });

  test('once, though looking at the world happens inside a change', () => {
    const { clock, world, log } = agenda();
    world.after(1, () => {
      world.settle();
      log.push('once');
    });
    clock.advance(5);
    world.settle();
    world.settle();
    expect(log).toEqual(['once']);
  });
});
