import { describe, expect, test } from 'vitest';
import type { FailureClass, Outcome } from '../../src/core/outcome.ts';
import { Memory } from '../../src/engine/memory.ts';

const failed = (failureClass: FailureClass): Outcome => ({
  result: 'failed',
  failure: { class: failureClass, code: 'C', message: 'm', call: 'CreateVpcEndpoint' },
});
const createTry = (at: number, outcome: Outcome, key = 'token') => ({ name: 'Create', key, at, outcome });

describe('what the engine remembers', () => {
  test('a time-out leaves the create as maybe carried out, and a later refusal does not wash that away', () => {
    const memory = new Memory(0);
    memory.tried('uid', createTry(1_000, failed('unknown')));
    memory.tried('uid', createTry(9_000, failed('denied')));
    expect(memory.recent('uid').tries['Create']).toMatchObject({ maybeDoneAt: 1_000, failures: 2, firstAt: 1_000, at: 9_000 });
  });

  test('a create that was carried out stays so though AWS refuses the same call when it is made again', () => {
    const memory = new Memory(0);
    memory.tried('uid', createTry(1_000, { result: 'done' }));
    memory.tried('uid', createTry(2_000, failed('quota')));
    expect(memory.recent('uid').tries['Create']?.maybeDoneAt).toBe(1_000);
  });

  test('a create recorded by an earlier process may have been carried out when that process ended', () => {
    const memory = new Memory(500);
    memory.inherit('uid', 'token');
    memory.tried('uid', createTry(9_000, failed('denied')));
    expect(memory.recent('uid').tries['Create']?.maybeDoneAt).toBe(500);
  });

  test('a create recorded by this process and refused at once was not carried out', () => {
    const memory = new Memory(500);
    memory.tried('uid', createTry(9_000, failed('denied')));
    expect(memory.recent('uid').tries['Create']?.maybeDoneAt).toBeUndefined();
  });

  test('what was tried of one part of an object is told from what was tried of another, and forgotten after an hour', () => {
    const memory = new Memory(0);
    memory.tried('uid', { name: 'Associate vpc-0a', key: 'a', at: 1_000, outcome: failed('denied') });
    memory.tried('uid', { name: 'Associate vpc-0b', key: 'b', at: 2_000, outcome: { result: 'done' } });
    memory.tried('uid', createTry(3_000, { result: 'done' }));
    expect(memory.recent('uid').tries['Associate vpc-0a']).toMatchObject({ failures: 1, notBefore: 121_000 });
    expect(memory.recent('uid').tries['Associate vpc-0b']).toMatchObject({ failures: 0 });
    memory.tried('uid', { name: 'Associate vpc-0b', key: 'b', at: 3_601_000, outcome: { result: 'done' } });
    expect(Object.keys(memory.recent('uid').tries)).toEqual(['Associate vpc-0b', 'Create']);
  });

  test('another request under another token starts with a clean sheet', () => {
    const memory = new Memory(0);
    memory.tried('uid', createTry(1_000, failed('unknown')));
    memory.tried('uid', createTry(2_000, failed('terminal'), 'token 2'));
    expect(memory.recent('uid').tries['Create']).toMatchObject({ maybeDoneAt: undefined, failures: 1, firstAt: 2_000 });
  });

  test('throttling backs off and caps at a minute', () => {
    const memory = new Memory(0);
    const delays = Array.from({ length: 9 }, () => {
      memory.tried('uid', createTry(0, failed('throttled')));
      return memory.recent('uid').tries['Create']?.notBefore;
    });
    expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  test('a blocked dependency is asked again after a minute', () => {
    const memory = new Memory(0);
    memory.tried('uid', createTry(0, failed('dependency')));
    expect(memory.recent('uid').tries['Create']?.notBefore).toBe(60_000);
  });

  test('a request to reconcile lets held actions go at once', () => {
    const memory = new Memory(0);
    memory.tried('uid', createTry(5_000, failed('denied')));
    memory.release('uid');
    expect(memory.recent('uid').tries['Create']?.notBefore).toBe(5_000);
  });

  test('a reason has lasted since it was first given, until another is given or the object is Ready', () => {
    const memory = new Memory(0);
    const since = (status: 'True' | 'False', reason: string, now: number): number | undefined => {
      memory.summarised('uid', [{ type: 'Ready', status, reason, message: '' }], now);
      return memory.recent('uid').failing?.since;
    };
    expect(since('False', 'AccessDenied', 5_000)).toBe(5_000);
    expect(since('False', 'AccessDenied', 9_000)).toBe(5_000);
    expect(since('False', 'Throttled', 10_000)).toBe(10_000);
    expect(since('True', 'Available', 11_000)).toBeUndefined();
    expect(since('False', 'AccessDenied', 12_000)).toBe(12_000);
  });
});
